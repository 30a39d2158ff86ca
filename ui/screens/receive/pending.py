"""The pack in hand: what is known of it, what is still missing, and how a second code completes it. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from rxdesk.domain.catalogue import PackageState
from rxdesk.domain.errors import Refusal
from rxdesk.domain.expiry import Expiry, ExpiryPrecision
from rxdesk.domain.identity import NO_SERIAL, LotNumber, OrderId, PlaceId, ProductId, Serial
from rxdesk.domain.orders import ReceiveLot
from rxdesk.domain.quantity import NOTHING, Quantity
from rxdesk.domain.refusals import LotExpired
from rxdesk.domain.scan import ScannedPack
from rxdesk.domain.schedule import Schedule
from rxdesk.domain.wording import titled, unit_words
from rxdesk.ports.rows import ProductCard
from rxdesk.usecases.receive_lot import ExpiryDiffers, SerialSeen
from ui.parts.finding import HitRow
from ui.parts.wording import pack_words


class Missing(StrEnum):
    """What a receipt still needs."""

    PRODUCT = "product"
    LOT = "lot"
    EXPIRY = "expiry"
    PLACE = "place"
    SIZE = "size"
    ORDER_FORM = "order_form"
    PACKS = "packs"


class ProblemKind(StrEnum):
    """What a refused receipt can be done about."""

    PLAIN = "plain"  # change something and try again
    DATE = "date"  # say why the second date is right
    EXPIRED = "expired"  # take it into quarantine
    STOP = "stop"  # set the pack aside


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a receipt was refused."""

    kind: ProblemKind
    said: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the product of the pack in hand."""

    product: ProductId
    title: str
    described: str
    unit: str
    schedule: Schedule
    pack: Quantity | None  # base units in the scanned pack; None while its size is not certain
    home: PlaceId | None = None
    expiries: tuple[tuple[LotNumber, Expiry], ...] = ()  # of the lots that are here
    listed: bool = False  # not kept yet: it joins the pharmacy's own with this receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A pack that is being received, as far as it is known.

    The order's id is given once: sent twice by a double Enter or after a crash, it is received once.
    """

    order_id: OrderId
    known: Known | None = None
    gtin14: str | None = None
    lot: str = ""
    expiry: Expiry | None = None
    no_expiry: bool = False  # the pack bears none, and a person says so
    serial: str = ""
    packs: int | None = 1
    place: PlaceId | None = None
    size: Quantity | None = None  # confirmed by a person
    reason: str = ""
    problem: Problem | None = None
    raw_scan: str = ""

    def missing(self, order_form: str) -> tuple[Missing, ...]:
        """Return what a receipt still needs, in the order in which it is asked for."""
        known = self.known
        if known is None:
            return (Missing.PRODUCT,)
        needs = {
            Missing.LOT: not self.lot.strip(),
            Missing.EXPIRY: self.usable_until is None and not self.no_expiry,
            Missing.SIZE: known.pack is None and not self.size,
            Missing.PACKS: not self.packs,
            Missing.PLACE: self.place is None,
            Missing.ORDER_FORM: known.schedule.needs_order_form and not order_form.strip(),
        }
        return tuple(field for field, needed in needs.items() if needed)

    @property
    def usable_until(self) -> Expiry | None:
        """Return the expiry the pack says, else the one its lot is known by."""
        if self.expiry is not None or self.known is None:
            return self.expiry
        return dict(self.known.expiries).get(LotNumber(self.lot.strip()))

    @property
    def quantity(self) -> Quantity | None:
        """Return how much it is altogether; None while that is not certain."""
        pack = self.size or (None if self.known is None else self.known.pack)
        return None if pack is None or not self.packs else Quantity(pack * self.packs)

    def order(self, *, supplier: str, reference: str, order_form: str) -> ReceiveLot | None:
        """Return what is asked of the desk; None while the product or the place is missing."""
        if self.known is None or self.place is None:
            return None
        differs = self.problem is not None and self.problem.kind is ProblemKind.DATE
        return ReceiveLot(
            id=self.order_id,
            product=self.known.product,
            lot=LotNumber(self.lot.strip()),
            expiry=None if self.expiry is None else self.expiry.iso,
            expiry_unknown=self.no_expiry and self.expiry is None,
            serial=Serial(self.serial) if self.serial else NO_SERIAL,
            gtin14=self.gtin14,
            packs=self.packs or 0,
            place=self.place,
            supplier=supplier.strip(),
            reference=reference.strip(),
            order_form=order_form.strip().upper() if self.known.schedule.needs_order_form else "",
            pack_quantity=self.size,
            expiry_confirmed=differs and bool(self.reason.strip()),
            reason=self.reason.strip(),
            raw_scan=self.raw_scan,
        )


class CodesDiffer(Refusal):
    """Two codes that should stand on one pack say different things."""

    def __init__(self, what: str, first: str, second: str) -> None:
        super().__init__(
            f"The pack in hand has {what} {first}; this code says {second}.",
            "Scan the codes of one pack only, or finish the first pack before the next.",
        )


def merged(pending: Pending, scan: ScannedPack) -> Pending:
    """Return the pack in hand with what another of its codes adds; a known value is never blanked.

    Raises:
        CodesDiffer: The two codes contradict each other.
    """
    if scan.lot and pending.lot and scan.lot != pending.lot:
        raise CodesDiffer("lot", pending.lot, scan.lot)
    if scan.serial and pending.serial and scan.serial != pending.serial:
        raise CodesDiffer("serial", pending.serial, scan.serial)
    if scan.gtin14 and pending.gtin14 and scan.gtin14 != pending.gtin14:
        raise CodesDiffer("product number", pending.gtin14, scan.gtin14)
    both = " ".join(part for part in (pending.raw_scan, scan.raw) if part)
    return replace(
        pending,
        gtin14=pending.gtin14 or scan.gtin14,
        lot=pending.lot or scan.lot or "",
        serial=pending.serial or scan.serial or "",
        expiry=_merged_expiry(pending.expiry, scan.expiry),
        no_expiry=pending.no_expiry and scan.expiry is None,
        raw_scan=pending.raw_scan if scan.raw in pending.raw_scan.split(" ") else both,
    )


def kind_of(refusal: Refusal) -> ProblemKind:
    """Return what can be done about a refused receipt."""
    match refusal:
        case ExpiryDiffers():
            return ProblemKind.DATE
        case LotExpired():
            return ProblemKind.EXPIRED
        case SerialSeen():
            return ProblemKind.STOP
        case _:
            return ProblemKind.PLAIN


def belongs_to(pending: Pending, scan: ScannedPack) -> bool:
    """Return whether a scan may be another code of the pack in hand."""
    if scan.gtin14 is None and not scan.ndc_candidates:
        return True
    if pending.known is None or (pending.gtin14 is not None and scan.gtin14 == pending.gtin14):
        return True
    return pending.gtin14 is None and pending.known.product in scan.ndc_candidates


def known_card(card: ProductCard, pack: Quantity | None = None) -> Known:
    """Return what is known of a kept product; `pack` is the size of the pack that was scanned."""
    row = card.row
    size = pack or row.pack_quantity
    words = pack_words(card.details.package_text, size, row.unit, row.form)
    lines = [offer.line for offer in card.offers]
    dates = {line.lot: line.expiry for line in lines if line.expiry is not None}
    return Known(
        product=row.product,
        title=titled(row.name, row.strength, row.form),
        described=f"{words} · {row.labeler}",
        unit=unit_words(row.unit, row.form),
        schedule=row.schedule,
        pack=size if size > NOTHING else None,
        home=row.home,
        expiries=tuple(dates.items()),
    )


def known_hit(hit: HitRow) -> Known:
    """Return what the catalogue knows of a product that is not kept yet."""
    row = hit.hit.row
    certain = row.state is PackageState.STOCKABLE
    return Known(
        product=hit.key,
        title=hit.title,
        described=" · ".join(part for part in (hit.pack, row.labeler) if part),
        unit=unit_words(hit.unit, row.form),
        schedule=row.schedule,
        pack=row.pack_quantity if certain else None,
        listed=True,
    )


def _merged_expiry(first: Expiry | None, second: Expiry | None) -> Expiry | None:
    if first is None or second is None:
        return first or second
    if first.usable_through != second.usable_through:
        raise CodesDiffer("expiry", first.shown, second.shown)
    return first if first.precision is ExpiryPrecision.DAY else second
