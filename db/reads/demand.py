"""What was dispensed lately, for some products at a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import Connection, Integer, and_, bindparam, case, func, literal_column, or_, select

from db.moments import stored
from db.reads.conditions import ISSUABLE_PLACE, json_list, written
from db.reads.driving import driving
from db.schema import ENTRY, MOVEMENT, PLACE, REVERSAL, STOCK, on_hand
from rxdesk.domain.identity import ProductId
from rxdesk.domain.places import PATIENT
from rxdesk.domain.quantity import NOTHING, Quantity
from rxdesk.domain.reordering import DEMAND_DAYS, days_with_stock
from rxdesk.ports.rows import Demand

_M: Final = MOVEMENT.c
_of: Final = json_list("products", "of")
_not_reversed: Final = ~(
    select(literal_column("1", type_=Integer))
    .select_from(ENTRY.join(REVERSAL, REVERSAL.c.entry == ENTRY.c.id))
    .where(ENTRY.c.seq == _M.entry_seq)
    .correlate(MOVEMENT)
    .exists()
)
_DISPENSED: Final = (
    select(
        _M.product,
        func.sum(case((_M.happened_at >= bindparam("since_30"), _M.quantity), else_=0)).label("last_30"),
        func.sum(_M.quantity).label("last_90"),
    )
    .select_from(driving(_of, MOVEMENT, _M.product == _of.c.value))
    .where(_M.to_place == written(PATIENT), _M.happened_at >= bindparam("since_90"), _not_reversed)
    .group_by(_M.product)
)

_issuable: Final = select(PLACE.c.place).where(ISSUABLE_PLACE)
_comes: Final = _M.to_place.in_(_issuable)
_goes: Final = _M.from_place.in_(_issuable)
_BALANCES: Final = (
    select(STOCK.c.product, func.sum(STOCK.c.quantity).label("balance"))
    .select_from(driving(_of, STOCK, STOCK.c.product == _of.c.value))
    .where(on_hand(), STOCK.c.place.in_(_issuable))
    .group_by(STOCK.c.product)
)
_day: Final = func.date(_M.happened_at, bindparam("shift"))
_CHANGES: Final = (
    select(
        _M.product,
        _day.label("day"),
        func.sum(case((_comes, _M.quantity), else_=0)).label("came"),
        func.sum(case((_goes, _M.quantity), else_=0)).label("went"),
    )
    .select_from(driving(_of, MOVEMENT, _M.product == _of.c.value))
    .where(
        _M.happened_at >= bindparam("since_90"),
        # From bin to bin is neither coming nor going.
        or_(and_(_comes, ~_goes), and_(_goes, ~_comes)),
    )
    .group_by(_M.product, _day)
)

NO_DEMAND: Final = Demand(last_30_days=NOTHING, last_90_days=NOTHING, days_with_stock=0)


def dispensed_90(
    connection: Connection, products: Iterable[ProductId], now: datetime
) -> dict[ProductId, tuple[Quantity, Quantity]]:
    """Return what was dispensed in the last 30 and 90 days, reversed entries left out; no row, no demand."""
    rows = connection.execute(_DISPENSED, {"products": _json(products), **_since(now)})
    return {ProductId(row.product): (Quantity(row.last_30), Quantity(row.last_90)) for row in rows}


def demand_of(
    connection: Connection,
    products: Iterable[ProductId],
    *,
    now: datetime,
    today: date,
    utc_offset_min: int,
) -> dict[ProductId, Demand]:
    """Return the demand of each product, with the days on which it could have been dispensed at all."""
    asked = list(products)
    listed = _json(asked)
    dispensed = dispensed_90(connection, asked, now)
    balances = {row.product: row.balance for row in connection.execute(_BALANCES, {"products": listed})}
    changes: dict[str, dict[date, tuple[int, int]]] = {}
    values = {"products": listed, "shift": f"{utc_offset_min:+d} minutes", **_since(now)}
    for row in connection.execute(_CHANGES, values):
        changes.setdefault(row.product, {})[date.fromisoformat(row.day)] = (row.came, row.went)
    return {
        product: Demand(
            last_30_days=dispensed.get(product, (NOTHING, NOTHING))[0],
            last_90_days=dispensed.get(product, (NOTHING, NOTHING))[1],
            days_with_stock=days_with_stock(balances.get(product, 0), changes.get(product, {}), today),
        )
        for product in asked
    }


def _since(now: datetime) -> dict[str, str]:
    moment = now.astimezone(UTC)
    return {
        "since_30": stored(moment - timedelta(days=30)),
        "since_90": stored(moment - timedelta(days=DEMAND_DAYS)),
    }


def _json(products: Iterable[ProductId]) -> str:
    return msgspec.json.encode(list(products)).decode()
