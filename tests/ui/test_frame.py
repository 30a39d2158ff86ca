"""The frame stays in place, is driven by keys, and passes every wish on."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from tests.ui.heard import heard
from ui.frame.cheatsheet import CheatSheet
from ui.frame.finder import Finder
from ui.frame.navigation import Navigation, NavItem
from ui.frame.noticearea import NoticeArea
from ui.frame.parts import Badge, Found, LastAction, Page, ShownPerson, Status
from ui.frame.topbar import PersonButton, ScanBar
from ui.frame.window import Frame
from ui.kit import keys
from ui.kit.buttons import Button
from ui.kit.theme import dress, look
from ui.kit.tokens import TextScale, Theme
from ui.kit.tones import Chip, Tone
from ui.notices import Level, Notice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytestqt.qtbot import QtBot

T = TypeVar("T", bound=QWidget)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def frame(qtbot: QtBot) -> Frame:
    pages = [
        Page(key="today", title="Today", icon="layout-dashboard", widget=QLabel("today"), shortcut="Ctrl+1"),
        Page(
            key="stock", title="Stock", icon="boxes", widget=QLabel("stock"), group="Stock", shortcut="Ctrl+2"
        ),
        Page(key="settings", title="Settings", icon="settings", widget=QLabel("settings"), at_foot=True),
    ]
    made = Frame(pages, pharmacy="Maple Street Pharmacy")
    qtbot.addWidget(made)
    made.resize(1440, 900)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def only(frame: Frame, kind: type[T]) -> T:
    (found,) = frame.findChildren(kind)
    return found


def test_the_first_page_is_in_front(frame: Frame) -> None:
    assert frame.current_page == "today"


def test_a_screen_comes_to_the_front_by_its_key_and_by_a_click(frame: Frame, qtbot: QtBot) -> None:
    changed = heard(frame.page_changed)
    QTest.keyClick(frame, Qt.Key.Key_2, CTRL)
    assert changed == [("stock",)]
    item = next(item for item in frame.findChildren(NavItem) if item.text() == "Settings")
    changed = heard(frame.page_changed)
    QTest.mouseClick(item, Qt.MouseButton.LeftButton)
    assert changed == [("settings",)]
    assert item.isChecked()


def test_f2_goes_to_the_scan_bar_and_enter_hands_the_text_over(frame: Frame, qtbot: QtBot) -> None:
    QTest.keyClick(frame, Qt.Key.Key_F2)
    field = frame.findChildren(ScanBar)[0].field
    assert frame.focusWidget() is field
    QTest.keyClicks(field, " hydroxy ")
    typed = heard(frame.scan_typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert typed == [("hydroxy",)]
    assert field.text() == ""


def test_an_empty_scan_bar_hands_nothing_over(frame: Frame, qtbot: QtBot) -> None:
    field = frame.findChildren(ScanBar)[0].field
    said = heard(frame.scan_typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert said == []


def test_down_in_the_scan_bar_goes_on_to_what_was_found(frame: Frame) -> None:
    field = frame.findChildren(ScanBar)[0].field
    wanted = heard(frame.results_wanted)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert wanted == [()]


def finder_of(frame: Frame) -> tuple[QWidget, QLineEdit]:
    panel = only(frame, Finder)
    return panel, panel.findChildren(QLineEdit)[0]


def test_the_finder_finds_a_screen_and_goes_there(frame: Frame, qtbot: QtBot) -> None:
    QTest.keyClick(frame, Qt.Key.Key_K, CTRL)
    panel, field = finder_of(frame)
    assert panel.isVisible()
    QTest.keyClicks(field, "sett")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert frame.current_page == "settings"
    assert not panel.isVisible()


def test_the_finder_gives_a_command(frame: Frame, qtbot: QtBot) -> None:
    QTest.keyClick(frame, Qt.Key.Key_K, CTRL)
    _, field = finder_of(frame)
    QTest.keyClicks(field, "high contrast")
    said = heard(frame.theme_wanted)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert len(said) == 1


def test_every_command_the_finder_offers_can_be_given(frame: Frame, qtbot: QtBot) -> None:
    offered: list[Found] = []
    frame.find_here("", offered.extend)
    for found in offered:
        frame.follow(found)
        frame.go_back()
    assert {found.subject for found in offered} >= {keys.HELP, keys.SCAN_BAR, keys.THEME, keys.LOCK}


def test_the_finder_hands_over_what_others_found_and_drops_late_answers(frame: Frame, qtbot: QtBot) -> None:
    waiting: dict[str, Callable[[Sequence[Found]], None]] = {}
    frame.find_in([waiting.__setitem__])
    QTest.keyClick(frame, Qt.Key.Key_K, CTRL)
    _, field = finder_of(frame)
    QTest.keyClicks(field, "zy")
    waiting["z"]([Found(words="zinc", kind="Product", subject="late")])
    waiting["zy"]([Found(words="hydrOXYzine HCl", kind="Product", subject="p1")])
    chosen = heard(frame.find_chosen)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert chosen == [(Found(words="hydrOXYzine HCl", kind="Product", subject="p1"),)]


def test_escape_closes_the_finder_before_it_leads_back(frame: Frame, qtbot: QtBot) -> None:
    QTest.keyClick(frame, Qt.Key.Key_K, CTRL)
    panel, field = finder_of(frame)
    said = heard(frame.back_wanted)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert said == []
    assert not panel.isVisible()
    said = heard(frame.back_wanted)
    QTest.keyClick(frame, Qt.Key.Key_Escape)
    assert len(said) == 1


def test_a_press_beside_the_finder_closes_it(frame: Frame) -> None:
    frame.open_finder()
    panel, _ = finder_of(frame)
    beside = frame.childAt(30, 500)
    assert beside is not None
    QTest.mouseClick(beside, Qt.MouseButton.LeftButton)
    assert not panel.isVisible()
    assert frame.childAt(30, 500) is not beside


def test_f1_shows_every_key_there_is(frame: Frame, qtbot: QtBot) -> None:
    QTest.keyClick(frame, Qt.Key.Key_F1)
    sheet = only(frame, CheatSheet)
    assert sheet.isVisible()
    words = {label.text() for label in sheet.findChildren(QLabel)}
    assert {command.words for command in keys.COMMANDS} <= words
    assert {"Today", "Stock"} <= words


def test_the_last_action_offers_its_way_back(frame: Frame, qtbot: QtBot) -> None:
    frame.show_action(LastAction(said="Pulled 30.", at="09:41", person="K. Patel", key="e1"))
    wanted = heard(frame.reverse_wanted)
    QTest.keyClick(frame, Qt.Key.Key_Z, CTRL)
    assert wanted == [("e1",)]


def test_what_cannot_be_reversed_offers_no_way_back(frame: Frame, qtbot: QtBot) -> None:
    frame.show_action(
        LastAction(said="Signed in.", at="09:41", person="K. Patel", key="e1", reversible=False)
    )
    said = heard(frame.reverse_wanted)
    QTest.keyClick(frame, Qt.Key.Key_Z, CTRL)
    assert said == []


REFUSED = Notice(Level.REFUSED, "The lot is held.", "Release it.")
TROUBLE = Notice(Level.TROUBLE, "The printer is out of paper.", "Put in a new roll.")


def test_errors_stay_until_they_are_put_away_and_others_until_the_next(frame: Frame, qtbot: QtBot) -> None:
    area = frame.findChildren(NoticeArea)[0]
    frame.show_notice(REFUSED)
    frame.show_notice(Notice(Level.DONE, "Received."))
    frame.show_notice(TROUBLE)
    assert area.notices == (TROUBLE, REFUSED)
    QTest.keyClick(frame, Qt.Key.Key_Backspace, CTRL)
    assert area.notices == (REFUSED,)
    QTest.mouseClick(area.findChildren(Button)[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: area.notices == ())
    assert area.isHidden()


def test_the_same_notice_again_is_counted_and_not_stacked(frame: Frame) -> None:
    for _ in range(3):
        frame.show_notice(REFUSED)
    area = frame.findChildren(NoticeArea)[0]
    assert area.notices == (REFUSED,)
    assert "3 times" in {label.text() for label in area.findChildren(QLabel)}


def test_many_notices_leave_room_for_the_work(frame: Frame) -> None:
    for number in range(5):
        frame.show_notice(Notice(Level.TROUBLE, f"Trouble {number}."))
    area = frame.findChildren(NoticeArea)[0]
    assert len(area.notices) == 5
    assert "2 older below" in {label.text() for label in area.findChildren(QLabel)}


def test_a_cover_hides_everything_and_takes_the_keys(frame: Frame, qtbot: QtBot) -> None:
    lock = QLineEdit()
    frame.cover(lock)
    assert lock.isVisible()
    assert not frame.findChildren(Navigation)[0].isVisible()
    said = heard(frame.page_changed)
    QTest.keyClick(frame, Qt.Key.Key_2, CTRL)
    assert said == []
    QTest.keyClick(frame, Qt.Key.Key_K, CTRL)
    assert only(frame, Finder).isHidden()
    frame.cover(None)
    assert frame.findChildren(Navigation)[0].isVisible()
    assert not lock.isVisible()


def test_a_narrow_window_has_a_rail_and_the_names_are_still_spoken(frame: Frame) -> None:
    navigation = frame.findChildren(Navigation)[0]
    assert navigation.width() == 224
    frame.resize(1180, 800)
    assert navigation.width() == 72
    item = next(item for item in frame.findChildren(NavItem) if item.text() == "Stock")
    assert item.accessibleName() == "Stock"
    assert "Ctrl+2" in item.toolTip()


def test_a_badge_is_painted_and_spoken(frame: Frame) -> None:
    frame.show_badge("stock", Badge(4, "lots to pull", stop=True))
    item = next(item for item in frame.findChildren(NavItem) if item.text() == "Stock")
    assert item.accessibleName() == "Stock, 4 lots to pull"
    frame.show_badge("stock", None)
    assert item.accessibleName() == "Stock"


def test_who_is_there_and_what_is_connected_is_said_in_words(frame: Frame, qtbot: QtBot) -> None:
    frame.show_person(ShownPerson(name="K. Patel", role="Technician", initials="KP"), "locks in 4 min")
    frame.show_scanner(Chip("Scanner ready", "cable", Tone.OK))
    frame.show_statuses([Status(key="scanner", words="Scanner ready", icon="cable", tone=Tone.OK)])
    assert "K. Patel, Technician · locks in 4 min" in frame.findChildren(PersonButton)[0].accessibleName()
    item = next(b for b in frame.findChildren(QAbstractButton) if b.accessibleName() == "Scanner ready")
    pressed = heard(frame.status_pressed)
    QTest.mouseClick(item, Qt.MouseButton.LeftButton)
    assert pressed == [("scanner",)]


def test_the_sample_ribbon_stays_over_everything(frame: Frame) -> None:
    frame.show_ribbon("Sample pharmacy")
    lock = QWidget()
    frame.cover(lock)
    QApplication.processEvents()
    ribbon = next(label for label in frame.findChildren(QLabel) if label.text() == "Sample pharmacy")
    assert ribbon.isVisible()
    assert lock.geometry().top() >= ribbon.height()
    frame.cover(None)


def test_every_control_has_a_spoken_name_and_is_large_enough(frame: Frame) -> None:
    frame.show_notice(REFUSED)
    frame.show_action(LastAction(said="Pulled 30.", at="09:41", person="K. Patel", key="e1"))
    QApplication.processEvents()
    controls = [
        control
        for kind in (QAbstractButton, QLineEdit)
        for control in frame.findChildren(kind)
        if control.isVisible()
    ]
    least = look().design.size.hit_target_min
    assert [control for control in controls if not (control.accessibleName() or control.text())] == []
    assert [control for control in controls if control.height() < least or control.width() < least] == []


@pytest.mark.parametrize("scale", TextScale)
def test_nothing_in_the_frame_is_cut_at_any_text_size(
    frame: Frame, wardrobe: QApplication, scale: TextScale
) -> None:
    frame.resize(1280, 720)
    dress(wardrobe, Theme.LIGHT, scale)
    QApplication.processEvents()
    for control in frame.findChildren(QAbstractButton):
        if control.isVisible():
            assert control.width() >= control.minimumSizeHint().width()
            assert control.height() >= control.minimumSizeHint().height()
    assert frame.minimumSizeHint().width() <= 1280
