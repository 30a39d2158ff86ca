"""Orders: requests for an act, as people, screens and other programs make them.

Either an order becomes facts, or it ends in a `Refusal`. Its `id` makes it safe to send twice: the
same id with the same content answers with the first result, with other content it is refused.

Orders are read from JSON lines by `rxdesk do`; `rxdesk acts` prints the schema of each. Quantities are
whole thousandths of a base unit. Days are ISO text; an expiry is `2027-08-31`, `2027-08` (usable
through the month's last day) or null (unknown, and meant so).
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from rxdesk.domain.facts import HoldReason, OpeningLine, OrderedLine, ProductDetails
from rxdesk.domain.identity import (
    NO_SERIAL,
    EntryId,
    LotNumber,
    OrderId,
    PersonId,
    PlaceId,
    ProductId,
    Serial,
)
from rxdesk.domain.people import Role
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import LARGEST

ShortText = Annotated[str, Meta(max_length=200)]
Positive = Annotated[int, Meta(ge=1, le=LARGEST, description="thousandths of a base unit")]
NotNegative = Annotated[int, Meta(ge=0, le=LARGEST, description="thousandths of a base unit")]


class Order(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="act",
    tag=lambda name: re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower(),
    forbid_unknown_fields=True,
):
    """A request for an act."""

    id: Annotated[OrderId, Meta(min_length=1, max_length=100)]
    reason: ShortText = ""  # why; required where an act overrides a rule or corrects an entry
    happened_at: datetime | None = None  # aware; None: now. Earlier than now makes the entry a late one
    before_counts: bool | None = None  # late entries: did it happen before the counts it touches?


class OpenPharmacy(Order, frozen=True, kw_only=True):
    """Begin the data file: the pharmacy's name and its first person."""

    pharmacy: Annotated[str, Meta(min_length=1, max_length=80)]
    person: PersonId
    name: Annotated[str, Meta(min_length=1, max_length=60)]
    initials: Annotated[str, Meta(min_length=1, max_length=4)]
    role: Role
    sample: bool = False


class AddPerson(Order, frozen=True, kw_only=True):
    """Let a person work here. Their PIN is set separately and never travels in an order."""

    person: PersonId
    name: Annotated[str, Meta(min_length=1, max_length=60)]
    initials: Annotated[str, Meta(min_length=1, max_length=4)]
    role: Role


class ChangePerson(Order, frozen=True, kw_only=True):
    """Change a person's name, role or standing."""

    person: PersonId
    name: Annotated[str, Meta(min_length=1, max_length=60)]
    initials: Annotated[str, Meta(min_length=1, max_length=4)]
    role: Role
    active: bool = True


class SetUpPlace(Order, frozen=True, kw_only=True):
    """Make a place, or change its name, kind or walk order."""

    place: Annotated[PlaceId, Meta(min_length=1, max_length=30)]
    name: ShortText = ""
    kind_of_place: PlaceKind = PlaceKind.SHELF
    walk_order: Annotated[int, Meta(ge=-1_000_000, le=1_000_000)] = 0
    active: bool = True


class SetUpProduct(Order, frozen=True, kw_only=True):
    """Take a product into the pharmacy's own, from the catalogue or with details of one's own."""

    product: Annotated[ProductId, Meta(pattern=r"^[0-9A-Za-z-]{1,20}$")]  # the native NDC, with its hyphens
    details: ProductDetails | None = None  # None: as the catalogue has it
    pack_quantity: Positive | None = None  # confirms the size of a kit or an unread package


class SetLevels(Order, frozen=True, kw_only=True):
    """Set the minimum, maximum and home bin of a product."""

    product: ProductId
    minimum: NotNegative | None = None
    maximum: NotNegative | None = None
    home: PlaceId | None = None


class LinkCode(Order, frozen=True, kw_only=True):
    """Say once what an unknown code on a pack stands for."""

    code: Annotated[str, Meta(min_length=1, max_length=120)]
    product: ProductId
    quantity: Positive
    level: ShortText = "saleable"


class UnlinkCode(Order, frozen=True, kw_only=True):
    """Take back what a code was said to stand for."""

    code: Annotated[str, Meta(min_length=1, max_length=120)]


class ReceiveLot(Order, frozen=True, kw_only=True):
    """Take goods of one lot into a place."""

    product: ProductId
    lot: Annotated[LotNumber, Meta(max_length=40)] = LotNumber("")
    expiry: str | None = None
    expiry_unknown: bool = False  # the pack bears no readable date, and the person says so
    serial: Annotated[Serial, Meta(max_length=20)] = NO_SERIAL
    gtin14: str | None = None
    packs: Annotated[int, Meta(ge=0, le=1_000_000)] = 0
    quantity: NotNegative = 0  # base units; 0: packs times the pack's quantity
    place: PlaceId
    supplier: ShortText = ""
    reference: ShortText = ""
    order_form: Annotated[str, Meta(max_length=12)] = ""
    pack_quantity: Positive | None = None  # confirms the size of a kit or an unread package
    expiry_confirmed: bool = False  # the date differs from what is known of the lot, and is right
    raw_scan: Annotated[str, Meta(max_length=4096)] = ""


class PickFrom(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line a person chose to draw from, instead of the first expiry."""

    lot: LotNumber
    place: PlaceId
    quantity: Positive
    serial: Serial = NO_SERIAL


class DispenseItem(Order, frozen=True, kw_only=True):
    """Fill a prescription's item, first expiry first."""

    product: ProductId
    quantity: Positive
    rx_number: Annotated[str, Meta(max_length=20)]
    fill_number: Annotated[int, Meta(ge=0, le=99)] = 0
    part: Annotated[int, Meta(ge=1, le=20)] = 1
    remaining: NotNegative = 0
    raw_scan: Annotated[str, Meta(max_length=4096)] = ""  # the pack scanned to verify
    picks: tuple[PickFrom, ...] = ()  # empty: first expiry first
    short_allowed: bool = False  # draw below zero (never for controlled products); needs a reason


class MoveStock(Order, frozen=True, kw_only=True):
    """Carry stock to another place, or out of the pharmacy other than to a patient."""

    product: ProductId
    lot: LotNumber
    serial: Serial = NO_SERIAL
    quantity: Positive
    from_place: PlaceId
    to_place: PlaceId
    reference: ShortText = ""


class HoldLot(Order, frozen=True, kw_only=True):
    """Stop a lot, container or whole place from being issued."""

    product: ProductId | None = None
    lot: LotNumber | None = None  # with product; None: every lot of it
    serial: Serial | None = None
    place: PlaceId | None = None  # alone: everything in the place
    cause: HoldReason
    note: ShortText = ""


class ReleaseLot(Order, frozen=True, kw_only=True):
    """Lift a hold."""

    hold: EntryId
    note: ShortText = ""


class CountLot(Order, frozen=True, kw_only=True):
    """Say how much of one lot is in one place; the difference stands for that moment."""

    product: ProductId
    lot: LotNumber
    serial: Serial = NO_SERIAL
    place: PlaceId
    counted: NotNegative
    at_seq: int | None = None  # journal position at the moment of counting; None: now
    expiry: str | None = None  # for a lot that was not known to be here


class SettleDifference(Order, frozen=True, kw_only=True):
    """Accept an open count difference of a controlled product, naming its cause."""

    count: EntryId
    cause: Annotated[str, Meta(min_length=3, max_length=200)]


class MarkOrdered(Order, frozen=True, kw_only=True):
    """Say that products were ordered, so that tomorrow's sheet does not repeat them."""

    supplier: ShortText = ""
    reference: ShortText = ""
    lines: Annotated[tuple[OrderedLine, ...], Meta(min_length=1, max_length=5000)]


class LoadOpeningStock(Order, frozen=True, kw_only=True):
    """Take over the old system's stock, bins and levels: all of it or nothing."""

    file_name: ShortText
    file_hash: ShortText
    places: tuple[SetUpPlace, ...] = ()
    products: tuple[SetUpProduct, ...] = ()
    levels: tuple[SetLevels, ...] = ()
    lines: tuple[OpeningLine, ...] = ()


class ReverseEntry(Order, frozen=True, kw_only=True):
    """Declare that an entry did not happen; a reason is required."""

    entry: EntryId


AnyOrder = (
    OpenPharmacy
    | AddPerson
    | ChangePerson
    | SetUpPlace
    | SetUpProduct
    | SetLevels
    | LinkCode
    | UnlinkCode
    | ReceiveLot
    | DispenseItem
    | MoveStock
    | HoldLot
    | ReleaseLot
    | CountLot
    | SettleDifference
    | MarkOrdered
    | LoadOpeningStock
    | ReverseEntry
)

_DIGEST: Final = msgspec.json.Encoder(order="sorted")


def order_bytes(order: Order) -> bytes:
    """Return an order's content in one canonical form, to tell whether two orders are the same."""
    return _DIGEST.encode(order)
