"""What a newer directory adds, changes and no longer lists, by NDC."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Select, or_, select

from db.catalogue.tables import SHELVES, Shelf
from rxdesk.domain.catalogue import CatalogueDifference, FieldChange, RowChange

_NOT_COMPARED: Final = frozenset({"row", "ndc", "line"})
"""Columns that say where a row stands rather than what is listed."""

_COMPARED: Final = tuple(
    column.name for column in SHELVES["a"].listing.columns if column.name not in _NOT_COMPARED
)


def _missing_from(shelf: Shelf, other: Shelf) -> Select[Any]:
    listed, there = shelf.listing.c, other.listing.c
    return select(listed.ndc).where(listed.ndc.not_in(select(there.ndc))).order_by(listed.ndc)


def _differing(old: Shelf, new: Shelf) -> Select[Any]:
    before, after = old.listing.c, new.listing.c
    return (
        select(
            after.ndc, after.name, *(before[name] for name in _COMPARED), *(after[name] for name in _COMPARED)
        )
        .join_from(new.listing, old.listing, before.ndc == after.ndc)
        .where(or_(*(before[name].is_distinct_from(after[name]) for name in _COMPARED)))
        .order_by(after.ndc)
    )


_ALL: Final = {
    name: select(shelf.listing.c.ndc).order_by(shelf.listing.c.ndc) for name, shelf in SHELVES.items()
}
_MISSING: Final = {
    (one, other): _missing_from(SHELVES[one], SHELVES[other]) for one, other in (("a", "b"), ("b", "a"))
}
_DIFFERING: Final = {
    (old, new): _differing(SHELVES[old], SHELVES[new]) for old, new in (("a", "b"), ("b", "a"))
}


def difference_between(connection: Connection, old: Shelf | None, new: Shelf) -> CatalogueDifference:
    """Compare two shelves; everything is added where there was none before."""
    if old is None:
        return CatalogueDifference(
            added=tuple(connection.execute(_ALL[new.name]).scalars()), changed=(), gone=()
        )
    return CatalogueDifference(
        added=tuple(connection.execute(_MISSING[new.name, old.name]).scalars()),
        changed=tuple(_change(row) for row in connection.execute(_DIFFERING[old.name, new.name])),
        gone=tuple(connection.execute(_MISSING[old.name, new.name]).scalars()),
    )


def _change(row: Any) -> RowChange:
    ndc, name, *values = row
    before, after = values[: len(_COMPARED)], values[len(_COMPARED) :]
    return RowChange(
        ndc,
        name,
        tuple(
            FieldChange(field, _shown(old), _shown(new))
            for field, old, new in zip(_COMPARED, before, after, strict=True)
            if old != new
        ),
    )


def _shown(value: object) -> str:
    return "" if value is None else str(value)
