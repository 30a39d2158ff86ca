"""What is selected in a list, and what can be done with it."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.kit.cards import Card
from ui.kit.flow import FlowLayout
from ui.kit.labels import Label
from ui.kit.names import NameLabel


class SelectionBar(Card):
    """A card below a list: the selected thing in words, and its acts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=16, gap=18, across=True, parent=parent)
        self.column.setContentsMargins(18, 10, 14, 10)
        self._name, self._about = NameLabel("body", 600), Label(role="muted", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._name)
        words.addWidget(self._about)
        acts = QWidget()
        self._acts = FlowLayout(acts, gap=8)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        acts.setSizePolicy(policy)
        self.column.addLayout(words, 1)
        self.column.addWidget(acts)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

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
