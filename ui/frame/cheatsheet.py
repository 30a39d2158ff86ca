"""The cheat sheet: every key there is, on one panel (F1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from ui.kit.buttons import Button, Kind
from ui.kit.keys import BACK, COMMANDS, Command, Scope
from ui.kit.labels import Label
from ui.kit.paint import keycap_width, paint_keycap, painter_on
from ui.kit.theme import look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from ui.frame.parts import Page


class Keycap(QWidget):
    """A key as it is on the keyboard; the words beside it speak."""

    def __init__(self, keys: str) -> None:
        super().__init__()
        self._keys = keys
        self.setAccessibleName(keys)

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(keycap_width(self._keys)) + 2, look().px(24))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        right = QPointF(QRectF(self.rect()).right(), self.height() / 2)
        paint_keycap(painter, right, self._keys, ink=look().color("text"), line=look().color("border_strong"))
        painter.end()


class CheatSheet(QFrame):
    """All keys, by where they work.

    Signals:
        closed: The panel was closed.
    """

    closed = Signal()

    def __init__(self, pages: Sequence[Page], parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("part", "panel")
        self.setAccessibleName("Keys")
        screens = [
            Command(page.key, page.shortcut, page.title, Scope.SCREENS) for page in pages if page.shortcut
        ]
        self._close = Button("Close", "x", kind=Kind.QUIET, keys="")
        self._close.setToolTip(f"Close  ({BACK.keys})")
        head = QHBoxLayout()
        head.addWidget(Label("Keys", "title"))
        head.addStretch(1)
        head.addWidget(self._close)
        columns = QHBoxLayout()
        columns.setSpacing(40)
        for scopes in (
            (Scope.EVERYWHERE, Scope.FIELD),
            (Scope.PRODUCT, Scope.SCREEN),
            (Scope.SCREENS, Scope.TABLE),
        ):
            columns.addLayout(_column(scopes, (*COMMANDS, *screens)))
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 18, 26, 24)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(columns)
        self._close.clicked.connect(self.close_panel)
        self.hide()

    def open(self) -> None:
        """Show the panel."""
        self.adjustSize()
        self.show()
        self.raise_()
        self._close.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_panel(self) -> None:
        """Hide the panel."""
        self.hide()
        self.closed.emit()


def _column(scopes: Sequence[Scope], commands: Sequence[Command]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(8)
    for scope in scopes:
        column.addWidget(Label(scope.value, "subtitle"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        for line, command in enumerate(command for command in commands if command.scope == scope):
            grid.addWidget(Keycap(command.keys), line, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(Label(command.words), line, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addSpacing(6)
    column.addStretch(1)
    return column
