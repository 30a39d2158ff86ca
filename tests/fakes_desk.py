"""A desk without a file: reads over lists, and what a screen is given, all in memory.

Jobs run at once, in the order they are asked for. Orders are remembered, and refused when a test says so.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar, cast

from rxdesk.desk import Desk, Posted
from rxdesk.domain.catalogue import CatalogueHit
from rxdesk.domain.changes import Changes
from rxdesk.domain.errors import Refusal, Trouble
from rxdesk.domain.identity import EntryId, OrderId, PersonId, ProductId
from rxdesk.domain.labels import LabelContent
from rxdesk.domain.orders import Order
from rxdesk.domain.records import Entry, Person
from rxdesk.domain.sheets import PullSheet, ReorderSheet, SheetHead, TableSheet
from rxdesk.domain.stock import LineKey
from rxdesk.ports.found import Found
from rxdesk.ports.printer import LabelStock
from rxdesk.ports.queries import (
    JournalQuery,
    ProductFilter,
    ProductOrder,
    ProductQuery,
    StockFilter,
    StockOrder,
    StockQuery,
)
from rxdesk.ports.rows import (
    Horizon,
    JournalPage,
    JournalRow,
    PlaceRow,
    ProductCard,
    ProductPage,
    ProductRow,
    ReorderRow,
    StockPage,
    StockRow,
    Today,
)
from rxdesk.usecases.post import Outcome
from tests.made_rows import (
    NOW,
    PATEL,
    TODAY,
    nothing_today,
    product_card,
)
from ui.kit.preferences import SessionPreferences
from ui.notices import Notice, Notices

T = TypeVar("T")

HEAD = SheetHead(
    pharmacy="Maple Street Pharmacy",
    made_at=NOW,
    made_by="K. Patel",
    station="0192",
    journal_seq=41,
    journal_hash="ab" * 32,
)
ROLL = LabelStock(
    key="roll", title="50 x 25 mm roll", label_width_mm=50, label_height_mm=25, page_width_mm=50, page_height_mm=25
)  # fmt: skip


POSTED = Posted(outcome=Outcome(entries=(), changes=Changes()), sentence="Posted.", rows=())


_STOCK_SHOWN: dict[StockFilter, Callable[[StockRow], bool]] = {
    StockFilter.ALL: lambda _row: True,
    StockFilter.EXPIRED: lambda row: row.horizon is Horizon.EXPIRED,
    StockFilter.D30: lambda row: row.days_left is not None and 0 <= row.days_left <= 30,
    StockFilter.D90: lambda row: row.days_left is not None and 0 <= row.days_left <= 90,
    StockFilter.D180: lambda row: row.days_left is not None and 0 <= row.days_left <= 180,
    StockFilter.NO_DATE: lambda row: row.expiry is None,
    StockFilter.HELD: lambda row: row.held_by is not None,
    StockFilter.CONTROLLED: lambda row: row.schedule.is_controlled,
    StockFilter.NEGATIVE: lambda row: row.quantity < 0,
    StockFilter.TO_ACT_ON: lambda row: (
        row.horizon is not Horizon.LATER or row.held_by is not None or row.quantity < 0
    ),
}
_STOCK_BY: dict[StockOrder, Callable[[StockRow], Any]] = {
    StockOrder.NAME: lambda row: row.name.lower(),
    StockOrder.NDC: lambda row: row.product,
    StockOrder.LOT: lambda row: row.lot,
    StockOrder.EXPIRY: lambda row: (row.expiry is not None, row.days_left),
    StockOrder.QUANTITY: lambda row: row.quantity,
    StockOrder.PLACE: lambda row: row.key.place,
}
_PRODUCT_SHOWN: dict[ProductFilter, Callable[[ProductRow], bool]] = {
    ProductFilter.ALL: lambda _row: True,
    ProductFilter.IN_STOCK: lambda row: row.on_hand > 0,
    ProductFilter.BELOW_MINIMUM: lambda row: row.minimum is not None and row.usable < row.minimum,
    ProductFilter.NO_LEVELS: lambda row: row.minimum is None and row.maximum is None,
    ProductFilter.CONTROLLED: lambda row: row.schedule.is_controlled,
}
_PRODUCT_BY: dict[ProductOrder, Callable[[ProductRow], Any]] = {
    ProductOrder.NAME: lambda row: row.name.lower(),
    ProductOrder.NDC: lambda row: row.product,
    ProductOrder.LABELER: lambda row: row.labeler,
    ProductOrder.ON_HAND: lambda row: row.on_hand,
    ProductOrder.NEXT_EXPIRY: lambda row: (row.next_expiry is not None, row.next_expiry),
    ProductOrder.HOME: lambda row: row.home or "",
}


@dataclass(slots=True)
class FakeReads:
    """Answers from lists a test fills; what it was asked is remembered."""

    stock: list[StockRow] = field(default_factory=list[StockRow])
    products: list[ProductRow] = field(default_factory=list[ProductRow])
    cards: dict[ProductId, ProductCard] = field(default_factory=dict[ProductId, ProductCard])
    listed: list[CatalogueHit] = field(default_factory=list[CatalogueHit])
    journal: list[JournalRow] = field(default_factory=list[JournalRow])
    place_rows: list[PlaceRow] = field(default_factory=list[PlaceRow])
    reorder: list[ReorderRow] = field(default_factory=list[ReorderRow])
    the_day: Today = field(default_factory=nothing_today)
    asked: list[object] = field(default_factory=list[object])
    found: dict[str, Found | Refusal] = field(default_factory=dict[str, Found | Refusal])
    entries: dict[EntryId, Entry] = field(default_factory=dict[EntryId, Entry])
    drafts: dict[tuple[PersonId, str], str] = field(default_factory=dict[tuple[PersonId, str], str])
    seq: int = 41  # the journal's last position

    def find(self, raw: str, *, brief: bool = False) -> Found:
        self.asked.append(raw)
        answer = self.found[raw]
        if isinstance(answer, Refusal):
            raise answer
        return answer

    def head(self) -> tuple[int, bytes]:
        return self.seq, b"\xab" * 32

    def entry(self, entry: EntryId) -> Entry | None:
        return self.entries.get(entry)

    def draft(self, person: PersonId, screen: str) -> str | None:
        return self.drafts.get((person, screen))

    def save_draft(self, person: PersonId, screen: str, content: str) -> None:
        """Keep a draft, as the file's keeping does; empty content forgets it."""
        self.drafts[person, screen] = content
        if not content:
            del self.drafts[person, screen]

    def today(self) -> Today:
        return self.the_day

    def stock_page(self, query: StockQuery) -> StockPage:
        self.asked.append(query)
        rows = [row for row in self._stock_of(query) if _STOCK_SHOWN[query.only](row)]
        rows.sort(key=_STOCK_BY[query.order], reverse=query.descending)
        return StockPage(total=len(rows), rows=tuple(rows[query.offset : query.offset + query.limit]))

    def stock_counts(self, query: StockQuery) -> dict[StockFilter, int]:
        rows = self._stock_of(query)
        return {only: sum(map(shown, rows)) for only, shown in _STOCK_SHOWN.items()}

    def stock_rows(self, keys: Sequence[LineKey]) -> Sequence[StockRow]:
        return [row for row in self.stock if row.key in set(keys)]

    def product_page(self, query: ProductQuery) -> ProductPage:
        self.asked.append(query)
        rows = [row for row in self._products_of(query) if _PRODUCT_SHOWN[query.only](row)]
        rows.sort(key=_PRODUCT_BY[query.order], reverse=query.descending)
        return ProductPage(total=len(rows), rows=tuple(rows[query.offset : query.offset + query.limit]))

    def product_counts(self, query: ProductQuery) -> dict[ProductFilter, int]:
        rows = self._products_of(query)
        return {only: sum(map(shown, rows)) for only, shown in _PRODUCT_SHOWN.items()}

    def product_card(self, product: ProductId) -> ProductCard | None:
        if product in self.cards:
            return self.cards[product]
        row = next((row for row in self.products if row.product == product), None)
        return None if row is None else product_card(row)

    def search(self, text: str, *, limit: int = 30) -> Sequence[CatalogueHit]:
        words = text.lower().split()
        hits = [hit for hit in self.listed if all(word in _catalogue_words(hit) for word in words)]
        return hits[:limit]

    def journal_page(self, query: JournalQuery) -> JournalPage:
        rows = [row for row in self.journal if query.product in {None, row.product}]
        return JournalPage(total=len(rows), rows=tuple(rows[query.offset : query.offset + query.limit]))

    def reorder_rows(self) -> Sequence[ReorderRow]:
        return self.reorder

    def places(self) -> Sequence[PlaceRow]:
        return self.place_rows

    def _stock_of(self, query: StockQuery) -> list[StockRow]:
        words = query.text.lower().split()
        return [
            row
            for row in self.stock
            if query.place in {None, row.key.place}
            and query.product in {None, row.product}
            and all(
                word in f"{row.name} {row.generic_name} {row.key} {row.labeler}".lower() for word in words
            )
        ]

    def _products_of(self, query: ProductQuery) -> list[ProductRow]:
        words = query.text.lower().split()
        return [
            row
            for row in self.products
            if all(word in f"{row.name} {row.generic_name} {row.product}".lower() for word in words)
        ]


def _catalogue_words(hit: CatalogueHit) -> str:
    return f"{hit.row.name} {hit.row.generic_name} {hit.row.ndc} {hit.row.labeler}".lower()


@dataclass(slots=True)
class FakePaper:
    """Remembers what was to be drawn, instead of drawing it."""

    labels: list[LabelContent] = field(default_factory=list[LabelContent])
    sheets: list[ReorderSheet | PullSheet | TableSheet] = field(
        default_factory=list[ReorderSheet | PullSheet | TableSheet]
    )

    def label_stocks(self) -> tuple[LabelStock, ...]:
        return (ROLL,)

    def label_pdf(self, contents: Sequence[LabelContent], *, stock: LabelStock, skip: int = 0) -> bytes:
        self.labels.extend(contents)
        return b"%PDF"

    def reorder_pdf(self, sheet: ReorderSheet) -> bytes:
        return self._take(sheet)

    def pull_pdf(self, sheet: PullSheet) -> bytes:
        return self._take(sheet)

    def table_pdf(self, sheet: TableSheet) -> bytes:
        return self._take(sheet)

    def table_csv(self, sheet: TableSheet) -> bytes:
        return self._take(sheet)

    def table_xlsx(self, sheet: TableSheet) -> bytes:
        return self._take(sheet)

    def pages_as_images(self, pdf: bytes, *, dpi: int) -> tuple[bytes, ...]:
        return ()

    def _take(self, sheet: ReorderSheet | PullSheet | TableSheet) -> bytes:
        self.sheets.append(sheet)
        return b"file"


@dataclass(slots=True)
class FakeSession:
    """Somebody who is signed in."""

    person: Person | None = PATEL

    def on_change(self, told: Callable[[Person | None], None]) -> None:
        """Nobody comes and nobody goes."""


class FakeGiven:
    """What a screen is given: jobs run at once, everything asked for is remembered.

    Attributes:
        orders: Every order posted, accepted or not.
        refuse: Called with each order; the refusal it returns is what becomes of it.
        accepted: Called with each order that was accepted: changes the lists as the act would.
        outcome: Called with each order that was accepted: what came of it.
        went: Where the person was sent, with what.
        said: Every notice.
        reversed: Entries that were to be reversed, with what was said of them.
        previews: Titles of what was previewed; each is drawn at once.
        saved: Names of the files that were saved; each is made at once.
        held_back: While true, answers wait for `answer`.
    """

    def __init__(self, reads: FakeReads | None = None) -> None:
        self.fake_reads = reads or FakeReads()
        self.paper = FakePaper()
        self.session = FakeSession()
        self.preferences = SessionPreferences()
        self.notices = Notices()
        self.said: list[Notice] = []
        self.notices.listen(self.said.append)
        self.orders: list[Order] = []
        self.refuse: Callable[[Order], Refusal | None] = lambda _order: None
        self.accepted: Callable[[Order], None] = lambda _order: None
        self.outcome: Callable[[Order], Posted] = lambda _order: POSTED
        self.went: list[tuple[str, object | None]] = []
        self.reversed: list[tuple[EntryId, str]] = []
        self.previews: list[str] = []
        self.saved: list[str] = []
        self.held_back = False
        self._waiting: list[Callable[[], None]] = []
        self.desk = fake_desk(self.fake_reads, self.paper)

    def ask(
        self,
        job: Callable[[], T],
        then: Callable[[T], None],
        refused: Callable[[Refusal], None] | None = None,
        *,
        troubled: Callable[[Trouble], None] | None = None,
    ) -> None:
        def work() -> None:
            try:
                answer = job()
            except Refusal as refusal:
                (refused or self._say)(refusal)
            except Trouble as trouble:
                self._say(trouble)
                if troubled is not None:
                    troubled(trouble)
            else:
                then(answer)

        self._waiting.append(work)
        if not self.held_back:
            self.answer()

    def answer(self) -> None:
        """Run the jobs that wait, in order."""
        while self._waiting:
            self._waiting.pop(0)()

    def post(
        self,
        order: Order,
        then: Callable[[Posted], None] | None = None,
        refused: Callable[[Refusal], None] | None = None,
        *,
        signer: PersonId | None = None,
    ) -> None:
        self.orders.append(order)
        refusal = self.refuse(order)
        if refusal is not None:
            (refused or self._say)(refusal)
            return
        self.accepted(order)
        if then is not None:
            then(self.outcome(order))

    def go(self, screen: str, subject: object | None = None) -> None:
        self.went.append((screen, subject))

    def preview(self, title: str, draw: Callable[[], bytes]) -> None:
        self.previews.append(title)
        draw()

    def save_file(self, name: str, make: Callable[[], bytes]) -> None:
        self.saved.append(name)
        make()

    def reverse(self, entry: EntryId, sentence: str) -> None:
        self.reversed.append((entry, sentence))

    def _say(self, failure: Refusal | Trouble) -> None:
        self.notices.say(Notice.of(failure))


def fake_desk(reads: FakeReads, paper: FakePaper) -> Desk:
    """Return a desk that knows lists and paper, and nothing else."""
    numbers = itertools.count(1)
    missing = cast("Any", None)  # asking for what a fake has not got is a test's mistake, and shows at once
    return Desk(
        post=missing,
        reads=cast("Any", reads),
        doors=missing,
        keeping=cast("Any", reads),
        import_catalogue=missing,
        old_stock=missing,
        draughtsman=paper,
        tables=paper,
        printer=missing,
        scanners=missing,
        sheet_head=lambda made_by: replace(HEAD, made_by=made_by),
        new_order_id=lambda: OrderId(f"order-{next(numbers)}"),
        new_person_id=lambda: PersonId("p9"),
        now=lambda: NOW,
        today=lambda: TODAY,
        program="test",
        file=Path("rxdesk.sqlite3"),
        set_profile=lambda _profile: None,
    )
