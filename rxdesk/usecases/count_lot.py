"""Count one lot in one place, and settle what a count left open."""

from __future__ import annotations

from rxdesk.domain.errors import Refusal
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.facts import DifferenceSettled, LineCounted
from rxdesk.domain.identity import NO_SERIAL
from rxdesk.domain.orders import CountLot, SettleDifference
from rxdesk.domain.places import is_outside
from rxdesk.domain.quantity import NOTHING, Quantity
from rxdesk.domain.refusals import EntryUnknown, ExpiryMissing
from rxdesk.domain.stock import LineKey
from rxdesk.usecases.deciding import (
    Decision,
    Setting,
    inside_place,
    kept_product,
    require_lot_number,
    require_signature_for_schedule_two,
    require_whole,
)
from rxdesk.usecases.late_entries import expected_at, newest_count


class PositionWrong(Refusal):
    """The journal position a count names does not exist."""

    def __init__(self, at_seq: int) -> None:
        super().__init__(
            f"The journal has no position {at_seq}.", "Count again; the position is noted by itself."
        )


class CountOvertaken(Refusal):
    """The line was counted again since the moment this figure stands for."""

    def __init__(self, lot: str, place: str) -> None:
        super().__init__(
            f"Lot {lot} in {place} was counted again after this figure was taken.",
            "The newer count stands; count the line once more if it is wrong.",
        )


class CountPositionMissing(Refusal):
    """A count of the past does not say which journal position it stands for."""

    def __init__(self) -> None:
        super().__init__(
            "A count made earlier needs the journal position it stands for.", "Count the line again now."
        )


class SerialElsewhere(Refusal):
    """A pack was counted in one place and is in another by the book."""

    def __init__(self, serial: str, place: str) -> None:
        super().__init__(
            f"The pack with serial {serial} is in {place} by the book.",
            "Move it to where it was found, then count it there.",
        )
        self.place = place


class NothingToSettle(Refusal):
    """The count's difference does not wait for anybody."""

    def __init__(self) -> None:
        super().__init__(
            "This count has no open difference.", "A newer count or another pharmacist has settled it."
        )


def count_lot(order: CountLot, setting: Setting) -> Decision:
    """Record what was counted, against the balance at the moment of counting.

    Movements later than that moment do not disturb the difference. For ordinary products the difference
    is posted with the count; for controlled ones it stays open until a pharmacist settles it.

    Source: 21 CFR 1304.11 (inventories); RxDesk domain, "Counting".

    Raises:
        ProductNotKept, PlaceUnknown, PlaceUnsuitable: The line cannot be.
        ExpiryMissing: A lot never seen before was found, and no expiry is given.
        LotMissing: No lot number is given.
        PositionWrong: The journal position lies in the future or below zero.
        CountPositionMissing: It was made earlier and names no journal position.
        CountOvertaken: A newer count of the line stands.
        SerialElsewhere: The pack is in another place by the book.
        SignatureNeeded: A C-II line is counted without a pharmacist's PIN.
    """
    product = kept_product(setting, order.product)
    inside_place(setting, order.place)
    require_whole(product, order.counted)
    head = setting.known.head_seq()
    at_seq = head if order.at_seq is None else order.at_seq
    if not 0 <= at_seq <= head:
        raise PositionWrong(at_seq)
    if order.at_seq is None and setting.happened_at < setting.now:
        raise CountPositionMissing
    require_lot_number(product.details.shown_name, order.lot)
    lot = setting.known.find_lot(order.product, order.lot)
    expiry = None if order.expiry is None else Expiry.from_iso(order.expiry)
    if lot is not None:
        expiry = lot.expiry
    elif expiry is None and order.counted > 0:
        raise ExpiryMissing(product.details.shown_name, order.lot)
    require_signature_for_schedule_two(setting, product, "Counting")
    key = LineKey(order.product, order.lot, order.serial, order.place)
    newest = newest_count(setting.known, key)
    if newest is not None and newest.at_seq > at_seq:
        raise CountOvertaken(order.lot, order.place)
    _require_nowhere_else(setting, key, Quantity(order.counted))
    expected = expected_at(setting.known, key, at_seq)
    difference = Quantity(order.counted - expected)
    return Decision(
        facts=(
            LineCounted(
                product=order.product,
                lot=order.lot,
                serial=order.serial,
                place=order.place,
                expiry=None if expiry is None else expiry.iso,
                counted=Quantity(order.counted),
                at_seq=at_seq,
                expected=expected,
                difference=difference,
                adjusted=difference != 0 and not product.schedule(setting.today).is_controlled,
            ),
        ),
        meaning="counted",
    )


def _require_nowhere_else(setting: Setting, key: LineKey, found: Quantity) -> None:
    if key.serial == NO_SERIAL or found <= NOTHING or setting.known.balance(key) > NOTHING:
        return
    for other, balance in setting.known.serial_places(key.product, key.serial):
        if balance > NOTHING and not is_outside(other.place):
            raise SerialElsewhere(key.serial, other.place)


def settle_difference(order: SettleDifference, setting: Setting) -> Decision:
    """Post the open difference of a controlled product's count, with the cause a pharmacist names.

    Source: 21 CFR 1301.76(b): an unexplained loss is a loss case, not an adjustment; the cause says which.

    Raises:
        EntryUnknown: There is no such count.
        NothingToSettle: Nothing is open.
        SerialElsewhere: A pack that was found here is in another place by the book since.
        SignatureNeeded: No pharmacist signed.
    """
    count = setting.known.find_count(order.count)
    if count is None:
        raise EntryUnknown(order.count, "count")
    if count.unsettled == 0:
        raise NothingToSettle
    setting.require_signature("Settling a count difference")
    _require_nowhere_else(setting, count.key, count.unsettled)
    return Decision(
        facts=(
            DifferenceSettled(
                count=order.count,
                product=count.key.product,
                lot=count.key.lot,
                serial=count.key.serial,
                place=count.key.place,
                expiry=count.expiry,
                difference=count.unsettled,
                cause=order.cause,
            ),
        ),
        meaning="approved",
    )
