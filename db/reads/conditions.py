"""What lists of stock and products ask of a row, said once: held, controlled, near its end, found by words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.sql.expression import ScalarSelect, TableValuedAlias

from db.reads.driving import driving
from db.schema import HOLD, LOT, PLACE, PRODUCT, PRODUCT_SCHEDULE, STOCK, in_place, on_hand
from rxdesk.domain.places import ISSUABLE, PlaceKind
from rxdesk.domain.schedule import Schedule

MOST_WORDS: Final = 8
"""Words of a search beyond which nobody types; what follows is ignored."""

TODAY: Final[ColumnElement[str]] = bindparam("today", type_=Text)
"""The pharmacy's day as ISO text; expiries are stored so that they compare as text."""

WITHIN_30: Final[ColumnElement[str]] = bindparam("within_30", type_=Text)
WITHIN_90: Final[ColumnElement[str]] = bindparam("within_90", type_=Text)
WITHIN_180: Final[ColumnElement[str]] = bindparam("within_180", type_=Text)


def day_values(today: date) -> dict[str, str]:
    """Return the values of the days that conditions compare with."""
    return {
        "today": today.isoformat(),
        "within_30": (today + timedelta(days=30)).isoformat(),
        "within_90": (today + timedelta(days=90)).isoformat(),
        "within_180": (today + timedelta(days=180)).isoformat(),
    }


def words_in(typed: str) -> list[str]:
    """Return the words of a search in small letters."""
    return typed.lower().split()[:MOST_WORDS]


def word_values(words: list[str]) -> dict[str, str]:
    """Return the values of a search's words."""
    return {f"word_{number}": word for number, word in enumerate(words)}


def contains_words(count: int, *columns: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    """Return conditions that each of `count` words stands in one of some lower-case columns.

    `instr` over LIKE: it needs no escaping and is twice as fast.
    """
    return [
        or_(*(func.instr(column, bindparam(f"word_{number}")) > 0 for column in columns))
        for number in range(count)
    ]


def written(word: str) -> ColumnElement[str]:
    """Return a word that stands in the statement itself, where a bound one would keep an index from fitting."""
    return literal_column(f"'{word}'", type_=Text)


def one_of(column: ColumnElement[str], kinds: frozenset[PlaceKind]) -> ColumnElement[bool]:
    """Return the condition that a place's kind is one of some, written out so that nothing is bound."""
    return column.in_([written(kind) for kind in sorted(kinds)])


def json_list(name: str, alias: str) -> TableValuedAlias:
    """Return the values of a JSON list that is bound under a name, as rows of `key` and `value`."""
    return func.json_each(bindparam(name)).table_valued("key", "value", name=alias)


def _held_lines() -> Select[*tuple[Any, ...]]:
    line = STOCK.alias("held_line")
    columns = (line.c.product, line.c.lot, line.c.serial, line.c.place)
    of_product = (
        select(*columns)
        .select_from(driving(HOLD, line, line.c.product == HOLD.c.product))
        .where(
            HOLD.c.released_by.is_(None),
            or_(HOLD.c.lot.is_(None), HOLD.c.lot == line.c.lot),
            or_(HOLD.c.serial.is_(None), HOLD.c.serial == line.c.serial),
            or_(HOLD.c.place.is_(None), HOLD.c.place == line.c.place),
            on_hand("held_line"),
        )
    )
    of_place = (
        select(*columns)
        .select_from(driving(HOLD, line, line.c.place == HOLD.c.place))
        .where(HOLD.c.released_by.is_(None), HOLD.c.product.is_(None), in_place("held_line"))
    )
    return select(*union_all(of_product, of_place).subquery("held").c)


HELD: Final[ColumnElement[bool]] = tuple_(STOCK.c.product, STOCK.c.lot, STOCK.c.serial, STOCK.c.place).in_(
    _held_lines()
)
"""The line is on hold. Looked up from the few holds, not asked of each of many lines."""

FREE: Final[ColumnElement[bool]] = case((HELD, 0), else_=1) == 1
"""The line is not on hold. As `NOT IN` SQLite would look through all held lines for a NULL, for each line."""

EXPIRED: Final[ColumnElement[bool]] = LOT.c.usable_through < TODAY
UNDATED: Final[ColumnElement[bool]] = LOT.c.usable_through.is_(None)
NEGATIVE: Final[ColumnElement[bool]] = STOCK.c.quantity < 0
ISSUABLE_PLACE: Final = one_of(PLACE.c.kind, ISSUABLE)


def ends_within(last: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that a lot ends by a day and is still usable today."""
    return and_(LOT.c.usable_through >= TODAY, LOT.c.usable_through <= last)


def _schedule_today(answer: ColumnElement[Any]) -> ScalarSelect[Any]:
    return (
        select(answer)
        .where(PRODUCT_SCHEDULE.c.product == PRODUCT.c.product, PRODUCT_SCHEDULE.c.from_day <= TODAY)
        .order_by(PRODUCT_SCHEDULE.c.from_day.desc())
        .limit(1)
        .correlate(PRODUCT)
        .scalar_subquery()
    )


SCHEDULE_TODAY: Final[ColumnElement[str]] = _schedule_today(PRODUCT_SCHEDULE.c.schedule)
"""The DEA schedule of a product today; NULL when none has begun."""

_later: Final = PRODUCT_SCHEDULE.alias("later")
CONTROLLED_PRODUCTS: Final = select(PRODUCT_SCHEDULE.c.product).where(
    PRODUCT_SCHEDULE.c.schedule != written(Schedule.NONE),
    PRODUCT_SCHEDULE.c.from_day
    == select(func.max(_later.c.from_day))
    .where(_later.c.product == PRODUCT_SCHEDULE.c.product, _later.c.from_day <= TODAY)
    .correlate(PRODUCT_SCHEDULE)
    .scalar_subquery(),
)
"""Products that are controlled today."""
