"""Fill a prescription's item, first expiry first, over as many lots as it takes."""

from __future__ import annotations

import re
from typing import Final

from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import ItemDispensed, Pick
from rxdesk.domain.fefo import Barrier, Offer, draw, offers
from rxdesk.domain.identity import LotNumber, ProductId, Serial
from rxdesk.domain.orders import DispenseItem
from rxdesk.domain.quantity import NOTHING, Quantity, amount_text
from rxdesk.domain.records import Product, StockLine
from rxdesk.domain.refusals import (
    ExpiryMissing,
    LotExpired,
    LotOnHold,
    NotEnoughStock,
    NotInSchedule,
    PlaceUnsuitable,
)
from rxdesk.domain.scan import ScannedPack, ScannedShelf, read_scan
from rxdesk.domain.schedule import Schedule
from rxdesk.usecases.deciding import (
    Decision,
    Setting,
    kept_product,
    require_reason,
    require_signature_for_schedule_two,
    require_whole,
)
from rxdesk.usecases.known_codes import products_of

# A prescription number and nothing else: no letters enough for a name, no blanks.
_RX_NUMBER: Final = re.compile(r"(?=.*[0-9])[0-9A-Z][0-9A-Z/.-]{0,19}", re.ASCII | re.IGNORECASE)


def reads_as_rx_number(text: str) -> bool:
    """Tell whether a text can be a prescription number: it holds a digit, and no name."""
    return _RX_NUMBER.fullmatch(text) is not None


class RxNumberUnfit(Refusal):
    """What was given is not a prescription number."""

    def __init__(self) -> None:
        super().__init__(
            "This is not a prescription number.",
            "Type the number on the prescription label: digits, letters and dashes, no names.",
        )


class AlreadyDispensed(Refusal):
    """This part of this fill was dispensed before."""

    def __init__(self, rx_number: str, fill_number: int, part: int) -> None:
        super().__init__(
            f"Prescription {rx_number}, fill {fill_number}, part {part}, was dispensed already.",
            "Check the fill number; for the rest of a partial fill give the next part.",
        )


class WrongProduct(Refusal):
    """The scanned pack is another product."""

    def __init__(self, wanted: str, scanned: str) -> None:
        super().__init__(
            f"The scanned pack is {scanned}; the prescription line is {wanted}.",
            "Put the pack back and take the right one.",
        )


class PackUnread(Refusal):
    """The scan to verify was not a pack of a known product."""

    def __init__(self) -> None:
        super().__init__(
            "The scanned code is not that of a known product.",
            "Scan the code on the manufacturer’s pack, or link the code to its product first.",
        )


class ShelfLabelScanned(Refusal):
    """The scan to verify was our own label on the shelf, which says nothing of what is in the hand."""

    def __init__(self) -> None:
        super().__init__(
            "The scanned code is a shelf label, not a pack.", "Scan the code on the pack itself."
        )


class SerialAlreadyDispensed(Refusal):
    """The pack with this serial number is empty: all of it was dispensed or sent out."""

    def __init__(self, serial: str) -> None:
        super().__init__(
            f"The pack with serial {serial} was used up before.",
            "Set the pack aside and look up its history.",
        )


class EarlierLotFirst(Refusal):
    """Another lot expires earlier and can be used."""

    def __init__(self, earlier: StockLine, chosen: str) -> None:
        until = "" if earlier.expiry is None else f" (usable through {earlier.expiry.shown})"
        super().__init__(
            f"Lot {earlier.lot} in {earlier.place}{until} goes before lot {chosen}.",
            f"Take lot {earlier.lot} first, or write a reason for passing it over.",
        )
        self.earlier = earlier


def dispense_item(order: DispenseItem, setting: Setting) -> Decision:
    """Draw a fill from stock: silently by first expiry, or from chosen lots with a reason.

    Source: 21 CFR 1304.22(c) (what a dispensing record holds), 21 CFR 1306.12 (no refills of C-II);
    RxDesk domain invariants 3-5, 8.

    Raises:
        ProductNotKept, RxNumberUnfit, AlreadyDispensed: The request itself is wrong.
        WrongProduct, PackUnread, ShelfLabelScanned, SerialAlreadyDispensed: The scanned pack does not verify.
        LotExpired, LotOnHold, PlaceUnsuitable, ExpiryMissing: The scanned or chosen lot may not be issued.
        EarlierLotFirst: An earlier-expiring lot would be passed over without a reason.
        NotEnoughStock: Less is there than was asked for, and going below zero was not allowed.
        NotInSchedule, SignatureNeeded: A rule for controlled products stands in the way.
    """
    product = kept_product(setting, order.product)
    if not reads_as_rx_number(order.rx_number):
        raise RxNumberUnfit
    if order.part in setting.known.dispensed_parts(order.rx_number, order.fill_number, order.product):
        raise AlreadyDispensed(order.rx_number, order.fill_number, order.part)
    require_whole(product, order.quantity)
    _check_controlled(order, setting, product)
    lines = offers(setting.known.stock_of(order.product), setting.today)
    scanned = _verify(order, setting, product, lines)
    picks = _chosen(order, product, lines) if order.picks else _drawn(order, product, lines, scanned)
    earlier = earlier_line(lines, picks)
    if earlier is not None and not order.reason.strip():
        raise EarlierLotFirst(earlier, next(iter(picks))[0].lot)
    return Decision(
        facts=(
            ItemDispensed(
                product=order.product,
                rx_number=order.rx_number,
                fill_number=order.fill_number,
                part=order.part,
                remaining=Quantity(order.remaining),
                picks=tuple(
                    Pick(
                        lot=line.lot,
                        serial=line.serial,
                        place=line.place,
                        quantity=quantity,
                        expiry=None if line.expiry is None else line.expiry.iso,
                    )
                    for line, quantity in picks
                ),
                verified=scanned is not None,
                raw_scan=order.raw_scan,
                out_of_order=earlier is not None,
            ),
        ),
        meaning="dispensed",
    )


def _check_controlled(order: DispenseItem, setting: Setting, product: Product) -> None:
    schedule = product.schedule(setting.today)
    if schedule is Schedule.II and order.fill_number > 0:
        raise NotInSchedule(
            f"{product.details.name} is C-II and may not be refilled.",
            "Use fill number 0 with a new prescription.",
        )
    if schedule.is_controlled and not order.raw_scan:
        require_reason(order.reason, f"Dispensing {product.details.name} without scanning the pack")
    require_signature_for_schedule_two(setting, product, "Dispensing")


def _verify(
    order: DispenseItem, setting: Setting, product: Product, lines: tuple[Offer, ...]
) -> tuple[LotNumber, Serial] | None:
    """Return lot and serial of the scanned pack (either may be empty); None without a scan."""
    if not order.raw_scan:
        return None
    scan = read_scan(order.raw_scan, today=setting.today)
    if isinstance(scan, ScannedShelf):
        raise ShelfLabelScanned
    meant = products_of(setting.known, scan)
    if not meant:
        raise PackUnread
    if order.product not in meant:
        raise WrongProduct(_title(product), _scanned_title(setting, meant[0]))
    if not isinstance(scan, ScannedPack):
        return LotNumber(""), Serial("")
    lot, serial = LotNumber(scan.lot or ""), Serial(scan.serial or "")
    for offer in lines:
        if lot and offer.line.lot == lot and offer.line.serial in {serial, ""}:
            check_issuable(product, offer)
    if scan.expiry is not None and scan.expiry.is_expired_on(setting.today):
        raise LotExpired(product.details.name, lot, scan.expiry, "Put the pack in quarantine.")
    if serial:
        places = setting.known.serial_places(order.product, serial)
        if places and not any(balance > NOTHING and not key.place.startswith("@") for key, balance in places):
            raise SerialAlreadyDispensed(serial)
    return lot, serial


def _title(product: Product) -> str:
    details = product.details
    return " ".join(part for part in (details.name, details.strength, details.form.lower()) if part)


def _scanned_title(setting: Setting, product: ProductId) -> str:
    kept = setting.known.find_product(product)
    if kept is not None:
        return _title(kept)
    row = setting.known.find_catalogue_row(product)
    return product if row is None else f"{row.name} {row.strength}".strip()


def check_issuable(product: Product, offer: Offer) -> None:
    """Refuse a line that may not be issued.

    Raises:
        LotExpired, LotOnHold, PlaceUnsuitable: What stops it.
    """
    line = offer.line
    match offer.barrier:
        case Barrier.EXPIRED if line.expiry is not None:
            raise LotExpired(
                product.details.name, line.lot, line.expiry, "Put it in quarantine and take another lot."
            )
        case Barrier.HELD:
            raise LotOnHold(product.details.name, line.lot, str(line.held_for))
        case Barrier.SET_ASIDE:
            raise PlaceUnsuitable(line.place, "stock set aside there is not issued")
        case _:
            pass


def _chosen(
    order: DispenseItem, product: Product, lines: tuple[Offer, ...]
) -> tuple[tuple[StockLine, Quantity], ...]:
    """Return the lines a person named, each checked like any other."""
    picks: list[tuple[StockLine, Quantity]] = []
    for pick in order.picks:
        offer = next(
            (
                offer
                for offer in lines
                if (offer.line.lot, offer.line.serial, offer.line.place)
                == (pick.lot, pick.serial, pick.place)
            ),
            None,
        )
        if offer is None:
            raise NotEnoughStock(
                f"{product.details.name}, lot {pick.lot} in {pick.place}",
                amount_text(pick.quantity, product.details.unit),
                "none",
            )
        check_issuable(product, offer)
        if offer.barrier is Barrier.NO_EXPIRY and not order.reason.strip():
            raise ExpiryMissing(product.details.name, pick.lot)
        if pick.quantity > offer.line.quantity and not _may_go_short(order, product):
            raise NotEnoughStock(
                f"{product.details.name}, lot {pick.lot}",
                amount_text(pick.quantity, product.details.unit),
                amount_text(max(offer.line.quantity, 0), product.details.unit),
            )
        picks.append((offer.line, Quantity(pick.quantity)))
    total = sum(quantity for _, quantity in picks)
    if total != order.quantity:
        raise NotEnoughStock(
            product.details.name,
            amount_text(order.quantity, product.details.unit),
            f"{amount_text(total, product.details.unit)} chosen",
        )
    return tuple(picks)


def _may_go_short(order: DispenseItem, product: Product) -> bool:
    if not order.short_allowed:
        return False
    if any(since.schedule.is_controlled for since in product.details.schedules):
        raise NotInSchedule(
            f"{product.details.name} is controlled: its balance may not go below zero.",
            "Find the missing receipt, or count the line, before dispensing.",
        )
    require_reason(order.reason, "Dispensing more than is known to be here")
    return True


def drawing_order(lines: tuple[Offer, ...], *, lot: LotNumber, serial: Serial) -> tuple[Offer, ...]:
    """Return the lines in the order they are drawn from: the pack in hand first, when it has a lot.

    The exact container comes before loose stock of its lot; then whatever else is due.
    """
    in_hand = [
        offer
        for offer in lines
        if lot and offer.line.lot == lot and (not serial or offer.line.serial in {serial, ""})
    ]
    in_hand.sort(key=lambda offer: offer.line.serial != serial)
    return (*in_hand, *(offer for offer in lines if offer not in in_hand))


def _drawn(
    order: DispenseItem,
    product: Product,
    lines: tuple[Offer, ...],
    scanned: tuple[LotNumber, Serial] | None,
) -> tuple[tuple[StockLine, Quantity], ...]:
    """Return lines by first expiry; the pack in hand first when it was scanned and a reason is given."""
    lot, serial = scanned or (LotNumber(""), Serial(""))
    picks, missing = draw(drawing_order(lines, lot=lot, serial=serial), Quantity(order.quantity))
    if missing <= NOTHING:
        return picks
    there = Quantity(order.quantity - missing)
    if _may_go_short(order, product):
        last = (
            picks[-1][0]
            if picks
            else next((offer.line for offer in lines if offer.barrier is Barrier.EMPTY), None)
        )
        if last is not None:
            drawn = {line.key: quantity for line, quantity in picks}
            drawn[last.key] = Quantity(drawn.get(last.key, 0) + missing)
            by_key = {line.key: line for line, _ in picks} | {last.key: last}
            return tuple((by_key[key], quantity) for key, quantity in drawn.items())
    unit = product.details.unit
    raise NotEnoughStock(
        product.details.name,
        amount_text(order.quantity, unit),
        amount_text(there, unit) if there else "none",
        tuple(offer.why_not for offer in lines if offer.barrier is not None),
    )


def earlier_line(lines: tuple[Offer, ...], picks: tuple[tuple[StockLine, Quantity], ...]) -> StockLine | None:
    """Return an offered line that expires before one that was drawn and still holds stock."""
    drawn = {line.key: quantity for line, quantity in picks}
    latest = max(
        (line.expiry.usable_through for line, _ in picks if line.expiry is not None),
        default=None,
    )
    if latest is None:
        return None
    for offer in lines:
        line = offer.line
        if (
            offer.barrier is None
            and line.expiry is not None
            and line.expiry.usable_through < latest
            and drawn.get(line.key, 0) < line.quantity
        ):
            return line
    return None
