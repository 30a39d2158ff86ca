"""The finder: one field that finds any screen, command or product."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ui.kit.fields import SearchField
from ui.kit.icons import paint_icon
from ui.kit.labels import Label, Line
from ui.kit.names import paint_name
from ui.kit.paint import VCENTER_RIGHT, keycap_width, paint_box, paint_keycap, paint_text, text_width
from ui.kit.shown import show_if
from ui.kit.theme import look

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from PySide6.QtCore import QRect

    from ui.frame.parts import Found, Provider

_FOUND_ROLE = Qt.ItemDataRole.UserRole + 1
_NOWHERE = QModelIndex()
_SHOWN = 8  # rows; what is not among them is found by typing one more letter


class _FoundModel(QAbstractListModel):
    """What was found, all providers one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Found] = []

    def show(self, found: Sequence[Found]) -> None:
        self.beginResetModel()  # another question has another answer; there is no selection to keep
        self._found = list(found)
        self.endResetModel()

    def at(self, position: int) -> Found:
        return self._found[position]

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._found)

    @override
    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        found = self._found[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return found.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{found.words}, {found.kind}"
        return found if role == _FOUND_ROLE else None


class _FoundDelegate(QStyledItemDelegate):
    """Paints one thing that was found: icon, words, kind and keys."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, look().px(look().design.size.row_default))

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        found = cast("Found", index.data(_FOUND_ROLE))
        color, px = look().color, look().px
        # PySide6's stubs leave out what QStyleOptionViewItem inherits.
        rect = QRectF(cast("QRect", getattr(option, "rect"))).adjusted(6, 1, -6, -1)  # noqa: B009
        chosen = bool(cast("QStyle.StateFlag", getattr(option, "state")) & QStyle.StateFlag.State_Selected)  # noqa: B009
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        if chosen:
            paint_box(painter, rect, fill=color("selection"), line=None, radius=look().design.radius.control)
        ink = color("on_selection" if chosen else "text")
        soft = color("on_selection" if chosen else "text_muted")
        side = px(look().design.size.icon)
        square = QRectF(rect.x() + px(12), rect.center().y() - side / 2, side, side)
        paint_icon(painter, square, found.icon, soft)
        end = rect.right() - px(12)
        if found.keys:
            paint_keycap(painter, QPointF(end, rect.center().y()), found.keys, ink=soft, line=color("border"))
            end -= keycap_width(found.keys) + px(12)
        small = look().font("caption")
        kind = QRectF(
            end - text_width(found.kind, small) - 2,
            rect.y(),
            text_width(found.kind, small) + 2,
            rect.height(),
        )
        paint_text(painter, kind, found.kind, font=small, color=soft, align=VCENTER_RIGHT)
        words = QRectF(square.right() + px(12), rect.y(), kind.x() - square.right() - px(20), rect.height())
        paint_name(painter, words, found.words, font=look().font("body", weight=500), color=ink)
        painter.restore()


class _Field(SearchField):
    """The field of the finder; the list is driven from it."""

    stepped = Signal(int)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


class Finder(QFrame):
    """A panel over the window.

    Signals:
        chosen: Something that was found was chosen: the `Found`.
        closed: The panel was closed.
    """

    chosen = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._providers: tuple[Provider, ...] = ()
        self._answers: list[Sequence[Found]] = []
        self._asked = 0  # answers to what was typed before are dropped
        self._before: QWidget | None = None
        self._model = _FoundModel()
        self._field = _Field("Find anything", placeholder="Find a screen, a command or a product")
        self._field.setProperty("bare", True)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(_FoundDelegate(self._list))
        self._list.setAccessibleName("What was found")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nothing = Label("Nothing is called that. Type another part of the name.", "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 6, 1, 8)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setContentsMargins(14, 0, 14, 0)
        head.addWidget(self._field)
        column.addLayout(head)
        column.addWidget(Line())
        column.addWidget(self._list)
        column.addWidget(self._nothing)
        self.setProperty("part", "panel")
        self.setAccessibleName("Find anything")
        self._field.textChanged.connect(self._ask)
        self._field.stepped.connect(self._step)
        self._field.returnPressed.connect(self._choose)
        self._list.clicked.connect(self._choose_at)
        self.hide()

    def look_in(self, providers: Sequence[Provider]) -> None:
        """Find among these from now on."""
        self._providers = tuple(providers)

    def open(self) -> None:
        """Show the panel, empty."""
        window = self.window()
        self._before = window.focusWidget()
        self.setFont(look().font())
        self._field.setFixedHeight(look().px(look().design.size.control_touch))
        self._field.setStyleSheet(f"font-size: {look().px(16)}px;")
        self._field.clear()
        self._ask("")
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_panel(self) -> None:
        """Hide the panel and give the focus back."""
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
        self.closed.emit()

    def _ask(self, text: str) -> None:
        self._asked += 1
        self._answers = [()] * len(self._providers)
        self._show()
        for place, provider in enumerate(self._providers):
            provider(text.strip(), self._delivery(self._asked, place))

    def _delivery(self, asked: int, place: int) -> Callable[[Sequence[Found]], None]:
        def deliver(found: Sequence[Found]) -> None:
            if asked == self._asked:
                self._answers[place] = found
                self._show()

        return deliver

    def _show(self) -> None:
        found = [one for answer in self._answers for one in answer]
        self._model.show(found)
        self._list.setCurrentIndex(self._model.index(0, 0))
        show_if(self._list, bool(found))
        show_if(self._nothing, not found)
        rows = max(1, min(_SHOWN, len(found)))
        self._list.setFixedHeight(rows * look().px(look().design.size.row_default) + 2)
        self.setFixedHeight(self.sizeHint().height())

    def _step(self, by: int) -> None:
        place = min(max(self._list.currentIndex().row() + by, 0), self._model.rowCount() - 1)
        self._list.setCurrentIndex(self._model.index(place, 0))

    def _choose(self) -> None:
        self._choose_at(self._list.currentIndex())

    def _choose_at(self, index: QModelIndex) -> None:
        if index.isValid():
            found = self._model.at(index.row())
            self.close_panel()
            self.chosen.emit(found)
