"""`rxdesk stock` and `rxdesk journal`: the lists, as JSON lines or CSV."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from rxdesk.cli.output import out_json
from rxdesk.compose import House
from rxdesk.domain.identity import ProductId
from rxdesk.domain.quantity import quantity_decimal
from rxdesk.domain.sheets import Column, ColumnKind, Section, TableSheet
from rxdesk.ports.queries import JournalQuery, StockFilter, StockQuery
from rxdesk.ports.rows import JournalRow, StockRow

PAGE = 1000

T = TypeVar("T")


def print_stock(house: House, *, only: str, text: str, as_csv: bool) -> int:
    """Print stock lines."""

    def page(offset: int) -> tuple[StockRow, ...]:
        query = StockQuery(text=text, only=StockFilter(only), offset=offset, limit=PAGE)
        return house.reads.stock_page(query).rows

    titles = {
        "ndc": ColumnKind.IDENTIFIER,
        "name": ColumnKind.TEXT,
        "strength": ColumnKind.TEXT,
        "form": ColumnKind.TEXT,
        "lot": ColumnKind.IDENTIFIER,
        "serial": ColumnKind.IDENTIFIER,
        "expiry": ColumnKind.TEXT,
        "days_left": ColumnKind.NUMBER,
        "place": ColumnKind.TEXT,
        "quantity": ColumnKind.NUMBER,
        "unit": ColumnKind.TEXT,
        "schedule": ColumnKind.TEXT,
        "held_for": ColumnKind.TEXT,
    }
    return _print(house, "Stock", titles, (_stock_record(row) for row in _all(page)), as_csv=as_csv)


def print_journal(
    house: House, *, product: str | None, kinds: tuple[str, ...], limit: int | None, as_csv: bool
) -> int:
    """Print journal entries, newest first."""

    def page(offset: int) -> tuple[JournalRow, ...]:
        rest = PAGE if limit is None else min(PAGE, limit - offset)
        if rest <= 0:
            return ()
        query = JournalQuery(
            product=None if product is None else ProductId(product), kinds=kinds, offset=offset, limit=rest
        )
        return house.reads.journal_page(query).rows

    titles = {
        "seq": ColumnKind.NUMBER,
        "id": ColumnKind.IDENTIFIER,
        "happened_at": ColumnKind.TEXT,
        "recorded_at": ColumnKind.TEXT,
        "kind": ColumnKind.TEXT,
        "sentence": ColumnKind.TEXT,
        "person": ColumnKind.TEXT,
        "witness": ColumnKind.TEXT,
        "meaning": ColumnKind.TEXT,
        "reason": ColumnKind.TEXT,
        "corrects": ColumnKind.NUMBER,
        "reversed_by": ColumnKind.NUMBER,
    }
    return _print(house, "Journal", titles, (_journal_record(row) for row in _all(page)), as_csv=as_csv)


def _all(page: Callable[[int], tuple[T, ...]]) -> Iterator[T]:
    offset = 0
    while rows := page(offset):
        yield from rows
        if len(rows) < PAGE:
            return
        offset += PAGE


def _print(
    house: House,
    title: str,
    titles: dict[str, ColumnKind],
    records: Iterator[dict[str, Any]],
    *,
    as_csv: bool,
) -> int:
    if not as_csv:
        for record in records:
            out_json(record)
        return 0
    sheet = TableSheet(
        head=house.desk.sheet_head(""),
        title=title,
        columns=tuple(Column(name, kind) for name, kind in titles.items()),
        sections=(Section("", tuple(tuple(record[name] for name in titles) for record in records)),),
    )
    sys.stdout.buffer.write(house.desk.tables.table_csv(sheet))
    return 0


def _stock_record(row: StockRow) -> dict[str, Any]:
    return {
        "ndc": row.key.product,
        "name": row.name,
        "strength": row.strength,
        "form": row.form,
        "lot": row.key.lot,
        "serial": row.key.serial,
        "expiry": None if row.expiry is None else row.expiry.iso,
        "days_left": row.days_left,
        "place": row.key.place,
        "quantity": quantity_decimal(row.quantity),
        "unit": row.unit.value,
        "schedule": row.schedule.symbol,
        "held_for": None if row.held_for is None else row.held_for.value,
    }


def _journal_record(row: JournalRow) -> dict[str, Any]:
    return {
        "seq": row.seq,
        "id": row.entry,
        "happened_at": row.happened_at.isoformat(),
        "recorded_at": row.recorded_at.isoformat(),
        "kind": row.kind,
        "sentence": row.sentence,
        "person": row.person,
        "witness": row.witness,
        "meaning": row.meaning,
        "reason": row.reason,
        "corrects": row.corrects_seq,
        "reversed_by": row.reversed_by_seq,
    }
