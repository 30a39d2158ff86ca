"""Counted lines, and the differences that wait for a pharmacist."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, insert, update

from db.moments import stored
from db.schema import COUNTED
from rxdesk.domain.facts import DifferenceRecomputed, DifferenceSettled, EntryReversed, LineCounted
from rxdesk.domain.records import Entry

_C: Final = COUNTED.c
# A newer count of the same line answers what an earlier one left open.
_SUPERSEDE: Final = (
    update(COUNTED)
    .where(
        _C.product == bindparam("of_product"),
        _C.lot == bindparam("of_lot"),
        _C.serial == bindparam("of_serial"),
        _C.place == bindparam("of_place"),
        _C.unsettled != 0,
    )
    .values(unsettled=0)
)
_COUNT: Final = insert(COUNTED)
_SETTLE: Final = (
    update(COUNTED).where(_C.count == bindparam("of")).values(unsettled=0, settled_by=bindparam("by_entry"))
)
_RECOMPUTE: Final = (
    update(COUNTED).where(_C.count == bindparam("of")).values(unsettled=_C.unsettled + bindparam("change"))
)
_REVERSE_COUNT: Final = update(COUNTED).where(_C.count == bindparam("of")).values(reversed=1, unsettled=0)


def apply(connection: Connection, entry: Entry) -> None:
    """Bring counted lines up to date with an entry."""
    match entry.fact:
        case LineCounted() as fact:
            connection.execute(
                _SUPERSEDE,
                {
                    "of_product": fact.product,
                    "of_lot": fact.lot,
                    "of_serial": fact.serial,
                    "of_place": fact.place,
                },
            )
            connection.execute(
                _COUNT,
                {
                    "count": entry.id,
                    "product": fact.product,
                    "lot": fact.lot,
                    "serial": fact.serial,
                    "place": fact.place,
                    "expiry": fact.expiry,
                    "counted": fact.counted,
                    "expected": fact.expected,
                    "at_seq": fact.at_seq,
                    "counted_at": stored(entry.happened_at),
                    "unsettled": 0 if fact.adjusted else fact.difference,
                    "reversed": 0,
                },
            )
        case DifferenceSettled(count=count):
            connection.execute(_SETTLE, {"of": count, "by_entry": entry.id})
        case DifferenceRecomputed(count=count, change=change, adjusted=False):
            connection.execute(_RECOMPUTE, {"of": count, "change": change})
        case EntryReversed(entry=reversed_entry, entry_kind="LineCounted"):
            connection.execute(_REVERSE_COUNT, {"of": reversed_entry})
        case _:
            pass
