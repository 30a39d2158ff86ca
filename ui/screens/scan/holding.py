"""Holding a lot, moving it out of the way, and letting it go again. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import HoldReason
from rxdesk.domain.identity import EntryId, PlaceId
from rxdesk.domain.orders import HoldLot, MoveStock, ReleaseLot
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import NOTHING
from rxdesk.domain.stock import LineKey
from rxdesk.ports.rows import PlaceRow, ProductCard
from ui.notices import Notice
from ui.parts.given import Given
from ui.screens.scan.lines import LineChoice, find_line, line_choices


class Reach(StrEnum):
    """What a hold stops."""

    PACK = "pack"  # only where a serial number tells the pack from others
    LOT = "lot"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldState:
    """What the hold panel shows."""

    name: str
    lines: tuple[LineChoice, ...]
    line: LineKey | None
    reach: Reach = Reach.LOT
    cause: HoldReason = HoldReason.SUSPECT
    note: str = ""
    quarantine: PlaceId | None = None  # where it may be carried; None: there is no such place
    carry: bool = True  # carry the line to quarantine as well
    standing: EntryId | None = None  # the hold that is on the line already
    problem: str = ""

    @property
    def reaches(self) -> tuple[Reach, ...]:
        """Return what may be held from here."""
        serial = self.line is not None and bool(self.line.serial)
        return (Reach.LOT, Reach.PACK, Reach.PRODUCT) if serial else (Reach.LOT, Reach.PRODUCT)

    @property
    def can_carry(self) -> bool:
        """Return whether there is a line to carry and a place to carry it to."""
        return self.line is not None and self.quarantine is not None and self.line.place != self.quarantine


class Holding:
    """The conversation of one hold.

    Args:
        given: The desk and the way to ask it.
        show: Called after every change of `state`.
    """

    def __init__(self, given: Given, show: Callable[[], None]) -> None:
        self._given = given
        self._show = show
        self._card: ProductCard | None = None
        self.state: HoldState | None = None

    def begin(self, card: ProductCard, line: LineKey | None) -> None:
        """Open the panel at the line that was scanned, or is first in turn."""
        self._card = card
        choices = line_choices(card, amounts=True)
        known = [choice.line for choice in choices]
        chosen = line if line in known else next(iter(known), None)
        expired = chosen is not None and _is_expired(card, chosen)
        self._now(
            HoldState(
                name=card.row.name,
                lines=choices,
                line=chosen,
                cause=HoldReason.EXPIRY if expired else HoldReason.SUSPECT,
                standing=_standing(card, chosen),
            )
        )
        self._given.ask(self._given.desk.reads.places, self._know_places)

    def choose_line(self, key: str) -> None:
        """Hold another line."""
        if self.state is not None and self._card is not None:
            chosen = next((choice.line for choice in self.state.lines if choice.key == key), None)
            state = replace(self.state, line=chosen, standing=_standing(self._card, chosen), problem="")
            self._now(state if state.reach in state.reaches else replace(state, reach=Reach.LOT))

    def choose_reach(self, key: str) -> None:
        """Hold the lot, or every lot of the product."""
        if self.state is not None:
            self._now(replace(self.state, reach=Reach(key)))

    def choose_cause(self, key: str) -> None:
        """Say why."""
        if self.state is not None:
            self._now(replace(self.state, cause=HoldReason(key)))

    def write(self, note: str) -> None:
        """Say more of why."""
        if self.state is not None:
            self._now(replace(self.state, note=note, problem=""))

    def carry(self, wanted: bool) -> None:  # Qt's signal gives it in this place
        """Carry the line to quarantine as well, or leave it where it is."""
        if self.state is not None:
            self._now(replace(self.state, carry=wanted))

    def hold(self) -> None:
        """Put the hold, then carry the line away if that is wanted."""
        state, card = self.state, self._card
        if state is None or card is None:
            return
        line = None if state.reach is Reach.PRODUCT else state.line
        self._given.post(
            HoldLot(
                id=self._given.desk.new_order_id(),
                product=card.row.product,
                lot=None if line is None else line.lot,
                serial=line.serial if line is not None and state.reach is Reach.PACK else None,
                cause=state.cause,
                note=state.note.strip(),
            ),
            lambda _posted: self._carry_away(),
            self._refused,
        )

    def carry_only(self) -> None:
        """Carry a line that is held already to quarantine."""
        self._carry_away(wanted=True)

    def release(self) -> None:
        """Lift the hold that stands; a pharmacist signs for it."""
        state = self.state
        if state is None or state.standing is None:
            return
        self._given.post(
            ReleaseLot(id=self._given.desk.new_order_id(), hold=state.standing, note=state.note.strip()),
            lambda _posted: self.close(),
            self._refused,
        )

    def close(self) -> None:
        """Leave the panel."""
        self._card = None
        self._now(None)

    def _carry_away(self, *, wanted: bool = False) -> None:
        state, card = self.state, self._card
        if state is None or card is None:
            return
        row = None if state.line is None else find_line(card, state.line)
        if row is None or not (state.can_carry and (wanted or state.carry)) or row.quantity <= NOTHING:
            self.close()
            return
        quarantine = state.quarantine
        if quarantine is None:
            return
        self._given.post(
            MoveStock(
                id=self._given.desk.new_order_id(),
                product=row.product,
                lot=row.lot,
                serial=row.key.serial,
                quantity=row.quantity,
                from_place=row.key.place,
                to_place=quarantine,
                reason=state.note.strip(),
            ),
            lambda _posted: self.close(),
            self._refused,
        )

    def _know_places(self, rows: Sequence[PlaceRow]) -> None:
        places = [row.place for row in rows]
        found = next((place.place for place in places if place.kind is PlaceKind.QUARANTINE), None)
        if self.state is not None:
            self._now(replace(self.state, quarantine=found))

    def _refused(self, refusal: Refusal) -> None:
        self._given.notices.say(Notice.of(refusal, inline=True))
        if self.state is not None:
            self._now(replace(self.state, problem=f"{refusal.said} {refusal.remedy}"))

    def _now(self, state: HoldState | None) -> None:
        self.state = state
        self._show()


def _standing(card: ProductCard, line: LineKey | None) -> EntryId | None:
    row = None if line is None else find_line(card, line)
    return None if row is None else row.held_by


def _is_expired(card: ProductCard, line: LineKey) -> bool:
    row = find_line(card, line)
    return row is not None and row.days_left is not None and row.days_left < 0
