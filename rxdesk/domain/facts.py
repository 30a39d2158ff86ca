"""Every fact the journal can hold.

A fact says what happened, in the past tense, and carries everything a projection needs to know of
it: what an act took from the catalogue or from a person's typing is copied in. The payload stored in
the journal is `canonical_bytes(fact)`; it is never encoded again, only read.

A payload's shape is versioned per kind. When a shape changes, its number in `VERSIONS` rises and an
upcaster for the old number joins `_UPCASTERS`; old payloads are read by it for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, Final

import msgspec

from rxdesk.domain.identity import EntryId, LotNumber, PersonId, PlaceId, ProductId, Serial
from rxdesk.domain.people import Role
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import Quantity, Unit
from rxdesk.domain.schedule import Schedule
from rxdesk.domain.tall_man import shown_name


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of a fact."""


class Fact(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=True, forbid_unknown_fields=True):
    """What happened. Subclasses are the kinds; the class name is the kind."""


class ScheduleFrom(_Part, frozen=True, kw_only=True):
    """The DEA schedule a product has from a day on (21 CFR 1308; hydrocodone moved III to II in 2014)."""

    schedule: Schedule
    from_day: date | None  # None: since always, as far as known


class PackLevel(_Part, frozen=True, kw_only=True):
    """A GTIN-14 and how much of a product it stands for."""

    gtin14: str
    quantity: Quantity  # base units in one pack of this level
    level: str  # "saleable", "inner", "case"
    derived: bool  # computed from the NDC and never yet seen on a pack


class ProductDetails(_Part, frozen=True, kw_only=True):
    """What RxDesk knows of a product the pharmacy keeps; copied from the catalogue or typed."""

    name: str  # proprietary name, as listed
    generic_name: str
    strength: str  # as shown to people, ISMP notation
    form: str  # as people say it: "film-coated tablet"
    route: str
    labeler: str
    unit: Unit
    pack_quantity: Quantity  # base units in the package the NDC names
    package_text: str  # the directory's own words
    equivalence_key: str  # equal for products a pharmacist may substitute; "" when unknown
    schedules: tuple[ScheduleFrom, ...]
    pack_levels: tuple[PackLevel, ...]
    ndc11: str  # billing alias, not unique; "" for a 6-4-2 NDC with a six-digit labeler
    flags: tuple[str, ...]  # "refrigerated", "high_alert", "hazardous", "rems"
    source: str  # where this came from: "catalogue:<file hash>", "typed", "sample:2015"

    @property
    def shown_name(self) -> str:
        """Return the name as people read it."""
        return shown_name(self.name, self.generic_name)


class HoldReason(StrEnum):
    """Why stock may not be issued."""

    RECALL = "recall"
    SUSPECT = "suspect"
    TEMPERATURE = "temperature"
    DAMAGE = "damage"
    EXPIRY = "expiry"
    OTHER = "other"


class PharmacyOpened(Fact, frozen=True, kw_only=True):
    """A data file was begun for a pharmacy."""

    pharmacy: str
    sample: bool


class EpochBegun(Fact, frozen=True, kw_only=True):
    """A restored or cloned file began a chain of its own."""

    cause: str  # "restore", "clone"
    after_hash: str  # head of the chain that was left, hex
    after_station_seq: int


class ClockStepped(Fact, frozen=True, kw_only=True):
    """The computer's clock went back or jumped against the journal's last entry."""

    previous_at: str  # ISO UTC, recorded_at of the entry before
    observed_at: str  # ISO UTC


class ProjectionsRebuilt(Fact, frozen=True, kw_only=True):
    """Every projection was dropped and written again from the journal."""

    differed: tuple[str, ...]  # names of tables whose rows were not what the journal says


class PersonAdded(Fact, frozen=True, kw_only=True):
    """A person joined."""

    person: PersonId
    name: str
    initials: str
    role: Role


class PersonChanged(Fact, frozen=True, kw_only=True):
    """A person's name, role or standing changed; leavers are made inactive, never deleted."""

    person: PersonId
    name: str
    initials: str
    role: Role
    active: bool


class CredentialChanged(Fact, frozen=True, kw_only=True):
    """A person's PIN or badge was set; the secret itself is never in the journal."""

    person: PersonId
    credential: str  # "pin", "badge"


class PersonSignedIn(Fact, frozen=True, kw_only=True):
    """A person proved who they are at this station."""

    person: PersonId
    means: str  # "pin", "badge_and_pin"


class SignInFailed(Fact, frozen=True, kw_only=True):
    """Somebody failed to prove who they are."""

    person: PersonId | None
    failures: int  # consecutive ones, this included


class StationLocked(Fact, frozen=True, kw_only=True):
    """The station was locked."""

    person: PersonId
    cause: str  # "idle", "asked", "switch"


class PlaceSetUp(Fact, frozen=True, kw_only=True):
    """A place came to be, or its name, kind or walk order changed."""

    place: PlaceId
    name: str
    kind_of_place: PlaceKind
    walk_order: int
    active: bool


class ProductSetUp(Fact, frozen=True, kw_only=True):
    """A product joined the pharmacy's own, or what is known of it changed."""

    product: ProductId
    details: ProductDetails


class LevelsSet(Fact, frozen=True, kw_only=True):
    """The minimum, maximum and home bin of a product were set."""

    product: ProductId
    minimum: Quantity | None  # reorder below this; None: not watched
    maximum: Quantity | None  # order up to this; None: up to the minimum
    home: PlaceId | None


class CodeLinked(Fact, frozen=True, kw_only=True):
    """A code on a pack was said to stand for a product."""

    code: str  # GTIN-14 or opaque text
    product: ProductId
    quantity: Quantity  # base units in the pack that bears the code
    level: str


class CodeUnlinked(Fact, frozen=True, kw_only=True):
    """A code no longer stands for a product."""

    code: str
    product: ProductId


class CatalogueReplaced(Fact, frozen=True, kw_only=True):
    """Another directory of all products took the place of the last one."""

    file_name: str
    file_hash: str  # SHA-256, hex
    rows: int
    stockable: int
    added: int
    changed: int
    gone: int


class LotReceived(Fact, frozen=True, kw_only=True):
    """Goods of one lot arrived."""

    product: ProductId
    lot: LotNumber
    expiry: str | None  # ISO day or month; None: unknown, and said so
    serial: Serial  # "" when packs are not told apart
    gtin14: str | None
    packs: int  # whole packs of the level that was scanned; 0 when received by units
    quantity: Quantity
    place: PlaceId
    supplier: str
    reference: str  # invoice, delivery note or packing slip
    order_form: str  # DEA 222 or CSOS number; "" when none is needed
    raw_scan: str
    arrived_expired: bool


class Pick(_Part, frozen=True, kw_only=True):
    """A quantity of one lot (and container) drawn from one place."""

    lot: LotNumber
    serial: Serial
    place: PlaceId
    quantity: Quantity
    expiry: str | None


class ItemDispensed(Fact, frozen=True, kw_only=True):
    """A prescription's item was filled."""

    product: ProductId
    rx_number: str
    fill_number: int
    part: int  # 1 for the whole or the first part
    remaining: Quantity  # still owed to the prescription after this part
    picks: tuple[Pick, ...]
    verified: bool  # a pack was scanned and is the product
    raw_scan: str
    out_of_order: bool  # an earlier-expiring lot was passed over, with a reason


class StockMoved(Fact, frozen=True, kw_only=True):
    """Stock went from one place to another."""

    product: ProductId
    lot: LotNumber
    serial: Serial
    expiry: str | None
    quantity: Quantity
    from_place: PlaceId
    to_place: PlaceId
    reference: str  # authorisation, manifest or invoice number


class LotHeld(Fact, frozen=True, kw_only=True):
    """A lot, container or place may not be issued."""

    product: ProductId | None
    lot: LotNumber | None
    serial: Serial | None
    place: PlaceId | None
    cause: HoldReason
    note: str


class LotReleased(Fact, frozen=True, kw_only=True):
    """A hold was lifted."""

    hold: EntryId
    product: ProductId | None
    lot: LotNumber | None
    note: str


class LineCounted(Fact, frozen=True, kw_only=True):
    """Somebody counted one lot in one place."""

    product: ProductId
    lot: LotNumber
    serial: Serial
    place: PlaceId
    expiry: str | None
    counted: Quantity
    at_seq: int  # the journal position the figure stands for
    expected: Quantity  # the balance at that position; may be negative
    difference: Quantity  # counted less expected, signed
    adjusted: bool  # the difference was posted with this entry


class DifferenceSettled(Fact, frozen=True, kw_only=True):
    """A pharmacist accepted an open count difference and named its cause."""

    count: EntryId
    product: ProductId
    lot: LotNumber
    serial: Serial
    place: PlaceId
    expiry: str | None
    difference: Quantity  # signed
    cause: str


class DifferenceRecomputed(Fact, frozen=True, kw_only=True):
    """An entry that belongs before a count changed that count's difference."""

    count: EntryId
    product: ProductId
    lot: LotNumber
    serial: Serial
    place: PlaceId
    expiry: str | None
    change: Quantity  # signed; what has to be added so that the counted figure stands
    adjusted: bool  # posted with this entry; else it waits for a pharmacist


class OrderedLine(_Part, frozen=True, kw_only=True):
    """One product on a reorder."""

    product: ProductId
    packs: int
    quantity: Quantity


class ProductsOrdered(Fact, frozen=True, kw_only=True):
    """Products were marked as ordered."""

    supplier: str
    reference: str
    lines: tuple[OrderedLine, ...]


class OpeningLine(_Part, frozen=True, kw_only=True):
    """What the old system said of one lot in one place."""

    product: ProductId
    lot: LotNumber
    expiry: str | None
    serial: Serial
    place: PlaceId
    quantity: Quantity


class OpeningStockLoaded(Fact, frozen=True, kw_only=True):
    """The old system's stock was taken over."""

    file_name: str
    file_hash: str
    lines: tuple[OpeningLine, ...]


class ReversedMovement(_Part, frozen=True, kw_only=True):
    """One movement undone; `from_place` is where the reversed movement had put the stock."""

    product: ProductId
    lot: LotNumber
    serial: Serial
    expiry: str | None
    quantity: Quantity
    from_place: PlaceId
    to_place: PlaceId


class EntryReversed(Fact, frozen=True, kw_only=True):
    """An entry was declared not to have happened; both stay visible."""

    entry: EntryId
    entry_kind: str
    product: ProductId | None
    movements: tuple[ReversedMovement, ...]


AnyFact = (
    PharmacyOpened
    | EpochBegun
    | ClockStepped
    | ProjectionsRebuilt
    | PersonAdded
    | PersonChanged
    | CredentialChanged
    | PersonSignedIn
    | SignInFailed
    | StationLocked
    | PlaceSetUp
    | ProductSetUp
    | LevelsSet
    | CodeLinked
    | CodeUnlinked
    | CatalogueReplaced
    | LotReceived
    | ItemDispensed
    | StockMoved
    | LotHeld
    | LotReleased
    | LineCounted
    | DifferenceSettled
    | DifferenceRecomputed
    | ProductsOrdered
    | OpeningStockLoaded
    | EntryReversed
)

REVERSIBLE: Final = (
    LotReceived,
    ItemDispensed,
    StockMoved,
    LineCounted,
    DifferenceSettled,
    ProductsOrdered,
)
"""Kinds that can be declared not to have happened; the others are undone by their opposite act."""

FACT_KINDS: Final[dict[str, type[Fact]]] = {kind.__name__: kind for kind in Fact.__subclasses__()}
"""Every kind by its name."""

VERSIONS: Final[dict[str, int]] = dict.fromkeys(FACT_KINDS, 1)
"""The version of each kind's payload that this program writes."""

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
_UPCASTERS: Final[dict[tuple[str, int], Upcaster]] = {}
"""From (kind, version) to the function that lifts a payload to the next version."""

_ENCODER: Final = msgspec.json.Encoder(order="sorted")
_DECODER: Final = msgspec.json.Decoder(AnyFact)


class FactUnread(Exception):  # noqa: N818  # a damaged or newer payload, named as what it is
    """A stored payload is not a fact this program knows: damaged, or written by a newer one."""


def canonical_bytes(fact: Fact) -> bytes:
    """Encode a fact as it is stored and hashed: JSON with sorted keys, no blanks, UTF-8."""
    return _ENCODER.encode(fact)


def read_fact(kind: str, version: int, payload: bytes | str) -> AnyFact:
    """Read a stored payload of any version ever written.

    Raises:
        FactUnread: The kind or version is unknown, or the payload does not have its shape.
    """
    current = VERSIONS.get(kind)
    if current is None or version > current:
        raise FactUnread(f"{kind} version {version} is not known to this program")
    try:
        if version == current:
            fact = _DECODER.decode(payload)
        else:
            shape: dict[str, Any] = msgspec.json.decode(payload)
            for step in range(version, current):
                shape = _UPCASTERS[(kind, step)](shape)
            fact = msgspec.convert(shape, AnyFact)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FactUnread(f"{kind}: {error}") from error
    if type(fact).__name__ != kind:
        raise FactUnread(f"an entry of kind {kind} holds a {type(fact).__name__}")
    return fact
