"""Take goods of one lot into a place."""

from __future__ import annotations

import re
from typing import Final

from rxdesk.domain.errors import Refusal
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.facts import Fact, LotReceived, ProductSetUp
from rxdesk.domain.identity import NO_SERIAL
from rxdesk.domain.orders import ReceiveLot
from rxdesk.domain.places import SET_ASIDE, is_outside
from rxdesk.domain.quantity import LARGEST, NOTHING, Quantity
from rxdesk.domain.records import Product
from rxdesk.domain.refusals import ExpiryMissing, LotExpired, NotInSchedule
from rxdesk.usecases.deciding import (
    Decision,
    Setting,
    inside_place,
    is_gtin14,
    require_lot_number,
    require_reason,
    require_signature_for_schedule_two,
    require_whole,
)
from rxdesk.usecases.link_code import CodeUnfit
from rxdesk.usecases.scanned_packs import (
    WrongProduct,
    read_storable,
    require_this_product,
    title_of,
)
from rxdesk.usecases.set_up_product import details_from_catalogue

# Nine digits on a single-sheet Form 222; two digits of the year, X and six characters for CSOS
# (21 CFR 1305.21(b)(2)). The ARCOS records show `09X000090` beside nine-digit paper numbers.
_ORDER_FORM: Final = re.compile(r"[0-9]{9}|[0-9]{2}X[0-9A-Z]{6}", re.ASCII)


class QuantityMissing(Refusal):
    """Nothing was received."""

    def __init__(self, name: str) -> None:
        super().__init__(f"No quantity of {name} is given.", "Type how many packs or units arrived.")


class ExpiryDiffers(Refusal):
    """The lot is known with another expiry."""

    def __init__(self, lot: str, known: Expiry, given: Expiry) -> None:
        super().__init__(
            f"Lot {lot} is known to expire {known.shown}; this pack says {given.shown}.",
            "Read the pack again. If the new date is right, confirm it and say why.",
        )
        self.known = known
        self.given = given


class SerialSeen(Refusal):
    """A pack with this serial number was here before."""

    def __init__(self, serial: str, where: str) -> None:
        super().__init__(
            f"The pack with serial {serial} was received before; it is {where}.",
            "Set the pack aside and look up its history: a serial number belongs to one pack only.",
        )
        self.serial = serial


class PackLevelUnknown(Refusal):
    """Nobody said how much is in the pack that bears this number, and it is not the saleable unit."""

    def __init__(self, gtin14: str) -> None:
        super().__init__(
            f"How much is in the pack with GTIN {gtin14} is not known: it is an inner pack or a case.",
            "Type the quantity, or link the code once with what is in it.",
        )
        self.gtin14 = gtin14


class QuantityTooLarge(Refusal):
    """More was received than any back room holds."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The quantity of {name} is larger than any pharmacy holds.", "Check packs and pack size."
        )


class SerialNeedsOnePack(Refusal):
    """A serial number stands for one pack."""

    def __init__(self, serial: str) -> None:
        super().__init__(
            f"Serial {serial} stands for one pack, and more were given.",
            "Scan each pack, or receive the lot without serial numbers.",
        )


def receive_lot(order: ReceiveLot, setting: Setting) -> Decision:
    """Receive goods; a listed product joins the pharmacy's own with its first receipt.

    Source: 21 CFR 1305.13(e), 1305.22(g) (C-II receipts name their order); RxDesk domain invariants 4-6.

    Raises:
        LotMissing, LotUnfit, QuantityMissing, ExpiryMissing: Something only the pack can say is not given.
        ExpiryDiffers: The lot is known with another date and nobody confirmed the new one.
        LotExpired: Expired goods would go to a place from which they could be issued.
        SerialSeen, SerialNeedsOnePack: The serial number contradicts what is known.
        PatientScanned, BadgeScanned, ScanRefused: A scan may not be kept, or cannot be read.
        WrongProduct, PackAmbiguous: A scanned pack, or the GTIN, is another product's.
        CodeUnfit, PackLevelUnknown, QuantityTooLarge: The GTIN or the quantity cannot be.
        NotInSchedule, SignatureNeeded: A C-II receipt lacks its order form or signature.
        PlaceUnknown, PlaceUnsuitable, ProductUnknown, NotStockable, PackSizeUnconfirmed: See there.
    """
    facts: list[Fact] = []
    product = setting.known.find_product(order.product)
    if product is None:
        details = details_from_catalogue(setting, order.product, order.pack_quantity)
        product = Product(product=order.product, details=details)
        facts.append(ProductSetUp(product=order.product, details=details))
    name = product.details.shown_name
    place = inside_place(setting, order.place)
    require_lot_number(name, order.lot)
    _check_pack(order, setting)
    quantity = _quantity(order, setting, product)
    expiry = _expiry(order, setting, name)
    expired = expiry is not None and expiry.is_expired_on(setting.today)
    if expiry is not None and expired and place.kind not in SET_ASIDE:
        raise LotExpired(name, order.lot, expiry, "Receive it into quarantine or the returns bin.")
    if order.serial != NO_SERIAL:
        _check_serial(order, setting, product, quantity)
    _check_controlled(order, setting, product)
    facts.append(
        LotReceived(
            product=order.product,
            lot=order.lot,
            expiry=None if expiry is None else expiry.iso,
            serial=order.serial,
            gtin14=order.gtin14,
            packs=order.packs,
            quantity=quantity,
            place=order.place,
            supplier=order.supplier,
            reference=order.reference,
            order_form=order.order_form,
            raw_scan=order.raw_scan,
            arrived_expired=expired,
        )
    )
    return Decision(facts=tuple(facts), meaning="received")


def _check_pack(order: ReceiveLot, setting: Setting) -> None:
    """Refuse goods whose scan or GTIN is another product's; a code nobody knows yet proves nothing."""
    for scan in read_storable(order.raw_scan, today=setting.today):
        require_this_product(setting, scan, order.product)
    if order.gtin14 is None:
        return
    if not is_gtin14(order.gtin14):
        raise CodeUnfit(order.gtin14)
    level = setting.known.find_code(order.gtin14)
    if level is not None and not level.derived and level.product != order.product:
        raise WrongProduct(title_of(setting, order.product), title_of(setting, level.product))


def _quantity(order: ReceiveLot, setting: Setting, product: Product) -> Quantity:
    if order.quantity:
        quantity = Quantity(order.quantity)
    else:
        pack = product.details.pack_quantity
        if order.gtin14 is not None:
            level = setting.known.find_code(order.gtin14)
            if level is not None and level.product == order.product:
                pack = level.quantity
            elif not order.gtin14.startswith("0"):
                raise PackLevelUnknown(order.gtin14)
        quantity = Quantity(order.packs * pack)
    if quantity <= NOTHING:
        raise QuantityMissing(product.details.shown_name)
    if quantity > LARGEST:
        raise QuantityTooLarge(product.details.shown_name)
    require_whole(product, quantity)
    return quantity


def _expiry(order: ReceiveLot, setting: Setting, name: str) -> Expiry | None:
    known = setting.known.find_lot(order.product, order.lot)
    given = None if order.expiry is None else Expiry.from_iso(order.expiry)
    if known is None or known.expiry is None:
        if given is None and not order.expiry_unknown:
            raise ExpiryMissing(name, order.lot)
        return given
    if given is None:
        return known.expiry  # a known value is never blanked by a scan that lacks it
    if given.usable_through != known.expiry.usable_through:
        if not order.expiry_confirmed:
            raise ExpiryDiffers(order.lot, known.expiry, given)
        require_reason(order.reason, "A second expiry for one lot")
        return given
    return min(given, known.expiry, key=lambda expiry: expiry.precision)  # a printed day refines a month


def _check_serial(order: ReceiveLot, setting: Setting, product: Product, quantity: Quantity) -> None:
    if order.packs > 1 or quantity > max(
        product.details.pack_quantity, *(level.quantity for level in product.details.pack_levels), Quantity(0)
    ):
        raise SerialNeedsOnePack(order.serial)
    for key, balance in setting.known.serial_places(order.product, order.serial):
        if balance > NOTHING:
            gone = is_outside(key.place)
            raise SerialSeen(
                order.serial, "no longer here: it was used or sent out" if gone else f"in {key.place}"
            )


def _check_controlled(order: ReceiveLot, setting: Setting, product: Product) -> None:
    schedule = product.schedule(setting.today)
    if schedule.needs_order_form:
        if not order.order_form:
            raise NotInSchedule(
                f"A receipt of {product.details.shown_name} ({schedule.symbol}) names no DEA Form 222 or CSOS order.",
                "Type the number of the form the goods were ordered on.",
            )
        if _ORDER_FORM.fullmatch(order.order_form) is None:
            raise NotInSchedule(
                f"“{order.order_form}” is neither a Form 222 number nor a CSOS number.",
                "Type nine digits, or two digits, X and six characters as on the CSOS order.",
            )
    require_signature_for_schedule_two(setting, product, "Receiving")
