"""Lists of the pharmacy's own products, and the card of one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any, Final

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
)

from db.reads import conditions as on
from db.reads.driving import driving
from db.reads.reorder import BELOW_MINIMUM
from db.schema import LEVEL, LOT, ORDERED, PACK_CODE, PLACE, PRODUCT, STOCK, on_hand
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.facts import ProductDetails
from rxdesk.domain.identity import PlaceId, ProductId
from rxdesk.domain.quantity import NOTHING, Quantity, Unit
from rxdesk.domain.records import CodeMeaning
from rxdesk.domain.schedule import Schedule
from rxdesk.domain.tall_man import shown_name
from rxdesk.ports.queries import ProductFilter, ProductOrder, ProductQuery
from rxdesk.ports.rows import ProductRow

_DECODER: Final = msgspec.json.Decoder(ProductDetails)

_P: Final = PRODUCT.c
_S: Final = STOCK.c
_name: Final = _P.name.collate("NOCASE")

_here: Final = select(_S.product).where(on_hand())
_in_stock: Final = _P.product.in_(_here)
_sum: Final = (
    select(func.coalesce(func.sum(_S.quantity), 0))
    .where(_S.product == _P.product, on_hand())
    .correlate(PRODUCT)
    .scalar_subquery()
)
_nearest: Final = (
    select(func.min(LOT.c.usable_through))
    .select_from(driving(STOCK, LOT, and_(LOT.c.product == _S.product, LOT.c.lot == _S.lot)))
    .where(_S.product == _P.product, on_hand())
    .correlate(PRODUCT)
    .scalar_subquery()
)

_CHIPS: Final[dict[ProductFilter, ColumnElement[bool]]] = {
    ProductFilter.IN_STOCK: _in_stock,
    ProductFilter.BELOW_MINIMUM: _P.product.in_(BELOW_MINIMUM),
    ProductFilter.NO_LEVELS: _P.product.not_in(select(LEVEL.c.product).where(LEVEL.c.minimum.is_not(None))),
    ProductFilter.CONTROLLED: _P.product.in_(on.CONTROLLED_PRODUCTS),
}
_ORDERS: Final[dict[ProductOrder, tuple[ColumnElement[Any], ...]]] = {
    ProductOrder.NAME: (_name, _P.product),
    ProductOrder.NDC: (_P.product,),
    ProductOrder.LABELER: (_P.labeler.collate("NOCASE"), _name, _P.product),
    ProductOrder.ON_HAND: (_sum, _name, _P.product),
    ProductOrder.NEXT_EXPIRY: (_nearest, _name, _P.product),
    ProductOrder.HOME: (
        select(LEVEL.c.home).where(LEVEL.c.product == _P.product).correlate(PRODUCT).scalar_subquery(),
        _name,
        _P.product,
    ),
}

_of: Final = on.json_list("products", "of")
_ROWS: Final = (
    select(
        _P.product,
        _P.name,
        _P.generic_name,
        _P.strength,
        _P.form,
        _P.labeler,
        _P.unit,
        _P.pack_quantity,
        _P.flags,
        on.SCHEDULE_TODAY.label("schedule"),
        LEVEL.c.minimum,
        LEVEL.c.maximum,
        LEVEL.c.home,
    )
    .select_from(driving(_of, PRODUCT, _P.product == _of.c.value))
    .outerjoin(LEVEL, LEVEL.c.product == _P.product)
    .order_by(_of.c.key)
)
_usable: Final = and_(on.ISSUABLE_PLACE, LOT.c.usable_through >= on.TODAY, _S.quantity > 0, on.FREE)
_STANDING: Final = (
    select(
        _S.product,
        func.sum(_S.quantity).label("on_hand"),
        func.sum(case((_usable, _S.quantity), else_=0)).label("usable"),
        func.count(_S.lot.distinct()).label("lots"),
        # SQLite takes a bare column beside a lone min() from the row that has the minimum.
        func.min(LOT.c.usable_through).label("usable_through"),
        LOT.c.expiry,
    )
    .select_from(driving(driving(_of, STOCK, _S.product == _of.c.value), PLACE, PLACE.c.place == _S.place))
    .outerjoin(LOT, and_(LOT.c.product == _S.product, LOT.c.lot == _S.lot))
    .where(on_hand())
    .group_by(_S.product)
)
_ON_ORDER: Final = (
    select(ORDERED.c.product, func.sum(ORDERED.c.outstanding).label("on_order"))
    .select_from(driving(_of, ORDERED, ORDERED.c.product == _of.c.value))
    .where(ORDERED.c.outstanding > literal_column("0"))
    .group_by(ORDERED.c.product)
)
_EQUIVALENTS: Final = (
    select(_P.product)
    .where(
        _P.equivalence_key == bindparam("equivalence_key"),
        _P.equivalence_key != "",
        _P.product != bindparam("of_product"),
    )
    .order_by(_name, _P.product)
)
_CODES: Final = (
    select(PACK_CODE).where(PACK_CODE.c.product == bindparam("of_product")).order_by(PACK_CODE.c.code)
)
_DETAILS: Final = select(_P.product, _P.details).select_from(driving(_of, PRODUCT, _P.product == _of.c.value))


@cache
def _asked(words: int, only: ProductFilter) -> list[ColumnElement[bool]]:
    found = [
        or_(
            condition,
            _P.product.in_(
                select(PACK_CODE.c.product).where(PACK_CODE.c.code == func.upper(bindparam(f"word_{number}")))
            ),
        )
        for number, condition in enumerate(on.contains_words(words, _P.search_text))
    ]
    return found if only is ProductFilter.ALL else [*found, _CHIPS[only]]


@cache
def _page(order: ProductOrder, descending: bool, only: ProductFilter, words: int) -> Select[*tuple[Any, ...]]:  # noqa: FBT001
    return (
        select(_P.product)
        .where(*_asked(words, only))
        .order_by(*(column.desc() if descending else column.asc() for column in _ORDERS[order]))
        .limit(bindparam("most"))
        .offset(bindparam("skipped"))
    )


@cache
def _total(only: ProductFilter, words: int) -> Select[int]:
    return select(func.count()).select_from(PRODUCT).where(*_asked(words, only))


@cache
def _counts(words: int) -> Select[*tuple[Any, ...]]:
    sums = (func.sum(case((condition, 1), else_=0)) for condition in _CHIPS.values())
    return select(func.count(), *sums).select_from(PRODUCT).where(*_asked(words, ProductFilter.ALL))


def product_keys(connection: Connection, query: ProductQuery, today: date) -> list[ProductId]:
    """Return the products of a page, in order."""
    words = on.words_in(query.text)
    statement = _page(query.order, query.descending, query.only, len(words))
    values = on.day_values(today) | on.word_values(words) | {"most": query.limit, "skipped": query.offset}
    return [ProductId(row[0]) for row in connection.execute(statement, values)]


def product_total(connection: Connection, query: ProductQuery, today: date) -> int:
    """Return how many products a query has over all its pages."""
    words = on.words_in(query.text)
    values = on.day_values(today) | on.word_values(words)
    return connection.execute(_total(query.only, len(words)), values).scalar_one()


def product_counts(connection: Connection, query: ProductQuery, today: date) -> dict[ProductFilter, int]:
    """Return how many products each chip would show."""
    words = on.words_in(query.text)
    row = connection.execute(_counts(len(words)), on.day_values(today) | on.word_values(words)).one()
    return {chip: row[number] or 0 for number, chip in enumerate((ProductFilter.ALL, *_CHIPS))}


def product_rows(connection: Connection, products: Iterable[ProductId], today: date) -> list[ProductRow]:
    """Return the rows of some kept products, in their order; those not kept are left out."""
    values = {"products": msgspec.json.encode(list(products)).decode(), "today": today.isoformat()}
    standing = {row.product: row for row in connection.execute(_STANDING, values)}
    on_order = {row.product: row.on_order for row in connection.execute(_ON_ORDER, values)}
    return [
        _product_row(row, standing.get(row.product), Quantity(on_order.get(row.product, 0)))
        for row in connection.execute(_ROWS, values)
    ]


def equivalents_of(connection: Connection, product: ProductId, equivalence_key: str) -> list[ProductId]:
    """Return the other kept products with an equivalence key, by name."""
    values = {"equivalence_key": equivalence_key, "of_product": product}
    return [ProductId(row[0]) for row in connection.execute(_EQUIVALENTS, values)]


def codes_of(connection: Connection, product: ProductId) -> tuple[CodeMeaning, ...]:
    """Return every code that stands for a product."""
    return tuple(
        CodeMeaning(
            code=row.code,
            product=product,
            quantity=Quantity(row.quantity),
            level=row.level,
            derived=bool(row.derived),
        )
        for row in connection.execute(_CODES, {"of_product": product})
    )


def details_of(connection: Connection, products: Iterable[ProductId]) -> dict[ProductId, ProductDetails]:
    """Return what is known of those products that are kept."""
    values = {"products": msgspec.json.encode(list(products)).decode()}
    rows = connection.execute(_DETAILS, values)
    return {ProductId(row.product): _DECODER.decode(row.details) for row in rows}


def _product_row(
    row: Row[*tuple[Any, ...]], standing: Row[*tuple[Any, ...]] | None, on_order: Quantity
) -> ProductRow:
    return ProductRow(
        product=ProductId(row.product),
        name=shown_name(row.name, row.generic_name),
        generic_name=row.generic_name,
        strength=row.strength,
        form=row.form,
        labeler=row.labeler,
        unit=Unit(row.unit),
        pack_quantity=Quantity(row.pack_quantity),
        schedule=Schedule.NONE if row.schedule is None else Schedule(row.schedule),
        flags=tuple(row.flags.split()),
        on_hand=NOTHING if standing is None else Quantity(standing.on_hand),
        usable=NOTHING if standing is None else Quantity(standing.usable),
        lots=0 if standing is None else standing.lots,
        next_expiry=None if standing is None or standing.expiry is None else Expiry.from_iso(standing.expiry),
        minimum=None if row.minimum is None else Quantity(row.minimum),
        maximum=None if row.maximum is None else Quantity(row.maximum),
        home=None if row.home is None else PlaceId(row.home),
        on_order=on_order,
    )
