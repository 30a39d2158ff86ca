"""What every rule is given, what it answers, and the few questions many rules share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from rxdesk.domain.facts import Fact
from rxdesk.domain.identity import EntryId, LotNumber, PlaceId, ProductId
from rxdesk.domain.ndc import has_right_check_digit
from rxdesk.domain.people import SIGNERS
from rxdesk.domain.places import is_outside
from rxdesk.domain.records import Lot, Person, Place, Product
from rxdesk.domain.refusals import (
    LotMissing,
    LotUnfit,
    LotUnknown,
    NotInSchedule,
    PlaceUnknown,
    PlaceUnsuitable,
    ProductNotKept,
    ReasonNeeded,
    SignatureNeeded,
)
from rxdesk.domain.schedule import Schedule
from rxdesk.ports.known import Known

GTIN_DIGITS: Final = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Under which circumstances a rule decides.

    Attributes:
        known: The present state, in the transaction that will write.
        now: The moment of recording, aware UTC.
        happened_at: The moment the act is said to have happened, aware UTC; `now` unless it is late.
        today: The pharmacy's local day of recording.
        actor: Who does it; None only for the first act of all.
        signer: Who signed it with a PIN just now; the actor or another person.
    """

    known: Known
    now: datetime
    happened_at: datetime
    today: date
    actor: Person | None
    signer: Person | None

    def require_signature(self, what: str) -> None:
        """Refuse unless a pharmacist signed.

        Raises:
            SignatureNeeded: Nobody signed, or the one who did is not a pharmacist.
        """
        if self.signer is None or self.signer.role not in SIGNERS:
            raise SignatureNeeded(what)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a rule decided: the facts to write, in order.

    Attributes:
        facts: What happened; one entry each.
        meaning: What a signature under these entries means: "received", "dispensed".
        corrects: The entry they correct, if any.
    """

    facts: tuple[Fact, ...]
    meaning: str | None = None
    corrects: EntryId | None = None


def require_reason(reason: str, what: str) -> None:
    """Refuse an act that needs a reason and has none.

    Raises:
        ReasonNeeded: The reason is empty.
    """
    if not reason.strip():
        raise ReasonNeeded(what)


def kept_product(setting: Setting, product: ProductId) -> Product:
    """Return a product the pharmacy keeps.

    Raises:
        ProductNotKept: It is not one of the pharmacy's own.
    """
    found = setting.known.find_product(product)
    if found is None:
        raise ProductNotKept(product)
    return found


def known_lot(setting: Setting, product: ProductId, lot: LotNumber) -> Lot:
    """Return a lot that was ever here.

    Raises:
        LotUnknown: It never was.
    """
    found = setting.known.find_lot(product, lot)
    if found is None:
        raise LotUnknown(product, lot)
    return found


def is_gtin14(code: str) -> bool:
    """Tell whether a code is a GTIN of fourteen digits with the right check digit."""
    return len(code) == GTIN_DIGITS and code.isascii() and code.isdigit() and has_right_check_digit(code)


def require_lot_number(name: str, lot: str) -> None:
    """Refuse a lot number that is empty, or that only looks like another one.

    A blank at its end or a character nobody sees would make a second lot of it, which a recall misses.

    Raises:
        LotMissing: Nothing is given.
        LotUnfit: It begins or ends with a blank, or holds a character that cannot be printed.
    """
    if not lot.strip():
        raise LotMissing(name)
    if lot != lot.strip() or not lot.isprintable():
        raise LotUnfit(name)


def inside_place(setting: Setting, place: PlaceId) -> Place:
    """Return an active place inside the pharmacy.

    Raises:
        PlaceUnknown: There is none of that code.
        PlaceUnsuitable: It is outside, or no longer used.
    """
    found = setting.known.find_place(place)
    if found is None:
        raise PlaceUnknown(place)
    if is_outside(place):
        raise PlaceUnsuitable(found.name, "it is outside the pharmacy")
    if not found.active:
        raise PlaceUnsuitable(found.place, "it is no longer used")
    return found


def require_signature_for_schedule_two(setting: Setting, product: Product, what: str) -> None:
    """Refuse an act on a C-II product that no pharmacist signed.

    Raises:
        SignatureNeeded: The product is C-II and nobody entitled signed.
    """
    if product.schedule(setting.today) in {Schedule.I, Schedule.II}:
        setting.require_signature(
            f"{what} of {product.details.shown_name} ({product.schedule(setting.today).symbol})"
        )


def require_whole(product: Product, quantity: int) -> None:
    """Refuse a fraction of a thing that comes in wholes of half units.

    Tablets are halved in practice; nothing counted by the piece is divided further.

    Raises:
        NotInSchedule: A product counted by the piece was given in other fractions than halves.
    """
    if product.details.unit == "EA" and quantity % 500:
        raise NotInSchedule(
            f"{product.details.shown_name} is counted by the piece; this is not a number of whole or half pieces.",
            "Type whole or half pieces.",
        )
