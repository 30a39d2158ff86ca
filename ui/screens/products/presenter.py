"""The conversation of Products: which are listed, which is selected, and how one joins. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.errors import Refusal
from rxdesk.domain.identity import ProductId
from rxdesk.domain.places import ISSUABLE
from rxdesk.domain.scan import ScannedShelf, read_scan
from rxdesk.domain.wording import counted
from rxdesk.ports.queries import ProductFilter, ProductQuery
from rxdesk.ports.rows import PlaceRow
from rxdesk.ports.scanner import Scan
from rxdesk.usecases.print_label import shelf_label
from ui.parts.freshness import Freshness
from ui.parts.given import Given
from ui.parts.paged_list import ListView
from ui.parts.subjects import Arrival
from ui.screens.products.editing import Editing
from ui.screens.products.product_list import KeptRow, ProductList
from ui.screens.products.setting_up import SettingUp
from ui.screens.products.state import NO_HOME, PanelState, SetUpState

_TOPICS: Final = frozenset({Topic.STOCK, Topic.PRODUCTS, Topic.HOLDS, Topic.ON_ORDER, Topic.PLACES})


class ProductsView(Protocol):
    """What shows the selected product, and the page that sets one up."""

    def show_panel(self, state: PanelState | None) -> None:
        """Show the selected product, or that none is."""
        ...

    def show_set_up(self, state: SetUpState | None) -> None:
        """Show how far setting a product up has come; None shows the list."""
        ...

    def show_homes(self, homes: Sequence[tuple[str, str]]) -> None:
        """Offer these places as bins, as key and words."""
        ...

    def show_text(self, text: str) -> None:
        """Show the words that are looked for."""
        ...

    def select_product(self, product: ProductId) -> None:
        """Put the keyboard on a product, as soon as its row is here."""
        ...


class ProductsPresenter:
    """Knows the list and the product in hand.

    Args:
        given: The desk and the way to ask it.
        view: What shows the selected product, and the page that sets one up.
        table: What shows the list.
    """

    def __init__(self, given: Given, view: ProductsView, *, table: ListView[KeptRow]) -> None:
        self._given = given
        self._view = view
        self.lines = ProductList(given, table)
        self.editing = Editing(given, self._show_panel)
        self.setting_up = SettingUp(given, self._show_set_up, self._open_kept)
        self._freshness = Freshness(self._refresh, _TOPICS)

    def shown(self) -> None:
        """Ask for what is stale."""
        self._freshness.shown()

    def hidden(self) -> None:
        """The screen went to the back."""
        self._freshness.hidden()

    def changed(self, changes: Changes) -> None:
        """Ask for what was altered, now or when the screen comes to the front."""
        self._freshness.changed(changes)

    def scanned(self, scan: Scan) -> bool:
        """Show the product of a shelf label, or take a pack's code to be linked; all else is looked up elsewhere."""
        try:
            meaning = read_scan(scan.text, today=self._given.desk.today(), profile=scan.profile)
        except Refusal:
            return False  # the look-up says why, with all it knows
        if self.setting_up.state is not None:
            return False
        if isinstance(meaning, ScannedShelf):
            self._open_kept(ProductId(meaning.ndc))
            return True
        return self.editing.take_scan(meaning)

    def open(self, subject: object) -> None:
        """Show the products of a filter, or one product."""
        if self.setting_up.state is not None:
            self.setting_up.state = None
            self._show_set_up()
        if isinstance(subject, ProductFilter):
            self._look_for(ProductQuery(only=subject))
        elif isinstance(subject, str):
            self._open_kept(ProductId(subject))

    def select(self, product: ProductId | None) -> None:
        """The keyboard is on another product, or on none."""
        self.editing.open(product)

    def look_up(self, product: ProductId) -> None:
        """Open a product with its lots and its history."""
        self._given.go("scan", product)

    def receive(self, product: ProductId) -> None:
        """Go on to receive a product."""
        self._given.go("receive", Arrival(product=product))

    def labels(self, products: Sequence[ProductId]) -> None:
        """Preview the shelf labels of these products."""
        if not products:
            return
        desk = self._given.desk

        def draw() -> bytes:
            cards = (desk.reads.product_card(product) for product in products)
            labels = [shelf_label(card) for card in cards if card is not None]
            return desk.draughtsman.label_pdf(labels, stock=desk.draughtsman.label_stocks()[0])

        self._given.preview(f"Shelf labels for {counted(len(products), 'product')}", draw)

    def back(self) -> bool:
        """Go one level back: out of setting up, or to the levels on file; False when there is no way back."""
        return self.setting_up.back() or self.editing.undo()

    def _refresh(self) -> None:
        self.lines.refresh()
        self.editing.renew()
        self._given.ask(self._given.desk.reads.places, self._know_places)

    def _open_kept(self, product: ProductId) -> None:
        if self.lines.query.text or self.lines.query.only is not ProductFilter.ALL:
            self._look_for(ProductQuery())
        self._view.select_product(product)
        self.editing.open(product)

    def _look_for(self, query: ProductQuery) -> None:
        before = self.lines.query
        self.lines.ask_for(replace(query, order=before.order, descending=before.descending))
        self._view.show_text(query.text)

    def _know_places(self, rows: Sequence[PlaceRow]) -> None:
        bins = (row.place.place for row in rows if row.place.active and row.place.kind in ISSUABLE)
        self._view.show_homes(((NO_HOME, "No bin of its own"), *((place, place) for place in bins)))

    def _show_panel(self) -> None:
        self._view.show_panel(self.editing.state)

    def _show_set_up(self) -> None:
        self._view.show_set_up(self.setting_up.state)
