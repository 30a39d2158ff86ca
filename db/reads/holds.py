"""What waits for somebody: holds that stand, and count differences of controlled products."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    TextClause,
    case,
    func,
    literal_column,
    or_,
    select,
)

from db.moments import read_moment
from db.schema import COUNTED, ENTRY, HOLD, PERSON, PRODUCT, STOCK, in_place, on_hand
from rxdesk.domain.facts import HoldReason
from rxdesk.domain.identity import EntryId, LotNumber, PlaceId, ProductId, Serial
from rxdesk.domain.quantity import Quantity, Unit
from rxdesk.domain.stock import LineKey
from rxdesk.domain.tall_man import shown_name
from rxdesk.ports.rows import HoldRow, OpenDifference


def _quantity(*where: ColumnElement[bool] | TextClause) -> ScalarSelect[int]:
    return (
        select(func.coalesce(func.sum(STOCK.c.quantity), 0))
        .where(
            or_(HOLD.c.lot.is_(None), HOLD.c.lot == STOCK.c.lot),
            or_(HOLD.c.serial.is_(None), HOLD.c.serial == STOCK.c.serial),
            *where,
        )
        .correlate(HOLD)
        .scalar_subquery()
    )


# Two ways to look, each by its index; "of this product, or of any" would go through all lines.
_of_product: Final = _quantity(
    STOCK.c.product == HOLD.c.product,
    or_(HOLD.c.place.is_(None), HOLD.c.place == STOCK.c.place),
    on_hand(),
)
_of_place: Final = _quantity(STOCK.c.place == HOLD.c.place, in_place())
_held: Final = case((HOLD.c.product.is_(None), _of_place), else_=_of_product)
_HOLDS: Final = (
    select(
        HOLD,
        PRODUCT.c.name.label("product_name"),
        PRODUCT.c.generic_name,
        PERSON.c.name.label("person_name"),
        _held.label("quantity"),
    )
    .outerjoin_from(HOLD, PRODUCT, PRODUCT.c.product == HOLD.c.product)
    .outerjoin(ENTRY, ENTRY.c.id == HOLD.c.hold)
    .outerjoin(PERSON, PERSON.c.person == ENTRY.c.person)
    .where(HOLD.c.released_by.is_(None))
    .order_by(HOLD.c.held_at.desc(), HOLD.c.hold.desc())
)
_DIFFERENCES: Final = (
    select(
        COUNTED.c.count.label("entry"),  # a row's own method `count` hides a column of that name
        COUNTED,
        PRODUCT.c.name.label("product_name"),
        PRODUCT.c.generic_name,
        PRODUCT.c.strength,
        PRODUCT.c.unit,
        PERSON.c.name.label("person_name"),
    )
    .join_from(COUNTED, PRODUCT, PRODUCT.c.product == COUNTED.c.product)
    .outerjoin(ENTRY, ENTRY.c.id == COUNTED.c.count)
    .outerjoin(PERSON, PERSON.c.person == ENTRY.c.person)
    .where(COUNTED.c.unsettled != literal_column("0"))
    .order_by(COUNTED.c.counted_at, COUNTED.c.count)
)


def holds(connection: Connection) -> list[HoldRow]:
    """Return holds that stand, newest first."""
    return [
        HoldRow(
            hold=EntryId(row.hold),
            product=None if row.product is None else ProductId(row.product),
            name="" if row.product_name is None else shown_name(row.product_name, row.generic_name),
            lot=None if row.lot is None else LotNumber(row.lot),
            serial=None if row.serial is None else Serial(row.serial),
            place=None if row.place is None else PlaceId(row.place),
            cause=HoldReason(row.cause),
            note=row.note,
            held_at=read_moment(row.held_at),
            held_by=row.person_name or "",
            quantity=Quantity(row.quantity),
        )
        for row in connection.execute(_HOLDS)
    ]


def open_differences(connection: Connection) -> list[OpenDifference]:
    """Return count differences that wait for a pharmacist, oldest first."""
    return [
        OpenDifference(
            count=EntryId(row.entry),
            key=LineKey(ProductId(row.product), LotNumber(row.lot), Serial(row.serial), PlaceId(row.place)),
            name=shown_name(row.product_name, row.generic_name),
            strength=row.strength,
            unit=Unit(row.unit),
            counted=Quantity(row.counted),
            expected=Quantity(row.expected),
            unsettled=Quantity(row.unsettled),
            counted_at=read_moment(row.counted_at),
            counted_by=row.person_name or "",
        )
        for row in connection.execute(_DIFFERENCES)
    ]
