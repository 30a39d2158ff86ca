"""The conversation of filling a prescription's item, without a window."""

from __future__ import annotations

import pytest

from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.facts import HoldReason
from rxdesk.domain.identity import ProductId
from rxdesk.domain.orders import DispenseItem
from rxdesk.domain.own_codes import badge_code, shelf_code
from rxdesk.domain.quantity import units
from rxdesk.domain.refusals import NotEnoughStock
from rxdesk.domain.scan import read_scan
from rxdesk.domain.schedule import Schedule
from rxdesk.ports.found import FoundNothing, FoundProduct
from rxdesk.usecases.dispense_item import AlreadyDispensed
from tests.fakes_desk import FakeGiven
from tests.fakes_lots import HYDROXYZINE, card_of, found, held, raw_pack, scan_of
from tests.made_rows import TODAY, journal_row, product_row, stock_row
from ui.notices import Level
from ui.parts.subjects import Pull
from ui.screens.dispense.presenter import DispensePresenter
from ui.screens.dispense.state import DispenseState

OLD = stock_row("B7730A", "A3-02", expiry="2026-12-14", quantity=42)
NEW = stock_row("80H112", "A3-02", expiry="2027-09-30", quantity=100)
GONE = stock_row("OLD1", "A3-02", expiry="2026-11-01", quantity=3)
CARD = card_of(OLD, NEW, GONE)
OLD_PACK = raw_pack("B7730A", "261214")
NEW_PACK = raw_pack("80H112", "270930")
OTHER = ProductId("0002-4771-61")
OTHER_PACK = raw_pack("X1", "280131", ndc=OTHER)
RX_LABEL = "7001234"


class View:
    """Remembers what it was told to show."""

    def __init__(self) -> None:
        self.states: list[DispenseState] = []

    def show(self, state: DispenseState) -> None:
        self.states.append(state)


@pytest.fixture
def given() -> FakeGiven:
    fake = FakeGiven()
    fake.fake_reads.cards[HYDROXYZINE] = CARD
    for raw in (OLD_PACK, NEW_PACK):
        fake.fake_reads.found[raw] = found(CARD, raw)
    other = card_of(row=product_row(OTHER, name="PROzac", strength="20 mg", form="CAPSULE"))
    fake.fake_reads.found[OTHER_PACK] = found(other, OTHER_PACK)
    for text in (RX_LABEL, "NOT A NUMBER"):
        fake.fake_reads.found[text] = FoundNothing(scan=read_scan(text, today=TODAY), code=text)
    return fake


@pytest.fixture
def presenter(given: FakeGiven) -> DispensePresenter:
    made = DispensePresenter(given, View())
    made.shown()
    return made


def scan(presenter: DispensePresenter, *raws: str) -> None:
    for raw in raws:
        assert presenter.scanned(scan_of(raw))


def last(given: FakeGiven) -> DispenseItem:
    order = given.orders[-1]
    assert isinstance(order, DispenseItem)
    return order


def test_a_fill_is_a_label_a_pack_and_a_quantity(given: FakeGiven, presenter: DispensePresenter) -> None:
    scan(presenter, RX_LABEL, OLD_PACK)
    presenter.say_quantity(units(30))
    presenter.submit()
    order = last(given)
    assert (order.rx_number, order.product, order.quantity) == ("7001234", HYDROXYZINE, units(30))
    assert (order.raw_scan, order.picks, order.reason) == (OLD_PACK, (), "")


def test_the_lots_are_chosen_by_first_expiry_and_shown_beforehand(presenter: DispensePresenter) -> None:
    presenter.choose(HYDROXYZINE)
    presenter.say_quantity(units(60))
    drawn = [(row.row.lot, row.taken) for row in presenter.state.plan.drawn]
    assert drawn == [("B7730A", units(42)), ("80H112", units(18))]


def test_a_lot_that_is_not_offered_says_why(presenter: DispensePresenter) -> None:
    presenter.choose(HYDROXYZINE)
    presenter.say_quantity(units(30))
    assert [(row.row.lot, row.why_not) for row in presenter.state.plan.others] == [
        ("80H112", ""),
        ("OLD1", "lot OLD1 expired"),
    ]


def test_the_wrong_product_stops_and_says_both_names(given: FakeGiven, presenter: DispensePresenter) -> None:
    presenter.choose(HYDROXYZINE)
    scan(presenter, OTHER_PACK)
    assert presenter.state.obstacle is not None
    assert presenter.state.obstacle.stop
    assert "PROzac 20 mg" in presenter.state.obstacle.said
    assert presenter.state.verified is None
    assert given.said[-1].level is Level.REFUSED


def test_an_equivalent_may_be_dispensed_instead_when_a_person_says_so(
    given: FakeGiven, presenter: DispensePresenter
) -> None:
    given.fake_reads.cards[HYDROXYZINE] = card_of(OLD, equivalents=(product_row(OTHER),))
    presenter.choose(HYDROXYZINE)
    scan(presenter, OTHER_PACK)
    presenter.take_equivalent()
    assert presenter.state.card is not None
    assert presenter.state.card.row.product == OTHER
    assert presenter.state.verified is not None


def test_a_lot_on_hold_stops_before_anything_is_posted(
    given: FakeGiven, presenter: DispensePresenter
) -> None:
    card = card_of(held(OLD, held_for=HoldReason.RECALL), NEW)
    given.fake_reads.found[OLD_PACK] = found(card, OLD_PACK)
    scan(presenter, OLD_PACK)
    assert presenter.state.obstacle is not None
    assert presenter.state.obstacle.said == "hydrOXYzine HCl, lot B7730A, is on hold (recall)."
    assert presenter.state.verified is None


def test_an_expired_pack_stops_though_its_lot_was_never_here(
    given: FakeGiven, presenter: DispensePresenter
) -> None:
    raw = raw_pack("STRAY", "261031")
    given.fake_reads.found[raw] = found(CARD, raw)
    scan(presenter, raw)
    assert presenter.state.obstacle is not None
    assert "expired: it was usable through 31 Oct 2026." in presenter.state.obstacle.said


def test_a_shelf_label_chooses_the_product_and_verifies_nothing(
    given: FakeGiven, presenter: DispensePresenter
) -> None:
    raw = shelf_code(HYDROXYZINE)
    given.fake_reads.found[raw] = FoundProduct(
        scan=read_scan(raw, today=TODAY),
        card=CARD,
        pack_quantity=units(100),
        scanned_line=None,
        scanned_expiry=None,
    )
    scan(presenter, raw)
    assert presenter.state.card == CARD
    assert presenter.state.verified is None
    scan(presenter, raw)
    assert given.said[-1].said.startswith("A shelf label verifies nothing")


def test_a_younger_pack_in_hand_takes_a_reason(given: FakeGiven, presenter: DispensePresenter) -> None:
    scan(presenter, RX_LABEL, NEW_PACK)
    presenter.say_quantity(units(30))
    assert presenter.state.plan.earlier == (
        "Lot B7730A in A3-02, usable through 14 Dec 2026, goes before lot 80H112."
    )
    presenter.submit()
    assert given.orders == []
    presenter.write_reason("Older bottle cannot be found")
    presenter.submit()
    assert last(given).reason == "Older bottle cannot be found"


def test_a_lot_taken_out_of_turn_is_named_in_the_order(
    given: FakeGiven, presenter: DispensePresenter
) -> None:
    scan(presenter, RX_LABEL, OLD_PACK)
    presenter.say_quantity(units(30))
    presenter.take_line(NEW.key)
    presenter.write_reason("Patient asked for the same lot")
    presenter.submit()
    (pick,) = last(given).picks
    assert (pick.lot, pick.place, pick.quantity) == ("80H112", "A3-02", units(30))


def test_going_short_is_offered_and_takes_a_reason(given: FakeGiven, presenter: DispensePresenter) -> None:
    scan(presenter, RX_LABEL, OLD_PACK)
    presenter.say_quantity(units(500))
    assert presenter.state.plan.short == units(358)
    given.refuse = lambda _order: NotEnoughStock("hydrOXYzine HCl", "500", "142")
    presenter.submit()
    assert presenter.state.obstacle is not None
    assert presenter.state.obstacle.may_go_short
    given.refuse = lambda _order: None
    presenter.go_short()
    assert presenter.state.needs_reason
    presenter.write_reason("Delivery stands unopened")
    presenter.submit()
    assert last(given).short_allowed


def test_going_short_is_not_offered_for_a_controlled_product(
    given: FakeGiven, presenter: DispensePresenter
) -> None:
    card = card_of(OLD, row=product_row(schedule=Schedule.IV))
    given.fake_reads.found[OLD_PACK] = found(card, OLD_PACK)
    given.refuse = lambda _order: NotEnoughStock("LORazepam", "500", "42")
    scan(presenter, RX_LABEL, OLD_PACK)
    presenter.say_quantity(units(500))
    presenter.submit()
    assert presenter.state.obstacle is not None
    assert not presenter.state.obstacle.may_go_short


def test_a_controlled_product_without_a_scanned_pack_takes_a_reason(
    given: FakeGiven, presenter: DispensePresenter
) -> None:
    given.fake_reads.cards[HYDROXYZINE] = card_of(OLD, row=product_row(schedule=Schedule.IV))
    scan(presenter, RX_LABEL)
    presenter.choose(HYDROXYZINE)
    presenter.say_quantity(units(30))
    assert presenter.state.needs_reason
    assert not presenter.state.ready


def test_a_partial_fill_keeps_what_is_owed(given: FakeGiven, presenter: DispensePresenter) -> None:
    scan(presenter, RX_LABEL, OLD_PACK)
    presenter.say_quantity(units(10))
    presenter.say_fill(units(2))
    presenter.say_part(units(1))
    presenter.say_owed(units(20))
    presenter.submit()
    order = last(given)
    assert (order.fill_number, order.part, order.remaining) == (2, 1, units(20))


def test_after_posting_everything_is_clear_for_the_next(
    given: FakeGiven, presenter: DispensePresenter
) -> None:
    scan(presenter, RX_LABEL, OLD_PACK)
    presenter.say_quantity(units(30))
    before = presenter.state.order_id
    presenter.submit()
    assert not presenter.state.begun
    assert presenter.state.order_id != before
    assert presenter.state.note == "Posted."
    assert given.fake_reads.drafts == {}


def test_a_refused_fill_keeps_everything_and_says_why(given: FakeGiven, presenter: DispensePresenter) -> None:
    scan(presenter, RX_LABEL, OLD_PACK)
    presenter.say_quantity(units(30))
    given.refuse = lambda _order: AlreadyDispensed("7001234", 0, 1)
    presenter.submit()
    assert presenter.state.obstacle is not None
    assert presenter.state.obstacle.remedy.startswith("Check the fill number")
    assert presenter.state.rx_number == "7001234"


def test_a_text_is_a_prescription_only_while_none_is_named(
    given: FakeGiven, presenter: DispensePresenter
) -> None:
    scan(presenter, "NOT A NUMBER")
    assert presenter.state.rx_number == ""
    assert presenter.state.obstacle is not None
    scan(presenter, RX_LABEL, RX_LABEL)
    assert presenter.state.rx_number == "7001234"
    assert presenter.state.obstacle is not None
    assert presenter.state.obstacle.said == "The scanned code is not that of a known product."


def test_what_was_looked_up_is_taken_along(presenter: DispensePresenter) -> None:
    presenter.open(Pull(product=HYDROXYZINE, quantity=units(30), scan=scan_of(OLD_PACK)))
    assert presenter.state.quantity == units(30)
    assert presenter.state.verified is not None


def test_a_fill_survives_a_crash_with_its_order_id(given: FakeGiven, presenter: DispensePresenter) -> None:
    scan(presenter, RX_LABEL, OLD_PACK)
    presenter.say_quantity(units(30))
    again = DispensePresenter(given, View())
    again.shown()
    assert again.state.order() == presenter.state.order()


def test_the_plan_follows_the_stock(given: FakeGiven, presenter: DispensePresenter) -> None:
    presenter.choose(HYDROXYZINE)
    presenter.say_quantity(units(30))
    given.fake_reads.cards[HYDROXYZINE] = card_of(NEW)
    presenter.changed(Changes(topics=frozenset({Topic.STOCK})))
    assert [row.row.lot for row in presenter.state.plan.drawn] == ["80H112"]


def test_a_fill_is_reversed_from_its_row(given: FakeGiven, presenter: DispensePresenter) -> None:
    row = journal_row(7, "Dispensed 30 tablets.", kind="ItemDispensed")
    given.fake_reads.journal = [row]
    presenter.changed(Changes(topics=frozenset({Topic.STOCK})))
    presenter.reverse(row.entry)
    assert given.reversed == [(row.entry, "Dispensed 30 tablets.")]


def test_esc_leaves_the_product_then_the_rest(presenter: DispensePresenter) -> None:
    scan(presenter, RX_LABEL, OLD_PACK)
    assert presenter.back()
    assert presenter.state.card is None
    assert presenter.back()
    assert presenter.state.rx_number == ""
    assert not presenter.back()


def test_a_badge_is_left_to_the_window(presenter: DispensePresenter) -> None:
    assert not presenter.scanned(scan_of(badge_code("AB" * 16)))
