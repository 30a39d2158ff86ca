"""How the cells and headers of a table are painted: rows as bands, chips, tall-man names, focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)
from typing_extensions import override

from ui.kit.chips import paint_chips
from ui.kit.columns import Align, Column
from ui.kit.icons import paint_icon
from ui.kit.names import name_width, paint_name
from ui.kit.paint import SMOOTH, VCENTER_LEFT, VCENTER_RIGHT, paint_text, text_width
from ui.kit.theme import look

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QHelpEvent, QPainter

    from ui.kit.rows import TableModel

PADDING = 10  # on both sides of a cell
EDGE = 16  # before the first column
_SELECTED = QStyle.StateFlag.State_Selected.value
_BAR = 3  # the mark at the left of a selected row


class CellDelegate(QStyledItemDelegate):
    """Paints a cell from its column and its row; asks the model for nothing else."""

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        view = cast("QTableView", _attribute(option, "widget"))
        rect = cast("QRect", _attribute(option, "rect"))
        state = cast("QStyle.StateFlag", _attribute(option, "state"))
        model = cast("TableModel[Any]", index.model())
        column, row = model.columns[index.column()], model.row_at(index.row())
        selected = bool(state.value & _SELECTED)
        painter.save()
        painter.setRenderHints(SMOOTH)
        _paint_band(painter, rect, view, index, selected=selected)
        inside = QRectF(rect).adjusted(
            _left_padding(view.horizontalHeader(), index.column()), 0, -PADDING, -1
        )
        if row is None:
            paint_text(painter, inside, "…", font=look().font(), color=look().color("text_hint"))
        elif column.chips is not None:
            paint_chips(painter, inside, column.chips_of(row), on_selection=selected)
        else:
            _paint_words(painter, inside, column, column.words(row), selected=selected)
        _paint_focus(painter, rect, view, index)
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, look().px(look().design.size.row_default))

    @override
    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Show the whole of a text that was shortened."""
        model = index.model()
        row = cast("TableModel[Any]", model).row_at(index.row()) if index.isValid() else None
        if row is None:
            return False
        column = cast("TableModel[Any]", model).columns[index.column()]
        words = column.words(row)
        font = cell_font(column)
        width = name_width(words, font) if column.tall_man else text_width(words, font)
        room = cast("QRect", _attribute(option, "rect")).width() - 2 * PADDING
        QToolTip.showText(event.globalPos(), words if width > room or column.chips is not None else "", view)
        return True


class Header(QHeaderView):
    """The header of a table: the sorted column in full ink, an arrow pointing to where its values grow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sorted = ""
        self._descending = False
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_sort(self, key: str, *, descending: bool) -> None:
        """Mark the column the rows are sorted by."""
        self._sorted, self._descending = key, descending
        self.viewport().update()

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model = cast("TableModel[Any]", self.model())
        column = model.columns[logicalIndex]
        marked = column.key == self._sorted
        color, font = look().color, look().sized_font(13, weight=600)
        painter.save()
        painter.setRenderHints(SMOOTH)
        painter.fillRect(rect, color("surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), color("border"))
        inside = QRectF(rect).adjusted(_left_padding(self, logicalIndex), 0, -PADDING, -2)
        arrow = look().px(14) if marked else 0
        align = VCENTER_RIGHT if column.align == Align.RIGHT else VCENTER_LEFT
        words = inside.adjusted(0, 0, -(arrow + 4) if marked else 0, 0)
        ink = color("text" if marked else "text_muted")
        paint_text(painter, words, column.title, font=font, color=ink, align=align)
        if marked:
            width = min(text_width(column.title, font), words.width())
            x = words.right() + 4 if align == VCENTER_RIGHT else words.x() + width + 6
            square = QRectF(x, inside.center().y() - arrow / 2, arrow, arrow)
            paint_icon(painter, square, "chevron-up" if self._descending else "chevron-down", color("text"))
        painter.restore()

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), look().px(36))


def cell_font(column: Column[Any]) -> QFont:
    """Return the font a column is written in."""
    if column.mono:
        return look().sized_font(13, weight=column.weight, mono=True)
    return look().font("body", weight=column.weight)


def _paint_words(painter: QPainter, rect: QRectF, column: Column[Any], words: str, *, selected: bool) -> None:
    if not words:
        return
    ink = look().color("on_selection" if selected else "text_muted" if column.muted else "text")
    if column.tall_man:
        paint_name(painter, rect, words, font=cell_font(column), color=ink)
        return
    align = VCENTER_RIGHT if column.align == Align.RIGHT else VCENTER_LEFT
    paint_text(painter, rect, words, font=cell_font(column), color=ink, align=align)


def _paint_band(
    painter: QPainter,
    rect: QRect,
    view: QTableView,
    index: QModelIndex | QPersistentModelIndex,
    *,
    selected: bool,
) -> None:
    color = look().color
    if selected:
        painter.fillRect(rect, color("selection"))
        if _is_first(view.horizontalHeader(), index.column()):
            painter.fillRect(QRect(rect.left(), rect.top(), _BAR, rect.height()), color("primary"))
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), color("grid"))


def _paint_focus(
    painter: QPainter, rect: QRect, view: QTableView, index: QModelIndex | QPersistentModelIndex
) -> None:
    if not view.hasFocus() or view.currentIndex().row() != index.row():
        return
    ring, color = look().design.border.focus_ring, look().color("focus")
    painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), ring), color)
    painter.fillRect(QRect(rect.left(), rect.bottom() - ring + 1, rect.width(), ring), color)
    header, logical = view.horizontalHeader(), index.column()
    if _is_first(header, logical):
        painter.fillRect(QRect(rect.left(), rect.top(), ring, rect.height()), color)
    if _is_last(header, logical):
        painter.fillRect(QRect(rect.right() - ring + 1, rect.top(), ring, rect.height()), color)


def _left_padding(header: QHeaderView, logical: int) -> int:
    return EDGE if _is_first(header, logical) else PADDING


def _is_first(header: QHeaderView, logical: int) -> bool:
    return header.sectionPosition(logical) == 0  # hidden sections are 0 wide; asked of shown ones only


def _is_last(header: QHeaderView, logical: int) -> bool:
    return header.sectionPosition(logical) + header.sectionSize(logical) == header.length()


def _attribute(option: QStyleOptionViewItem, name: str) -> object:
    # PySide6's stubs leave out the fields that QStyleOptionViewItem inherits from QStyleOption.
    return getattr(option, name)
