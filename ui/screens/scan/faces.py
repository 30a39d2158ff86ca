"""A product and a lot put into the words of the product card. No Qt."""

from __future__ import annotations

from datetime import date

from rxdesk.domain.fefo import Barrier, Offer
from rxdesk.domain.ismp import product_text
from rxdesk.domain.places import SET_ASIDE
from rxdesk.domain.quantity import quantity_text
from rxdesk.domain.scan import ScannedPack
from rxdesk.domain.sentences import HOLD_CAUSES
from rxdesk.domain.stock import LineKey
from rxdesk.domain.wording import unit_words
from rxdesk.ports.found import FoundProduct
from rxdesk.ports.rows import Horizon, ProductCard, StockRow, horizon_of
from ui.kit.shown_product import ShownLot, ShownProduct
from ui.kit.tones import Chip, Tone, expiry_chip
from ui.parts.finding import HitRow, hit_chips
from ui.parts.stock_lines import HOLD_WORDS
from ui.parts.wording import described, expiry_words, pack_words, product_chips

_TONES = {
    Horizon.EXPIRED: Tone.DANGER,
    Horizon.D30: Tone.WARNING,
    Horizon.D90: Tone.WARNING,
    Horizon.D180: Tone.CAUTION,
    Horizon.LATER: Tone.OK,
    Horizon.UNKNOWN: Tone.NEUTRAL,
}


def face_of(
    card: ProductCard, found: FoundProduct | None, today: date, *, line: LineKey | None = None
) -> ShownProduct:
    """Return a kept product as its card shows it.

    Args:
        card: The product.
        found: The scan that opened it, if one did.
        today: The pharmacy's day.
        line: The line that was chosen; without it and without a scanned lot the one to use first is shown.
    """
    row = card.row
    unit = unit_words(row.unit, row.form)
    lots = "1 lot" if row.lots == 1 else f"{row.lots:,} lots"
    minimum = (
        ("–", "no minimum level") if row.minimum is None else (quantity_text(row.minimum), "minimum level")
    )
    gtin = gtin_of(card, found)
    return ShownProduct(
        name=row.name,
        described=described(
            strength=row.strength,
            form=row.form,
            pack=pack_words(card.details.package_text, row.pack_quantity, row.unit, row.form),
            labeler=row.labeler,
        ),
        chips=product_chips(row.schedule, row.flags),
        identifiers=(("NDC", row.product), *((("GTIN", gtin),) if gtin else ())),
        place=row.home or "",
        figures=((quantity_text(row.on_hand), f"{unit} on hand · {lots}"), minimum),
        look_alike=_look_alike(card),
        lot=scanned_lot(card, found, today)
        if _has_lot(found)
        else chosen_lot(card, line, today) or next_lot(card, today),
    )


def listed_face(row: HitRow) -> ShownProduct:
    """Return a product that is only listed in the catalogue."""
    listed = row.hit.row
    return ShownProduct(
        name=row.title
        if not listed.form
        else row.title.removesuffix(f" {product_text(listed.strength, listed.form)}"),
        described=described(
            strength=listed.strength, form=listed.form, pack=row.pack, labeler=listed.labeler
        ),
        chips=(Chip("Listed, not kept here", "book-open-text", Tone.INFO), *hit_chips(row)),
        identifiers=(("NDC", row.key),),
    )


def gtin_of(card: ProductCard, found: FoundProduct | None) -> str:
    """Return the GTIN that was scanned, else the saleable pack's."""
    if found is not None and isinstance(found.scan, ScannedPack) and found.scan.gtin14:
        return found.scan.gtin14
    gtins = [code for code in card.codes if len(code.code) == 14 and code.code.isdigit()]
    return min(gtins, key=lambda code: (code.level != "saleable", code.code)).code if gtins else ""


def scanned_lot(card: ProductCard, found: FoundProduct | None, today: date) -> ShownLot | None:
    """Return the lot of the pack that was scanned, and what to do with it."""
    if found is None or not isinstance(found.scan, ScannedPack):
        return None
    line = found.scanned_line
    offer = offer_of(card, line)
    expiry = found.scanned_expiry
    tone = _TONES[horizon_of(expiry, today)]
    held = line is not None and line.held_by is not None
    return ShownLot(
        caption="Scanned lot",
        expiry=expiry_words(expiry),
        chip=expiry_chip(None if expiry is None else expiry.days_left(today)),
        lot=found.scan.lot or "",
        serial=found.scan.serial or "",
        advice=_advice(card, offer, line, expired=expiry is not None and expiry.is_expired_on(today)),
        tone=Tone.DANGER if held else tone,
    )


def chosen_lot(card: ProductCard, chosen: LineKey | None, today: date) -> ShownLot | None:
    """Return the lot of a line that was chosen in a list; None when it is not here any more."""
    line = next((row for row in card.lines if row.key == chosen), None)
    if line is None:
        return None
    expired = line.expiry is not None and line.expiry.is_expired_on(today)
    return ShownLot(
        caption="Chosen lot",
        expiry=expiry_words(line.expiry),
        chip=expiry_chip(line.days_left),
        lot=line.lot,
        serial=line.key.serial,
        advice=_advice(card, offer_of(card, line), line, expired=expired),
        tone=Tone.DANGER if line.held_by is not None else _TONES[line.horizon],
    )


def next_lot(card: ProductCard, today: date) -> ShownLot | None:
    """Return the lot that is to be used first; None when none can be used."""
    offer = next((offer for offer in card.offers if offer.barrier is None), None)
    if offer is None:
        return None
    line = offer.line
    return ShownLot(
        caption="Use first",
        expiry=expiry_words(line.expiry),
        chip=expiry_chip(None if line.expiry is None else line.expiry.days_left(today)),
        lot=line.lot,
        serial=line.serial,
        advice=f"In {line.place}",
        tone=_TONES[horizon_of(line.expiry, today)],
    )


def offer_of(card: ProductCard, line: StockRow | None) -> Offer | None:
    """Return the offer of a line among a product's lots."""
    if line is None:
        return None
    return next((offer for offer in card.offers if offer.line.key == line.key), None)


def stop_words(card: ProductCard, found: FoundProduct, today: date) -> str:
    """Return why the scanned pack may not be used, in a sentence; nothing when it may."""
    line, expiry = found.scanned_line, found.scanned_expiry
    lot = found.scan.lot if isinstance(found.scan, ScannedPack) and found.scan.lot else "of this pack"
    if line is not None and line.held_by is not None and line.held_for is not None:
        return f"{card.row.name}, lot {lot}, is on hold: {HOLD_CAUSES[line.held_for]}."
    if expiry is not None and expiry.is_expired_on(today):
        return f"{card.row.name}, lot {lot}, expired: it was usable through {expiry.shown}."
    return ""


def _has_lot(found: FoundProduct | None) -> bool:
    scan = None if found is None else found.scan
    return isinstance(scan, ScannedPack) and (bool(scan.lot) or scan.expiry is not None)


def _look_alike(card: ProductCard) -> str:
    if not card.look_alikes:
        return ""
    return f"Looks like {' or '.join(card.look_alikes)}. Check strength and use."


def _advice(card: ProductCard, offer: Offer | None, line: StockRow | None, *, expired: bool) -> str:
    if expired and line is not None and line.place_kind in SET_ASIDE:
        return f"Expired, and set aside in {line.key.place}."
    if expired:
        return "Expired. Do not use it: quarantine it."
    if line is None or offer is None:
        return "This lot is not in stock here."
    match offer.barrier:
        case Barrier.HELD:
            return f"{HOLD_WORDS[line.held_for] if line.held_for else 'On hold'}. Do not use it."
        case Barrier.SET_ASIDE:
            return f"Set aside in {line.key.place}. Do not use it."
        case Barrier.NO_EXPIRY:
            return "No expiry is known. Read it on the pack."
        case Barrier.EXPIRED | Barrier.EMPTY:
            return f"Not offered: {offer.why_not}."
        case None:
            return _turn(card, offer)


def _turn(card: ProductCard, offer: Offer) -> str:
    others = [
        other.line.lot for other in card.offers if other.barrier is None and other.line.lot != offer.line.lot
    ]
    first = next(other for other in card.offers if other.barrier is None).line.lot
    if first != offer.line.lot:
        return f"Use lot {first} first"
    return f"Oldest lot: use before {others[0]}" if others else "The only lot that can be used"
