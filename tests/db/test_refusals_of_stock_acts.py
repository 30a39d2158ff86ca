"""What receiving, moving, holding and reversing refuse: one refusal at a time, on a real file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import (
    HoldReason,
    LotHeld,
    LotReceived,
    StockMoved,
)
from rxdesk.domain.identity import EntryId, LotNumber, PlaceId, ProductId, Serial
from rxdesk.domain.orders import (
    HoldLot,
    LinkCode,
    ReleaseLot,
    ReverseEntry,
    SetLevels,
    SetUpPlace,
)
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import LARGEST, units
from rxdesk.domain.refusals import (
    EntryUnknown,
    ExpiryMissing,
    LotExpired,
    LotMissing,
    LotOnHold,
    LotUnfit,
    LotUnknown,
    NotEnoughStock,
    NotInSchedule,
    PlaceUnknown,
    PlaceUnsuitable,
    ProductNotKept,
    ProductUnknown,
    ReasonNeeded,
    SignatureNeeded,
)
from rxdesk.usecases.hold_lot import HoldLifted, HoldUnclear
from rxdesk.usecases.link_code import CodeUnfit
from rxdesk.usecases.move_stock import SerialMovesWhole
from rxdesk.usecases.receive_lot import (
    PackLevelUnknown,
    QuantityMissing,
    QuantityTooLarge,
    SerialNeedsOnePack,
    SerialSeen,
)
from rxdesk.usecases.reverse_entry import NotReversible, PlaceClosed, StockMovedOn
from rxdesk.usecases.scanned_packs import PatientScanned, WrongProduct
from tests.db_files import (
    AMOXICILLIN,
    HYDROXYZINE,
    OTHER_SHELF,
    OXYCODONE,
    QUARANTINE,
    SAFE,
    SHELF,
    Bench,
)
from tests.given_orders import GTIN, LOT, PACK, move, receipt, refused

# --- receiving ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"lot": ""}, LotMissing),
        ({"lot": " B7"}, LotUnfit),
        ({"lot": "B7\x1d"}, LotUnfit),
        ({"packs": 0}, QuantityMissing),
        ({"expiry": None}, ExpiryMissing),
        ({"quantity": 250}, NotInSchedule),
        ({"packs": 1_000_000, "pack_quantity": LARGEST, "quantity": LARGEST + 1000}, QuantityTooLarge),
        ({"place": "NOWHERE"}, PlaceUnknown),
        ({"place": "@supplier"}, PlaceUnsuitable),
        ({"product": "0000-0000-00"}, ProductUnknown),
        ({"gtin14": "00399301417015"}, CodeUnfit),
        ({"gtin14": "0399301417014"}, CodeUnfit),
        ({"serial": PACK, "packs": 2}, SerialNeedsOnePack),
        ({"serial": PACK, "quantity": units(101)}, SerialNeedsOnePack),
        ({"expiry": "2026-11-22"}, LotExpired),
        ({"expiry": "soon"}, Refusal),
        ({"raw_scan": "]C18018123456789012345675"}, PatientScanned),
    ],
)
def test_a_receipt_that_cannot_be_is_refused(
    bench: Bench, changes: dict[str, Any], refusal: type[Refusal]
) -> None:
    refused(bench, receipt(bench, **changes), refusal)


def test_a_case_is_never_booked_as_one_saleable_unit(bench: Bench) -> None:
    case = "50399301417019"
    refused(bench, receipt(bench, gtin14=case), PackLevelUnknown)
    bench.post(receipt(bench, gtin14=case, quantity=units(1200)))
    bench.post(LinkCode(id=bench.order_id(), code=case, product=HYDROXYZINE, quantity=units(600)))
    fact = bench.post(receipt(bench, gtin14=case, packs=2)).fact
    assert isinstance(fact, LotReceived)
    assert fact.quantity == units(1200)


def test_goods_under_another_product_s_scan_or_linked_code_are_refused(bench: Bench) -> None:
    refused(bench, receipt(bench, product=AMOXICILLIN, raw_scan=f"]d201{GTIN}"), WrongProduct)
    other = "00312345678906"
    bench.post(LinkCode(id=bench.order_id(), code=other, product=AMOXICILLIN, quantity=units(100)))
    refused(bench, receipt(bench, gtin14=other), WrongProduct)


def test_the_two_symbols_of_one_pack_are_kept_together(bench: Bench) -> None:
    both = f"]E0{GTIN[1:]} ]d21727123110{LOT}"
    fact = bench.post(receipt(bench, raw_scan=both)).fact
    assert isinstance(fact, LotReceived)
    assert fact.raw_scan == both


def test_a_pack_that_was_sent_out_is_not_received_again(bench: Bench) -> None:
    bench.post(receipt(bench, serial=PACK))
    bench.post(move(bench, serial=PACK, to_place="@wholesaler_return", reason="ordered twice"))
    assert "no longer here" in refused(bench, receipt(bench, serial=PACK), SerialSeen).said


# --- moving ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"product": ProductId("0000-0000-00")}, ProductNotKept),
        ({"from_place": PlaceId("NOWHERE")}, PlaceUnknown),
        ({"from_place": PlaceId("@supplier")}, PlaceUnsuitable),
        ({"to_place": PlaceId("NOWHERE")}, PlaceUnknown),
        ({"to_place": SHELF}, PlaceUnsuitable),
        ({"to_place": PlaceId("@patient")}, PlaceUnsuitable),
        ({"to_place": PlaceId("@count_difference")}, PlaceUnsuitable),
        ({"to_place": PlaceId("@destroyed")}, ReasonNeeded),
        ({"quantity": units(101)}, NotEnoughStock),
        ({"quantity": 100}, NotInSchedule),
        ({"lot": LotNumber("b7730a")}, NotEnoughStock),
    ],
)
def test_a_move_that_cannot_be_is_refused(
    bench: Bench, changes: dict[str, Any], refusal: type[Refusal]
) -> None:
    bench.post(receipt(bench))
    refused(bench, move(bench, **changes), refusal)


def test_part_of_a_pack_with_a_serial_number_is_not_carried_elsewhere(bench: Bench) -> None:
    bench.post(receipt(bench, serial=PACK))
    part = move(bench, serial=PACK, quantity=units(40))
    assert "100" in refused(bench, part, SerialMovesWhole).said
    bench.post(move(bench, serial=PACK, quantity=units(1), to_place="@destroyed", reason="crushed"))
    fact = bench.post(move(bench, serial=PACK, quantity=units(99))).fact
    assert isinstance(fact, StockMoved)


@pytest.mark.parametrize("to_place", [OTHER_SHELF, PlaceId("WILL-CALL"), PlaceId("@other_pharmacy")])
def test_stock_that_may_not_be_issued_goes_only_where_nothing_is_issued_from(
    bench: Bench, to_place: PlaceId
) -> None:
    bench.post(receipt(bench))
    bench.post(HoldLot(id=bench.order_id(), product=HYDROXYZINE, lot=LOT, cause=HoldReason.RECALL))
    refused(bench, move(bench, to_place=to_place, reason="asked for"), LotOnHold)
    bench.post(move(bench, to_place=PlaceId("RETURNS")))


def test_an_expired_lot_goes_to_quarantine_and_out(bench: Bench) -> None:
    bench.post(receipt(bench, expiry="2026-11-23"))
    bench.clock.go_on(timedelta(days=1))
    refused(bench, move(bench), LotExpired)
    bench.post(move(bench, to_place=QUARANTINE))
    bench.post(move(bench, from_place=QUARANTINE, to_place="@destroyed", reason="expired"))


def test_a_controlled_product_is_not_destroyed_by_an_everyday_move(bench: Bench) -> None:
    bench.post(receipt(bench, product=OXYCODONE, place=SAFE, order_form="123456789"))
    order = move(bench, product=OXYCODONE, from_place=SAFE, to_place="@destroyed", reason="expired")
    assert "Form 41" in refused(bench, order, NotInSchedule).said


# --- places ---------------------------------------------------------------------------------------


def close(bench: Bench, place: PlaceId, *, active: bool = False) -> SetUpPlace:
    return SetUpPlace(id=bench.order_id(), place=place, active=active)


def test_a_place_that_holds_stock_is_neither_closed_nor_turned_into_another_kind(bench: Bench) -> None:
    bench.post(receipt(bench))
    refused(bench, close(bench, SHELF), PlaceUnsuitable)
    other_kind = SetUpPlace(id=bench.order_id(), place=SHELF, kind_of_place=PlaceKind.QUARANTINE)
    refused(bench, other_kind, PlaceUnsuitable)


def test_nothing_goes_into_a_place_that_is_no_longer_used(bench: Bench) -> None:
    bench.post(receipt(bench))
    bench.post(close(bench, OTHER_SHELF))
    refused(bench, receipt(bench, place=OTHER_SHELF), PlaceUnsuitable)
    refused(bench, move(bench), PlaceUnsuitable)
    home = SetLevels(id=bench.order_id(), product=HYDROXYZINE, home=OTHER_SHELF)
    refused(bench, home, PlaceUnsuitable)


def test_a_reversal_puts_nothing_into_a_place_that_is_no_longer_used(bench: Bench) -> None:
    bench.post(receipt(bench))
    moved = bench.entry(move(bench))
    bench.post(close(bench, SHELF))
    back = ReverseEntry(id=bench.order_id(), entry=moved, reason="wrong shelf")
    assert SHELF in refused(bench, back, PlaceClosed).said
    bench.post(close(bench, SHELF, active=True))
    bench.post(back)


@pytest.mark.parametrize("code", ["@supplier", "A3:02", " A3", "A3\n", "é", "-A"])
def test_a_place_code_that_no_label_can_bear_is_refused(bench: Bench, code: str) -> None:
    refused(bench, SetUpPlace(id=bench.order_id(), place=PlaceId(code)), PlaceUnsuitable)


def test_nobody_sets_up_a_place_outside(bench: Bench) -> None:
    order = SetUpPlace(id=bench.order_id(), place=PlaceId("X1"), kind_of_place=PlaceKind.PATIENT)
    refused(bench, order, PlaceUnsuitable)


# --- reversal -------------------------------------------------------------------------------------


def test_the_receipt_of_a_pack_that_was_moved_is_not_reversed_before_the_move(bench: Bench) -> None:
    received = bench.entry(receipt(bench, serial=PACK))
    moved = bench.entry(move(bench, serial=PACK))
    order = ReverseEntry(id=bench.order_id(), entry=received, reason="wrong pack")
    assert "StockMoved" in refused(bench, order, StockMovedOn).said
    bench.post(ReverseEntry(id=bench.order_id(), entry=moved, reason="wrong pack"))
    bench.post(order)
    bench.post(receipt(bench, serial=PACK))


def test_a_reversal_needs_a_reason_and_an_entry_that_can_be_reversed(bench: Bench) -> None:
    received = bench.entry(receipt(bench))
    hold = bench.entry(HoldLot(id=bench.order_id(), product=HYDROXYZINE, cause=HoldReason.RECALL))
    refused(bench, ReverseEntry(id=bench.order_id(), entry=received), ReasonNeeded)
    refused(bench, ReverseEntry(id=bench.order_id(), entry=received, reason="  "), ReasonNeeded)
    refused(bench, ReverseEntry(id=bench.order_id(), entry=hold, reason="mistake"), NotReversible)
    nothing = ReverseEntry(id=bench.order_id(), entry=EntryId("nothing"), reason="mistake")
    refused(bench, nothing, EntryUnknown)


# --- holds ----------------------------------------------------------------------------------------


def test_a_hold_says_what_it_holds(bench: Bench) -> None:
    bench.post(receipt(bench))
    for order in (
        HoldLot(id=bench.order_id(), cause=HoldReason.RECALL),
        HoldLot(id=bench.order_id(), lot=LOT, place=SHELF, cause=HoldReason.RECALL),
        HoldLot(id=bench.order_id(), product=HYDROXYZINE, lot=LotNumber(" "), cause=HoldReason.RECALL),
        HoldLot(id=bench.order_id(), serial=PACK, cause=HoldReason.RECALL),
    ):
        refused(bench, order, HoldUnclear)
    unknown = HoldLot(
        id=bench.order_id(),
        product=HYDROXYZINE,
        lot=LotNumber("X"),
        serial=PACK,
        cause=HoldReason.SUSPECT,
    )
    refused(bench, unknown, LotUnknown)


def test_a_hold_on_a_line_without_serial_number_holds_its_whole_lot(bench: Bench) -> None:
    bench.post(receipt(bench, serial=PACK))
    order = HoldLot(
        id=bench.order_id(), product=HYDROXYZINE, lot=LOT, serial=Serial(""), cause=HoldReason.RECALL
    )
    fact = bench.post(order).fact
    assert isinstance(fact, LotHeld)
    assert fact.serial is None
    with bench.ledger() as unit:
        assert [line.held_for for line in unit.known.stock_of(HYDROXYZINE)] == [HoldReason.RECALL]


def test_a_recall_catches_a_lot_that_arrives_later(bench: Bench) -> None:
    bench.post(HoldLot(id=bench.order_id(), product=HYDROXYZINE, lot=LOT, cause=HoldReason.RECALL))
    bench.post(receipt(bench))
    refused(bench, move(bench), LotOnHold)


def test_a_hold_is_lifted_once_by_a_pharmacist_who_says_why(bench: Bench) -> None:
    hold = bench.entry(HoldLot(id=bench.order_id(), product=HYDROXYZINE, cause=HoldReason.RECALL))
    refused(bench, ReleaseLot(id=bench.order_id(), hold=hold), ReasonNeeded)
    refused(bench, ReleaseLot(id=bench.order_id(), hold=hold, note="good"), SignatureNeeded, signer=None)
    bench.post(ReleaseLot(id=bench.order_id(), hold=hold, note="maker says it is good"))
    refused(bench, ReleaseLot(id=bench.order_id(), hold=hold, note="again"), HoldLifted)
    refused(bench, ReleaseLot(id=bench.order_id(), hold=EntryId("none"), note="good"), EntryUnknown)
