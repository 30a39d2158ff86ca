"""Today as the person sees it: the tiles of what waits, and what happened last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QWidget

from rxdesk.domain.identity import EntryId
from rxdesk.ports.rows import JournalRow
from rxdesk.ports.scanner import Scan
from ui.context import Context
from ui.kit.cards import EmptyState
from ui.kit.labels import Metric, SectionHeader
from ui.kit.page import page_layout
from ui.kit.rows import Align, Column, RowsModel
from ui.kit.shown import show_if
from ui.kit.tablecard import TableCard
from ui.moments import moment_words
from ui.parts.entries import entry_chips
from ui.parts.fronted import FrontedScreen
from ui.parts.pages import take_what_is_left
from ui.screens.today.presenter import DayShown, TodayPresenter
from ui.screens.today.steps import StepCards
from ui.screens.today.tiles import TileGrid


@dataclass(frozen=True, slots=True)
class _EntryRow:
    """An entry in the list of the last ones."""

    entry: JournalRow

    @property
    def key(self) -> EntryId:
        return self.entry.entry


_COLUMNS: Final[tuple[Column[_EntryRow], ...]] = (
    Column(
        key="at",
        title="When",
        text=lambda row: moment_words(row.entry.happened_at),
        muted=True,
        width=150,
        sortable=False,
    ),
    Column(
        key="what",
        title="What happened",
        text=lambda row: row.entry.sentence,
        tall_man=True,
        stretch=True,
        width=420,
        sortable=False,
    ),
    Column(key="marks", title="Marks", chips=lambda row: entry_chips(row.entry), width=72, sortable=False),
    Column(key="person", title="Who", text=lambda row: row.entry.person, width=130, sortable=False),
    Column(
        key="seq",
        title="Entry",
        text=lambda row: f"{row.entry.seq:,}",
        align=Align.RIGHT,
        muted=True,
        width=80,
        sortable=False,
    ),
)


class TodayScreen(FrontedScreen):
    """The screen; see `ui.context.Screen`."""

    def __init__(self, context: Context) -> None:
        self._page = QWidget()
        self._head = SectionHeader(" ")
        self._received, self._dispensed = Metric(), Metric()
        self._tiles, self._steps = TileGrid(), StepCards()
        self._rows: RowsModel[_EntryRow] = RowsModel(_COLUMNS)
        self._entries = TableCard(
            "Last entries",
            self._rows,
            name="today/entries",
            preferences=context.preferences,
            empty=EmptyState(
                "history", "Everything that happens is written down here, and stays. Nothing happened yet."
            ),
        )
        self._entries.offer(export=False, paper=False)
        take_what_is_left(self._entries.view)
        self._presenter = TodayPresenter(context, self)
        super().__init__(self._page, self._presenter, self._tiles.take_focus)
        for figure in (self._received, self._dispensed):
            figure.setContentsMargins(18, 0, 0, 0)
            self._head.add_tool(figure)
        column = page_layout(self._page)
        for part in (self._head, self._tiles, self._steps):
            column.addWidget(part)
        column.addWidget(self._entries, 1)
        column.addStretch(0)
        show_if(self._steps, False)
        self._tiles.chosen.connect(self._presenter.follow)
        self._steps.chosen.connect(self._presenter.follow)
        self._entries.view.row_opened.connect(self._presenter.open_entry)

    def scanned(self, scan: Scan) -> bool:
        """Leave every scan to the look-up."""
        del scan
        return False

    def open(self, subject: object) -> None:
        """Show the day: there is nothing in particular to show."""
        del subject

    def show_day(self, shown: DayShown) -> None:
        """Show everything anew."""
        self._head.show_title(shown.title)
        self._head.show_sentence(shown.sentence)
        self._received.show_figure(f"{shown.received:,}", "received today")
        self._dispensed.show_figure(f"{shown.dispensed:,}", "dispensed today")
        for part in (self._received, self._dispensed, self._tiles, self._entries):
            show_if(part, not shown.steps)
        show_if(self._steps, bool(shown.steps))
        self._tiles.show_tiles(shown.tiles)
        self._steps.show_steps(shown.steps)
        self._rows.show(map(_EntryRow, shown.entries))


def build(context: Context) -> TodayScreen:
    """Build the screen."""
    return TodayScreen(context)
