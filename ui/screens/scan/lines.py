"""How a panel names the lines of a product it may act on. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from rxdesk.domain.stock import LineKey
from rxdesk.ports.rows import ProductCard, StockRow
from ui.parts.stock_lines import amount_of
from ui.parts.wording import expiry_words


@dataclass(frozen=True, slots=True)
class LineChoice:
    """A line a person may choose."""

    line: LineKey
    words: str

    @property
    def key(self) -> str:
        """Return the line as one text, as fields of choices keep it."""
        return "\x1f".join(self.line)


def line_choices(card: ProductCard, *, amounts: bool) -> tuple[LineChoice, ...]:
    """Return the product's lines in drawing order; without amounts where a figure must not be known."""
    return tuple(LineChoice(row.key, line_words(row, amount=amounts)) for row in card.lines)


def line_words(row: StockRow, *, amount: bool) -> str:
    """Return a line in words: "Lot B7730A in A3-02, 14 Dec 2026"."""
    serial = f", serial {row.key.serial}" if row.key.serial else ""
    held = f": {amount_of(row)}" if amount else ""
    return f"Lot {row.lot or '–'}{serial} in {row.key.place}, {expiry_words(row.expiry)}{held}"


def find_line(card: ProductCard, line: LineKey) -> StockRow | None:
    """Return a line of the product by its key."""
    return next((row for row in card.lines if row.key == line), None)
