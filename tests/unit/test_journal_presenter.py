from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.facts import FACT_KINDS, PlaceSetUp
from rxdesk.domain.identity import EntryId, LotNumber, OrderId, PlaceId, ProductId, Serial, StationId
from rxdesk.domain.orders import SettleDifference
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import Unit, units
from rxdesk.domain.records import Entry
from rxdesk.domain.refusals import NotPermitted
from rxdesk.domain.sheets import TableSheet
from rxdesk.domain.stock import LineKey
from rxdesk.ports.queries import JournalQuery
from rxdesk.ports.rows import JournalPage, JournalRow, OpenDifference, PersonRow
from tests.fakes_desk import FakeGiven, FakeReads
from tests.made_rows import NOW, TODAY, journal_row, product_row
from ui.screens.journal.presenter import Fetch, JournalPresenter
from ui.screens.journal.state import GROUP_OF, Detail, DifferenceRow, EntryRow, Filters, Group, Period

NDC = ProductId("99301-417-01")


@dataclass(slots=True)
class Journal(FakeReads):
    queries: list[JournalQuery] = field(default_factory=list[JournalQuery])
    differences: list[OpenDifference] = field(default_factory=list[OpenDifference])

    def journal_page(self, query: JournalQuery) -> JournalPage:
        self.queries.append(query)
        return JournalPage(
            total=len(self.journal), rows=tuple(self.journal[query.offset : query.offset + query.limit])
        )

    def journal_row(self, entry: EntryId) -> JournalRow | None:
        return next((row for row in self.journal if row.entry == entry), None)

    def entry(self, entry: EntryId) -> Entry | None:
        row = self.journal_row(entry)
        return None if row is None else stored(row)

    def people(self) -> Sequence[PersonRow]:
        return ()

    def open_differences(self) -> Sequence[OpenDifference]:
        return self.differences


def stored(row: JournalRow) -> Entry:
    return Entry(
        seq=row.seq,
        id=row.entry,
        order_id=OrderId("o"),
        order_part=0,
        station=StationId("s"),
        epoch=1,
        station_seq=row.seq,
        kind=row.kind,
        version=1,
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        utc_offset_min=0,
        person=None,
        witness=None,
        meaning=None,
        reason="",
        corrects=None,
        program="test",
        fact=PlaceSetUp(
            place=PlaceId("A3-02"), name="A3-02", kind_of_place=PlaceKind.SHELF, walk_order=0, active=True
        ),
        hash=bytes.fromhex("ab" * 32),
    )


class Glass:
    def __init__(self) -> None:
        self.filters = Filters()
        self.rows: Sequence[EntryRow] = ()
        self.total = 0
        self.renewed: list[int] = []
        self.fetch: Fetch | None = None
        self.detail: Detail | None = None
        self.differences: Sequence[DifferenceRow] = ()
        self.said = ""
        self.settled = 0

    def show_filters(self, filters: Filters) -> None:
        self.filters = filters

    def open_rows(self, total: int, fetch: Fetch, first: Sequence[EntryRow]) -> None:
        self.total, self.fetch, self.rows = total, fetch, first

    def renew_rows(self, total: int) -> None:
        self.renewed.append(total)

    def show_people(self, people: Sequence[PersonRow]) -> None:
        pass

    def show_detail(self, detail: Detail | None) -> None:
        self.detail = detail

    def show_differences(self, differences: Sequence[DifferenceRow]) -> None:
        self.differences = differences

    def show_refusal(self, said: str, remedy: str) -> None:
        self.said = said

    def show_settled(self) -> None:
        self.settled += 1


class Room:
    def __init__(self) -> None:
        self.reads = Journal(journal=[journal_row(seq, f"Entry {seq}.") for seq in range(250, 0, -1)])
        self.given = FakeGiven(self.reads)
        self.glass = Glass()
        self.reversals: list[tuple[EntryId, str]] = []
        self.presenter = JournalPresenter(
            self.glass, self.given, reverse=lambda entry, sentence: self.reversals.append((entry, sentence))
        )


@pytest.fixture
def room() -> Room:
    room = Room()
    room.presenter.shown()
    return room


def difference() -> OpenDifference:
    return OpenDifference(
        count=EntryId("e7"),
        key=LineKey(NDC, LotNumber("0K441"), Serial(""), PlaceId("SAFE")),
        name="oxyCODONE HCl",
        strength="5 mg",
        unit=Unit.EACH,
        counted=units(219),
        expected=units(220),
        unsettled=units(-1),
        counted_at=NOW,
        counted_by="K. Patel",
    )


def test_the_first_page_comes_with_the_number_of_all(room: Room) -> None:
    assert room.glass.total == 250
    assert [entry.row.seq for entry in room.glass.rows] == list(range(250, 150, -1))


def test_later_pages_are_fetched_as_they_are_looked_at(room: Room) -> None:
    fetched: list[EntryRow] = []
    assert room.glass.fetch is not None
    room.glass.fetch(200, 100, fetched.extend)
    assert [entry.row.seq for entry in fetched] == list(range(50, 0, -1))


def test_an_answer_to_an_older_question_is_dropped(room: Room) -> None:
    room.given.held_back = True
    room.presenter.look_for(Filters(text="old"))
    room.presenter.look_for(Filters(text="new"))
    room.reads.journal = room.reads.journal[:1]
    room.given.answer()
    assert room.glass.filters.text == "new"
    assert room.glass.total == 1


def test_what_is_looked_for_becomes_one_question(room: Room) -> None:
    room.presenter.look_for(Filters(text=" B7730A ", group=Group.COUNTED, product=NDC))
    asked = room.reads.queries[-1]
    assert asked.text == "B7730A"
    assert asked.kinds == ("LineCounted", "DifferenceSettled", "DifferenceRecomputed")
    assert asked.product == NDC


def test_a_period_counts_back_from_midnight_of_the_pharmacys_own_day(room: Room) -> None:
    room.presenter.look_for(Filters(period=Period.WEEK))
    since = room.reads.queries[-1].since
    first = TODAY - timedelta(days=6)
    assert since == datetime(first.year, first.month, first.day).astimezone(UTC)  # local
    assert room.reads.queries[-1].until is None


def test_the_last_day_that_was_chosen_is_included(room: Room) -> None:
    room.presenter.look_for(Filters(period=Period.DATES, last_day=date(2026, 11, 20)))
    assert room.reads.queries[-1].until == datetime(2026, 11, 21).astimezone(UTC)  # local


def test_an_entry_is_shown_with_its_hash_and_what_is_stored(room: Room) -> None:
    room.presenter.open_entry(EntryId("e42"))
    detail = room.glass.detail
    assert detail is not None
    assert detail.title == "Entry 42"
    assert ("Hash", "ab" * 32) in detail.chain
    assert '"place": "A3-02"' in detail.stored


def test_a_correction_is_linked_both_ways(room: Room) -> None:
    room.reads.journal[0] = journal_row(250, "Reversed.", corrects=EntryId("e9"), corrects_seq=9)
    room.reads.journal[1] = journal_row(
        249, "Reversed later.", reversed_by=EntryId("e250"), reversed_by_seq=250, reversible=False
    )
    room.presenter.open_entry(EntryId("e250"))
    assert [(link.words, link.entry) for link in links(room)] == [("Corrects entry 9", "e9")]
    room.presenter.open_entry(EntryId("e249"))
    assert [(link.words, link.entry) for link in links(room)] == [("Reversed by entry 250", "e250")]


def links(room: Room) -> Sequence[Any]:
    assert room.glass.detail is not None
    return room.glass.detail.links


def test_only_an_entry_that_can_be_reversed_is(room: Room) -> None:
    room.reads.journal[0] = journal_row(250, "Signed in.", reversible=False)
    room.presenter.open_entry(EntryId("e250"))
    room.presenter.reverse_entry()
    assert room.reversals == []
    room.presenter.open_entry(EntryId("e249"))
    room.presenter.reverse_entry()
    assert room.reversals == [("e249", "Entry 249.")]


def test_what_is_committed_elsewhere_renews_the_list_and_the_open_entry(room: Room) -> None:
    room.presenter.open_entry(EntryId("e250"))
    room.reads.journal[0] = replace(room.reads.journal[0], sentence="Entry 250, reversed.")
    room.presenter.changed(Changes(topics=frozenset({Topic.STOCK})))
    assert room.glass.renewed == [250]
    assert room.glass.detail is not None
    assert room.glass.detail.sentence == "Entry 250, reversed."


def test_a_hidden_journal_asks_only_when_it_is_shown_again(room: Room) -> None:
    room.presenter.hidden()
    before = len(room.reads.queries)
    room.presenter.changed(Changes(topics=frozenset({Topic.STOCK})))
    assert len(room.reads.queries) == before
    room.presenter.shown()
    assert room.glass.renewed == [250]


def test_one_products_history_is_named_and_can_be_left_again(room: Room) -> None:
    room.reads.products = [product_row(NDC)]
    room.presenter.look_for_product(NDC)
    assert room.glass.filters.product_name == "hydrOXYzine HCl 25 mg"
    assert room.presenter.back()
    assert room.glass.filters.product is None
    assert not room.presenter.back()


def test_a_difference_is_settled_with_its_cause(room: Room) -> None:
    room.reads.differences = [difference()]
    room.presenter.settle(EntryId("e7"), " miscounted ")
    (order,) = room.given.orders
    assert isinstance(order, SettleDifference)
    assert (order.count, order.cause) == ("e7", "miscounted")
    assert room.glass.settled == 1


def test_a_difference_without_a_cause_is_not_settled(room: Room) -> None:
    room.presenter.settle(EntryId("e7"), " ")
    assert room.given.orders == []
    assert room.glass.said == "Settling a difference needs its cause."


def test_a_refused_settlement_is_said_on_the_screen(room: Room) -> None:
    room.given.refuse = lambda _: NotPermitted("K. Patel", "Technician", "settle count differences")
    room.presenter.settle(EntryId("e7"), "miscounted")
    assert room.glass.said == "K. Patel (Technician) may not settle count differences."


def test_an_export_holds_every_entry_and_paper_only_the_newest(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.screens.journal.presenter._MOST_PRINTED", 20)
    monkeypatch.setattr("ui.screens.journal.presenter._EXPORTED_AT_ONCE", 60)
    room.presenter.export("csv")
    room.presenter.print_rows()
    exported, printed = room.given.paper.sheets
    assert isinstance(exported, TableSheet)
    assert isinstance(printed, TableSheet)
    assert [row[0] for row in exported.sections[0].rows] == list(range(250, 0, -1))
    assert len(printed.sections[0].rows) == 20
    assert "The newest 20 of 250 entries" in printed.notes[1]
    assert room.given.saved == ["Journal 2026-11-23.csv"]


def test_every_kind_of_entry_belongs_to_a_group() -> None:
    assert set(GROUP_OF) == set(FACT_KINDS)
