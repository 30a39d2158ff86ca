"""Stock as the person sees it: what is looked for, the lines, and the acts of the one that is selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from rxdesk.domain.stock import LineKey
from rxdesk.ports.scanner import Scan
from ui.context import Context
from ui.kit.buttons import Button
from ui.kit.cards import EmptyState
from ui.kit.fields import ChoiceField, SearchField
from ui.kit.keys import COUNT, DISPENSE, MOVE, QUARANTINE, RECEIVE
from ui.kit.page import page_layout
from ui.parts.fronted import FrontedScreen
from ui.parts.selection_bar import SelectionBar
from ui.parts.stock_lines import amount_of, row_title
from ui.parts.stock_table import StockTable
from ui.parts.subjects import LineAct
from ui.parts.wording import expiry_words
from ui.screens.stock.presenter import StockPresenter


class StockScreen(FrontedScreen):
    """The screen; see `ui.context.Screen`."""

    def __init__(self, context: Context) -> None:
        self._page = QWidget()
        self._search = SearchField("Search stock", placeholder="Name, NDC, lot, labeler or place")
        self._places = ChoiceField("Place")
        self._table = StockTable(
            "Stock",
            name="stock",
            preferences=context.preferences,
            empty=EmptyState(
                "boxes",
                "Every lot in every place is listed here. Nothing is on hand yet: receive the first goods.",
                "Receive",
            ),
        )
        self._bar = SelectionBar()
        self._presenter = StockPresenter(context, self, table=self._table)
        super().__init__(self._page, self._presenter, self._table.view.setFocus)
        self._acts = (
            self._act(DISPENSE.words, "arrow-right", DISPENSE.keys, self._presenter.dispense),
            self._act(RECEIVE.words, "package-plus", RECEIVE.keys, self._presenter.receive),
            self._act(COUNT.words, "clipboard-list", COUNT.keys, self._begin(LineAct.COUNT)),
            self._act(QUARANTINE.words, "ban", QUARANTINE.keys, self._begin(LineAct.QUARANTINE)),
            self._act("Move", "move", MOVE.keys, self._begin(LineAct.MOVE)),
        )
        self._lay_out()
        self._connect()
        self._show_selection()

    def scanned(self, scan: Scan) -> bool:
        """Show what is in the place whose label was scanned; False for every other code."""
        return self._presenter.scanned(scan)

    def open(self, subject: object) -> None:
        """Show the lines of a filter, a place or a product."""
        self._presenter.open(subject)

    def show_text(self, text: str) -> None:
        """Show the words that are looked for."""
        if self._search.text().strip() != text:
            self._search.setText(text)

    def show_places(self, places: Sequence[tuple[str, str]], current: str) -> None:
        """Offer these places, one of them chosen."""
        self._places.show_choices(places, current)

    def back(self) -> bool:
        """Stop looking for words; False when none are looked for."""
        if not self._search.text():
            return False
        self._search.clear()
        return True

    def _act(self, words: str, icon: str, keys: str, do: Callable[[LineKey], None]) -> Button:
        button = Button(words, icon, keys=keys)
        button.clicked.connect(lambda: self._with_line(do))
        return button

    def _begin(self, act: LineAct) -> Callable[[LineKey], None]:
        return lambda line: self._presenter.begin(act, line)

    def _with_line(self, do: Callable[[LineKey], None]) -> None:
        line = self._table.current_line()
        if line is not None:
            do(line.key)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._search, 3)
        row.addWidget(self._places, 1)
        column = page_layout(self._page)
        column.addLayout(row)
        column.addWidget(self._table, 1)
        column.addWidget(self._bar)
        for act in self._acts:
            self._bar.add_act(act)

    def _connect(self) -> None:
        self._table.follow(self._presenter.lines)
        self._table.action_wanted.connect(self._presenter.receive_first)
        self._table.reopened.connect(self._show_selection)
        self._table.view.row_opened.connect(self._presenter.look_up)
        self._table.view.current_changed.connect(self._show_selection)
        self._table.view.search_wanted.connect(self._type_on)
        self._search.textChanged.connect(self._presenter.lines.search)
        self._search.down_pressed.connect(self._table.view.setFocus)
        self._search.returnPressed.connect(self._table.view.setFocus)
        self._places.chosen.connect(self._presenter.choose_place)

    def _type_on(self, letters: str) -> None:
        self._search.setText(letters)
        self._search.setFocus()

    def _show_selection(self) -> None:
        line = self._table.current_line()
        for act in self._acts:
            act.setEnabled(line is not None)
        if line is None:
            self._bar.show_selection("No line is selected", "Choose one; Enter opens it.")
        else:
            about = (f"Lot {line.lot or '–'}", expiry_words(line.expiry), line.key.place, amount_of(line))
            self._bar.show_selection(row_title(line), " · ".join(about))


def build(context: Context) -> StockScreen:
    """Build the screen."""
    return StockScreen(context)
