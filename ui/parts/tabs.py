"""A strip of tabs: which of several lists about the same thing is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from ui.kit.paint import CENTER, paint_box, paint_ring, paint_text, painter_on, text_width
from ui.kit.theme import look


@dataclass(frozen=True, slots=True)
class Tab:
    """One list, and how many lines it has."""

    key: str
    words: str
    count: int | None = None


class TabStrip(QWidget):
    """A row of tabs, one of them chosen; Left and Right go along it.

    Signals:
        chosen: Another tab was chosen: its key.
    """

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: dict[str, _TabButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(4, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addStretch(1)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_tabs(self, tabs: Sequence[Tab], current: str) -> None:
        """Show these tabs, one of them chosen; says nothing about it."""
        for tab in tabs:
            if tab.key not in self._tabs:
                button = _TabButton(self)
                button.clicked.connect(lambda _checked=False, key=tab.key: self.chosen.emit(key))
                self._tabs[tab.key] = button
                self._row.insertWidget(self._row.count() - 1, button)
            self._tabs[tab.key].show_tab(tab, chosen=tab.key == current)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        buttons = list(self._tabs.values())
        here = next((place for place, button in enumerate(buttons) if button.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
            return
        there = buttons[max(0, min(len(buttons) - 1, here + step))]
        there.setFocus(Qt.FocusReason.TabFocusReason)
        there.click()


class _TabButton(QAbstractButton):
    """One tab: words over a bar."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = ""
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_tab(self, tab: Tab, *, chosen: bool) -> None:
        self._words = tab.words if tab.count is None else f"{tab.words}  {tab.count:,}"
        self.setAccessibleName(self._words)
        self.setChecked(chosen)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(text_width(self._words, _font())) + look().px(22), look().px(32))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        color, rect, px = look().color, QRectF(self.rect()), look().px
        painter = painter_on(self)
        if self.underMouse() and not self.isChecked():
            paint_box(painter, rect, fill=color("surface"), line=None, radius=look().design.radius.control)
        ink = color("text" if self.isChecked() else "text_muted")
        words = rect.adjusted(0, 0, 0, -px(3))
        paint_text(painter, words, self._words, font=_font(), color=ink, align=CENTER)
        if self.isChecked():
            bar = QRectF(px(9), rect.bottom() - 3, rect.width() - px(18), 3)
            paint_box(painter, bar, fill=color("primary"), line=None, radius=1.5)
        if self.hasFocus():
            paint_ring(painter, rect, look().design.radius.control)
        painter.end()


def _font() -> QFont:
    return look().font("body", weight=600)
