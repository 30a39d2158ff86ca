"""A table model for lists too long to hold: it knows how many rows there are and asks for pages as they are seen.

`open` takes a new question: how many rows answer it, how to fetch some of them, and (so that nothing
flickers) the first page. `renew` keeps the question after something was committed: what stands is painted
until its fresh page is here. Pages that were scrolled past before they were asked for are never asked for.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QTimer, Signal
from typing_extensions import override

from ui.kit.columns import Column, RowT
from ui.kit.rows import NOWHERE, TableModel

if TYPE_CHECKING:
    from collections.abc import Hashable

Deliver = Callable[[Sequence[RowT]], None]
"""Called on the GUI thread with the rows that were asked for, in order."""

Fetch = Callable[[int, int, Deliver[RowT]], None]
"""Asks for `limit` rows from `offset` on: `fetch(offset, limit, deliver)`; it must not wait for them."""

PAGE = 100  # rows: two screens full, one quick SELECT
_KEPT = 120  # pages held; older ones are fetched again when seen again
_ASKED_AT_ONCE = 2
_WAITING = 3  # pages wished for beyond those; the oldest wish is forgotten


class PagedRowsModel(TableModel[RowT]):
    """A table of which only the pages that are looked at are here.

    Signals:
        opened: A new question was asked; positions of before mean nothing any more.
        arrived: A page is here; its first and its last position.
    """

    opened = Signal()
    arrived = Signal(int, int)

    def __init__(self, columns: Sequence[Column[RowT]]) -> None:
        super().__init__(columns)
        self._total = 0
        self._fetch: Fetch[RowT] | None = None
        self._pages: OrderedDict[int, Sequence[RowT]] = OrderedDict()
        self._stale: set[int] = set()
        self._wished: list[int] = []
        self._asked: set[int] = set()
        self._places: dict[Hashable, int] = {}
        self._question = 0  # rows fetched for an earlier question are dropped when they come
        self._asking = QTimer(self, interval=0, singleShot=True)
        self._asking.timeout.connect(self._ask)

    def open(self, total: int, fetch: Fetch[RowT], first: Sequence[RowT] = ()) -> None:
        """Show the answer to a new question.

        Args:
            total: How many rows answer it.
            fetch: Asks for some of them without waiting.
            first: The first rows, if they came with the count: at least `PAGE` of them, or all.
        """
        self._begin(fetch)
        self._pages.clear()
        self._places.clear()
        self._stale.clear()
        self._resize(total)
        if first:
            self._keep(0, first[:PAGE])
        self.opened.emit()
        if total:
            self.announce(0, total - 1)

    def renew(self, total: int) -> None:
        """Ask the same question again because something was committed; nothing vanishes meanwhile."""
        if self._fetch is None:
            return
        self._begin(self._fetch)
        self._stale = set(self._pages)
        self._resize(total)
        if total:
            self.announce(0, total - 1)

    def put(self, row: RowT) -> None:
        """Replace the row with the same key, if it is here; otherwise it will come with its page."""
        place = self._places.get(row.key)
        if place is None:
            return
        number, offset = divmod(place, PAGE)
        page = list(self._pages[number])
        page[offset] = row
        self._pages[number] = page
        self.announce(place, place)

    @property
    def total(self) -> int:
        """Return how many rows there are, here or not."""
        return self._total

    @override
    def row_at(self, position: int) -> RowT | None:
        number = position // PAGE
        if number not in self._pages or number in self._stale:
            self._wish(number)
        return self.peek(position)

    @override
    def peek(self, position: int) -> RowT | None:
        number, offset = divmod(position, PAGE)
        page = self._pages.get(number, ())
        return page[offset] if offset < len(page) else None

    @override
    def find_position(self, key: Hashable) -> int | None:
        return self._places.get(key)

    @override
    def rowCount(
        self, parent: QModelIndex | QPersistentModelIndex = NOWHERE
    ) -> int:  # Qt's own default; an empty index is immutable
        return 0 if parent.isValid() else self._total

    def _begin(self, fetch: Fetch[RowT]) -> None:
        self._fetch = fetch
        self._question += 1
        self._wished.clear()
        self._asked.clear()

    def _resize(self, total: int) -> None:
        if total > self._total:
            self.beginInsertRows(NOWHERE, self._total, total - 1)
            self._total = total
            self.endInsertRows()
        elif total < self._total:
            self.beginRemoveRows(NOWHERE, total, self._total - 1)
            self._total = total
            for number in [number for number in self._pages if number * PAGE >= total]:
                self._forget(number)
            self.endRemoveRows()

    def _wish(self, number: int) -> None:
        if number in self._asked or self._fetch is None:
            return
        if number in self._wished:
            self._wished.remove(number)
        self._wished.append(number)
        del self._wished[:-_WAITING]
        self._asking.start()

    def _ask(self) -> None:
        while self._wished and len(self._asked) < _ASKED_AT_ONCE and self._fetch is not None:
            number = self._wished.pop()  # the newest wish is the page being looked at
            self._asked.add(number)
            self._fetch(number * PAGE, PAGE, self._delivery(self._question, number))

    def _delivery(self, question: int, number: int) -> Deliver[RowT]:
        def deliver(rows: Sequence[RowT]) -> None:
            if question != self._question:
                return
            self._asked.discard(number)
            self._keep(number, rows)
            first, last = number * PAGE, min((number + 1) * PAGE, self._total) - 1
            if first <= last:
                self.announce(first, last)
                self.arrived.emit(first, last)
            self._asking.start()

        return deliver

    def _keep(self, number: int, rows: Sequence[RowT]) -> None:
        self._forget(number)
        self._pages[number] = rows
        self._places.update({row.key: number * PAGE + offset for offset, row in enumerate(rows)})
        while len(self._pages) > _KEPT:
            self._forget(next(iter(self._pages)))

    def _forget(self, number: int) -> None:
        self._stale.discard(number)
        for row in self._pages.pop(number, ()):
            # The row may already stand on another page that came later.
            if self._places.get(row.key, -1) // PAGE == number:
                del self._places[row.key]
