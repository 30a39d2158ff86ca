"""What an accepted act altered, so that each screen knows whether it is concerned."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from rxdesk.domain.identity import ProductId


class Topic(StrEnum):
    """A part of what people see."""

    STOCK = "stock"
    PRODUCTS = "products"
    PLACES = "places"
    PEOPLE = "people"
    HOLDS = "holds"
    COUNTS = "counts"
    ON_ORDER = "on_order"
    CATALOGUE = "catalogue"
    SESSION = "session"
    JOURNAL = "journal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed: topics, and the products concerned (none named: possibly all)."""

    topics: frozenset[Topic] = frozenset()
    products: frozenset[ProductId] = field(default_factory=frozenset[ProductId])

    def __or__(self, other: Changes) -> Changes:
        """Return what changed by either."""
        return Changes(topics=self.topics | other.topics, products=self.products | other.products)
