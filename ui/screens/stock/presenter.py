"""The conversation of Stock: which lines are looked for, and on to the product or an act. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.errors import Refusal
from rxdesk.domain.identity import PlaceId
from rxdesk.domain.places import PLACE_KIND_NAMES
from rxdesk.domain.scan import ScannedPlace, read_scan
from rxdesk.domain.stock import LineKey
from rxdesk.ports.queries import StockFilter, StockQuery
from rxdesk.ports.rows import PlaceRow, StockRow
from rxdesk.ports.scanner import Scan
from ui.parts.freshness import Freshness
from ui.parts.given import Given
from ui.parts.paged_list import ListView
from ui.parts.stock_list import StockList
from ui.parts.subjects import Arrival, AtLine, LineAct, Pull

EVERYWHERE: Final = ""
"""The key of the choice that leaves no place out."""

_TOPICS: Final = frozenset({Topic.STOCK, Topic.PRODUCTS, Topic.HOLDS, Topic.PLACES})
_FILTERS: Final = (
    StockFilter.ALL,
    StockFilter.TO_ACT_ON,
    StockFilter.EXPIRED,
    StockFilter.D30,
    StockFilter.D90,
    StockFilter.NO_DATE,
    StockFilter.HELD,
    StockFilter.CONTROLLED,
    StockFilter.NEGATIVE,
)


class StockView(Protocol):
    """What shows what the list is narrowed by."""

    def show_text(self, text: str) -> None:
        """Show the words that are looked for."""
        ...

    def show_places(self, places: Sequence[tuple[str, str]], current: str) -> None:
        """Offer these places, as key and words, one of them chosen."""
        ...


class StockPresenter:
    """Knows what is looked for, and where each wish about a line leads.

    Args:
        given: The desk and the way to ask it.
        view: What shows what the list is narrowed by.
        table: What shows the list.
    """

    def __init__(self, given: Given, view: StockView, *, table: ListView[StockRow]) -> None:
        self._given = given
        self._view = view
        self._places: tuple[tuple[str, str], ...] = ((EVERYWHERE, "Everywhere"),)
        self.lines = StockList(
            given, table, title="Stock", query=StockQuery(), column="product", filters=_FILTERS
        )
        self._freshness = Freshness(self._refresh, _TOPICS)

    def shown(self) -> None:
        """Ask for what is stale."""
        self._freshness.shown()

    def hidden(self) -> None:
        """The screen went to the back."""
        self._freshness.hidden()

    def changed(self, changes: Changes) -> None:
        """Ask for what was altered, now or when the screen comes to the front."""
        self._freshness.changed(changes)

    def scanned(self, scan: Scan) -> bool:
        """Show what is in the place whose label was scanned; every other code is looked up elsewhere."""
        try:
            meaning = read_scan(scan.text, today=self._given.desk.today(), profile=scan.profile)
        except Refusal:
            return False  # the look-up says why, with all it knows
        if not isinstance(meaning, ScannedPlace):
            return False
        self.choose_place(meaning.place_code)
        return True

    def open(self, subject: object) -> None:
        """Show the lines of a filter, a place or a product, and nothing else narrowed."""
        if isinstance(subject, StockFilter):
            self._look_for(StockQuery(only=subject))
        elif isinstance(subject, str):
            reads = self._given.desk.reads
            self._given.ask(reads.places, lambda rows: self._open_code(subject, rows))

    def choose_place(self, place: str) -> None:
        """Show only what is in one place, or what is anywhere."""
        self._look_for(replace(self.lines.query, place=PlaceId(place) if place else None))

    def look_up(self, line: LineKey) -> None:
        """Open the product of a line, with the line in front."""
        self._given.go("scan", AtLine(line=line))

    def begin(self, act: LineAct, line: LineKey) -> None:
        """Begin an act with a line."""
        self._given.go("scan", AtLine(line=line, act=act))

    def dispense(self, line: LineKey) -> None:
        """Go on to dispense the product; first expiry first chooses the lot."""
        self._given.go("dispense", Pull(product=line.product))

    def receive(self, line: LineKey) -> None:
        """Go on to receive more of the product."""
        self._given.go("receive", Arrival(product=line.product))

    def receive_first(self) -> None:
        """Take up the offer of an empty list."""
        self._given.go("receive", None)

    def _refresh(self) -> None:
        self.lines.refresh()
        self._given.ask(self._given.desk.reads.places, self._know_places)

    def _open_code(self, code: str, rows: Sequence[PlaceRow]) -> None:
        self._know_places(rows)
        if code in {row.place.place for row in rows}:
            self._look_for(StockQuery(place=PlaceId(code)))
        else:
            self._look_for(StockQuery(text=code))

    def _look_for(self, query: StockQuery) -> None:
        before = self.lines.query
        asked = replace(query, order=before.order, descending=before.descending)
        self.lines.ask_for(asked)
        self._view.show_text(asked.text)
        self._view.show_places(self._places, asked.place or EVERYWHERE)

    def _know_places(self, rows: Sequence[PlaceRow]) -> None:
        inside = ((row.place.place, _place_words(row)) for row in rows if row.place.active or row.lines)
        self._places = ((EVERYWHERE, "Everywhere"), *inside)
        self._view.show_places(self._places, self.lines.query.place or EVERYWHERE)


def _place_words(row: PlaceRow) -> str:
    place = row.place
    name = place.name if place.name not in {"", place.place} else PLACE_KIND_NAMES[place.kind]
    return place.place if name.upper() == place.place else f"{place.place} · {name}"
