"""What an entry says in words: one sentence for every kind of fact.

ISMP notation, tall-man names, and no patient: a prescription number is all there is. Everything comes
from the fact itself, save what products and people are called.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import singledispatch
from typing import Final, Protocol

from rxdesk.domain.facts import (
    CatalogueReplaced,
    ClockStepped,
    CodeLinked,
    CodeUnlinked,
    CredentialChanged,
    DifferenceRecomputed,
    DifferenceSettled,
    EntryReversed,
    EpochBegun,
    Fact,
    HoldReason,
    ItemDispensed,
    LevelsSet,
    LineCounted,
    LotHeld,
    LotReceived,
    LotReleased,
    OpeningStockLoaded,
    PersonAdded,
    PersonChanged,
    PersonSignedIn,
    PharmacyOpened,
    Pick,
    PlaceSetUp,
    ProductSetUp,
    ProductsOrdered,
    ProjectionsRebuilt,
    ReversedMovement,
    SignInFailed,
    StationLocked,
    StockMoved,
)
from rxdesk.domain.identity import PersonId, ProductId
from rxdesk.domain.people import ROLE_NAMES
from rxdesk.domain.places import OUTSIDE_PLACES, PLACE_KIND_NAMES, PlaceKind
from rxdesk.domain.quantity import Quantity, Unit, quantity_text
from rxdesk.domain.tall_man import shown_name
from rxdesk.domain.wording import amount_words, counted, titled

HOLD_CAUSES: Final[dict[HoldReason, str]] = {
    HoldReason.RECALL: "recall",
    HoldReason.SUSPECT: "suspect",
    HoldReason.TEMPERATURE: "temperature",
    HoldReason.DAMAGE: "damage",
    HoldReason.EXPIRY: "expiry",
    HoldReason.OTHER: "other",
}
"""What a hold is for, inside a sentence."""

_REVERSED: Final[dict[str, str]] = {
    "LotReceived": "a receipt",
    "ItemDispensed": "a fill",
    "StockMoved": "a move",
    "LineCounted": "a count",
    "DifferenceSettled": "the settling of a count difference",
    "ProductsOrdered": "an order",
}
_OUTSIDE: Final[dict[PlaceKind, str]] = {
    PlaceKind.SUPPLIER: "the supplier",
    PlaceKind.PATIENT: "the prescription",
    PlaceKind.WHOLESALER_RETURN: "the wholesaler",
    PlaceKind.REVERSE_DISTRIBUTOR: "the reverse distributor",
    PlaceKind.DESTROYED: "destruction",
    PlaceKind.OTHER_PHARMACY: "another pharmacy",
    PlaceKind.COUNT_DIFFERENCE: "the count difference",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """What a product is called and counted in."""

    title: str  # tall-man name with strength: "hydrOXYzine HCl 25 mg"
    unit: Unit
    form: str

    def amount(self, quantity: int) -> str:
        """Return a quantity of it: "300 tablets"."""
        return amount_words(quantity, self.unit, self.form)


class Names(Protocol):
    """What products and people are called."""

    def product(self, product: ProductId) -> Called:
        """Return what a product is called; its NDC when it is not known."""
        ...

    def person(self, person: PersonId) -> str:
        """Return a person's name."""
        ...


def called(
    product: ProductId, *, name: str, strength: str, unit: Unit, form: str, generic_name: str = ""
) -> Called:
    """Return what a product with these details is called; its NDC where it has no name."""
    title = titled(shown_name(name, generic_name), strength) if name else product
    return Called(title=title, unit=unit, form=form)


@singledispatch
def sentence_of(fact: Fact, names: Names) -> str:
    """Return what happened, in words.

    Raises:
        NotImplementedError: A kind of fact was made without a sentence, which a test forbids.
    """
    raise NotImplementedError(type(fact).__name__)


@sentence_of.register
def _(fact: PharmacyOpened, _names: Names) -> str:
    return f"{fact.pharmacy} was opened{' with sample data' if fact.sample else ''}."


@sentence_of.register
def _(fact: EpochBegun, _names: Names) -> str:
    cause = {"restore": "The file was restored from a copy", "clone": "The file was cloned"}.get(
        fact.cause, fact.cause
    )
    return f"{cause}; a new chain begins after entry {fact.after_station_seq:,} of the old one."


@sentence_of.register
def _(fact: ClockStepped, _names: Names) -> str:
    return (
        f"The computer’s clock went back to {_moment(fact.observed_at)}; "
        f"the entry before was recorded at {_moment(fact.previous_at)}."
    )


@sentence_of.register
def _(fact: ProjectionsRebuilt, _names: Names) -> str:
    if not fact.differed:
        return "Everything shown was written again from the journal; nothing had differed."
    return (
        f"Everything shown was written again from the journal; these had differed: {_listed(fact.differed)}."
    )


@sentence_of.register
def _(fact: PersonAdded, _names: Names) -> str:
    return f"{fact.name} ({fact.initials}) joined as {ROLE_NAMES[fact.role].lower()}."


@sentence_of.register
def _(fact: PersonChanged, _names: Names) -> str:
    if not fact.active:
        return f"{fact.name} ({fact.initials}) no longer works here."
    return f"{fact.name} ({fact.initials}) is {ROLE_NAMES[fact.role].lower()}."


@sentence_of.register
def _(fact: CredentialChanged, names: Names) -> str:
    credential = "PIN" if fact.credential == "pin" else fact.credential
    return f"{names.person(fact.person)} was given a new {credential}."


@sentence_of.register
def _(fact: PersonSignedIn, names: Names) -> str:
    means = {"pin": "PIN", "badge_and_pin": "badge and PIN"}.get(fact.means, fact.means)
    return f"{names.person(fact.person)} signed in with {means}."


@sentence_of.register
def _(fact: SignInFailed, names: Names) -> str:
    who = "somebody" if fact.person is None else names.person(fact.person)
    return f"Signing in as {who} failed: {counted(fact.failures, 'wrong PIN')} in a row."


@sentence_of.register
def _(fact: StationLocked, names: Names) -> str:
    who = names.person(fact.person)
    match fact.cause:
        case "idle":
            return f"The station locked itself: {who} had not used it for a while."
        case "switch":
            return f"{who} left the station to somebody else."
        case _:
            return f"{who} locked the station."


@sentence_of.register
def _(fact: PlaceSetUp, _names: Names) -> str:
    if not fact.active:
        return f"Place {fact.place} is no longer used."
    name = "" if fact.name == fact.place else f" “{fact.name}”"
    return f"Place {fact.place}{name} was set up ({PLACE_KIND_NAMES[fact.kind_of_place]})."


@sentence_of.register
def _(fact: ProductSetUp, _names: Names) -> str:
    details = fact.details
    product = called(
        fact.product,
        name=details.name,
        generic_name=details.generic_name,
        strength=details.strength,
        unit=details.unit,
        form=details.form,
    )
    return f"{product.title}, NDC {fact.product}, was set up: {product.amount(details.pack_quantity)} a pack."


@sentence_of.register
def _(fact: LevelsSet, names: Names) -> str:
    product = names.product(fact.product)
    parts: list[str] = []
    if fact.minimum is not None:
        parts.append(f"minimum {quantity_text(fact.minimum)}")
    if fact.maximum is not None:
        parts.append(f"maximum {quantity_text(fact.maximum)}")
    if fact.home is not None:
        parts.append(f"home {fact.home}")
    if fact.minimum is None:
        parts.append("not watched")
    return f"Levels of {product.title}: {', '.join(parts)}."


@sentence_of.register
def _(fact: CodeLinked, names: Names) -> str:
    product = names.product(fact.product)
    return f"Code {fact.code} stands for {product.amount(fact.quantity)} of {product.title}."


@sentence_of.register
def _(fact: CodeUnlinked, names: Names) -> str:
    return f"Code {fact.code} no longer stands for {names.product(fact.product).title}."


@sentence_of.register
def _(fact: CatalogueReplaced, _names: Names) -> str:
    return (
        f"The catalogue was replaced from {fact.file_name}: {counted(fact.rows, 'package')}, "
        f"{fact.added:,} added, {fact.changed:,} changed, {fact.gone:,} gone."
    )


@sentence_of.register
def _(fact: LotReceived, names: Names) -> str:
    product = names.product(fact.product)
    amount = product.amount(fact.quantity)
    if fact.packs:
        amount = f"{counted(fact.packs, 'pack')} ({amount})"
    said = f"Received {amount} of {product.title}, {_lot(fact.lot, fact.serial)}, into {fact.place}"
    said += f", from {fact.supplier}" if fact.supplier else ""
    said += f", reference {fact.reference}" if fact.reference else ""
    said += f", order form {fact.order_form}" if fact.order_form else ""
    return f"{said}; it had expired." if fact.arrived_expired else f"{said}."


@sentence_of.register
def _(fact: ItemDispensed, names: Names) -> str:
    product = names.product(fact.product)
    total = sum(pick.quantity for pick in fact.picks)
    said = f"Dispensed {product.amount(total)} of {product.title}, {_picks(product, fact.picks)}"
    said += f", for prescription {fact.rx_number}, fill {fact.fill_number}"
    said += f", part {fact.part}" if fact.part > 1 else ""
    notes: list[str] = []
    if fact.remaining:
        notes.append(f"{product.amount(fact.remaining)} still owed")
    if fact.out_of_order:
        notes.append("an earlier lot was passed over")
    if not fact.verified:
        notes.append("no pack was scanned")
    return f"{'; '.join([said, *notes])}."


@sentence_of.register
def _(fact: StockMoved, names: Names) -> str:
    product = names.product(fact.product)
    what = f"{product.amount(fact.quantity)} of {product.title}, {_lot(fact.lot, fact.serial)}"
    match OUTSIDE_PLACES.get(fact.to_place):
        case PlaceKind.DESTROYED:
            said = f"Destroyed {what}, from {fact.from_place}"
        case PlaceKind.WHOLESALER_RETURN:
            said = f"Returned {what}, from {fact.from_place} to the wholesaler"
        case PlaceKind() as kind:
            said = f"Sent {what}, from {fact.from_place} to {_OUTSIDE[kind]}"
        case None:
            said = f"Moved {what}, from {fact.from_place} to {fact.to_place}"
    return f"{said}, reference {fact.reference}." if fact.reference else f"{said}."


@sentence_of.register
def _(fact: LotHeld, names: Names) -> str:
    what = "everything" if fact.product is None else names.product(fact.product).title
    if fact.lot is not None:
        what = f"{what}, {_lot(fact.lot, fact.serial or '')},"
    elif fact.serial is not None:
        what = f"{what}, serial {fact.serial},"
    elif fact.product is not None:
        what = f"every lot of {what}"
    where = "" if fact.place is None else f" in {fact.place}"
    note = f" ({fact.note})" if fact.note else ""
    return f"Put {what}{where} on hold: {HOLD_CAUSES[fact.cause]}{note}."


@sentence_of.register
def _(fact: LotReleased, names: Names) -> str:
    what = "a place" if fact.product is None else names.product(fact.product).title
    lot = "" if fact.lot is None else f", lot {fact.lot}"
    return f"Lifted the hold on {what}{lot}{f': {fact.note}' if fact.note else ''}."


@sentence_of.register
def _(fact: LineCounted, names: Names) -> str:
    product = names.product(fact.product)
    said = (
        f"Counted {product.amount(fact.counted)} of {product.title}, {_lot(fact.lot, fact.serial)}, "
        f"in {fact.place}"
    )
    if not fact.difference:
        return f"{said}: as expected."
    direction = "more" if fact.difference > 0 else "fewer"
    if product.unit is not Unit.EACH and fact.difference < 0:
        direction = "less"
    outcome = "the balance was corrected" if fact.adjusted else "the difference waits for a pharmacist"
    return f"{said}: {product.amount(abs(fact.difference))} {direction} than expected; {outcome}."


@sentence_of.register
def _(fact: DifferenceSettled, names: Names) -> str:
    product = names.product(fact.product)
    return (
        f"Settled a count difference of {_signed(product, fact.difference)} of {product.title}, "
        f"{_lot(fact.lot, fact.serial)}, in {fact.place}: {fact.cause}."
    )


@sentence_of.register
def _(fact: DifferenceRecomputed, names: Names) -> str:
    product = names.product(fact.product)
    outcome = "the balance was corrected" if fact.adjusted else "it waits for a pharmacist"
    return (
        f"A count difference of {product.title}, {_lot(fact.lot, fact.serial)}, in {fact.place} changed "
        f"by {_signed(product, fact.change)} because of an entry that belongs before the count; {outcome}."
    )


@sentence_of.register
def _(fact: ProductsOrdered, names: Names) -> str:
    if len(fact.lines) == 1:
        line = fact.lines[0]
        product = names.product(line.product)
        what = f"{counted(line.packs, 'pack')} ({product.amount(line.quantity)}) of {product.title}"
    else:
        what = counted(len(fact.lines), "product")
    supplier = f" from {fact.supplier}" if fact.supplier else ""
    reference = f", reference {fact.reference}" if fact.reference else ""
    return f"Ordered {what}{supplier}{reference}."


@sentence_of.register
def _(fact: OpeningStockLoaded, _names: Names) -> str:
    products = len({line.product for line in fact.lines})
    return (
        f"Took over opening stock from {fact.file_name}: {counted(len(fact.lines), 'line')} "
        f"of {counted(products, 'product')}."
    )


@sentence_of.register
def _(fact: EntryReversed, names: Names) -> str:
    what = _REVERSED.get(fact.entry_kind, "an entry")
    title = "" if fact.product is None else f" of {names.product(fact.product).title}"
    if not fact.movements:
        return f"Reversed {what}{title}."
    back = "; ".join(_back(names, movement) for movement in fact.movements)
    return f"Reversed {what}{title}: {back}."


def _back(names: Names, movement: ReversedMovement) -> str:
    amount = names.product(movement.product).amount(movement.quantity)
    return (
        f"{amount}, {_lot(movement.lot, movement.serial)}, back from {_place(movement.from_place)} "
        f"to {_place(movement.to_place)}"
    )


def _place(place: str) -> str:
    kind = next((kind for code, kind in OUTSIDE_PLACES.items() if code == place), None)
    return place if kind is None else _OUTSIDE[kind]


def _picks(product: Called, picks: Sequence[Pick]) -> str:
    if len(picks) == 1:
        return f"{_lot(picks[0].lot, picks[0].serial)}, from {picks[0].place}"
    return "from " + _listed(
        [f"{_lot(pick.lot, pick.serial)} in {pick.place} ({product.amount(pick.quantity)})" for pick in picks]
    )


def _lot(lot: str, serial: str) -> str:
    return f"lot {lot}, serial {serial}" if serial else f"lot {lot}"


def _signed(product: Called, quantity: Quantity) -> str:
    return f"+{product.amount(quantity)}" if quantity > 0 else product.amount(quantity)


def _listed(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def _moment(iso: str) -> str:
    return f"{datetime.fromisoformat(iso):%Y-%m-%d %H:%M:%S} UTC"
