"""Carrying a lot to another place: the target is chosen, or its label scanned. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rxdesk.domain.errors import Refusal
from rxdesk.domain.identity import PlaceId
from rxdesk.domain.orders import MoveStock
from rxdesk.domain.places import PLACE_KIND_NAMES, PlaceKind, is_outside
from rxdesk.domain.quantity import NOTHING, Quantity
from rxdesk.domain.stock import LineKey
from rxdesk.domain.wording import unit_words
from rxdesk.ports.rows import PlaceRow, ProductCard
from ui.notices import Notice
from ui.parts.given import Given
from ui.screens.scan.lines import LineChoice, find_line, line_choices

_WAYS_OUT: Final = tuple(
    (PlaceId(f"@{kind}"), PLACE_KIND_NAMES[kind])
    for kind in (
        PlaceKind.WHOLESALER_RETURN,
        PlaceKind.REVERSE_DISTRIBUTOR,
        PlaceKind.OTHER_PHARMACY,
        PlaceKind.DESTROYED,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveState:
    """What the move panel shows."""

    name: str
    unit: str
    lines: tuple[LineChoice, ...]
    line: LineKey | None
    quantity: Quantity | None
    places: tuple[tuple[PlaceId, str], ...] = ()
    target: PlaceId | None = None
    reference: str = ""
    reason: str = ""
    problem: str = ""

    @property
    def goes_out(self) -> bool:
        """Return whether the stock leaves the pharmacy, which takes a reason."""
        return self.target is not None and is_outside(self.target)

    @property
    def ready(self) -> bool:
        """Return whether all is said that a move needs."""
        enough = self.quantity is not None and self.quantity > NOTHING
        return self.line is not None and self.target is not None and enough


class Moving:
    """The conversation of one move.

    Args:
        given: The desk and the way to ask it.
        show: Called after every change of `state`.
    """

    def __init__(self, given: Given, show: Callable[[], None]) -> None:
        self._given = given
        self._show = show
        self._card: ProductCard | None = None
        self.state: MoveState | None = None

    def begin(self, card: ProductCard, line: LineKey | None) -> None:
        """Open the panel at a line, with all that is there proposed."""
        self._card = card
        choices = line_choices(card, amounts=True)
        known = [choice.line for choice in choices]
        chosen = line if line in known else next(iter(known), None)
        self._now(
            MoveState(
                name=card.row.name,
                unit=unit_words(card.row.unit, card.row.form),
                lines=choices,
                line=chosen,
                quantity=_there(card, chosen),
            )
        )
        self._given.ask(self._given.desk.reads.places, self._know_places)

    def choose_line(self, key: str) -> None:
        """Move another line."""
        if self.state is not None and self._card is not None:
            chosen = next((choice.line for choice in self.state.lines if choice.key == key), None)
            self._now(replace(self.state, line=chosen, quantity=_there(self._card, chosen), problem=""))

    def say_quantity(self, quantity: Quantity | None) -> None:
        """Say how much is carried."""
        if self.state is not None:
            self._now(replace(self.state, quantity=quantity, problem=""))

    def choose_target(self, key: str) -> None:
        """Carry it there."""
        if self.state is not None:
            self._now(replace(self.state, target=PlaceId(key) if key else None, problem=""))

    def write(self, *, reference: str, reason: str) -> None:
        """Say under which authorisation, and why, stock leaves the pharmacy."""
        if self.state is not None:
            self._now(replace(self.state, reference=reference, reason=reason, problem=""))

    def move(self) -> None:
        """Post the move."""
        state = self.state
        if state is None or state.line is None or state.target is None or state.quantity is None:
            return
        self._given.post(
            MoveStock(
                id=self._given.desk.new_order_id(),
                product=state.line.product,
                lot=state.line.lot,
                serial=state.line.serial,
                quantity=state.quantity,
                from_place=state.line.place,
                to_place=state.target,
                reference=state.reference.strip(),
                reason=state.reason.strip(),
            ),
            lambda _posted: self.close(),
            self._refused,
        )

    def close(self) -> None:
        """Leave the panel."""
        self._card = None
        self._now(None)

    def _know_places(self, rows: Sequence[PlaceRow]) -> None:
        if self.state is None:
            return
        inside = tuple((row.place.place, _place_words(row)) for row in rows if row.place.active)
        self._now(replace(self.state, places=(*inside, *_WAYS_OUT)))

    def _refused(self, refusal: Refusal) -> None:
        self._given.notices.say(Notice.of(refusal, inline=True))
        if self.state is not None:
            self._now(replace(self.state, problem=f"{refusal.said} {refusal.remedy}"))

    def _now(self, state: MoveState | None) -> None:
        self.state = state
        self._show()


def _there(card: ProductCard, line: LineKey | None) -> Quantity | None:
    row = None if line is None else find_line(card, line)
    return row.quantity if row is not None and row.quantity > NOTHING else None


def _place_words(row: PlaceRow) -> str:
    place = row.place
    return (
        f"{place.place} · {place.name or PLACE_KIND_NAMES[place.kind]}"
        if place.name != place.place
        else place.name
    )
