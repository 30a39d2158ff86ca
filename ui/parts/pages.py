"""Pages that know the way back, and stacks that are as large as what they show."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override


class BackPage(QWidget):
    """A page on which Esc goes one level back, as long as there is a way back.

    Args:
        back: Goes one level back; returns False when there is none, and Esc is left to the window.
    """

    def __init__(self, back: Callable[[], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._back = back

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape or not self._back():
            super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        # A shortcut of the window on the same key would be asked first; the page is nearer to the person.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)


class Stack(QStackedWidget):
    """A stack that asks for the room of the part it shows, not of the largest one."""

    @override
    def sizeHint(self) -> QSize:
        shown = self.currentWidget()
        return super().sizeHint() if shown is None else shown.sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return super().minimumSizeHint() if shown is None else shown.minimumSizeHint()

    def show_part(self, part: QWidget) -> None:
        """Show one of the parts."""
        if self.currentWidget() is not part:
            self.setCurrentWidget(part)
            self.updateGeometry()
