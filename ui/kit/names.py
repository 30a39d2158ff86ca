"""Product names with their tall-man letters in bold, as they are on labels and in reference lists.

Which letters stand tall is knowledge and comes with the name ("hydrOXYzine"); here those runs are only
drawn heavier. A short word with capitals ("HCl", "ODT", "mL") is not a tall-man name.

Source: FDA and ISMP lists of look-alike drug names with recommended tall man letters.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from rxdesk.domain.labels import tall_man_runs
from ui.kit.paint import paint_text, painter_on, text_width
from ui.kit.theme import look

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPaintEvent

_WORD = re.compile(r"[A-Za-z]{5,}")


def sentence_html(text: str) -> str:
    """Return a sentence as safe rich text in which every word with tall letters stands in bold."""
    safe = html.escape(text)
    return _WORD.sub(lambda word: f"<b>{word[0]}</b>" if len(tall_man_runs(word[0])) > 1 else word[0], safe)


def name_width(name: str, font: QFont) -> float:
    """Return how wide a name is when its tall letters are bold."""
    bold = _bold(font)
    return sum(
        QFontMetricsF(bold if run.strong else font).horizontalAdvance(run.text) for run in tall_man_runs(name)
    )


def paint_name(painter: QPainter, rect: QRectF, name: str, *, font: QFont, color: QColor) -> None:
    """Draw a name on one line, its tall letters bold, shortened with an ellipsis when it does not fit."""
    for x, text, used in _placed_runs(name, font, rect.width()):
        room = QRectF(rect.x() + x, rect.y(), rect.width() - x, rect.height())
        paint_text(painter, room, text, font=used, color=color)


@lru_cache(maxsize=4096)
def _placed_runs(name: str, font: QFont, room: float) -> tuple[tuple[float, str, QFont], ...]:
    """Return the runs of a name that begin within the room: where, what, and in which font."""
    bold, x = _bold(font), 0.0
    placed: list[tuple[float, str, QFont]] = []
    for run in tall_man_runs(name):
        if x >= room:
            break
        used = bold if run.strong else font
        placed.append((x, run.text, used))
        x += text_width(run.text, used)
    return tuple(placed)


class NameLabel(QWidget):
    """A product's name on a line of its own, tall letters bold."""

    def __init__(self, step: str = "display", weight: int = 500, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._step = step
        self._weight = weight
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_name(self, name: str) -> None:
        """Show another name."""
        self._name = name
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        font = self._font()
        return QSize(round(name_width(self._name, font)) + 2, round(QFontMetricsF(font).height()))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(80), self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        paint_name(painter, QRectF(self.rect()), self._name, font=self._font(), color=look().color("text"))
        painter.end()

    def _font(self) -> QFont:
        return look().font(self._step, weight=self._weight)


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.Bold)
    return bold
