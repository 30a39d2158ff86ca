"""What a rule may ask while it decides; answered inside the same transaction that will write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rxdesk.domain.catalogue import CatalogueRow
from rxdesk.domain.identity import EntryId, LotNumber, OrderId, PersonId, PlaceId, ProductId, Serial
from rxdesk.domain.quantity import Quantity
from rxdesk.domain.records import (
    CodeMeaning,
    CountedLine,
    Entry,
    Hold,
    Levels,
    LineMovement,
    Lot,
    Person,
    Place,
    Product,
    StockLine,
)
from rxdesk.domain.stock import LineKey, Movement


class Known(Protocol):
    """The present state of the pharmacy, as rules see it."""

    def head_seq(self) -> int:
        """Return the journal's last position; 0 when it is empty."""
        ...

    def find_product(self, product: ProductId) -> Product | None:
        """Return a product the pharmacy keeps."""
        ...

    def find_catalogue_row(self, product: ProductId) -> CatalogueRow | None:
        """Return a product from the catalogue."""
        ...

    def find_place(self, place: PlaceId) -> Place | None:
        """Return a place, outside ones included."""
        ...

    def place_holds_stock(self, place: PlaceId) -> bool:
        """Tell whether any line in a place is not zero."""
        ...

    def find_person(self, person: PersonId) -> Person | None:
        """Return a person, leavers included."""
        ...

    def people(self) -> Sequence[Person]:
        """Return everybody, leavers included."""
        ...

    def find_lot(self, product: ProductId, lot: LotNumber) -> Lot | None:
        """Return a lot that was ever here."""
        ...

    def stock_of(self, product: ProductId) -> Sequence[StockLine]:
        """Return every inside line of a product that is not zero."""
        ...

    def balance(self, key: LineKey) -> Quantity:
        """Return a line's balance, zero when it never held anything; outside lines too."""
        ...

    def line_movements_after(self, key: LineKey, seq: int) -> Sequence[LineMovement]:
        """Return movements in and out of a line later than a position, oldest first."""
        ...

    def serial_places(self, product: ProductId, serial: Serial) -> Sequence[tuple[LineKey, Quantity]]:
        """Return every line, inside or outside, a serial was ever in, with its balance."""
        ...

    def find_hold(self, hold: EntryId) -> Hold | None:
        """Return a hold."""
        ...

    def find_code(self, code: str) -> CodeMeaning | None:
        """Return what a GTIN-14 or linked code stands for."""
        ...

    def find_levels(self, product: ProductId) -> Levels | None:
        """Return a product's levels."""
        ...

    def find_entry(self, entry: EntryId) -> Entry | None:
        """Return an entry."""
        ...

    def entries_of_order(self, order_id: OrderId) -> Sequence[Entry]:
        """Return the entries one order made, in order."""
        ...

    def reversal_of(self, entry: EntryId) -> EntryId | None:
        """Return the entry that reversed this one, if any did."""
        ...

    def movements_by(self, entry: EntryId) -> Sequence[Movement]:
        """Return the movements an entry made, in order."""
        ...

    def on_order(self, product: ProductId) -> Quantity:
        """Return how much of a product is ordered and not yet received."""
        ...

    def counts_of(self, key: LineKey) -> Sequence[CountedLine]:
        """Return the counts of a line that were not reversed, oldest first."""
        ...

    def find_count(self, count: EntryId) -> CountedLine | None:
        """Return a counted line."""
        ...

    def dispensed_parts(self, rx_number: str, fill_number: int, product: ProductId) -> frozenset[int]:
        """Return the parts of a fill that were dispensed and not reversed."""
        ...

    def has_opening(self) -> bool:
        """Tell whether opening stock was ever loaded."""
        ...

    def is_opened(self) -> bool:
        """Tell whether the file belongs to a pharmacy already."""
        ...
