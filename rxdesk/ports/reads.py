"""What screens and commands may ask, and the frozen rows that answer.

Reads leave nothing behind. Each list is asked for page by page: sorting and filtering happen in storage,
never over rows in the window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from rxdesk.domain.catalogue import CatalogueEdition, CatalogueHit
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.facts import HoldReason, ProductDetails
from rxdesk.domain.fefo import Offer
from rxdesk.domain.identity import EntryId, LotNumber, PersonId, PlaceId, ProductId, Serial
from rxdesk.domain.people import Role
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import NOTHING, Quantity, Unit
from rxdesk.domain.records import CodeMeaning, Entry, Levels, Person, Place
from rxdesk.domain.scan import ScanMeaning
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


class StockFilter(StrEnum):
    """The chips above stock lists."""

    ALL = "all"
    EXPIRED = "expired"
    D30 = "d30"  # up to 30 days left, expired ones excluded
    D90 = "d90"  # up to 90 days left, expired ones excluded
    D180 = "d180"  # up to 180 days left, expired ones excluded
    NO_DATE = "no_date"
    HELD = "held"
    CONTROLLED = "controlled"
    NEGATIVE = "negative"
    TO_ACT_ON = "to_act_on"  # expired, within 180 days, undated, held or negative


class StockOrder(StrEnum):
    """What a stock list can be sorted by."""

    NAME = "name"
    NDC = "ndc"
    LOT = "lot"
    EXPIRY = "expiry"  # unknown first, then nearest
    QUANTITY = "quantity"
    PLACE = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class StockQuery:
    """A page of stock lines.

    Attributes:
        text: Words that must all occur in name, generic name, labeler, NDC, lot, serial or place.
        only: The chip chosen.
        place: Only this place; None: everywhere inside.
        product: Only this product.
        order: Sorted by this.
        descending: The other way round.
        offset: Rows to pass over.
        limit: Rows at most.
    """

    text: str = ""
    only: StockFilter = StockFilter.ALL
    place: PlaceId | None = None
    product: ProductId | None = None
    order: StockOrder = StockOrder.NAME
    descending: bool = False
    offset: int = 0
    limit: int = 200


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


class ProductFilter(StrEnum):
    """The chips above the product list."""

    ALL = "all"
    IN_STOCK = "in_stock"
    BELOW_MINIMUM = "below_minimum"
    NO_LEVELS = "no_levels"
    CONTROLLED = "controlled"


class ProductOrder(StrEnum):
    """What the product list can be sorted by."""

    NAME = "name"
    NDC = "ndc"
    LABELER = "labeler"
    ON_HAND = "on_hand"
    NEXT_EXPIRY = "next_expiry"
    HOME = "home"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductQuery:
    """A page of products; the fields mean what they mean in `StockQuery`."""

    text: str = ""
    only: ProductFilter = ProductFilter.ALL
    order: ProductOrder = ProductOrder.NAME
    descending: bool = False
    offset: int = 0
    limit: int = 200


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
class JournalQuery:
    """A page of the journal, newest first.

    Attributes:
        product: Only entries about this product.
        kinds: Only these kinds; empty: all.
        person: Only this person's.
        since: Only entries recorded at or after this moment.
        until: Only entries recorded before this moment.
        text: Words that must all occur in the payload or reason (lot, Rx number, place …).
        offset: Rows to pass over.
        limit: Rows at most.
    """

    product: ProductId | None = None
    kinds: tuple[str, ...] = ()
    person: PersonId | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""
    offset: int = 0
    limit: int = 200


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


# --- what a scan or a search found -----------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundProduct:
    """The scan is a pack of a product the pharmacy keeps."""

    scan: ScanMeaning
    card: ProductCard
    pack_quantity: Quantity  # base units in the pack that was scanned
    scanned_line: StockRow | None  # the line of the scanned lot (and serial), when it is here
    scanned_expiry: Expiry | None  # from the code, else what is known of the lot


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundListed:
    """The scan is a pack of products that are only listed in the catalogue: one, or several to choose from."""

    scan: ScanMeaning
    hits: tuple[CatalogueHit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """The scan is a place label."""

    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPerson:
    """The scan is a person's badge; it says who they are, and proves nothing."""

    person: PersonId
    name: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundNothing:
    """The scan is well-formed and nobody knows it: an unknown pack, text, tote or badge.

    Attributes:
        scan: What was read.
        code: The code a person may link to a product; empty when there is nothing to link.
    """

    scan: ScanMeaning
    code: str


Found = FoundProduct | FoundListed | FoundPlace | FoundPerson | FoundNothing


class Reads(Protocol):
    """Every question screens and commands ask."""

    def pharmacy(self) -> Pharmacy | None:
        """Return whose file this is; None before the first run."""
        ...

    def head(self) -> tuple[int, bytes]:
        """Return the journal's last position and hash."""
        ...

    def today(self) -> Today:
        """Return what the day asks for."""
        ...

    def find(self, raw: str) -> Found:
        """Return what a scan stands for.

        Raises:
            ScanRefused: The scan cannot be trusted; it says why and what to do.
        """
        ...

    def search(self, text: str, *, limit: int = 30) -> Sequence[CatalogueHit]:
        """Return kept and listed products by any part of name, NDC, GTIN or labeler; kept ones first."""
        ...

    def product_card(self, product: ProductId) -> ProductCard | None:
        """Return everything about a kept product; None when it is not kept."""
        ...

    def stock_page(self, query: StockQuery) -> StockPage:
        """Return a page of stock lines."""
        ...

    def stock_counts(self, query: StockQuery) -> dict[StockFilter, int]:
        """Return how many lines each chip would show under the query's text, place and product."""
        ...

    def stock_rows(self, keys: Sequence[LineKey]) -> Sequence[StockRow]:
        """Return the lines of these keys that are not zero."""
        ...

    def product_page(self, query: ProductQuery) -> ProductPage:
        """Return a page of products."""
        ...

    def product_counts(self, query: ProductQuery) -> dict[ProductFilter, int]:
        """Return how many products each chip would show under the query's text."""
        ...

    def reorder_rows(self) -> Sequence[ReorderRow]:
        """Return every watched product whose available stock and open orders are below its minimum."""
        ...

    def on_order_rows(self) -> Sequence[ReorderRow]:
        """Return every product that has something on order."""
        ...

    def journal_page(self, query: JournalQuery) -> JournalPage:
        """Return a page of the journal, newest first."""
        ...

    def journal_row(self, entry: EntryId) -> JournalRow | None:
        """Return one entry as the journal shows it."""
        ...

    def entry(self, entry: EntryId) -> Entry | None:
        """Return one entry whole."""
        ...

    def open_differences(self) -> Sequence[OpenDifference]:
        """Return count differences that wait for a pharmacist, oldest first."""
        ...

    def holds(self) -> Sequence[HoldRow]:
        """Return holds that stand, newest first."""
        ...

    def places(self) -> Sequence[PlaceRow]:
        """Return inside places by walk order, then code."""
        ...

    def people(self) -> Sequence[PersonRow]:
        """Return everybody by name, leavers last."""
        ...

    def catalogue_edition(self) -> CatalogueEdition | None:
        """Return which directory the catalogue holds; None before the first import."""
        ...

    def setting(self, owner: str, name: str) -> str | None:
        """Return a setting's JSON text; owner is a person's id, or empty for the station."""
        ...

    def draft(self, person: PersonId, screen: str) -> str | None:
        """Return what a person left unfinished on a screen, as the screen's own JSON."""
        ...
