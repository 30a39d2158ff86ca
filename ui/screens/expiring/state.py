"""What Expiring shows of each line beside what every list shows. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from rxdesk.domain.quantity import THOUSAND, Quantity, amount_text
from rxdesk.domain.stock import LineKey
from rxdesk.ports.rows import StockRow
from ui.kit.columns import Column
from ui.kit.tones import Chip, Fill, Tone
from ui.parts.stock_lines import STOCK_COLUMNS, status_chips


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an act on a line."""

    words: str  # "Held", "Refused"
    why: str = ""  # the sentences of the refusal; empty when it was done

    @property
    def refused(self) -> bool:
        """Return whether a rule said no."""
        return bool(self.why)


OutcomeOf = Callable[[LineKey], "Outcome | None"]


def unsold(row: StockRow) -> Quantity | None:
    """Return how much of a line will be left when it expires, at the demand of the last 90 days.

    Returns:
        None when nothing can be said: the line has no date, has expired, or nobody asks for the product.
        Whole units, rounded up, so that a rest is never called nothing.
    """
    if row.days_left is None or row.days_left < 0 or row.days_of_supply is None or row.quantity <= 0:
        return None
    if row.days_of_supply <= row.days_left:
        return Quantity(0)
    rest = row.quantity * (row.days_of_supply - row.days_left)
    return Quantity(-(-rest // (row.days_of_supply * THOUSAND)) * THOUSAND)


def supply_chips(row: StockRow) -> tuple[Chip, ...]:
    """Return whether a line is used up before it expires."""
    if row.days_left is None or row.days_left < 0 or row.quantity <= 0:
        return ()
    left_over = unsold(row)
    if left_over is None:
        return (Chip("No demand", "minus", Tone.NEUTRAL),)
    if not left_over:
        return (Chip("Used up in time", "check", Tone.OK, Fill.NONE),)
    return (Chip(f"{amount_text(left_over, row.unit)} left over", "triangle-alert", Tone.CAUTION),)


def pull_columns(outcome_of: OutcomeOf) -> tuple[Column[StockRow], ...]:
    """Return the columns of the list; the status says first what became of the acts on a line.

    Args:
        outcome_of: Asked each time a line is painted.
    """

    def standing(row: StockRow) -> tuple[Chip, ...]:
        outcome = outcome_of(row.key)
        if outcome is None:
            return status_chips(row)
        if outcome.refused:
            return (Chip(outcome.words, "octagon-alert", Tone.WARNING), *status_chips(row))
        return (Chip(outcome.words, "circle-check", Tone.OK), *status_chips(row))

    def spoken(row: StockRow) -> str:
        outcome, standing = outcome_of(row.key), ", ".join(chip.words for chip in status_chips(row))
        return standing if outcome is None else f"{outcome.words}. {outcome.why} {standing}".strip()

    by_key = {column.key: column for column in STOCK_COLUMNS}
    supply: Column[StockRow] = Column(
        key="supply", title="Before it expires", chips=supply_chips, sortable=False, width=130
    )
    return (
        *(by_key[key] for key in ("product", "lot", "expires", "left", "on_hand", "bin")),
        supply,
        replace(by_key["status"], chips=standing, spoken=spoken, width=120),
        *(replace(by_key[key], shown=False) for key in ("ndc", "labeler", "serial")),
    )


EXPIRY_COLUMN: Final = "left"
