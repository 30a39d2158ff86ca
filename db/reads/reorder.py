"""What is below its minimum, and what is on order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal_column,
    or_,
    select,
)

from db.reads import conditions as on
from db.reads.demand import NO_DEMAND
from db.reads.driving import driving
from db.schema import LEVEL, LOT, ORDERED, PACK_CODE, PLACE, PRODUCT, STOCK, on_hand
from rxdesk.domain.identity import ProductId
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import Quantity, Unit
from rxdesk.domain.reordering import Standing, propose
from rxdesk.domain.schedule import Schedule
from rxdesk.domain.tall_man import shown_name
from rxdesk.ports.rows import Demand, ReorderRow

_S: Final = STOCK.c
_UNAVAILABLE: Final = on.one_of(
    PLACE.c.kind, frozenset({PlaceKind.QUARANTINE, PlaceKind.RETURNS, PlaceKind.WILL_CALL})
)
_short: Final = and_(LOT.c.usable_through >= on.TODAY, LOT.c.usable_through <= on.WITHIN_30)
_part: Final = case(
    (on.HELD, on.written("held")),
    (on.EXPIRED, on.written("expired")),
    (_short, on.written("short")),
    (_UNAVAILABLE, on.written("aside")),
    else_=on.written("good"),
)
"""Which part of the arithmetic a line belongs to: the first that fits."""

_of: Final = on.json_list("products", "of")


_lot: Final = and_(LOT.c.product == _S.product, LOT.c.lot == _S.lot)


def _standing() -> Subquery:
    """Return how each of some products stands, line by line put into parts; one without lines is left out."""
    lines = (
        select(_S.product, _S.quantity, _part.label("part"))
        .select_from(
            driving(driving(_of, STOCK, _S.product == _of.c.value), PLACE, PLACE.c.place == _S.place)
        )
        .outerjoin(LOT, _lot)
        .where(on_hand())
        .subquery()
    )

    def in_part(part: str) -> ColumnElement[int]:
        return func.sum(case((lines.c.part == on.written(part), lines.c.quantity), else_=0))

    return (
        select(
            lines.c.product,
            func.sum(lines.c.quantity).label("on_hand"),
            in_part("held").label("held"),
            in_part("expired").label("expired"),
            in_part("short").label("short_dated"),
            in_part("aside").label("set_aside"),
        )
        .group_by(lines.c.product)
        .subquery()
    )


_is_watched: Final = LEVEL.c.minimum.is_not(None)
# The parts that are not available, taken together: a fifth of the time of telling them apart.
_not_available: Final = or_(LOT.c.usable_through <= on.WITHIN_30, _UNAVAILABLE, on.HELD)
_watched: Final = (
    select(_S.product, func.sum(case((_not_available, 0), else_=_S.quantity)).label("available"))
    .select_from(
        driving(driving(LEVEL, STOCK, _S.product == LEVEL.c.product), PLACE, PLACE.c.place == _S.place)
    )
    .outerjoin(LOT, _lot)
    .where(on_hand(), _is_watched)
    .group_by(_S.product)
    .subquery("watched")
)
_orders: Final = (
    select(ORDERED.c.product, func.sum(ORDERED.c.outstanding).label("on_order"))
    .where(ORDERED.c.outstanding > literal_column("0"))
    .group_by(ORDERED.c.product)
    .subquery("orders")
)
BELOW_MINIMUM: Final[Select[*tuple[Any, ...]]] = (
    select(LEVEL.c.product)
    .outerjoin_from(LEVEL, _watched, _watched.c.product == LEVEL.c.product)
    .outerjoin(_orders, _orders.c.product == LEVEL.c.product)
    .where(
        _is_watched,
        func.coalesce(_watched.c.available, 0) + func.coalesce(_orders.c.on_order, 0) < LEVEL.c.minimum,
    )
)
"""Watched products whose available stock and open orders are below their minimum."""

ON_ORDER: Final[Select[*tuple[Any, ...]]] = select(_orders.c.product)
"""Products of which something is on order."""

_asked: Final = _standing()
_gtin: Final = (
    select(PACK_CODE.c.code)
    .where(
        PACK_CODE.c.product == PRODUCT.c.product,
        PACK_CODE.c.quantity == PRODUCT.c.pack_quantity,
        func.length(PACK_CODE.c.code) == 14,
        PACK_CODE.c.code.op("NOT GLOB")(on.written("*[^0-9]*")),
    )
    .order_by(PACK_CODE.c.derived, PACK_CODE.c.code)
    .limit(1)
    .correlate(PRODUCT)
    .scalar_subquery()
)
_ROWS: Final = (
    select(
        PRODUCT.c.product,
        PRODUCT.c.name,
        PRODUCT.c.generic_name,
        PRODUCT.c.strength,
        PRODUCT.c.form,
        PRODUCT.c.labeler,
        PRODUCT.c.unit,
        PRODUCT.c.pack_quantity,
        on.SCHEDULE_TODAY.label("schedule"),
        _gtin.label("gtin14"),
        LEVEL.c.minimum,
        LEVEL.c.maximum,
        _asked.c.on_hand,
        _asked.c.held,
        _asked.c.expired,
        _asked.c.short_dated,
        _asked.c.set_aside,
        _orders.c.on_order,
    )
    .select_from(PRODUCT)
    .outerjoin(LEVEL, LEVEL.c.product == PRODUCT.c.product)
    .outerjoin(_asked, _asked.c.product == PRODUCT.c.product)
    .outerjoin(_orders, _orders.c.product == PRODUCT.c.product)
    .where(PRODUCT.c.product.in_(select(_of.c.value)))
    .order_by(PRODUCT.c.name.collate("NOCASE"), PRODUCT.c.product)
)


def products_to_order(connection: Connection, today: date) -> list[ProductId]:
    """Return the products that are below their minimum, in no order."""
    return [ProductId(row[0]) for row in connection.execute(BELOW_MINIMUM, on.day_values(today))]


def products_on_order(connection: Connection) -> list[ProductId]:
    """Return the products of which something is on order, in no order."""
    return [ProductId(row[0]) for row in connection.execute(ON_ORDER)]


def reorder_rows(
    connection: Connection, products: Sequence[ProductId], demand: Mapping[ProductId, Demand], today: date
) -> list[ReorderRow]:
    """Return what to order of some products and why, by name."""
    values = on.day_values(today) | {"products": msgspec.json.encode(products).decode()}
    rows = connection.execute(_ROWS, values)
    return [_reorder_row(row, demand.get(ProductId(row.product), NO_DEMAND)) for row in rows]


def _reorder_row(row: Row[*tuple[Any, ...]], demand: Demand) -> ReorderRow:
    standing = Standing(
        on_hand=Quantity(row.on_hand or 0),
        held=Quantity(row.held or 0),
        expired=Quantity(row.expired or 0),
        short_dated=Quantity(row.short_dated or 0),
        set_aside=Quantity(row.set_aside or 0),
        on_order=Quantity(row.on_order or 0),
    )
    minimum = Quantity(row.minimum or 0)
    maximum = None if row.maximum is None else Quantity(row.maximum)
    pack = Quantity(row.pack_quantity)
    schedule = Schedule.NONE if row.schedule is None else Schedule(row.schedule)
    proposal = propose(standing, minimum=minimum, maximum=maximum, pack=pack, schedule=schedule)
    return ReorderRow(
        product=ProductId(row.product),
        name=shown_name(row.name, row.generic_name),
        generic_name=row.generic_name,
        strength=row.strength,
        form=row.form,
        labeler=row.labeler,
        unit=Unit(row.unit),
        schedule=schedule,
        gtin14=row.gtin14,
        pack_quantity=pack,
        on_hand=standing.on_hand,
        held=standing.held,
        expired=standing.expired,
        short_dated=standing.short_dated,
        set_aside=standing.set_aside,
        available=standing.available,
        on_order=standing.on_order,
        minimum=minimum,
        maximum=maximum,
        demand=demand,
        needed=proposal.needed,
        packs=proposal.packs,
        quantity=proposal.quantity,
        why=proposal.why,
    )
