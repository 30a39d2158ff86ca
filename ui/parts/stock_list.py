"""A list of stock lines: which are asked for, how they are sorted, and how they leave for paper and files. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from rxdesk.domain.sheets import TableSheet
from rxdesk.ports.reads import StockFilter, StockOrder, StockPage, StockQuery, StockRow
from rxdesk.usecases.print_sheets import stock_sheet
from ui.parts.given import Given
from ui.parts.stock_lines import FILTER_WORDS, ORDER_OF_COLUMN, status_chips

Deliver = Callable[[Sequence[StockRow]], None]
Fetch = Callable[[int, int, Deliver], None]

_PAGE: Final = 100  # rows, as `ui.kit.pages` asks for them
_WHOLE: Final = 1_000_000  # rows: more lines than any back room has


@dataclass(frozen=True, slots=True)
class CountedFilter:
    """A filter chip with how many lines it would show."""

    key: StockFilter
    words: str
    count: int


class StockListView(Protocol):
    """What shows a list of stock lines."""

    def open_rows(self, total: int, fetch: Fetch, first: Sequence[StockRow]) -> None:
        """Show the answer to a new question."""
        ...

    def renew_rows(self, total: int) -> None:
        """Ask the same question again; nothing flickers."""
        ...

    def show_counts(self, filters: Sequence[CountedFilter], current: StockFilter) -> None:
        """Show the chips above the list with their counts."""
        ...

    def show_sort(self, column: str, *, descending: bool) -> None:
        """Mark the column the lines are sorted by."""
        ...


@dataclass(frozen=True, slots=True)
class _Answer:
    page: StockPage
    filters: tuple[CountedFilter, ...]


class StockList:
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
        view: StockListView,
        *,
        title: str,
        query: StockQuery,
        column: str,
        filters: Sequence[StockFilter],
    ) -> None:
        self._given = given
        self._view = view
        self._title = title
        self._query = query
        self._column = column
        self._filters = tuple(filters)
        self._opened = False

    @property
    def query(self) -> StockQuery:
        """Return what is asked for now."""
        return self._query

    def refresh(self) -> None:
        """Ask for what is stale: the first time everything, later only what is looked at."""
        if not self._opened:
            self._open()
            return
        self._given.ask(self._answer_to(self._query), self._renewed)

    def ask_for(self, query: StockQuery) -> None:
        """Ask another question: other words, another place or product."""
        self._query = query
        self._open()

    def choose_filter(self, key: str) -> None:
        """Show only the lines of one chip."""
        self.ask_for(replace(self._query, only=StockFilter(key)))

    def sort(self, column: str, descending: bool) -> None:  # the signature of Qt's signal
        """Sort by a column."""
        order = ORDER_OF_COLUMN.get(column)
        if order is not None:
            self._column = column
            self.ask_for(replace(self._query, order=order, descending=descending))

    def print(self) -> None:
        """Preview the whole list on paper."""
        self._given.preview(self._title, lambda: self._given.desk.draughtsman.table_pdf(self._sheet()))

    def export_workbook(self) -> None:
        """Save the whole list as a workbook."""
        name = f"{self._file_name()}.xlsx"
        self._given.save_file(name, lambda: self._given.desk.tables.table_xlsx(self._sheet()))

    def export_text(self) -> None:
        """Save the whole list as comma-separated text."""
        name = f"{self._file_name()}.csv"
        self._given.save_file(name, lambda: self._given.desk.tables.table_csv(self._sheet()))

    def _open(self) -> None:
        asked = self._query
        self._opened = True
        self._given.ask(self._answer_to(asked), lambda answer: self._opened_with(asked, answer))

    def _opened_with(self, asked: StockQuery, answer: _Answer) -> None:
        if asked != self._query:
            return  # the person has asked for something else meanwhile
        self._view.show_counts(answer.filters, asked.only)
        self._view.show_sort(self._column, descending=asked.descending)
        self._view.open_rows(answer.page.total, self._fetcher(asked), answer.page.rows)

    def _renewed(self, answer: _Answer) -> None:
        self._view.show_counts(answer.filters, self._query.only)
        self._view.renew_rows(answer.page.total)

    def _answer_to(self, query: StockQuery) -> Callable[[], _Answer]:
        reads, filters = self._given.desk.reads, self._filters

        def answer() -> _Answer:
            counts = reads.stock_counts(replace(query, only=StockFilter.ALL)) if filters else {}
            return _Answer(
                reads.stock_page(replace(query, offset=0, limit=_PAGE)),
                tuple(CountedFilter(key, FILTER_WORDS[key], counts.get(key, 0)) for key in filters),
            )

        return answer

    def _fetcher(self, query: StockQuery) -> Fetch:
        reads = self._given.desk.reads

        def fetch(offset: int, limit: int, deliver: Deliver) -> None:
            page = replace(query, offset=offset, limit=limit)
            self._given.ask(lambda: reads.stock_page(page).rows, deliver)

        return fetch

    def _file_name(self) -> str:
        day = self._given.desk.today().isoformat()
        return f"{self._title.lower().replace(' ', '-')}-{day}"

    def _sheet(self) -> TableSheet:
        person, desk, query = self._given.session.person, self._given.desk, self._query
        return stock_sheet(
            desk.sheet_head("" if person is None else person.name),
            desk.reads.stock_page(replace(query, offset=0, limit=_WHOLE)).rows,
            title=self._title,
            standing=lambda row: ", ".join(chip.words for chip in status_chips(row)),
            notes=_notes(query),
        )


def _notes(query: StockQuery) -> tuple[str, ...]:
    shown = "" if query.only is StockFilter.ALL else f"Only: {FILTER_WORDS[query.only].lower()}."
    words = f"Only lines that hold “{query.text}”." if query.text else ""
    return tuple(note for note in (shown, words) if note)


TO_ACT_ON: Final = StockQuery(order=StockOrder.EXPIRY)
"""Every line, the most urgent first: no expiry date, then the nearest one."""
