"""Dispensing by scan and by choice: the pack in hand is the one that is drawn from, or the fill is refused."""

from __future__ import annotations

import pytest

from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import HoldReason, ItemDispensed
from rxdesk.domain.identity import LotNumber, PlaceId, ProductId, Serial
from rxdesk.domain.orders import (
    CountLot,
    DispenseItem,
    HoldLot,
    LinkCode,
    MoveStock,
    PickFrom,
    ReceiveLot,
    SetUpProduct,
)
from rxdesk.domain.own_codes import badge_code, shelf_code
from rxdesk.domain.quantity import units
from rxdesk.domain.refusals import (
    ExpiryMissing,
    LotOnHold,
    NotEnoughStock,
    NotInSchedule,
    PlaceUnsuitable,
    ReasonNeeded,
)
from rxdesk.domain.scan_refusals import ScanRefused
from rxdesk.domain.schedule import Schedule
from rxdesk.usecases.dispense_item import (
    PackNotChosen,
    PackUnread,
    RxNumberUnfit,
    ShelfLabelScanned,
)
from rxdesk.usecases.scanned_packs import (
    BadgeScanned,
    PackAmbiguous,
    PackNotOnHand,
    PatientScanned,
    WrongProduct,
)
from tests.db_files import HYDROXYZINE, OTHER_SHELF, OXYCODONE, QUARANTINE, SAFE, SHELF, Bench, details

GTIN = "00399301417014"
LOT = "B7730A"


def _scan(lot: str = LOT, serial: str = "", gtin: str = GTIN, extra: str = "") -> str:
    return f"]d201{gtin}17271231{extra}10{lot}" + (f"\x1d21{serial}" if serial else "")


def _receive(bench: Bench, **changes: object) -> None:
    fields: dict[str, object] = {
        "id": bench.order_id(),
        "product": HYDROXYZINE,
        "lot": LOT,
        "expiry": "2027-12-31",
        "packs": 1,
        "place": SHELF,
    }
    bench.post(ReceiveLot(**(fields | changes)))  # type: ignore[arg-type]


def _fill(bench: Bench, **changes: object) -> ItemDispensed:
    fields: dict[str, object] = {
        "id": bench.order_id(),
        "product": HYDROXYZINE,
        "quantity": units(10),
        "rx_number": f"7{len(bench.order_id())}{bench.order_id()[-4:]}",
    }
    fact = bench.post(DispenseItem(**(fields | changes))).fact  # type: ignore[arg-type]
    assert isinstance(fact, ItemDispensed)
    return fact


def _pick(lot: str, amount: int, place: PlaceId = SHELF, serial: str = "") -> PickFrom:
    return PickFrom(lot=LotNumber(lot), place=place, quantity=units(amount), serial=Serial(serial))


def _move(bench: Bench, lot: str, amount: int, to_place: PlaceId) -> None:
    bench.post(
        MoveStock(
            id=bench.order_id(),
            product=HYDROXYZINE,
            lot=LotNumber(lot),
            quantity=units(amount),
            from_place=SHELF,
            to_place=to_place,
        )
    )


# --- the pack in hand -----------------------------------------------------------------------------


def test_a_lot_that_is_partly_set_aside_is_dispensed_from_where_it_may_be(bench: Bench) -> None:
    _receive(bench)
    _move(bench, LOT, 20, QUARANTINE)
    fact = _fill(bench, raw_scan=_scan())
    assert [(pick.lot, pick.place) for pick in fact.picks] == [(LOT, SHELF)]


def test_a_lot_that_is_set_aside_whole_is_refused(bench: Bench) -> None:
    _receive(bench, place=QUARANTINE)
    _receive(bench, lot="OTHER")
    with pytest.raises(PlaceUnsuitable):
        _fill(bench, raw_scan=_scan())


def test_a_pack_on_hold_is_refused_though_its_lot_may_be_issued(bench: Bench) -> None:
    _receive(bench, serial="1001")
    _receive(bench, serial="1002")
    bench.post(
        HoldLot(
            id=bench.order_id(),
            product=HYDROXYZINE,
            lot=LotNumber(LOT),
            serial=Serial("1001"),
            cause=HoldReason.SUSPECT,
        )
    )
    with pytest.raises(LotOnHold):
        _fill(bench, raw_scan=_scan(serial="1001"))
    assert [pick.serial for pick in _fill(bench, raw_scan=_scan(serial="1002")).picks] == ["1002"]


def test_everything_in_a_place_on_hold_is_refused(bench: Bench) -> None:
    _receive(bench)
    bench.post(HoldLot(id=bench.order_id(), place=SHELF, cause=HoldReason.TEMPERATURE))
    with pytest.raises(LotOnHold):
        _fill(bench, raw_scan=_scan())
    _receive(bench, lot="COOL", place=OTHER_SHELF)
    assert [pick.lot for pick in _fill(bench).picks] == ["COOL"]


def test_what_arrives_into_a_place_on_hold_is_held(bench: Bench) -> None:
    bench.post(HoldLot(id=bench.order_id(), place=SHELF, cause=HoldReason.TEMPERATURE))
    _receive(bench)
    with pytest.raises(NotEnoughStock, match="on hold"):
        _fill(bench)


def test_a_pack_of_a_lot_that_is_not_here_verifies_nothing(bench: Bench) -> None:
    _receive(bench)
    with pytest.raises(PackNotOnHand):
        _fill(bench, raw_scan=_scan(lot="STRANGE"))


def test_a_pack_with_a_serial_that_never_came_verifies_nothing(bench: Bench) -> None:
    _receive(bench, serial="1001")
    with pytest.raises(PackNotOnHand):
        _fill(bench, raw_scan=_scan(serial="9999"))


def test_the_container_in_hand_is_drawn_from_before_loose_stock_of_its_lot(bench: Bench) -> None:
    _receive(bench)
    _receive(bench, serial="1001")
    fact = _fill(bench, quantity=units(120), raw_scan=_scan(serial="1001"))
    assert [(pick.serial, pick.quantity) for pick in fact.picks] == [("1001", units(100)), ("", units(20))]


def test_a_pack_whose_lot_is_below_zero_is_drawn_from_only_by_leave(bench: Bench) -> None:
    _receive(bench)
    _fill(bench, quantity=units(130), short_allowed=True, reason="delivery not entered yet")
    _receive(bench, lot="OTHER")
    with pytest.raises(NotEnoughStock):
        _fill(bench, raw_scan=_scan())
    fact = _fill(bench, raw_scan=_scan(), short_allowed=True, reason="delivery not entered yet")
    assert [pick.lot for pick in fact.picks] == [LOT]


def test_a_pack_of_a_lot_without_expiry_is_not_drawn_from_unasked(bench: Bench) -> None:
    _receive(bench, lot="UNDATED", expiry=None, expiry_unknown=True)
    _receive(bench)
    scan = f"]d201{GTIN}10UNDATED"
    with pytest.raises(ExpiryMissing):
        _fill(bench, raw_scan=scan)
    chosen = (_pick("UNDATED", 10),)
    with pytest.raises(ExpiryMissing):
        _fill(bench, raw_scan=scan, picks=chosen)
    fact = _fill(bench, raw_scan=scan, picks=chosen, reason="the maker says 2029 on the telephone")
    assert [pick.lot for pick in fact.picks] == ["UNDATED"]


# --- what verifies ----------------------------------------------------------------------------------


def test_a_shelf_label_verifies_nothing(bench: Bench) -> None:
    kept = ProductId("0093-4161-73")
    bench.post(SetUpProduct(id=bench.order_id(), product=kept, details=details("Amoxicillin")))
    _receive(bench, product=kept)
    with pytest.raises(ShelfLabelScanned):
        _fill(bench, product=kept, raw_scan=shelf_code(kept))


@pytest.mark.parametrize("scan", ["17271231\x1d10B7730A", "]C0TOTE-7", "]C100106141412345678908"])
def test_a_code_that_names_no_product_verifies_nothing(bench: Bench, scan: str) -> None:
    _receive(bench)
    with pytest.raises(PackUnread):
        _fill(bench, raw_scan=scan)


def test_a_linked_code_verifies_without_lot(bench: Bench) -> None:
    _receive(bench)
    bench.post(LinkCode(id=bench.order_id(), code="TOTE-7", product=HYDROXYZINE, quantity=units(100)))
    assert _fill(bench, raw_scan="]C0TOTE-7").verified


def test_a_code_that_fits_two_products_verifies_neither(bench: Bench) -> None:
    # The ten digits 0093416173 under a GTIN are 0093-4161-73 as well as 00934-161-73.
    one, other = ProductId("0093-4161-73"), ProductId("00934-161-73")
    for product in (one, other):
        bench.post(SetUpProduct(id=bench.order_id(), product=product, details=details(f"Drug {product}")))
        _receive(bench, product=product)
    with pytest.raises(PackAmbiguous) as caught:
        _fill(bench, product=one, raw_scan="]d20100300934161731")
    assert one in caught.value.said
    assert other in caught.value.said


def test_another_maker_s_pack_of_the_same_drug_is_told_apart_by_its_ndc(bench: Bench) -> None:
    other = ProductId("99301-0418-01")
    bench.post(
        SetUpProduct(
            id=bench.order_id(), product=other, details=details("Hydroxyzine HCl", gtin14="00399301418011")
        )
    )
    _receive(bench)
    with pytest.raises(WrongProduct) as caught:
        _fill(bench, raw_scan=_scan(gtin="00399301418011"))
    assert HYDROXYZINE in caught.value.said
    assert other in caught.value.said


def test_a_scan_that_cannot_be_read_verifies_nothing(bench: Bench) -> None:
    _receive(bench)
    with pytest.raises(ScanRefused):
        _fill(bench, raw_scan="]d20100399301417015")


WRISTBAND = "]C18018" + "123456789012345675"


@pytest.mark.parametrize(
    "scan", [WRISTBAND, _scan(extra="\x1d").replace("\x1d", "") + "\x1d8018" + "123456789012345675"]
)
def test_nothing_of_a_wristband_is_stored_with_a_fill(bench: Bench, scan: str) -> None:
    _receive(bench)
    with pytest.raises(PatientScanned) as caught:
        _fill(bench, raw_scan=scan)
    assert "1234567890" not in str(caught.value)


def test_nothing_of_a_wristband_is_stored_with_a_receipt(bench: Bench) -> None:
    with pytest.raises(PatientScanned):
        _receive(bench, raw_scan=f"{_scan()} {WRISTBAND}")


def test_no_badge_is_stored_with_a_receipt_or_a_fill(bench: Bench) -> None:
    badge = badge_code("0123456789ABCDEF0123456789ABCDEF")
    with pytest.raises(BadgeScanned):
        _receive(bench, raw_scan=badge)
    _receive(bench)
    with pytest.raises(BadgeScanned):
        _fill(bench, raw_scan=badge)


@pytest.mark.parametrize("written", ["SMITH1", "1JOHN", "7-SMITH-7", "jones99"])
def test_a_name_with_a_digit_is_no_prescription_number(bench: Bench, written: str) -> None:
    _receive(bench)
    with pytest.raises(RxNumberUnfit):
        _fill(bench, rx_number=written)


@pytest.mark.parametrize("written", ["700100", "N123456", "RX-700100", "C2-1001", "12/345.6"])
def test_prescription_numbers_are_known_in_their_usual_shapes(bench: Bench, written: str) -> None:
    _receive(bench)
    assert _fill(bench, rx_number=written).rx_number == written


# --- chosen lines -----------------------------------------------------------------------------------


def test_a_line_that_is_chosen_twice_is_drawn_once(bench: Bench) -> None:
    _receive(bench)
    with pytest.raises(NotEnoughStock):
        _fill(bench, quantity=units(120), picks=(_pick(LOT, 60), _pick(LOT, 60)))
    fact = _fill(bench, quantity=units(90), picks=(_pick(LOT, 60), _pick(LOT, 30)))
    assert [pick.quantity for pick in fact.picks] == [units(90)]


def test_a_controlled_line_that_is_chosen_twice_never_goes_below_zero(bench: Bench) -> None:
    _receive(bench, product=OXYCODONE, place=SAFE, order_form="123456789")
    twice = (_pick(LOT, 60, SAFE), _pick(LOT, 60, SAFE))
    asked = {"product": OXYCODONE, "quantity": units(120), "picks": twice, "reason": "code torn"}
    with pytest.raises(NotEnoughStock):
        _fill(bench, **asked)
    with pytest.raises(NotInSchedule):
        _fill(bench, **asked, short_allowed=True)


def test_what_is_chosen_adds_up_to_the_fill(bench: Bench) -> None:
    _receive(bench)
    with pytest.raises(NotEnoughStock, match="chosen"):
        _fill(bench, quantity=units(50), picks=(_pick(LOT, 40),))


def test_a_line_nobody_knows_cannot_be_chosen(bench: Bench) -> None:
    _receive(bench)
    with pytest.raises(NotEnoughStock):
        _fill(bench, picks=(_pick(LOT, 10, OTHER_SHELF),))


def test_the_scanned_pack_is_among_the_chosen_lines(bench: Bench) -> None:
    _receive(bench)
    _receive(bench, lot="OTHER")
    with pytest.raises(PackNotChosen):
        _fill(bench, raw_scan=_scan(), picks=(_pick("OTHER", 10),))
    assert _fill(bench, raw_scan=_scan(), picks=(_pick(LOT, 10),)).verified


@pytest.mark.parametrize("product", [HYDROXYZINE, OXYCODONE])
def test_a_piece_is_halved_and_divided_no_further(bench: Bench, product: ProductId) -> None:
    place = SHELF if product == HYDROXYZINE else SAFE
    _receive(bench, product=product, place=place, order_form="123456789")
    _fill(bench, product=product, quantity=500, reason="code torn")
    with pytest.raises(NotInSchedule):
        _fill(bench, product=product, quantity=250, reason="code torn")
    odd = (PickFrom(lot=LotNumber(LOT), place=place, quantity=250),) * 2
    with pytest.raises(NotInSchedule):
        _fill(bench, product=product, quantity=500, picks=odd, reason="code torn")


def test_a_controlled_fill_without_a_scan_says_why(bench: Bench) -> None:
    kept = ProductId("99555-0117-01")
    bench.post(
        SetUpProduct(id=bench.order_id(), product=kept, details=details("Lorazepam", schedule=Schedule.IV))
    )
    _receive(bench, product=kept)
    with pytest.raises(ReasonNeeded):
        _fill(bench, product=kept)


def test_a_balance_goes_below_zero_only_with_a_reason(bench: Bench) -> None:
    _receive(bench)
    with pytest.raises(ReasonNeeded):
        _fill(bench, quantity=units(150), short_allowed=True)


def test_a_lot_without_expiry_never_goes_below_zero_unasked(bench: Bench) -> None:
    _receive(bench, expiry=None, expiry_unknown=True)
    bench.post(
        CountLot(id=bench.order_id(), product=HYDROXYZINE, lot=LotNumber(LOT), place=SHELF, counted=units(5))
    )
    with pytest.raises(Refusal, match="no known expiry"):
        _fill(bench, short_allowed=True, reason="delivery not entered yet")
