"""Count one lot in one place, and settle what a count left open."""

from __future__ import annotations

from rxdesk.domain.errors import Refusal
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.facts import DifferenceSettled, LineCounted
from rxdesk.domain.orders import CountLot, SettleDifference
from rxdesk.domain.quantity import Quantity
from rxdesk.domain.refusals import EntryUnknown, ExpiryMissing
from rxdesk.domain.stock import LineKey
from rxdesk.usecases.deciding import (
    Decision,
    Setting,
    inside_place,
    kept_product,
    require_signature_for_schedule_two,
    require_whole,
)


class PositionWrong(Refusal):
    """The journal position a count names does not exist."""

    def __init__(self, at_seq: int) -> None:
        super().__init__(
            f"The journal has no position {at_seq}.", "Count again; the position is noted by itself."
        )


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
        PositionWrong: The journal position lies in the future or below zero.
        SignatureNeeded: A C-II line is counted without a pharmacist's PIN.
    """
    product = kept_product(setting, order.product)
    inside_place(setting, order.place)
    require_whole(product, order.counted)
    head = setting.known.head_seq()
    at_seq = head if order.at_seq is None else order.at_seq
    if not 0 <= at_seq <= head:
        raise PositionWrong(at_seq)
    lot = setting.known.find_lot(order.product, order.lot)
    expiry = None if order.expiry is None else Expiry.from_iso(order.expiry)
    if lot is not None:
        expiry = lot.expiry
    elif expiry is None and order.counted > 0:
        raise ExpiryMissing(product.details.name, order.lot)
    require_signature_for_schedule_two(setting, product, "Counting")
    key = LineKey(order.product, order.lot, order.serial, order.place)
    since = sum(movement.change for movement in setting.known.line_movements_after(key, at_seq))
    expected = Quantity(setting.known.balance(key) - since)
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


def settle_difference(order: SettleDifference, setting: Setting) -> Decision:
    """Post the open difference of a controlled product's count, with the cause a pharmacist names.

    Source: 21 CFR 1301.76(b): an unexplained loss is a loss case, not an adjustment; the cause says which.

    Raises:
        EntryUnknown: There is no such count.
        NothingToSettle: Nothing is open.
        SignatureNeeded: No pharmacist signed.
    """
    count = setting.known.find_count(order.count)
    if count is None:
        raise EntryUnknown(order.count, "count")
    if count.unsettled == 0:
        raise NothingToSettle
    setting.require_signature("Settling a count difference")
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
