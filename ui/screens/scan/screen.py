"""Scan & look up as the person sees it: the product, its acts, and the lists or the panel below."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QWidget

from rxdesk.domain.changes import Changes, Topic
from rxdesk.ports.queries import StockFilter
from rxdesk.ports.scanner import Scan
from ui.context import Context
from ui.kit.buttons import Button, Kind
from ui.kit.cards import Card, Icon
from ui.kit.keys import COUNT, DISPENSE, LABEL, QUARANTINE, RECEIVE
from ui.kit.labels import Label
from ui.kit.page import page_layout
from ui.kit.productcard import ProductCard
from ui.kit.shown import show_if
from ui.kit.stepper import QuantityStepper
from ui.parts.finder import HitList, LinkPanel
from ui.parts.missed import Missed
from ui.parts.pages import BackPage, Stack
from ui.parts.stock_list import TO_ACT_ON, StockList
from ui.screens.scan.lists import Lists
from ui.screens.scan.panels import CountPanel, HoldPanel, MovePanel
from ui.screens.scan.presenter import ScanPresenter
from ui.screens.scan.state import Below, ScanState

_FILTERS = (
    StockFilter.ALL,
    StockFilter.EXPIRED,
    StockFilter.D30,
    StockFilter.D90,
    StockFilter.NO_DATE,
    StockFilter.HELD,
)


class ScanScreen:
    """The screen; see `ui.context.Screen`."""

    def __init__(self, context: Context) -> None:
        preferences = context.preferences
        self._shown = ScanState()
        self._goes_to_hits, self._opened = False, False
        self._missed = Missed(self._renew)
        self._page = BackPage(self.back)
        self._hint, self._card = _hint(), ProductCard()
        self._quantity = QuantityStepper("Quantity", whole=False)
        self._pull = Button(DISPENSE.words, "arrow-right", kind=Kind.PRIMARY, keys=DISPENSE.keys, tall=True)
        self._receive = Button(RECEIVE.words, "package-plus", keys=RECEIVE.keys, tall=True)
        self._count = Button(COUNT.words, "clipboard-list", keys=COUNT.keys, tall=True)
        self._quarantine = Button(QUARANTINE.words, "ban", keys=QUARANTINE.keys, tall=True)
        self._label = Button("Label", "printer", keys=LABEL.keys, tall=True)
        self._set_up = Button("Keep this product", "plus", tall=True)
        self._lists = Lists(preferences)
        self._hits = HitList(name="scan/hits", preferences=preferences, field=False)
        self._presenter = ScanPresenter(context, self)
        self._act_on = StockList(
            context,
            self._lists.act_on,
            title="Lots to act on",
            query=TO_ACT_ON,
            column="left",
            filters=_FILTERS,
        )
        self._count_panel = CountPanel(self._presenter.counting, context.desk.today)
        self._hold_panel = HoldPanel(self._presenter.holding)
        self._move_panel = MovePanel(self._presenter.moving)
        self._link_panel = LinkPanel(name="scan/link", preferences=preferences)
        self._below = Stack()
        self._parts: dict[Below, QWidget] = {
            Below.LISTS: self._lists,
            Below.HITS: _titled("Products found", self._hits),
            Below.COUNT: self._count_panel,
            Below.HOLD: self._hold_panel,
            Below.MOVE: self._move_panel,
            Below.LINK: self._link_panel,
        }
        # Its acts wrap in a narrow window, and it is then taller than its own hint.
        self._card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._lay_out()
        self._connect()
        self.show(self._presenter.state)

    @property
    def widget(self) -> QWidget:
        """Return what is shown."""
        return self._page

    def shown(self) -> None:
        """Ask for what is stale."""
        self._missed.shown()
        if not self._opened:
            self._opened = True
            self._act_on.refresh()

    def hidden(self) -> None:
        """The screen went to the back."""
        self._missed.hidden()

    def changed(self, changes: Changes) -> None:
        """Ask for what was altered, now or when the screen comes to the front."""
        self._missed.changed(changes)

    def scanned(self, scan: Scan) -> bool:
        """Look up what was scanned; False for a badge."""
        return self._presenter.scanned(scan)

    def open(self, subject: object) -> None:
        """Show a product by its NDC, a scan, or what words find; the keyboard goes to what was found."""
        self._goes_to_hits = True
        self._presenter.open(subject)

    def search(self, text: str) -> None:
        """Look for products while somebody types in the scan bar."""
        self._presenter.search(text)

    def go_to_results(self) -> None:
        """Put the keyboard on what was found: Down in the scan bar."""
        self._hits.go_to_rows()

    def back(self) -> bool:
        """Go one level back; False when there is no way back."""
        return self._presenter.back()

    def show(self, state: ScanState) -> None:
        """Show everything anew; what has not changed is not painted again."""
        before, self._shown = self._shown, state
        show_if(self._hint, state.product is None and state.below is not Below.LINK)
        show_if(self._card, state.product is not None)
        if state.product is not None and state.shown_product is not None:
            self._card.show_product(state.shown_product)
        for part in (self._quantity, self._pull, self._count, self._quarantine, self._label):
            show_if(part, state.kept)
        show_if(self._set_up, state.product is not None and not state.kept)
        self._quarantine.setText("On hold" if state.held else QUARANTINE.words)
        self._quantity.show_unit(state.unit, whole=False)
        if (before.product is None) != (state.product is None) or before.quantity != state.quantity:
            self._quantity.show_quantity(state.quantity)
        self._hits.show_hits(state.asked, state.hits)
        self._lists.show_state(state)
        self._link_panel.show_state(state.link)
        self._show_panels(state)
        # The window may have no focus at all, whatever the stubs promise.
        had_keyboard = self._below.isAncestorOf(self._page.window().focusWidget() or self._page)
        self._below.show_part(self._parts[state.below])
        if state.below is not before.below:
            self._begin(state.below, had_keyboard=had_keyboard)
        if self._goes_to_hits and state.below is Below.HITS:
            self._goes_to_hits = False
            self._hits.go_to_rows()
        if state.line is not None and state.line != before.line:
            self._lists.act_on.view.select_key(state.line)

    def _renew(self, changes: Changes) -> None:
        self._presenter.changed(changes)
        if self._opened and changes.topics & {Topic.STOCK, Topic.PRODUCTS, Topic.HOLDS, Topic.PLACES}:
            self._act_on.refresh()

    def _show_panels(self, state: ScanState) -> None:
        if state.count is not None:
            self._count_panel.show_state(state.count)
        if state.hold is not None:
            self._hold_panel.show_state(state.hold)
        if state.move is not None:
            self._move_panel.show_state(state.move)

    def _begin(self, below: Below, *, had_keyboard: bool) -> None:
        if below is Below.COUNT:
            self._count_panel.begin()
        elif below is Below.HOLD:
            self._hold_panel.begin()
        elif below is Below.MOVE:
            self._move_panel.begin()
        elif below is Below.LISTS and had_keyboard:
            self._lists.take_keyboard()  # the panel that had it is gone

    def _lay_out(self) -> None:
        acts = (
            self._quantity,
            self._pull,
            self._set_up,
            self._receive,
            self._count,
            self._quarantine,
            self._label,
        )
        for act in acts:
            self._card.add_act(act)
        for part in self._parts.values():
            self._below.add_part(part)
        column = page_layout(self._page)
        column.addWidget(self._hint)
        column.addWidget(self._card)
        column.addWidget(self._below, 1)

    def _connect(self) -> None:
        presenter = self._presenter
        self._lists.act_on.follow(self._act_on)
        self._link_panel.follow(presenter.linking)
        self._lists.tab_chosen.connect(presenter.choose_tab)
        self._lists.act_on.view.row_opened.connect(presenter.open_line)
        self._lists.move_wanted.connect(self._move)
        self._lists.history.view.row_opened.connect(presenter.open_entry)
        self._lists.equivalents.view.row_opened.connect(presenter.open)
        self._hits.chosen.connect(presenter.choose)
        self._quantity.submitted.connect(self._pull_now)
        self._pull.clicked.connect(self._pull_now)
        self._receive.clicked.connect(presenter.receive)
        self._count.clicked.connect(presenter.count)
        self._quarantine.clicked.connect(presenter.quarantine)
        self._label.clicked.connect(presenter.label)
        self._set_up.clicked.connect(presenter.set_up)

    def _pull_now(self) -> None:
        self._presenter.pull(self._quantity.quantity)

    def _move(self) -> None:
        rows = {row.key: row for row in self._shown.lots}
        chosen = rows.get(self._lists.lots.view.current_key)  # pyright: ignore[reportArgumentType]
        self._presenter.move(None if chosen is None else chosen.key)


def build(context: Context) -> ScanScreen:
    """Build the screen."""
    return ScanScreen(context)


def _hint() -> Card:
    card = Card(padding=18, gap=14, across=True)
    card.column.addWidget(Icon("scan-barcode", "primary", size=24))
    card.column.addWidget(
        Label(
            "Scan a package, a shelf label or a place; or type a name, an NDC or a labeler above.",
            "body",
            wrap=True,
        ),
        1,
    )
    card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    return card


def _titled(title: str, part: QWidget) -> Card:
    card = Card(padding=16, gap=10)
    card.column.addWidget(Label(title, "subtitle"))
    card.column.addWidget(part, 1)
    return card
