"""A box to tick: the platform's own can hardly be seen on a dark surface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize
from PySide6.QtWidgets import QCheckBox, QSizePolicy
from typing_extensions import override

from ui.kit.icons import paint_icon
from ui.kit.paint import paint_box, paint_ring, paint_text, painter_on, text_width
from ui.kit.theme import look

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

_RADIUS = 5


class CheckBox(QCheckBox):
    """A choice that is taken or not, with its words beside the box."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        size = look().design.size
        width = look().px(18 + 9 + 6) + text_width(self.text(), look().font())
        return QSize(round(width), max(look().px(26), size.hit_target_min))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(60), self.sizeHint().height())

    @override
    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        color, px, rect = look().color, look().px, QRectF(self.rect())
        side = px(18)
        box = QRectF(px(2), (rect.height() - side) / 2, side, side)
        taken, usable = self.isChecked(), self.isEnabled()
        fill = color("primary" if taken and usable else "surface_sunken" if not usable else "surface")
        line = color("border" if not usable else "primary" if taken else "border_strong")
        painter = painter_on(self)
        paint_box(painter, box, fill=fill, line=line, radius=_RADIUS)
        if taken:
            ink = color("on_primary" if usable else "text_disabled")
            paint_icon(painter, box.adjusted(2, 2, -2, -2), "check", ink)
        words = QRectF(box.right() + px(9), 0, rect.right() - box.right() - px(9), rect.height())
        ink = color("text" if usable else "text_disabled")
        paint_text(painter, words, self.text().replace("&&", "&"), font=look().font(), color=ink)
        if self.hasFocus():
            paint_ring(painter, rect, _RADIUS)
        painter.end()
