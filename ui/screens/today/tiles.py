"""The tiles of Today: a figure, what it counts, what to do about it, and the way there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget
from typing_extensions import override

from ui.kit.chips import chip_colors
from ui.kit.icons import paint_icon
from ui.kit.paint import paint_box, paint_ring, paint_text, painter_on
from ui.kit.theme import look
from ui.kit.tones import Chip, Tone
from ui.screens.today.state import Tile

_ACROSS = 4  # tiles in a row where there is room, half as many where there is not
_ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})
_NARROW = 880  # pixels of grid at 100 %


class TileButton(QAbstractButton):
    """One tile; pressing it goes where the matter is seen to."""

    def __init__(self, tile: Tile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_tile(tile)

    def show_tile(self, tile: Tile) -> None:
        """Show another figure."""
        self.tile = tile
        self.setAccessibleName(f"{tile.count:,} {tile.words}")
        self.setAccessibleDescription(tile.ask)
        self.setToolTip(f"{tile.count:,} {tile.words}. {tile.ask}")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(look().px(230), look().px(100))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(190), look().px(100))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() in _ARROWS:
            event.ignore()  # Qt would go to the next sibling; the grid knows what lies above and below
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        color, px, rect, tile = look().color, look().px, QRectF(self.rect()), self.tile
        radius = look().design.radius.card
        lit = self.underMouse() or self.isDown()
        painter = painter_on(self)
        line = color("primary" if lit else "border")
        paint_box(painter, rect, fill=color("surface"), line=line, radius=radius)
        waits = tile.count > 0
        square = QRectF(px(16), px(11), px(38), px(38))
        fill, edge, ink = chip_colors(Chip("", "", tile.tone))
        paint_box(painter, square, fill=fill, line=edge if waits else None, radius=px(9))
        inset = px(9)
        icon = tile.icon if waits else "check"
        paint_icon(painter, square.adjusted(inset, inset, -inset, -inset), icon, ink)
        figure = QRectF(square.right() + px(12), square.top() - px(2), rect.width(), square.height() + px(4))
        figure.setRight(rect.right() - px(14))
        paint_text(
            painter,
            figure,
            f"{tile.count:,}",
            font=look().font("metric", weight=700),
            color=color("text" if waits else "text_hint"),
        )
        words = QRectF(px(16), square.bottom() + px(6), rect.width() - px(28), px(20))
        paint_text(
            painter,
            words,
            tile.words,
            font=look().font("body", weight=600),
            color=color("text" if waits else "text_muted"),
        )
        ask = words.translated(0, px(19))
        paint_text(painter, ask, tile.ask, font=look().font("caption"), color=color("text_muted"))
        if self.hasFocus():
            paint_ring(painter, rect, radius)
        painter.end()


class TileGrid(QWidget):
    """The tiles in rows; the arrow keys go from one to the next.

    Signals:
        chosen: A tile was pressed: its `Way`.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles: list[TileButton] = []
        self._across = _ACROSS
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """Show these figures; the tiles themselves stay, so that the keyboard stays where it is."""
        for tile in tiles[len(self._tiles) :]:
            button = TileButton(tile, self)
            button.clicked.connect(lambda _checked=False, button=button: self.chosen.emit(button.tile.way))
            self._tiles.append(button)
            self._place(len(self._tiles) - 1)
        for button, tile in zip(self._tiles, tiles, strict=True):
            button.show_tile(tile)

    def take_focus(self) -> None:
        """Put the keyboard on the first tile that waits."""
        waiting = [button for button in self._tiles if button.tile.tone is not Tone.NEUTRAL]
        for button in (waiting or self._tiles)[:1]:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        across = _ACROSS if self.width() >= look().px(_NARROW) else _ACROSS // 2
        if across != self._across:
            self._across = across
            for place in range(len(self._tiles)):
                self._place(place)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._across,
            Qt.Key.Key_Down: self._across,
        }.get(Qt.Key(event.key()))
        here = next((place for place, tile in enumerate(self._tiles) if tile.hasFocus()), None)
        there = None if step is None or here is None else here + step
        if there is None or not 0 <= there < len(self._tiles):
            super().keyPressEvent(event)
            return
        self._tiles[there].setFocus(Qt.FocusReason.TabFocusReason)

    def _place(self, place: int) -> None:
        self._grid.addWidget(self._tiles[place], place // self._across, place % self._across)
        for column in range(_ACROSS):
            self._grid.setColumnStretch(column, 1 if column < self._across else 0)
