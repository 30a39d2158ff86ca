"""The conversation of Scan & look up, without a window."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import pytest
from msgspec import structs

from rxdesk.domain.catalogue import PackageState
from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.facts import HoldReason
from rxdesk.domain.identity import EntryId, PersonId, PlaceId, ProductId
from rxdesk.domain.orders import CountLot, HoldLot, LinkCode, MoveStock, Order, ReleaseLot, SetUpProduct
from rxdesk.domain.own_codes import badge_code, place_code
from rxdesk.domain.people import Role
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import NOTHING, units
from rxdesk.domain.records import Place
from rxdesk.domain.refusals import SignatureNeeded
from rxdesk.domain.scan import read_scan
from rxdesk.ports.found import FoundListed, FoundNothing, FoundPerson, FoundPlace
from tests.fakes_desk import FakeGiven
from tests.fakes_lots import HYDROXYZINE, card_of, found, held, raw_pack, scan_of
from tests.made_rows import TODAY, catalogue_hit, place_row, product_row, stock_row
from ui.kit.tones import Tone
from ui.notices import Level
from ui.parts.subjects import Arrival, Pull
from ui.screens.scan.holding import Reach
from ui.screens.scan.presenter import ScanPresenter
from ui.screens.scan.state import Below, ScanState, Tab

OLD = stock_row("B7730A", expiry="2026-12-14", quantity=42, use_first=True)
NEW = stock_row("80H112", expiry="2027-09-30", quantity=100)
CARD = card_of(OLD, NEW, look_alikes=("hydrALAZINE",))
RAW = raw_pack("B7730A", "261214", "10004417")

OrderT = TypeVar("OrderT", bound=Order)


class View:
    """Remembers what it was told to show."""

    def __init__(self) -> None:
        self.states: list[ScanState] = []

    def show(self, state: ScanState) -> None:
        self.states.append(state)


@pytest.fixture
def given() -> FakeGiven:
    fake = FakeGiven()
    fake.fake_reads.cards[HYDROXYZINE] = CARD
    fake.fake_reads.found[RAW] = found(CARD, RAW)
    fake.fake_reads.place_rows = [place_row("A3-02"), place_row("QUARANTINE", PlaceKind.QUARANTINE)]
    return fake


@pytest.fixture
def presenter(given: FakeGiven) -> ScanPresenter:
    return ScanPresenter(given, View())


def last(given: FakeGiven, kind: type[OrderT]) -> OrderT:
    order = given.orders[-1]
    assert isinstance(order, kind)
    return order


def test_a_scanned_pack_opens_its_product_with_the_lot_and_what_to_do_with_it(
    presenter: ScanPresenter,
) -> None:
    assert presenter.scanned(scan_of(RAW))
    product = presenter.state.product
    assert product is not None
    assert product.lot is not None
    assert product.name == "hydrOXYzine HCl"
    assert product.figures == (("142", "tablets on hand · 2 lots"), ("100", "minimum level"))
    assert product.look_alike == "Looks like hydrALAZINE. Check strength and use."
    assert product.lot.advice == "Oldest lot: use before 80H112"
    assert product.lot.tone is Tone.WARNING
    assert (product.lot.expiry, product.lot.chip.words) == ("14 Dec 2026", "21 days left")


def test_a_younger_lot_says_which_one_goes_first(given: FakeGiven, presenter: ScanPresenter) -> None:
    raw = raw_pack("80H112", "270930")
    given.fake_reads.found[raw] = found(CARD, raw)
    presenter.scanned(scan_of(raw))
    assert presenter.state.product is not None
    assert presenter.state.product.lot is not None
    assert presenter.state.product.lot.advice == "Use lot B7730A first"


def test_a_recalled_lot_sounds_as_a_refusal_and_is_painted_as_a_stop(
    given: FakeGiven, presenter: ScanPresenter
) -> None:
    card = card_of(held(OLD, held_for=HoldReason.RECALL), NEW)
    given.fake_reads.found[RAW] = found(card, RAW)
    presenter.scanned(scan_of(RAW))
    assert presenter.state.product is not None
    assert presenter.state.product.lot is not None
    assert presenter.state.product.lot.tone is Tone.DANGER
    assert presenter.state.product.lot.advice == "Recalled. Do not use it."
    assert [(notice.level, notice.inline) for notice in given.said] == [(Level.REFUSED, True)]


def test_a_lot_that_is_not_here_says_so(given: FakeGiven, presenter: ScanPresenter) -> None:
    raw = raw_pack("ELSEWHERE", "280131")
    given.fake_reads.found[raw] = found(CARD, raw)
    presenter.scanned(scan_of(raw))
    assert presenter.state.product is not None
    assert presenter.state.product.lot is not None
    assert presenter.state.product.lot.advice == "This lot is not in stock here."


def test_a_badge_is_left_to_the_window(given: FakeGiven, presenter: ScanPresenter) -> None:
    assert not presenter.scanned(scan_of(badge_code("AB" * 16)))
    assert given.fake_reads.asked == []


def test_a_code_that_cannot_be_trusted_is_refused_in_its_own_sentence(
    given: FakeGiven, presenter: ScanPresenter
) -> None:
    assert presenter.scanned(scan_of("]E00399301417017"))
    assert given.said[0].level is Level.REFUSED
    assert given.fake_reads.asked == []


def test_a_place_label_goes_to_the_stock_of_that_place(given: FakeGiven, presenter: ScanPresenter) -> None:
    raw = place_code("A3-02")
    place = Place(place=PlaceId("A3-02"), name="", kind=PlaceKind.SHELF, walk_order=0, active=True)
    given.fake_reads.found[raw] = FoundPlace(place=place)
    presenter.scanned(scan_of(raw))
    assert given.went == [("stock", "A3-02")]


def test_words_find_products_and_one_of_them_opens(given: FakeGiven, presenter: ScanPresenter) -> None:
    given.fake_reads.listed = [catalogue_hit(HYDROXYZINE, stocked=True), catalogue_hit("99301-0500-01")]
    presenter.open("hydroxy")
    assert presenter.state.below is Below.HITS
    presenter.choose(presenter.state.hits[0].key)
    assert presenter.state.kept
    assert presenter.state.below is Below.LISTS


def test_the_only_product_that_entered_words_find_opens(given: FakeGiven, presenter: ScanPresenter) -> None:
    given.fake_reads.listed = [catalogue_hit(HYDROXYZINE, stocked=True)]
    presenter.open("hydroxyzine")
    assert presenter.state.kept
    assert presenter.state.below is Below.LISTS


def test_the_only_product_found_waits_while_letters_are_still_typed(
    given: FakeGiven, presenter: ScanPresenter
) -> None:
    given.fake_reads.listed = [catalogue_hit(HYDROXYZINE, stocked=True)]
    presenter.search("hydroxyzine")
    assert presenter.state.below is Below.HITS
    assert not presenter.state.kept


def test_a_product_that_only_comes_near_the_words_is_never_opened_by_itself(
    given: FakeGiven, presenter: ScanPresenter
) -> None:
    given.fake_reads.listed = [structs.replace(catalogue_hit(HYDROXYZINE, stocked=True), forgiven=True)]
    presenter.open("hydroxizine")
    assert presenter.state.below is Below.HITS


def test_a_typed_lot_opens_its_product_at_that_line(given: FakeGiven, presenter: ScanPresenter) -> None:
    given.fake_reads.stock = [OLD, NEW]
    presenter.open("b7730a")
    assert presenter.state.kept
    assert presenter.state.line == OLD.key


def test_a_line_that_was_chosen_shows_its_own_lot(given: FakeGiven, presenter: ScanPresenter) -> None:
    presenter.open_line(NEW.key)
    assert presenter.state.product is not None
    assert presenter.state.product.lot is not None
    assert presenter.state.product.lot.lot == "80H112"
    assert presenter.state.product.lot.caption == "Chosen lot"


def test_an_answer_to_letters_that_were_overtyped_is_dropped(
    given: FakeGiven, presenter: ScanPresenter
) -> None:
    given.fake_reads.listed = [catalogue_hit(HYDROXYZINE), catalogue_hit("0002-4771-61", name="Prozac")]
    given.held_back = True
    presenter.search("hydroxy")
    presenter.search("prozac")
    given.answer()
    assert [row.key for row in presenter.state.hits] == ["0002-4771-61"]


def test_a_product_that_is_only_listed_can_be_kept_at_once(
    given: FakeGiven, presenter: ScanPresenter
) -> None:
    listed = catalogue_hit("0002-4771-61", name="Prozac")
    raw = raw_pack(ndc="0002-4771-61")
    given.fake_reads.found[raw] = FoundListed(scan=read_scan(raw, today=TODAY), hits=(listed,))
    presenter.scanned(scan_of(raw))
    assert not presenter.state.kept
    given.fake_reads.found[raw] = found(card_of(row=product_row("0002-4771-61")), raw)
    presenter.set_up()
    assert last(given, SetUpProduct).product == "0002-4771-61"
    assert presenter.state.kept


def test_an_unknown_code_is_linked_once_and_the_task_goes_on(
    given: FakeGiven, presenter: ScanPresenter
) -> None:
    given.fake_reads.listed = [catalogue_hit(HYDROXYZINE, stocked=True)]
    raw = raw_pack(ndc="99999-999-99")
    given.fake_reads.found[raw] = FoundNothing(scan=read_scan(raw, today=TODAY), code="00399999999999")
    presenter.scanned(scan_of(raw))
    assert presenter.state.below is Below.LINK
    presenter.linking.search("hydroxy")
    presenter.linking.choose(HYDROXYZINE)
    presenter.linking.say_quantity(units(30))
    given.fake_reads.found[raw] = found(CARD, raw)
    presenter.linking.link()
    order = last(given, LinkCode)
    assert (order.code, order.product, order.quantity) == ("00399999999999", HYDROXYZINE, units(30))
    assert presenter.state.kept
    assert presenter.state.below is Below.LISTS


def test_a_code_on_a_kit_confirms_its_size_before_it_is_linked(
    given: FakeGiven, presenter: ScanPresenter
) -> None:
    given.fake_reads.listed = [catalogue_hit("0002-4771-61", state=PackageState.KIT, pack_quantity=None)]
    raw = raw_pack(ndc="99999-999-99")
    given.fake_reads.found[raw] = FoundNothing(scan=read_scan(raw, today=TODAY), code="00399999999999")
    presenter.scanned(scan_of(raw))
    presenter.linking.search("hydroxy")
    presenter.linking.choose(ProductId("0002-4771-61"))
    presenter.linking.say_quantity(units(1))
    presenter.linking.link()
    set_up, link = given.orders
    assert isinstance(set_up, SetUpProduct)
    assert set_up.pack_quantity == units(1)
    assert isinstance(link, LinkCode)


def test_a_listed_kit_is_kept_by_receiving_it(given: FakeGiven, presenter: ScanPresenter) -> None:
    kit = catalogue_hit("0002-4771-61", state=PackageState.KIT)
    raw = raw_pack(ndc="0002-4771-61")
    given.fake_reads.found[raw] = FoundListed(scan=read_scan(raw, today=TODAY), hits=(kit,))
    presenter.scanned(scan_of(raw))
    presenter.set_up()
    assert given.orders == []
    assert given.went == [("receive", Arrival(product=ProductId("0002-4771-61"), scan=scan_of(raw)))]


def test_a_code_of_two_products_is_asked_about_once(given: FakeGiven, presenter: ScanPresenter) -> None:
    hits = (catalogue_hit(HYDROXYZINE), catalogue_hit("9930-1417-01"))
    given.fake_reads.found[RAW] = FoundListed(scan=read_scan(RAW, today=TODAY), hits=hits)
    presenter.scanned(scan_of(RAW))
    assert presenter.state.link is not None
    assert len(presenter.state.link.rows) == 2
    presenter.linking.choose(HYDROXYZINE)
    given.fake_reads.found[RAW] = found(CARD, RAW)
    presenter.linking.link()
    assert last(given, LinkCode).code == "00399301417014"
    assert presenter.state.kept


def test_dispensing_and_receiving_take_the_pack_in_hand_along(
    given: FakeGiven, presenter: ScanPresenter
) -> None:
    scan = scan_of(RAW)
    presenter.scanned(scan)
    presenter.pull(units(30))
    presenter.receive()
    assert given.went == [
        ("dispense", Pull(product=HYDROXYZINE, quantity=units(30), scan=scan)),
        ("receive", Arrival(product=HYDROXYZINE, scan=scan)),
    ]


def test_a_count_stands_for_the_moment_of_its_first_digit(given: FakeGiven, presenter: ScanPresenter) -> None:
    presenter.scanned(scan_of(RAW))
    presenter.count()
    assert presenter.state.count is not None
    assert presenter.state.count.counted is None
    given.fake_reads.seq = 50
    presenter.counting.say(units(4))
    given.fake_reads.seq = 60  # somebody dispenses while the second digit is typed
    presenter.counting.say(units(41))
    presenter.counting.submit()
    order = last(given, CountLot)
    assert (order.lot, order.place, order.counted, order.at_seq) == ("B7730A", "A3-02", units(41), 50)
    assert presenter.state.below is Below.LISTS


def test_a_count_that_waits_for_its_position_is_posted_when_it_comes(
    given: FakeGiven, presenter: ScanPresenter
) -> None:
    presenter.scanned(scan_of(RAW))
    presenter.count()
    given.held_back = True
    presenter.counting.say(units(5))
    presenter.counting.submit()
    assert given.orders == []
    given.answer()
    assert last(given, CountLot).at_seq == 41


def test_no_figure_on_file_is_shown_while_counting(presenter: ScanPresenter) -> None:
    presenter.scanned(scan_of(RAW))
    presenter.count()
    assert presenter.state.shown_product is not None
    assert presenter.state.count is not None
    shown = f"{presenter.state.shown_product.figures} {presenter.state.count}"
    assert "142" not in shown
    assert "42" not in shown.replace("99301-417-01", "")


def test_zero_is_asked_about_once_more(given: FakeGiven, presenter: ScanPresenter) -> None:
    presenter.scanned(scan_of(RAW))
    presenter.count()
    presenter.counting.say(NOTHING)
    presenter.counting.submit()
    assert given.orders == []
    assert presenter.state.count is not None
    assert presenter.state.count.confirm_zero
    presenter.counting.submit()
    assert last(given, CountLot).counted == 0


def test_a_scan_does_not_throw_away_a_count_that_is_being_typed(
    given: FakeGiven, presenter: ScanPresenter
) -> None:
    presenter.scanned(scan_of(RAW))
    presenter.count()
    presenter.counting.say(units(3))
    presenter.scanned(scan_of(raw_pack("80H112", "270930")))
    assert presenter.state.count is not None
    assert presenter.state.count.counted == units(3)
    assert given.said[-1].level is Level.REFUSED


def test_a_refused_count_keeps_the_figure_and_says_why(given: FakeGiven, presenter: ScanPresenter) -> None:
    presenter.scanned(scan_of(RAW))
    presenter.count()
    presenter.counting.say(units(3))
    given.refuse = lambda _order: SignatureNeeded("Counting of oxyCODONE (C-II)")
    presenter.counting.submit()
    assert presenter.state.count is not None
    assert presenter.state.count.counted == units(3)
    assert "Let a pharmacist enter their PIN." in presenter.state.count.problem


def test_quarantine_holds_the_lot_and_carries_it_away(given: FakeGiven, presenter: ScanPresenter) -> None:
    presenter.scanned(scan_of(RAW))
    presenter.quarantine()
    presenter.holding.choose_cause(HoldReason.DAMAGE)
    presenter.holding.write("Wet box")
    presenter.holding.hold()
    hold, move = given.orders
    assert isinstance(hold, HoldLot)
    assert isinstance(move, MoveStock)
    assert (hold.lot, hold.cause, hold.note) == ("B7730A", HoldReason.DAMAGE, "Wet box")
    assert (move.from_place, move.to_place, move.quantity) == ("A3-02", "QUARANTINE", units(42))
    assert presenter.state.below is Below.LISTS


def test_a_hold_on_one_pack_names_its_serial_and_a_hold_on_the_lot_does_not(
    given: FakeGiven, presenter: ScanPresenter
) -> None:
    pack = stock_row("B7730A", serial="10004417", expiry="2026-12-14", quantity=100)
    given.fake_reads.found[RAW] = found(card_of(pack), RAW)
    presenter.scanned(scan_of(RAW))
    for reach in (Reach.LOT, Reach.PACK):
        presenter.quarantine()
        presenter.holding.choose_reach(reach)
        presenter.holding.carry(wanted=False)
        presenter.holding.hold()
    whole, single = given.orders
    assert isinstance(whole, HoldLot)
    assert isinstance(single, HoldLot)
    assert (whole.lot, whole.serial) == ("B7730A", None)
    assert (single.lot, single.serial) == ("B7730A", "10004417")


def test_the_scanned_lot_is_followed_to_where_it_was_carried(
    given: FakeGiven, presenter: ScanPresenter
) -> None:
    presenter.scanned(scan_of(RAW))
    moved = held(stock_row("B7730A", "QUARANTINE", expiry="2026-12-14"), held_for=HoldReason.SUSPECT)
    given.fake_reads.found[RAW] = found(card_of(moved, NEW), RAW)
    presenter.changed(Changes(topics=frozenset({Topic.STOCK}), products=frozenset({HYDROXYZINE})))
    assert presenter.state.line == moved.key
    assert presenter.state.held


def test_a_hold_on_every_lot_names_no_lot(given: FakeGiven, presenter: ScanPresenter) -> None:
    presenter.scanned(scan_of(RAW))
    presenter.quarantine()
    presenter.holding.choose_reach(Reach.PRODUCT)
    presenter.holding.carry(wanted=False)
    presenter.holding.hold()
    assert last(given, HoldLot).lot is None


def test_a_hold_that_stands_is_lifted_with_a_reason(given: FakeGiven, presenter: ScanPresenter) -> None:
    card = card_of(held(OLD, held_for=HoldReason.SUSPECT), NEW)
    given.fake_reads.found[RAW] = found(card, RAW)
    presenter.scanned(scan_of(RAW))
    assert presenter.state.held
    presenter.quarantine()
    presenter.holding.write("Checked by the wholesaler")
    presenter.holding.release()
    assert last(given, ReleaseLot) == ReleaseLot(
        id=last(given, ReleaseLot).id, hold=EntryId("hold-1"), note="Checked by the wholesaler"
    )


def test_a_scanned_place_is_the_target_of_a_move(given: FakeGiven, presenter: ScanPresenter) -> None:
    presenter.scanned(scan_of(RAW))
    presenter.move()
    presenter.scanned(scan_of(place_code("QUARANTINE")))
    presenter.moving.say_quantity(units(12))
    presenter.moving.move()
    order = last(given, MoveStock)
    assert (order.to_place, order.quantity) == ("QUARANTINE", units(12))


def test_esc_leaves_the_panel_then_the_product(presenter: ScanPresenter) -> None:
    presenter.scanned(scan_of(RAW))
    presenter.count()
    assert presenter.back()
    assert presenter.state.product is not None
    assert presenter.back()
    assert presenter.state.product is None
    assert not presenter.back()


def test_the_product_is_asked_for_again_when_its_stock_changed(
    given: FakeGiven, presenter: ScanPresenter
) -> None:
    presenter.open(HYDROXYZINE)
    given.fake_reads.cards[HYDROXYZINE] = replace(CARD, row=replace(CARD.row, on_hand=units(112)))
    presenter.changed(Changes(topics=frozenset({Topic.STOCK}), products=frozenset({HYDROXYZINE})))
    assert presenter.state.product is not None
    assert presenter.state.product.figures[0][0] == "112"


def test_changes_of_other_products_are_not_asked_about(given: FakeGiven, presenter: ScanPresenter) -> None:
    presenter.scanned(scan_of(RAW))
    asked = len(given.fake_reads.asked)
    presenter.changed(
        Changes(topics=frozenset({Topic.STOCK}), products=frozenset({ProductId("0002-4771-61")}))
    )
    assert len(given.fake_reads.asked) == asked


def test_the_chosen_list_is_remembered(given: FakeGiven, presenter: ScanPresenter) -> None:
    presenter.choose_tab(Tab.HISTORY)
    assert ScanPresenter(given, View()).state.tab is Tab.HISTORY


def test_every_lot_says_its_turn_or_why_it_is_not_offered(given: FakeGiven, presenter: ScanPresenter) -> None:
    card = card_of(OLD, NEW, stock_row("OLD1", expiry="2026-11-01", quantity=3))
    given.fake_reads.cards[HYDROXYZINE] = card
    presenter.open(HYDROXYZINE)
    assert [row.turn for row in presenter.state.lots] == [
        "Use first",
        "Number 2 in line",
        "Not offered: lot OLD1 expired",
    ]


def test_the_label_names_the_shelf_and_not_the_pack(given: FakeGiven, presenter: ScanPresenter) -> None:
    presenter.open(HYDROXYZINE)
    presenter.label()
    assert given.previews == ["Shelf label for hydrOXYzine HCl"]
    assert len(given.paper.labels) == 1


def test_a_badge_found_by_the_desk_is_named(given: FakeGiven, presenter: ScanPresenter) -> None:
    given.fake_reads.found["SOMEBODY"] = FoundPerson(
        person=PersonId("p2"), name="R. Shah", role=Role.PHARMACIST
    )
    presenter.scanned(scan_of("SOMEBODY"))
    assert given.said[0].said == "That is the badge of R. Shah."
