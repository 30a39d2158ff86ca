"""Lucide icons in the colours of the theme, sharp at every device pixel ratio.

The files draw with `currentColor`; it is replaced when an icon is first drawn in a colour and size, and
the picture is kept in Qt's own pixmap cache. An icon names its colour by token, so it follows a change of
theme by being painted again.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from typing_extensions import override

from rxdesk.paths import shipped
from ui.kit.theme import look


def icon(name: str, color: str = "text_muted") -> QIcon:
    """Return a Lucide icon for the places where Qt wants a `QIcon`.

    Args:
        name: The file's name under `resources/icons`, without `.svg`.
        color: The token it is drawn in; greyed out by `text_disabled` when disabled.
    """
    return QIcon(_TintedEngine(name, color))


def paint_icon(painter: QPainter, rect: QRectF, name: str, color: QColor) -> None:
    """Draw a Lucide icon into a square, aligned to device pixels."""
    device = painter.device()
    ratio = device.devicePixelRatio()
    picture = _picture(name, color.name(QColor.NameFormat.HexArgb), round(rect.width() * ratio), ratio)
    # Aligned to whole device pixels: half a pixel off blurs a two pixel stroke.
    corner = QPointF(round(rect.x() * ratio) / ratio, round(rect.y() * ratio) / ratio)
    painter.drawPixmap(corner, picture)


def _picture(name: str, color: str, side: int, ratio: float) -> QPixmap:
    key = f"rxdesk:{name}:{color}:{side}:{ratio}"
    kept = QPixmap()
    if QPixmapCache.find(key, kept):
        return kept
    drawn = QPixmap(side, side)
    drawn.fill(Qt.GlobalColor.transparent)
    argb = QColor(color)
    painter = QPainter(drawn)
    painter.setOpacity(argb.alphaF())
    svg = _svg(name).replace("currentColor", argb.name())
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


@cache
def _svg(name: str) -> str:
    return shipped("resources", "icons", f"{name}.svg").read_text(encoding="utf-8")


class _TintedEngine(QIconEngine):
    """Draws one icon in whatever colour its token has at the moment of painting."""

    def __init__(self, name: str, color: str) -> None:
        super().__init__()
        self._name = name
        self._color = color

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        paint_icon(painter, QRectF(rect), self._name, look().color(self._token(mode)))

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    @override
    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        argb = look().color(self._token(mode)).name(QColor.NameFormat.HexArgb)
        return _picture(self._name, argb, min(size.width(), size.height()), scale)

    @override
    def clone(self) -> QIconEngine:
        return _TintedEngine(self._name, self._color)

    def _token(self, mode: QIcon.Mode) -> str:
        return "text_disabled" if mode == QIcon.Mode.Disabled else self._color
