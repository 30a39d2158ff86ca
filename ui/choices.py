"""What people chose of the glass: kept per person, with the station's own for whoever is not signed in.

A person's choices are one JSON object under one setting, read once when they sign in and written a moment
after the last change: dragging a column is one write, not a hundred.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from rxdesk.desk import Desk
from ui.asking import Ask
from ui.kept_scanners import STATION
from ui.kit.preferences import Preferences
from ui.kit.theme import dress, look
from ui.kit.tokens import TextScale, Theme

PERSON_SETTING: Final = "glass"
STATION_SETTING: Final = "window"
_WRITE_AFTER_MS: Final = 400
_THEME: Final = "window/theme"
_TEXT: Final = "window/text"


class StationChoices(msgspec.Struct, frozen=True, kw_only=True):
    """What the station keeps of its window."""

    theme: Theme = Theme.LIGHT
    text: TextScale = TextScale.NORMAL
    idle_minutes: int = 4
    keyboard_scanner: bool = True


def read_station_choices(text: str | None) -> StationChoices:
    """Return what a kept text says; the usual choices where there is none, or it is of another program."""
    if text is None:
        return StationChoices()
    try:
        return msgspec.json.decode(text, type=StationChoices)
    except msgspec.DecodeError:
        return StationChoices()  # how a window looks is not worth a question


class PersonChoices(QObject):
    """One person's drawer of choices; `ui.kit.preferences.Preferences` says what it is for."""

    def __init__(self, kept: str | None, write: Callable[[str], None]) -> None:
        super().__init__()
        self._write = write
        self._kept = _drawer(kept)
        self._waiting = QTimer(self, interval=_WRITE_AFTER_MS, singleShot=True)
        self._waiting.timeout.connect(self._write_now)

    def get(self, key: str) -> str | None:
        """Return what was kept under a key, or None."""
        return self._kept.get(key)

    def set(self, key: str, value: str) -> None:
        """Keep a text under a key."""
        if self._kept.get(key) != value:
            self._kept[key] = value
            self._waiting.start()

    def flush(self) -> None:
        """Write at once what waits to be written."""
        if self._waiting.isActive():
            self._waiting.stop()
            self._write_now()

    def _write_now(self) -> None:
        self._write(msgspec.json.encode(self._kept, order="sorted").decode())


class ChosenWindow(QObject):
    """The window's look and manners, changed at once and kept; see `ui.context.WindowChoices`.

    Args:
        app: What is dressed.
        desk: Keeps the station's choices.
        ask: The way to it.
        station: What the station kept.
        changed: Called after every change.
    """

    def __init__(
        self,
        app: QApplication,
        desk: Desk,
        ask: Ask,
        *,
        station: StationChoices,
        changed: Callable[[], None],
    ) -> None:
        super().__init__()
        self._app, self._desk, self._ask = app, desk, ask
        self._station = station
        self._changed = changed
        self._person: Preferences | None = None

    @property
    def theme(self) -> Theme:
        """Return the theme now worn."""
        return look().theme

    @property
    def text_scale(self) -> TextScale:
        """Return the text size now worn."""
        return look().scale

    @property
    def idle_minutes(self) -> int:
        """Return after how many untouched minutes the station locks."""
        return self._station.idle_minutes

    @property
    def keyboard_scanner(self) -> bool:
        """Return whether fast keys are taken for a scanner that types."""
        return self._station.keyboard_scanner

    def belong_to(self, person: Preferences | None) -> None:
        """Wear what a person chose; without a person, what was worn last stays."""
        self._person = person
        if person is None:
            return
        theme = _member(Theme, person.get(_THEME)) or self.theme
        text = person.get(_TEXT)
        scale = next((scale for scale in TextScale if text == str(scale.value)), self.text_scale)
        self._wear(theme, scale)

    def choose_theme(self, theme: Theme) -> None:
        """Wear a theme; it is the person's own choice."""
        self._wear(theme, self.text_scale)
        self._keep(_THEME, theme.value)

    def choose_text_scale(self, scale: TextScale) -> None:
        """Wear a text size; it is the person's own choice."""
        self._wear(self.theme, scale)
        self._keep(_TEXT, str(scale.value))

    def next_theme(self) -> None:
        """Wear the theme after this one."""
        themes = list(Theme)
        self.choose_theme(themes[(themes.index(self.theme) + 1) % len(themes)])

    def choose_idle_minutes(self, minutes: int) -> None:
        """Lock the station after so many untouched minutes; it is the station's."""
        self._keep_station(msgspec.structs.replace(self._station, idle_minutes=minutes))

    def choose_keyboard_scanner(self, *, on: bool) -> None:
        """Take fast keys for a scanner, or leave every key to the fields; it is the station's."""
        self._keep_station(msgspec.structs.replace(self._station, keyboard_scanner=on))

    def _wear(self, theme: Theme, scale: TextScale) -> None:
        if (theme, scale) != (self.theme, self.text_scale):
            dress(self._app, theme, scale)

    def _keep(self, key: str, value: str) -> None:
        if self._person is not None:
            self._person.set(key, value)
        # The station wears it too while nobody is signed in, so that the lock does not flash white at night.
        self._keep_station(msgspec.structs.replace(self._station, theme=self.theme, text=self.text_scale))

    def _keep_station(self, station: StationChoices) -> None:
        if station != self._station:
            self._station = station
            text = msgspec.json.encode(station).decode()
            self._ask(lambda: self._desk.keeping.set_setting(STATION, STATION_SETTING, text), _nothing)
        self._changed()


def _drawer(kept: str | None) -> dict[str, str]:
    if kept is None:
        return {}
    try:
        return msgspec.json.decode(kept, type=dict[str, str])
    except msgspec.DecodeError:
        return {}  # kept by another program; widths are not worth a question


def _member(themes: type[Theme], value: str | None) -> Theme | None:
    return next((theme for theme in themes if theme.value == value), None)


def _nothing(_: None) -> None:
    """Be told that something was written; there is nothing to show for it."""
