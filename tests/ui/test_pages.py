"""A long list asks only for the pages that are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from tests.ui.kit_rows import COLUMNS, Line, Shelf, line
from ui.kit.pages import PAGE, PagedRowsModel
from ui.kit.preferences import SessionPreferences
from ui.kit.table import TableView

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TEXT = Qt.ItemDataRole.DisplayRole
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def look_at(model: PagedRowsModel[Line], *positions: int) -> None:
    for position in positions:
        model.row_at(position)
    QApplication.processEvents()


def opened(total: int = 100_000) -> tuple[PagedRowsModel[Line], Shelf]:
    model: PagedRowsModel[Line] = PagedRowsModel(COLUMNS)
    shelf = Shelf(total)
    model.open(total, shelf.fetch, shelf.lines[:PAGE])
    return model, shelf


def test_a_hundred_thousand_rows_are_there_without_asking_for_any() -> None:
    model, shelf = opened()
    assert model.rowCount() == 100_000
    assert shelf.asked == []
    assert model.row_at(7) == line(7)


def test_a_row_that_is_not_here_shows_a_placeholder_until_its_page_comes() -> None:
    model, shelf = opened()
    index = model.index(50_000, 0)
    assert index.data(TEXT) == "…"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "being read"
    QApplication.processEvents()
    shelf.answer()
    assert index.data(TEXT) == "product 50000"


def test_a_page_is_asked_for_once_however_often_it_is_painted() -> None:
    model, shelf = opened()
    for _ in range(3):
        look_at(model, *range(500, 520))
    assert [(offset, limit) for offset, limit, _ in shelf.asked] == [(500, PAGE)]


def test_pages_scrolled_past_are_never_asked_for() -> None:
    model, shelf = opened()
    look_at(model, *range(1_000, 90_000, PAGE))
    while shelf.asked:
        shelf.answer()
        QApplication.processEvents()
    assert model.peek(89_950) == line(89_950)
    assert model.peek(40_000) is None


def test_an_answer_to_an_earlier_question_is_dropped() -> None:
    model, shelf = opened()
    look_at(model, 500)
    other = Shelf(300)
    model.open(300, other.fetch)
    shelf.answer()
    assert model.peek(250) is None
    assert model.rowCount() == 300


def test_renewing_keeps_what_is_painted_until_the_fresh_page_is_here() -> None:
    model, shelf = opened()
    shelf.lines[3] = line(3, 42)
    model.renew(100_000)
    assert model.row_at(3) == line(3)
    QApplication.processEvents()
    shelf.answer()
    assert model.row_at(3) == line(3, 42)


def test_a_put_row_repaints_in_place_and_an_unknown_one_waits_for_its_page() -> None:
    model, _ = opened()
    changed: list[int] = []

    def repainted(first: QModelIndex, _last: QModelIndex) -> None:
        changed.append(first.row())

    model.dataChanged.connect(repainted)
    model.put(line(5, 42))
    model.put(line(60_000, 42))
    assert changed == [5]
    assert model.row_at(5) == line(5, 42)


def test_the_model_stays_sound_through_questions_of_every_length() -> None:
    model: PagedRowsModel[Line] = PagedRowsModel(COLUMNS)
    tester = QAbstractItemModelTester(model, FATAL)
    for total in (250, 0, 3, 1_000, PAGE):
        shelf = Shelf(total)
        model.open(total, shelf.fetch, shelf.lines[:PAGE])
        look_at(model, *range(0, total, 50))
        while shelf.asked:
            shelf.answer()
            QApplication.processEvents()
        model.renew(max(0, total - 1))
        assert model.rowCount() == max(0, total - 1)
    del tester


def test_pages_that_were_seen_long_ago_are_let_go() -> None:
    model, shelf = opened()
    for offset in range(0, 30_000, PAGE):
        look_at(model, offset)
        while shelf.asked:
            shelf.answer()
    assert model.peek(29_950) == line(29_950)
    assert model.peek(200) is None
    assert model.find_position(200) is None


def view_of(model: PagedRowsModel[Line], qtbot: QtBot) -> TableView:
    view = TableView(model, name="test", title="Test", preferences=SessionPreferences())
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.show()
    return view


def test_the_selected_row_is_found_again_where_a_new_order_puts_it(qtbot: QtBot) -> None:
    model, shelf = opened(150)
    view = view_of(model, qtbot)
    view.select_key(4)
    shelf.lines.reverse()
    model.open(150, shelf.fetch, shelf.lines[:PAGE])
    assert view.selected_keys() == []
    look_at(model, 120)
    while shelf.asked:
        shelf.answer()
    assert view.selected_keys() == [4]
    assert view.currentIndex().row() == 145


def test_a_selection_moves_with_its_rows_when_others_are_inserted_before(qtbot: QtBot) -> None:
    model, shelf = opened(20)
    view = view_of(model, qtbot)
    view.select_key(4)
    shelf.lines.insert(0, line(99))
    model.renew(21)
    look_at(model, 0)
    shelf.answer()
    assert view.selected_keys() == [4]
    assert view.currentIndex().row() == 5


def test_only_the_rows_that_can_be_seen_are_asked_for_when_the_table_opens(qtbot: QtBot) -> None:
    model: PagedRowsModel[Line] = PagedRowsModel(COLUMNS)
    view = view_of(model, qtbot)
    shelf = Shelf(100_000)
    model.open(100_000, shelf.fetch)
    view.grab()
    QApplication.processEvents()
    assert [offset for offset, _, _ in shelf.asked] == [0]
