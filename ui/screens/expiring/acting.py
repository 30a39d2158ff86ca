"""Acts on several lines, one after the other: each is posted, refused or done for itself. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import HoldReason
from rxdesk.domain.identity import LotNumber, PlaceId, ProductId, Serial
from rxdesk.domain.orders import HoldLot, MoveStock, Order
from rxdesk.domain.quantity import NOTHING
from rxdesk.domain.stock import LineKey
from rxdesk.ports.rows import StockRow
from ui.parts.given import Given
from ui.screens.expiring.state import Outcome

PULLED: Final = "Pulled by expiry"
"""What the journal says of why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An order for lines, or why there is none to give.

    Attributes:
        lines: The lines it is about; a lot that lies in two places is two.
        order: What is posted; None when there is nothing to do.
        done: What is said of the lines when it is accepted, or of why nothing is to be done.
        after: Where its only line stands afterwards.
    """

    lines: tuple[LineKey, ...]
    order: Order | None
    done: str
    after: LineKey | None = None


def holds(given: Given, rows: Sequence[StockRow]) -> tuple[Act, ...]:
    """Return a hold for each lot among the lines; a lot that lies in two places is held once."""
    acts = [Act(lines=(row.key,), order=None, done="On hold already") for row in rows if row.held_by]
    lots: dict[tuple[ProductId, LotNumber, Serial], list[LineKey]] = {}
    for row in rows:
        if not row.held_by:
            lots.setdefault((row.product, row.lot, row.key.serial), []).append(row.key)
    for (product, lot, serial), lines in lots.items():
        order = HoldLot(
            id=given.desk.new_order_id(),
            product=product,
            lot=lot,
            serial=serial or None,
            cause=HoldReason.EXPIRY,
            note=PULLED,
        )
        acts.append(Act(lines=tuple(lines), order=order, done="Held"))
    return tuple(acts)


def moves(given: Given, rows: Sequence[StockRow], place: PlaceId) -> tuple[Act, ...]:
    """Return a move of all that is in each line to a place."""
    acts: list[Act] = []
    for row in rows:
        if row.key.place == place:
            acts.append(Act(lines=(row.key,), order=None, done="There already"))
        elif row.quantity <= NOTHING:
            acts.append(Act(lines=(row.key,), order=None, done="Nothing to move"))
        else:
            order = MoveStock(
                id=given.desk.new_order_id(),
                product=row.product,
                lot=row.lot,
                serial=row.key.serial,
                quantity=row.quantity,
                from_place=row.key.place,
                to_place=place,
                reason=PULLED,
            )
            after = row.key._replace(place=place)
            acts.append(Act(lines=(row.key,), order=order, done=f"From {row.key.place}", after=after))
    return tuple(acts)


class Acting:
    """Posts acts one after the other, so that each signature asked for belongs to one line.

    Args:
        given: The way to do something.
        told: Called with every line and what became of it.
        finished: Called after the last act: how many lines were altered, and how many refused.
    """

    def __init__(
        self, given: Given, told: Callable[[LineKey, Outcome], None], finished: Callable[[int, int], None]
    ) -> None:
        self._given = given
        self._told = told
        self._finished = finished
        self._waiting: list[Act] = []
        self._done = 0
        self._refused = 0
        self.busy = False

    def begin(self, acts: Sequence[Act]) -> None:
        """Post these acts; nothing happens while others are under way."""
        if self.busy or not acts:
            return
        self.busy = True
        self._waiting = list(acts)
        self._done = self._refused = 0
        self._next()

    def _next(self) -> None:
        while self._waiting:
            act = self._waiting.pop(0)
            if act.order is not None:
                self._given.post(
                    act.order,
                    lambda _posted, act=act: self._accepted(act),
                    lambda refusal, act=act: self._no(act, refusal),
                )
                return
            self._tell(act.lines, Outcome(words=act.done))
        self.busy = False
        self._finished(self._done, self._refused)

    def _accepted(self, act: Act) -> None:
        self._done += len(act.lines)
        self._tell(act.lines if act.after is None else (act.after,), Outcome(words=act.done))
        self._next()

    def _no(self, act: Act, refusal: Refusal) -> None:
        self._refused += len(act.lines)
        self._tell(act.lines, Outcome(words="Refused", why=f"{refusal.said} {refusal.remedy}"))
        self._next()

    def _tell(self, lines: Sequence[LineKey], outcome: Outcome) -> None:
        for line in lines:
            self._told(line, outcome)
