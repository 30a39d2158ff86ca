"""A card over the window for a short answer that what lies behind has to wait for: a signature, a reason, a page.

Not a dialog: it is part of the window, so it cannot be lost behind it, and scans reach it like any screen.
What lies behind is disabled meanwhile, so none of its keys works, and gets its focus back afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from ui.kit.buttons import Button, Kind
from ui.kit.cards import Card
from ui.kit.labels import Label
from ui.kit.paint import painter_on
from ui.kit.theme import look

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_MARGIN = 24


class Overlay(QWidget):
    """A card over `behind`, which already stands in its window.

    Signals:
        closed: It was closed, answered or not.
    """

    closed = Signal()

    def __init__(self, behind: QWidget, title: str, *, width: int, tall: bool = False) -> None:
        """Make it, hidden.

        Args:
            behind: What it covers.
            title: What it is about.
            width: Of the card, in pixels at 100 %.
            tall: Whether the card takes all the height there is.
        """
        self._host = behind.window()
        super().__init__(self._host)
        self._behind = behind
        self._width = width
        self._tall = tall
        self._came_from: QWidget | None = None
        self._others: list[QWidget] = []  # what was disabled when it opened
        self._title = Label(title, "title")
        self.card = Card(padding=20, gap=14, parent=self)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(8)
        close = Button("Close", "x", kind=Kind.QUIET, keys="Esc")
        close.clicked.connect(self.close_overlay)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addLayout(self.tools)
        head.addWidget(close)
        self.body = QVBoxLayout()
        self.body.setSpacing(14)
        self.card.column.addLayout(head)
        self.card.column.addLayout(self.body, 1)
        self.hide()
        behind.installEventFilter(self)

    def show_title(self, title: str) -> None:
        """Say what it is about now."""
        self._title.setText(title)
        self.card.setAccessibleName(title)

    def open_overlay(self) -> None:
        """Cover what is behind and take the keys."""
        if not self.isHidden():
            return
        self._came_from = QApplication.focusWidget()
        # Another overlay may be open below this one; it waits like everything else.
        children = self._host.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        below = [child for child in children if isinstance(child, Overlay) and child is not self]
        self._others = [part for part in (self._behind, *below) if part.isEnabled()]
        for other in self._others:
            other.setEnabled(False)
        self.place()
        self.show()
        self.raise_()

    def close_overlay(self) -> None:
        """Uncover what is behind and give the keys back."""
        if self.isHidden():
            return
        self.hide()
        for other in self._others:
            other.setEnabled(True)
        self._others = []
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus()
        self._came_from = None
        self.closed.emit()

    def place(self) -> None:
        """Lie over what is behind, with the card in the middle."""
        corner = self._behind.mapTo(self._host, QPoint(0, 0))
        self.setGeometry(QRect(corner, self._behind.size()))
        room = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        width = min(look().px(self._width), room.width())
        wanted = self.card.heightForWidth(width) if self.card.hasHeightForWidth() else 0
        height = (
            room.height() if self._tall else min(room.height(), max(wanted, self.card.sizeHint().height()))
        )
        self.card.setGeometry(
            QRect(
                room.x() + (room.width() - width) // 2,
                room.y() + (room.height() - height) // 2,
                width,
                height,
            )
        )

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self._behind
            and event.type() in {QEvent.Type.Resize, QEvent.Type.Move}
            and self.isVisible()
        ):
            self.place()
        return False

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.place()
        return super().event(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:  # Qt's own name
        # Tab goes round within the card: what lies behind is out of reach, for eyes and for keys.
        reachable = [
            widget
            for widget in self.card.findChildren(QWidget)
            if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        reachable = [widget for widget in reachable if widget.focusProxy() is None]
        if not reachable:
            return False
        chain = sorted(reachable, key=self._reading_place)
        here = QApplication.focusWidget()
        step = 1 if next else -1
        place = chain.index(here) + step if here in chain else 0
        reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        chain[place % len(chain)].setFocus(reason)
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_overlay()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        shade = look().color("overlay")
        if shade.alpha() == 255:
            shade.setAlphaF(0.5)
        painter.fillRect(self.rect(), shade)
        painter.end()

    def _reading_place(self, widget: QWidget) -> tuple[int, int]:
        corner = widget.mapTo(self, widget.rect().topLeft())
        return corner.y() // 12, corner.x()
