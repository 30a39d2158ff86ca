"""The conversation of Expiring: which lines are near their end, and what is done with them. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

from typing_extensions import override

from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.places import PLACE_KIND_NAMES, PlaceKind
from rxdesk.domain.sheets import PullSheet, SheetHead, TableSheet, pull_table
from rxdesk.domain.stock import LineKey
from rxdesk.domain.wording import counted
from rxdesk.ports.queries import StockFilter, StockOrder, StockQuery
from rxdesk.ports.rows import PlaceRow, StockRow
from rxdesk.usecases.print_sheets import pull_sheet
from ui.notices import Level, Notice
from ui.parts.freshness import Freshness
from ui.parts.given import Given
from ui.parts.paged_list import ListView
from ui.parts.stock_list import StockList
from ui.parts.subjects import AtLine
from ui.screens.expiring.acting import Act, Acting, holds, moves
from ui.screens.expiring.state import EXPIRY_COLUMN, Outcome

HORIZONS: Final = (
    StockFilter.EXPIRED,
    StockFilter.D30,
    StockFilter.D90,
    StockFilter.D180,
    StockFilter.NO_DATE,
)
_TOPICS: Final = frozenset({Topic.STOCK, Topic.PRODUCTS, Topic.HOLDS, Topic.PLACES})


class ExpiringView(Protocol):
    """What shows what became of the acts."""

    def show_outcome(self, line: LineKey) -> None:
        """Paint a line anew, for what became of it."""
        ...

    def show_busy(self, *, busy: bool) -> None:
        """Offer the acts, or withhold them while some are under way."""
        ...

    def show_summary(self, said: str, remedy: str, *, refused: bool) -> None:
        """Say what became of the acts on all lines together."""
        ...


class PullList(StockList):
    """A `StockList` that leaves for paper as a pull sheet."""

    @override
    def _is_narrowed(self, query: StockQuery) -> bool:
        return False  # a horizon is always chosen

    @override
    def print(self) -> None:
        """Preview the pull sheet of the whole horizon."""
        self.print_lines(None)

    def print_lines(self, rows: Sequence[StockRow] | None) -> None:
        """Preview the pull sheet of some lines, or with None of the whole horizon."""
        draughtsman = self._given.desk.draughtsman
        self._given.preview(self._title, lambda: draughtsman.pull_pdf(self._pulled(rows)))

    @override
    def _sheet(self, rows: Sequence[StockRow], query: StockQuery, head: SheetHead) -> TableSheet:
        return pull_table(pull_sheet(head, rows))

    def _pulled(self, rows: Sequence[StockRow] | None) -> PullSheet:
        return pull_sheet(self._head(), self._all_rows() if rows is None else rows)


class ExpiringPresenter:
    """Knows the horizon, and does one act on many lines.

    Args:
        given: The desk and the way to ask it.
        view: What shows what became of the acts.
        table: What shows the list.
        outcomes: Filled with what became of each line; the table reads it.
    """

    def __init__(
        self,
        given: Given,
        view: ExpiringView,
        *,
        table: ListView[StockRow],
        outcomes: dict[LineKey, Outcome],
    ) -> None:
        self._given = given
        self._view = view
        self._began = False
        self.outcomes = outcomes
        self.lines = PullList(
            given,
            table,
            title="Pull list",
            query=StockQuery(only=StockFilter.EXPIRED, order=StockOrder.EXPIRY),
            column=EXPIRY_COLUMN,
            filters=HORIZONS,
        )
        self._acting = Acting(given, self._know, self._finished)
        self._freshness = Freshness(self._refresh, _TOPICS)

    def shown(self) -> None:
        """Ask for what is stale."""
        self._freshness.shown()

    def hidden(self) -> None:
        """The screen went to the back; what became of the acts has been seen."""
        self._freshness.hidden()
        if not self._acting.busy:
            self.outcomes.clear()

    def changed(self, changes: Changes) -> None:
        """Ask for what was altered; while acts are under way, once they are finished."""
        if self._acting.busy:
            self._freshness.stale()
        else:
            self._freshness.changed(changes)

    def open(self, subject: object) -> None:
        """Show a horizon."""
        if isinstance(subject, StockFilter) and subject in HORIZONS:
            self._began = True
            self.lines.choose_filter(subject)

    def look_up(self, line: LineKey) -> None:
        """Open the product of a line, with the line in front."""
        self._given.go("scan", AtLine(line=line))

    def hold(self, rows: Sequence[StockRow]) -> None:
        """Stop the lots of these lines from being issued."""
        self._begin(holds(self._given, rows))

    def set_aside(self, rows: Sequence[StockRow], kind: PlaceKind) -> None:
        """Carry all of these lines to quarantine, or to the returns."""
        if rows:
            reads = self._given.desk.reads
            self._given.ask(reads.places, lambda places: self._carry(rows, kind, places))

    def _carry(self, rows: Sequence[StockRow], kind: PlaceKind, places: Sequence[PlaceRow]) -> None:
        used = (row.place for row in places if row.place.active and row.place.kind is kind)
        place = next(used, None)
        if place is None:
            name = PLACE_KIND_NAMES[kind].lower()
            self._view.show_summary(f"There is no place for {name}.", "Set one up in Settings.", refused=True)
            return
        self._begin(moves(self._given, rows, place.place))

    def _begin(self, acts: Sequence[Act]) -> None:
        if acts and not self._acting.busy:
            self._view.show_busy(busy=True)
            self._acting.begin(acts)

    def _know(self, line: LineKey, outcome: Outcome) -> None:
        self.outcomes[line] = outcome
        self._view.show_outcome(line)

    def _finished(self, done: int, refused: int) -> None:
        self._view.show_busy(busy=False)
        said = f"{counted(done, 'line')} done." if done else "Nothing was changed."
        if refused:
            said = f"{said} {counted(refused, 'line')} refused."
            remedy = "The status says which; go to a line to read why."
            self._given.notices.say(Notice(Level.REFUSED, said, remedy, inline=True))
            self._view.show_summary(said, remedy, refused=True)
        else:
            self._view.show_summary(said, "", refused=False)
        self._freshness.renew()

    def _refresh(self) -> None:
        if self._began:
            self.lines.refresh()
            return
        self._began = True
        reads = self._given.desk.reads
        self._given.ask(lambda: reads.stock_counts(StockQuery()), self._choose_first)

    def _choose_first(self, counts: dict[StockFilter, int]) -> None:
        """Begin with the most urgent horizon that has anything in it."""
        first = next((only for only in HORIZONS if counts.get(only)), StockFilter.EXPIRED)
        self.lines.ask_for(replace(self.lines.query, only=first))
