"""The arithmetic of a reorder, with every step of it in words.

Available = on hand − held − expired − short-dated − set aside. Needed = level to reach − available − on
order, rounded up to whole packs. The level to reach is the maximum, or the minimum where there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rxdesk.domain.quantity import NOTHING, Quantity, packs_to_reach, quantity_text
from rxdesk.domain.schedule import Schedule

SHORT_DATED_DAYS: Final = 30
"""Stock with so few days left, or fewer, is not counted on: it may expire before it is used."""

DEMAND_DAYS: Final = 90
"""Over how many days demand is looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What there is of a product; each line of stock counts once, in the first part that fits.

    Attributes:
        on_hand: All there is inside, signed.
        held: On hold.
        expired: Past its expiry.
        short_dated: Thirty days left or fewer.
        set_aside: Good stock in quarantine, will-call or the returns bin. What waits in receiving counts
            as available: it has arrived and only needs to be put away.
        on_order: Ordered and not yet received.
    """

    on_hand: Quantity = NOTHING
    held: Quantity = NOTHING
    expired: Quantity = NOTHING
    short_dated: Quantity = NOTHING
    set_aside: Quantity = NOTHING
    on_order: Quantity = NOTHING

    @property
    def available(self) -> Quantity:
        """Return what may be counted on."""
        return Quantity(self.on_hand - self.held - self.expired - self.short_dated - self.set_aside)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What to order of a product, and why.

    Attributes:
        needed: What is missing to the level to reach; zero when what is on order is enough.
        packs: Whole packs to order; 0 too when the pack's size is not confirmed.
        quantity: What these packs hold.
        why: One sentence with the arithmetic.
    """

    needed: Quantity
    packs: int
    quantity: Quantity
    why: str


def is_below(standing: Standing, minimum: Quantity) -> bool:
    """Tell whether what is available and on order is less than the minimum."""
    return standing.available + standing.on_order < minimum


def propose(
    standing: Standing,
    *,
    minimum: Quantity,
    maximum: Quantity | None,
    pack: Quantity,
    schedule: Schedule = Schedule.NONE,
) -> Proposal:
    """Return what to order.

    Args:
        standing: What there is and what is coming.
        minimum: Order below this.
        maximum: Order up to this; None: up to the minimum.
        pack: Base units in a pack; zero when nobody confirmed its size, and then no packs are proposed.
        schedule: A C-II product names its order form in the sentence.

    Source: RxDesk domain, "Reordering"; 21 CFR 1305.03 (order forms).
    """
    level = minimum if maximum is None else maximum
    needed = Quantity(0)
    if is_below(standing, minimum):
        needed = Quantity(max(level - standing.available - standing.on_order, 0))
    packs = packs_to_reach(needed, pack)
    why = (
        f"{_available_words(standing)}; {_level_words(minimum, maximum)}: {_order_words(needed, packs, pack)}"
    )
    if packs and schedule.needs_order_form:
        why = f"{why} {schedule.symbol}: order on DEA Form 222 or CSOS."
    return Proposal(needed=needed, packs=packs, quantity=Quantity(packs * max(pack, 0)), why=why)


def days_of_supply(quantity: int, demand: int, *, days: int = DEMAND_DAYS) -> int | None:
    """Return how many whole days a quantity lasts at the demand of some past days; None without demand."""
    if demand <= 0:
        return None
    return max(quantity, 0) * days // demand


def days_with_stock(
    balance: int, changes: Mapping[date, tuple[int, int]], today: date, *, days: int = DEMAND_DAYS
) -> int:
    """Return on how many of the last days there was something to dispense, today included.

    Args:
        balance: What there is now.
        changes: For each day on which something moved, what came in and what went out.
        today: The last day.
        days: How many days to look at.
    """
    first = today - timedelta(days=days - 1)
    with_stock = 0
    for day in sorted((day for day in changes if first <= day <= today), reverse=True):
        came, went = changes[day]
        before = balance - came + went
        with_stock += (today - day).days * (balance > 0) + (before > 0 or came > 0)
        balance, today = before, day - timedelta(days=1)
    return with_stock + ((today - first).days + 1) * (balance > 0)


def _available_words(standing: Standing) -> str:
    parts = [
        f"{quantity_text(standing.on_hand)} on hand",
        f"{quantity_text(standing.held)} held",
        f"{quantity_text(standing.expired)} expired",
        f"{quantity_text(standing.short_dated)} short-dated",
    ]
    if standing.set_aside:
        parts.append(f"{quantity_text(standing.set_aside)} set aside")
    words = f"{' − '.join(parts)} = {quantity_text(standing.available)} available"
    return f"{words}, {quantity_text(standing.on_order)} on order" if standing.on_order else words


def _level_words(minimum: Quantity, maximum: Quantity | None) -> str:
    words = f"minimum {quantity_text(minimum)}"
    return words if maximum is None else f"{words}, maximum {quantity_text(maximum)}"


def _order_words(needed: Quantity, packs: int, pack: Quantity) -> str:
    if needed <= NOTHING:
        return "nothing needed."
    if not packs:
        return f"{quantity_text(needed)} needed; the pack size is not confirmed, so decide by hand."
    size = "pack" if packs == 1 else "packs"
    return f"{quantity_text(needed)} needed, {packs:,} {size} of {quantity_text(pack)}."
