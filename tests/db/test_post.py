"""Posting: once per order, by who may, signed where it must be, all of it or nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import ClockStepped, LotReceived
from rxdesk.domain.identity import LotNumber, OrderId, PersonId, Serial
from rxdesk.domain.orders import (
    DispenseItem,
    MoveStock,
    Order,
    ReceiveLot,
    ReleaseLot,
    ReverseEntry,
    SetLevels,
)
from rxdesk.domain.quantity import units
from rxdesk.domain.refusals import (
    LotExpired,
    NotInSchedule,
    NotPermitted,
    OrderDiffers,
    PersonUnknown,
    SignatureNeeded,
)
from rxdesk.usecases.dispense_item import (
    AlreadyDispensed,
    EarlierLotFirst,
    RxNumberUnfit,
    SerialAlreadyDispensed,
)
from rxdesk.usecases.receive_lot import ExpiryDiffers, SerialSeen
from rxdesk.usecases.scanned_packs import WrongProduct
from tests.db_files import (
    HYDROXYZINE,
    MANAGER,
    OXYCODONE,
    PHARMACIST,
    SAFE,
    SHELF,
    TECHNICIAN,
    Bench,
)

GTIN = "00399301417014"


def _receive(bench: Bench, **changes: object) -> ReceiveLot:
    fields: dict[str, object] = {
        "id": bench.order_id(),
        "product": HYDROXYZINE,
        "lot": LotNumber("B7730A"),
        "expiry": "2027-12-31",
        "packs": 1,
        "place": SHELF,
    }
    return ReceiveLot(**(fields | changes))  # type: ignore[arg-type]


def _seq(bench: Bench) -> int:
    with bench.ledger() as unit:
        return unit.known.head_seq()


def _refused(bench: Bench, order: Order, kind: type[Refusal], **who: PersonId | None) -> Refusal:
    before = _seq(bench)
    with pytest.raises(kind) as caught:
        bench.post(order, **who)
    assert _seq(bench) == before
    assert caught.value.said.endswith((".", "…", "?"))
    assert caught.value.remedy.endswith(".")
    return caught.value


def test_the_same_order_posted_twice_posts_once(bench: Bench) -> None:
    order = _receive(bench)
    first = bench.post(order)
    again = bench.post(order)
    assert again.repeated
    assert [entry.id for entry in again.entries] == [entry.id for entry in first.entries]
    with bench.ledger() as unit:
        assert [line.quantity for line in unit.known.stock_of(HYDROXYZINE)] == [units(100)]


def test_the_same_order_id_with_other_content_is_refused(bench: Bench) -> None:
    order = _receive(bench)
    bench.post(order)
    _refused(bench, _receive(bench, id=order.id, packs=2), OrderDiffers)


def test_the_same_order_id_by_another_person_is_refused(bench: Bench) -> None:
    order = _receive(bench)
    bench.post(order, person=PHARMACIST)
    _refused(bench, order, OrderDiffers, person=TECHNICIAN)


def test_an_order_that_made_two_entries_answers_with_both(bench: Bench) -> None:
    order = ReverseEntry(
        id=bench.order_id(), entry=bench.entry(_receive(bench)), reason="counted to the wrong bin"
    )
    first = bench.post(order)
    assert [entry.id for entry in bench.post(order).entries] == [entry.id for entry in first.entries]


def test_a_manager_cannot_post_stock(bench: Bench) -> None:
    _refused(bench, _receive(bench), NotPermitted, person=MANAGER)


def test_a_manager_sets_levels(bench: Bench) -> None:
    bench.post(SetLevels(id=bench.order_id(), product=HYDROXYZINE, minimum=units(50)), person=MANAGER)
    with bench.ledger() as unit:
        levels = unit.known.find_levels(HYDROXYZINE)
    assert levels is not None
    assert levels.minimum == units(50)


def test_nobody_posts_without_being_known(bench: Bench) -> None:
    _refused(bench, _receive(bench), PersonUnknown, person=PersonId("stranger"))


def test_a_controlled_receipt_needs_its_order_form(bench: Bench) -> None:
    _refused(bench, _receive(bench, product=OXYCODONE, place=SAFE), NotInSchedule)
    _refused(bench, _receive(bench, product=OXYCODONE, place=SAFE, order_form="12345"), NotInSchedule)


@pytest.mark.parametrize("form", ["123456789", "09X000090"])
def test_paper_and_electronic_order_forms_are_known(bench: Bench, form: str) -> None:
    outcome = bench.post(_receive(bench, product=OXYCODONE, place=SAFE, order_form=form))
    assert isinstance(outcome.fact, LotReceived)
    assert outcome.fact.order_form == form


def test_a_controlled_act_needs_a_pharmacist_s_signature(bench: Bench) -> None:
    order = _receive(bench, product=OXYCODONE, place=SAFE, order_form="123456789")
    _refused(bench, order, SignatureNeeded, person=TECHNICIAN, signer=None)
    _refused(bench, order, SignatureNeeded, person=TECHNICIAN, signer=TECHNICIAN)
    outcome = bench.post(order, person=TECHNICIAN, signer=PHARMACIST)
    entry = outcome.entries[-1]
    assert (entry.person, entry.witness, entry.meaning) == (TECHNICIAN, PHARMACIST, "verified")


def test_a_pharmacist_who_signs_for_their_own_act_is_no_witness(bench: Bench) -> None:
    entry = bench.post(_receive(bench)).entries[-1]
    assert (entry.person, entry.witness, entry.meaning) == (PHARMACIST, None, "received")


def test_an_expired_lot_is_received_only_where_nothing_is_issued_from(bench: Bench) -> None:
    _refused(bench, _receive(bench, expiry="2026-10"), LotExpired)
    bench.post(_receive(bench, expiry="2026-10", place="QUARANTINE"))


def test_a_lot_expires_the_day_after_its_last_usable_day(bench: Bench) -> None:
    today = bench.clock.today().isoformat()
    bench.post(_receive(bench, expiry=today))
    bench.clock.go_on(timedelta(days=1))
    refusal = _refused(
        bench,
        DispenseItem(id=bench.order_id(), product=HYDROXYZINE, quantity=units(1), rx_number="700100"),
        Refusal,
    )
    assert "expired" in refusal.said


def test_a_second_expiry_for_one_lot_is_asked_about(bench: Bench) -> None:
    bench.post(_receive(bench))
    other = {"expiry": "2028-01-31"}
    _refused(bench, _receive(bench, **other), ExpiryDiffers)
    bench.post(_receive(bench, **other, expiry_confirmed=True, reason="label on the case was wrong"))


def test_a_known_expiry_is_never_blanked_by_a_scan_that_lacks_it(bench: Bench) -> None:
    bench.post(_receive(bench))
    bench.post(_receive(bench, expiry=None))
    with bench.ledger() as unit:
        lot = unit.known.find_lot(HYDROXYZINE, LotNumber("B7730A"))
    assert lot is not None
    assert lot.expiry is not None
    assert lot.expiry.iso == "2027-12-31"


def test_a_serial_is_received_once(bench: Bench) -> None:
    serial = Serial("10004417")
    bench.post(_receive(bench, serial=serial))
    _refused(bench, _receive(bench, serial=serial), SerialSeen)


def test_a_used_up_serial_verifies_no_second_fill(bench: Bench) -> None:
    scan = f"]d201{GTIN}17271231" + "10B7730A\x1d2110004417"
    bench.post(_receive(bench, serial=Serial("10004417"), gtin14=GTIN, raw_scan=scan))
    bench.post(_receive(bench, lot=LotNumber("C1")))
    fill = DispenseItem(
        id=bench.order_id(), product=HYDROXYZINE, quantity=units(100), rx_number="700100", raw_scan=scan
    )
    bench.post(fill)
    _refused(
        bench,
        DispenseItem(
            id=bench.order_id(), product=HYDROXYZINE, quantity=units(10), rx_number="700101", raw_scan=scan
        ),
        SerialAlreadyDispensed,
    )
    _refused(bench, _receive(bench, serial=Serial("10004417")), SerialSeen)


def test_a_scanned_pack_of_another_product_is_refused(bench: Bench) -> None:
    bench.post(_receive(bench, product=OXYCODONE, place=SAFE, order_form="123456789"))
    _refused(
        bench,
        DispenseItem(
            id=bench.order_id(),
            product=OXYCODONE,
            quantity=units(10),
            rx_number="700100",
            raw_scan=f"]d201{GTIN}17271231",
        ),
        WrongProduct,
    )


def test_passing_over_an_earlier_lot_takes_a_reason(bench: Bench) -> None:
    bench.post(_receive(bench, lot=LotNumber("EARLY"), expiry="2027-01-31"))
    bench.post(_receive(bench, lot=LotNumber("LATE"), expiry="2028-01-31"))
    scan = f"]d201{GTIN}17280131" + "10LATE"
    order = DispenseItem(
        id=bench.order_id(), product=HYDROXYZINE, quantity=units(10), rx_number="700100", raw_scan=scan
    )
    refusal = _refused(bench, order, EarlierLotFirst)
    assert "EARLY" in refusal.said
    outcome = bench.post(
        DispenseItem(
            id=bench.order_id(),
            product=HYDROXYZINE,
            quantity=units(10),
            rx_number="700100",
            raw_scan=scan,
            reason="early lot is on its way back to the wholesaler",
        )
    )
    assert outcome.entries[0].reason


def test_the_same_fill_is_dispensed_once(bench: Bench) -> None:
    bench.post(_receive(bench))
    fill = {"product": HYDROXYZINE, "quantity": units(10), "rx_number": "700100", "fill_number": 1}
    bench.post(DispenseItem(id=bench.order_id(), **fill))  # type: ignore[arg-type]
    _refused(bench, DispenseItem(id=bench.order_id(), **fill), AlreadyDispensed)  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["", "John Smith", "SMITH", "12 34", "1234567890123456789012", "70–01"])
def test_what_may_be_a_name_is_no_prescription_number(bench: Bench, written: str) -> None:
    bench.post(_receive(bench))
    order = DispenseItem(id=bench.order_id(), product=HYDROXYZINE, quantity=units(10), rx_number=written)
    refusal = _refused(bench, order, RxNumberUnfit)
    assert not written or written not in refusal.said


def test_a_schedule_two_product_is_never_refilled(bench: Bench) -> None:
    bench.post(_receive(bench, product=OXYCODONE, place=SAFE, order_form="123456789"))
    order = DispenseItem(
        id=bench.order_id(),
        product=OXYCODONE,
        quantity=units(10),
        rx_number="700100",
        fill_number=1,
        reason="code torn",
    )
    _refused(bench, order, NotInSchedule)


def test_a_controlled_balance_never_goes_below_zero(bench: Bench) -> None:
    bench.post(_receive(bench, product=OXYCODONE, place=SAFE, order_form="123456789"))
    order = DispenseItem(
        id=bench.order_id(),
        product=OXYCODONE,
        quantity=units(150),
        rx_number="700100",
        short_allowed=True,
        reason="the rest is in the other safe",
    )
    _refused(bench, order, NotInSchedule)


def test_an_ordinary_balance_may_go_below_zero_with_a_reason(bench: Bench) -> None:
    bench.post(_receive(bench))
    order = DispenseItem(
        id=bench.order_id(),
        product=HYDROXYZINE,
        quantity=units(150),
        rx_number="700100",
        short_allowed=True,
        reason="delivery not entered yet",
    )
    bench.post(order)
    with bench.ledger() as unit:
        assert [line.quantity for line in unit.known.stock_of(HYDROXYZINE)] == [units(-50)]


def test_a_clock_that_went_back_is_an_entry(bench: Bench) -> None:
    bench.post(_receive(bench))
    bench.clock.at -= timedelta(hours=3)
    bench.post(_receive(bench, lot=LotNumber("C2")))
    with bench.ledger() as unit:
        head = unit.known.head_seq()
        stepped = [
            entry
            for seq in (head - 1, head)
            for entry in [
                unit.known.find_entry(
                    bench.ledger.connection.exec_driver_sql(
                        "SELECT id FROM entry WHERE seq = ?", (seq,)
                    ).scalar_one()
                )
            ]
            if entry is not None
        ]
    assert isinstance(stepped[0].fact, ClockStepped)
    assert isinstance(stepped[1].fact, LotReceived)


def test_quarantined_stock_comes_back_only_with_a_signature(bench: Bench) -> None:
    bench.post(_receive(bench, place="QUARANTINE"))
    back = MoveStock(
        id=bench.order_id(),
        product=HYDROXYZINE,
        lot=LotNumber("B7730A"),
        quantity=units(100),
        from_place="QUARANTINE",  # type: ignore[arg-type]
        to_place=SHELF,
    )
    _refused(bench, back, SignatureNeeded, person=TECHNICIAN, signer=None)
    bench.post(back, person=TECHNICIAN, signer=PHARMACIST)


def test_a_technician_may_not_lift_a_hold(bench: Bench) -> None:
    release = ReleaseLot(id=bench.order_id(), hold="no-hold", note="looks fine")  # type: ignore[arg-type]
    _refused(bench, release, NotPermitted, person=TECHNICIAN, signer=PHARMACIST)


def test_what_a_failed_act_wrote_is_undone_whole(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = _seq(bench)
    monkeypatch.setattr("db.work.apply_entry", full_disk)
    with pytest.raises(OSError, match="No space left"):
        bench.post(_receive(bench))
    monkeypatch.undo()
    assert _seq(bench) == before
    bench.post(_receive(bench, id=OrderId("after")))
