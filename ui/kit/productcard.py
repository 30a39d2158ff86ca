"""The product card: what it is, what there is of it, which lot was scanned, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from ui.kit.cards import Banner, Card, Tinted
from ui.kit.chips import ChipLabel
from ui.kit.flow import FlowLayout
from ui.kit.labels import Identifier, Label, Line, Metric
from ui.kit.names import NameLabel
from ui.kit.shown import show_if
from ui.kit.theme import look
from ui.kit.tones import Tone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from ui.kit.shown_product import ShownLot, ShownProduct

_STACKS_BELOW = 860  # pixels of card at 100 %: then the lot goes below the product instead of squeezing it


class LotCard(Tinted):
    """One lot: its expiry as large as anything on the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Tone.NEUTRAL, parent=parent)
        self._caption, self._chip = Label(role="caption"), ChipLabel()
        self._expiry = Label(role="metric")
        self._lot, self._serial = Identifier("Lot", strong=True), Identifier("Serial", strong=True)
        self._advice = Label(role="strong", wrap=True)
        head, identifiers = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._caption)
        head.addStretch(1)
        head.addWidget(self._chip)
        identifiers.setSpacing(22)
        identifiers.addWidget(self._lot)
        identifiers.addWidget(self._serial)
        identifiers.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(17, 12, 14, 12)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._expiry)
        column.addLayout(identifiers)
        column.addSpacing(3)
        column.addWidget(self._advice)
        self.setMinimumWidth(290)

    def show_lot(self, lot: ShownLot | None) -> None:
        """Show a lot, or none."""
        show_if(self, lot is not None)
        if lot is None:
            return
        self._caption.setText(lot.caption)
        self._chip.show_chip(lot.chip)
        self._expiry.setText(lot.expiry)
        self._lot.show_value(lot.lot)
        self._serial.show_value(lot.serial)
        self._advice.setText(lot.advice)
        show_if(self._advice, bool(lot.advice))
        self.setAccessibleName(f"{lot.caption} {lot.lot}, {lot.expiry}, {lot.chip.words}. {lot.advice}")
        self.show_tone(lot.tone)


class ProductCard(Card):
    """A product with the figures, the lot and the acts that belong to it.

    The acts are the screen's: it adds its buttons and its quantity with `add_act`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=18, gap=12, parent=parent)
        self._name, self._chips = NameLabel(), QHBoxLayout()
        self._described = Label(role="subtitle_muted", wrap=True)
        self._identifiers = FlowLayout(gap=20)
        self._look_alike = Banner()
        self._figures = QVBoxLayout()
        self._figures.setSpacing(8)
        self._lot = LotCard()
        self._acts = FlowLayout(gap=10)
        self._line = Line()
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(24)
        self._top.addLayout(self._product_column(), 1)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(24)
        self._beside.addLayout(self._figures)
        self._beside.addWidget(self._lot, 0, Qt.AlignmentFlag.AlignTop)
        self._top.addLayout(self._beside)
        self.column.addLayout(self._top)
        self.column.addWidget(self._line)
        self.column.addLayout(self._acts)
        self._line.hide()

    def add_act(self, part: QWidget) -> None:
        """Add a button or a quantity to the row of acts."""
        self._line.show()
        self._acts.addWidget(part)

    def show_product(self, product: ShownProduct) -> None:
        """Show another product, or the same after it changed."""
        self._name.show_name(product.name)
        self._described.setText(product.described)
        _refill(self._chips, [ChipLabel(chip) for chip in product.chips])
        places = [Identifier("Bin", product.place, mono=False)] if product.place else []
        _refill(self._identifiers, [*(Identifier(*pair) for pair in product.identifiers), *places])
        _refill(self._figures, [Metric(*pair) for pair in product.figures])
        if product.look_alike:
            self._look_alike.show_message(product.look_alike)
        else:
            self._look_alike.hide()
        self._lot.show_lot(product.lot)
        self.setAccessibleName(f"{product.name}, {product.described}")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stacked = self.width() < look().px(_STACKS_BELOW)
        direction = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        if self._top.direction() != direction:
            self._top.setDirection(direction)

    def _product_column(self) -> QVBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(12)
        self._chips.setSpacing(6)
        head.addWidget(self._name)
        head.addLayout(self._chips)
        head.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._described)
        column.addLayout(self._identifiers)
        column.addSpacing(2)
        column.addWidget(self._look_alike)
        column.addStretch(1)
        return column


def _refill(layout: QBoxLayout | FlowLayout, parts: Sequence[QWidget]) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
    for part in parts:
        layout.addWidget(part)
