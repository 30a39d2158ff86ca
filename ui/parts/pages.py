"""Pages that know the way back, and stacks that are as large as what they show."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
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


class Stack(QWidget):
    """Parts of which one is shown at a time; the others take no room.

    Not a `QStackedWidget`: that one asks for the room of its largest part, and for more than the shown part
    needs as soon as any of them wraps its words.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def add_part(self, part: QWidget) -> None:
        """Add a part; the first one is shown."""
        self._parts.append(part)
        self._column.addWidget(part)
        part.setVisible(len(self._parts) == 1)

    def show_part(self, part: QWidget) -> None:
        """Show one of the parts."""
        if not part.isHidden():
            return
        for other in self._parts:
            if other is not part:
                other.hide()
        part.show()


def take_what_is_left(table: QWidget) -> None:
    """Have a table prefer the room that is left over.

    A page that scrolls is made as tall as what its parts prefer; without this a small window scrolls although
    every part would fit.
    """
    table.setMinimumHeight(table.minimumSizeHint().height())
    table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
