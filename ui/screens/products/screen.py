"""Products as the person sees it: the list with the selected product beside it, and the page that adds one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rxdesk.domain.identity import ProductId
from rxdesk.ports.scanner import Scan
from ui.context import Context
from ui.kit.buttons import Button, Kind
from ui.kit.cards import EmptyState
from ui.kit.fields import SearchField
from ui.kit.keys import ADD
from ui.kit.page import page_layout
from ui.parts.fronted import FrontedScreen
from ui.parts.list_table import ListTable
from ui.parts.pages import Stack
from ui.screens.products.panel import Beside, ProductPanel
from ui.screens.products.presenter import ProductsPresenter
from ui.screens.products.product_list import PRODUCT_COLUMNS
from ui.screens.products.set_up_page import SetUpPage
from ui.screens.products.state import PanelState, SetUpState


class ProductsScreen(FrontedScreen):
    """The screen; see `ui.context.Screen`."""

    def __init__(self, context: Context) -> None:
        preferences = context.preferences
        self._page, self._list, self._stack = QWidget(), QWidget(), Stack()
        self._search = SearchField("Search products", placeholder="Name, NDC or labeler")
        self._add = Button("Add a product", "plus", kind=Kind.PRIMARY, keys=ADD.keys)
        self._table = ListTable(
            "Products",
            PRODUCT_COLUMNS,
            name="products",
            preferences=preferences,
            empty=EmptyState(
                "pill",
                "The products this pharmacy keeps are listed here, with their levels and bins."
                " Receiving one adds it, or add it now.",
                "Add a product",
            ),
        )
        self._presenter = ProductsPresenter(context, self, table=self._table)
        super().__init__(self._page, self._presenter, self._table.view.setFocus)
        self._panel = ProductPanel(self._presenter.editing, preferences)
        self._set_up = SetUpPage(self._presenter.setting_up, preferences)
        self._lay_out()
        self._connect()

    def scanned(self, scan: Scan) -> bool:
        """Show the product of a shelf label, or take a pack's code to be linked; False for all else."""
        return self._presenter.scanned(scan)

    def open(self, subject: object) -> None:
        """Show the products of a filter, or one product."""
        self._presenter.open(subject)

    def back(self) -> bool:
        """Go one level back; False when there is no way back."""
        if self._presenter.back():
            return True
        if not self._search.text():
            return False
        self._search.clear()
        return True

    def show_panel(self, state: PanelState | None) -> None:
        """Show the selected product, or that none is."""
        self._panel.show_state(state)

    def show_set_up(self, state: SetUpState | None) -> None:
        """Show how far setting a product up has come; None shows the list."""
        self._stack.show_part(self._list if state is None else self._set_up)
        self._set_up.show_state(state)
        if state is None:
            self._table.view.setFocus()

    def show_homes(self, homes: Sequence[tuple[str, str]]) -> None:
        """Offer these places as bins."""
        self._panel.show_homes(homes)

    def show_text(self, text: str) -> None:
        """Show the words that are looked for."""
        if self._search.text().strip() != text:
            self._search.setText(text)

    def select_product(self, product: ProductId) -> None:
        """Put the keyboard on a product, as soon as its row is here."""
        self._table.view.select_key(product)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._search, 1)
        row.addWidget(self._add)
        across = Beside(self._table, self._panel)
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(15)
        column.addLayout(row)
        column.addWidget(across, 1)
        for part in (self._list, self._set_up):
            self._stack.add_part(part)
        page_layout(self._page).addWidget(self._stack, 1)

    def _connect(self) -> None:
        presenter, view = self._presenter, self._table.view
        self._table.follow(presenter.lines)
        self._table.action_wanted.connect(presenter.setting_up.begin)
        self._add.clicked.connect(presenter.setting_up.begin)
        self._search.textChanged.connect(presenter.lines.search)
        self._search.down_pressed.connect(view.setFocus)
        self._search.returnPressed.connect(view.setFocus)
        view.current_changed.connect(presenter.select)
        view.row_opened.connect(self._panel.begin)
        view.search_wanted.connect(self._type_on)
        self._panel.look_up_wanted.connect(self._look_up)
        self._panel.receive_wanted.connect(self._receive)
        self._panel.label_wanted.connect(self._print_labels)

    def _type_on(self, letters: str) -> None:
        self._search.setText(letters)
        self._search.setFocus()

    def _look_up(self) -> None:
        state = self._presenter.editing.state
        if state is not None:
            self._presenter.look_up(state.product)

    def _receive(self) -> None:
        state = self._presenter.editing.state
        if state is not None:
            self._presenter.receive(state.product)

    def _print_labels(self) -> None:
        selected = [ProductId(str(key)) for key in self._table.view.selected_keys()]
        state = self._presenter.editing.state
        shown = [] if state is None else [state.product]
        self._presenter.labels(selected if len(selected) > 1 else shown)


def build(context: Context) -> ProductsScreen:
    """Build the screen."""
    return ProductsScreen(context)
