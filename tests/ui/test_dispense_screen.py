"""Dispense as it is painted: the fill, the lots it draws from, and which keys do what."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from rxdesk.domain.orders import DispenseItem
from rxdesk.domain.quantity import units
from rxdesk.domain.scan import read_scan
from rxdesk.ports.found import FoundNothing
from tests.fakes_desk import FakeGiven
from tests.fakes_lots import HYDROXYZINE, card_of, found, raw_pack, scan_of
from tests.made_rows import TODAY, product_row, stock_row
from tests.ui.seen import focused, seen
from ui.context import Context
from ui.screens.dispense.screen import DispenseScreen, build

OLD = stock_row("B7730A", "A3-02", expiry="2026-12-14", quantity=42)
NEW = stock_row("80H112", "A3-02", expiry="2027-09-30", quantity=100)
CARD = card_of(OLD, NEW)
OLD_PACK = raw_pack("B7730A", "261214")
NEW_PACK = raw_pack("80H112", "270930")
OTHER_PACK = raw_pack("X1", "280131", ndc="0002-4771-61")


@pytest.fixture
def given() -> FakeGiven:
    fake = FakeGiven()
    fake.fake_reads.cards[HYDROXYZINE] = CARD
    for raw in (OLD_PACK, NEW_PACK):
        fake.fake_reads.found[raw] = found(CARD, raw)
    other = card_of(row=product_row("0002-4771-61", name="PROzac", strength="20 mg", form="CAPSULE"))
    fake.fake_reads.found[OTHER_PACK] = found(other, OTHER_PACK)
    fake.fake_reads.found["7001234"] = FoundNothing(scan=read_scan("7001234", today=TODAY), code="7001234")
    return fake


@pytest.fixture
def screen(given: FakeGiven, qtbot: QtBot) -> DispenseScreen:
    made = build(cast("Context", given))
    made.widget.resize(1164, 760)
    qtbot.addWidget(made.widget)
    made.widget.show()
    made.shown()
    return made


def test_an_empty_page_waits_for_a_prescription_with_the_keyboard_there(screen: DispenseScreen) -> None:
    """Drawn state.

    [ Prescription number [|___]  Fill [0]  Part [1]  Still owed [0] ]
    [ Scan the pack, or type a name or NDC                           ]
    [ Drawn from: Scan the pack or find the product; …               ]
    """
    assert focused(screen.widget).accessibleName() == "Prescription number"
    words = seen(screen.widget)
    assert "Scan the pack or find the product; the lots that expire first are chosen by themselves." in words
    assert "Pack verified" not in words


def test_label_pack_quantity_and_f5_make_a_fill(screen: DispenseScreen, given: FakeGiven) -> None:
    """Drawn state.

    [ 7001234   0   1   0 tablets                                     ]
    [ hydrOXYzine HCl 25 mg                (Pack verified, lot B7730A) ]
    [ - 30 + tablets   Dispense F5                                    ]
    """
    screen.scanned(scan_of("7001234"))
    screen.scanned(scan_of(OLD_PACK))
    assert {"7001234", "hydrOXYzine HCl 25 mg", "Pack verified, lot B7730A"} <= seen(screen.widget)
    QTest.keyClicks(focused(screen.widget), "30")
    QTest.keyClick(screen.widget.window(), Qt.Key.Key_F5)
    (order,) = given.orders
    assert isinstance(order, DispenseItem)
    assert (order.rx_number, order.quantity) == ("7001234", units(30))
    assert focused(screen.widget).accessibleName() == "Prescription number"
    assert "7001234" not in seen(screen.widget)


def test_a_younger_pack_asks_for_the_reason_in_place(screen: DispenseScreen) -> None:
    screen.scanned(scan_of("7001234"))
    screen.scanned(scan_of(NEW_PACK))
    QTest.keyClicks(focused(screen.widget), "30")
    words = seen(screen.widget)
    assert any(said.startswith("Lot B7730A in A3-02, usable through 14 Dec 2026,") for said in words)
    assert focused(screen.widget).accessibleName() == "Reason"


def test_why_not_the_others_is_one_key_away(screen: DispenseScreen) -> None:
    screen.scanned(scan_of("7001234"))
    screen.scanned(scan_of(OLD_PACK))
    QTest.keyClicks(focused(screen.widget), "30")
    assert "Why not the others (1)" in seen(screen.widget)
    QTest.keyClick(screen.widget.window(), Qt.Key.Key_F7)
    assert "Only these" in seen(screen.widget)


def test_the_wrong_pack_is_a_stop_with_both_names(screen: DispenseScreen) -> None:
    screen.scanned(scan_of(OLD_PACK))
    screen.scanned(scan_of(OTHER_PACK))
    said = next(words for words in seen(screen.widget) if words.startswith("The scanned pack is PROzac"))
    assert "hydrOXYzine HCl 25 mg tablet" in said
