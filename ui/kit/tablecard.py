"""A table with all that belongs to it: title, filter chips with counts, tools, and words when it is empty."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ui.kit.buttons import Button, Kind
from ui.kit.cards import Card, EmptyState
from ui.kit.flow import FlowLayout
from ui.kit.labels import Label
from ui.kit.paint import CENTER, paint_box, paint_ring, paint_text, painter_on, text_width
from ui.kit.shown import show_if
from ui.kit.table import TableView
from ui.kit.theme import look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFont, QPaintEvent, QResizeEvent

    from ui.kit.preferences import Preferences
    from ui.kit.rows import TableModel

_WORDLESS_BELOW = 860  # pixels of card at 100 %: the tools keep their icons, the filters their room


@dataclass(frozen=True, slots=True)
class Filter:
    """One way of looking at the rows, and how many there are that way."""

    key: str
    words: str
    count: int | None = None  # not shown while it is being counted


class FilterChip(QAbstractButton):
    """One filter as a pill; one of them is always chosen."""

    def __init__(self, shown: Filter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_filter(shown)

    def show_filter(self, shown: Filter) -> None:
        """Show another filter or another count."""
        self._words = shown.words if shown.count is None else f"{shown.words}  {shown.count:,}"
        self.setAccessibleName(self._words)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(text_width(self._words, _font()) + look().px(27)), look().px(34))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        color, rect = look().color, QRectF(self.rect())
        chosen = self.isChecked()
        fill = color("primary_soft") if chosen else color("surface_alt" if self.underMouse() else "surface")
        line = color("primary" if chosen else "border")
        painter = painter_on(self)
        paint_box(painter, rect, fill=fill, line=line, radius=rect.height() / 2)
        ink = color("on_primary_soft" if chosen else "text_muted")
        paint_text(painter, rect, self._words, font=_font(), color=ink, align=CENTER)
        if self.hasFocus():
            paint_ring(painter, rect, rect.height() / 2)
        painter.end()


class FilterBar(QWidget):
    """A row of filters that wraps when it must; Left and Right go along it.

    Signals:
        chosen: Another filter was chosen: its key.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: dict[str, FilterChip] = {}
        self._row = FlowLayout(self)
        self.setAccessibleName("Filters")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_filters(self, filters: Sequence[Filter], current: str) -> None:
        """Show these filters with their counts, one of them chosen; says nothing about it."""
        if list(self._chips) != [shown.key for shown in filters]:
            self._rebuild(filters)
        for shown in filters:
            chip = self._chips[shown.key]
            chip.show_filter(shown)
            chip.setChecked(shown.key == current)

    def _rebuild(self, filters: Sequence[Filter]) -> None:
        for chip in self._chips.values():
            self._row.removeWidget(chip)
            chip.deleteLater()
        self._chips = {shown.key: FilterChip(shown, self) for shown in filters}
        for key, chip in self._chips.items():
            self._row.addWidget(chip)
            chip.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            show_if(chip, True)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        chips = list(self._chips.values())
        here = next((place for place, chip in enumerate(chips) if chip.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
            return
        there = chips[max(0, min(len(chips) - 1, here + step))]
        there.setFocus(Qt.FocusReason.TabFocusReason)
        there.click()


class TableCard(Card):
    """A card with a table: what it shows, how to narrow it, and what to say when there is nothing.

    Signals:
        filter_chosen: A filter chip was chosen: its key.
        export_wanted: The rows should go to a file.
        print_wanted: The rows should go to paper.
        action_wanted: The offer of the empty state was taken up.
    """

    filter_chosen = Signal(str)
    export_wanted = Signal()
    print_wanted = Signal()
    action_wanted = Signal()

    def __init__(
        self,
        title: str,
        model: TableModel[Any],
        *,
        name: str,
        preferences: Preferences,
        empty: EmptyState,
        parent: QWidget | None = None,
    ) -> None:
        """Make a table card.

        Args:
            title: What the rows are.
            model: The rows; the caller keeps and feeds it.
            name: Under which the person's columns are kept.
            preferences: Where they are kept.
            empty: What is shown while there are no rows.
            parent: The widget it stands in.
        """
        super().__init__(padding=0, gap=4, parent=parent)
        self.view = TableView(model, name=name, title=title, preferences=preferences)
        self.filters = FilterBar()
        self.title = Label(title, "subtitle")
        self._model = model
        self._empty = empty
        self._columns = Button("Columns", "columns-3", kind=Kind.QUIET)
        self._export = Button("Export", "download", kind=Kind.QUIET)
        self._print = Button("Print", "printer", kind=Kind.QUIET)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(4)
        for tool in (self._columns, self._export, self._print):
            tool.setAccessibleName(tool.text())
            tool.setToolTip(tool.text())
            self.tools.addWidget(tool)
        self.column.setContentsMargins(1, 13, 1, 12)
        self.column.addLayout(self._head())
        self._stack = QStackedLayout()
        self.column.addLayout(self._stack, 1)  # first: a stack of nowhere shows its parts as windows
        self._stack.addWidget(self.view)
        self._stack.addWidget(empty)
        self._connect()
        self._settle()

    def show_filters(self, filters: Sequence[Filter], current: str) -> None:
        """Show the filter chips with their counts."""
        self.filters.show_filters(filters, current)
        show_if(self.filters, bool(filters))

    def offer(self, *, export: bool = True, paper: bool = True) -> None:
        """Choose which tools this table has."""
        show_if(self._export, export)
        show_if(self._print, paper)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < look().px(_WORDLESS_BELOW)
        for tool in (self._columns, self._export, self._print):
            tool.setText("" if narrow else tool.accessibleName())

    def _head(self) -> QVBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(18, 0, 16, 6)
        row.setSpacing(18)
        row.addWidget(self.title, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.filters, 1)
        row.addLayout(self.tools)
        head = QVBoxLayout()
        head.addLayout(row)
        return head

    def _connect(self) -> None:
        self.filters.chosen.connect(self.filter_chosen)
        self._export.clicked.connect(self.export_wanted)
        self._print.clicked.connect(self.print_wanted)
        self._columns.clicked.connect(self._choose_columns)
        self._empty.action_wanted.connect(self.action_wanted)
        for changed in (self._model.rowsInserted, self._model.rowsRemoved):
            changed.connect(self._settle)

    def _settle(self) -> None:
        self._stack.setCurrentWidget(self.view if self._model.rowCount() else self._empty)

    def _choose_columns(self) -> None:
        menu = self.column_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._columns.mapToGlobal(QPoint(0, self._columns.height() + 2)))

    def column_menu(self) -> QMenu:
        """Return the menu that shows, hides and sorts by columns, so that keys can do it too."""
        menu, layout = QMenu(self), self.view.layout_of_columns
        for column in self._model.columns:
            shown = menu.addAction(column.title)
            shown.setCheckable(True)
            shown.setChecked(layout.is_shown(column.key))
            shown.toggled.connect(partial(self._show_column, column.key))
        menu.addSeparator()
        sorting, group = menu.addMenu("Sort by"), QActionGroup(menu)
        for column in self._model.columns:
            if column.sortable:
                action = QAction(column.title, group)
                action.triggered.connect(partial(self.view.want_sort, column.key))
                sorting.addAction(action)
        menu.addAction("Restore the columns").triggered.connect(layout.restore_defaults)
        return menu

    def _show_column(self, key: str, shown: bool) -> None:
        self.view.layout_of_columns.show_column(key, shown=shown)


def _font() -> QFont:
    return look().font("body", weight=600)
