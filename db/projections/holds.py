"""Holds that stand and stood."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, insert, update

from db.moments import stored
from db.schema import HOLD
from rxdesk.domain.facts import LotHeld, LotReleased
from rxdesk.domain.records import Entry

_HOLD: Final = insert(HOLD)
_RELEASE: Final = update(HOLD).where(HOLD.c.hold == bindparam("of")).values(released_by=bindparam("by_entry"))


def apply(connection: Connection, entry: Entry) -> None:
    """Bring holds up to date with an entry."""
    match entry.fact:
        case LotHeld() as fact:
            connection.execute(
                _HOLD,
                {
                    "hold": entry.id,
                    "product": fact.product,
                    "lot": fact.lot,
                    "serial": fact.serial,
                    "place": fact.place,
                    "cause": fact.cause,
                    "note": fact.note,
                    "held_at": stored(entry.happened_at),
                },
            )
        case LotReleased(hold=hold):
            connection.execute(_RELEASE, {"of": hold, "by_entry": entry.id})
        case _:
            pass
