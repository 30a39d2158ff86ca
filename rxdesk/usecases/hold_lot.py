"""Stop stock from being issued, and let it go again."""

from __future__ import annotations

from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import LotHeld, LotReleased
from rxdesk.domain.orders import HoldLot, ReleaseLot
from rxdesk.domain.refusals import EntryUnknown
from rxdesk.usecases.deciding import Decision, Setting, inside_place, kept_product, known_lot, require_reason


class HoldUnclear(Refusal):
    """The order does not say what is to be held."""

    def __init__(self) -> None:
        super().__init__(
            "The hold names neither a product nor a place.",
            "Choose the lot, product or place that may not be issued.",
        )


class HoldLifted(Refusal):
    """The hold was lifted before."""

    def __init__(self) -> None:
        super().__init__("This hold was lifted already.", "Look at the journal for who lifted it.")


def hold_lot(order: HoldLot, setting: Setting) -> Decision:
    """Hold a lot, a container, a whole product or a whole place.

    A lot that was never here may be held too: a recall then catches it when it arrives.

    Raises:
        HoldUnclear: Neither a product nor a place is named, or a serial without its lot's product.
        ProductNotKept, PlaceUnknown, PlaceUnsuitable, ReasonNeeded: See there.
    """
    if order.lot is not None and not order.lot.strip():
        raise HoldUnclear
    serial = order.serial or None  # a line without serial number means its whole lot
    if order.product is None and (order.place is None or order.lot is not None or serial is not None):
        raise HoldUnclear
    if order.product is not None:
        kept_product(setting, order.product)
        if serial is not None and order.lot is not None:
            known_lot(setting, order.product, order.lot)
    if order.place is not None:
        inside_place(setting, order.place)
    return Decision(
        facts=(
            LotHeld(
                product=order.product,
                lot=order.lot,
                serial=serial,
                place=order.place,
                cause=order.cause,
                note=order.note or order.reason,
            ),
        ),
        meaning="held",
    )


def release_lot(order: ReleaseLot, setting: Setting) -> Decision:
    """Lift a hold; a pharmacist signs for it and says why.

    Raises:
        EntryUnknown: There is no such hold.
        HoldLifted: It was lifted before.
        SignatureNeeded, ReasonNeeded: See there.
    """
    hold = setting.known.find_hold(order.hold)
    if hold is None:
        raise EntryUnknown(order.hold, "hold")
    if not hold.standing:
        raise HoldLifted
    setting.require_signature("Lifting a hold")
    note = order.note or order.reason
    require_reason(note, "Lifting a hold")
    return Decision(
        facts=(LotReleased(hold=order.hold, product=hold.product, lot=hold.lot, note=note),),
        meaning="released",
    )
