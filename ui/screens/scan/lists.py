"""The lists below the product: lots to act on, and what belongs to the product that is open."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit.buttons import Button, Kind
from ui.kit.cards import EmptyState
from ui.kit.keys import MOVE
from ui.kit.preferences import Preferences
from ui.kit.rows import RowsModel
from ui.kit.shown import show_if
from ui.kit.tablecard import TableCard
from ui.parts.codes import CODE_COLUMNS, CodeRow
from ui.parts.pages import Stack, take_what_is_left
from ui.parts.stock_table import StockTable
from ui.parts.tabs import Tab as TabWords
from ui.parts.tabs import TabStrip
from ui.screens.scan.rows import (
    EQUIVALENT_COLUMNS,
    HISTORY_COLUMNS,
    LOT_COLUMNS,
    EquivalentRow,
    HistoryRow,
    LotRow,
)
from ui.screens.scan.state import ScanState, Tab


class Lists(QWidget):
    """One list at a time, chosen by a tab while a product is open.

    Signals:
        tab_chosen: Another list is wanted: its key.
        move_wanted: The lot that is current in the product's lots is to be moved.
    """

    tab_chosen = Signal(str)
    move_wanted = Signal()

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs = TabStrip("Lists about this product")
        self._rows_of_lots: RowsModel[LotRow] = RowsModel(LOT_COLUMNS)
        self._rows_of_history: RowsModel[HistoryRow] = RowsModel(HISTORY_COLUMNS)
        self._rows_of_equivalents: RowsModel[EquivalentRow] = RowsModel(EQUIVALENT_COLUMNS)
        self._rows_of_codes: RowsModel[CodeRow] = RowsModel(CODE_COLUMNS)
        self.act_on = StockTable(
            "Lots to act on",
            name="scan/act_on",
            preferences=preferences,
            empty=EmptyState(
                "boxes", "No lots are on hand. Receive goods, and they are listed here by expiry."
            ),
        )
        self.lots = TableCard(
            "Lots of this product",
            self._rows_of_lots,
            name="scan/lots",
            preferences=preferences,
            empty=EmptyState("boxes", "No lot of this product is on hand. Press F6 to receive it."),
        )
        self.history = TableCard(
            "History of this product",
            self._rows_of_history,
            name="scan/history",
            preferences=preferences,
            empty=EmptyState("history", "Nothing has happened to this product yet."),
        )
        self.equivalents = TableCard(
            "Equivalents kept here",
            self._rows_of_equivalents,
            name="scan/equivalents",
            preferences=preferences,
            empty=EmptyState(
                "pill", "No other product kept here has the same ingredients, strength and form."
            ),
        )
        self._codes = TableCard(
            "Codes of this product",
            self._rows_of_codes,
            name="scan/codes",
            preferences=preferences,
            empty=EmptyState("barcode", "No code is known for this product. Scan a pack to link its code."),
        )
        self._stack = Stack()
        self._cards = {
            Tab.ACT_ON: self.act_on,
            Tab.LOTS: self.lots,
            Tab.HISTORY: self.history,
            Tab.EQUIVALENTS: self.equivalents,
            Tab.CODES: self._codes,
        }
        for tab, card in self._cards.items():
            self._stack.add_part(card)
            take_what_is_left(card.view)
            if tab is not Tab.ACT_ON:
                card.offer(export=False, paper=False)
        move = Button("Move", "move", kind=Kind.QUIET, keys=MOVE.keys)
        self.lots.tools.insertWidget(0, move)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._tabs)
        column.addWidget(self._stack, 1)
        self._tabs.chosen.connect(self.tab_chosen)
        move.clicked.connect(self.move_wanted)

    def take_keyboard(self) -> None:
        """Put the keyboard on the list that is shown."""
        next(card for card in self._cards.values() if not card.isHidden()).view.setFocus()

    def show_state(self, state: ScanState) -> None:
        """Show the list that is chosen, and what belongs to the product."""
        self._rows_of_lots.show(state.lots)
        self._rows_of_history.show(state.history)
        self._rows_of_equivalents.show(state.equivalents)
        self._rows_of_codes.show(state.codes)
        tab = state.tab if state.kept else Tab.ACT_ON
        show_if(self._tabs, state.kept)
        for card in self._cards.values():
            show_if(card.title, not state.kept)  # the tab says it already
        self._tabs.show_tabs(_tabs(state), tab)
        self._stack.show_part(self._cards[tab])


def _tabs(state: ScanState) -> tuple[TabWords, ...]:
    return (
        TabWords(Tab.ACT_ON, "Lots to act on"),
        TabWords(Tab.LOTS, "Lots of this product", len(state.lots)),
        TabWords(Tab.HISTORY, "History"),
        TabWords(Tab.EQUIVALENTS, "Equivalents", len(state.equivalents)),
        TabWords(Tab.CODES, "Codes", len(state.codes)),
    )
