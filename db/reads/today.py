"""What the day asks for."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, case, func, literal_column, select

from db.catalogue.load import edition
from db.moments import stored
from db.reads import conditions as on
from db.reads.reorder import BELOW_MINIMUM, ON_ORDER
from db.reads.stock import stock_counts
from db.schema import COUNTED, ENTRY, HOLD, PRODUCT, REVERSAL
from rxdesk.domain.facts import ItemDispensed, LotReceived
from rxdesk.ports.queries import StockFilter, StockQuery
from rxdesk.ports.rows import Today

_E: Final = ENTRY.c
_COUNTS: Final = select(
    select(func.count()).select_from(PRODUCT).scalar_subquery().label("products"),
    select(func.count())
    .select_from(HOLD)
    .where(HOLD.c.released_by.is_(None))
    .scalar_subquery()
    .label("holds"),
    select(func.count())
    .select_from(COUNTED)
    .where(COUNTED.c.unsettled != literal_column("0"))
    .scalar_subquery()
    .label("open_differences"),
    select(func.count()).select_from(BELOW_MINIMUM.subquery()).scalar_subquery().label("below_minimum"),
    select(func.count()).select_from(ON_ORDER.subquery()).scalar_subquery().label("on_order"),
)
_ACTS: Final = (
    select(
        func.sum(case((_E.kind == on.written(LotReceived.__name__), 1), else_=0)).label("received"),
        func.sum(case((_E.kind == on.written(ItemDispensed.__name__), 1), else_=0)).label("dispensed"),
    )
    .outerjoin_from(ENTRY, REVERSAL, REVERSAL.c.entry == _E.id)
    .where(_E.recorded_at >= bindparam("since"), REVERSAL.c.entry.is_(None))
)


def today_of(connection: Connection, today: date, utc_offset_min: int) -> Today:
    """Return what the day asks for; receipts and fills that were reversed are not counted."""
    lines = stock_counts(connection, StockQuery(), today)
    counts = connection.execute(_COUNTS, on.day_values(today)).one()
    since = datetime.combine(today, time(), UTC) - timedelta(minutes=utc_offset_min)
    acts = connection.execute(_ACTS, {"since": stored(since)}).one()
    shown = edition(connection)
    return Today(
        expired_lines=lines[StockFilter.EXPIRED],
        within_30_days=lines[StockFilter.D30],
        undated_lines=lines[StockFilter.NO_DATE],
        below_minimum=counts.below_minimum,
        holds=counts.holds,
        negative_lines=lines[StockFilter.NEGATIVE],
        open_differences=counts.open_differences,
        on_order_products=counts.on_order,
        received_today=acts.received or 0,
        dispensed_today=acts.dispensed or 0,
        products=counts.products,
        lines=lines[StockFilter.ALL],
        catalogue_rows=0 if shown is None else shown.rows,
    )
