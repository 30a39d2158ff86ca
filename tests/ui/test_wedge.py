from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QPushButton, QVBoxLayout, QWidget

from rxdesk.domain.scan import ScannerProfile
from ui.keystrokes import US_KEYS
from ui.kit.fields import SECRET
from ui.wedge import WedgeFilter, WedgeSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QWindow
    from pytestqt.qtbot import QtBot

    from rxdesk.ports.scanner import Scan

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
OFFSET = 0 if sys.platform == "win32" else 8
CODE = "]d2010030002143380217270831" + "10Ab-1\x1d21x/9"
POSITIONS = {
    character: (position, shifted)
    for position, pair in sorted(US_KEYS.items(), reverse=True)  # the main block wins over the keypad
    for shifted, character in enumerate(pair)
}
SPECIAL = {"\r": (28, Qt.Key.Key_Return, "\r"), "\t": (15, Qt.Key.Key_Tab, "\t")}
M = Qt.KeyboardModifier


class NoonClock:
    def now(self) -> datetime:
        return NOON

    def utc_offset_min(self) -> int:
        return 0

    def today(self) -> date:
        return NOON.date()


class Keyboard:
    """Strikes keys at given moments, as the desktop would deliver them to the focused window.

    `shown` is what the desktop's layout makes of a US key: the identity for a US layout.
    """

    def __init__(self, window: Callable[[], QWindow]) -> None:
        self.window = window
        self.now = 10_000
        self.shown: Callable[[str], str] = lambda character: character

    def strike(self, position: int, key: int, modifiers: Qt.KeyboardModifier, text: str) -> None:
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifiers, position + OFFSET, 0, 0, text)
            event.setTimestamp(self.now)
            QCoreApplication.sendEvent(self.window(), event)

    def type(self, text: str, gap_ms: int = 1) -> None:
        for character in text:
            self.now += gap_ms
            if character in SPECIAL:
                position, key, typed = SPECIAL[character]
                self.strike(position, key, M.NoModifier, typed)
            elif character == "\x1d":
                self.strike(POSITIONS["]"][0], Qt.Key.Key_BracketRight, M.ControlModifier, "\x1d")
            else:
                position, shifted = POSITIONS[character]
                typed = self.shown(character)
                modifiers = M.ShiftModifier if shifted else M.NoModifier
                self.strike(position, ord(typed.upper()[0]), modifiers, typed)


class Desk:
    """A window with a field and a default button, a keyboard in front of it, and the filter between."""

    def __init__(self, qtbot: QtBot, settings: WedgeSettings | None = None) -> None:
        self.scans: list[Scan] = []
        self.clicks: list[str] = []
        self.widget = QWidget()
        self.field, self.pin, self.button = QLineEdit(), QLineEdit(), QPushButton("Delete")
        self.pin.setProperty(SECRET, True)
        self.button.clicked.connect(lambda: self.clicks.append("clicked"))
        self.button.setAutoDefault(True)
        layout = QVBoxLayout(self.widget)
        for part in (self.field, self.pin, self.button):
            layout.addWidget(part)
        qtbot.addWidget(self.widget)
        self.widget.show()
        self.widget.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWindow() is self.widget.windowHandle())
        self.field.setFocus()
        self.keyboard = Keyboard(QApplication.focusWindow)
        self.filter = WedgeFilter(self.scans.append, NoonClock(), settings, parent=self.widget)
        QApplication.instance().installEventFilter(self.filter)  # type: ignore[union-attr]
        self.qtbot = qtbot

    @property
    def texts(self) -> list[str]:
        return [scan.text for scan in self.scans]

    def typed(self, text: str) -> None:
        self.qtbot.waitUntil(lambda: self.field.text() == text)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(qtbot)
    yield desk
    QApplication.instance().removeEventFilter(desk.filter)  # type: ignore[union-attr]


def test_a_scan_is_given_on_and_nothing_of_it_is_typed(desk: Desk) -> None:
    desk.keyboard.type(CODE + "\r")
    assert desk.texts == [CODE]
    assert (desk.scans[0].device, desk.scans[0].scanned_at) == ("Keyboard scanner", NOON)
    assert desk.field.text() == ""


def test_typing_between_scans_arrives_whole_and_in_order(desk: Desk) -> None:
    for word in ("amo", "xi", "cillin 500"):
        desk.keyboard.type(CODE + "\r")
        desk.keyboard.type(word, gap_ms=90)
        desk.keyboard.now += 300
    desk.typed("amoxicillin 500")
    assert desk.texts == [CODE] * 3


def test_a_fast_typist_is_never_taken_for_a_scanner(desk: Desk) -> None:
    desk.keyboard.type("the quick brown fox jumps over the lazy dog", gap_ms=30)
    desk.keyboard.now += 300
    desk.typed("the quick brown fox jumps over the lazy dog")
    assert desk.scans == []


def test_caps_lock_does_not_change_a_scan(desk: Desk) -> None:
    desk.keyboard.shown = str.swapcase
    desk.keyboard.type(CODE + "\r")
    assert desk.texts == [CODE]


def test_a_german_layout_does_not_change_a_scan(desk: Desk) -> None:
    german = str.maketrans("yzYZ-/]", "zyZY\xdf-+")
    desk.keyboard.shown = lambda character: character.translate(german)
    desk.keyboard.type(CODE + "\r")
    assert desk.texts == [CODE]


def test_typing_on_a_german_layout_keeps_its_characters(desk: Desk) -> None:
    desk.keyboard.shown = lambda character: character.translate(str.maketrans("yz;", "zy\xf6"))
    desk.keyboard.type("z;y", gap_ms=90)
    desk.typed("y\xf6z")


def test_a_scanner_that_follows_the_layout_is_read_by_its_characters(qtbot: QtBot) -> None:
    desk = Desk(qtbot, WedgeSettings(positional=False))
    desk.keyboard.shown = str.swapcase
    desk.keyboard.type(CODE.swapcase() + "\r")
    QApplication.instance().removeEventFilter(desk.filter)  # type: ignore[union-attr]
    assert desk.texts == [CODE]


def test_a_scan_does_not_answer_a_message_box(desk: Desk) -> None:
    box = QMessageBox(desk.widget)
    box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
    box.setDefaultButton(QMessageBox.StandardButton.Yes)
    desk.qtbot.addWidget(box)
    box.open()
    desk.qtbot.waitUntil(lambda: QApplication.focusWindow() is box.windowHandle())
    desk.keyboard.type("TOTE 12 \r")
    desk.keyboard.type(CODE + "\r\r")
    assert box.isVisible()
    assert desk.texts == ["TOTE 12 ", CODE]


def test_enter_after_a_scan_that_ends_in_two_presses_no_button(desk: Desk) -> None:
    desk.button.setFocus()
    for suffix in ("\r\r", "\t\r"):
        desk.keyboard.type(CODE + suffix)
        desk.keyboard.now += 500
    assert desk.texts == [CODE, CODE]
    assert desk.clicks == []
    desk.keyboard.type(" ", gap_ms=200)
    desk.qtbot.waitUntil(lambda: desk.clicks == ["clicked"])


def test_enter_typed_by_a_person_passes_at_once(desk: Desk) -> None:
    entered: list[str] = []
    desk.field.returnPressed.connect(lambda: entered.append(desk.field.text()))
    desk.keyboard.type("12\r", gap_ms=90)
    assert entered == ["12"]


def test_shortcuts_are_held_off_inside_a_scan_and_only_there(desk: Desk) -> None:
    def held_off() -> bool:
        event = QKeyEvent(
            QEvent.Type.ShortcutOverride,
            Qt.Key.Key_BracketRight,
            M.ControlModifier,
            27 + OFFSET,
            0,
            0,
            "\x1d",
        )
        event.setTimestamp(desk.keyboard.now + 1)
        event.ignore()
        QCoreApplication.sendEvent(desk.keyboard.window(), event)
        return event.isAccepted()

    before = held_off()
    desk.keyboard.type(CODE[:20])
    inside = held_off()
    desk.keyboard.type(CODE[20:] + "\r")
    assert (before, inside, held_off()) == (False, True, False)


@pytest.mark.parametrize("digits", ["029", "0029", "29"])
def test_the_separator_may_come_as_an_alt_code(desk: Desk, digits: str) -> None:
    before, after = CODE.split("\x1d")
    desk.keyboard.type(before)
    for digit in digits:
        desk.keyboard.now += 1
        position = next(place for place, pair in US_KEYS.items() if place > 57 and pair[0] == digit)
        desk.keyboard.strike(position, ord(digit), M.AltModifier | M.KeypadModifier, "")
    desk.keyboard.type(after + "\r")
    assert desk.texts == [CODE]


def test_the_separator_may_come_as_f8(desk: Desk) -> None:
    before, after = CODE.split("\x1d")
    desk.keyboard.type(before)
    desk.keyboard.now += 1
    desk.keyboard.strike(66, Qt.Key.Key_F8, M.NoModifier, "")
    desk.keyboard.type(after + "\r")
    assert desk.texts == [CODE]


def test_a_scan_without_suffix_ends_in_silence(desk: Desk) -> None:
    desk.keyboard.type(CODE)
    desk.qtbot.waitUntil(lambda: desk.texts == [CODE])


def test_a_scan_that_stutters_is_still_one_scan(desk: Desk) -> None:
    desk.keyboard.type(CODE[:20])
    desk.keyboard.now += 150
    desk.keyboard.type(CODE[20:] + "\r")
    assert desk.texts == [CODE]


def test_a_letter_typed_just_before_a_scan_is_typed_and_not_scanned(desk: Desk) -> None:
    desk.keyboard.type("x", gap_ms=90)
    desk.keyboard.now += 20
    desk.keyboard.type(CODE + "\r")
    assert desk.texts == [CODE]
    assert desk.field.text() == "x"


def test_a_secret_field_is_never_listened_to(desk: Desk) -> None:
    desk.pin.setFocus()
    desk.keyboard.type("12345678")
    assert desk.pin.text() == "12345678"
    assert desk.scans == []


def test_keys_that_no_scanner_strikes_pass_at_once(desk: Desk) -> None:
    desk.keyboard.type("ab", gap_ms=90)
    desk.typed("ab")
    desk.keyboard.now += 90
    desk.keyboard.strike(14, Qt.Key.Key_Backspace, M.NoModifier, "\b")
    assert desk.field.text() == "a"


def test_a_code_that_cannot_be_read_is_given_on_to_be_refused(desk: Desk) -> None:
    desk.keyboard.type("]d20100300021433803\r")
    assert desk.texts == ["]d20100300021433803"]


def test_a_profile_goes_with_the_scan(qtbot: QtBot) -> None:
    profile = ScannerProfile(gs="^")
    desk = Desk(qtbot, WedgeSettings(profile=profile))
    desk.keyboard.type(CODE.replace("\x1d", "^") + "\r")
    QApplication.instance().removeEventFilter(desk.filter)  # type: ignore[union-attr]
    assert [scan.profile for scan in desk.scans] == [profile]
