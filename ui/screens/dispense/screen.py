"""Dispense as the person sees it: the fill, the lots it draws from, and what was dispensed lately."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from rxdesk.domain.changes import Changes
from rxdesk.ports.scanner import Scan
from ui.context import Context
from ui.kit.buttons import Button, Kind
from ui.kit.cards import Card, EmptyState
from ui.kit.columns import Column
from ui.kit.page import page_layout
from ui.kit.rows import RowsModel
from ui.kit.tablecard import TableCard
from ui.kit.tones import Chip, Tone
from ui.parts.finder import HitList, LinkPanel
from ui.parts.missed import Missed
from ui.parts.pages import BackPage, Stack, take_what_is_left
from ui.screens.dispense.fillcard import FillCard
from ui.screens.dispense.plan import DRAW_COLUMNS, DrawRow
from ui.screens.dispense.presenter import DispensePresenter
from ui.screens.dispense.state import DispenseState, FillRow

_FILL_COLUMNS: Final[tuple[Column[FillRow], ...]] = (
    Column(key="when", title="Time", text=lambda row: row.when, muted=True, width=64, sortable=False),
    Column(
        key="said",
        title="Dispensed",
        text=lambda row: row.row.sentence.removeprefix("Dispensed "),
        tall_man=True,
        stretch=True,
        sortable=False,
    ),
    Column(
        key="state",
        title="",
        chips=lambda row: (Chip("Reversed", "undo-2", Tone.NEUTRAL),) if row.row.reversed_by else (),
        width=24,
        sortable=False,
    ),
)


class DispenseScreen:
    """The screen; see `ui.context.Screen`."""

    def __init__(self, context: Context) -> None:
        preferences = context.preferences
        self._page = BackPage(self.back)
        self._presenter = DispensePresenter(context, self)
        self._missed = Missed(self._presenter.changed)
        self._state = self._presenter.state
        self._all_lots = False
        self._fill = FillCard(self._presenter)
        self._hits = HitList(name="dispense/hits", preferences=preferences, field=False)
        self._link = LinkPanel(name="dispense/link", preferences=preferences)
        self._draws: RowsModel[DrawRow] = RowsModel(DRAW_COLUMNS)
        self._fills: RowsModel[FillRow] = RowsModel(_FILL_COLUMNS)
        self._nothing_drawn = EmptyState("pill", "")
        self._lots = TableCard(
            "Drawn from",
            self._draws,
            name="dispense/lots",
            preferences=preferences,
            empty=self._nothing_drawn,
        )
        self._lately = TableCard(
            "Dispensed lately",
            self._fills,
            name="dispense/lately",
            preferences=preferences,
            empty=EmptyState("history", "What is dispensed stands here, and can be reversed."),
        )
        self._others = Button("Why not the others", "circle-question-mark", kind=Kind.QUIET, keys="F7")
        self._reverse = Button("Reverse", "undo-2", kind=Kind.QUIET)
        self._lists, self._found, self._below = QWidget(), _card(self._hits), Stack()
        self._lay_out()
        self._connect()
        self.show(self._presenter.state)

    @property
    def widget(self) -> QWidget:
        """Return what is shown."""
        return self._page

    def shown(self) -> None:
        """Take up what was left unfinished, ready for the next prescription."""
        self._presenter.shown()
        self._missed.shown()
        self._fill.rx_number.setFocus()

    def hidden(self) -> None:
        """Keep everything: what is typed is on disk already."""
        self._missed.hidden()

    def changed(self, changes: Changes) -> None:
        """Ask for what was altered."""
        self._missed.changed(changes)

    def scanned(self, scan: Scan) -> bool:
        """Take a prescription label or verify a pack; False for a badge."""
        return self._presenter.scanned(scan)

    def open(self, subject: object) -> None:
        """Begin with a product, a quantity and the pack in hand."""
        self._presenter.shown()
        self._presenter.open(subject)
        self._fill.rx_number.setFocus()

    def back(self) -> bool:
        """Go one level back; False when there is no way back."""
        return self._presenter.back()

    def show(self, state: DispenseState) -> None:
        """Show everything anew; what has not changed is not painted again."""
        before, self._state = self._state, state
        self._fill.show_state(state)
        self._link.show_state(state.link)
        self._hits.show_hits(state.asked, state.hits)
        self._show_lots()
        self._fills.show(state.lately)
        below = self._link if state.link else self._found if state.asked else self._lists
        self._below.show_part(below)
        if state.order_id != before.order_id:
            self._all_lots = False
            self._fill.rx_number.setFocus()
        elif before.card is None and state.card is not None and state.rx_number:
            self._fill.quantity.setFocus()

    def _show_lots(self) -> None:
        plan, card = self._state.plan, self._state.card
        drawn, others = plan.drawn, plan.others
        self._draws.show((*drawn, *others) if self._all_lots or not drawn else drawn)
        self._others.setText("Only these" if self._all_lots else f"Why not the others ({len(others)})")
        self._others.setEnabled(bool(others and drawn))
        self._nothing_drawn.show_words(
            "Scan the pack or find the product; the lots that expire first are chosen by themselves."
            if card is None
            else "No lot of this product is on hand. Receive it, or count the shelf."
        )

    def _lay_out(self) -> None:
        for card, tool in ((self._lots, self._others), (self._lately, self._reverse)):
            card.offer(export=False, paper=False)
            card.tools.insertWidget(0, tool)
            take_what_is_left(card.view)
        row = QHBoxLayout(self._lists)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(15)
        row.addWidget(self._lots, 13)
        row.addWidget(self._lately, 8)
        for part in (self._lists, self._found, self._link):
            self._below.add_part(part)
        column = page_layout(self._page)
        column.addWidget(self._fill)
        column.addWidget(self._below, 1)

    def _connect(self) -> None:
        self._link.follow(self._presenter.linking)
        self._hits.chosen.connect(self._presenter.choose)
        self._fill.search.down_pressed.connect(self._hits.go_to_rows)
        self._others.clicked.connect(self._toggle_others)
        self._lots.view.row_opened.connect(self._presenter.take_line)
        self._lately.view.row_opened.connect(self._presenter.open_entry)
        self._reverse.clicked.connect(lambda: self._reverse_row(self._lately.view.current_key))

    def _toggle_others(self) -> None:
        self._all_lots = not self._all_lots
        self._show_lots()

    def _reverse_row(self, key: Hashable | None) -> None:
        rows = [row for row in self._state.lately if row.row.reversible]
        chosen = next((row for row in rows if row.key == key), next(iter(rows), None))
        if chosen is not None:
            self._presenter.reverse(chosen.key)


def build(context: Context) -> DispenseScreen:
    """Build the screen."""
    return DispenseScreen(context)


def _card(part: QWidget) -> Card:
    card = Card(padding=16, gap=10)
    card.column.addWidget(part, 1)
    return card
