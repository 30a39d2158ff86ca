"""Receive as it is painted: the delivery's head, the pack in hand, what has been received."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from rxdesk.domain.expiry import Expiry
from rxdesk.domain.orders import ReceiveLot
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.refusals import LotExpired
from rxdesk.usecases.receive_lot import SerialSeen
from tests.fakes_desk import FakeGiven
from tests.fakes_lots import HYDROXYZINE, card_of, found, raw_pack, receipt_posted, scan_of
from tests.made_rows import place_row
from tests.ui.seen import focused, seen
from ui.context import Context
from ui.kit.fields import TextField
from ui.screens.receive.screen import ReceiveScreen, build

CARD = card_of()
FULL = raw_pack("C1", "280131", "S1")
BARE = raw_pack()


@pytest.fixture
def given() -> FakeGiven:
    fake = FakeGiven()
    fake.outcome = receipt_posted
    fake.fake_reads.cards[HYDROXYZINE] = CARD
    fake.fake_reads.place_rows = [place_row("A3-02"), place_row("QUARANTINE", PlaceKind.QUARANTINE)]
    for raw in (FULL, BARE):
        fake.fake_reads.found[raw] = found(CARD, raw)
    return fake


@pytest.fixture
def screen(given: FakeGiven, qtbot: QtBot) -> ReceiveScreen:
    made = build(cast("Context", given))
    made.widget.resize(1164, 760)
    qtbot.addWidget(made.widget)
    made.widget.show()
    made.shown()
    return made


def test_an_empty_delivery_says_what_to_do(screen: ReceiveScreen) -> None:
    """Drawn state.

    [ Supplier  Reference  Order form  Everything goes into  Packs in the next scan ]
    [ Scan the first pack. Each pack is on file the moment it is scanned.           ]
    """
    words = seen(screen.widget)
    assert "Scan the first pack. Each pack is on file the moment it is scanned." in words
    assert {"Supplier", "Reference", "Order form, for C-II", "Packs in the next scan"} <= words
    assert "Set aside" not in words


def test_a_pack_that_lacks_its_lot_asks_for_it_with_the_keyboard_there(
    screen: ReceiveScreen, given: FakeGiven
) -> None:
    """Drawn state.

    [ hydrOXYzine HCl 25 mg tablet                       NDC 99301-417-01 ]
    [ Lot [____]  Expires [____]  Goes into [A3-02]  How many [- 1 +]     ]
    [ Type the lot printed beside LOT …         Receive F6  Set aside Esc ]
    """
    screen.scanned(scan_of(BARE))
    assert "Type the lot printed beside LOT, or scan the pack’s other code." in seen(screen.widget)
    QTest.keyClicks(focused(screen.widget), "C9")
    assert "Type the expiry printed beside EXP, or say that the pack bears none." in seen(screen.widget)
    assert given.orders == []


def test_f6_receives_the_pack_in_hand_once_everything_is_said(
    screen: ReceiveScreen, given: FakeGiven
) -> None:
    screen.scanned(scan_of(BARE))
    QTest.keyClicks(focused(screen.widget), "C9")
    screen.widget.focusNextChild()
    QTest.keyClicks(focused(screen.widget), "8/2028")
    QTest.keyClick(screen.widget.window(), Qt.Key.Key_F6)
    (order,) = given.orders
    assert isinstance(order, ReceiveLot)
    assert (order.lot, order.expiry) == ("C9", "2028-08")
    assert "Set aside" not in seen(screen.widget)


def test_each_received_pack_is_a_row_and_adds_to_the_totals(screen: ReceiveScreen) -> None:
    """Drawn state.

    [ Received in this delivery  Reverse  End this delivery | Totals      ]
    [ hydrOXYzine …  C1  31 Jan 2028  S1  100 tablets A3-02 | … 1  100 …  ]
    """
    screen.scanned(scan_of(FULL))
    words = seen(screen.widget)
    assert {"Received in this delivery", "Totals", "Reverse", "End this delivery"} <= words
    assert "Scan the first pack. Each pack is on file the moment it is scanned." not in words


def test_an_expired_pack_offers_quarantine_on_one_key_and_nothing_else(
    screen: ReceiveScreen, given: FakeGiven
) -> None:
    expired = Expiry.from_iso("2026-10-31")
    given.refuse = lambda _order: LotExpired("hydrOXYzine HCl", "C1", expired, "Receive it into quarantine.")
    screen.scanned(scan_of(FULL))
    words = seen(screen.widget)
    assert "Receive into quarantine" in words
    assert "Receive" not in words
    given.refuse = lambda _order: None
    QTest.keyClick(screen.widget.window(), Qt.Key.Key_F8)
    order = given.orders[-1]
    assert isinstance(order, ReceiveLot)
    assert order.place == "QUARANTINE"


def test_a_serial_that_was_here_before_leaves_only_setting_it_aside(
    screen: ReceiveScreen, given: FakeGiven
) -> None:
    given.refuse = lambda _order: SerialSeen("S1", "in A3-02")
    screen.scanned(scan_of(FULL))
    words = seen(screen.widget)
    assert "Press Esc to set the pack aside." in words
    assert "Receive" not in words
    QTest.keyClick(screen.widget, Qt.Key.Key_Escape)
    assert "Set aside" not in seen(screen.widget)


def test_what_is_typed_in_the_head_goes_with_the_next_pack(screen: ReceiveScreen, given: FakeGiven) -> None:
    supplier = next(
        field for field in screen.widget.findChildren(TextField) if field.accessibleName() == "Supplier"
    )
    QTest.keyClicks(supplier, "Wholesaler")
    screen.scanned(scan_of(FULL))
    order = given.orders[-1]
    assert isinstance(order, ReceiveLot)
    assert order.supplier == "Wholesaler"
