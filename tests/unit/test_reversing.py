from collections.abc import Sequence

import pytest

from rxdesk.domain.identity import EntryId
from rxdesk.domain.orders import ReverseEntry
from rxdesk.domain.refusals import ReasonNeeded
from rxdesk.usecases.reverse_entry import StockMovedOn
from tests.fakes_desk import FakeGiven, FakeReads
from tests.made_rows import journal_row
from ui.reversing import InTheWay, Reversal, entries_named


class Panel:
    def __init__(self) -> None:
        self.sentence = ""
        self.open = False
        self.said = ""
        self.in_the_way: Sequence[InTheWay] = ()
        self.busy = False

    def ask_reason(self, sentence: str, reasons: Sequence[str]) -> None:
        self.sentence, self.open = sentence, True

    def show_refusal(self, said: str, remedy: str, in_the_way: Sequence[InTheWay]) -> None:
        self.said, self.in_the_way = said, in_the_way

    def show_busy(self, *, busy: bool) -> None:
        self.busy = busy

    def close_overlay(self) -> None:
        self.open = False


class Journal(FakeReads):
    def head(self) -> tuple[int, bytes]:
        return self.journal[0].seq, b""


class Desk:
    def __init__(self) -> None:
        self.reads = Journal(journal=[journal_row(seq, f"Entry {seq}.") for seq in (12, 11, 10, 9)])
        self.given = FakeGiven(self.reads)
        self.panel = Panel()
        self.opened: list[EntryId] = []
        self.reversal = Reversal(
            self.panel,
            desk=self.given.desk,
            ask=self.given.ask,
            post=self.given.post,
            open_entry=self.opened.append,
        )


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_an_entry_is_reversed_with_the_reason_that_was_typed(desk: Desk) -> None:
    desk.reversal.begin(EntryId("e10"), "Entry 10.")
    desk.reversal.reverse("  entered twice ")
    (order,) = desk.given.orders
    assert isinstance(order, ReverseEntry)
    assert (order.entry, order.reason) == ("e10", "entered twice")
    assert not desk.panel.open
    assert not desk.panel.busy


def test_what_stands_in_the_way_is_named_and_one_can_go_there(desk: Desk) -> None:
    desk.given.refuse = lambda _: StockMovedOn(["entry 11 (ItemDispensed)", "entry 12 (StockMoved)"])
    desk.reversal.begin(EntryId("e10"), "Entry 10.")
    desk.reversal.reverse("entered twice")
    assert desk.panel.open
    assert [way.seq for way in desk.panel.in_the_way] == [11, 12]
    desk.reversal.go_to(11)
    assert desk.opened == ["e11"]
    assert not desk.panel.open


def test_a_refusal_for_another_reason_names_no_entries(desk: Desk) -> None:
    desk.given.refuse = lambda _: ReasonNeeded("Reversing an entry")
    desk.reversal.begin(EntryId("e10"), "Entry 10.")
    desk.reversal.reverse("")
    assert desk.panel.said == "Reversing an entry needs a reason."
    assert desk.panel.in_the_way == ()


def test_a_balance_below_zero_is_in_the_way_and_is_no_entry() -> None:
    assert entries_named(StockMovedOn(["lot B7730A in A3-02 was below zero already"])) == ()
