"""Apply an entry to every projection that follows its kind: for an act and for a rebuild alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection

from db.projections import counts, fills, holds, ordering, people, products, stock
from rxdesk.domain.facts import (
    CodeLinked,
    CodeUnlinked,
    DifferenceRecomputed,
    DifferenceSettled,
    EntryReversed,
    Fact,
    ItemDispensed,
    LevelsSet,
    LineCounted,
    LotHeld,
    LotReceived,
    LotReleased,
    OpeningStockLoaded,
    PersonAdded,
    PersonChanged,
    PharmacyOpened,
    PlaceSetUp,
    ProductSetUp,
    ProductsOrdered,
    StockMoved,
)
from rxdesk.domain.records import Entry

Apply = Callable[[Connection, Entry], None]

FOLLOWERS: Final[dict[type[Fact], tuple[Apply, ...]]] = {
    PharmacyOpened: (people.apply,),
    PersonAdded: (people.apply,),
    PersonChanged: (people.apply,),
    PlaceSetUp: (people.apply,),
    ProductSetUp: (products.apply,),
    LevelsSet: (products.apply,),
    CodeLinked: (products.apply,),
    CodeUnlinked: (products.apply,),
    LotReceived: (stock.apply, ordering.apply, products.apply),
    ItemDispensed: (stock.apply, fills.apply),
    StockMoved: (stock.apply,),
    LotHeld: (holds.apply,),
    LotReleased: (holds.apply,),
    LineCounted: (stock.apply, counts.apply),
    DifferenceSettled: (stock.apply, counts.apply),
    DifferenceRecomputed: (stock.apply, counts.apply),
    ProductsOrdered: (ordering.apply,),
    OpeningStockLoaded: (stock.apply,),
    EntryReversed: (stock.apply, fills.apply, ordering.apply, counts.apply),
}
"""Which projections follow which kind; a kind that is not named changes none."""


def apply_entry(connection: Connection, entry: Entry) -> None:
    """Write what an entry means into every projection that follows its kind."""
    for apply in FOLLOWERS.get(type(entry.fact), ()):
        apply(connection, entry)
