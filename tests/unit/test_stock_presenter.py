from collections.abc import Sequence

import pytest

from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.own_codes import place_code
from rxdesk.domain.places import PlaceKind
from rxdesk.ports.queries import StockFilter, StockOrder
from rxdesk.ports.scanner import Scan
from tests.fakes_desk import FakeGiven, FakeReads
from tests.made_rows import NOW, place_row, stock_row
from tests.shown_list import ShownList
from ui.parts.subjects import Arrival, AtLine, LineAct, Pull
from ui.screens.stock.presenter import StockPresenter


class StockShown(ShownList):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.places: tuple[Sequence[tuple[str, str]], str] = ((), "")

    def show_text(self, text: str) -> None:
        self.text = text

    def show_places(self, places: Sequence[tuple[str, str]], current: str) -> None:
        self.places = places, current


def stock() -> tuple[StockPresenter, StockShown, FakeGiven]:
    reads = FakeReads(
        stock=[stock_row("A", "A3-02"), stock_row("F", "FRIDGE-1", ndc="0002-1433-80", expiry="2026-11-01")],
        place_rows=[place_row("A3-02"), place_row("FRIDGE-1", PlaceKind.REFRIGERATOR)],
    )
    given, view = FakeGiven(reads), StockShown()
    return StockPresenter(given, view, table=view), view, given


def scan(text: str) -> Scan:
    return Scan(text=text, device="typed", scanned_at=NOW)


def test_the_first_time_the_lines_and_the_places_are_asked_for() -> None:
    presenter, view, _ = stock()
    presenter.shown()

    assert view.lots == ["A", "F"]
    assert view.places == (
        (("", "Everywhere"), ("A3-02", "A3-02 · Shelf"), ("FRIDGE-1", "FRIDGE-1 · Refrigerator")),
        "",
    )


def test_a_place_narrows_the_list() -> None:
    presenter, view, _ = stock()
    presenter.shown()
    presenter.choose_place("FRIDGE-1")

    assert view.lots == ["F"]
    assert view.places[1] == "FRIDGE-1"


def test_a_scanned_place_label_narrows_the_list() -> None:
    presenter, view, _ = stock()
    presenter.shown()

    assert presenter.scanned(scan(place_code("A3-02")))
    assert view.lots == ["A"]


@pytest.mark.parametrize("text", ["0300021433802", "no code of ours", "RX1:P:A3-02:0000"])
def test_every_other_scan_is_left_to_the_look_up(text: str) -> None:
    presenter, _, _ = stock()
    assert not presenter.scanned(scan(text))


def test_a_filter_from_another_screen_forgets_what_was_looked_for() -> None:
    presenter, view, _ = stock()
    presenter.shown()
    presenter.lines.search("fridge")
    presenter.open(StockFilter.EXPIRED)

    assert (view.current, view.text) == ("expired", "")
    assert view.lots == ["F"]


def test_a_place_from_another_screen_is_told_from_a_product() -> None:
    presenter, view, _ = stock()
    presenter.open("FRIDGE-1")
    place = (view.places[1], view.text)
    presenter.open("0002-1433-80")

    assert place == ("FRIDGE-1", "")
    assert (view.places[1], view.text) == ("", "0002-1433-80")


def test_the_order_survives_another_question() -> None:
    presenter, _, _ = stock()
    presenter.shown()
    presenter.lines.sort("on_hand", True)
    presenter.open(StockFilter.EXPIRED)

    assert (presenter.lines.query.order, presenter.lines.query.descending) == (StockOrder.QUANTITY, True)


def test_each_wish_about_a_line_is_handed_to_its_screen() -> None:
    presenter, _, given = stock()
    line = given.fake_reads.stock[0].key
    presenter.look_up(line)
    presenter.begin(LineAct.COUNT, line)
    presenter.dispense(line)
    presenter.receive(line)

    assert given.went == [
        ("scan", AtLine(line=line)),
        ("scan", AtLine(line=line, act=LineAct.COUNT)),
        ("dispense", Pull(product=line.product)),
        ("receive", Arrival(product=line.product)),
    ]


def test_what_does_not_concern_stock_asks_nothing() -> None:
    presenter, view, _ = stock()
    presenter.shown()
    presenter.changed(Changes(topics=frozenset({Topic.PEOPLE})))
    assert view.renewed == []


def test_a_commit_renews_the_list_in_front() -> None:
    presenter, view, given = stock()
    presenter.shown()
    given.fake_reads.stock.pop()
    presenter.changed(Changes(topics=frozenset({Topic.STOCK})))
    assert view.renewed == [1]
