"""Counting one lot in one place: the figure is typed, never shown beforehand. No Qt.

The journal position is pinned when the first digit is typed, because that is the moment the shelf was
looked at; what is dispensed between then and Enter does not disturb the difference.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from rxdesk.domain.errors import Refusal
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.identity import NO_SERIAL, LotNumber, PlaceId
from rxdesk.domain.orders import CountLot
from rxdesk.domain.quantity import NOTHING, Quantity
from rxdesk.domain.stock import LineKey
from rxdesk.domain.wording import unit_words
from rxdesk.ports.rows import ProductCard
from ui.notices import Notice
from ui.parts.given import Given
from ui.screens.scan.lines import LineChoice, line_choices


@dataclass(frozen=True, slots=True, kw_only=True)
class CountState:
    """What the count panel shows."""

    name: str
    unit: str
    lines: tuple[LineChoice, ...]
    line: LineKey | None  # None: a lot that is not listed here
    places: tuple[PlaceId, ...]
    other_lot: str = ""
    other_place: PlaceId | None = None
    other_expiry: Expiry | None = None
    counted: Quantity | None = None
    confirm_zero: bool = False
    problem: str = ""

    @property
    def ready(self) -> bool:
        """Return whether all is said that a count needs."""
        named = self.line is not None or bool(self.other_lot.strip() and self.other_place)
        return named and self.counted is not None


class Counting:
    """The conversation of one count.

    Args:
        given: The desk and the way to ask it.
        show: Called after every change of `state`.
    """

    def __init__(self, given: Given, show: Callable[[], None]) -> None:
        self._given = given
        self._show = show
        self._card: ProductCard | None = None
        self._pinned: int | None = None
        self._pinning = False
        self._waits_for_pin = False
        self.state: CountState | None = None

    @property
    def typed(self) -> bool:
        """Return whether a figure stands in the panel that is not posted yet."""
        return self.state is not None and self.state.counted is not None

    def begin(self, card: ProductCard, line: LineKey | None) -> None:
        """Open the panel for a product, at the line that was scanned or is first in turn."""
        self._card = card
        choices = line_choices(card, amounts=False)
        known = [choice.line for choice in choices]
        self._forget_position()
        self._now(
            CountState(
                name=card.row.name,
                unit=unit_words(card.row.unit, card.row.form),
                lines=choices,
                line=line if line in known else next(iter(known), None),
                places=(),
                other_place=card.row.home,
            )
        )
        reads = self._given.desk.reads
        self._given.ask(reads.places, lambda rows: self._know_places(tuple(row.place.place for row in rows)))

    def choose_line(self, key: str) -> None:
        """Count another line; an unknown key stands for a lot that is not listed."""
        if self.state is not None:
            chosen = next((choice.line for choice in self.state.lines if choice.key == key), None)
            self._forget_position()
            self._now(replace(self.state, line=chosen, counted=None, confirm_zero=False, problem=""))

    def name_other(self, *, lot: str, place: PlaceId | None, expiry: Expiry | None) -> None:
        """Name a lot that was found and is not listed here."""
        if self.state is not None:
            self._now(replace(self.state, other_lot=lot, other_place=place, other_expiry=expiry, problem=""))

    def say(self, counted: Quantity | None) -> None:
        """Say what was counted so far; the first digit pins the journal position."""
        if self.state is None:
            return
        if counted is None:
            self._forget_position()
        elif self._pinned is None and not self._pinning:
            self._pinning = True
            self._given.ask(self._given.desk.reads.head, lambda head: self._pin(head[0]))
        self._now(replace(self.state, counted=counted, confirm_zero=False, problem=""))

    def submit(self) -> None:
        """Post the count; nothing at all is asked about once more, because blank is not zero."""
        state = self.state
        if state is None or not state.ready:
            return
        if state.counted == NOTHING and not state.confirm_zero:
            self._now(replace(state, confirm_zero=True))
            return
        if self._pinned is None:
            self._waits_for_pin = True
            return
        self._post(state, self._pinned)

    def close(self) -> None:
        """Leave without counting."""
        self._forget_position()
        self._card = None
        self._now(None)

    def _post(self, state: CountState, position: int) -> None:
        card, counted = self._card, state.counted
        if card is None or counted is None:
            return
        line = state.line
        if line is None and state.other_place is not None:
            line = LineKey(card.row.product, LotNumber(state.other_lot.strip()), NO_SERIAL, state.other_place)
        if line is None:
            return
        expiry = state.other_expiry if state.line is None else None
        self._given.post(
            CountLot(
                id=self._given.desk.new_order_id(),
                product=line.product,
                lot=line.lot,
                serial=line.serial,
                place=line.place,
                counted=counted,
                at_seq=position,
                expiry=None if expiry is None else expiry.iso,
            ),
            lambda _posted: self.close(),
            self._refused,
        )

    def _refused(self, refusal: Refusal) -> None:
        self._given.notices.say(Notice.of(refusal, inline=True))
        if self.state is not None:
            self._now(replace(self.state, confirm_zero=False, problem=f"{refusal.said} {refusal.remedy}"))

    def _pin(self, position: int) -> None:
        if not self._pinning:
            return  # the figure was taken back meanwhile
        self._pinning, self._pinned = False, position
        if self._waits_for_pin and self.state is not None:
            self._waits_for_pin = False
            self._post(self.state, position)

    def _forget_position(self) -> None:
        self._pinned, self._pinning, self._waits_for_pin = None, False, False

    def _know_places(self, places: tuple[PlaceId, ...]) -> None:
        if self.state is not None:
            other = self.state.other_place or next(iter(places), None)
            self._now(replace(self.state, places=places, other_place=other))

    def _now(self, state: CountState | None) -> None:
        self.state = state
        self._show()
