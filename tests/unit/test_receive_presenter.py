"""The conversation of receiving a delivery, without a window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from typing_extensions import override

from rxdesk.desk import Posted
from rxdesk.domain.catalogue import PackageState
from rxdesk.domain.errors import Refusal
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.identity import PersonId, PlaceId
from rxdesk.domain.orders import LinkCode, Order, ReceiveLot
from rxdesk.domain.own_codes import badge_code, place_code
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import units
from rxdesk.domain.records import Place
from rxdesk.domain.refusals import LotExpired
from rxdesk.domain.scan import read_scan
from rxdesk.domain.schedule import Schedule
from rxdesk.ports.found import FoundListed, FoundNothing, FoundPlace
from rxdesk.usecases.receive_lot import ExpiryDiffers, SerialSeen
from tests.fakes_desk import FakeGiven
from tests.fakes_lots import HYDROXYZINE, card_of, found, raw_pack, receipt_posted, scan_of
from tests.made_rows import TODAY, catalogue_hit, journal_row, place_row, product_row, stock_row
from ui.notices import Level
from ui.parts.subjects import Arrival
from ui.screens.receive.pending import Missing, ProblemKind
from ui.screens.receive.presenter import ReceivePresenter
from ui.screens.receive.state import ReceiveState

CARD = card_of(stock_row("B7730A", expiry="2026-12-14", quantity=42))
FULL = raw_pack("C1", "280131", "S1")
NEXT = raw_pack("C1", "280131", "S2")
BARE = raw_pack()
PLAIN = raw_pack("C1", "280131")  # a pack without a serial number


class View:
    """Remembers what it was told to show."""

    def __init__(self) -> None:
        self.states: list[ReceiveState] = []

    def show(self, state: ReceiveState) -> None:
        self.states.append(state)


class SlowGiven(FakeGiven):
    """Posting takes longer than the person's patience."""

    @override
    def post(
        self,
        order: Order,
        then: Callable[[Posted], None] | None = None,
        refused: Callable[[Refusal], None] | None = None,
        *,
        signer: PersonId | None = None,
    ) -> None:
        self.orders.append(order)


@pytest.fixture
def given() -> FakeGiven:
    fake = FakeGiven()
    fake.outcome = receipt_posted
    fake.fake_reads.cards[HYDROXYZINE] = CARD
    fake.fake_reads.place_rows = [
        place_row("A3-02"),
        place_row("B1-01"),
        place_row("QUARANTINE", PlaceKind.QUARANTINE),
    ]
    for raw in (FULL, NEXT, BARE, PLAIN):
        fake.fake_reads.found[raw] = found(CARD, raw)
    for code in ("A3-02", "B1-01"):
        place = Place(place=PlaceId(code), name="", kind=PlaceKind.SHELF, walk_order=0, active=True)
        fake.fake_reads.found[place_code(code)] = FoundPlace(place=place)
    return fake


@pytest.fixture
def presenter(given: FakeGiven) -> ReceivePresenter:
    made = ReceivePresenter(given, View())
    made.shown()
    return made


def scan(presenter: ReceivePresenter, *raws: str) -> None:
    for raw in raws:
        assert presenter.scanned(scan_of(raw))


def receipts(given: FakeGiven) -> list[ReceiveLot]:
    return [order for order in given.orders if isinstance(order, ReceiveLot)]


def test_a_pack_that_says_everything_is_received_at_once_into_its_own_bin(
    given: FakeGiven, presenter: ReceivePresenter
) -> None:
    scan(presenter, FULL)
    (order,) = receipts(given)
    assert (order.lot, order.expiry, order.serial, order.packs) == ("C1", "2028-01-31", "S1", 1)
    assert order.place == "A3-02"
    assert order.raw_scan == FULL
    assert presenter.state.pending is None
    assert [row.fact.serial for row in presenter.state.rows] == ["S1"]


def test_each_pack_is_an_entry_of_its_own_and_the_totals_run(
    given: FakeGiven, presenter: ReceivePresenter
) -> None:
    scan(presenter, FULL, NEXT)
    assert len({order.id for order in receipts(given)}) == 2
    (total,) = presenter.state.totals
    assert (total.packs, total.amount) == (2, "200 tablets")


def test_a_scanned_shelf_takes_everything_that_follows(given: FakeGiven, presenter: ReceivePresenter) -> None:
    scan(presenter, place_code("B1-01"), FULL, NEXT)
    assert [order.place for order in receipts(given)] == ["B1-01", "B1-01"]


def test_what_a_pack_does_not_say_is_asked_for_in_turn(given: FakeGiven, presenter: ReceivePresenter) -> None:
    scan(presenter, BARE)
    assert presenter.state.missing == (Missing.LOT, Missing.EXPIRY)
    presenter.write_lot("C9")
    assert presenter.state.missing == (Missing.EXPIRY,)
    presenter.submit()
    assert given.orders == []
    presenter.say_expiry(Expiry.from_iso("2028-03"))
    presenter.submit()
    (order,) = receipts(given)
    assert (order.lot, order.expiry, order.expiry_unknown) == ("C9", "2028-03", False)


def test_no_date_on_the_pack_is_said_and_not_guessed(given: FakeGiven, presenter: ReceivePresenter) -> None:
    scan(presenter, BARE)
    presenter.write_lot("C9")
    presenter.say_no_expiry(none=True)
    presenter.submit()
    (order,) = receipts(given)
    assert (order.expiry, order.expiry_unknown) == (None, True)


def test_the_date_of_a_known_lot_need_not_be_typed_again(presenter: ReceivePresenter) -> None:
    scan(presenter, BARE)
    presenter.write_lot("B7730A")
    assert presenter.state.missing == ()


def test_the_second_code_of_a_pack_completes_it(given: FakeGiven, presenter: ReceivePresenter) -> None:
    scan(presenter, BARE, raw_pack("C1", "280131", gtin=False))
    (order,) = receipts(given)
    assert (order.product, order.lot, order.expiry) == (HYDROXYZINE, "C1", "2028-01-31")


def test_the_codes_of_a_pack_may_come_the_other_way_round(
    given: FakeGiven, presenter: ReceivePresenter
) -> None:
    scan(presenter, raw_pack("C1", "280131", gtin=False))
    assert presenter.state.missing == (Missing.PRODUCT,)
    scan(presenter, BARE)
    (order,) = receipts(given)
    assert (order.product, order.lot) == (HYDROXYZINE, "C1")


def test_a_known_value_is_never_blanked_by_a_code_that_lacks_it(
    given: FakeGiven, presenter: ReceivePresenter
) -> None:
    scan(presenter, raw_pack("C1"[:2], gtin=False))
    given.fake_reads.found[raw_pack(serial="S7")] = found(CARD, raw_pack(serial="S7"))
    scan(presenter, raw_pack(serial="S7"))
    assert presenter.state.pending is not None
    assert (presenter.state.pending.lot, presenter.state.pending.serial) == ("C1", "S7")


def test_a_code_that_contradicts_the_pack_in_hand_is_refused(
    given: FakeGiven, presenter: ReceivePresenter
) -> None:
    scan(presenter, raw_pack("C1", gtin=False))
    scan(presenter, raw_pack("C2", gtin=False))
    assert presenter.state.pending is not None
    assert presenter.state.pending.lot == "C1"
    assert given.said[-1].said == "The pack in hand has lot C1; this code says C2."


def test_the_next_pack_waits_until_the_one_in_hand_is_finished(
    given: FakeGiven, presenter: ReceivePresenter
) -> None:
    other = raw_pack("X1", "280131", ndc="0002-4771-61")
    given.fake_reads.found[other] = found(card_of(row=product_row("0002-4771-61")), other)
    scan(presenter, BARE)
    presenter.write_lot("C9")
    scan(presenter, other)
    assert given.orders == []
    assert presenter.state.pending is not None
    assert presenter.state.pending.lot == "C9"
    assert "not finished yet" in given.said[-1].said


def test_another_pack_that_cannot_be_told_apart_is_received_and_said(
    given: FakeGiven, presenter: ReceivePresenter
) -> None:
    scan(presenter, PLAIN, PLAIN, PLAIN)
    assert len(receipts(given)) == 3
    assert presenter.state.note.endswith("lot C1: 3 packs in this delivery.")
    assert given.said[-1].level is Level.NOTE


def test_several_packs_may_come_with_one_scan_once(given: FakeGiven, presenter: ReceivePresenter) -> None:
    presenter.say_packs_at_once(12)
    scan(presenter, PLAIN, PLAIN)
    assert [order.packs for order in receipts(given)] == [12, 1]


def test_a_serial_number_always_stands_for_one_pack(given: FakeGiven, presenter: ReceivePresenter) -> None:
    presenter.say_packs_at_once(12)
    scan(presenter, FULL)
    assert receipts(given)[0].packs == 1


def test_another_date_for_a_lot_takes_a_reason(given: FakeGiven, presenter: ReceivePresenter) -> None:
    first = Expiry.from_iso("2027-12-31")
    given.refuse = lambda _order: ExpiryDiffers("C1", first, Expiry.from_iso("2028-01-31"))
    scan(presenter, FULL)
    assert presenter.state.pending is not None
    assert presenter.state.pending.problem is not None
    assert presenter.state.pending.problem.kind is ProblemKind.DATE
    given.refuse = lambda _order: None
    presenter.write_reason("Read twice on both packs")
    presenter.submit()
    order = receipts(given)[-1]
    assert (order.expiry_confirmed, order.reason) == (True, "Read twice on both packs")
    assert presenter.state.pending is None


def test_what_arrived_expired_goes_into_quarantine_with_one_key(
    given: FakeGiven, presenter: ReceivePresenter
) -> None:
    expired = Expiry.from_iso("2026-10-31")
    given.refuse = lambda _order: LotExpired("hydrOXYzine HCl", "C1", expired, "Receive it into quarantine.")
    scan(presenter, FULL)
    given.refuse = lambda _order: None
    presenter.put_into_quarantine()
    assert receipts(given)[-1].place == "QUARANTINE"


def test_a_serial_that_was_here_before_stops_the_pack(given: FakeGiven, presenter: ReceivePresenter) -> None:
    given.refuse = lambda _order: SerialSeen("S1", "in A3-02")
    scan(presenter, FULL)
    assert presenter.state.pending is not None
    assert presenter.state.pending.problem is not None
    assert presenter.state.pending.problem.kind is ProblemKind.STOP
    assert presenter.back()
    assert presenter.state.pending is None


def test_a_schedule_two_receipt_names_its_order_form(given: FakeGiven, presenter: ReceivePresenter) -> None:
    card = card_of(row=product_row(schedule=Schedule.II, name="oxyCODONE"))
    given.fake_reads.found[FULL] = found(card, FULL)
    scan(presenter, FULL)
    assert presenter.state.missing == (Missing.ORDER_FORM,)
    presenter.write_head(supplier="Wholesaler", reference="INV 7", order_form="16x000123")
    presenter.submit()
    (order,) = receipts(given)
    assert (order.order_form, order.supplier, order.reference) == ("16X000123", "Wholesaler", "INV 7")


def test_the_size_of_a_kit_is_confirmed_by_a_person(given: FakeGiven, presenter: ReceivePresenter) -> None:
    kit = catalogue_hit("0002-4771-61", state=PackageState.KIT, package_text="1 KIT in 1 CARTON")
    raw = raw_pack("K1", "280131", ndc="0002-4771-61")
    given.fake_reads.found[raw] = FoundListed(scan=read_scan(raw, today=TODAY), hits=(kit,))
    presenter.choose_place("A3-02")
    scan(presenter, raw)
    assert presenter.state.missing == (Missing.SIZE,)
    presenter.say_size(units(1))
    presenter.submit()
    assert receipts(given)[0].pack_quantity == units(1)


def test_a_product_without_a_bin_asks_where_it_goes(given: FakeGiven, presenter: ReceivePresenter) -> None:
    card = card_of(row=product_row(home=None))
    given.fake_reads.found[FULL] = found(card, FULL)
    scan(presenter, FULL)
    assert presenter.state.missing == (Missing.PLACE,)
    scan(presenter, place_code("B1-01"))
    assert receipts(given)[0].place == "B1-01"


def test_an_unknown_code_is_linked_and_the_pack_received(
    given: FakeGiven, presenter: ReceivePresenter
) -> None:
    given.fake_reads.listed = [catalogue_hit(HYDROXYZINE, stocked=True)]
    raw = raw_pack("C1", "280131", ndc="99999-999-99")
    given.fake_reads.found[raw] = FoundNothing(scan=read_scan(raw, today=TODAY), code="00399999999999")
    scan(presenter, raw)
    presenter.linking.search("hydroxy")
    presenter.linking.choose(HYDROXYZINE)
    given.fake_reads.found[raw] = found(CARD, raw)
    presenter.linking.link()
    assert isinstance(given.orders[0], LinkCode)
    assert receipts(given)[0].lot == "C1"


def test_a_pack_without_a_code_is_found_and_typed(given: FakeGiven, presenter: ReceivePresenter) -> None:
    given.fake_reads.listed = [catalogue_hit(HYDROXYZINE, stocked=True)]
    presenter.search("hydroxy")
    presenter.choose(presenter.state.hits[0].key)
    presenter.write_lot("C9")
    presenter.say_expiry(Expiry.from_iso("2028-03"))
    presenter.say_packs(units(3))
    presenter.submit()
    (order,) = receipts(given)
    assert (order.product, order.packs, order.gtin14, order.raw_scan) == (HYDROXYZINE, 3, None, "")


def test_a_pack_brought_from_another_screen_is_not_received_before_somebody_says_so(
    given: FakeGiven, presenter: ReceivePresenter
) -> None:
    presenter.open(Arrival(product=HYDROXYZINE, scan=scan_of(FULL)))
    assert given.orders == []
    assert presenter.state.missing == ()
    presenter.submit()
    assert receipts(given)[0].serial == "S1"


def test_enter_pressed_twice_sends_the_same_order_twice(given: FakeGiven) -> None:
    slow = SlowGiven(given.fake_reads)
    presenter = ReceivePresenter(slow, View())
    presenter.open(Arrival(product=HYDROXYZINE, scan=scan_of(FULL)))
    presenter.submit()
    presenter.submit()
    first, second = slow.orders
    assert first == second  # the desk takes an order once, however often it is sent


def test_everything_typed_is_on_disk_with_every_change(given: FakeGiven, presenter: ReceivePresenter) -> None:
    presenter.write_head(supplier="Wholesaler", reference="", order_form="")
    scan(presenter, BARE)
    presenter.write_lot("C9")
    again = ReceivePresenter(given, View())
    again.shown()
    assert again.state.head.supplier == "Wholesaler"
    assert again.state.pending is not None
    assert presenter.state.pending is not None
    assert again.state.pending.lot == "C9"
    assert again.state.pending.known == presenter.state.pending.known
    assert again.state.pending.order_id == presenter.state.pending.order_id


def test_the_receipts_of_an_unfinished_delivery_are_read_back(
    given: FakeGiven, presenter: ReceivePresenter
) -> None:
    scan(presenter, FULL)
    order = receipts(given)[0]
    entry = receipt_posted(order).outcome.entries[0]
    given.fake_reads.entries[entry.id] = entry
    given.fake_reads.journal = [journal_row(42, "Received 1 pack.", entry=entry.id)]
    again = ReceivePresenter(given, View())
    again.shown()
    assert [row.fact.serial for row in again.state.rows] == ["S1"]


def test_an_ended_delivery_leaves_nothing_behind(given: FakeGiven, presenter: ReceivePresenter) -> None:
    presenter.write_head(supplier="Wholesaler", reference="", order_form="")
    scan(presenter, FULL)
    presenter.finish()
    assert presenter.state.rows == ()
    assert given.fake_reads.drafts == {}


def test_a_receipt_is_reversed_from_its_row(given: FakeGiven, presenter: ReceivePresenter) -> None:
    scan(presenter, FULL)
    row = presenter.state.rows[0]
    presenter.reverse(row.entry)
    assert given.reversed == [(row.entry, row.sentence)]


def test_a_badge_is_left_to_the_window(presenter: ReceivePresenter) -> None:
    assert not presenter.scanned(scan_of(badge_code("AB" * 16)))


def test_a_delivery_is_on_disk_before_its_first_receipt_is_answered(given: FakeGiven) -> None:
    slow = SlowGiven()
    slow.fake_reads.cards, slow.fake_reads.found = given.fake_reads.cards, given.fake_reads.found
    presenter = ReceivePresenter(slow, View())
    presenter.shown()
    scan(presenter, FULL)
    assert receipts(slow)
    assert presenter.state.rows == ()
    assert any('"started_at"' in draft for draft in slow.fake_reads.drafts.values())


def test_a_delivery_whose_first_pack_is_refused_has_not_begun(
    given: FakeGiven, presenter: ReceivePresenter
) -> None:
    given.refuse = lambda _order: SerialSeen("S1", "in A3-02")
    scan(presenter, FULL)
    assert not any('"started_at"' in draft for draft in given.fake_reads.drafts.values())
