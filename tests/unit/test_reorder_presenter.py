import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.identity import EntryId, ProductId
from rxdesk.domain.orders import MarkOrdered
from rxdesk.domain.quantity import NOTHING, Unit, units
from rxdesk.domain.schedule import Schedule
from rxdesk.domain.sheets import ReorderSheet, TableSheet
from rxdesk.ports.rows import Demand, ReorderRow
from tests.fakes_desk import FakeGiven, FakeReads
from tests.made_rows import PATEL, journal_row
from ui.screens.reorder.presenter import ReorderPresenter
from ui.screens.reorder.state import OpenOrder, OrderLine, ReorderState, Section

TABLETS, CAPSULES, OPIOID, COMING = (
    ProductId(ndc) for ndc in ("99301-401-01", "99301-402-01", "99301-403-01", "99301-404-01")
)


def reorder_row(product: ProductId, **given: Any) -> ReorderRow:
    usual: dict[str, Any] = {
        "name": "metFORMIN HCl",
        "generic_name": "metformin hydrochloride",
        "strength": "500 mg",
        "form": "TABLET",
        "labeler": "Northfield Generics",
        "unit": Unit.EACH,
        "schedule": Schedule.NONE,
        "gtin14": None,
        "pack_quantity": units(100),
        "on_hand": units(40),
        "held": NOTHING,
        "expired": NOTHING,
        "short_dated": NOTHING,
        "available": units(40),
        "on_order": NOTHING,
        "minimum": units(100),
        "maximum": units(300),
        "demand": Demand(last_30_days=units(60), last_90_days=units(180), days_with_stock=90),
        "packs": 3,
        "quantity": units(300),
        "why": "40 are available.",
    }
    return ReorderRow(product=product, **(usual | given))


@dataclass(slots=True)
class Shelf(FakeReads):
    coming: list[ReorderRow] = field(default_factory=list[ReorderRow])

    def on_order_rows(self) -> Sequence[ReorderRow]:
        return self.coming


class Glass:
    def __init__(self) -> None:
        self.state = ReorderState()
        self.line: OrderLine | None = None
        self.orders: Sequence[OpenOrder] = ()
        self.marked = 0
        self.said = ""

    def show(self, state: ReorderState) -> None:
        self.state = state

    def show_line(self, line: OrderLine | None) -> None:
        self.line = line

    def show_orders(self, orders: Sequence[OpenOrder]) -> None:
        self.orders = orders

    def show_marked(self) -> None:
        self.marked += 1

    def show_refusal(self, said: str, remedy: str) -> None:
        self.said = said


class Room:
    def __init__(self) -> None:
        self.reads = Shelf(
            reorder=[
                reorder_row(TABLETS),
                reorder_row(CAPSULES, packs=0, on_order=units(300)),
                reorder_row(OPIOID, schedule=Schedule.II),
            ],
            coming=[reorder_row(COMING, on_order=units(200))],
        )
        self.given = FakeGiven(self.reads)
        self.glass = Glass()
        self.reversals: list[tuple[EntryId, str]] = []
        self.open()

    def open(self) -> None:
        self.presenter = ReorderPresenter(
            self.glass, self.given, reverse=lambda entry, sentence: self.reversals.append((entry, sentence))
        )
        self.presenter.shown()


@pytest.fixture
def room() -> Room:
    return Room()


def keys(room: Room) -> list[ProductId]:
    return [line.key for line in room.glass.state.lines]


def test_schedule_two_stands_apart(room: Room) -> None:
    assert keys(room) == [TABLETS, CAPSULES]
    room.presenter.show_section(Section.SCHEDULE_TWO)
    assert keys(room) == [OPIOID]


def test_each_part_says_how_many_products_it_holds(room: Room) -> None:
    assert dict(room.glass.state.counts) == {
        Section.TO_ORDER: 2,
        Section.SCHEDULE_TWO: 1,
        Section.ON_ORDER: 1,
    }


def test_only_products_with_packs_to_order_are_marked(room: Room) -> None:
    assert room.glass.state.to_mark == 1
    room.presenter.mark_ordered(" Northfield ", "4711")
    (order,) = room.given.orders
    assert isinstance(order, MarkOrdered)
    assert (order.supplier, order.reference) == ("Northfield", "4711")
    assert [(line.product, line.packs, line.quantity) for line in order.lines] == [(TABLETS, 3, units(300))]
    assert room.glass.marked == 1


def test_a_person_decides_on_the_packs(room: Room) -> None:
    room.presenter.choose(CAPSULES)
    room.presenter.set_packs(CAPSULES, 2)
    assert room.glass.line is not None
    assert room.glass.line.changed
    room.presenter.set_packs(TABLETS, 0)
    room.presenter.mark_ordered("", "")
    (order,) = room.given.orders
    assert isinstance(order, MarkOrdered)
    assert [(line.product, line.packs) for line in order.lines] == [(CAPSULES, 2)]


def test_the_packs_that_were_chosen_survive_a_restart(room: Room) -> None:
    room.presenter.set_packs(TABLETS, 7)
    assert json.loads(room.reads.drafts[PATEL.person, "reorder"]) == {TABLETS: 7}
    room.open()
    assert next(line.packs for line in room.glass.state.lines if line.key == TABLETS) == 7


def test_choosing_what_was_proposed_is_no_change(room: Room) -> None:
    room.presenter.set_packs(TABLETS, 7)
    room.presenter.set_packs(TABLETS, 3)
    assert not room.reads.drafts.get((PATEL.person, "reorder"))


def test_a_number_of_packs_below_zero_is_not_taken(room: Room) -> None:
    room.presenter.set_packs(TABLETS, -1)
    assert room.glass.state.lines[0].packs == 3


def test_the_sheet_holds_what_a_person_decided(room: Room) -> None:
    room.presenter.set_packs(TABLETS, 5)
    room.presenter.print_sheet()
    room.presenter.save("csv")
    printed, saved = room.given.paper.sheets
    assert isinstance(printed, ReorderSheet)
    assert isinstance(saved, TableSheet)
    assert [(line.ndc, line.packs) for line in printed.lines] == [(TABLETS, 5), (OPIOID, 3)]
    assert [section.title for section in saved.sections] == [
        "Not controlled",
        "Controlled, C-II: order on Form 222 or CSOS only",
    ]


def test_an_order_on_its_way_is_cancelled_by_reversing_its_entry(room: Room) -> None:
    room.reads.journal = [
        journal_row(9, "Ordered 2 products.", kind="ProductsOrdered", product=COMING),
        journal_row(8, "Ordered before.", kind="ProductsOrdered", product=COMING, reversible=False),
    ]
    room.presenter.show_section(Section.ON_ORDER)
    room.presenter.choose(COMING)
    (order,) = room.glass.orders
    room.presenter.cancel_order(order)
    assert room.reversals == [("e9", "Ordered 2 products.")]


def test_what_is_on_order_is_not_marked_again(room: Room) -> None:
    room.presenter.show_section(Section.ON_ORDER)
    room.presenter.mark_ordered("", "")
    assert not room.glass.state.may_mark
    assert room.given.orders == []


def test_a_change_elsewhere_is_read_now_or_when_shown(room: Room) -> None:
    room.reads.reorder = room.reads.reorder[:1]
    room.presenter.changed(Changes(topics=frozenset({Topic.STOCK})))
    assert keys(room) == [TABLETS]
    room.presenter.hidden()
    room.reads.reorder = []
    room.presenter.changed(Changes(topics=frozenset({Topic.ON_ORDER})))
    assert keys(room) == [TABLETS]
    room.presenter.shown()
    assert keys(room) == []
