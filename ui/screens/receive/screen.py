"""Receive as the person sees it: the head of the delivery, the pack in hand, and what has been received."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from rxdesk.domain.changes import Changes
from rxdesk.domain.quantity import THOUSAND, units
from rxdesk.ports.scanner import Scan
from ui.context import Context
from ui.kit.buttons import Button, Kind
from ui.kit.cards import Banner, Card, EmptyState
from ui.kit.fields import ChoiceField, SearchField, TextField
from ui.kit.flow import FlowLayout
from ui.kit.page import page_layout
from ui.kit.rows import RowsModel
from ui.kit.stepper import QuantityStepper
from ui.kit.tablecard import TableCard
from ui.kit.theme import look
from ui.kit.tones import Tone
from ui.parts.finder import HitList, LinkPanel
from ui.parts.labelled import Labelled
from ui.parts.missed import Missed
from ui.parts.pages import BackPage, Stack, take_what_is_left
from ui.screens.receive.inhand import InHand
from ui.screens.receive.presenter import ReceivePresenter
from ui.screens.receive.rows import RECEIVED_COLUMNS, TOTAL_COLUMNS, ReceivedRow, TotalRow
from ui.screens.receive.state import Head, ReceiveState

_OWN_BIN = "Each product’s own bin"


class ReceiveScreen:
    """The screen; see `ui.context.Screen`."""

    def __init__(self, context: Context) -> None:
        preferences = context.preferences
        self._context = context
        self._state = ReceiveState()
        self._page = BackPage(self.back)
        self._presenter = ReceivePresenter(context, self)
        self._missed = Missed(self._presenter.changed)
        self._head = HeadCard(self._presenter)
        self._note = Banner()
        self._in_hand = InHand(self._presenter, context.desk.today)
        self._hits = HitList(name="receive/hits", preferences=preferences, field=False)
        self._link = LinkPanel(name="receive/link", preferences=preferences)
        self._rows: RowsModel[ReceivedRow] = RowsModel(RECEIVED_COLUMNS)
        self._totals: RowsModel[TotalRow] = RowsModel(TOTAL_COLUMNS)
        self._received = TableCard(
            "Received in this delivery",
            self._rows,
            name="receive/rows",
            preferences=preferences,
            empty=EmptyState(
                "package-plus", "Scan the first pack. Each pack is on file the moment it is scanned."
            ),
        )
        self._totalled = TableCard(
            "Totals",
            self._totals,
            name="receive/totals",
            preferences=preferences,
            empty=EmptyState("boxes", "What has been received of each product is added up here."),
        )
        self._reverse = Button("Reverse", "undo-2", kind=Kind.QUIET)
        self._end = Button("End this delivery", "check", kind=Kind.QUIET)
        self._lists = QWidget()
        self._found = _card(self._hits)
        self._below = Stack()
        self._lay_out()
        self._connect()
        self.show(self._presenter.state)

    @property
    def widget(self) -> QWidget:
        """Return what is shown."""
        return self._page

    def shown(self) -> None:
        """Take up what was left unfinished."""
        self._presenter.shown()
        self._missed.shown()

    def hidden(self) -> None:
        """Keep everything: what is typed is on disk already."""
        self._missed.hidden()

    def changed(self, changes: Changes) -> None:
        """Ask for what was altered."""
        self._missed.changed(changes)

    def scanned(self, scan: Scan) -> bool:
        """Receive what was scanned; False for a badge."""
        return self._presenter.scanned(scan)

    def open(self, subject: object) -> None:
        """Begin with a product, or with the pack in hand."""
        self._presenter.shown()
        self._presenter.open(subject)

    def back(self) -> bool:
        """Go one level back; False when there is no way back."""
        return self._presenter.back()

    def show(self, state: ReceiveState) -> None:
        """Show everything anew; what has not changed is not painted again."""
        self._state = state
        self._head.show_state(state)
        self._in_hand.show_state(state)
        self._link.show_state(state.link)
        self._hits.show_hits(state.asked, state.hits)
        self._rows.show(state.rows)
        self._totals.show(state.totals)
        if state.note:
            self._note.show_message(state.note, tone=Tone.INFO)
        else:
            self._note.hide()
        below = self._link if state.link else self._found if state.asked else self._lists
        self._below.show_part(below)

    def _lay_out(self) -> None:
        self._received.offer(export=False, paper=False)
        self._received.tools.insertWidget(0, self._end)
        self._received.tools.insertWidget(0, self._reverse)
        self._totalled.offer(export=False, paper=False)
        row = QHBoxLayout(self._lists)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(15)
        row.addWidget(self._received, 7)
        row.addWidget(self._totalled, 3)
        for part in (self._lists, self._found, self._link):
            self._below.add_part(part)
        for card in (self._received, self._totalled):
            take_what_is_left(card.view)
        column = page_layout(self._page)
        for part in (self._head, self._note, self._in_hand):
            column.addWidget(part)
        column.addWidget(self._below, 1)

    def _connect(self) -> None:
        self._link.follow(self._presenter.linking)
        self._hits.chosen.connect(self._presenter.choose)
        self._head.search.down_pressed.connect(self._hits.go_to_rows)
        self._end.clicked.connect(self._presenter.finish)
        self._reverse.clicked.connect(lambda: self._reverse_row(self._received.view.current_key))
        self._received.view.row_opened.connect(self._open_product)

    def _reverse_row(self, key: Hashable | None) -> None:
        row = next((row for row in self._state.rows if row.key == key), None)
        chosen = row or next((row for row in self._state.rows if not row.reversed), None)
        if chosen is not None:
            self._presenter.reverse(chosen.entry)

    def _open_product(self, key: Hashable) -> None:
        row = next((row for row in self._state.rows if row.key == key), None)
        if row is not None:
            self._context.go("scan", row.fact.product)


class HeadCard(Card):
    """What is the same for every pack of the delivery."""

    def __init__(self, presenter: ReceivePresenter) -> None:
        super().__init__(padding=14, gap=8)
        self._presenter = presenter
        self._shown = Head()
        px = look().px
        self._supplier = TextField("Supplier", placeholder="Wholesaler")
        self._reference = TextField("Reference", placeholder="Invoice number")
        self._form = TextField("Order form", placeholder="222 or CSOS", mono=True)
        self._place = ChoiceField("Goes into")
        self._packs = QuantityStepper("Packs in the next scan", least=units(1), low=True)
        self.search = SearchField("Find a product to receive", placeholder="Name or NDC")
        row = FlowLayout(gap=14)
        for part in (
            Labelled("Supplier", self._supplier, width=px(150)),
            Labelled("Reference", self._reference, width=px(150)),
            Labelled("Order form, for C-II", self._form, width=px(136)),
            Labelled("Everything goes into", self._place, width=px(200)),
            Labelled("A pack without a code", self.search, width=px(210)),
            Labelled("Packs in the next scan", self._packs),
        ):
            row.addWidget(part)
        self.column.addLayout(row)
        for field in (self._supplier, self._reference, self._form):
            field.textEdited.connect(self._write)
        self._place.chosen.connect(presenter.choose_place)
        self._packs.quantity_changed.connect(self._say_packs)
        self.search.textEdited.connect(presenter.search)

    def show_state(self, state: ReceiveState) -> None:
        """Show the head as it stands."""
        head = state.head
        for field, text in (
            (self._supplier, head.supplier),
            (self._reference, head.reference),
            (self._form, head.order_form),
        ):
            if field.text() != text:
                field.setText(text)
        places = [(place, place if words == place else f"{place} · {words}") for place, words in state.places]
        self._place.show_choices([("", _OWN_BIN), *places], head.place or "")
        if self._packs.quantity != units(head.packs):
            self._packs.show_quantity(units(head.packs))
        if not state.asked and self.search.text():
            self.search.clear()

    def _write(self) -> None:
        self._presenter.write_head(
            supplier=self._supplier.text(), reference=self._reference.text(), order_form=self._form.text()
        )

    def _say_packs(self) -> None:
        quantity = self._packs.quantity
        if quantity is not None:
            self._presenter.say_packs_at_once(quantity // THOUSAND)


def build(context: Context) -> ReceiveScreen:
    """Build the screen."""
    return ReceiveScreen(context)


def _card(part: QWidget) -> Card:
    card = Card(padding=16, gap=10)
    card.column.addWidget(part, 1)
    return card
