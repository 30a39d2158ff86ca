"""The navigation at the left: screens in groups, with badges; a rail of icons in a narrow window."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from ui.kit.icons import paint_icon
from ui.kit.keys import HELP
from ui.kit.paint import (
    CENTER,
    VCENTER_LEFT,
    VCENTER_RIGHT,
    paint_box,
    paint_ring,
    paint_text,
    painter_on,
    text_width,
)
from ui.kit.shown import show_if
from ui.kit.theme import look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFont, QPainter, QPaintEvent

    from ui.frame.parts import Badge, Page

RAIL = 72  # pixels wide when collapsed
_SIDE = 10  # between an item and the edges


class NavItem(QAbstractButton):
    """One screen in the navigation."""

    def __init__(self, title: str, icon: str, keys: str, *, checkable: bool = True) -> None:
        super().__init__()
        self._icon, self._keys = icon, keys
        self._badge: Badge | None = None
        self._rail = False
        self.setText(title)
        self.setCheckable(checkable)
        self.setAutoExclusive(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setToolTip(f"{title}  ({keys})" if keys else title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_badge(None)

    def show_badge(self, badge: Badge | None) -> None:
        """Show a count, or none."""
        self._badge = badge if badge is not None and badge.count else None
        said = f", {self._badge.count:,} {self._badge.words}" if self._badge else ""
        self.setAccessibleName(self.text() + said)
        self.update()

    def show_rail(self, *, rail: bool) -> None:
        """Show only the icon, or icon and name."""
        self._rail = rail
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(look().px(look().design.size.nav_width), look().px(look().design.size.nav_item + 2))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(RAIL, look().px(look().design.size.nav_item + 2))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        color, px = look().color, look().px
        box = QRectF(self.rect()).adjusted(_SIDE, 3, -_SIDE, -3)
        painter = painter_on(self)
        active = self.isChecked()
        if active or self.underMouse():
            shade = color("nav_active_bg" if active else "nav_hover_bg")
            paint_box(painter, box, fill=shade, line=None, radius=look().design.radius.control)
        if active:
            bar = QRectF(box.x(), box.y() + box.height() * 0.24, 3, box.height() * 0.52)
            paint_box(painter, bar, fill=color("nav_accent"), line=None, radius=1.5)
        side = px(look().design.size.icon_nav)
        x = (self.width() - side) / 2 if self._rail else box.x() + 13
        square = QRectF(x, box.center().y() - side / 2, side, side)
        paint_icon(painter, square, self._icon, color("nav_accent" if active else "nav_muted"))
        if self._rail:
            self._paint_dot(painter, square)
        else:
            self._paint_words(painter, box, square.right() + px(11), active=active)
        if self.hasFocus():
            ring = color("nav_text") if active else color("nav_accent")
            paint_ring(painter, box, look().design.radius.control, ring)
        painter.end()

    def _paint_words(self, painter: QPainter, box: QRectF, x: float, *, active: bool) -> None:
        color, px = look().color, look().px
        end = box.right() - px(10)
        if self._badge is not None:
            count = f"{self._badge.count:,}"
            width = max(px(22), text_width(count, _badge_font()) + px(13))
            pill = QRectF(end - width, box.center().y() - px(10.5), width, px(21))
            fill, ink = self._badge_colors()
            paint_box(painter, pill, fill=color(fill), line=None, radius=pill.height() / 2)
            paint_text(painter, pill, count, font=_badge_font(), color=color(ink), align=CENTER)
            end = pill.x() - px(6)
        elif not self.isCheckable() and self._keys:
            keys = QRectF(box.x(), box.y(), box.width() - px(12), box.height())
            small = look().font("caption")
            paint_text(painter, keys, self._keys, font=small, color=color("nav_muted"), align=VCENTER_RIGHT)
        font = look().sized_font(15, weight=600 if active else 400)
        ink = color("nav_active_text" if active else "nav_text")
        words = QRectF(x, box.y(), end - x, box.height())
        paint_text(painter, words, self.text(), font=font, color=ink, align=VCENTER_LEFT)

    def _paint_dot(self, painter: QPainter, icon: QRectF) -> None:
        if self._badge is None:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().color("nav_bg"))
        painter.drawEllipse(QPointF(icon.right(), icon.top() + 1), 7, 7)
        painter.setBrush(look().color(self._badge_colors()[0]))
        painter.drawEllipse(QPointF(icon.right(), icon.top() + 1), 5, 5)

    def _badge_colors(self) -> tuple[str, str]:
        name = "stop" if self._badge is not None and self._badge.stop else "note"
        return f"nav_badge_{name}", f"on_nav_badge_{name}"


class _Heading(QWidget):
    """The name of a group, small and spaced; a hairline in the rail."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self.rail = False

    @override
    def sizeHint(self) -> QSize:
        return QSize(10, look().px(14 if self.rail else 30))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        if self.rail:
            line = QRectF(24, self.height() / 2, self.width() - 48, 1)
            painter.fillRect(line, look().color("nav_active_bg"))
        else:
            font = look().font("caption")
            font.setLetterSpacing(font.SpacingType.AbsoluteSpacing, 1.1)
            rect = QRectF(22, 0, self.width() - 22, self.height())
            paint_text(painter, rect, self._words.upper(), font=font, color=look().color("nav_muted"))
        painter.end()


class _Brand(QWidget):
    """The program's name and the pharmacy's."""

    def __init__(self, pharmacy: str) -> None:
        super().__init__()
        self._pharmacy = pharmacy
        self._rail = False
        self.setAccessibleName(f"RxDesk, {pharmacy}")

    def show_pharmacy(self, pharmacy: str) -> None:
        self._pharmacy = pharmacy
        self.setAccessibleName(f"RxDesk, {pharmacy}")
        self.update()

    def show_rail(self, *, rail: bool) -> None:
        self._rail = rail
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(10, look().px(76))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        color, px, painter = look().color, look().px, painter_on(self)
        side = px(28)
        x = (self.width() - side) / 2 if self._rail else 22
        paint_icon(painter, QRectF(x, px(25), side, side), "pill-bottle", color("nav_brand"))
        if not self._rail:
            room = self.width() - x - side - px(11) - 8
            title = QRectF(x + side + px(11), px(19), room, px(26))
            paint_text(painter, title, "RxDesk", font=look().font("title"), color=color("nav_title"))
            below = QRectF(title.x(), px(44), room, px(18))
            paint_text(painter, below, self._pharmacy, font=look().font("caption"), color=color("nav_muted"))
        painter.end()


class Navigation(QFrame):
    """The column of screens.

    Signals:
        chosen: A screen was chosen: its key.
        help_wanted: Help was chosen.
    """

    chosen = Signal(str)
    help_wanted = Signal()

    def __init__(self, pages: Sequence[Page], pharmacy: str) -> None:
        super().__init__()
        self.setAccessibleName("Navigation")
        self._rail = False
        self._brand = _Brand(pharmacy)
        self._items: dict[str, NavItem] = {}
        self._headings: list[_Heading] = []
        self._list = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 8)
        column.setSpacing(0)
        column.addWidget(self._brand)
        column.addWidget(self._scrolled([page for page in pages if not page.at_foot]), 1)
        for page in pages:
            if page.at_foot:
                column.addWidget(self._item(page))
        help_item = NavItem("Help", "circle-question-mark", HELP.keys, checkable=False)
        help_item.clicked.connect(self.help_wanted)
        self._help = help_item
        column.addWidget(help_item)
        self.setFixedWidth(look().px(look().design.size.nav_width))

    def show_current(self, key: str) -> None:
        """Mark the screen that is in front."""
        for other, item in self._items.items():
            # The list and the foot are two groups to Qt, and a group keeps its last one checked.
            item.setAutoExclusive(False)
            item.setChecked(other == key)
            item.setAutoExclusive(True)

    def show_badge(self, key: str, badge: Badge | None) -> None:
        """Show a count beside a screen, or none."""
        self._items[key].show_badge(badge)

    def show_pharmacy(self, pharmacy: str) -> None:
        """Show another pharmacy's name."""
        self._brand.show_pharmacy(pharmacy)

    def show_rail(self, *, rail: bool) -> None:
        """Collapse to a rail of icons, or open again."""
        self._rail = rail
        self.setFixedWidth(RAIL if rail else look().px(look().design.size.nav_width))
        self._brand.show_rail(rail=rail)
        for item in (*self._items.values(), self._help):
            item.show_rail(rail=rail)
        for heading in self._headings:
            heading.rail = rail
            heading.updateGeometry()
            show_if(heading, not rail)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        painter.fillRect(self.rect(), look().color("nav_bg"))
        painter.end()

    def _scrolled(self, pages: Sequence[Page]) -> QScrollArea:
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for group, members in groupby(pages, key=lambda page: page.group):
            if group:
                heading = _Heading(group)
                self._headings.append(heading)
                column.addWidget(heading)
            for page in members:
                column.addWidget(self._item(page))
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._list)
        area.setProperty("part", "navigation")
        area.viewport().setAutoFillBackground(False)
        return area

    def _item(self, page: Page) -> NavItem:
        item = NavItem(page.title, page.icon, page.shortcut)
        item.show_badge(page.badge)
        item.clicked.connect(lambda _checked=False, key=page.key: self.chosen.emit(key))
        self._items[page.key] = item
        return item


def _badge_font() -> QFont:
    return look().sized_font(12, weight=600)
