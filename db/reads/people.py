"""People, and where things are."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, func, select

from db.reads import conditions as on
from db.schema import CREDENTIAL, PERSON, PLACE, STOCK, in_place
from rxdesk.domain.identity import PersonId, PlaceId
from rxdesk.domain.people import Role
from rxdesk.domain.places import INSIDE, PlaceKind
from rxdesk.domain.records import Person, Place
from rxdesk.ports.rows import PersonRow, PlaceRow

_PEOPLE: Final = (
    select(PERSON, CREDENTIAL.c.pin_hash, CREDENTIAL.c.badge_digest)
    .outerjoin_from(PERSON, CREDENTIAL, CREDENTIAL.c.person == PERSON.c.person)
    .order_by(PERSON.c.active.desc(), PERSON.c.name.collate("NOCASE"), PERSON.c.person)
)
_OF_BADGE: Final = select(PERSON).join_from(
    CREDENTIAL,
    PERSON,
    (PERSON.c.person == CREDENTIAL.c.person) & (CREDENTIAL.c.badge_digest == bindparam("digest")),
)
_lines: Final = (
    select(func.count())
    .select_from(STOCK)
    .where(STOCK.c.place == PLACE.c.place, in_place())
    .correlate(PLACE)
    .scalar_subquery()
)
_PLACES: Final = (
    select(PLACE, _lines.label("lines"))
    .where(on.one_of(PLACE.c.kind, INSIDE))
    .order_by(PLACE.c.walk_order, PLACE.c.place)
)
_PLACE: Final = select(PLACE).where(PLACE.c.place == bindparam("of_place"), on.one_of(PLACE.c.kind, INSIDE))


def people(connection: Connection) -> list[PersonRow]:
    """Return everybody by name, leavers last."""
    return [
        PersonRow(
            person=_person(row), has_pin=row.pin_hash is not None, has_badge=row.badge_digest is not None
        )
        for row in connection.execute(_PEOPLE)
    ]


def person_of_badge(connection: Connection, digest: str) -> Person | None:
    """Return whose badge has a digest."""
    row = connection.execute(_OF_BADGE, {"digest": digest}).first()
    return None if row is None else _person(row)


def places(connection: Connection) -> list[PlaceRow]:
    """Return inside places by walk order, then code."""
    return [PlaceRow(place=_place(row), lines=row.lines) for row in connection.execute(_PLACES)]


def find_place(connection: Connection, code: str) -> Place | None:
    """Return an inside place."""
    row = connection.execute(_PLACE, {"of_place": code}).first()
    return None if row is None else _place(row)


def _person(row: Row[*tuple[Any, ...]]) -> Person:
    return Person(
        person=PersonId(row.person),
        name=row.name,
        initials=row.initials,
        role=Role(row.role),
        active=bool(row.active),
    )


def _place(row: Row[*tuple[Any, ...]]) -> Place:
    return Place(
        place=PlaceId(row.place),
        name=row.name,
        kind=PlaceKind(row.kind),
        walk_order=row.walk_order,
        active=bool(row.active),
    )
