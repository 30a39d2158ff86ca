"""What people chose of the window: worn at once, kept for the person, and for the station while nobody is there."""

import json
from dataclasses import replace
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.fakes_desk import FakeGiven
from ui.choices import ChosenWindow, PersonChoices, StationChoices, read_station_choices
from ui.kit.theme import look
from ui.kit.tokens import TextScale, Theme


class Keeping:
    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def set_setting(self, owner: str, name: str, value: str) -> None:
        self.kept[owner + name] = value


class Station:
    def __init__(self, app: QApplication) -> None:
        self.keeping, self.changes = Keeping(), 0
        given = FakeGiven()
        self.window = ChosenWindow(
            app,
            replace(given.desk, keeping=cast("Any", self.keeping)),
            given.ask,
            station=StationChoices(),
            changed=self.count,
        )

    def count(self) -> None:
        self.changes += 1


@pytest.fixture
def station(wardrobe: QApplication) -> Station:
    return Station(wardrobe)


def test_a_theme_is_worn_at_once_and_kept_for_the_person_and_the_station(station: Station) -> None:
    mine = PersonChoices(None, lambda _: None)
    station.window.belong_to(mine)
    station.window.choose_theme(Theme.DARK)
    assert look().theme is Theme.DARK
    assert mine.get("window/theme") == "dark"
    assert read_station_choices(station.keeping.kept["window"]).theme is Theme.DARK


def test_each_person_wears_what_they_chose(station: Station) -> None:
    mine = PersonChoices(json.dumps({"window/theme": "dark", "window/text": "130"}), lambda _: None)
    station.window.belong_to(mine)
    assert (look().theme, look().scale) == (Theme.DARK, TextScale.LARGER)
    station.window.belong_to(PersonChoices(json.dumps({"window/theme": "light"}), lambda _: None))
    assert look().theme is Theme.LIGHT


def test_every_theme_comes_round(station: Station) -> None:
    worn: list[Theme] = []
    for _ in Theme:
        station.window.next_theme()
        worn.append(look().theme)
    assert worn == [Theme.DARK, Theme.HIGH_CONTRAST, Theme.LIGHT]


def test_when_the_station_locks_is_kept_for_the_station(station: Station) -> None:
    station.window.choose_idle_minutes(10)
    assert station.window.idle_minutes == 10
    assert read_station_choices(station.keeping.kept["window"]).idle_minutes == 10
    assert station.changes == 1


@pytest.mark.parametrize("kept", [None, "not JSON", '{"theme": "plaid"}'])
def test_choices_that_cannot_be_read_leave_the_usual_ones(kept: str | None) -> None:
    assert read_station_choices(kept) == StationChoices()


def test_many_changes_are_one_write(qtbot: QtBot) -> None:
    written: list[str] = []
    mine = PersonChoices('{"table/stock": "a"}', written.append)
    for width in range(50):
        mine.set("table/stock", str(width))
    assert written == []
    qtbot.waitUntil(lambda: bool(written))
    assert written == ['{"table/stock":"49"}']


def test_what_waits_is_written_before_the_window_closes() -> None:
    written: list[str] = []
    mine = PersonChoices(None, written.append)
    mine.flush()
    mine.set("table/stock", "1")
    mine.flush()
    assert written == ['{"table/stock":"1"}']
