"""The first steps of a new pharmacy, as the person sees them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.kit.buttons import Button, Kind
from ui.kit.cards import Card, Icon
from ui.kit.chips import ChipLabel
from ui.kit.labels import Label
from ui.kit.tones import Chip, Fill, Tone
from ui.screens.today.state import Step


class StepCards(QWidget):
    """What to do first, one card each.

    Signals:
        chosen: A step was taken up: its `Way`.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Step, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show these steps; the first one that is not done is the loudest."""
        if self._shown == tuple(steps):
            return
        self._shown = tuple(steps)
        while (item := self._column.takeAt(0)) is not None:
            if (card := item.widget()) is not None:
                card.hide()
                card.deleteLater()
        first = next((step for step in steps if not step.done), None)
        for step in steps:
            self._column.addWidget(self._card(step, first=step is first))

    def _card(self, step: Step, *, first: bool) -> Card:
        card = Card(padding=18, gap=16, across=True)
        button = Button(step.action, kind=Kind.PRIMARY if first else Kind.SECONDARY, tall=True)
        button.clicked.connect(lambda: self.chosen.emit(step.way))
        button.setAccessibleDescription(step.title)
        title = QHBoxLayout()
        title.setSpacing(10)
        title.addWidget(Label(step.title, "subtitle"))
        if step.done:
            title.addWidget(ChipLabel(Chip(step.done, "circle-check", Tone.OK, Fill.SOFT)))
        title.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addLayout(title)
        words.addWidget(Label(step.sentence, "muted", wrap=True))
        card.column.addWidget(Icon(step.icon, "primary", size=26), 0, Qt.AlignmentFlag.AlignTop)
        card.column.addLayout(words, 1)
        card.column.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return card
