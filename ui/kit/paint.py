"""The few strokes that every painted part shares: boxes, rings, keycaps, lines of text."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QStaticText, QTransform

from ui.kit.theme import look

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

VCENTER_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
VCENTER_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
CENTER = Qt.AlignmentFlag.AlignCenter
SMOOTH = QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
# Flags are looked at as numbers: an enum's & is slow in a cell.
_RIGHT, _HCENTER = Qt.AlignmentFlag.AlignRight.value, Qt.AlignmentFlag.AlignHCenter.value
_VCENTER, _BOTTOM = Qt.AlignmentFlag.AlignVCenter.value, Qt.AlignmentFlag.AlignBottom.value


def painter_on(widget: QWidget) -> QPainter:
    """Return a smooth painter; the caller ends it (an open painter outlives its widget in Python)."""
    painter = QPainter(widget)
    painter.setRenderHints(SMOOTH)
    return painter


def paint_box(
    painter: QPainter,
    rect: QRectF,
    *,
    fill: QColor | None,
    line: QColor | None,
    radius: float,
    width: float = 1,
) -> None:
    """Draw a rounded box whose line lies wholly inside `rect`."""
    inset = width / 2 if line is not None else 0
    painter.setPen(QPen(line, width) if line is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset)


def paint_ring(painter: QPainter, rect: QRectF, radius: float, color: QColor | None = None) -> None:
    """Draw the focus ring just inside `rect`."""
    width = look().design.border.focus_ring
    paint_box(painter, rect, fill=None, line=color or look().color("focus"), radius=radius, width=width)


def paint_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    *,
    font: QFont,
    color: QColor,
    align: Qt.AlignmentFlag = VCENTER_LEFT,
) -> None:
    """Draw one line of text, shortened with an ellipsis when it does not fit."""
    if not text:
        return
    laid, width, height = _laid_out(text, font, rect.width())
    flags = align.value
    x, y = rect.x(), rect.y()
    if flags & _RIGHT:
        x += rect.width() - width
    elif flags & _HCENTER:
        x += (rect.width() - width) / 2
    if flags & _VCENTER:
        y += (rect.height() - height) / 2
    elif flags & _BOTTOM:
        y += rect.height() - height
    painter.setFont(font)
    painter.setPen(color)
    painter.drawStaticText(QPointF(x, y), laid)


@lru_cache(maxsize=4096)
def _laid_out(text: str, font: QFont, room: float) -> tuple[QStaticText, float, float]:
    """Return a line ready to be drawn, with its size; shaping it anew is most of what a table's paint costs."""
    metrics = QFontMetricsF(font)
    if metrics.horizontalAdvance(text) > room + 0.5:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    laid = QStaticText(text.replace("\n", " "))
    laid.setTextFormat(Qt.TextFormat.PlainText)
    laid.prepare(QTransform(), font)
    return laid, metrics.horizontalAdvance(text), metrics.height()


def text_width(text: str, font: QFont) -> float:
    """Return how wide a line of text is in logical pixels."""
    return QFontMetricsF(font).horizontalAdvance(text)


def keycap_width(keys: str) -> float:
    """Return the width of a keycap with these words on it."""
    return max(look().px(27), text_width(keys, _keycap_font()) + look().px(14))


def paint_keycap(painter: QPainter, right_center: QPointF, keys: str, *, ink: QColor, line: QColor) -> None:
    """Draw a small key with its name; `right_center` is the middle of its right edge."""
    width, height = keycap_width(keys), look().px(21)
    rect = QRectF(right_center.x() - width, right_center.y() - height / 2, width, height)
    paint_box(painter, rect, fill=None, line=line, radius=look().design.radius.keycap)
    paint_text(painter, rect, keys, font=_keycap_font(), color=ink, align=CENTER)


def _keycap_font() -> QFont:
    return look().sized_font(12, weight=500)
