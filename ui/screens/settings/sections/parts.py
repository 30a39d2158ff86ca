"""What the sections share: a list beside the form for one of its rows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from ui.kit.cards import Card
from ui.kit.labels import Label
from ui.kit.theme import look

FORM_WIDTH = 380  # pixels at 100 %


def scrolled(inside: QWidget) -> QScrollArea:
    """Return a part that scrolls when the window is too low for it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area


def form_card(title: Label, *parts: QWidget | QLayout) -> Card:
    """Return a card of a form's width with these parts below each other."""
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 4, 0)
    column.setSpacing(12)
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part)
        else:
            column.addLayout(part)
    column.addStretch(1)
    card = Card(padding=18, gap=12)
    card.column.addWidget(title)
    card.column.addWidget(scrolled(inside), 1)
    card.setFixedWidth(look().px(FORM_WIDTH))
    return card


def beside(section: QWidget, left: QWidget, right: QWidget) -> QHBoxLayout:
    """Lay a list and its form side by side."""
    row = QHBoxLayout(section)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(14)
    row.addWidget(left, 1)
    row.addWidget(right)
    return row


def in_a_row(*parts: QWidget) -> QHBoxLayout:
    """Lay buttons in a row, at the left."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return row
