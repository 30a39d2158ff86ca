"""The section of the window's look and manners. Each choice works at once, so there is nothing to save."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.context import Context
from ui.kit.cards import Card
from ui.kit.fields import ChoiceField, Form
from ui.kit.labels import Label
from ui.kit.tokens import TextScale, Theme

_THEMES: Final = tuple((theme.value, theme.words) for theme in Theme)
_SCALES: Final = tuple((str(scale.value), f"{scale.value} %") for scale in TextScale)
_MINUTES: Final = tuple(
    (str(minutes), f"{minutes} minute" if minutes == 1 else f"{minutes} minutes")
    for minutes in (1, 2, 3, 4, 5, 10, 15, 30)
)


class DisplaySection(QWidget):
    """Theme, text size, and when the station locks."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._window = context.window
        self._theme = ChoiceField("Theme", _THEMES)
        self._scale = ChoiceField("Text size", _SCALES)
        self._idle = ChoiceField("Lock after", _MINUTES)
        mine = Card(padding=20, gap=12)
        mine.column.addWidget(Label("For you, at every station of this file", "subtitle"))
        form = Form()
        form.add_field("Theme", self._theme, hint="Ctrl+Shift+T goes on to the next one from anywhere.")
        form.add_field("Text size", self._scale)
        mine.column.addWidget(form)
        station = Card(padding=20, gap=12)
        station.column.addWidget(Label("For this station", "subtitle"))
        form = Form()
        form.add_field("Lock after", self._idle, hint="Untouched for so long. What you were typing is kept.")
        station.column.addWidget(form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(mine)
        column.addWidget(station)
        column.addStretch(1)
        self._theme.chosen.connect(self._choose_theme)
        self._scale.chosen.connect(self._choose_scale)
        self._idle.chosen.connect(self._choose_idle)

    def read(self) -> None:
        """Show what is chosen now."""
        self._theme.show_choice(self._window.theme.value)
        self._scale.show_choice(str(self._window.text_scale.value))
        self._idle.show_choice(str(self._window.idle_minutes))

    def _choose_theme(self, key: str) -> None:
        self._window.choose_theme(Theme(key))

    def _choose_scale(self, key: str) -> None:
        self._window.choose_text_scale(TextScale(int(key)))

    def _choose_idle(self, key: str) -> None:
        self._window.choose_idle_minutes(int(key))
