"""What each kind of fact alters, as screens divide it."""

from __future__ import annotations

from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.facts import (
    CatalogueReplaced,
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
    PersonSignedIn,
    PlaceSetUp,
    ProductSetUp,
    ProductsOrdered,
    StationLocked,
    StockMoved,
)
from rxdesk.domain.identity import ProductId


def changes_of(fact: Fact) -> Changes:
    """Return what a fact altered; the journal always, and what its kind is about."""
    match fact:
        case LotReceived():
            return _changed({Topic.STOCK, Topic.ON_ORDER}, fact.product)
        case ItemDispensed() | StockMoved():
            return _changed({Topic.STOCK}, fact.product)
        case LineCounted() | DifferenceSettled() | DifferenceRecomputed():
            return _changed({Topic.STOCK, Topic.COUNTS}, fact.product)
        case LotHeld() | LotReleased():
            return _changed({Topic.STOCK, Topic.HOLDS}, fact.product)
        case ProductSetUp() | LevelsSet() | CodeLinked() | CodeUnlinked():
            return _changed({Topic.PRODUCTS}, fact.product)
        case ProductsOrdered():
            return _changed({Topic.ON_ORDER}, *(line.product for line in fact.lines))
        case OpeningStockLoaded():
            return _changed({Topic.STOCK, Topic.PRODUCTS, Topic.PLACES})
        case EntryReversed():
            return _changed({Topic.STOCK, Topic.COUNTS, Topic.ON_ORDER}, fact.product)
        case PlaceSetUp():
            return _changed({Topic.PLACES})
        case PersonAdded() | PersonChanged():
            return _changed({Topic.PEOPLE})
        case PersonSignedIn() | StationLocked():
            return _changed({Topic.SESSION})
        case CatalogueReplaced():
            return _changed({Topic.CATALOGUE})
        case _:
            return _changed(set())


def _changed(topics: set[Topic], *products: str | None) -> Changes:
    return Changes(
        topics=frozenset(topics | {Topic.JOURNAL}),
        products=frozenset(ProductId(product) for product in products if product is not None),
    )
