"""The pharmacy, its people and its places."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, insert
from sqlalchemy.dialects.sqlite import insert as upsert

from db.projections.replacing import replacing
from db.schema import PERSON, PHARMACY, PLACE
from rxdesk.domain.facts import PersonAdded, PersonChanged, PharmacyOpened, PlaceSetUp
from rxdesk.domain.places import FIRST_PLACES, OUTSIDE_PLACES, PLACE_KIND_NAMES
from rxdesk.domain.records import Entry

_PHARMACY: Final = insert(PHARMACY)
_PERSON: Final = replacing(PERSON)
_PLACE: Final = replacing(PLACE)
_FIRST_PLACES: Final = upsert(PLACE).on_conflict_do_nothing()


def apply(connection: Connection, entry: Entry) -> None:
    """Bring the pharmacy, people and places up to date with an entry."""
    match entry.fact:
        case PharmacyOpened(pharmacy=name, sample=sample):
            connection.execute(_PHARMACY, {"id": 1, "name": name, "sample": int(sample)})
            connection.execute(
                _FIRST_PLACES,
                [
                    {
                        "place": place,
                        "name": PLACE_KIND_NAMES[kind],
                        "kind": kind,
                        "walk_order": 0,
                        "active": 1,
                    }
                    for place, kind in (FIRST_PLACES | OUTSIDE_PLACES).items()
                ],
            )
        case PersonAdded() | PersonChanged() as fact:
            connection.execute(
                _PERSON,
                {
                    "person": fact.person,
                    "name": fact.name,
                    "initials": fact.initials,
                    "role": fact.role,
                    "active": int(fact.active) if isinstance(fact, PersonChanged) else 1,
                },
            )
        case PlaceSetUp() as fact:
            connection.execute(
                _PLACE,
                {
                    "place": fact.place,
                    "name": fact.name,
                    "kind": fact.kind_of_place,
                    "walk_order": fact.walk_order,
                    "active": int(fact.active),
                },
            )
        case _:
            pass
