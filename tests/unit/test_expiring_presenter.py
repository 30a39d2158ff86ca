from collections.abc import Callable
from dataclasses import replace

import pytest

from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import HoldReason
from rxdesk.domain.identity import EntryId, PlaceId
from rxdesk.domain.orders import HoldLot, MoveStock, Order
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import units
from rxdesk.domain.sheets import PullSheet, TableSheet
from rxdesk.domain.stock import LineKey
from rxdesk.ports.queries import StockFilter
from rxdesk.ports.rows import StockRow
from tests.fakes_desk import FakeGiven, FakeReads
from tests.made_rows import place_row, stock_row
from tests.shown_list import ShownList
from ui.parts.subjects import AtLine
from ui.screens.expiring.presenter import ExpiringPresenter
from ui.screens.expiring.state import Outcome, pull_columns, supply_chips, unsold

PLACES = [
    place_row("A3-02"),
    place_row("QUARANTINE", PlaceKind.QUARANTINE),
    place_row("RETURNS", PlaceKind.RETURNS),
]


class ExpiringShown(ShownList):
    def __init__(self) -> None:
        super().__init__()
        self.repainted: list[LineKey] = []
        self.busy: list[bool] = []
        self.summary: tuple[str, str, bool] = ("", "", False)

    def show_outcome(self, line: LineKey) -> None:
        self.repainted.append(line)

    def show_busy(self, *, busy: bool) -> None:
        self.busy.append(busy)

    def show_summary(self, said: str, remedy: str, *, refused: bool) -> None:
        self.summary = said, remedy, refused


def expiring(*rows: StockRow) -> tuple[ExpiringPresenter, ExpiringShown, FakeGiven]:
    given, view = FakeGiven(FakeReads(stock=list(rows), place_rows=PLACES)), ExpiringShown()
    return ExpiringPresenter(given, view, table=view, outcomes={}), view, given


def refuse_lot(lot: str) -> Callable[[Order], Refusal | None]:
    def answer(order: Order) -> Refusal | None:
        refused = isinstance(order, (HoldLot, MoveStock)) and order.lot == lot
        return Refusal(f"Lot {lot} stays.", "Ask a pharmacist.") if refused else None

    return answer


def test_the_most_urgent_horizon_that_holds_anything_comes_first() -> None:
    presenter, view, _ = expiring(stock_row("SOON"), stock_row("LATER", expiry="2028-01"))
    presenter.shown()

    assert (view.current, view.lots) == ("d30", ["SOON"])


def test_lots_stand_by_what_is_nearest() -> None:
    presenter, view, _ = expiring(stock_row("B", expiry="2026-11-02"), stock_row("A", expiry="2026-11-01"))
    presenter.shown()
    assert view.lots == ["A", "B"]


def test_another_screen_may_ask_for_a_horizon() -> None:
    presenter, view, _ = expiring(stock_row("GONE", expiry="2026-11-01"), stock_row("UNDATED", expiry=None))
    presenter.open(StockFilter.NO_DATE)
    presenter.shown()
    assert (view.current, view.lots) == ("no_date", ["UNDATED"])


def test_one_key_holds_every_selected_lot_because_of_its_date() -> None:
    rows = [stock_row("A"), stock_row("B", serial="10004417")]
    presenter, view, given = expiring(*rows)
    presenter.hold(rows)

    orders = [order for order in given.orders if isinstance(order, HoldLot)]
    assert [(order.lot, order.serial, order.cause) for order in orders] == [
        ("A", None, HoldReason.EXPIRY),
        ("B", "10004417", HoldReason.EXPIRY),
    ]
    assert presenter.outcomes == {row.key: Outcome(words="Held") for row in rows}
    assert view.summary == ("2 lines done.", "", False)


def test_a_lot_in_two_places_is_held_once() -> None:
    rows = [stock_row("A", "A3-02"), stock_row("A", "B1-07")]
    presenter, _, given = expiring(*rows)
    presenter.hold(rows)

    assert len(given.orders) == 1
    assert [presenter.outcomes[row.key].words for row in rows] == ["Held", "Held"]


def test_a_lot_in_two_places_that_is_refused_is_refused_in_both() -> None:
    rows = [stock_row("A", "A3-02"), stock_row("A", "B1-07")]
    presenter, _, given = expiring(*rows)
    given.refuse = refuse_lot("A")
    presenter.hold(rows)

    assert [presenter.outcomes[row.key].refused for row in rows] == [True, True]


def test_a_lot_on_hold_is_not_held_again() -> None:
    held = stock_row("A", held_by=EntryId("h1"), held_for=HoldReason.RECALL)
    presenter, view, given = expiring(held)
    presenter.hold([held])

    assert given.orders == []
    assert presenter.outcomes[held.key].words == "On hold already"
    assert view.summary[0] == "Nothing was changed."


def test_a_refused_line_says_why_and_the_others_go_on() -> None:
    rows = [stock_row("A"), stock_row("B"), stock_row("C")]
    presenter, view, given = expiring(*rows)
    given.refuse = refuse_lot("B")
    presenter.hold(rows)

    assert presenter.outcomes[rows[1].key] == Outcome(words="Refused", why="Lot B stays. Ask a pharmacist.")
    assert presenter.outcomes[rows[2].key].words == "Held"
    assert view.summary[0] == "2 lines done. 1 line refused."
    assert view.summary[2]


@pytest.mark.parametrize(
    ("kind", "place"), [(PlaceKind.QUARANTINE, "QUARANTINE"), (PlaceKind.RETURNS, "RETURNS")]
)
def test_all_of_a_line_is_carried_to_where_nothing_is_issued_from(kind: PlaceKind, place: str) -> None:
    row = stock_row("A", quantity=42)
    presenter, _, given = expiring(row)
    presenter.set_aside([row], kind)

    (order,) = given.orders
    assert isinstance(order, MoveStock)
    assert (order.quantity, order.from_place, order.to_place) == (units(42), "A3-02", place)


def test_what_became_of_a_moved_line_is_told_of_the_line_it_is_now() -> None:
    row = stock_row("A")
    presenter, view, _ = expiring(row)
    presenter.set_aside([row], PlaceKind.QUARANTINE)

    moved = row.key._replace(place=PlaceId("QUARANTINE"))
    assert presenter.outcomes == {moved: Outcome(words="From A3-02")}
    assert view.repainted == [moved]


def test_a_line_that_is_there_already_or_holds_nothing_is_not_moved() -> None:
    there, below = stock_row("A", "RETURNS", place_kind=PlaceKind.RETURNS), stock_row("B", quantity=-3)
    presenter, _, given = expiring(there, below)
    presenter.set_aside([there, below], PlaceKind.RETURNS)

    assert given.orders == []
    words = [presenter.outcomes[row.key].words for row in (there, below)]
    assert words == ["There already", "Nothing to move"]


def test_a_pharmacy_without_the_place_is_told_what_to_do() -> None:
    row = stock_row("A")
    presenter, view, given = expiring(row)
    given.fake_reads.place_rows = [place_row("A3-02")]
    presenter.set_aside([row], PlaceKind.QUARANTINE)

    assert given.orders == []
    assert view.summary == ("There is no place for quarantine.", "Set one up in Settings.", True)


def test_what_became_of_the_acts_is_forgotten_when_the_screen_is_left() -> None:
    row = stock_row("A")
    presenter, _, _ = expiring(row)
    presenter.hold([row])
    presenter.hidden()
    assert presenter.outcomes == {}


def test_commits_of_its_own_renew_the_list_once_at_the_end() -> None:
    rows = [stock_row("A"), stock_row("B")]
    presenter, view, given = expiring(*rows)
    presenter.shown()
    given.accepted = lambda _order: presenter.changed(Changes(topics=frozenset({Topic.STOCK})))
    presenter.hold(rows)

    assert len(view.renewed) == 1
    assert view.busy == [True, False]


def test_paper_is_a_pull_sheet_of_the_whole_horizon_or_of_what_is_selected() -> None:
    rows = [stock_row("A"), stock_row("B")]
    presenter, _, given = expiring(*rows)
    presenter.shown()
    presenter.lines.print()
    presenter.lines.print_lines(rows[:1])

    lines = [
        [line.lot for line in sheet.lines] for sheet in given.paper.sheets if isinstance(sheet, PullSheet)
    ]
    assert lines == [["A", "B"], ["A"]]
    assert given.previews == ["Pull list", "Pull list"]


def test_a_workbook_holds_the_pull_list_as_a_table() -> None:
    presenter, _, given = expiring(stock_row("A"))
    presenter.shown()
    presenter.lines.export_workbook()

    (sheet,) = given.paper.sheets
    assert isinstance(sheet, TableSheet)
    assert [section.title for section in sheet.sections] == ["Within 30 days"]


def test_a_line_opens_in_the_look_up() -> None:
    row = stock_row("A")
    presenter, _, given = expiring(row)
    presenter.look_up(row.key)
    assert given.went == [("scan", AtLine(line=row.key))]


@pytest.mark.parametrize(
    ("days_of_supply", "left_over"),
    [
        (21, units(0)),  # 21 days left: used up on the last day
        (42, units(21)),  # half of it will be left
        (22, units(2)),  # 1.9 tablets, rounded up
        (None, None),  # nobody asks for it: nothing can be said
    ],
)
def test_what_will_be_left_over_follows_from_the_days_of_supply(
    days_of_supply: int | None, left_over: int | None
) -> None:
    assert unsold(stock_row(quantity=42, days_of_supply=days_of_supply)) == left_over


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (stock_row(days_of_supply=5), ["Used up in time"]),
        (stock_row(days_of_supply=42), ["21 left over"]),
        (stock_row(days_of_supply=None), ["No demand"]),
        (stock_row(expiry="2026-11-01", days_of_supply=5), []),
        (stock_row(expiry=None, days_of_supply=5), []),
    ],
)
def test_a_line_says_whether_it_is_used_up_before_it_expires(row: StockRow, words: list[str]) -> None:
    assert [chip.words for chip in supply_chips(row)] == words


def test_the_status_of_a_line_says_first_what_became_of_it_and_speaks_the_reason() -> None:
    row = stock_row("A")
    outcomes = {row.key: Outcome(words="Refused", why="It is held. Ask a pharmacist.")}
    status = next(column for column in pull_columns(outcomes.get) if column.key == "status")

    assert status.chips_of(row)[0].words == "Refused"
    assert status.says(row) == "Refused. It is held. Ask a pharmacist. Available"
    assert status.says(replace(row, key=row.key._replace(place=PlaceId("B1")))) == "Available"
