"""A field with its name above it, so that several stand in one row."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit.labels import Label


class Labelled(QWidget):
    """A field with a small name above it and room for a word of help below."""

    def __init__(self, words: str, field: QWidget, *, width: int = 0, hint: str = "") -> None:
        super().__init__()
        self.field = field
        label = Label(words, "caption")
        label.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(label)
        column.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        if hint:
            column.addWidget(Label(hint, "hint"))
        if width:
            field.setFixedWidth(width)
