"""A list of stock lines: which are asked for, how they are sorted, and how they leave for paper and files. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from rxdesk.ports.queries import StockFilter, StockOrder, StockQuery
from rxdesk.ports.rows import StockRow
from rxdesk.usecases.print_sheets import stock_sheet
from ui.parts.paged_list import CountedFilter, ListView, PagedList
from ui.parts.stock_lines import FILTER_WORDS, ORDER_OF_COLUMN, status_chips

if TYPE_CHECKING:
    from rxdesk.domain.sheets import SheetHead, TableSheet
    from ui.parts.given import Given


class StockList(PagedList[StockQuery, StockRow]):
    """The conversation about a list of stock lines.

    Args:
        given: The desk and the way to ask it.
        view: What shows the list.
        title: What the list is called on paper.
        query: What is asked for at first.
        column: The key of the column it is sorted by at first.
        filters: The chips that are offered.
    """

    def __init__(
        self,
        given: Given,
        view: ListView[StockRow],
        *,
        title: str,
        query: StockQuery,
        column: str,
        filters: Sequence[StockFilter],
    ) -> None:
        super().__init__(given, view, title=title, query=query, column=column)
        self._filters = tuple(filters)

    @override
    def _read(self, query: StockQuery) -> tuple[int, Sequence[StockRow]]:
        page = self._given.desk.reads.stock_page(query)
        return page.total, page.rows

    @override
    def _count(self, query: StockQuery) -> Sequence[CountedFilter]:
        if not self._filters:
            return ()
        counts = self._given.desk.reads.stock_counts(replace(query, only=StockFilter.ALL))
        return [CountedFilter(key, FILTER_WORDS[key], counts.get(key, 0)) for key in self._filters]

    @override
    def _narrowed(self, query: StockQuery, key: str) -> StockQuery:
        return replace(query, only=StockFilter(key))

    @override
    def _sorted(self, query: StockQuery, column: str, *, descending: bool) -> StockQuery | None:
        order = ORDER_OF_COLUMN.get(column)
        return None if order is None else replace(query, order=order, descending=descending)

    @override
    def _is_narrowed(self, query: StockQuery) -> bool:
        return bool(query.text or query.place or query.product) or query.only is not StockFilter.ALL

    @override
    def _sheet(self, rows: Sequence[StockRow], query: StockQuery, head: SheetHead) -> TableSheet:
        return stock_sheet(
            head,
            rows,
            title=self._title,
            standing=lambda row: ", ".join(chip.words for chip in status_chips(row)),
            notes=_notes(query),
        )


def _notes(query: StockQuery) -> tuple[str, ...]:
    shown = "" if query.only is StockFilter.ALL else f"Only: {FILTER_WORDS[query.only].lower()}."
    place = "" if query.place is None else f"Only what is in {query.place}."
    words = f"Only lines that hold “{query.text}”." if query.text else ""
    return tuple(note for note in (shown, place, words) if note)


TO_ACT_ON: Final = StockQuery(order=StockOrder.EXPIRY)
"""Every line, the most urgent first: no expiry date, then the nearest one."""
