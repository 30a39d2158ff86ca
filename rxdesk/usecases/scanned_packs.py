"""What a scanned pack proves, and what of a scan may be kept.

A scan is kept with the entry it led to, as the symbol holds it. What could name a patient or open a
door is not: a wristband and a badge are refused before anything is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rxdesk.domain.errors import Refusal
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.fefo import Barrier, Offer
from rxdesk.domain.identity import LotNumber, ProductId, Serial
from rxdesk.domain.refusals import LotExpired, LotOnHold, PlaceUnsuitable
from rxdesk.domain.scan import (
    ScanFlag,
    ScanMeaning,
    ScannedBadge,
    ScannedPack,
    ScannedSscc,
    read_scan,
)
from rxdesk.domain.scan_refusals import ScanRefused
from rxdesk.domain.tall_man import shown_name
from rxdesk.domain.wording import titled
from rxdesk.usecases.deciding import Setting
from rxdesk.usecases.known_codes import products_of


class PatientScanned(Refusal):
    """The code is a patient's, and nothing of a patient is kept."""

    def __init__(self) -> None:
        super().__init__(
            "The scanned code names a patient, and RxDesk keeps nothing of patients.",
            "Scan the code on the pack instead.",
        )


class BadgeScanned(Refusal):
    """The code is a person's badge, which is a secret."""

    def __init__(self) -> None:
        super().__init__("The scanned code is a badge, not a pack.", "Scan the code on the pack instead.")


class WrongProduct(Refusal):
    """The scanned pack is another product."""

    def __init__(self, wanted: str, scanned: str) -> None:
        super().__init__(
            f"The scanned pack is {scanned}; what is asked for is {wanted}.",
            "Put the pack back and take the right one.",
        )


class PackAmbiguous(Refusal):
    """The digits of the scanned code fit more than one product."""

    def __init__(self, products: Sequence[str]) -> None:
        super().__init__(
            f"The scanned code fits several products: {'; '.join(products)}.",
            "Compare the NDC printed on the pack, and link the code to the product it is.",
        )


class PackNotOnHand(Refusal):
    """The scanned pack is of a lot that is not here by the book."""

    def __init__(self, name: str, lot: str, serial: str) -> None:
        pack = f"lot {lot}, serial {serial}," if serial else f"lot {lot},"
        super().__init__(
            f"The scanned pack of {name}, {pack} is not on hand by the book.",
            "Receive it or count it first, or take a pack of another lot.",
        )


def read_storable(raw: str, *, today: date) -> tuple[ScanMeaning, ...]:
    """Return what the scans mean that an order carries, so that none is kept which may not be.

    Args:
        raw: One scan, or the two symbols of one pack with a blank between them; empty for none.
        today: The day that decides the century of dates.

    Raises:
        PatientScanned, BadgeScanned: It must not be kept.
        ScanRefused: It cannot be read, so nobody can say what would be kept.
    """
    if not raw:
        return ()
    try:
        scans: tuple[ScanMeaning, ...] = (read_scan(raw, today=today),)
    except ScanRefused:
        if " " not in raw:
            raise
        scans = tuple(read_scan(part, today=today) for part in raw.split(" "))
    for scan in scans:
        if isinstance(scan, ScannedBadge):
            raise BadgeScanned
        if isinstance(scan, (ScannedPack, ScannedSscc)) and ScanFlag.PATIENT_IDENTITY in scan.flags:
            raise PatientScanned
    return scans


def title_of(setting: Setting, product: ProductId) -> str:
    """Return a product as people call it, kept or only listed."""
    kept = setting.known.find_product(product)
    if kept is not None:
        return titled(kept.details.shown_name, kept.details.strength, kept.details.form)
    row = setting.known.find_catalogue_row(product)
    return product if row is None else titled(shown_name(row.name, row.generic_name), row.strength)


def require_this_product(setting: Setting, scan: ScanMeaning, product: ProductId) -> bool:
    """Tell whether a scan stands for any product; refuse one that stands for another.

    Raises:
        WrongProduct: It stands for other products only.
        PackAmbiguous: It may stand for this product and for others.
    """
    meant = products_of(setting.known, scan)
    if not meant:
        return False
    if product not in meant:
        wanted, scanned = title_of(setting, product), title_of(setting, meant[0])
        if wanted == scanned:  # another maker's, or another package
            wanted, scanned = f"{wanted} ({product})", f"{scanned} ({meant[0]})"
        raise WrongProduct(wanted, scanned)
    if len(meant) > 1:
        raise PackAmbiguous([f"{title_of(setting, other)} ({other})" for other in meant])
    return True


def in_hand(lines: Sequence[Offer], *, lot: LotNumber, serial: Serial) -> tuple[Offer, ...]:
    """Return the lines a scanned pack may be: its own container first, then loose stock of its lot."""
    found = [
        offer
        for offer in lines
        if lot and offer.line.lot == lot and (not serial or offer.line.serial in {serial, ""})
    ]
    return tuple(sorted(found, key=lambda offer: offer.line.serial != serial))


def require_issuable_pack(
    name: str,
    lines: Sequence[Offer],
    *,
    lot: LotNumber,
    serial: Serial,
    expiry: Expiry | None,
    today: date,
) -> None:
    """Refuse a scanned pack that may not be issued; stock of its lot elsewhere does not stop it.

    Args:
        name: The product, for the sentence.
        lines: Its lines with their barriers.
        lot: As scanned; empty when the code names none.
        serial: As scanned; empty when the code names none.
        expiry: As scanned; None when the code names none.
        today: The pharmacy's local day.

    Raises:
        LotExpired, LotOnHold, PlaceUnsuitable: What stops it.
    """
    candidates = in_hand(lines, lot=lot, serial=serial)
    own = [offer for offer in candidates if serial and offer.line.serial == serial] or candidates
    if own and all(offer.barrier in _STOPS for offer in own):
        check_issuable(name, own[0])
    if expiry is not None and expiry.is_expired_on(today):
        raise LotExpired(name, lot, expiry, "Put the pack in quarantine.")


_STOPS = frozenset({Barrier.EXPIRED, Barrier.HELD, Barrier.SET_ASIDE})


def check_issuable(name: str, offer: Offer) -> None:
    """Refuse a line that may not be issued.

    Raises:
        LotExpired, LotOnHold, PlaceUnsuitable: What stops it.
    """
    line = offer.line
    match offer.barrier:
        case Barrier.EXPIRED if line.expiry is not None:
            raise LotExpired(name, line.lot, line.expiry, "Put it in quarantine and take another lot.")
        case Barrier.HELD:
            raise LotOnHold(name, line.lot, str(line.held_for))
        case Barrier.SET_ASIDE:
            raise PlaceUnsuitable(line.place, "stock set aside there is not issued")
        case _:
            pass
