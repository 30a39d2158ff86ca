"""Movements, the stock they add up to, and the lots they are of."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, func, insert, or_
from sqlalchemy.dialects.sqlite import insert as upsert

from db.moments import stored
from db.prepared import run_each
from db.schema import LOT, MOVEMENT, STOCK
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.facts import ItemDispensed, LineCounted, LotReceived, OpeningStockLoaded
from rxdesk.domain.records import Entry
from rxdesk.domain.stock import Movement, movements_of

_MOVE: Final = insert(MOVEMENT)

_new = upsert(STOCK)
_BALANCE: Final = _new.on_conflict_do_update(
    index_elements=list(STOCK.primary_key),
    set_={
        "quantity": STOCK.c.quantity + _new.excluded.quantity,
        "last_seq": _new.excluded.last_seq,
        "opened": func.max(STOCK.c.opened, _new.excluded.opened),
    },
)

_lot = upsert(LOT)
_LOT: Final = _lot.on_conflict_do_update(
    index_elements=list(LOT.primary_key),
    set_={
        # A known value is never blanked by a fact that lacks it.
        "expiry": func.coalesce(_lot.excluded.expiry, LOT.c.expiry),
        "usable_through": func.coalesce(_lot.excluded.usable_through, LOT.c.usable_through),
        "two_expiries": func.coalesce(
            or_(LOT.c.two_expiries == 1, _lot.excluded.usable_through != LOT.c.usable_through),
            LOT.c.two_expiries,
        ),
    },
)


def apply(connection: Connection, entry: Entry) -> None:
    """Write the movements of an entry and bring stock and lots up to date."""
    movements = movements_of(entry.fact)
    if movements:
        issued = isinstance(entry.fact, ItemDispensed)
        happened_at = stored(entry.happened_at)
        run_each(
            connection,
            _MOVE,
            [_moved(entry, line, movement, happened_at) for line, movement in enumerate(movements)],
        )
        run_each(
            connection,
            _BALANCE,
            [change for movement in movements for change in _changes(entry, movement, issued=issued)],
        )
    lots = _lots(entry)
    if lots:
        run_each(connection, _LOT, lots)


def _moved(entry: Entry, line: int, movement: Movement, happened_at: str) -> dict[str, Any]:
    return {
        "entry_seq": entry.seq,
        "line": line,
        "product": movement.product,
        "lot": movement.lot,
        "serial": movement.serial,
        "expiry": movement.expiry,
        "quantity": movement.quantity,
        "from_place": movement.from_place,
        "to_place": movement.to_place,
        "happened_at": happened_at,
    }


def _changes(entry: Entry, movement: Movement, *, issued: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    line = {
        "product": movement.product,
        "lot": movement.lot,
        "serial": movement.serial,
        "first_seq": entry.seq,
        "last_seq": entry.seq,
    }
    return (
        line | {"place": movement.from_place, "quantity": -movement.quantity, "opened": int(issued)},
        line | {"place": movement.to_place, "quantity": movement.quantity, "opened": 0},
    )


def _lots(entry: Entry) -> list[dict[str, Any]]:
    match entry.fact:
        case LotReceived() | LineCounted():
            seen = [(entry.fact.product, entry.fact.lot, entry.fact.expiry)]
        case OpeningStockLoaded():
            seen = [(line.product, line.lot, line.expiry) for line in entry.fact.lines]
        case _:
            return []
    return [
        {
            "product": product,
            "lot": lot,
            "expiry": expiry,
            "usable_through": None if expiry is None else Expiry.from_iso(expiry).usable_through.isoformat(),
            "first_seq": entry.seq,
            "two_expiries": 0,
        }
        for product, lot, expiry in seen
    ]
