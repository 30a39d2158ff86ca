"""The table view voices wishes, is driven by keys and remembers how a person left it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.ui.heard import heard
from tests.ui.kit_rows import COLUMNS, Line, line
from ui.kit.cards import EmptyState
from ui.kit.cells import PADDING
from ui.kit.chips import chips_width
from ui.kit.preferences import SessionPreferences
from ui.kit.rows import RowsModel
from ui.kit.table import TableView
from ui.kit.tablecard import Filter, FilterChip, TableCard
from ui.kit.tones import expiry_chip

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def model() -> RowsModel[Line]:
    return RowsModel(COLUMNS, map(line, range(5)))


@pytest.fixture
def view(model: RowsModel[Line], qtbot: QtBot) -> TableView:
    made = TableView(model, name="test", title="Stock", preferences=SessionPreferences())
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def test_clicking_a_header_wishes_for_an_order_and_moves_no_row(view: TableView, qtbot: QtBot) -> None:
    header = view.horizontalHeader()
    middle = QPoint(header.sectionViewportPosition(1) + 20, header.height() // 2)
    wished = heard(view.sort_wanted)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert wished == [
        (
            "on_hand",
            False,
        )
    ]
    assert view.model().index(0, 0).data() == "product 0"


def test_the_same_header_again_wishes_for_the_largest_first(view: TableView, qtbot: QtBot) -> None:
    view.show_sort("on_hand")
    wished = heard(view.sort_wanted)
    view.want_sort("on_hand")
    assert wished == [
        (
            "on_hand",
            True,
        )
    ]


def test_enter_opens_the_current_row(view: TableView, qtbot: QtBot) -> None:
    view.select_key(3)
    opened = heard(view.row_opened)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened == [(3,)]


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        ([Qt.Key.Key_Down], 1),
        ([Qt.Key.Key_End], 4),
        ([Qt.Key.Key_End, Qt.Key.Key_Home], 0),
        ([Qt.Key.Key_End, Qt.Key.Key_Up], 3),
    ],
)
def test_keys_move_through_the_rows(view: TableView, qtbot: QtBot, keys: list[Qt.Key], row: int) -> None:
    view.setFocus()
    view.select_key(0)
    for key in keys:
        QTest.keyClick(view, key)
    assert view.current_key == row


def test_typed_letters_are_a_wish_and_not_a_search_through_every_row(view: TableView, qtbot: QtBot) -> None:
    wished = heard(view.search_wanted)
    QTest.keyClick(view, Qt.Key.Key_H)
    assert wished == [("h",)]


def test_copied_rows_carry_their_headers(view: TableView, qtbot: QtBot) -> None:
    view.select_key(1)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Product\tOn hand\tTime left\nproduct 1\t0\t13 months"


def test_a_hidden_column_is_not_copied(view: TableView) -> None:
    view.layout_of_columns.show_column("left", shown=False)
    view.select_key(1)
    view.copy()
    assert QGuiApplication.clipboard().text() == "Product\tOn hand\nproduct 1\t0"


def test_widths_order_and_hidden_columns_are_remembered(model: RowsModel[Line], qtbot: QtBot) -> None:
    kept = SessionPreferences()
    first = TableView(model, name="stock", title="Stock", preferences=kept)
    qtbot.addWidget(first)
    first.horizontalHeader().resizeSection(1, 177)
    first.horizontalHeader().moveSection(0, 2)
    first.layout_of_columns.show_column("left", shown=False)
    second = TableView(model, name="stock", title="Stock", preferences=kept)
    qtbot.addWidget(second)
    header = second.horizontalHeader()
    assert header.sectionSize(1) == 177
    assert header.visualIndex(0) == 2
    assert header.isSectionHidden(2)


def test_a_layout_that_cannot_be_read_is_answered_by_the_columns_as_made(
    model: RowsModel[Line], qtbot: QtBot
) -> None:
    kept = SessionPreferences()
    kept.set("table/stock", "not what it was")
    view = TableView(model, name="stock", title="Stock", preferences=kept)
    qtbot.addWidget(view)
    assert view.horizontalHeader().sectionSize(1) == 120


def test_a_column_of_chips_grows_until_none_is_cut(model: RowsModel[Line], qtbot: QtBot) -> None:
    view = TableView(model, name="test", title="Stock", preferences=SessionPreferences())
    qtbot.addWidget(view)
    view.resize(380, 300)  # too narrow for everything: the table rather scrolls sideways
    view.show()
    model.show([Line(1, "hydrOXYzine", days_left=-12_345)])
    needed = chips_width((expiry_chip(-12_345),)) + 2 * PADDING
    qtbot.waitUntil(lambda: view.horizontalHeader().sectionSize(2) >= needed)
    assert view.horizontalHeader().sectionSize(2) > 120


def test_the_last_column_cannot_be_hidden(view: TableView) -> None:
    for column in COLUMNS:
        view.layout_of_columns.show_column(column.key, shown=False)
    assert view.horizontalHeader().hiddenSectionCount() == len(COLUMNS) - 1


def test_the_stretching_column_takes_the_room_that_is_left(view: TableView, qtbot: QtBot) -> None:
    view.resize(900, 400)
    header = view.horizontalHeader()
    assert sum(header.sectionSize(place) for place in range(3)) == view.viewport().width()


@pytest.fixture
def card(model: RowsModel[Line], qtbot: QtBot) -> TableCard:
    made = TableCard(
        "Stock",
        model,
        name="stock",
        preferences=SessionPreferences(),
        empty=EmptyState("boxes", "Stock appears here once it is received.", "Receive"),
    )
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    return made


def test_filters_show_their_counts_and_voice_the_choice(card: TableCard, qtbot: QtBot) -> None:
    card.show_filters([Filter("all", "All lots", 1318), Filter("expired", "Expired", 1)], "all")
    chips = card.findChildren(FilterChip)
    assert [chip.accessibleName() for chip in chips] == ["All lots  1,318", "Expired  1"]
    chosen = heard(card.filter_chosen)
    QTest.mouseClick(chips[1], Qt.MouseButton.LeftButton)
    assert chosen == [("expired",)]


def test_filters_are_chosen_with_the_arrow_keys(card: TableCard, qtbot: QtBot) -> None:
    card.show_filters([Filter("all", "All", 3), Filter("expired", "Expired", 1)], "all")
    chips = card.findChildren(FilterChip)
    chips[0].setFocus()
    chosen = heard(card.filter_chosen)
    QTest.keyClick(chips[0], Qt.Key.Key_Right)
    assert chosen == [("expired",)]


def test_an_empty_table_says_what_it_is_for_and_offers_the_first_step(
    card: TableCard, model: RowsModel[Line], qtbot: QtBot
) -> None:
    assert card.view.isVisible()
    model.show([])
    assert not card.view.isVisible()
    said = heard(card.action_wanted)
    card.findChildren(EmptyState)[0].action_wanted.emit()
    assert len(said) == 1
    model.show([line(1)])
    assert card.view.isVisible()


def test_the_column_menu_sorts_and_hides_without_a_mouse(card: TableCard, qtbot: QtBot) -> None:
    menu = card.column_menu()
    shown = next(action for action in menu.actions() if action.text() == "On hand")
    shown.trigger()
    assert not card.view.layout_of_columns.is_shown("on_hand")
    sorting = next(action.menu() for action in menu.actions() if action.text() == "Sort by")
    wished = heard(card.view.sort_wanted)
    sorting.actions()[0].trigger()  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    assert wished == [
        (
            "name",
            False,
        )
    ]
