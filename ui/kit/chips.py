"""Chips as they are painted: on their own and in table cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, QSizeF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.kit.icons import paint_icon
from ui.kit.paint import paint_box, paint_text, painter_on, text_width
from ui.kit.shown import show_if
from ui.kit.theme import look
from ui.kit.tones import Chip, Fill, Tone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent

GAP = 6  # between two chips in a row


def chip_size(chip: Chip) -> QSizeF:
    """Return the size a chip is painted in."""
    measures, px = look().design.chip, look().px
    icon = px(measures.icon) + px(measures.gap) if chip.icon else 0
    padding = 0 if chip.fill == Fill.NONE else 2 * px(measures.padding_x)
    return QSizeF(text_width(chip.words, _font()) + icon + padding + 1, px(measures.height))


def paint_chip(painter: QPainter, rect: QRectF, chip: Chip, *, on_selection: bool = False) -> None:
    """Draw a chip at the left of `rect`, in its own height, centred upright.

    Args:
        painter: A smooth painter.
        rect: The room there is; words that do not fit are shortened.
        chip: What to draw.
        on_selection: Whether it lies on a selected row, where a chip without fill takes that row's ink.
    """
    measures, px = look().design.chip, look().px
    size = chip_size(chip)
    box = QRectF(
        rect.x(),
        rect.y() + (rect.height() - size.height()) / 2,
        min(size.width(), rect.width()),
        size.height(),
    )
    fill, line, ink = chip_colors(chip)
    if on_selection and chip.fill == Fill.NONE:
        ink = look().color("on_selection")
    if fill is not None:
        paint_box(painter, box, fill=fill, line=line, radius=box.height() / 2, width=measures.border)
    x = box.x() + (0 if chip.fill == Fill.NONE else px(measures.padding_x))
    if chip.icon:
        side = px(measures.icon)
        paint_icon(painter, QRectF(x, box.y() + (box.height() - side) / 2, side, side), chip.icon, ink)
        x += side + px(measures.gap)
    room = QRectF(x, box.y(), box.right() - x, box.height())
    paint_text(painter, room, chip.words, font=_font(), color=ink)


def chips_width(chips: Sequence[Chip]) -> float:
    """Return how wide a row of chips is."""
    return sum(chip_size(chip).width() for chip in chips) + look().px(GAP) * max(0, len(chips) - 1)


def least_width(chips: Sequence[Chip]) -> float:
    """Return the room in which the first chip stands whole, and the others at least in number."""
    return chips_width(chips if len(chips) < 2 else (chips[0], Chip(f"+{len(chips) - 1}")))


def chips_within(chips: Sequence[Chip], room: float) -> Sequence[Chip]:
    """Return the chips that have room whole; those that have none are counted in a last one, as in "+2".

    The first chip always stays: what stops a line comes first.
    """
    if chips_width(chips) <= room:
        return chips
    for kept in range(len(chips) - 1, 0, -1):
        fewer = (*chips[:kept], Chip(f"+{len(chips) - kept}"))
        if chips_width(fewer) <= room:
            return fewer
    return chips[:1]


def paint_chips(
    painter: QPainter, rect: QRectF, chips: Sequence[Chip], *, on_selection: bool = False
) -> None:
    """Draw chips one after another, and in a last one how many there was no room for."""
    x = rect.x()
    for chip in chips_within(chips, rect.width()):
        room = QRectF(x, rect.y(), rect.right() - x, rect.height())
        paint_chip(painter, room, chip, on_selection=on_selection)
        x += chip_size(chip).width() + look().px(GAP)


def chip_colors(chip: Chip) -> tuple[QColor | None, QColor | None, QColor]:
    """Return a chip's fill, line and ink."""
    color, tone = look().color, chip.tone.value
    if chip.fill == Fill.NONE:
        return None, None, color(tone if tone not in {"neutral", "control", "caution"} else f"on_{tone}_soft")
    if chip.fill == Fill.SOLID and tone in {"danger", "warning", "ok", "info"}:
        return color(tone), None, color(f"on_{tone}")
    return color(f"{tone}_soft"), color(f"{tone}_line"), color(f"on_{tone}_soft")


class ChipLabel(QWidget):
    """One chip on its own; hidden while there is none to show."""

    def __init__(self, chip: Chip | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chip: Chip | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_chip(chip)

    def show_chip(self, chip: Chip | None) -> None:
        """Show another chip, or none."""
        self._chip = chip
        show_if(self, chip is not None)
        self.setAccessibleName(chip.words if chip else "")
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        size = chip_size(self._chip or Chip(""))
        return QSize(round(size.width()) + 1, round(size.height()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._chip is None:
            return
        painter = painter_on(self)
        paint_chip(painter, QRectF(self.rect()), self._chip)
        painter.end()


def _font() -> QFont:
    measures = look().design.chip
    return look().sized_font(measures.size_px, weight=measures.weight)


__all__ = [
    "Chip",
    "ChipLabel",
    "Fill",
    "Tone",
    "chip_colors",
    "chip_size",
    "chips_width",
    "chips_within",
    "least_width",
    "paint_chip",
    "paint_chips",
]
