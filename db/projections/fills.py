"""Which parts of which prescriptions were dispensed, and which entries were reversed."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert

from db.prepared import run
from db.schema import FILL, REVERSAL
from rxdesk.domain.facts import EntryReversed, ItemDispensed
from rxdesk.domain.records import Entry

_FILL: Final = insert(FILL)
_UNFILL: Final = delete(FILL).where(FILL.c.entry == bindparam("of"))
_REVERSAL: Final = insert(REVERSAL)


def apply(connection: Connection, entry: Entry) -> None:
    """Bring fills and reversals up to date with an entry."""
    match entry.fact:
        case ItemDispensed() as fact:
            run(
                connection,
                _FILL,
                {
                    "rx_number": fact.rx_number,
                    "fill_number": fact.fill_number,
                    "product": fact.product,
                    "part": fact.part,
                    "entry": entry.id,
                },
            )
        case EntryReversed(entry=reversed_entry, entry_kind=kind):
            connection.execute(_REVERSAL, {"entry": reversed_entry, "by": entry.id})
            if kind == "ItemDispensed":
                connection.execute(_UNFILL, {"of": reversed_entry})
        case _:
            pass
