"""The table view: rows driven by keyboard or mouse, columns as the person left them.

The view decides nothing: a click on a header, Enter on a row and typed letters are intentions, and the
rows come sorted and filtered from SQL.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from ui.kit.cells import EDGE, PADDING, CellDelegate, Header
from ui.kit.chips import chips_width, least_width
from ui.kit.layouts import Needed, TableLayout
from ui.kit.pages import PagedRowsModel
from ui.kit.theme import look

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from PySide6.QtCore import QEvent

    from ui.kit.preferences import Preferences
    from ui.kit.rows import TableModel

_MEASURED = 100  # rows whose chips are measured after a change: about as many as are ever seen at once
_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class TableView(QTableView):
    """A table of whole rows.

    Signals:
        sort_wanted: A header was clicked: the column's key, and whether the largest come first.
        row_opened: Enter or a double click on a row: its key.
        current_changed: Another row is current: its key, or None.
        search_wanted: Letters were typed on the table: where they should go is the screen's choice.
        copied: How many rows went to the clipboard, and how many selected ones were not read yet.
    """

    sort_wanted = Signal(str, bool)
    row_opened = Signal(object)
    current_changed = Signal(object)
    search_wanted = Signal(str)
    copied = Signal(int, int)

    def __init__(
        self,
        model: TableModel[Any],
        *,
        name: str,
        title: str,
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        """Make the view of a model.

        Args:
            model: The rows; it stays the caller's, who keeps and feeds it.
            name: Under which the person's column widths are kept, as in "stock".
            title: What a screen reader calls the table.
            preferences: Where they are kept.
            parent: The widget it stands in.
        """
        super().__init__(parent)
        self._rows = model
        self._sorted: tuple[str, bool] | None = None
        self._held: set[Hashable] = set()  # selected keys: they survive their rows moving to other pages
        self._held_current: Hashable | None = None
        self._restoring = False
        self.setAccessibleName(title)
        header = Header(self)
        self.setHorizontalHeader(header)
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._size_rows()
        self.layout_of_columns = TableLayout(header, model.columns, name, preferences)
        self._measuring = QTimer(
            self, singleShot=True, interval=0
        )  # once for any number of changes at a time
        self._measuring.timeout.connect(self._measure_chips)
        for changed in (model.rowsInserted, model.dataChanged, model.modelReset, model.layoutChanged):
            changed.connect(self._measure_soon)
        header.sectionClicked.connect(self._header_clicked)
        self.doubleClicked.connect(self._open)
        if isinstance(model, PagedRowsModel):
            model.opened.connect(self._reopened)
            model.arrived.connect(self._restore)

    def show_sort(self, key: str, *, descending: bool = False) -> None:
        """Mark the column the rows now come sorted by."""
        self._sorted = (key, descending)
        header = self.horizontalHeader()
        if isinstance(header, Header):
            header.show_sort(key, descending=descending)

    def want_sort(self, key: str) -> None:
        """Wish for another order, as a click on that column's header does."""
        descending = self._sorted == (key, False)
        self.sort_wanted.emit(key, descending)

    @property
    def current_key(self) -> Hashable | None:
        """Return the key of the current row, or None."""
        return self._key_at(self.currentIndex())

    def selected_keys(self) -> Sequence[Hashable]:
        """Return the keys of the selected rows from top to bottom, leaving out those not read yet."""
        rows = map(self._rows.peek, self._selected_places())
        return [row.key for row in rows if row is not None]

    def select_key(self, key: Hashable) -> bool:
        """Make the row with this key current and visible; return whether it is here."""
        self._held, self._held_current = {key}, key
        place = self._rows.find_position(key)
        if place is None:
            return False
        index = self._rows.index(place, 0)
        self.selectionModel().setCurrentIndex(index, _ROW)
        if self.isVisible():
            self.scrollTo(index)
        return True

    def copy(self) -> None:
        """Put the selected rows on the clipboard with their headers, as tab-separated text."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(v) for v in range(header.count())]
        columns = [self._rows.columns[place] for place in order if not header.isSectionHidden(place)]
        places = self._selected_places()
        rows = [row for row in map(self._rows.peek, places) if row is not None]
        lines = ["\t".join(column.title for column in columns)]
        lines += ["\t".join(column.words(row) for column in columns) for row in rows]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.copied.emit(len(rows), len(places) - len(rows))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Home:
            self._go(0)
        elif event.key() == Qt.Key.Key_End:
            self._go(self._rows.rowCount() - 1)
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        # Qt would compare every row, and so fetch every page of a long list.
        self.search_wanted.emit(search)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        # Qt makes the first row current here without selecting it; what is held by key stays held.
        self._restoring = True
        super().focusInEvent(event)
        nothing = self._held_current is None and not self.selectionModel().hasSelection()
        if nothing:
            self.selectionModel().clearCurrentIndex()
        self._restoring = False
        if nothing and self._rows.rowCount():
            self.selectionModel().setCurrentIndex(self._rows.index(0, 0), _ROW)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @override
    def sizeHint(self) -> QSize:
        # Three rows and a half: it takes what room there is, and shows that it goes on.
        return QSize(super().sizeHint().width(), round(self._row_height() * 3.5) + look().px(36))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self._row_height() + look().px(36))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.currentIndex().isValid():
            # Only after the layout has given the table its size is it known what can be seen.
            QTimer.singleShot(0, self, self._scroll_to_current)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.layout_of_columns.fill(self.viewport().width())

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.StyleChange:
            self._size_rows()

    @override
    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        if self._restoring:
            return
        self._held_current = self._key_at(current)
        self.current_changed.emit(self._held_current)

    @override
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if not self._restoring and isinstance(self._rows, PagedRowsModel):
            self._held = set(self.selected_keys())

    def _reopened(self) -> None:
        self._restoring = True
        self.selectionModel().clear()
        self._restoring = False
        self.scrollToTop()
        self._restore()

    def _restore(self) -> None:
        """Select again, by key, what was selected before rows changed their places."""
        last = len(self._rows.columns) - 1
        wanted = QItemSelection()
        for key in self._held:
            place = self._rows.find_position(key)
            if place is not None:
                wanted.append(QItemSelectionRange(self._rows.index(place, 0), self._rows.index(place, last)))
        self._restoring = True
        if wanted:
            self.selectionModel().select(wanted, _ROW)
        place = self._rows.find_position(self._held_current) if self._held_current is not None else None
        if place is not None and place != self.currentIndex().row():
            index = self._rows.index(place, 0)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._restoring = False

    def _measure_soon(self, *_: object) -> None:
        self._measuring.start()

    def _measure_chips(self) -> None:
        """Tell the layout how much room the chips of the rows near the view take."""
        columns = [column for column in self._rows.columns if column.chips is not None]
        if not columns:
            return
        first = max(0, self.rowAt(0))
        here = range(first, min(self._rows.rowCount(), first + _MEASURED))
        rows = [row for row in map(self._rows.peek, here) if row is not None]
        needed: dict[str, Needed] = {}
        for column in columns:
            chips = [column.chips_of(row) for row in rows]
            least, whole = max(map(least_width, chips), default=0), max(map(chips_width, chips), default=0)
            if whole:
                left = EDGE if column is self._rows.columns[0] else PADDING
                needed[column.key] = Needed(_unscaled(least + left), _unscaled(whole + left))
        self.layout_of_columns.need(needed)

    def _header_clicked(self, section: int) -> None:
        column = self._rows.columns[section]
        if column.sortable:
            self.want_sort(column.key)

    def _open(self, index: QModelIndex | QPersistentModelIndex) -> None:
        key = self._key_at(index)
        if key is not None:
            self.row_opened.emit(key)

    def _go(self, place: int) -> None:
        if place >= 0:
            index = self._rows.index(place, max(0, self.currentIndex().column()))
            self.selectionModel().setCurrentIndex(index, _ROW)
            self.scrollTo(index)

    def _key_at(self, index: QModelIndex | QPersistentModelIndex) -> Hashable | None:
        row = self._rows.peek(index.row()) if index.isValid() else None
        return None if row is None else row.key

    def _selected_places(self) -> list[int]:
        # By ranges: after Ctrl+A on a long list there is one range, but a million indexes.
        selection = self.selectionModel().selection()
        parts = (selection.at(number) for number in range(selection.count()))
        return sorted({place for part in parts for place in range(part.top(), part.bottom() + 1)})

    def _scroll_to_current(self) -> None:
        self.scrollTo(self.currentIndex())

    def _row_height(self) -> int:
        return look().px(look().design.size.row_default)

    def _size_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._row_height())
        self.horizontalHeader().setFixedHeight(look().px(36))


def _unscaled(width: float) -> int:
    """Return the pixels at a text size of 100 % that a column takes whose chips are so wide."""
    return ceil((width + PADDING + 1) * 100 / look().scale)
