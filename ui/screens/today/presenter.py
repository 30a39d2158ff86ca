"""The conversation of Today: what the day asks for, and where each of it leads. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.identity import EntryId
from rxdesk.ports.queries import JournalQuery
from rxdesk.ports.rows import JournalRow, Today
from ui.moments import day_words
from ui.parts.freshness import Freshness
from ui.parts.given import Given
from ui.screens.today.state import Step, Tile, Way, steps_of, tiles_of

LAST_ENTRIES: Final = 30

_TOPICS: Final = frozenset(Topic) - {Topic.SESSION}


@dataclass(frozen=True, slots=True, kw_only=True)
class DayShown:
    """The whole screen."""

    title: str
    sentence: str
    tiles: tuple[Tile, ...]
    steps: tuple[Step, ...]
    received: int
    dispensed: int
    entries: Sequence[JournalRow]


class TodayView(Protocol):
    """What shows the day."""

    def show_day(self, shown: DayShown) -> None:
        """Show everything anew."""
        ...


class TodayPresenter:
    """Asks what the day asks for."""

    def __init__(self, given: Given, view: TodayView) -> None:
        self._given = given
        self._view = view
        self._day: date | None = None
        self._freshness = Freshness(self._refresh, _TOPICS)

    def shown(self) -> None:
        """Ask for what is stale; on another day everything is."""
        if self._day != self._given.desk.today():
            self._freshness.stale()
        self._freshness.shown()

    def hidden(self) -> None:
        """The screen went to the back."""
        self._freshness.hidden()

    def changed(self, changes: Changes) -> None:
        """Ask for what was altered, now or when the screen comes to the front."""
        self._freshness.changed(changes)

    def follow(self, way: Way) -> None:
        """Go where a tile or a first step leads."""
        self._given.go(way.screen, way.subject)

    def open_entry(self, entry: EntryId) -> None:
        """Show an entry in the journal."""
        self._given.go("journal", entry)

    def _refresh(self) -> None:
        reads = self._given.desk.reads
        day = self._day = self._given.desk.today()

        def ask() -> tuple[Today, Sequence[JournalRow]]:
            return reads.today(), reads.journal_page(JournalQuery(limit=LAST_ENTRIES)).rows

        self._given.ask(ask, lambda answer: self._view.show_day(_shown(day, *answer)))


def _shown(day: date, today: Today, entries: Sequence[JournalRow]) -> DayShown:
    tiles, steps = tiles_of(today), steps_of(today)
    return DayShown(
        title=f"{day:%A}, {day_words(day)}",
        sentence=_sentence(tiles, steps, today),
        tiles=tiles,
        steps=steps,
        received=today.received_today,
        dispensed=today.dispensed_today,
        entries=entries,
    )


def _sentence(tiles: Sequence[Tile], steps: Sequence[Step], today: Today) -> str:
    if steps:
        return "Nothing is on hand yet. Begin with the steps below; from then on this page says what the day asks for."
    waiting = sum(tile.count > 0 for tile in tiles)
    there = f"{today.lines:,} lots of {today.products:,} products are on hand."
    if not waiting:
        return f"Nothing waits for you. {there}"
    return f"{waiting} {'matter waits' if waiting == 1 else 'matters wait'} for you. {there}"
