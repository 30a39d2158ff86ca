"""What a count found stays true, whatever is written after it and wherever that belongs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import DifferenceRecomputed, LineCounted
from rxdesk.domain.identity import EntryId, LotNumber, PlaceId, ProductId, Serial
from rxdesk.domain.orders import (
    CountLot,
    DispenseItem,
    MoveStock,
    ReceiveLot,
    ReverseEntry,
    SettleDifference,
    SetUpProduct,
)
from rxdesk.domain.quantity import Quantity, units
from rxdesk.domain.records import CountedLine
from rxdesk.domain.refusals import LotMissing, LotUnfit
from rxdesk.domain.schedule import Schedule
from rxdesk.domain.stock import LineKey
from rxdesk.usecases.count_lot import (
    CountOvertaken,
    CountPositionMissing,
    NothingToSettle,
    PositionWrong,
    SerialElsewhere,
)
from rxdesk.usecases.reverse_entry import StockMovedOn
from tests.db_files import HYDROXYZINE, OTHER_SHELF, SHELF, Bench, details

LOT = LotNumber("B7730A")
SEDATIVE = ProductId("99555-0117-01")
"""A C-IV product: its differences wait for a pharmacist."""


@pytest.fixture
def stocked(bench: Bench) -> Bench:
    """A hundred of an ordinary and of a controlled product on the shelf."""
    bench.post(
        SetUpProduct(
            id=bench.order_id(), product=SEDATIVE, details=details("Lorazepam", schedule=Schedule.IV)
        )
    )
    for product in (HYDROXYZINE, SEDATIVE):
        _receive(bench, product, 100)
    return bench


def _receive(bench: Bench, product: ProductId, amount: int, **changes: object) -> EntryId:
    fields: dict[str, object] = {
        "id": bench.order_id(),
        "product": product,
        "lot": LOT,
        "expiry": "2027-12-31",
        "quantity": units(amount),
        "place": SHELF,
    }
    return bench.entry(ReceiveLot(**(fields | changes)))  # type: ignore[arg-type]


def _count(
    bench: Bench, product: ProductId, counted: int, *, at_seq: int | None = None, place: PlaceId = SHELF
) -> EntryId:
    return bench.entry(
        CountLot(
            id=bench.order_id(),
            product=product,
            lot=LOT,
            place=place,
            counted=units(counted),
            at_seq=at_seq,
            expiry="2027-12-31",
        )
    )


def _reverse(bench: Bench, entry: EntryId) -> EntryId:
    return bench.entry(ReverseEntry(id=bench.order_id(), entry=entry, reason="entered by mistake"))


def _settle(bench: Bench, count: EntryId) -> EntryId:
    return bench.entry(SettleDifference(id=bench.order_id(), count=count, cause="miscounted at receipt"))


def _balance(bench: Bench, product: ProductId) -> Quantity:
    with bench.ledger() as unit:
        return unit.known.balance(LineKey(product, LOT, Serial(""), SHELF))


def _counted(bench: Bench, count: EntryId) -> CountedLine:
    with bench.ledger() as unit:
        found = unit.known.find_count(count)
    assert found is not None
    return found


def _head(bench: Bench) -> int:
    with bench.ledger() as unit:
        return unit.known.head_seq()


# --- the position a count stands for --------------------------------------------------------------


def test_movements_after_the_moment_of_counting_do_not_disturb_a_line(stocked: Bench) -> None:
    pinned = _head(stocked)
    stocked.post(
        DispenseItem(id=stocked.order_id(), product=HYDROXYZINE, quantity=units(30), rx_number="700100")
    )
    fact = _fact(stocked, _count(stocked, HYDROXYZINE, 100, at_seq=pinned))
    assert (fact.expected, fact.difference) == (units(100), 0)
    assert _balance(stocked, HYDROXYZINE) == units(70)


def test_two_people_who_count_the_same_line_at_once_correct_it_once(stocked: Bench) -> None:
    pinned = _head(stocked)
    _count(stocked, HYDROXYZINE, 95, at_seq=pinned)
    second = _fact(stocked, _count(stocked, HYDROXYZINE, 95, at_seq=pinned))
    assert second.difference == 0
    assert _balance(stocked, HYDROXYZINE) == units(95)


def test_a_reversal_between_counting_and_entering_belongs_before_the_count(stocked: Bench) -> None:
    fill = stocked.entry(
        DispenseItem(id=stocked.order_id(), product=HYDROXYZINE, quantity=units(30), rx_number="700100")
    )
    pinned = _head(stocked)
    _reverse(stocked, fill)
    assert _fact(stocked, _count(stocked, HYDROXYZINE, 100, at_seq=pinned)).difference == 0
    assert _balance(stocked, HYDROXYZINE) == units(100)


def test_a_late_entry_that_an_earlier_count_answered_for_is_in_the_next_figure(stocked: Bench) -> None:
    _count(stocked, HYDROXYZINE, 100)
    pinned = _head(stocked)
    _receive(
        stocked,
        HYDROXYZINE,
        50,
        happened_at=stocked.clock.now() - timedelta(days=1),
        before_counts=True,
    )
    assert _fact(stocked, _count(stocked, HYDROXYZINE, 100, at_seq=pinned)).difference == 0
    assert _balance(stocked, HYDROXYZINE) == units(100)


def test_a_figure_taken_before_a_newer_count_is_refused(stocked: Bench) -> None:
    pinned = _head(stocked)
    _receive(stocked, HYDROXYZINE, 10)
    _count(stocked, HYDROXYZINE, 108)
    with pytest.raises(CountOvertaken):
        _count(stocked, HYDROXYZINE, 100, at_seq=pinned)


@pytest.mark.parametrize("at_seq", [-1, 10_000, 10**30])
def test_a_position_the_journal_does_not_have_is_refused(stocked: Bench, at_seq: int) -> None:
    with pytest.raises(PositionWrong):
        _count(stocked, HYDROXYZINE, 100, at_seq=at_seq)


def test_a_count_of_the_past_names_its_position(stocked: Bench) -> None:
    order = CountLot(
        id=stocked.order_id(),
        product=HYDROXYZINE,
        lot=LOT,
        place=SHELF,
        counted=units(100),
        happened_at=stocked.clock.now() - timedelta(hours=2),
    )
    with pytest.raises(CountPositionMissing):
        stocked.post(order)


# --- lines nobody knew ----------------------------------------------------------------------------


def test_a_lot_that_was_never_seen_is_counted_into_stock(stocked: Bench) -> None:
    order = CountLot(
        id=stocked.order_id(),
        product=HYDROXYZINE,
        lot=LotNumber("FOUND1"),
        place=SHELF,
        counted=units(7),
        expiry="2027-03",
    )
    assert _fact(stocked, stocked.entry(order)).expected == 0
    with stocked.ledger() as unit:
        lot = unit.known.find_lot(HYDROXYZINE, LotNumber("FOUND1"))
    assert lot is not None
    assert lot.expiry is not None
    assert lot.expiry.iso == "2027-03"


@pytest.mark.parametrize(
    ("lot", "refusal"), [("", LotMissing), ("  ", LotMissing), ("B7730A ", LotUnfit), ("B7\x00", LotUnfit)]
)
def test_a_lot_number_nobody_could_read_back_is_refused(
    stocked: Bench, lot: str, refusal: type[Refusal]
) -> None:
    order = CountLot(
        id=stocked.order_id(),
        product=HYDROXYZINE,
        lot=LotNumber(lot),
        place=SHELF,
        counted=units(7),
        expiry="2027-03",
    )
    with pytest.raises(refusal):
        stocked.post(order)


def test_one_pack_is_never_counted_into_two_places(stocked: Bench) -> None:
    _receive(stocked, HYDROXYZINE, 100, lot="S1", serial="10004417", packs=1, quantity=0)
    order = CountLot(
        id=stocked.order_id(),
        product=HYDROXYZINE,
        lot=LotNumber("S1"),
        serial=Serial("10004417"),
        place=OTHER_SHELF,
        counted=units(100),
    )
    with pytest.raises(SerialElsewhere) as caught:
        stocked.post(order)
    assert caught.value.place == SHELF


def test_a_pack_that_came_since_is_not_settled_into_a_second_place(stocked: Bench) -> None:
    count = stocked.entry(
        CountLot(
            id=stocked.order_id(),
            product=SEDATIVE,
            lot=LOT,
            serial=Serial("10004417"),
            place=OTHER_SHELF,
            counted=units(100),
        )
    )
    _receive(stocked, SEDATIVE, 100, serial="10004417")
    with pytest.raises(SerialElsewhere):
        _settle(stocked, count)


# --- differences that wait ------------------------------------------------------------------------


def test_a_controlled_difference_waits_and_the_balance_stands(stocked: Bench) -> None:
    count = _count(stocked, SEDATIVE, 95)
    assert _counted(stocked, count).unsettled == units(-5)
    assert _balance(stocked, SEDATIVE) == units(100)
    _settle(stocked, count)
    assert _counted(stocked, count).unsettled == 0
    assert _balance(stocked, SEDATIVE) == units(95)


def test_a_newer_count_answers_what_an_older_one_left_open(stocked: Bench) -> None:
    older = _count(stocked, SEDATIVE, 95)
    newer = _count(stocked, SEDATIVE, 97)
    assert _counted(stocked, older).unsettled == 0
    assert _counted(stocked, newer).unsettled == units(-3)
    with pytest.raises(NothingToSettle):
        _settle(stocked, older)


def test_taking_back_the_newer_count_opens_the_older_difference_again(stocked: Bench) -> None:
    older = _count(stocked, SEDATIVE, 95)
    newer = _count(stocked, SEDATIVE, 100)
    _reverse(stocked, newer)
    assert _counted(stocked, older).unsettled == units(-5)
    _settle(stocked, older)
    assert _balance(stocked, SEDATIVE) == units(95)


def test_taking_back_one_of_three_counts_leaves_the_newest_to_answer(stocked: Bench) -> None:
    oldest = _count(stocked, SEDATIVE, 95)
    middle = _count(stocked, SEDATIVE, 100)
    newest = _count(stocked, SEDATIVE, 96)
    _reverse(stocked, middle)
    assert _counted(stocked, oldest).unsettled == 0
    assert _counted(stocked, newest).unsettled == units(-4)


def test_a_settlement_that_is_taken_back_waits_again_once(stocked: Bench) -> None:
    count = _count(stocked, SEDATIVE, 95)
    _reverse(stocked, _settle(stocked, count))
    assert _counted(stocked, count).unsettled == units(-5)
    assert _balance(stocked, SEDATIVE) == units(100)


def test_a_settlement_taken_back_after_a_newer_count_waits_there_alone(stocked: Bench) -> None:
    older = _count(stocked, SEDATIVE, 95)
    settled = _settle(stocked, older)
    newer = _count(stocked, SEDATIVE, 95)
    _reverse(stocked, settled)
    assert _counted(stocked, older).unsettled == 0
    assert _counted(stocked, newer).unsettled == units(-5)
    _settle(stocked, newer)
    assert _balance(stocked, SEDATIVE) == units(95)


def test_a_settled_count_is_not_taken_back_before_its_settlement(stocked: Bench) -> None:
    count = _count(stocked, SEDATIVE, 95)
    settled = _settle(stocked, count)
    with pytest.raises(StockMovedOn):
        _reverse(stocked, count)
    _reverse(stocked, settled)
    _reverse(stocked, count)
    assert _balance(stocked, SEDATIVE) == units(100)


def test_a_receipt_taken_back_after_two_counts_changes_the_newest_difference(stocked: Bench) -> None:
    receipt = _receive(stocked, SEDATIVE, 50)
    older = _count(stocked, SEDATIVE, 150)
    newer = _count(stocked, SEDATIVE, 145)
    _reverse(stocked, receipt)
    assert _counted(stocked, older).unsettled == 0
    assert _counted(stocked, newer).unsettled == units(45)
    _settle(stocked, newer)
    assert _balance(stocked, SEDATIVE) == units(145)


def test_a_late_receipt_of_a_controlled_product_waits_at_the_newest_count(stocked: Bench) -> None:
    older = _count(stocked, SEDATIVE, 100)
    newer = _count(stocked, SEDATIVE, 100)
    late = _receive(
        stocked, SEDATIVE, 50, happened_at=stocked.clock.now() - timedelta(days=1), before_counts=True
    )
    assert _counted(stocked, older).unsettled == 0
    assert _counted(stocked, newer).unsettled == units(-50)
    _reverse(stocked, late)
    assert _counted(stocked, newer).unsettled == 0
    assert _balance(stocked, SEDATIVE) == units(100)


def test_a_late_receipt_taken_back_after_yet_another_count_leaves_nothing_open(stocked: Bench) -> None:
    older = _count(stocked, SEDATIVE, 100)
    late = _receive(
        stocked, SEDATIVE, 50, happened_at=stocked.clock.now() - timedelta(days=1), before_counts=True
    )
    newer = _count(stocked, SEDATIVE, 100)
    _reverse(stocked, late)
    assert _counted(stocked, older).unsettled == 0
    assert _counted(stocked, newer).unsettled == 0
    assert _balance(stocked, SEDATIVE) == units(100)


def test_a_late_entry_that_came_after_the_count_leaves_it_alone(stocked: Bench) -> None:
    count = _count(stocked, SEDATIVE, 100)
    _receive(stocked, SEDATIVE, 50, happened_at=stocked.clock.now() - timedelta(days=1), before_counts=False)
    assert _counted(stocked, count).unsettled == 0
    assert _balance(stocked, SEDATIVE) == units(150)


def test_a_late_receipt_of_an_ordinary_product_is_answered_at_once(stocked: Bench) -> None:
    _count(stocked, HYDROXYZINE, 100)
    stocked.clock.go_on()
    order = ReceiveLot(
        id=stocked.order_id(),
        product=HYDROXYZINE,
        lot=LOT,
        quantity=units(50),
        place=SHELF,
        happened_at=stocked.clock.now() - timedelta(days=1),
        before_counts=True,
    )
    recomputed = stocked.post(order).entries[-1].fact
    assert isinstance(recomputed, DifferenceRecomputed)
    assert (recomputed.change, recomputed.adjusted) == (units(-50), True)
    assert _balance(stocked, HYDROXYZINE) == units(100)


def test_a_late_move_keeps_both_counted_lines_true(stocked: Bench) -> None:
    _count(stocked, HYDROXYZINE, 100)
    _count(stocked, HYDROXYZINE, 20, place=OTHER_SHELF)
    stocked.post(
        MoveStock(
            id=stocked.order_id(),
            product=HYDROXYZINE,
            lot=LOT,
            quantity=units(20),
            from_place=SHELF,
            to_place=OTHER_SHELF,
            happened_at=stocked.clock.now() - timedelta(days=1),
            before_counts=True,
        )
    )
    assert _balance(stocked, HYDROXYZINE) == units(100)
    with stocked.ledger() as unit:
        assert unit.known.balance(LineKey(HYDROXYZINE, LOT, Serial(""), OTHER_SHELF)) == units(20)


def _fact(bench: Bench, count: EntryId) -> LineCounted:
    with bench.ledger() as unit:
        entry = unit.known.find_entry(count)
    assert entry is not None
    assert isinstance(entry.fact, LineCounted)
    return entry.fact
