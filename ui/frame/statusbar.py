"""The status bar: every device, the backup, the database and the clock, in words and with an icon."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from ui.frame.parts import Side, Status
from ui.kit.icons import paint_icon
from ui.kit.labels import Label
from ui.kit.paint import paint_ring, paint_text, painter_on, text_width
from ui.kit.theme import look
from ui.kit.tones import Tone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPaintEvent

_ICON_GAP = 7


class _StatusItem(QAbstractButton):
    """One state; pressed, it leads to where something can be done about it."""

    def __init__(self, status: Status) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.status = status
        self.show_status(status)

    def show_status(self, status: Status) -> None:
        self.status = status
        self.setAccessibleName(status.words)
        self.setToolTip(status.words)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        words = text_width(self.status.words, look().font("caption"))
        return QSize(round(words + self._icon_width()) + 6, look().px(look().design.size.hit_target_min))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._icon_width() + look().px(40), look().px(look().design.size.hit_target_min))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect = painter_on(self), QRectF(self.rect())
        side, tone = look().px(16), self.status.tone
        ink = look().color("text_muted" if tone in {Tone.NEUTRAL, Tone.CONTROL, Tone.CAUTION} else tone.value)
        if self.status.icon:
            square = QRectF(2, (rect.height() - side) / 2, side, side)
            paint_icon(painter, square, self.status.icon, ink)
        words = rect.adjusted(2 + self._icon_width(), 0, 0, 0)
        paint_text(
            painter, words, self.status.words, font=look().font("caption"), color=look().color("text_muted")
        )
        if self.hasFocus():
            paint_ring(painter, rect, look().design.radius.keycap)
        painter.end()

    def _icon_width(self) -> int:
        return look().px(16 + _ICON_GAP) if self.status.icon else 0


class StatusBar(QFrame):
    """The bar at the foot of the window.

    Signals:
        pressed: A state was pressed: its key.
    """

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Status")
        self._items: dict[str, _StatusItem] = {}
        self._left, self._right = QHBoxLayout(), QHBoxLayout()
        self._clock = Label(role="caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 1, 20, 0)
        row.setSpacing(22)
        for part in (self._left, self._right):
            part.setSpacing(18)
        row.addLayout(self._left)
        row.addStretch(1)
        row.addLayout(self._right)
        row.addWidget(self._clock)

    def show_statuses(self, statuses: Iterable[Status]) -> None:
        """Show these states in this order; those that are there already only change."""
        wanted = list(statuses)
        if [(status.key, status.side) for status in wanted] != [
            (key, item.status.side) for key, item in self._items.items()
        ]:
            self._rebuild(wanted)
        for status in wanted:
            self._items[status.key].show_status(status)

    def show_clock(self, words: str) -> None:
        """Show date and time as they are to be read."""
        self._clock.setText(words)

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), look().px(look().design.size.status_bar))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        painter.fillRect(self.rect(), look().color("surface"))
        painter.fillRect(0, 0, self.width(), 1, look().color("border"))
        painter.end()

    def _rebuild(self, statuses: Iterable[Status]) -> None:
        for item in self._items.values():
            item.setParent(None)
            item.deleteLater()
        self._items = {status.key: _StatusItem(status) for status in statuses}
        for key, item in self._items.items():
            (self._left if item.status.side == Side.LEFT else self._right).addWidget(item)
            item.clicked.connect(lambda _checked=False, key=key: self.pressed.emit(key))
        order: list[QWidget] = list(self._items.values())
        for before, after in pairwise(order):
            self.setTabOrder(before, after)
