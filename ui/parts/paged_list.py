"""A list that is read page by page: which rows are asked for, how they are sorted, how they leave for paper. No Qt.

What is listed is a subclass's matter; that an answer to an older question is dropped, that nothing flickers
after a commit, and that paper and files hold every row and not only the ones on the screen, is settled here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from rxdesk.ports.queries import ProductQuery, StockQuery

if TYPE_CHECKING:
    from rxdesk.domain.sheets import SheetHead, TableSheet
    from ui.parts.given import Given

QueryT = TypeVar("QueryT", StockQuery, ProductQuery)
RowT = TypeVar("RowT")
RowT_contra = TypeVar("RowT_contra", contravariant=True)

Deliver = Callable[[Sequence[RowT]], None]
Fetch = Callable[[int, int, Deliver[RowT]], None]

_PAGE: Final = 100  # rows, as `ui.kit.pages` asks for them
_WHOLE: Final = 1_000_000  # rows: more than any back room has


@dataclass(frozen=True, slots=True)
class CountedFilter:
    """A filter chip with how many rows it would show."""

    key: str
    words: str
    count: int


class ListView(Protocol[RowT_contra]):
    """What shows a list."""

    def open_rows(self, total: int, fetch: Fetch[RowT_contra], first: Sequence[RowT_contra]) -> None:
        """Show the answer to a new question."""
        ...

    def renew_rows(self, total: int) -> None:
        """Ask the same question again; nothing flickers."""
        ...

    def show_narrowed(self, *, narrowed: bool) -> None:
        """Know whether a filter or words keep rows out, for when there are none to show."""
        ...

    def show_counts(self, filters: Sequence[CountedFilter], current: str) -> None:
        """Show the chips above the list with their counts."""
        ...

    def show_sort(self, column: str, *, descending: bool) -> None:
        """Mark the column the rows are sorted by."""
        ...


@dataclass(frozen=True, slots=True)
class _Answer(Generic[RowT]):
    total: int
    rows: Sequence[RowT]
    filters: Sequence[CountedFilter]


class PagedList(ABC, Generic[QueryT, RowT]):
    """The conversation about a list.

    Args:
        given: The desk and the way to ask it.
        view: What shows the list.
        title: What the list is called on paper.
        query: What is asked for at first.
        column: The key of the column it is sorted by at first.
    """

    def __init__(self, given: Given, view: ListView[RowT], *, title: str, query: QueryT, column: str) -> None:
        self._given = given
        self._view = view
        self._title = title
        self._query: QueryT = query
        self._column = column
        self._opened = False
        self._asking = False

    @property
    def query(self) -> QueryT:
        """Return what is asked for now."""
        return self._query

    def refresh(self) -> None:
        """Ask for what is stale: the first time everything, later only what is looked at."""
        if not self._opened:
            self._open()
            return
        self._given.ask(self._answer_to(self._query), self._renewed)

    def ask_for(self, query: QueryT) -> None:
        """Ask another question: other words, another place or product."""
        self._query = query
        self._open()

    def search(self, text: str) -> None:
        """Show only rows that hold all the words."""
        if text.strip() != self._query.text:
            self.ask_for(replace(self._query, text=text.strip()))

    def choose_filter(self, key: str) -> None:
        """Show only the rows of one chip."""
        self.ask_for(self._narrowed(self._query, key))

    def sort(self, column: str, descending: bool) -> None:  # the signature of Qt's signal
        """Sort by a column."""
        query = self._sorted(self._query, column, descending=descending)
        if query is not None:
            self._column = column
            self.ask_for(query)

    def print(self) -> None:
        """Preview the whole list on paper."""
        self._given.preview(self._title, lambda: self._given.desk.draughtsman.table_pdf(self._whole()))

    def export_workbook(self) -> None:
        """Save the whole list as a workbook."""
        name = f"{self._file_name()}.xlsx"
        self._given.save_file(name, lambda: self._given.desk.tables.table_xlsx(self._whole()))

    def export_text(self) -> None:
        """Save the whole list as comma-separated text."""
        name = f"{self._file_name()}.csv"
        self._given.save_file(name, lambda: self._given.desk.tables.table_csv(self._whole()))

    @abstractmethod
    def _read(self, query: QueryT) -> tuple[int, Sequence[RowT]]:
        """Return how many rows answer, and those of the page; on the journal thread."""

    @abstractmethod
    def _count(self, query: QueryT) -> Sequence[CountedFilter]:
        """Return the chips with how many rows each would show; on the journal thread."""

    @abstractmethod
    def _narrowed(self, query: QueryT, key: str) -> QueryT:
        """Return the question under a chip."""

    @abstractmethod
    def _sorted(self, query: QueryT, column: str, *, descending: bool) -> QueryT | None:
        """Return the question sorted by a column; None when it cannot be sorted by it."""

    @abstractmethod
    def _is_narrowed(self, query: QueryT) -> bool:
        """Return whether the question leaves rows out."""

    @abstractmethod
    def _sheet(self, rows: Sequence[RowT], query: QueryT, head: SheetHead) -> TableSheet:
        """Return the rows as a table for paper and files."""

    def _open(self) -> None:
        self._opened = True
        if self._asking:
            return  # while somebody types, only the newest question is asked when the last is answered
        self._asking = True
        asked = self._query
        self._given.ask(
            self._answer_to(asked),
            lambda answer: self._opened_with(asked, answer),
            troubled=lambda _trouble: self._answered(),
        )

    def _opened_with(self, asked: QueryT, answer: _Answer[RowT]) -> None:
        self._answered()
        if asked != self._query:
            self._open()
            return
        self._view.show_counts(answer.filters, asked.only)
        self._view.show_sort(self._column, descending=asked.descending)
        self._view.show_narrowed(narrowed=self._is_narrowed(asked))
        self._view.open_rows(answer.total, self._fetcher(asked), answer.rows)

    def _answered(self) -> None:
        self._asking = False

    def _renewed(self, answer: _Answer[RowT]) -> None:
        self._view.show_counts(answer.filters, self._query.only)
        self._view.renew_rows(answer.total)

    def _answer_to(self, query: QueryT) -> Callable[[], _Answer[RowT]]:
        def answer() -> _Answer[RowT]:
            total, rows = self._read(replace(query, offset=0, limit=_PAGE))
            return _Answer(total, rows, self._count(query))

        return answer

    def _fetcher(self, query: QueryT) -> Fetch[RowT]:
        def fetch(offset: int, limit: int, deliver: Deliver[RowT]) -> None:
            page = replace(query, offset=offset, limit=limit)
            self._given.ask(lambda: self._read(page)[1], deliver)

        return fetch

    def _file_name(self) -> str:
        day = self._given.desk.today().isoformat()
        return f"{self._title.lower().replace(' ', '-')}-{day}"

    def _whole(self) -> TableSheet:
        return self._sheet(self._all_rows(), self._query, self._head())

    def _all_rows(self) -> Sequence[RowT]:
        """Return every row that answers, not only the ones on the screen; on the journal thread."""
        return self._read(replace(self._query, offset=0, limit=_WHOLE))[1]

    def _head(self) -> SheetHead:
        """Return who makes a sheet, when, and what it knows of; on the journal thread."""
        person = self._given.session.person
        return self._given.desk.sheet_head("" if person is None else person.name)
