"""First expiry first: in which order stock is drawn, and why a line is not offered.

Order: earliest usable-until; then opened before sealed; then oldest receipt. A lot whose expiry is
unknown is never drawn silently, because nobody can say that it is not expired.

Source: USP General Chapter <1079>, "Stock rotation"; RxDesk rules 2.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import assert_never

from rxdesk.domain.places import ISSUABLE, PLACE_KIND_NAMES
from rxdesk.domain.quantity import NOTHING, Quantity
from rxdesk.domain.records import StockLine


class Barrier(StrEnum):
    """Why a line may not be drawn from."""

    EXPIRED = "expired"
    HELD = "held"
    SET_ASIDE = "set_aside"
    NO_EXPIRY = "no_expiry"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A line, and whether it may be drawn from."""

    line: StockLine
    barrier: Barrier | None  # None: offered

    @property
    def why_not(self) -> str:
        """Return why the line is not offered, in words; nothing when it is."""
        match self.barrier:
            case None:
                return ""
            case Barrier.EXPIRED:
                return f"lot {self.line.lot} expired"
            case Barrier.HELD:
                return f"lot {self.line.lot} is on hold ({self.line.held_for})"
            case Barrier.SET_ASIDE:
                return f"lot {self.line.lot} is in {PLACE_KIND_NAMES[self.line.place_kind].lower()}"
            case Barrier.NO_EXPIRY:
                return f"lot {self.line.lot} has no known expiry"
            case Barrier.EMPTY:
                return f"lot {self.line.lot} in {self.line.place} is below zero"
            case _:
                assert_never(self.barrier)


def offers(lines: Iterable[StockLine], today: date) -> tuple[Offer, ...]:
    """Return every line with its barrier, offered ones first, in the order they are to be drawn."""

    def rank(offer: Offer) -> tuple[bool, date, bool, int, str]:
        line = offer.line
        until = date.max if line.expiry is None else line.expiry.usable_through
        return (offer.barrier is not None, until, not line.opened, line.first_seq, line.place)

    return tuple(sorted((Offer(line=line, barrier=barrier(line, today)) for line in lines), key=rank))


def barrier(line: StockLine, today: date) -> Barrier | None:
    """Return what stops a line from being issued; None when nothing does."""
    if line.held_by is not None:
        return Barrier.HELD
    if line.expiry is not None and line.expiry.is_expired_on(today):
        return Barrier.EXPIRED
    if line.place_kind not in ISSUABLE:
        return Barrier.SET_ASIDE
    if line.quantity <= NOTHING:
        return Barrier.EMPTY
    if line.expiry is None:
        return Barrier.NO_EXPIRY
    return None


def draw(
    offered: Sequence[Offer], quantity: Quantity
) -> tuple[tuple[tuple[StockLine, Quantity], ...], Quantity]:
    """Spread a quantity over offered lines in order.

    Returns:
        The lines with what is drawn from each, and what is still missing (zero when enough is there).
    """
    picks: list[tuple[StockLine, Quantity]] = []
    missing = quantity
    for offer in offered:
        if missing <= NOTHING:
            break
        if offer.barrier is None:
            taken = Quantity(min(missing, offer.line.quantity))
            picks.append((offer.line, taken))
            missing = Quantity(missing - taken)
    return tuple(picks), missing
