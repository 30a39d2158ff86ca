"""Carry stock to another place, or out of the pharmacy other than to a patient."""

from __future__ import annotations

from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import StockMoved
from rxdesk.domain.fefo import Barrier, barrier
from rxdesk.domain.identity import NO_SERIAL
from rxdesk.domain.orders import MoveStock
from rxdesk.domain.places import INSIDE, ISSUABLE, PlaceKind
from rxdesk.domain.quantity import Quantity, amount_text
from rxdesk.domain.refusals import (
    LotExpired,
    LotOnHold,
    NotEnoughStock,
    NotInSchedule,
    PlaceUnknown,
    PlaceUnsuitable,
)
from rxdesk.usecases.deciding import (
    Decision,
    Setting,
    inside_place,
    kept_product,
    require_reason,
    require_signature_for_schedule_two,
    require_whole,
)

_WAYS_OUT = frozenset(
    {
        PlaceKind.WHOLESALER_RETURN,
        PlaceKind.REVERSE_DISTRIBUTOR,
        PlaceKind.DESTROYED,
        PlaceKind.OTHER_PHARMACY,
    }
)


class SerialMovesWhole(Refusal):
    """Part of one pack was to be carried to another place."""

    def __init__(self, serial: str, there: str) -> None:
        super().__init__(
            f"The pack with serial {serial} holds {there}, and one pack is in one place only.",
            "Move the whole pack.",
        )
        self.serial = serial


def move_stock(order: MoveStock, setting: Setting) -> Decision:
    """Move what is really there; expired or held stock only to where nothing is issued from.

    Source: RxDesk domain invariant 5; 21 CFR 1304.21(e), 1317.95(d) (destruction of controlled substances
    needs two witnesses on Form 41, which an everyday move cannot record).

    Raises:
        ProductNotKept, PlaceUnknown, PlaceUnsuitable: The request names what is not there.
        NotEnoughStock: The line holds less.
        SerialMovesWhole: Part of a pack with a serial number would go to another place inside.
        LotExpired, LotOnHold: The stock may not go where it could be issued or passed on as good.
        NotInSchedule, SignatureNeeded, ReasonNeeded: See there.
    """
    product = kept_product(setting, order.product)
    name, unit = product.details.shown_name, product.details.unit
    inside_place(setting, order.from_place)
    target = setting.known.find_place(order.to_place)
    if target is None:
        raise PlaceUnknown(order.to_place)
    if order.to_place == order.from_place:
        raise PlaceUnsuitable(order.to_place, "the stock is there already")
    if not target.active:
        raise PlaceUnsuitable(target.place, "it is no longer used")
    if target.kind not in INSIDE and target.kind not in _WAYS_OUT:
        raise PlaceUnsuitable(target.name, "stock gets there by another act")
    require_whole(product, order.quantity)
    line = next(
        (
            line
            for line in setting.known.stock_of(order.product)
            if (line.lot, line.serial, line.place) == (order.lot, order.serial, order.from_place)
        ),
        None,
    )
    if line is None or line.quantity < order.quantity:
        raise NotEnoughStock(
            f"{name}, lot {order.lot} in {order.from_place}",
            amount_text(order.quantity, unit),
            "none" if line is None else amount_text(max(line.quantity, 0), unit),
        )
    if order.serial != NO_SERIAL and target.kind in INSIDE and line.quantity != order.quantity:
        raise SerialMovesWhole(order.serial, amount_text(line.quantity, unit))
    if target.kind in ISSUABLE or target.kind in {PlaceKind.OTHER_PHARMACY, PlaceKind.WILL_CALL}:
        match barrier(line, setting.today):
            case Barrier.EXPIRED if line.expiry is not None:
                raise LotExpired(name, order.lot, line.expiry, "Move it to quarantine or the returns bin.")
            case Barrier.HELD:
                raise LotOnHold(name, order.lot, str(line.held_for))
            case _:
                pass
    if target.kind in _WAYS_OUT:
        require_reason(order.reason, "Sending stock out of the pharmacy")
        if target.kind is PlaceKind.DESTROYED and product.schedule(setting.today).is_controlled:
            raise NotInSchedule(
                f"{name} is controlled: its destruction needs DEA Form 41 and two witnesses.",
                "Keep it in the returns bin for the reverse distributor.",
            )
    if line.place_kind is PlaceKind.QUARANTINE and target.kind in ISSUABLE:
        setting.require_signature("Taking stock out of quarantine")
    require_signature_for_schedule_two(setting, product, "Moving")
    return Decision(
        facts=(
            StockMoved(
                product=order.product,
                lot=order.lot,
                serial=order.serial,
                expiry=None if line.expiry is None else line.expiry.iso,
                quantity=Quantity(order.quantity),
                from_place=order.from_place,
                to_place=order.to_place,
                reference=order.reference,
            ),
        ),
        meaning="moved",
    )
