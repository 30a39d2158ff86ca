"""A pharmacy's first morning in the window: begun, locked, unlocked, a place made, an act reversed.

Everything is found by the name a screen reader speaks, so what these tests reach, a person without a mouse
or without sight reaches too.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from rxdesk.compose import House, open_house
from rxdesk.domain.facts import ProductDetails
from rxdesk.domain.identity import LotNumber, OrderId, PersonId, PlaceId, ProductId
from rxdesk.domain.orders import Order, ReceiveLot, SetUpPlace, SetUpProduct
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import Unit, units
from rxdesk.ports.queries import JournalQuery
from rxdesk.ports.scanner import Scan
from rxdesk.usecases.post import Request
from ui.app import screens
from ui.opening import Wishes
from ui.workplace import Workplace

W = TypeVar("W", bound=QWidget)

PIN = "824713"
NDC = ProductId("99301-417-01")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path, window=True) as opened:
        yield opened


@pytest.fixture
def begin(qtbot: QtBot, house: House) -> Iterator[Callable[[], Workplace]]:
    begun: list[Workplace] = []

    def begin_window() -> Workplace:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        workplace = Workplace(app, house.desk, screens(), Wishes(sound=False))
        begun.append(workplace)
        workplace.begin()
        qtbot.waitUntil(lambda: hasattr(workplace, "frame") and workplace.frame.isVisible())
        return workplace

    yield begin_window
    for workplace in begun:
        # Taken apart here, while only this thread runs: collected later, it might be on another one.
        workplace.frame.close()
        workplace.frame.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    begun.clear()
    gc.collect()


def open_pharmacy(house: House) -> PersonId:
    person = house.desk.doors.open_pharmacy(
        pharmacy="Maple Street Pharmacy",
        name="Kiran Patel",
        initials="KP",
        role="pharmacist_in_charge",
        pin=PIN,
    )
    return person.person


def named(window: QWidget, kind: type[W], name: str) -> W:
    found = [part for part in window.findChildren(kind) if part.accessibleName() == name and part.isVisible()]
    assert len(found) == 1, f"{len(found)} visible parts are called {name!r}"
    return found[0]


def button(window: QWidget, words: str) -> QAbstractButton:
    found = [
        part for part in window.findChildren(QAbstractButton) if part.text() == words and part.isVisible()
    ]
    assert len(found) == 1, f"{len(found)} visible buttons say {words!r}"
    return found[0]


def patel_is_chosen(window: QWidget) -> bool:
    name = "Kiran Patel, Pharmacist-in-charge"
    return any(
        part.accessibleName() == name and part.isChecked() for part in window.findChildren(QAbstractButton)
    )


def sign_in(qtbot: QtBot, workplace: Workplace) -> None:
    qtbot.waitUntil(lambda: named(workplace.frame, QLineEdit, "PIN").isEnabled())
    qtbot.waitUntil(lambda: patel_is_chosen(workplace.frame))
    QTest.keyClicks(named(workplace.frame, QLineEdit, "PIN"), PIN)
    QTest.keyClick(named(workplace.frame, QLineEdit, "PIN"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: workplace.session.person is not None)
    qtbot.waitUntil(lambda: not workplace.frame.is_covered)


def test_a_pharmacy_is_begun_in_four_steps(
    qtbot: QtBot, house: House, begin: Callable[[], Workplace]
) -> None:
    workplace = begin()
    window = workplace.frame
    assert window.is_covered
    QTest.keyClicks(named(window, QLineEdit, "Name of the pharmacy"), "Maple Street Pharmacy")
    button(window, "Continue").click()
    QTest.keyClicks(named(window, QLineEdit, "Your name"), "Kiran Patel")
    assert named(window, QLineEdit, "Initials").text() == "KP"
    QTest.keyClicks(named(window, QLineEdit, "PIN"), PIN)
    QTest.keyClicks(named(window, QLineEdit, "The same PIN again"), PIN)
    button(window, "Continue").click()
    button(window, "Continue, scanner or not").click()
    button(window, "Start empty").click()
    qtbot.waitUntil(lambda: workplace.session.person is not None)
    qtbot.waitUntil(lambda: not window.is_covered)
    assert "Maple Street Pharmacy" in window.windowTitle()


def test_a_wrong_pin_keeps_the_window_covered(
    qtbot: QtBot, house: House, begin: Callable[[], Workplace]
) -> None:
    open_pharmacy(house)
    workplace = begin()
    window = workplace.frame
    qtbot.waitUntil(lambda: patel_is_chosen(window))
    QTest.keyClicks(named(window, QLineEdit, "PIN"), "111222")
    QTest.keyClick(named(window, QLineEdit, "PIN"), Qt.Key.Key_Return)
    said = "This PIN is not right. Try again, or ask the manager to set a new one."
    qtbot.waitUntil(lambda: any(part.accessibleName() == said for part in window.findChildren(QWidget)))
    assert window.is_covered
    assert workplace.session.person is None


def test_locking_hides_everything_and_the_same_screen_is_there_afterwards(
    qtbot: QtBot, house: House, begin: Callable[[], Workplace]
) -> None:
    open_pharmacy(house)
    workplace = begin()
    sign_in(qtbot, workplace)
    window = workplace.frame
    window.show_page("journal")
    words = named(window, QLineEdit, "Words in the journal")
    QTest.keyClicks(words, "half a wor")
    window.lock_wanted.emit()
    assert window.is_covered
    assert not words.isVisible()
    sign_in(qtbot, workplace)
    assert words.isVisible()
    assert words.text() == "half a wor"


def test_a_place_is_made_by_keyboard_and_stands_in_the_last_action(
    qtbot: QtBot, house: House, begin: Callable[[], Workplace]
) -> None:
    open_pharmacy(house)
    workplace = begin()
    sign_in(qtbot, workplace)
    window = workplace.frame
    window.show_page("settings")
    QTest.keyClicks(named(window, QLineEdit, "Code"), "A3-02")
    QTest.keyClick(named(window, QLineEdit, "Code"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any("A3-02" in part.accessibleName() for part in window.findChildren(QWidget)))
    workplace.close()
    assert PlaceId("A3-02") in {row.place.place for row in house.desk.reads.places()}


def test_the_last_action_is_reversed_with_a_reason(
    qtbot: QtBot, house: House, begin: Callable[[], Workplace]
) -> None:
    person = open_pharmacy(house)
    receive(house, person)
    workplace = begin()
    sign_in(qtbot, workplace)
    window = workplace.frame
    qtbot.waitUntil(
        lambda: any(
            part.text() == "Reverse…" and part.isVisible() for part in window.findChildren(QAbstractButton)
        )
    )
    button(window, "Reverse…").click()
    QTest.keyClicks(named(window, QLineEdit, "Reason"), "Wrong lot")
    button(window, "Reverse").click()
    qtbot.waitUntil(lambda: not window.is_covered)
    workplace.close()
    newest = next(row for row in house.desk.reads.journal_page(JournalQuery(limit=5)).rows if row.corrects)
    assert newest.reason == "Wrong lot"


def test_escape_leaves_a_panel_without_doing_anything(
    qtbot: QtBot, house: House, begin: Callable[[], Workplace]
) -> None:
    person = open_pharmacy(house)
    receive(house, person)
    workplace = begin()
    sign_in(qtbot, workplace)
    window = workplace.frame
    qtbot.waitUntil(
        lambda: any(
            part.text() == "Reverse…" and part.isVisible() for part in window.findChildren(QAbstractButton)
        )
    )
    button(window, "Reverse…").click()
    assert window.is_covered
    QTest.keyClick(named(window, QLineEdit, "Reason"), Qt.Key.Key_Escape)
    assert not window.is_covered


def test_a_badge_scanned_by_a_colleague_asks_for_their_pin(
    qtbot: QtBot, house: House, begin: Callable[[], Workplace]
) -> None:
    person = open_pharmacy(house)
    badge = house.desk.doors.issue_badge(by=person, person=person)
    workplace = begin()
    sign_in(qtbot, workplace)
    workplace.hearing.scanned(Scan(text=badge, device="Counter scanner", scanned_at=house.desk.now()))
    qtbot.waitUntil(lambda: workplace.frame.is_covered)
    assert workplace.session.person is None


def test_a_scan_while_the_station_is_locked_reaches_no_screen(
    qtbot: QtBot, house: House, begin: Callable[[], Workplace]
) -> None:
    open_pharmacy(house)
    workplace = begin()
    window = workplace.frame
    workplace.hearing.scanned(
        Scan(text="]E0036000291452", device="Counter scanner", scanned_at=house.desk.now())
    )
    said = "Nobody is signed in, so the scan was not used. Sign in first, then scan it again."
    qtbot.waitUntil(lambda: any(part.accessibleName() == said for part in window.findChildren(QWidget)))
    assert window.is_covered


def receive(house: House, person: PersonId) -> None:
    details = ProductDetails(
        name="Hydroxyzine HCl",
        generic_name="hydroxyzine hydrochloride",
        strength="25 mg",
        form="TABLET",
        route="ORAL",
        labeler="Northfield Generics",
        unit=Unit.EACH,
        pack_quantity=units(100),
        package_text="100 TABLET in 1 BOTTLE",
        equivalence_key="",
        schedules=(),
        pack_levels=(),
        ndc11="",
        flags=(),
        source="typed",
    )
    orders: list[Order] = [
        SetUpPlace(id=OrderId("o1"), place=PlaceId("A3-02"), kind_of_place=PlaceKind.SHELF),
        SetUpProduct(id=OrderId("o2"), product=NDC, details=details),
        ReceiveLot(
            id=OrderId("o3"),
            product=NDC,
            lot=LotNumber("B7730A"),
            expiry="2027-12-14",
            packs=1,
            place=PlaceId("A3-02"),
        ),
    ]
    for order in orders:
        house.post(Request(order=order, person=person))
