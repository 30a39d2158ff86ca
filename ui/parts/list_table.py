"""The table of a list that is read page by page, with its chips and tools."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from ui.kit.cards import EmptyState
from ui.kit.columns import Column, RowT
from ui.kit.pages import Fetch, PagedRowsModel
from ui.kit.preferences import Preferences
from ui.kit.tablecard import Filter, TableCard
from ui.parts.paged_list import CountedFilter, PagedList

_NONE_ANSWER: Final = "Nothing answers this. Choose another filter, or look for fewer words."


class ListTable(TableCard):
    """A `TableCard` that shows what a `PagedList` asks for; a `ListView`.

    Signals:
        reopened: Another question was answered: what was selected may be gone.
    """

    reopened = Signal()

    def __init__(
        self,
        title: str,
        columns: Sequence[Column[RowT]],
        *,
        name: str,
        preferences: Preferences,
        empty: EmptyState,
        parent: QWidget | None = None,
    ) -> None:
        self._lines: PagedRowsModel[Any] = PagedRowsModel(columns)
        self._nothing, self._nothing_yet = empty, empty.words
        super().__init__(title, self._lines, name=name, preferences=preferences, empty=empty, parent=parent)

    def follow(self, lines: PagedList[Any, Any]) -> None:
        """Hand the person's wishes to the list's conversation."""
        self.filter_chosen.connect(lines.choose_filter)
        self.view.sort_wanted.connect(lines.sort)
        self.print_wanted.connect(lines.print)
        self.export_wanted.connect(lambda: self._choose_file(lines))

    def open_rows(self, total: int, fetch: Fetch[Any], first: Sequence[Any]) -> None:
        """Show the answer to a new question; a keyboard that waits here stands on the first row."""
        self._lines.open(total, fetch, first)
        if first and self.view.hasFocus() and self.view.current_key is None:
            self.view.select_key(first[0].key)
        self.reopened.emit()

    def renew_rows(self, total: int) -> None:
        """Ask the same question again; nothing flickers."""
        self._lines.renew(total)

    def show_narrowed(self, *, narrowed: bool) -> None:
        """Say, while there are no rows, whether there are none at all or only none that answer."""
        self._nothing.show_words(*((_NONE_ANSWER, "") if narrowed else self._nothing_yet))

    def show_sort(self, column: str, *, descending: bool) -> None:
        """Mark the column the rows are sorted by."""
        self.view.show_sort(column, descending=descending)

    def show_counts(self, filters: Sequence[CountedFilter], current: str) -> None:
        """Show the chips with their counts."""
        self.show_filters([Filter(shown.key, shown.words, shown.count) for shown in filters], current)

    def _choose_file(self, lines: PagedList[Any, Any]) -> None:
        menu = export_menu(self, lines.export_workbook, lines.export_text)
        menu.popup(self.mapToGlobal(QPoint(self.width() - menu.sizeHint().width() - 16, 48)))


def export_menu(parent: QWidget, workbook: Callable[[], None], text: Callable[[], None]) -> QMenu:
    """Return the menu that asks for which program a list is saved."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addAction("Workbook (XLSX)").triggered.connect(workbook)
    menu.addAction("Comma-separated text (CSV)").triggered.connect(text)
    return menu
