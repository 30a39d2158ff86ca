"""Exact questions to the catalogue: by NDC, by billing digits, by GTIN, by equivalence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, select

from db.catalogue.load import shown_shelf
from db.catalogue.rows import from_columns
from db.catalogue.tables import SHELVES, Shelf
from rxdesk.domain.catalogue import CatalogueMatch, CatalogueRow
from rxdesk.domain.ndc import gtin14_from_text, native_readings, ndc10_from_gtin
from rxdesk.domain.quantity import Quantity


def listed(shelf: Shelf) -> Select[Any]:
    """Return a SELECT of the columns that `from_columns` takes."""
    return select(*(column for column in shelf.listing.columns if column.name != "row"))


def _inside(shelf: Shelf) -> Select[Any]:
    """Return a SELECT of listings around the packages with some NDCs, the size of the inner one first."""
    columns = [column for column in shelf.listing.columns if column.name != "row"]
    return (
        select(shelf.inner.c.quantity, *columns)
        .join_from(shelf.inner, shelf.listing, shelf.inner.c.row == shelf.listing.c.row)
        .where(shelf.inner.c.ndc.in_(bindparam("ndcs", expanding=True)))
        .order_by(shelf.listing.c.ndc)
    )


def _equivalents(shelf: Shelf) -> Select[Any]:
    own = select(shelf.listing.c.equivalence_key).where(shelf.listing.c.ndc == bindparam("of_ndc"))
    return (
        listed(shelf)
        .where(shelf.listing.c.equivalence_key == own.scalar_subquery())
        .where(shelf.listing.c.equivalence_key != "", shelf.listing.c.ndc != bindparam("of_ndc"))
        .order_by(shelf.listing.c.name, shelf.listing.c.labeler, shelf.listing.c.ndc)
    )


_ONE: Final = {
    name: listed(shelf).where(shelf.listing.c.ndc == bindparam("of_ndc")) for name, shelf in SHELVES.items()
}
_BY_NDC: Final = {
    name: listed(shelf)
    .where(shelf.listing.c.ndc.in_(bindparam("ndcs", expanding=True)))
    .order_by(shelf.listing.c.ndc)
    for name, shelf in SHELVES.items()
}
_BY_NDC11: Final = {
    name: listed(shelf).where(shelf.listing.c.ndc11 == bindparam("alias")).order_by(shelf.listing.c.ndc)
    for name, shelf in SHELVES.items()
}
_INSIDE: Final = {name: _inside(shelf) for name, shelf in SHELVES.items()}
_EQUIVALENTS: Final = {name: _equivalents(shelf) for name, shelf in SHELVES.items()}


def by_ndc(connection: Connection, ndc: str) -> CatalogueRow | None:
    """Return the package with a native, hyphenated NDC, or None where the catalogue lists none."""
    shelf = shown_shelf(connection)
    if shelf is None:
        return None
    columns = connection.execute(_ONE[shelf.name], {"of_ndc": ndc}).first()
    return None if columns is None else from_columns(columns)


def by_ndcs(connection: Connection, ndcs: Iterable[str]) -> tuple[CatalogueRow, ...]:
    """Return the packages with some native NDCs, in order of NDC; those not listed are left out."""
    shelf = shown_shelf(connection)
    if shelf is None:
        return ()
    return tuple(map(from_columns, connection.execute(_BY_NDC[shelf.name], {"ndcs": list(ndcs)})))


def by_ndc11(connection: Connection, ndc11: str) -> tuple[CatalogueRow, ...]:
    """Return the packages billed under eleven digits: usually one, rarely two of different companies."""
    shelf = shown_shelf(connection)
    if shelf is None or not ndc11:
        return ()
    return tuple(map(from_columns, connection.execute(_BY_NDC11[shelf.name], {"alias": ndc11})))


def by_gtin(connection: Connection, gtin14: str) -> tuple[CatalogueMatch, ...]:
    """Return the packages a GTIN may stand for; the caller asks when there are several.

    Ten digits do not say where the hyphens stand, so all three readings are looked up. The indicator 1 to 9
    of an inner pack or case says nothing of its size: such matches carry no quantity.

    Raises:
        GtinUnreadable: The number is no GTIN.
    """
    number = gtin14_from_text(gtin14)
    ndc10 = ndc10_from_gtin(number)
    if ndc10 is None:
        return ()
    return by_readings(
        connection, [reading.native for reading in native_readings(ndc10)], saleable=number[0] == "0"
    )


def by_readings(
    connection: Connection, ndcs: Iterable[str], *, saleable: bool = True
) -> tuple[CatalogueMatch, ...]:
    """Return the packages that one of some NDCs names, and those that hold a package it names.

    Args:
        connection: Where to look.
        ndcs: Native NDCs, such as the readings of ten digits.
        saleable: Whether the code is that of the package itself rather than of a case of it.
    """
    shelf = shown_shelf(connection)
    if shelf is None:
        return ()
    readings = list(ndcs)
    outer = [
        CatalogueMatch(row=row, quantity=row.pack_quantity if saleable else None, inner=False)
        for row in by_ndcs(connection, readings)
    ]
    listed_ndcs = {match.row.ndc for match in outer}
    inside = [
        CatalogueMatch(
            row=from_columns(columns),
            quantity=Quantity(held) if saleable and held is not None else None,
            inner=True,
        )
        for held, *columns in connection.execute(_INSIDE[shelf.name], {"ndcs": readings})
    ]
    return (*outer, *(match for match in inside if match.row.ndc not in listed_ndcs))


def equivalents_of(connection: Connection, ndc: str) -> tuple[CatalogueRow, ...]:
    """Return the other packages with the same ingredients, strength, form and route, by name and labeler."""
    shelf = shown_shelf(connection)
    if shelf is None:
        return ()
    return tuple(map(from_columns, connection.execute(_EQUIVALENTS[shelf.name], {"of_ndc": ndc})))
