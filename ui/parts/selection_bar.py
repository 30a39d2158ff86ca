"""What is selected in a list, and what can be done with it."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from ui.kit.cards import Card
from ui.kit.flow import FlowLayout
from ui.kit.labels import Label
from ui.kit.names import NameLabel
from ui.kit.theme import look

_LEGIBLE: Final = 240  # pixels at 100 % that the words keep beside the acts, margins included


class SelectionBar(Card):
    """A card below a list: the selected thing in words, and its acts beside it, or below where it is narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=16, gap=18, across=True, parent=parent)
        self.column.setContentsMargins(18, 10, 14, 10)
        self._name, self._about = NameLabel("body", 600), Label(role="muted", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._name)
        words.addWidget(self._about)
        acts = self._row_of_acts = QWidget()
        self._acts = FlowLayout(acts, gap=8)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        acts.setSizePolicy(policy)
        self.column.addLayout(words, 1)
        self.column.addWidget(acts)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self._row_of_acts.sizeHint().width() + look().px(_LEGIBLE) <= self.width()
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self.column.direction() != direction:
            self.column.setDirection(direction)
            self.column.setSpacing(18 if beside else 8)

    def add_act(self, part: QWidget) -> None:
        """Add a button."""
        self._acts.addWidget(part)

    def show_selection(self, name: str, about: str) -> None:
        """Say what is selected.

        Args:
            name: The product, its tall letters stand out; or what to do while nothing is selected.
            about: What else there is to know of it.
        """
        self._name.show_name(name)
        self._about.setText(about)
