"""What a colour says: tones, fills and the chips made of them. No Qt, so presenters may speak of them.

A chip always says its thing three times: by colour, by the shape of its icon and in words. Red is kept
for stop states; a date that is still in the future is never red.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ui.kit.tokens import design

if TYPE_CHECKING:
    from ui.kit.tokens import ChipDesign


class Tone(StrEnum):
    """A family of colours with one meaning."""

    DANGER = "danger"  # stop: expired, recalled, held
    WARNING = "warning"  # act soon
    CAUTION = "caution"  # look twice
    OK = "ok"  # as it should be
    INFO = "info"  # worth knowing
    NEUTRAL = "neutral"  # nothing known, nothing wrong
    CONTROL = "control"  # a controlled substance


class Fill(StrEnum):
    """How loudly a chip is painted."""

    SOLID = "solid"  # stop-now states only
    SOFT = "soft"
    NONE = "none"


class Status(StrEnum):
    """The states of a lot or a product that have a chip of their own."""

    AVAILABLE = "available"
    QUARANTINE = "quarantine"
    RECALLED = "recalled"
    RETURN_PENDING = "return_pending"
    CONTROLLED = "controlled"
    COLD_CHAIN = "cold_chain"
    LOW_STOCK = "low_stock"


@dataclass(frozen=True, slots=True)
class Chip:
    """A small rounded label: colour, shape and words."""

    words: str  # what a person reads, and what a screen reader speaks
    icon: str = ""  # a Lucide name under resources/icons, or nothing
    tone: Tone = Tone.NEUTRAL
    fill: Fill = Fill.SOFT


def status_chip(status: Status, words: str = "") -> Chip:
    """Return the chip of a state; `words` replace the usual ones, as "C-II" does for a controlled drug."""
    return _chip(design().status[status.value], words)


def expiry_chip(days_left: int | None) -> Chip:
    """Return the chip that says how long a lot may still be used.

    Args:
        days_left: Days from today to the last usable day. 0 is the last usable day itself, a negative
            number says how long ago it was, None that no expiry is known.
    """
    severity = design().severity
    if days_left is None:
        return _chip(severity["unknown"], "")
    if days_left < 0:
        chosen = severity["expired"]
        return _chip(
            chosen, "Expired yesterday" if days_left == -1 else chosen.words.format(n=f"{-days_left:,}")
        )
    if days_left <= 1:
        return _chip(severity["d30"], "Last day today" if days_left == 0 else "1 day left")
    for name, horizon in (("d30", 30), ("d90", 90)):
        if days_left <= horizon:
            return _chip(severity[name], severity[name].words.format(n=days_left))
    chosen = severity["d180"] if days_left <= 180 else severity["ok"]
    return _chip(chosen, chosen.words.format(n=f"{_months(days_left):,}"))


def _months(days: int) -> int:
    # To the nearest month of 30.4375 days; the exact date always stands beside the chip.
    return round(days / 30.4375)


def _chip(chosen: ChipDesign, words: str) -> Chip:
    return Chip(words or chosen.words, chosen.icon, Tone(chosen.tone), Fill(chosen.fill))
