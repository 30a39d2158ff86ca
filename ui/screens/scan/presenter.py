"""The conversation of Scan & look up: from a code or a word to a product, and on to every act. No Qt."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol, assert_never

from rxdesk.domain.catalogue import PackageState
from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.errors import Refusal
from rxdesk.domain.identity import EntryId, ProductId
from rxdesk.domain.orders import SetUpProduct
from rxdesk.domain.quantity import Quantity
from rxdesk.domain.scan import ScannedBadge, ScannedPack, ScannedPlace, read_scan
from rxdesk.domain.stock import LineKey
from rxdesk.domain.wording import unit_words
from rxdesk.ports.found import Found, FoundListed, FoundNothing, FoundPerson, FoundPlace, FoundProduct
from rxdesk.ports.queries import StockQuery
from rxdesk.ports.rows import ProductCard
from rxdesk.ports.scanner import Scan
from rxdesk.usecases.print_label import shelf_label
from ui.notices import Level, Notice
from ui.parts.codes import code_rows
from ui.parts.finding import HitRow, Linking, LinkState, ProductSearch
from ui.parts.given import Given
from ui.parts.subjects import Arrival, AtLine, LineAct, Pull
from ui.screens.scan.counting import Counting
from ui.screens.scan.faces import face_of, listed_face, stop_words
from ui.screens.scan.holding import Holding
from ui.screens.scan.moving import Moving
from ui.screens.scan.rows import EquivalentRow, HistoryRow, lot_rows
from ui.screens.scan.state import Below, ScanState, Tab

_TAB = "scan/tab"
_CONCERNED = {Topic.STOCK, Topic.PRODUCTS, Topic.HOLDS, Topic.COUNTS, Topic.PLACES}


class ScanView(Protocol):
    """What shows the conversation."""

    def show(self, state: ScanState) -> None:
        """Show everything anew; what has not changed is not painted again."""
        ...


class ScanPresenter:
    """Knows what the person is looking at, and what each wish about it leads to."""

    def __init__(self, given: Given, view: ScanView) -> None:
        self._given = given
        self._view = view
        self._card: ProductCard | None = None
        self._found: FoundProduct | None = None
        self._listed: HitRow | None = None
        self._scan: Scan | None = None
        self.counting = Counting(given, self._show)
        self.holding = Holding(given, self._show)
        self.moving = Moving(given, self._show)
        self.linking = Linking(given, self._show_link, self._read_again)
        self._search = ProductSearch(given, self._searched)
        self._entered = ""  # words that were entered, not only typed: the only product they find opens
        self.state = ScanState(tab=self._kept_tab())

    def scanned(self, scan: Scan) -> bool:
        """Look up what was scanned; a badge is somebody else's business, and answered with False."""
        try:
            meaning = read_scan(scan.text, today=self._given.desk.today(), profile=scan.profile)
        except Refusal as refusal:
            self._given.notices.say(Notice.of(refusal))
            return True
        if isinstance(meaning, ScannedBadge):
            return False
        if self.counting.typed:
            self._say_unfinished()
        elif isinstance(meaning, ScannedPlace) and self.moving.state is not None:
            self.moving.choose_target(meaning.place_code)
        else:
            self._look_up(scan)
        return True

    def open(self, subject: object) -> None:
        """Show a product by its NDC, one of its lines, a scan, or what words find."""
        if isinstance(subject, Scan):
            self.scanned(subject)
        elif isinstance(subject, AtLine):
            self.open_line(subject.line, subject.act)
        elif isinstance(subject, str):
            self._open_text(subject)

    def search(self, text: str) -> None:
        """Look for products while somebody types; an empty text shows the lists again."""
        self._entered = ""
        self._search.search(text)

    def choose(self, product: ProductId) -> None:
        """Open one of the products that were found."""
        row = self._search.row(product)
        if row is not None and not row.hit.stocked:
            self._open_listed(row)
            return
        reads = self._given.desk.reads
        self._given.ask(lambda: reads.product_card(product), self._open_card)

    def choose_tab(self, tab: str) -> None:
        """Show another list below the product; the choice is kept."""
        self._given.preferences.set(_TAB, tab)
        self._now(replace(self.state, tab=Tab(tab)))

    def pull(self, quantity: Quantity | None) -> None:
        """Go on to dispense the product."""
        if self._card is not None:
            pull = Pull(product=self._card.row.product, quantity=quantity, scan=self._scan)
            self._given.go("dispense", pull)

    def receive(self) -> None:
        """Go on to receive the product; one that is only listed joins the pharmacy's own by it."""
        product = self._product()
        if product is not None:
            self._given.go("receive", Arrival(product=product, scan=self._scan))

    def set_up(self) -> None:
        """Take a listed product into the pharmacy's own without receiving any.

        One whose package size is not certain goes on to be received: that is where its size is confirmed.
        """
        listed = self._listed
        if listed is not None and listed.hit.row.state in {PackageState.KIT, PackageState.UNREAD}:
            self.receive()
        elif listed is not None:
            order = SetUpProduct(id=self._given.desk.new_order_id(), product=listed.key)
            self._given.post(order, lambda _posted: self._read_again())

    def count(self) -> None:
        """Open the count panel at the scanned line; a figure that stands there is counted."""
        if self.counting.typed:
            self.counting.submit()
        elif self._card is not None:
            self._close_panels()
            self.counting.begin(self._card, self.state.line)

    def quarantine(self) -> None:
        """Open the hold panel at the scanned line."""
        if self._card is not None:
            self._close_panels()
            self.holding.begin(self._card, self.state.line)

    def move(self, line: LineKey | None = None) -> None:
        """Open the move panel at a line."""
        if self._card is not None:
            self._close_panels()
            self.moving.begin(self._card, line or self.state.line)

    def label(self) -> None:
        """Preview the product's shelf label."""
        card, desk = self._card, self._given.desk
        if card is not None:
            label = shelf_label(card)
            self._given.preview(
                f"Shelf label for {card.row.name}",
                lambda: desk.draughtsman.label_pdf([label], stock=desk.draughtsman.label_stocks()[0]),
            )

    def open_line(self, line: LineKey, act: LineAct | None = None) -> None:
        """Open the product of a line, and the panel of the act that is to begin with it."""
        reads = self._given.desk.reads
        begin = {LineAct.COUNT: self.count, LineAct.QUARANTINE: self.quarantine, LineAct.MOVE: self.move}

        def opened(card: ProductCard | None) -> None:
            self._open_card(card, line=line)
            if act is not None and card is not None:
                begin[act]()

        self._given.ask(lambda: reads.product_card(line.product), opened)

    def open_entry(self, entry: EntryId) -> None:
        """Show an entry in the journal."""
        self._given.go("journal", entry)

    def back(self) -> bool:
        """Go one level back: out of a panel, the results, the product; False when there is no way back."""
        if self.linking.back():
            return True
        if self.state.below is not Below.LISTS:
            self._close_panels()
            self._now(replace(self.state, below=Below.LISTS, asked="", hits=()))
            return True
        if self.state.product is None:
            return False
        self._forget()
        self._now(ScanState(tab=self.state.tab))
        return True

    def changed(self, changes: Changes) -> None:
        """Ask for the product again when something about it was altered."""
        card = self._card
        if card is None or not changes.topics & _CONCERNED:
            return
        if changes.products and card.row.product not in changes.products:
            return
        product, scan, reads = card.row.product, self._scan, self._given.desk.reads
        if scan is not None and self._found is not None:
            self._given.ask(lambda: reads.find(scan.text), lambda found: self._renew(product, found))
        else:
            self._given.ask(lambda: reads.product_card(product), self._renew_card)

    def _look_up(self, scan: Scan) -> None:
        reads = self._given.desk.reads
        self._given.ask(lambda: reads.find(scan.text), lambda found: self._answer(scan, found))

    def _answer(self, scan: Scan, found: Found) -> None:
        self._close_panels()
        self._scan = scan
        match found:
            case FoundProduct():
                self._open_found(found)
            case FoundListed(hits=(only,)):
                self._open_listed(HitRow(only))
            case FoundListed():
                self.linking.ask_which(_code_of(found), found.hits, found.scan)
            case FoundPlace():
                self._given.go("stock", found.place.place)
            case FoundPerson():
                self._given.notices.say(Notice(Level.NOTE, f"That is the badge of {found.name}."))
            case FoundNothing(code=""):
                self._given.notices.say(_NOTHING_TO_LINK)
            case FoundNothing():
                self.linking.ask_what(found.code, found.scan)
            case _:
                assert_never(found)

    def _open_text(self, text: str) -> None:
        reads = self._given.desk.reads

        def read() -> tuple[ProductCard | None, LineKey | None]:
            """Return a product whose NDC this is, or the only one that has such a lot or serial here."""
            card = reads.product_card(ProductId(text))
            if card is not None:
                return card, None
            rows = reads.stock_page(StockQuery(text=text)).rows
            named = [row.key for row in rows if text.lower() in {row.lot.lower(), row.key.serial.lower()}]
            if len({key.product for key in named}) != 1:
                return None, None
            return reads.product_card(named[0].product), named[0]

        def answer(found: tuple[ProductCard | None, LineKey | None]) -> None:
            card, line = found
            if card is None:
                self._entered = text.strip()
                self._search.search(text)
            else:
                self._open_card(card, line=line)

        self._given.ask(read, answer)

    def _open_found(self, found: FoundProduct) -> None:
        stop = stop_words(found.card, found, self._given.desk.today())
        if stop:
            self._given.notices.say(Notice(Level.REFUSED, stop, "Set it aside.", inline=True))
        line = None if found.scanned_line is None else found.scanned_line.key
        self._take(found.card, found, line=line, quantity=found.pack_quantity)

    def _open_card(self, card: ProductCard | None, *, line: LineKey | None = None) -> None:
        self._close_panels()
        if card is None:
            return  # it is not kept any more; the lists say so
        self._scan = None
        self._take(card, None, line=line, quantity=card.row.pack_quantity)

    def _open_listed(self, row: HitRow) -> None:
        self._card, self._found, self._listed = None, None, row
        self._now(ScanState(product=listed_face(row), tab=self.state.tab))

    def _take(
        self,
        card: ProductCard,
        found: FoundProduct | None,
        *,
        line: LineKey | None,
        quantity: Quantity | None,
    ) -> None:
        self._card, self._found, self._listed = card, found, None
        state = ScanState(tab=self.state.tab, line=line, quantity=quantity, below=self.state.below)
        if state.below in {Below.HITS, Below.LINK}:
            state = replace(state, below=Below.LISTS)
        self._now(self._filled(state, card))

    def _filled(self, state: ScanState, card: ProductCard) -> ScanState:
        row = next((line for line in card.lines if line.key == state.line), None)
        return replace(
            state,
            product=face_of(card, self._found, self._given.desk.today(), line=state.line),
            kept=True,
            held=row is not None and row.held_by is not None,
            unit=unit_words(card.row.unit, card.row.form),
            lots=lot_rows(card),
            history=tuple(
                HistoryRow(entry, f"{entry.happened_at.astimezone():%d %b %Y %H:%M}")
                for entry in card.history
            ),
            equivalents=tuple(map(EquivalentRow, card.equivalents)),
            codes=code_rows(card),
        )

    def _renew(self, product: ProductId, found: Found) -> None:
        if isinstance(found, FoundProduct) and found.card.row.product == product:
            self._found = found
            line = None if found.scanned_line is None else found.scanned_line.key
            self.state = replace(self.state, line=line)  # the scanned lot may stand elsewhere by now
            self._renew_card(found.card)

    def _renew_card(self, card: ProductCard | None) -> None:
        if card is not None and self._card is not None and card.row.product == self._card.row.product:
            self._card = card
            self._now(self._filled(self.state, card))

    def _searched(self, asked: str, rows: tuple[HitRow, ...]) -> None:
        self._close_panels()
        below = Below.HITS if asked else Below.LISTS
        self._now(replace(self.state, below=below, asked=asked, hits=rows))
        entered, self._entered = self._entered, ""
        exact = [row.key for row in rows if not row.hit.forgiven]
        if entered and entered == asked and len(exact) == 1:
            self.choose(exact[0])

    def _read_again(self) -> None:
        """Take up the task where a question had interrupted it."""
        if self._scan is not None:
            self._look_up(self._scan)
        elif self._listed is not None:
            product, reads = self._listed.key, self._given.desk.reads
            self._given.ask(lambda: reads.product_card(product), self._open_card)

    def _show_link(self, _state: LinkState | None) -> None:
        self._show()

    def _show(self) -> None:
        panels = {
            Below.COUNT: self.counting.state,
            Below.HOLD: self.holding.state,
            Below.MOVE: self.moving.state,
            Below.LINK: self.linking.state,
        }
        opened = next((below for below, panel in panels.items() if panel is not None), None)
        stays = Below.HITS if self.state.below is Below.HITS else Below.LISTS
        self._now(
            replace(
                self.state,
                below=opened or stays,
                count=self.counting.state,
                hold=self.holding.state,
                move=self.moving.state,
                link=self.linking.state,
            )
        )

    def _close_panels(self) -> None:
        for panel in (self.counting, self.holding, self.moving, self.linking):
            if panel.state is not None:
                panel.close()

    def _forget(self) -> None:
        self._card, self._found, self._listed, self._scan = None, None, None, None

    def _product(self) -> ProductId | None:
        if self._card is not None:
            return self._card.row.product
        return None if self._listed is None else self._listed.key

    def _say_unfinished(self) -> None:
        said = "A count is typed and not finished yet; the code was not looked up."
        self._given.notices.say(Notice(Level.REFUSED, said, "Press Enter to count, or Esc to leave it."))

    def _kept_tab(self) -> Tab:
        kept = self._given.preferences.get(_TAB)
        return Tab(kept) if kept in set(Tab) else Tab.ACT_ON

    def _now(self, state: ScanState) -> None:
        self.state = state
        self._view.show(state)


def _code_of(found: FoundListed) -> str:
    scan = found.scan
    return scan.gtin14 or scan.raw if isinstance(scan, ScannedPack) else ""


_NOTHING_TO_LINK = Notice(
    Level.REFUSED,
    "The code names no product, place or person.",
    "Scan the code on the manufacturer’s pack, or type the name of the product.",
)
