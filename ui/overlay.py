"""A card over the window for a short answer that everything else waits for: a signature, a reason, a page.

Not a dialog: it is part of the window, so it cannot be lost behind it. Meanwhile it covers the window as a
lock does: what lies below is seen as a dimmed picture and cannot be reached by mouse, key or screen reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from ui.kit.buttons import Button, Kind
from ui.kit.cards import Card
from ui.kit.labels import Label
from ui.kit.paint import painter_on
from ui.kit.theme import look

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

_MARGIN = 24


class Coverable(Protocol):
    """A window that can be covered; `ui.frame.window.Frame` is one."""

    def cover(self, widget: QWidget | None) -> None:
        """Cover the whole window with a widget, or uncover it."""
        ...


class Covers:
    """What covers the window, one on top of the other; the window shows the top one.

    Args:
        window: The window.
        coverable: The same window, as what can be covered.
    """

    def __init__(self, window: QWidget, coverable: Coverable) -> None:
        self.window = window
        self._coverable = coverable
        self._stack: list[QWidget] = []

    @property
    def top(self) -> QWidget | None:
        """Return what covers the window now; None while it is open."""
        return self._stack[-1] if self._stack else None

    def lay(self, cover: QWidget) -> None:
        """Put a cover on top."""
        self._stack = [*(other for other in self._stack if other is not cover), cover]
        self._coverable.cover(cover)

    def lift(self, cover: QWidget) -> None:
        """Take a cover away, wherever it lies."""
        if cover not in self._stack:
            return
        self._stack.remove(cover)
        cover.hide()
        self._coverable.cover(self.top)

    def lift_all(self) -> None:
        """Close every overlay and take every cover away."""
        for cover in reversed(tuple(self._stack)):
            if isinstance(cover, Overlay):
                cover.close_overlay()
            else:
                self.lift(cover)

    def picture(self) -> QPixmap:
        """Return a picture of what is to be covered."""
        return self.window.grab()


class Overlay(QWidget):
    """A card over the window.

    Signals:
        closed: It was closed, answered or not.
    """

    closed = Signal()

    def __init__(self, covers: Covers, title: str, *, width: int, tall: bool = False) -> None:
        """Make it, hidden.

        Args:
            covers: What covers the window.
            title: What it is about.
            width: Of the card, in pixels at 100 %.
            tall: Whether the card takes all the height there is.
        """
        super().__init__(covers.window)
        self._covers = covers
        self._width = width
        self._tall = tall
        self._open = False
        self._came_from: QWidget | None = None
        self._below = QPixmap()
        self._title = Label(title, "title")
        self.card = Card(padding=20, gap=14, parent=self)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(8)
        close = Button("Close", "x", kind=Kind.QUIET)
        close.setToolTip("Close  (Esc)")
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
        self._settling = QTimer(self, interval=0, singleShot=True)
        self._settling.timeout.connect(self._place)
        self.card.installEventFilter(self)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Return whether it covers the window, on top or not."""
        return self._open

    def show_title(self, title: str) -> None:
        """Say what it is about now."""
        self._title.setText(title)
        self.card.setAccessibleName(title)

    def open_overlay(self) -> None:
        """Cover the window and take the keys."""
        if self._open:
            return
        self._open = True
        self._came_from = QApplication.focusWidget()
        self._below = self._covers.picture()
        self._covers.lay(self)
        self._place()

    def close_overlay(self) -> None:
        """Uncover the window and give the keys back."""
        if not self._open:
            return
        self._open = False
        self._covers.lift(self)
        came_from, self._came_from, self._below = self._came_from, None, QPixmap()
        if came_from is not None and came_from.isVisible():
            came_from.setFocus()
        self.closed.emit()

    @override
    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()  # the window has a shortcut on Esc, which would take the key away from here
            return True
        return super().event(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.card and event.type() == QEvent.Type.LayoutRequest and self._open:
            self._settling.start()  # once what asked has told its new height
        return False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def focusNextPrevChild(self, next: bool) -> bool:  # Qt's own name
        # Tab goes round within the card: what lies behind is out of reach, for eyes and for keys.
        reachable = [
            widget
            for widget in self.card.findChildren(QWidget)
            if widget.isVisible()
            and widget.isEnabled()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.focusProxy() is None
        ]
        if not reachable:
            return False
        chain = sorted(reachable, key=self._reading_place)
        here = QApplication.focusWidget()
        place = chain.index(here) + (1 if next else -1) if here in chain else 0
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
        painter.fillRect(self.rect(), look().color("bg"))
        # After a change of size the picture no longer fits, and a stretched one would look like a fault.
        if self._below.deviceIndependentSize().width() == self.width():
            painter.drawPixmap(
                0, self.height() - round(self._below.deviceIndependentSize().height()), self._below
            )
        painter.fillRect(self.rect(), look().color("overlay"))
        painter.end()

    def _place(self) -> None:
        room = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        width = min(look().px(self._width), room.width())
        layout = self.card.column
        wanted = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else 0
        wanted = max(wanted, self.card.sizeHint().height())
        height = room.height() if self._tall else min(room.height(), wanted)
        x, y = room.x() + (room.width() - width) // 2, room.y() + (room.height() - height) // 2
        self.card.setGeometry(QRect(x, y, width, height))

    def _reading_place(self, widget: QWidget) -> tuple[int, int]:
        corner = widget.mapTo(self, widget.rect().topLeft())
        return corner.y() // 12, corner.x()
