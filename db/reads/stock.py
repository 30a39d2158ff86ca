"""Lists of stock lines: a page of keys is found, counted and sorted first, then its rows are read at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
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

from db.known import STANDING_HOLD, STANDING_HOLD_CAUSE
from db.reads import conditions as on
from db.reads.demand import dispensed_90
from db.reads.driving import driving
from db.schema import LOT, PLACE, PRODUCT, STOCK, in_place, on_hand
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.facts import HoldReason
from rxdesk.domain.identity import EntryId, LotNumber, PlaceId, ProductId, Serial
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import NOTHING, Quantity, Unit
from rxdesk.domain.reordering import days_of_supply
from rxdesk.domain.schedule import Schedule
from rxdesk.domain.stock import LineKey
from rxdesk.domain.tall_man import shown_name
from rxdesk.ports.queries import StockFilter, StockOrder, StockQuery
from rxdesk.ports.rows import StockRow, horizon_of

_S: Final = STOCK.c
_lot: Final = and_(LOT.c.product == _S.product, LOT.c.lot == _S.lot)
_name: Final = PRODUCT.c.name.collate("NOCASE")

_SEARCHED: Final = (
    PRODUCT.c.search_text,
    func.lower(_S.lot),
    func.lower(_S.serial),
    func.lower(PLACE.c.place),
    func.lower(PLACE.c.name),
)

_CHIPS: Final[dict[StockFilter, ColumnElement[bool]]] = {
    StockFilter.EXPIRED: on.EXPIRED,
    StockFilter.D30: on.ends_within(on.WITHIN_30),
    StockFilter.D90: on.ends_within(on.WITHIN_90),
    StockFilter.D180: on.ends_within(on.WITHIN_180),
    StockFilter.NO_DATE: on.UNDATED,
    StockFilter.HELD: on.HELD,
    # Joined to nothing, so that SQLite asks the list of controlled products and does not walk along it.
    StockFilter.CONTROLLED: (_S.product + on.written("")).in_(on.CONTROLLED_PRODUCTS),
    StockFilter.NEGATIVE: on.NEGATIVE,
    StockFilter.TO_ACT_ON: or_(on.UNDATED, LOT.c.usable_through <= on.WITHIN_180, on.NEGATIVE, on.HELD),
}

_ORDERS: Final[dict[StockOrder, tuple[ColumnElement[Any], ...]]] = {
    StockOrder.NAME: (_name, PRODUCT.c.product, LOT.c.usable_through, _S.lot, _S.serial, _S.place),
    StockOrder.NDC: (_S.product, LOT.c.usable_through, _S.lot, _S.serial, _S.place),
    StockOrder.LOT: (_S.lot, _S.product, _S.serial, _S.place),
    StockOrder.EXPIRY: (LOT.c.usable_through, _S.product, _S.lot, _S.serial, _S.place),
    StockOrder.QUANTITY: (_S.quantity, _S.product, _S.lot, _S.serial, _S.place),
    StockOrder.PLACE: (_S.place, _S.product, _S.lot, _S.serial),
}
"""Each ends in the whole key, so that no line is on two pages or on none."""

_line: Final = on.json_list("lines", "line")
_is_line: Final = and_(
    _S.product == _line.c.value.op("->>")(literal_column("0")),
    _S.lot == _line.c.value.op("->>")(literal_column("1")),
    _S.serial == _line.c.value.op("->>")(literal_column("2")),
    _S.place == _line.c.value.op("->>")(literal_column("3")),
)
_ROWS: Final = (
    select(
        _S.product,
        _S.lot,
        _S.serial,
        _S.place,
        _S.quantity,
        PRODUCT.c.name,
        PRODUCT.c.generic_name,
        PRODUCT.c.strength,
        PRODUCT.c.form,
        PRODUCT.c.labeler,
        PRODUCT.c.unit,
        PRODUCT.c.pack_quantity,
        PRODUCT.c.flags,
        LOT.c.expiry,
        LOT.c.two_expiries,
        PLACE.c.name.label("place_name"),
        PLACE.c.kind.label("place_kind"),
        on.SCHEDULE_TODAY.label("schedule"),
        STANDING_HOLD.label("held_by"),
        STANDING_HOLD_CAUSE.label("held_for"),
    )
    .select_from(
        driving(
            driving(driving(_line, STOCK, _is_line), PRODUCT, PRODUCT.c.product == _S.product),
            PLACE,
            PLACE.c.place == _S.place,
        )
    )
    .outerjoin(LOT, _lot)
    .where(on_hand())
    .order_by(_line.c.key)
)

_of: Final = on.json_list("products", "of")
_offered: Final = (
    select(
        _S.product,
        _S.lot,
        _S.serial,
        _S.place,
        func.row_number()
        .over(
            partition_by=_S.product,
            order_by=(LOT.c.usable_through, _S.opened.desc(), _S.first_seq, _S.place, _S.lot, _S.serial),
        )
        .label("turn"),
    )
    .select_from(driving(driving(_of, STOCK, _S.product == _of.c.value), PLACE, PLACE.c.place == _S.place))
    .join(LOT, _lot)
    .where(
        on_hand(),
        _S.quantity > 0,
        on.ISSUABLE_PLACE,
        LOT.c.usable_through >= on.TODAY,
        on.FREE,
    )
    .subquery()
)
_FIRST: Final = select(_offered.c.product, _offered.c.lot, _offered.c.serial, _offered.c.place).where(
    _offered.c.turn == 1
)
"""The line that first expiry first draws from next, of each product: what `fefo.offers` puts first."""


def stock_keys(connection: Connection, query: StockQuery, today: date) -> list[LineKey]:
    """Return the keys of a page of stock lines, in order."""
    words = on.words_in(query.text)
    statement = _page(
        query.order,
        query.descending,
        query.only,
        len(words),
        query.place is not None,
        query.product is not None,
    )
    values = _values(query, words, today) | {"most": query.limit, "skipped": query.offset}
    return [
        LineKey(ProductId(row[0]), LotNumber(row[1]), Serial(row[2]), PlaceId(row[3]))
        for row in connection.execute(statement, values)
    ]


def stock_total(connection: Connection, query: StockQuery, today: date) -> int:
    """Return how many lines a query has over all its pages."""
    words = on.words_in(query.text)
    statement = _total(query.only, len(words), query.place is not None, query.product is not None)
    return connection.execute(statement, _values(query, words, today)).scalar_one()


def stock_counts(connection: Connection, query: StockQuery, today: date) -> dict[StockFilter, int]:
    """Return how many lines each chip would show."""
    words = on.words_in(query.text)
    statement = _counts(len(words), query.place is not None, query.product is not None)
    row = connection.execute(statement, _values(query, words, today)).one()
    return {chip: row[number] or 0 for number, chip in enumerate((StockFilter.ALL, *_CHIPS))}


def stock_rows(
    connection: Connection, keys: Sequence[LineKey], *, today: date, now: datetime
) -> list[StockRow]:
    """Return the lines of these keys that are not zero, in the order of the keys."""
    if not keys:
        return []
    lines = msgspec.json.encode(keys).decode()
    rows = connection.execute(_ROWS, {"lines": lines, "today": today.isoformat()}).all()
    products = list(dict.fromkeys(ProductId(row.product) for row in rows))
    first = first_lines(connection, products, today)
    demand = dispensed_90(connection, products, now)
    return [_stock_row(row, today, first, demand) for row in rows]


def first_lines(connection: Connection, products: Iterable[ProductId], today: date) -> frozenset[LineKey]:
    """Return the line that first expiry first draws from next, of each product that has one."""
    values = {"products": msgspec.json.encode(list(products)).decode(), "today": today.isoformat()}
    return frozenset(
        LineKey(ProductId(row[0]), LotNumber(row[1]), Serial(row[2]), PlaceId(row[3]))
        for row in connection.execute(_FIRST, values)
    )


def _stock_row(
    row: Row[*tuple[Any, ...]],
    today: date,
    first: frozenset[LineKey],
    demand: dict[ProductId, tuple[Quantity, Quantity]],
) -> StockRow:
    key = LineKey(ProductId(row.product), LotNumber(row.lot), Serial(row.serial), PlaceId(row.place))
    expiry = None if row.expiry is None else Expiry.from_iso(row.expiry)
    return StockRow(
        key=key,
        name=shown_name(row.name, row.generic_name),
        generic_name=row.generic_name,
        strength=row.strength,
        form=row.form,
        labeler=row.labeler,
        unit=Unit(row.unit),
        pack_quantity=Quantity(row.pack_quantity),
        schedule=Schedule.NONE if row.schedule is None else Schedule(row.schedule),
        flags=tuple(row.flags.split()),
        expiry=expiry,
        days_left=None if expiry is None else expiry.days_left(today),
        horizon=horizon_of(expiry, today),
        quantity=Quantity(row.quantity),
        place_name=row.place_name,
        place_kind=PlaceKind(row.place_kind),
        held_by=None if row.held_by is None else EntryId(row.held_by),
        held_for=None if row.held_for is None else HoldReason(row.held_for),
        two_expiries=bool(row.two_expiries),
        use_first=key in first,
        days_of_supply=days_of_supply(row.quantity, demand.get(key.product, (NOTHING, NOTHING))[1]),
    )


def _values(query: StockQuery, words: list[str], today: date) -> dict[str, Any]:
    return {
        **on.day_values(today),
        **on.word_values(words),
        "of_place": query.place,
        "of_product": query.product,
    }


def _asked(
    statement: Select[*tuple[Any, ...]],
    *,
    words: int,
    of_place: bool,
    of_product: bool,
    named: bool,
    dated: bool,
    by_place: bool = False,
) -> Select[*tuple[Any, ...]]:
    """Return a statement over lines on hand, joined with no more than what is asked of them."""
    if named or words:
        statement = statement.select_from(driving(PRODUCT, STOCK, PRODUCT.c.product == _S.product))
    else:
        statement = statement.select_from(STOCK)
    if dated:
        statement = statement.outerjoin(LOT, _lot)
    if words:
        statement = statement.join(PLACE, PLACE.c.place == _S.place)
    statement = statement.where(
        in_place() if by_place or of_place else on_hand(), *on.contains_words(words, *_SEARCHED)
    )
    if of_place:
        statement = statement.where(_S.place == bindparam("of_place"))
    if of_product:
        statement = statement.where(_S.product == bindparam("of_product"))
    return statement


_DATED_CHIPS: Final = frozenset(
    {
        StockFilter.EXPIRED,
        StockFilter.D30,
        StockFilter.D90,
        StockFilter.D180,
        StockFilter.NO_DATE,
        StockFilter.TO_ACT_ON,
    }
)
_DATED_ORDERS: Final = frozenset({StockOrder.NAME, StockOrder.NDC, StockOrder.EXPIRY})


@cache
def _page(  # the variants of one statement, each built once
    order: StockOrder,
    descending: bool,  # noqa: FBT001
    only: StockFilter,
    words: int,
    of_place: bool,  # noqa: FBT001
    of_product: bool,  # noqa: FBT001
) -> Select[*tuple[Any, ...]]:
    columns = _ORDERS[order]
    statement = _asked(
        select(_S.product, _S.lot, _S.serial, _S.place),
        words=words,
        of_place=of_place,
        of_product=of_product,
        named=order is StockOrder.NAME,
        by_place=order is StockOrder.PLACE,
        dated=order in _DATED_ORDERS or only in _DATED_CHIPS,
    )
    if only is not StockFilter.ALL:
        statement = statement.where(_CHIPS[only])
    return (
        statement.order_by(*(column.desc() if descending else column.asc() for column in columns))
        .limit(bindparam("most"))
        .offset(bindparam("skipped"))
    )


@cache
def _total(only: StockFilter, words: int, of_place: bool, of_product: bool) -> Select[*tuple[Any, ...]]:  # noqa: FBT001
    statement = _asked(
        select(func.count()),
        words=words,
        of_place=of_place,
        of_product=of_product,
        named=False,
        dated=only in _DATED_CHIPS,
    )
    return statement if only is StockFilter.ALL else statement.where(_CHIPS[only])


@cache
def _counts(words: int, of_place: bool, of_product: bool) -> Select[*tuple[Any, ...]]:  # noqa: FBT001
    sums = (func.sum(case((condition, 1), else_=0)) for condition in _CHIPS.values())
    return _asked(
        select(func.count(), *sums),
        words=words,
        of_place=of_place,
        of_product=of_product,
        named=False,
        dated=True,
    )
