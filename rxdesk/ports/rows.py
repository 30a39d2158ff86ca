"""The frozen rows that reads answer with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from rxdesk.domain.expiry import Expiry
from rxdesk.domain.facts import HoldReason, ProductDetails
from rxdesk.domain.fefo import Offer
from rxdesk.domain.identity import EntryId, LotNumber, PlaceId, ProductId, Serial
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import NOTHING, Quantity, Unit
from rxdesk.domain.records import CodeMeaning, Levels, Person, Place
from rxdesk.domain.schedule import Schedule
from rxdesk.domain.stock import LineKey


class Horizon(StrEnum):
    """How near the end of its use a line is. Each excludes the nearer ones."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    D30 = "d30"
    D90 = "d90"
    D180 = "d180"
    LATER = "later"


def horizon_of(expiry: Expiry | None, today: date) -> Horizon:
    """Return the horizon of an expiry: expired, within 30, 90 or 180 days, later, or unknown."""
    if expiry is None:
        return Horizon.UNKNOWN
    left = expiry.days_left(today)
    if left < 0:
        return Horizon.EXPIRED
    for days, horizon in ((30, Horizon.D30), (90, Horizon.D90), (180, Horizon.D180)):
        if left <= days:
            return horizon
    return Horizon.LATER


@dataclass(frozen=True, slots=True, kw_only=True)
class StockRow:
    """One line of stock as lists show it."""

    key: LineKey
    name: str  # tall-man letters
    generic_name: str
    strength: str
    form: str
    labeler: str
    unit: Unit
    pack_quantity: Quantity
    schedule: Schedule
    flags: tuple[str, ...]
    expiry: Expiry | None
    days_left: int | None  # None: no expiry known
    horizon: Horizon
    quantity: Quantity  # may be negative
    place_name: str
    place_kind: PlaceKind
    held_by: EntryId | None
    held_for: HoldReason | None
    two_expiries: bool  # packs of this lot bore two dates
    use_first: bool  # the line first expiry first draws from next
    days_of_supply: int | None  # how long this line lasts at the product's last 90 days; None: no demand

    @property
    def product(self) -> ProductId:
        """Return the product's NDC."""
        return self.key.product

    @property
    def lot(self) -> LotNumber:
        """Return the lot number."""
        return self.key.lot


@dataclass(frozen=True, slots=True, kw_only=True)
class StockPage:
    """A page of stock lines and how many there are in all."""

    total: int
    rows: tuple[StockRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRow:
    """One product the pharmacy keeps, as lists show it."""

    product: ProductId
    name: str  # tall-man letters
    generic_name: str
    strength: str
    form: str
    labeler: str
    unit: Unit
    pack_quantity: Quantity
    schedule: Schedule
    flags: tuple[str, ...]
    on_hand: Quantity  # over all inside places
    usable: Quantity  # what may be dispensed: not held, expired, undated or set aside
    lots: int
    next_expiry: Expiry | None  # of the lots on hand
    minimum: Quantity | None
    maximum: Quantity | None
    home: PlaceId | None
    on_order: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductPage:
    """A page of products and how many there are in all."""

    total: int
    rows: tuple[ProductRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What was dispensed of a product lately."""

    last_30_days: Quantity
    last_90_days: Quantity
    days_with_stock: int  # of the last 90


NO_DEMAND: Final = Demand(last_30_days=NOTHING, last_90_days=NOTHING, days_with_stock=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductCard:
    """Everything about one product, as its card shows it."""

    row: ProductRow
    details: ProductDetails
    offers: tuple[Offer, ...]  # its lines in drawing order, with what stops each
    lines: tuple[StockRow, ...]  # the same lines as list rows, same order
    levels: Levels | None
    codes: tuple[CodeMeaning, ...]
    look_alikes: tuple[str, ...]  # tall-man names easily mistaken for this one
    equivalents: tuple[ProductRow, ...]  # kept products that may be substituted
    demand: Demand
    history: tuple[JournalRow, ...]  # newest first, the last 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorderRow:
    """A product below its minimum: what to order and why.

    Available = on hand − held − expired − short-dated (30 days or fewer left) − set aside (quarantine,
    will-call, returns). Need = level to reach − available − on order, rounded up to whole packs. Each line of
    stock counts in the first part that fits.
    """

    product: ProductId
    name: str  # tall-man letters
    generic_name: str
    strength: str
    form: str
    labeler: str
    unit: Unit
    schedule: Schedule
    gtin14: str | None
    pack_quantity: Quantity
    on_hand: Quantity
    held: Quantity
    expired: Quantity
    short_dated: Quantity
    available: Quantity
    on_order: Quantity
    minimum: Quantity  # 0: not watched
    maximum: Quantity | None
    demand: Demand
    packs: int  # packs to order; 0 when what is on order is enough, or the pack's size is not confirmed
    quantity: Quantity
    why: str  # one sentence with the arithmetic
    set_aside: Quantity = NOTHING
    needed: Quantity = NOTHING  # before it is rounded up to packs


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRow:
    """One entry as the journal shows it."""

    seq: int
    entry: EntryId
    happened_at: datetime
    recorded_at: datetime
    kind: str
    sentence: str  # what happened, in words
    product: ProductId | None
    person: str  # name; empty for the program's own entries
    witness: str
    meaning: str
    reason: str
    corrects: EntryId | None
    corrects_seq: int | None
    reversed_by: EntryId | None
    reversed_by_seq: int | None
    reversible: bool  # of a kind that can be reversed, and not reversed yet
    late: bool  # happened well before it was recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalPage:
    """A page of the journal and how many entries there are in all."""

    total: int
    rows: tuple[JournalRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDifference:
    """A count difference of a controlled product that waits for a pharmacist."""

    count: EntryId
    key: LineKey
    name: str
    strength: str
    unit: Unit
    counted: Quantity
    expected: Quantity
    unsettled: Quantity  # signed
    counted_at: datetime
    counted_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRow:
    """A hold that stands."""

    hold: EntryId
    product: ProductId | None
    name: str  # of the product; empty when a place is held
    lot: LotNumber | None
    serial: Serial | None
    place: PlaceId | None
    cause: HoldReason
    note: str
    held_at: datetime
    held_by: str  # name
    quantity: Quantity  # on hand under this hold


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A place, with what is in it."""

    place: Place
    lines: int  # lots in it


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A person, with the credentials they have."""

    person: Person
    has_pin: bool
    has_badge: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What the day asks for."""

    expired_lines: int
    within_30_days: int
    undated_lines: int
    below_minimum: int
    holds: int
    negative_lines: int
    open_differences: int
    on_order_products: int
    received_today: int  # entries
    dispensed_today: int
    products: int
    lines: int
    catalogue_rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pharmacy:
    """Whose file this is."""

    name: str
    sample: bool
