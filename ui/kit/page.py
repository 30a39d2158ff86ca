"""The margins every screen keeps, so that cards stand in the same place on all of them."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

MARGIN = 24  # pixels at both sides
GAP = 14  # between two cards


def page_layout(page: QWidget) -> QVBoxLayout:
    """Give a screen its column of cards with the usual margins, and return it."""
    column = QVBoxLayout(page)
    column.setContentsMargins(MARGIN, 14, MARGIN - 4, 7)
    column.setSpacing(GAP)
    return column
