"""Every question screens and commands ask, answered on one connection.

Nothing else in the house reads for a screen: what must not be seen, such as expected figures during a blind
count, is kept from everybody here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from sqlalchemy import Connection

from db.catalogue.load import edition
from db.journal import find_entry
from db.known import KnownOnFile
from db.reads import finding, holds, journal, people, products, reorder, settings, stock, today
from db.reads.demand import demand_of
from rxdesk.domain.catalogue import CatalogueEdition, CatalogueHit
from rxdesk.domain.facts import Fact
from rxdesk.domain.fefo import offers
from rxdesk.domain.identity import EntryId, LotNumber, PersonId, ProductId
from rxdesk.domain.quantity import Quantity
from rxdesk.domain.records import Entry
from rxdesk.domain.scan import (
    ScanMeaning,
    ScannedBadge,
    ScannedPack,
    ScannedPlace,
    ScannerProfile,
    read_scan,
)
from rxdesk.domain.sentences import sentence_of
from rxdesk.domain.stock import LineKey
from rxdesk.domain.tall_man import look_alikes
from rxdesk.ports.clock import Clock
from rxdesk.ports.found import Found, FoundListed, FoundNothing, FoundPerson, FoundPlace, FoundProduct
from rxdesk.ports.queries import JournalQuery, ProductFilter, ProductQuery, StockFilter, StockQuery
from rxdesk.ports.rows import (
    NO_DEMAND,
    Demand,
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

HISTORY: Final = 20
"""Entries a product's card shows."""

_TOTALS_KEPT: Final = 100


class ReadsOnFile:
    """The answers, each read as it stands in the file at that moment.

    Attributes:
        profile: What scanners wrap around codes.
    """

    def __init__(
        self,
        connection: Connection,
        clock: Clock,
        profile: ScannerProfile | None = None,
        *,
        hash_badge: Callable[[str], str],
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._hash_badge = hash_badge
        self._known = KnownOnFile(connection)
        self._totals: dict[object, int] = {}
        self._totals_at: tuple[int, date] = (0, date.min)
        self.profile = profile or ScannerProfile()

    def pharmacy(self) -> Pharmacy | None:
        """Return whose file this is; None before the first run."""
        return settings.pharmacy(self._connection)

    def head(self) -> tuple[int, bytes]:
        """Return the journal's last position and hash."""
        return settings.head(self._connection)

    def today(self) -> Today:
        """Return what the day asks for."""
        return today.today_of(self._connection, self._clock.today(), self._clock.utc_offset_min())

    def find(self, raw: str, *, brief: bool = False) -> Found:
        """Return what a scan stands for; a brief card leaves out what only a look at the product needs.

        Raises:
            ScanRefused: The scan cannot be trusted; it says why and what to do.
        """
        scan = read_scan(raw, today=self._clock.today(), profile=self.profile)
        match scan:
            case ScannedPlace(place_code=code):
                place = people.find_place(self._connection, code)
                return FoundNothing(scan=scan, code="") if place is None else FoundPlace(place=place)
            case ScannedBadge(token=token):
                person = people.person_of_badge(self._connection, self._hash_badge(token))
                if person is None or not person.active:
                    return FoundNothing(scan=scan, code="")
                return FoundPerson(person=person.person, name=person.name, role=person.role)
            case _:
                return self._find_product(scan, brief=brief)

    def search(self, text: str, *, limit: int = 30) -> Sequence[CatalogueHit]:
        """Return kept and listed products by any part of name, NDC, GTIN or labeler; kept ones first."""
        return finding.search(self._connection, text, limit=limit, today=self._clock.today())

    def product_card(self, product: ProductId) -> ProductCard | None:
        """Return everything about a kept product; None when it is not kept."""
        card = self._brief_card(product)
        if card is None:
            return None
        day, key = self._clock.today(), card.details.equivalence_key
        equivalents = products.equivalents_of(self._connection, product, key) if key else []
        history = journal.journal_seqs(self._connection, JournalQuery(product=product, limit=HISTORY))
        return replace(
            card,
            lines=tuple(self.stock_rows([offer.line.key for offer in card.offers])),
            equivalents=tuple(products.product_rows(self._connection, equivalents, day)),
            demand=self._demand([product])[product],
            history=tuple(journal.journal_rows(self._connection, history)),
        )

    def stock_page(self, query: StockQuery) -> StockPage:
        """Return a page of stock lines."""
        day = self._clock.today()
        keys = stock.stock_keys(self._connection, query, day)
        asked = ("stock", query.text, query.only, query.place, query.product)
        total = self._total(asked, lambda: stock.stock_total(self._connection, query, day))
        return StockPage(total=total, rows=tuple(self.stock_rows(keys)))

    def stock_counts(self, query: StockQuery) -> dict[StockFilter, int]:
        """Return how many lines each chip would show under the query's text, place and product."""
        return stock.stock_counts(self._connection, query, self._clock.today())

    def stock_rows(self, keys: Sequence[LineKey]) -> Sequence[StockRow]:
        """Return the lines of these keys that are not zero."""
        return stock.stock_rows(self._connection, keys, today=self._clock.today(), now=self._clock.now())

    def product_page(self, query: ProductQuery) -> ProductPage:
        """Return a page of products."""
        day = self._clock.today()
        keys = products.product_keys(self._connection, query, day)
        total = self._total(
            ("products", query.text, query.only), lambda: products.product_total(self._connection, query, day)
        )
        return ProductPage(total=total, rows=tuple(products.product_rows(self._connection, keys, day)))

    def product_counts(self, query: ProductQuery) -> dict[ProductFilter, int]:
        """Return how many products each chip would show under the query's text."""
        return products.product_counts(self._connection, query, self._clock.today())

    def reorder_rows(self) -> Sequence[ReorderRow]:
        """Return every watched product whose available stock and open orders are below its minimum."""
        return self._reorder(reorder.products_to_order(self._connection, self._clock.today()))

    def on_order_rows(self) -> Sequence[ReorderRow]:
        """Return every product that has something on order."""
        return self._reorder(reorder.products_on_order(self._connection))

    def journal_page(self, query: JournalQuery) -> JournalPage:
        """Return a page of the journal, newest first."""
        seqs = journal.journal_seqs(self._connection, query)
        asked = ("journal", query.product, query.kinds, query.person, query.since, query.until, query.text)
        total = self._total(asked, lambda: journal.journal_total(self._connection, query))
        return JournalPage(total=total, rows=tuple(journal.journal_rows(self._connection, seqs)))

    def journal_row(self, entry: EntryId) -> JournalRow | None:
        """Return one entry as the journal shows it."""
        seq = journal.seq_of(self._connection, entry)
        return None if seq is None else journal.journal_rows(self._connection, [seq])[0]

    def sentence_of(self, fact: Fact) -> str:
        """Return what happened, in words."""
        return sentence_of(fact, journal.names_in(self._connection, [fact]))

    def entry(self, entry: EntryId) -> Entry | None:
        """Return one entry whole."""
        return find_entry(self._connection, entry)

    def open_differences(self) -> Sequence[OpenDifference]:
        """Return count differences that wait for a pharmacist, oldest first."""
        return holds.open_differences(self._connection)

    def holds(self) -> Sequence[HoldRow]:
        """Return holds that stand, newest first."""
        return holds.holds(self._connection)

    def places(self) -> Sequence[PlaceRow]:
        """Return inside places by walk order, then code."""
        return people.places(self._connection)

    def people(self) -> Sequence[PersonRow]:
        """Return everybody by name, leavers last."""
        return people.people(self._connection)

    def catalogue_edition(self) -> CatalogueEdition | None:
        """Return which directory the catalogue holds; None before the first import."""
        return edition(self._connection)

    def setting(self, owner: str, name: str) -> str | None:
        """Return a setting's JSON text; owner is a person's id, or empty for the station."""
        return settings.setting(self._connection, owner, name)

    def draft(self, person: PersonId, screen: str) -> str | None:
        """Return what a person left unfinished on a screen, as the screen's own JSON."""
        return settings.draft(self._connection, person, screen)

    def _brief_card(self, product: ProductId) -> ProductCard | None:
        kept = self._known.find_product(product)
        if kept is None:
            return None
        day, details = self._clock.today(), kept.details
        return ProductCard(
            row=products.product_rows(self._connection, [product], day)[0],
            details=details,
            offers=offers(self._known.stock_of(product), day),
            lines=(),
            levels=self._known.find_levels(product),
            codes=products.codes_of(self._connection, product),
            look_alikes=look_alikes(f"{details.name} {details.generic_name}"),
            equivalents=(),
            demand=NO_DEMAND,
            history=(),
        )

    def _find_product(self, scan: ScanMeaning, *, brief: bool) -> Found:
        meant = finding.products_meant(self._connection, scan)
        if len(meant) == 1:
            card = self._brief_card(meant[0]) if brief else self.product_card(meant[0])
            if card is not None:
                return self._found(scan, card)
        hits = finding.listings_of(self._connection, meant, self._clock.today())
        if not hits and isinstance(scan, ScannedPack):
            hits = finding.listed_packs(self._connection, scan)
        if hits:
            return FoundListed(scan=scan, hits=tuple(hits))
        return FoundNothing(scan=scan, code=finding.code_to_link(scan))

    def _found(self, scan: ScanMeaning, card: ProductCard) -> FoundProduct:
        pack = card.details.pack_quantity
        if not isinstance(scan, ScannedPack):
            return FoundProduct(
                scan=scan, card=card, pack_quantity=pack, scanned_line=None, scanned_expiry=None
            )
        quantity = self._pack_quantity(scan, card) or pack
        line = _line_of(scan, card)
        lot = None if scan.lot is None else self._known.find_lot(card.row.product, LotNumber(scan.lot))
        known = None if lot is None else lot.expiry
        return FoundProduct(
            scan=scan,
            card=card,
            pack_quantity=quantity,
            scanned_line=line,
            scanned_expiry=scan.expiry or known,
        )

    def _pack_quantity(self, scan: ScannedPack, card: ProductCard) -> Quantity | None:
        for code in (scan.gtin14, scan.raw):
            meaning = next((known for known in card.codes if known.code == code), None)
            if meaning is not None:
                return meaning.quantity
        return None

    def _demand(self, asked: Sequence[ProductId]) -> dict[ProductId, Demand]:
        return demand_of(
            self._connection,
            asked,
            now=self._clock.now(),
            today=self._clock.today(),
            utc_offset_min=self._clock.utc_offset_min(),
        )

    def _reorder(self, asked: Sequence[ProductId]) -> Sequence[ReorderRow]:
        return reorder.reorder_rows(self._connection, asked, self._demand(asked), self._clock.today())

    def _total(self, asked: object, count: Callable[[], int]) -> int:
        """Return how many rows a query has, counted once until the journal or the day goes on.

        A list is read page by page while somebody scrolls; counting anew for each page costs more than
        reading it.
        """
        at = (self._known.head_seq(), self._clock.today())
        if at != self._totals_at or len(self._totals) >= _TOTALS_KEPT:
            self._totals, self._totals_at = {}, at
        if asked not in self._totals:
            self._totals[asked] = count()
        return self._totals[asked]


def _line_of(scan: ScannedPack, card: ProductCard) -> StockRow | None:
    """Return the line of the scanned lot: of this very pack if it is told apart, else the first to be drawn."""
    if scan.lot is None:
        return None
    of_lot = [row for row in card.lines if row.lot == scan.lot]
    serial = scan.serial or ""
    exact = (row for row in of_lot if row.key.serial == serial)
    return next(exact, next((row for row in of_lot if not row.key.serial), None))
