"""Expiring as the person sees it: the horizon, the lines, and the acts on all that are selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from rxdesk.domain.places import PlaceKind
from rxdesk.domain.stock import LineKey
from rxdesk.domain.wording import counted
from rxdesk.ports.rows import StockRow
from rxdesk.ports.scanner import Scan
from ui.context import Context
from ui.kit.buttons import Button, Kind
from ui.kit.cards import Banner, EmptyState
from ui.kit.keys import PRINT, QUARANTINE, TO_QUARANTINE, TO_RETURNS
from ui.kit.page import page_layout
from ui.kit.tones import Tone
from ui.parts.fronted import FrontedScreen
from ui.parts.selection_bar import SelectionBar
from ui.parts.stock_lines import amount_of, row_title
from ui.parts.stock_table import StockTable
from ui.parts.wording import expiry_words
from ui.screens.expiring.presenter import ExpiringPresenter
from ui.screens.expiring.state import Outcome, pull_columns


class ExpiringScreen(FrontedScreen):
    """The screen; see `ui.context.Screen`."""

    def __init__(self, context: Context) -> None:
        self._page = QWidget()
        self._outcomes: dict[LineKey, Outcome] = {}
        self._summary = Banner()
        self._table = StockTable(
            "To pull",
            name="expiring",
            preferences=context.preferences,
            columns=pull_columns(self._outcomes.get),
            empty=EmptyState(
                "calendar-clock", "Lots are listed here as their expiry comes near. Nothing is in this one."
            ),
        )
        self._presenter = ExpiringPresenter(context, self, table=self._table, outcomes=self._outcomes)
        super().__init__(self._page, self._presenter, self._table.view.setFocus)
        self._bar = SelectionBar()
        self._hold = Button("Hold", "ban", kind=Kind.PRIMARY, keys=QUARANTINE.keys)
        self._quarantine = Button("To quarantine", "arrow-right", keys=TO_QUARANTINE.keys)
        self._returns = Button("To returns", "undo-2", keys=TO_RETURNS.keys)
        self._sheet = Button("Pull sheet", "printer", keys=PRINT.keys)
        self._lay_out()
        self._connect()
        self._show_selection()

    def scanned(self, scan: Scan) -> bool:
        """Leave every scan to the look-up."""
        del scan
        return False

    def open(self, subject: object) -> None:
        """Show a horizon, as a `StockFilter`."""
        self._presenter.open(subject)

    def show_outcome(self, line: LineKey) -> None:
        """Paint a line anew, for what became of it."""
        self._table.repaint_line(line)

    def show_busy(self, *, busy: bool) -> None:
        """Offer the acts, or withhold them while some are under way."""
        for act in (self._hold, self._quarantine, self._returns):
            act.setEnabled(not busy)
        if not busy:
            self._show_selection()

    def show_summary(self, said: str, remedy: str, *, refused: bool) -> None:
        """Say what became of the acts on all lines together."""
        tone = Tone.WARNING if refused else Tone.OK
        self._summary.show_message(said, remedy, tone=tone, dismissable=True)

    def back(self) -> bool:
        """Put the summary away; False when none is shown."""
        if self._summary.isHidden():
            return False
        self._summary.hide()
        return True

    def _lay_out(self) -> None:
        column = page_layout(self._page)
        column.addWidget(self._summary)
        column.addWidget(self._table, 1)
        column.addWidget(self._bar)
        for act in (self._hold, self._quarantine, self._returns, self._sheet):
            self._bar.add_act(act)

    def _connect(self) -> None:
        presenter, view = self._presenter, self._table.view
        self._table.follow(presenter.lines)
        self._summary.dismissed.connect(self._summary.hide)
        self._hold.clicked.connect(lambda: presenter.hold(self._table.selected_lines()))
        self._quarantine.clicked.connect(self._carry_to(PlaceKind.QUARANTINE))
        self._returns.clicked.connect(self._carry_to(PlaceKind.RETURNS))
        self._sheet.clicked.connect(self._print)
        self._table.reopened.connect(self._show_selection)
        view.row_opened.connect(presenter.look_up)
        view.selectionModel().selectionChanged.connect(self._show_selection)

    def _carry_to(self, kind: PlaceKind) -> Callable[[], None]:
        return lambda: self._presenter.set_aside(self._table.selected_lines(), kind)

    def _print(self) -> None:
        selected = self._table.selected_lines()
        self._presenter.lines.print_lines(selected if len(selected) > 1 else None)

    def _show_selection(self) -> None:
        selected = self._table.selected_lines()
        for act in (self._hold, self._quarantine, self._returns):
            act.setEnabled(bool(selected))
        match selected:
            case ():
                self._bar.show_selection("No lot is selected", "Choose one, or several with Shift or Ctrl.")
            case (only,):
                self._bar.show_selection(*self._one(only))
            case _:
                words = f"{counted(len(selected), 'lot')} selected"
                self._bar.show_selection(words, _places_words(selected))

    def _one(self, row: StockRow) -> tuple[str, str]:
        outcome = self._outcomes.get(row.key)
        if outcome is not None and outcome.refused:
            return row_title(row), outcome.why
        about = (f"Lot {row.lot or '–'}", expiry_words(row.expiry), row.key.place, amount_of(row))
        return row_title(row), " · ".join(about)


def build(context: Context) -> ExpiringScreen:
    """Build the screen."""
    return ExpiringScreen(context)


def _places_words(rows: Sequence[StockRow]) -> str:
    places = sorted({row.key.place for row in rows})
    return f"In {', '.join(places[:6])}{' and others' if len(places) > 6 else ''}"
