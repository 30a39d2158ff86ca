"""Reordering as the person sees it: the list, one line's arithmetic, and the words that mark it as ordered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import cast

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from rxdesk.domain.changes import Changes
from rxdesk.domain.identity import ProductId
from rxdesk.domain.quantity import THOUSAND, Quantity, units
from rxdesk.domain.wording import titled, unit_words
from rxdesk.ports.scanner import Scan
from ui.context import Context
from ui.kit.buttons import Button, Kind
from ui.kit.cards import Banner, Card, EmptyState
from ui.kit.fields import TextField
from ui.kit.keys import MARK_ORDERED
from ui.kit.labels import Label
from ui.kit.names import NameLabel
from ui.kit.page import page_layout
from ui.kit.rows import RowsModel
from ui.kit.stepper import QuantityStepper
from ui.kit.tablecard import Filter, TableCard
from ui.parts.subjects import Waiting
from ui.screens.reorder.columns import BELOW, ON_ORDER
from ui.screens.reorder.presenter import ReorderPresenter
from ui.screens.reorder.state import SECTION_WORDS, OpenOrder, OrderLine, ReorderState, Section

_SUPPLIER = "reorder/supplier"


class ReorderScreen:
    """The screen; see `ui.context.Screen`."""

    def __init__(self, context: Context) -> None:
        self._preferences = context.preferences
        self._page = QWidget()
        self._banner = Banner()
        self._line: OrderLine | None = None
        self._below = RowsModel[OrderLine](BELOW)
        self._coming = RowsModel[OrderLine](ON_ORDER)
        self._tables = {
            False: self._table("Reorder", self._below, "reorder", context, _nothing_below()),
            True: self._table("Reorder", self._coming, "reorder/on_order", context, _nothing_coming()),
        }
        self._name = NameLabel("subtitle", 600)
        self._why = Label("", "muted", wrap=True)
        self._packs = QuantityStepper("Packs to order", unit="packs")
        self._go = Button("Show the product", "pill", kind=Kind.QUIET)
        self._orders = QVBoxLayout()
        self._supplier = TextField("Supplier", placeholder="Supplier")
        self._reference = TextField("Order number", placeholder="Order number")
        self._mark = Button(
            "Mark as ordered", "shopping-cart", kind=Kind.PRIMARY, keys=MARK_ORDERED.keys, tall=True
        )
        self._chosen = Card(padding=18, gap=10)
        self._marking = QWidget()
        self._presenter = ReorderPresenter(self, context, reverse=context.reverse)
        self._supplier.setText(context.preferences.get(_SUPPLIER) or "")
        self._lay_out()
        self._connect()
        self.show(self._presenter.state)
        self.show_line(None)

    @property
    def widget(self) -> QWidget:
        """Return what is shown."""
        return self._page

    def shown(self) -> None:
        """Ask for what is stale."""
        self._presenter.shown()

    def hidden(self) -> None:
        """The screen went to the back."""
        self._presenter.hidden()

    def changed(self, changes: Changes) -> None:
        """Refresh now, or when the screen comes to the front."""
        self._presenter.changed(changes)

    def scanned(self, scan: Scan) -> bool:  # noqa: ARG002  # every screen is asked
        """Leave every scan to the look-up."""
        return False

    def open(self, subject: object) -> None:
        """Show a product's line by its NDC, or what is on order."""
        if subject is Waiting.ON_ORDER:
            self._presenter.show_section(Section.ON_ORDER)
        elif isinstance(subject, str):
            self._table_shown().view.select_key(ProductId(subject))

    # --- what the presenter shows -----------------------------------------------------------------

    def show(self, state: ReorderState) -> None:
        """Show what is to be ordered, or what is on order."""
        coming = state.section is Section.ON_ORDER
        filters = [Filter(section.value, SECTION_WORDS[section], count) for section, count in state.counts]
        for on_order, table in self._tables.items():
            table.setVisible(on_order is coming)
            table.show_filters(filters, state.section.value)
        (self._coming if coming else self._below).show(state.lines)
        self._marking.setVisible(not coming)
        self._mark.setEnabled(state.may_mark)
        noun = "product" if state.to_mark == 1 else "products"
        self._mark.setText(
            f"Mark {state.to_mark:,} {noun} as ordered" if state.to_mark else "Nothing to mark"
        )
        self._reference.setPlaceholderText(
            "Form 222 or CSOS number" if state.section is Section.SCHEDULE_TWO else "Order number"
        )

    def show_line(self, line: OrderLine | None) -> None:
        """Show one product with its arithmetic."""
        self._line = line
        self._packs.setEnabled(line is not None)
        self._go.setVisible(line is not None)
        if line is None:
            self._name.show_name("Choose a line to see why, and to change its packs")
            self._why.setText("Up and Down go along the lines; + and − change the packs of the chosen one.")
            self._packs.show_quantity(None)
            return
        row = line.row
        self._name.show_name(titled(row.name, row.strength, row.form))
        self._why.setText(row.why)
        self._packs.show_unit(f"packs of {row.pack_quantity // THOUSAND:,} {unit_words(row.unit, row.form)}")
        if self._packs.quantity != units(line.packs):
            self._packs.show_quantity(units(line.packs))

    def show_orders(self, orders: Sequence[OpenOrder]) -> None:
        """Show the orders that the chosen product is on."""
        while (item := self._orders.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        for order in orders:
            button = Button(f"Cancel the order of {order.at}", "undo-2")
            button.setToolTip(order.sentence)
            button.setAccessibleDescription(order.sentence)
            button.clicked.connect(partial(self._presenter.cancel_order, order))
            self._orders.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_marked(self) -> None:
        """The lines were marked: forget the reference, the supplier stays."""
        self._preferences.set(_SUPPLIER, self._supplier.text())
        self._reference.clear()

    def show_refusal(self, said: str, remedy: str) -> None:
        """Say why something was not done."""
        if said:
            self._banner.show_message(said, remedy, dismissable=True)
        else:
            self._banner.hide()

    # --- wiring ---------------------------------------------------------------------------------------

    def _connect(self) -> None:
        presenter = self._presenter
        for table in self._tables.values():
            table.filter_chosen.connect(self._choose_section)
            table.export_wanted.connect(self._choose_format)
            table.print_wanted.connect(presenter.print_sheet)
            table.view.current_changed.connect(self._choose)
            table.view.row_opened.connect(self._edit_packs)
            table.view.search_wanted.connect(self._step)
        self._packs.quantity_changed.connect(self._change_packs)
        self._packs.submitted.connect(self._next_line)
        self._go.clicked.connect(presenter.go_to_product)
        self._mark.clicked.connect(self._mark_ordered)
        self._supplier.returnPressed.connect(self._reference.setFocus)
        self._reference.returnPressed.connect(self._mark.setFocus)
        self._banner.dismissed.connect(self._banner.hide)

    def _choose_section(self, key: str) -> None:
        self._presenter.show_section(Section(key))

    def _choose(self, key: object) -> None:
        self._presenter.choose(cast("ProductId | None", key))

    def _edit_packs(self) -> None:
        self._packs.setFocus()
        self._packs.select_all()

    def _step(self, letters: str) -> None:
        """Take + and − typed on the list; letters have no use here."""
        step = {"+": 1, "-": -1}.get(letters[-1:])
        if step is not None and self._line is not None:
            self._presenter.set_packs(self._line.key, self._line.packs + step)

    def _change_packs(self, quantity: Quantity | None) -> None:
        if quantity is not None and self._line is not None:
            self._presenter.set_packs(self._line.key, quantity // THOUSAND)

    def _next_line(self) -> None:
        view = self._table_shown().view
        place = view.currentIndex().row() + 1
        if place < self._below.rowCount():
            view.select_key(self._below.rows[place].key)
            self._packs.select_all()
        else:
            self._supplier.setFocus()

    def _mark_ordered(self) -> None:
        self._presenter.mark_ordered(self._supplier.text(), self._reference.text())

    def _choose_format(self) -> None:
        table = self._table_shown()
        menu = QMenu(table)
        formats = (("pdf", "PDF, as printed"), ("csv", "CSV table"), ("xlsx", "Excel workbook"))
        for suffix, words in formats:
            menu.addAction(words).triggered.connect(partial(self._presenter.save, suffix))
        menu.popup(table.mapToGlobal(QPoint(table.width() - 240, 52)))

    def _table_shown(self) -> TableCard:
        return self._tables[self._presenter.state.section is Section.ON_ORDER]

    def _table(
        self, title: str, model: RowsModel[OrderLine], name: str, context: Context, empty: EmptyState
    ) -> TableCard:
        return TableCard(title, model, name=name, preferences=context.preferences, empty=empty)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._name)
        words.addWidget(self._why)
        head = QHBoxLayout()
        head.setSpacing(20)
        head.addLayout(words, 1)
        head.addWidget(self._go, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(self._orders)
        self._chosen.column.addLayout(head)
        marking = QHBoxLayout(self._marking)
        marking.setContentsMargins(0, 0, 0, 0)
        marking.setSpacing(10)
        marking.addWidget(self._packs)
        marking.addStretch(1)
        marking.addWidget(self._supplier)
        marking.addWidget(self._reference)
        marking.addWidget(self._mark)
        self._chosen.column.addWidget(self._marking)
        page = page_layout(self._page)
        page.addWidget(self._banner)
        for table in self._tables.values():
            page.addWidget(table, 1)
        page.addWidget(self._chosen)


def build(context: Context) -> ReorderScreen:
    """Return the screen."""
    return ReorderScreen(context)


def _nothing_below() -> EmptyState:
    return EmptyState(
        "shopping-cart",
        "Nothing is below its minimum here. Set minimums on the Products screen, and what runs low is proposed.",
    )


def _nothing_coming() -> EmptyState:
    return EmptyState(
        "truck", "Nothing is on order. What you mark as ordered stands here until it is received."
    )
