"""What lists may be asked for: chips, sort orders, pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rxdesk.domain.identity import PersonId, PlaceId, ProductId


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
