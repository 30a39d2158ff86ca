"""Scan & look up as it is painted: what stands where, and which keys do what."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.orders import CountLot
from rxdesk.domain.quantity import units
from rxdesk.domain.scan import read_scan
from rxdesk.ports.found import FoundNothing
from tests.fakes_desk import FakeGiven
from tests.fakes_lots import HYDROXYZINE, card_of, found, raw_pack, scan_of
from tests.made_rows import TODAY, catalogue_hit, place_row, stock_row
from tests.ui.seen import focused, seen
from ui.context import Context
from ui.parts.subjects import Pull
from ui.screens.scan.screen import ScanScreen, build

OLD = stock_row("B7730A", expiry="2026-12-14", quantity=42, use_first=True)
NEW = stock_row("80H112", expiry="2027-09-30", quantity=100)
CARD = card_of(OLD, NEW, look_alikes=("hydrALAZINE",))
RAW = raw_pack("B7730A", "261214", "10004417")


@pytest.fixture
def given() -> FakeGiven:
    fake = FakeGiven()
    fake.fake_reads.stock = [OLD, NEW]
    fake.fake_reads.cards[HYDROXYZINE] = CARD
    fake.fake_reads.found[RAW] = found(CARD, RAW)
    fake.fake_reads.place_rows = [place_row("A3-02")]
    return fake


@pytest.fixture
def screen(given: FakeGiven, qtbot: QtBot) -> ScanScreen:
    made = build(cast("Context", given))
    made.widget.resize(1164, 760)
    qtbot.addWidget(made.widget)
    made.widget.show()
    made.shown()
    return made


def test_before_a_scan_the_page_says_what_it_is_for_and_lists_what_to_act_on(screen: ScanScreen) -> None:
    """Drawn state.

    [ Scan a package, a shelf label or a place; … ]
    [ Lots to act on   (All lots 2) (Within 30 days 1) … ]
    """
    words = seen(screen.widget)
    assert any(said.startswith("Scan a package, a shelf label or a place") for said in words)
    assert {"All lots  2", "Within 30 days  1", "Lots to act on"} <= words
    assert "Pull for dispensing" not in words


def test_after_a_scan_the_page_shows_the_product_its_lot_and_its_acts(screen: ScanScreen) -> None:
    """Drawn state.

    [ hydrOXYzine HCl      142 tablets on hand · 2 lots | Scanned lot  21 days left ]
    [ NDC … GTIN … Bin     100 minimum level            | 14 Dec 2026               ]
    [ - 100 + tablets  Pull F5  Receive F6  Count F7  Quarantine F8  Label F9       ]
    [ Lots to act on | Lots of this product 2 | History | Equivalents 0 | Codes 0   ]
    """
    assert screen.scanned(scan_of(RAW))
    words = seen(screen.widget)
    assert {"hydrOXYzine HCl", "142", "tablets on hand · 2 lots", "14 Dec 2026", "21 days left"} <= words
    assert {"Pull for dispensing", "Receive", "Count", "Quarantine", "Label"} <= words
    assert "Lots of this product  2" in words


@pytest.mark.parametrize(
    ("key", "title"),
    [(Qt.Key.Key_F7, "Count hydrOXYzine HCl"), (Qt.Key.Key_F8, "Hold and quarantine: hydrOXYzine HCl")],
)
def test_the_acts_have_their_keys(screen: ScanScreen, key: Qt.Key, title: str) -> None:
    screen.scanned(scan_of(RAW))
    QTest.keyClick(screen.widget.window(), key)
    assert title in seen(screen.widget)


def test_f5_goes_on_to_dispense(screen: ScanScreen, given: FakeGiven) -> None:
    screen.scanned(scan_of(RAW))
    QTest.keyClick(screen.widget.window(), Qt.Key.Key_F5)
    assert given.went == [("dispense", Pull(product=HYDROXYZINE, quantity=units(100), scan=scan_of(RAW)))]


def test_the_figure_of_a_count_is_typed_and_never_prefilled(screen: ScanScreen, given: FakeGiven) -> None:
    screen.scanned(scan_of(RAW))
    QTest.keyClick(screen.widget.window(), Qt.Key.Key_F7)
    assert "142" not in seen(screen.widget)
    figure = focused(screen.widget)
    QTest.keyClicks(figure, "41")
    QTest.keyClick(figure, Qt.Key.Key_Return)
    (order,) = given.orders
    assert isinstance(order, CountLot)
    assert order.counted == units(41)


def test_a_panel_that_closes_leaves_the_keyboard_on_the_list(screen: ScanScreen) -> None:
    screen.scanned(scan_of(RAW))
    QTest.keyClick(screen.widget.window(), Qt.Key.Key_F7)
    QTest.keyClick(focused(screen.widget), Qt.Key.Key_Escape)
    assert focused(screen.widget).accessibleName() == "Lots to act on"


def test_esc_on_the_page_goes_one_level_back(screen: ScanScreen) -> None:
    screen.scanned(scan_of(RAW))
    QTest.keyClick(screen.widget.window(), Qt.Key.Key_F7)
    QTest.keyClick(screen.widget, Qt.Key.Key_Escape)
    assert "Count hydrOXYzine HCl" not in seen(screen.widget)
    assert "hydrOXYzine HCl" in seen(screen.widget)


def test_words_are_answered_by_a_list_that_keys_drive(screen: ScanScreen, given: FakeGiven) -> None:
    given.fake_reads.listed = [catalogue_hit(HYDROXYZINE, stocked=True), catalogue_hit("99301-0500-01")]
    screen.open("hydroxy")
    assert "Products found" in seen(screen.widget)
    QTest.keyClick(focused(screen.widget), Qt.Key.Key_Return)
    assert "Pull for dispensing" in seen(screen.widget)


def test_an_unknown_code_asks_for_its_product(screen: ScanScreen, given: FakeGiven) -> None:
    raw = raw_pack(ndc="99999-999-99")
    given.fake_reads.found[raw] = FoundNothing(scan=read_scan(raw, today=TODAY), code="00399999999999")
    screen.scanned(scan_of(raw))
    said = "Nobody has said yet what the code 00399999999999 stands for."
    assert f"{said} Find the product by name or NDC; it is asked only once." in seen(screen.widget)


def test_the_list_is_asked_for_again_only_while_it_is_in_front(screen: ScanScreen, given: FakeGiven) -> None:
    screen.hidden()
    asked = len(given.fake_reads.asked)
    screen.changed(Changes(topics=frozenset({Topic.STOCK})))
    assert len(given.fake_reads.asked) == asked
    screen.shown()
    assert len(given.fake_reads.asked) == asked + 1


def test_a_small_window_with_a_product_needs_no_scrolling(screen: ScanScreen) -> None:
    screen.scanned(scan_of(RAW))
    layout = screen.widget.layout()
    assert layout is not None
    assert layout.totalMinimumHeightForWidth(1164) <= 540  # what a 1280 by 720 window leaves
