"""What screens and commands may ask, and the frozen rows that answer.

Reads leave nothing behind. Each list is asked for page by page: sorting and filtering happen in storage,
never over rows in the window.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rxdesk.domain.catalogue import CatalogueEdition, CatalogueHit
from rxdesk.domain.identity import EntryId, PersonId, ProductId
from rxdesk.domain.records import Entry
from rxdesk.domain.stock import LineKey
from rxdesk.ports.found import Found
from rxdesk.ports.queries import JournalQuery, ProductFilter, ProductQuery, StockFilter, StockQuery
from rxdesk.ports.rows import (
    HoldRow,
    JournalPage,
    JournalRow,
    OpenDifference,
    PersonRow,
    Pharmacy,
    PlaceRow,
    ProductCard,
    ProductPage,
    ReorderRow,
    StockPage,
    StockRow,
    Today,
)


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

    def find(self, raw: str, *, brief: bool = False) -> Found:
        """Return what a scan stands for.

        Args:
            raw: The scan.
            brief: Whether a product's card may leave out its list rows, equivalents, demand and history:
                pack after pack at a delivery, nobody looks at them, and reading them takes most of the time.

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
