"""Today, Stock, Products and Expiring, driven by keys as a person drives them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QTableView, QWidget

from rxdesk.domain.identity import PlaceId, ProductId
from rxdesk.domain.orders import HoldLot, SetLevels, SetUpProduct
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import units
from rxdesk.ports.queries import StockFilter
from tests.fakes_context import fake_context
from tests.fakes_desk import FakeGiven, FakeReads
from tests.made_rows import catalogue_hit, journal_row, nothing_today, place_row, product_row, stock_row
from ui.context import Context, Screen
from ui.kit.theme import dress
from ui.kit.tokens import TextScale, Theme
from ui.parts.subjects import AtLine, LineAct
from ui.screens.expiring.screen import build as build_expiring
from ui.screens.products.screen import build as build_products
from ui.screens.stock.screen import build as build_stock
from ui.screens.today.screen import build as build_today

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Build = Callable[[Context], Screen]
BUILDS: dict[str, Build] = {
    "today": build_today,
    "stock": build_stock,
    "products": build_products,
    "expiring": build_expiring,
}
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
FIRST = ProductId("99301-417-01")


def given_pharmacy() -> FakeGiven:
    return FakeGiven(
        FakeReads(
            stock=[stock_row("A", expiry="2026-11-01"), stock_row("B", "B1-07", expiry="2026-11-02")],
            products=[product_row(FIRST), product_row("0002-1433-80", name="insulin glargine")],
            place_rows=[place_row("A3-02"), place_row("QUARANTINE", PlaceKind.QUARANTINE)],
            listed=[catalogue_hit("99301-417-09")],
            journal=[journal_row(9, "Received 2 bottles of hydrOXYzine HCl 25 mg.")],
            the_day=nothing_today(expired_lines=2, holds=1, lines=2, products=2),
        )
    )


def shown(qtbot: QtBot, key: str, given: FakeGiven) -> Screen:
    """Show a screen in a window as large as the smallest one leaves it, with the keyboard where it puts it."""
    screen = BUILDS[key](fake_context(given))
    qtbot.addWidget(screen.widget)
    screen.widget.resize(1208, 546)
    screen.widget.show()
    screen.widget.activateWindow()
    qtbot.waitUntil(screen.widget.isActiveWindow)
    screen.shown()
    QApplication.processEvents()
    return screen


def table_of(screen: Screen) -> QTableView:
    return next(table for table in screen.widget.findChildren(QTableView) if table.isVisible())


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    front = QApplication.focusWidget()
    assert front is not None
    QTest.keyClick(front, key, modifier)


def type_in(text: str) -> None:
    front = QApplication.focusWidget()
    assert front is not None
    QTest.keyClicks(front, text)


@pytest.mark.parametrize("key", list(BUILDS))
def test_a_list_keeps_its_promises_to_qt(qtbot: QtBot, key: str) -> None:
    given = given_pharmacy()
    screen = shown(qtbot, key, given)
    tester = QAbstractItemModelTester(table_of(screen).model(), FATAL, screen.widget)
    given.fake_reads.stock.append(stock_row("C", expiry="2026-11-03"))
    given.fake_reads.products.pop()
    given.fake_reads.journal.insert(0, journal_row(10, "Held lot A."))
    screen.hidden()
    screen.shown()
    table_of(screen).model().index(0, 0).data()
    assert tester.model() is table_of(screen).model()


@pytest.mark.parametrize("key", list(BUILDS))
@pytest.mark.parametrize("scale", [TextScale.NORMAL, TextScale.LARGEST])
def test_a_screen_asks_for_no_more_width_than_a_small_window_has(
    qtbot: QtBot, wardrobe: QApplication, key: str, scale: TextScale
) -> None:
    dress(wardrobe, Theme.LIGHT, scale)
    screen = shown(qtbot, key, given_pharmacy())
    assert screen.widget.minimumSizeHint().width() <= 1208


@pytest.mark.parametrize("key", list(BUILDS))
def test_everything_that_takes_the_keyboard_has_a_name(qtbot: QtBot, key: str) -> None:
    screen = shown(qtbot, key, given_pharmacy())
    kinds = (QAbstractButton, QLineEdit, QComboBox, QTableView)
    named: list[QWidget] = [widget for kind in kinds for widget in screen.widget.findChildren(kind)]
    nameless = [
        widget
        for widget in named
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
    ]
    assert nameless == []


def test_stock_stands_on_its_first_line_and_enter_looks_it_up(qtbot: QtBot) -> None:
    given = given_pharmacy()
    screen = shown(qtbot, "stock", given)
    press(Qt.Key.Key_Return)

    assert QApplication.focusWidget() is table_of(screen)
    assert given.went == [("scan", AtLine(line=given.fake_reads.stock[0].key))]


def test_a_key_begins_an_act_with_the_line_it_stands_on(qtbot: QtBot) -> None:
    given = given_pharmacy()
    shown(qtbot, "stock", given)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_F7)

    line = given.fake_reads.stock[1].key
    assert given.went == [("scan", AtLine(line=line, act=LineAct.COUNT))]


def test_letters_typed_on_the_list_are_looked_for(qtbot: QtBot) -> None:
    given = given_pharmacy()
    screen = shown(qtbot, "stock", given)
    press(Qt.Key.Key_B)
    type_in("1-07")

    assert table_of(screen).model().rowCount() == 1
    assert table_of(screen).model().index(0, 2).data() == "B"


def test_a_list_that_nothing_answers_says_so(qtbot: QtBot) -> None:
    screen = shown(qtbot, "stock", given_pharmacy())
    screen.open(StockFilter.NEGATIVE)
    QApplication.processEvents()
    words = [label.text() for label in screen.widget.findChildren(QLabel) if label.isVisible()]

    assert "Nothing answers this. Choose another filter, or look for fewer words." in words


def test_one_key_holds_every_lot_that_is_selected(qtbot: QtBot) -> None:
    given = given_pharmacy()
    screen = shown(qtbot, "expiring", given)
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_F8)

    table = table_of(screen)
    assert [order.lot for order in given.orders if isinstance(order, HoldLot)] == ["A", "B"]
    assert [status(table, row) for row in (0, 1)] == ["Held, To pull", "Held, To pull"]


def test_lots_are_carried_to_quarantine_by_one_key(qtbot: QtBot) -> None:
    given = given_pharmacy()
    shown(qtbot, "expiring", given)
    press(Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)

    (order,) = given.orders
    assert getattr(order, "to_place", "") == PlaceId("QUARANTINE")


def test_running_down_the_products_shows_each_beside_the_list(qtbot: QtBot) -> None:
    screen = shown(qtbot, "products", given_pharmacy())
    press(Qt.Key.Key_Down)
    names = [widget.accessibleName() for widget in screen.widget.findChildren(QWidget)]
    assert "insulin glargine, 25 mg tablet · bottle of 100 · Northfield Generics" in names


def test_enter_on_a_product_edits_its_levels_and_enter_sets_them(qtbot: QtBot) -> None:
    given = given_pharmacy()
    shown(qtbot, "products", given)
    press(Qt.Key.Key_Return)
    type_in("120")
    press(Qt.Key.Key_Return)

    (order,) = given.orders
    assert isinstance(order, SetLevels)
    assert (order.product, order.minimum) == (FIRST, units(120))


def test_a_product_is_added_without_a_mouse(qtbot: QtBot) -> None:
    given = given_pharmacy()
    screen = shown(qtbot, "products", given)
    press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    type_in("hydroxyzine")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Space)

    (order,) = given.orders
    assert isinstance(order, SetUpProduct)
    assert order.product == "99301-417-09"
    assert QApplication.focusWidget() is table_of(screen)


def test_the_labels_of_selected_products_are_previewed_by_one_key(qtbot: QtBot) -> None:
    given = given_pharmacy()
    shown(qtbot, "products", given)
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_F9)
    assert given.previews == ["Shelf labels for 2 products"]


def test_the_arrow_keys_go_over_the_tiles_and_enter_follows_one(qtbot: QtBot) -> None:
    given = given_pharmacy()
    shown(qtbot, "today", given)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)

    assert given.went == [("stock", StockFilter.HELD), ("expiring", StockFilter.EXPIRED)]


def test_an_empty_pharmacy_is_shown_its_first_steps(qtbot: QtBot) -> None:
    given = FakeGiven()
    screen = shown(qtbot, "today", given)
    offers = [button for button in screen.widget.findChildren(QAbstractButton) if button.isVisible()]
    offers[-1].click()

    assert [button.text() for button in offers] == ["Import", "Take over", "Receive"]
    assert given.went == [("receive", None)]


def status(table: QTableView, row: int) -> Any:
    model = table.model()
    titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    return model.index(row, titles.index("Status")).data()
