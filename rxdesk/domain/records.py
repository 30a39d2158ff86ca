"""What is known at a moment: the records that rules and screens look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from rxdesk.domain.expiry import Expiry
from rxdesk.domain.facts import AnyFact, HoldReason, ProductDetails
from rxdesk.domain.identity import (
    EntryId,
    LotNumber,
    OrderId,
    PersonId,
    PlaceId,
    ProductId,
    Serial,
    StationId,
)
from rxdesk.domain.people import Role
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import Quantity
from rxdesk.domain.schedule import Schedule, schedule_on
from rxdesk.domain.stock import LineKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product the pharmacy keeps."""

    product: ProductId
    details: ProductDetails

    def schedule(self, day: date) -> Schedule:
        """Return the DEA schedule that governs the product on a day."""
        return schedule_on(((since.schedule, since.from_day) for since in self.details.schedules), day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place, inside or outside."""

    place: PlaceId
    name: str
    kind: PlaceKind
    walk_order: int
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person who works here, or did."""

    person: PersonId
    name: str
    initials: str
    role: Role
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A lot that was ever here."""

    product: ProductId
    lot: LotNumber
    expiry: Expiry | None  # None: unknown
    first_seq: int  # journal position of its first arrival


@dataclass(frozen=True, slots=True, kw_only=True)
class StockLine:
    """The balance of a lot (and container) in an inside place, with what decides its use."""

    product: ProductId
    lot: LotNumber
    serial: Serial
    place: PlaceId
    place_kind: PlaceKind
    quantity: Quantity  # may be negative for a product that is not controlled
    expiry: Expiry | None
    opened: bool  # something was taken out of this container
    first_seq: int  # journal position at which the line first held stock
    held_by: EntryId | None  # the hold that stops it, if any
    held_for: HoldReason | None

    @property
    def key(self) -> LineKey:
        """Return the line's key."""
        return LineKey(self.product, self.lot, self.serial, self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A hold that stands or stood."""

    hold: EntryId
    product: ProductId | None
    lot: LotNumber | None
    serial: Serial | None
    place: PlaceId | None
    cause: HoldReason
    note: str
    standing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMeaning:
    """What a code on a pack stands for."""

    code: str
    product: ProductId
    quantity: Quantity
    level: str
    derived: bool  # computed from the NDC, not seen on a pack nor linked by a person


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """A product's minimum, maximum and home bin."""

    product: ProductId
    minimum: Quantity | None
    maximum: Quantity | None
    home: PlaceId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedLine:
    """A line that was counted, and how its difference stands."""

    count: EntryId
    key: LineKey
    at_seq: int
    counted_at: datetime
    expiry: str | None
    unsettled: Quantity  # signed; what waits for a pharmacist, zero when nothing does


@dataclass(frozen=True, slots=True, kw_only=True)
class LineMovement:
    """A movement in or out of one line, with the entry that made it."""

    entry: EntryId
    seq: int
    kind: str
    change: Quantity  # signed, as seen from the line
    happened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the journal, read back."""

    seq: int
    id: EntryId
    order_id: OrderId
    order_part: int
    station: StationId
    epoch: int
    station_seq: int
    kind: str
    version: int
    happened_at: datetime
    recorded_at: datetime
    utc_offset_min: int
    person: PersonId | None
    witness: PersonId | None
    meaning: str | None
    reason: str
    corrects: EntryId | None
    program: str
    fact: AnyFact
    hash: bytes
