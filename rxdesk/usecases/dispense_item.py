"""Fill a prescription's item, first expiry first, over as many lots as it takes."""

from __future__ import annotations

import re
from typing import Final

from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import ItemDispensed, Pick
from rxdesk.domain.fefo import Barrier, Offer, draw, offers
from rxdesk.domain.identity import LotNumber, Serial
from rxdesk.domain.orders import DispenseItem
from rxdesk.domain.places import is_outside
from rxdesk.domain.quantity import NOTHING, Quantity, amount_text
from rxdesk.domain.records import Product, StockLine
from rxdesk.domain.refusals import ExpiryMissing, NotEnoughStock, NotInSchedule
from rxdesk.domain.scan import ScannedPack, ScannedShelf
from rxdesk.domain.schedule import Schedule
from rxdesk.domain.stock import LineKey
from rxdesk.usecases.deciding import (
    Decision,
    Setting,
    kept_product,
    require_reason,
    require_signature_for_schedule_two,
    require_whole,
)
from rxdesk.usecases.scanned_packs import (
    PackNotOnHand,
    check_issuable,
    in_hand,
    read_storable,
    require_issuable_pack,
    require_this_product,
)

# A prescription number and nothing else: no run of letters long enough for a name, no blanks.
_RX_NUMBER: Final = re.compile(
    r"(?=.*[0-9])(?!.*[A-Z]{4})[0-9A-Z][0-9A-Z/.-]{0,19}", re.ASCII | re.IGNORECASE
)


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


class PackNotChosen(Refusal):
    """A pack was scanned, and other lines were chosen to draw from."""

    def __init__(self, scanned: str, chosen: str) -> None:
        super().__init__(
            f"The scanned pack is of lot {scanned}, and lot {chosen} was chosen to draw from.",
            f"Scan a pack of lot {chosen}, or draw from lot {scanned}.",
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
        PatientScanned, BadgeScanned, ScanRefused: The scan may not be kept, or cannot be read.
        WrongProduct, PackAmbiguous, PackUnread, ShelfLabelScanned, SerialAlreadyDispensed, PackNotOnHand,
            PackNotChosen: The scanned pack does not verify.
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
    picks = _chosen(order, product, lines, scanned) if order.picks else _drawn(order, product, lines, scanned)
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
            f"{product.details.shown_name} is C-II and may not be refilled.",
            "Use fill number 0 with a new prescription.",
        )
    if schedule.is_controlled and not order.raw_scan:
        require_reason(order.reason, f"Dispensing {product.details.shown_name} without scanning the pack")
    require_signature_for_schedule_two(setting, product, "Dispensing")


def _verify(
    order: DispenseItem, setting: Setting, product: Product, lines: tuple[Offer, ...]
) -> tuple[LotNumber, Serial] | None:
    """Return lot and serial of the scanned pack (either may be empty); None without a scan."""
    scans = read_storable(order.raw_scan, today=setting.today)
    if not scans:
        return None
    scan = scans[0]
    if isinstance(scan, ScannedShelf):
        raise ShelfLabelScanned
    if len(scans) > 1 or not require_this_product(setting, scan, order.product):
        raise PackUnread
    if not isinstance(scan, ScannedPack):
        return LotNumber(""), Serial("")
    name = product.details.shown_name
    lot, serial = LotNumber(scan.lot or ""), Serial(scan.serial or "")
    require_issuable_pack(name, lines, lot=lot, serial=serial, expiry=scan.expiry, today=setting.today)
    if serial:
        places = setting.known.serial_places(order.product, serial)
        if places and not any(balance > NOTHING and not is_outside(key.place) for key, balance in places):
            raise SerialAlreadyDispensed(serial)
    if lot and not in_hand(lines, lot=lot, serial=serial):
        raise PackNotOnHand(name, lot, serial)
    return lot, serial


def _chosen(
    order: DispenseItem,
    product: Product,
    lines: tuple[Offer, ...],
    scanned: tuple[LotNumber, Serial] | None,
) -> tuple[tuple[StockLine, Quantity], ...]:
    """Return the lines a person named, each checked like any other; one named twice is one."""
    name, unit = product.details.shown_name, product.details.unit
    wanted: dict[LineKey, int] = {}
    for pick in order.picks:
        require_whole(product, pick.quantity)
        key = LineKey(order.product, pick.lot, pick.serial, pick.place)
        wanted[key] = wanted.get(key, 0) + pick.quantity
    by_key = {offer.line.key: offer for offer in lines}
    picks: list[tuple[StockLine, Quantity]] = []
    for key, quantity in wanted.items():
        offer = by_key.get(key)
        if offer is None:
            raise NotEnoughStock(f"{name}, lot {key.lot} in {key.place}", amount_text(quantity, unit), "none")
        check_issuable(name, offer)
        if offer.barrier is Barrier.NO_EXPIRY and not order.reason.strip():
            raise ExpiryMissing(name, key.lot)
        there = Quantity(max(offer.line.quantity, 0))
        if quantity > there and not _may_go_short(order, product):
            raise NotEnoughStock(
                f"{name}, lot {key.lot}", amount_text(quantity, unit), amount_text(there, unit)
            )
        picks.append((offer.line, Quantity(quantity)))
    total = sum(quantity for _, quantity in picks)
    if total != order.quantity:
        raise NotEnoughStock(name, amount_text(order.quantity, unit), f"{amount_text(total, unit)} chosen")
    lot, serial = scanned or (LotNumber(""), Serial(""))
    if lot and not in_hand([by_key[line.key] for line, _ in picks], lot=lot, serial=serial):
        raise PackNotChosen(lot, picks[0][0].lot)
    return tuple(picks)


def _may_go_short(order: DispenseItem, product: Product) -> bool:
    if not order.short_allowed:
        return False
    if any(since.schedule.is_controlled for since in product.details.schedules):
        raise NotInSchedule(
            f"{product.details.shown_name} is controlled: its balance may not go below zero.",
            "Find the missing receipt, or count the line, before dispensing.",
        )
    require_reason(order.reason, "Dispensing more than is known to be here")
    return True


def _only_by_leave(order: DispenseItem, product: Product, first: tuple[Offer, ...]) -> StockLine:
    """Return the line of the pack in hand when the book says that nothing is left of it."""
    empty = next((offer.line for offer in first if _may_be_below_zero(offer)), None)
    if empty is None:
        raise ExpiryMissing(product.details.shown_name, first[0].line.lot)
    if not _may_go_short(order, product):
        asked = amount_text(order.quantity, product.details.unit)
        raise NotEnoughStock(f"{product.details.shown_name}, lot {empty.lot}", asked, "none")
    return empty


def _may_be_below_zero(offer: Offer) -> bool:
    # Nobody can say of a lot without expiry that it is not expired, so it is never drawn from unasked.
    return offer.barrier is Barrier.EMPTY and offer.line.expiry is not None


def drawing_order(lines: tuple[Offer, ...], *, lot: LotNumber, serial: Serial) -> tuple[Offer, ...]:
    """Return the lines in the order they are drawn from: the pack in hand first, when it has a lot.

    The exact container comes before loose stock of its lot; then whatever else is due.
    """
    first = in_hand(lines, lot=lot, serial=serial)
    return (*first, *(offer for offer in lines if offer not in first))


def _drawn(
    order: DispenseItem,
    product: Product,
    lines: tuple[Offer, ...],
    scanned: tuple[LotNumber, Serial] | None,
) -> tuple[tuple[StockLine, Quantity], ...]:
    """Return lines by first expiry; the pack in hand first, when one was scanned."""
    lot, serial = scanned or (LotNumber(""), Serial(""))
    first = in_hand(lines, lot=lot, serial=serial)
    if first and not any(offer.barrier is None for offer in first):
        return ((_only_by_leave(order, product, first), Quantity(order.quantity)),)
    picks, missing = draw(drawing_order(lines, lot=lot, serial=serial), Quantity(order.quantity))
    if missing <= NOTHING:
        return picks
    there = Quantity(order.quantity - missing)
    if _may_go_short(order, product):
        last = (
            picks[-1][0]
            if picks
            else next((offer.line for offer in lines if _may_be_below_zero(offer)), None)
        )
        if last is not None:
            drawn = {line.key: quantity for line, quantity in picks}
            drawn[last.key] = Quantity(drawn.get(last.key, 0) + missing)
            by_key = {line.key: line for line, _ in picks} | {last.key: last}
            return tuple((by_key[key], quantity) for key, quantity in drawn.items())
    unit = product.details.unit
    raise NotEnoughStock(
        product.details.shown_name,
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
