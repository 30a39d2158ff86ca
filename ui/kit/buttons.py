"""Buttons with their icon, words and the key that presses them.

A style sheet can neither space an icon from its words nor draw a keycap, so buttons paint themselves. No
button is ever a default button: the Enter that ends a scan must not press anything.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from ui.kit.icons import paint_icon
from ui.kit.paint import keycap_width, paint_box, paint_keycap, paint_ring, paint_text, painter_on, text_width
from ui.kit.theme import look

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent


class Kind(StrEnum):
    """How much a button asks to be pressed."""

    PRIMARY = "primary"  # the one act of the screen
    SECONDARY = "secondary"  # other acts
    QUIET = "quiet"  # tools beside a title
    DANGER = "danger"  # an act that stops or destroys


class Button(QPushButton):
    """A button that shows its shortcut and is pressed by it while it can be seen.

    Args:
        words: What happens when it is pressed.
        icon: A Lucide name, or nothing.
        kind: How loud it is.
        keys: The shortcut, as in "F5" or "Ctrl+P"; shown as a keycap.
        tall: 48 px, for the acts of a product; otherwise 36 px.
        parent: The widget it stands in.
    """

    def __init__(
        self,
        words: str,
        icon: str = "",
        *,
        kind: Kind = Kind.SECONDARY,
        keys: str = "",
        tall: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self._icon = icon
        self._kind = kind
        self._keys = keys
        self._tall = tall
        self.setAutoDefault(False)
        self.setDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if keys:
            self.setShortcut(QKeySequence(keys))
            self.setToolTip(f"{words}  ({keys})")

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        if self._keys:  # Qt has just put the text's own mnemonic, mostly none, in the shortcut's place
            self.setShortcut(QKeySequence(self._keys))
            self.setToolTip(f"{text}  ({self._keys})")

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(self._content_width() + 2 * self._padding()), self._height())

    @override
    def minimumSizeHint(self) -> QSize:
        # Squeezed, a button gives up its margins, never its keycap or its words.
        tight = self._content_width() + 2 * look().px(8)
        return QSize(max(round(tight), look().design.size.hit_target_min), self._height())

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Shortcut and self.isEnabled():
            # Qt would animate a press for 100 ms first; a key at a counter answers at once.
            self.click()
            return True
        return super().event(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        rect = QRectF(self.rect())
        fill, line, ink = self._colors()
        radius = look().design.radius.control
        if fill is not None or line is not None:
            paint_box(painter, rect, fill=fill, line=line, radius=radius)
        self._paint_content(painter, rect, ink)
        if self.hasFocus():
            self._paint_focus(painter, rect, radius)
        painter.end()

    def _paint_focus(self, painter: QPainter, rect: QRectF, radius: float) -> None:
        paint_ring(painter, rect, radius)
        if self._kind in {Kind.PRIMARY, Kind.DANGER}:  # a second, light ring parts the blue from the fill
            inner = rect.adjusted(2, 2, -2, -2)
            paint_box(painter, inner, fill=None, line=look().color("surface"), radius=radius - 2, width=1.5)

    def _paint_content(self, painter: QPainter, rect: QRectF, ink: QColor) -> None:
        px = look().px
        room = rect.width()
        keycap = bool(self._keys) and self._content_width() + 2 * px(8) <= room + 1
        content = self._content_width(keycap=keycap)
        padding = max(px(8), min(self._padding(), (room - content) / 2))
        # With a keycap the key stands at the right edge; without one the whole is centred.
        x = padding if keycap or self._kind == Kind.QUIET else max(px(8), (room - content) / 2)
        if self._icon:
            side = px(look().design.size.icon)
            icon_ink = (
                ink if self._kind != Kind.SECONDARY or not self.isEnabled() else look().color("text_muted")
            )
            paint_icon(painter, QRectF(x, (rect.height() - side) / 2, side, side), self._icon, icon_ink)
            x += side + (self._icon_gap() if self.text() else 0)
        end = room - padding
        if keycap:
            soft = look().color("border") if self._kind in {Kind.SECONDARY, Kind.QUIET} else ink
            key_ink = look().color("text_muted") if self._kind == Kind.SECONDARY and self.isEnabled() else ink
            paint_keycap(painter, QPointF(end, rect.height() / 2), self._keys, ink=key_ink, line=soft)
            end -= keycap_width(self._keys) + px(8)
        words = self.text().replace("&&", "&")
        paint_text(
            painter, QRectF(x, 0, max(0.0, end - x + 1), rect.height()), words, font=self._font(), color=ink
        )

    def _colors(self) -> tuple[QColor | None, QColor | None, QColor]:
        color, pressed, hover = look().color, self.isDown() or self.isChecked(), self.underMouse()
        loud = self._kind in {Kind.PRIMARY, Kind.DANGER}
        if not self.isEnabled():
            return (color("surface_sunken") if loud else None), color("border"), color("text_disabled")
        if self._kind == Kind.PRIMARY:
            shade = "primary_pressed" if pressed else "primary_hover" if hover else "primary"
            return color(shade), None, color("on_primary")
        if self._kind == Kind.DANGER:
            return color("danger"), None, color("on_danger")
        lit = pressed or hover
        fill = color("primary_soft") if lit else (color("surface") if self._kind == Kind.SECONDARY else None)
        line = color("border_strong") if self._kind == Kind.SECONDARY else None
        quiet_ink = "text" if self._kind == Kind.SECONDARY else "text_muted"
        return fill, line, color("on_primary_soft") if lit else color(quiet_ink)

    def _content_width(self, *, keycap: bool = True) -> float:
        px = look().px
        width = text_width(self.text().replace("&&", "&"), self._font())
        if self._icon:
            width += px(look().design.size.icon) + (self._icon_gap() if self.text() else 0)
        if self._keys and keycap:
            width += keycap_width(self._keys) + px(20 if self._tall else 12)
        return width

    def _icon_gap(self) -> int:
        return look().px(10 if self._tall else 7)

    def _padding(self) -> int:
        if not self.text():
            return look().px(9)
        return look().px(15 if self._tall else 8 if self._kind == Kind.QUIET else 13)

    def _height(self) -> int:
        size = look().design.size
        return look().px(size.primary_action if self._tall else size.control)

    def _font(self) -> QFont:
        return look().font("body", weight=500 if self._kind == Kind.QUIET else 600)


class IconButton(Button):
    """A square button that has only an icon, and therefore a spoken name."""

    def __init__(self, icon: str, name: str, *, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", icon, kind=Kind.QUIET, parent=parent)
        self.setAccessibleName(name)
        self.setToolTip(f"{name}  ({keys})" if keys else name)
        if keys:
            self.setShortcut(QKeySequence(keys))

    def show_icon(self, icon: str) -> None:
        """Show another icon on the same button."""
        self._icon = icon
        self.update()
