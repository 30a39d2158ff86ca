"""A card over the window: what lies below waits, and gets the keys back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.frame.parts import Page
from ui.frame.window import Frame
from ui.overlay import Covers, Overlay


class Window:
    def __init__(self, qtbot: QtBot) -> None:
        page = QWidget()
        self.field = QLineEdit()
        column = QVBoxLayout(page)
        column.addWidget(self.field)
        self.frame = Frame([Page(key="one", title="One", icon="boxes", widget=page)], pharmacy="Maple Street")
        qtbot.addWidget(self.frame)
        self.frame.show()
        qtbot.waitUntil(self.frame.isActiveWindow)
        self.covers = Covers(self.frame, self.frame)

    def overlay(self, title: str) -> Overlay:
        overlay = Overlay(self.covers, title, width=500)
        overlay.body.addWidget(QLineEdit())
        return overlay


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    return Window(qtbot)


def test_what_lies_below_is_out_of_reach_and_gets_the_keys_back(window: Window) -> None:
    window.field.setFocus()
    overlay = window.overlay("First")
    overlay.open_overlay()
    assert not window.field.isVisible()
    overlay.close_overlay()
    assert window.field.isVisible()
    assert QApplication.focusWidget() is window.field


def test_escape_closes_the_card_and_nothing_else(window: Window) -> None:
    overlay = window.overlay("First")
    overlay.open_overlay()
    field = overlay.card.findChildren(QLineEdit)[0]
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not overlay.is_open
    assert not window.frame.is_covered


def test_a_card_over_a_card_gives_way_to_it_again(window: Window) -> None:
    first, second = window.overlay("First"), window.overlay("Second")
    first.open_overlay()
    second.open_overlay()
    assert (first.isVisible(), second.isVisible()) == (False, True)
    second.close_overlay()
    assert (first.isVisible(), window.frame.is_covered) == (True, True)


def test_closing_the_lower_card_leaves_the_upper_one(window: Window) -> None:
    first, second = window.overlay("First"), window.overlay("Second")
    first.open_overlay()
    second.open_overlay()
    first.close_overlay()
    assert second.isVisible()
    assert window.frame.is_covered


def test_a_lock_closes_every_card_and_each_says_so_once(window: Window) -> None:
    closed: list[str] = []
    first, second = window.overlay("First"), window.overlay("Second")
    first.closed.connect(lambda: closed.append("first"))
    second.closed.connect(lambda: closed.append("second"))
    first.open_overlay()
    second.open_overlay()
    window.covers.lift_all()
    assert closed == ["second", "first"]
    assert not window.frame.is_covered


def test_tab_goes_round_within_the_card(window: Window) -> None:
    overlay = window.overlay("First")
    overlay.open_overlay()
    inside: set[QWidget | None] = set()
    for _ in range(6):
        overlay.focusNextPrevChild(True)
        inside.add(QApplication.focusWidget())
    assert all(part is not None and overlay.isAncestorOf(part) for part in inside)
    assert len(inside) == 2
