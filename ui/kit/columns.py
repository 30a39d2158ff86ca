"""What a table shows of its rows: one `Column` for each thing that can be seen of a row."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from ui.kit.tones import Chip


class Keyed(Protocol):
    """A frozen row with an identity that outlives its content."""

    @property
    def key(self) -> Hashable:
        """Return what makes this row the same row after it has changed."""
        ...


RowT = TypeVar("RowT", bound=Keyed)


class Align(StrEnum):
    """Which edge of its column a text keeps to; numbers keep to the right."""

    LEFT = "left"
    RIGHT = "right"
    CENTER = "center"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[RowT]):
    """One column of a table.

    Give either `text` or `chips`; with chips, the text is their words.
    """

    key: str  # stable name: remembered with the person's widths, and sent when the header is clicked
    title: str  # what stands in the header
    text: Callable[[RowT], str] | None = None  # what is written in the cell
    chips: Callable[[RowT], Sequence[Chip]] | None = None  # or the chips painted there
    spoken: Callable[[RowT], str] | None = None  # what a screen reader says, when it is not the text
    align: Align = Align.LEFT
    mono: bool = False  # identifiers: NDC, GTIN, lot, serial
    tall_man: bool = False  # product names
    muted: bool = False  # of secondary interest
    weight: int = 400  # 500 for names, 600 for the figure that matters
    width: int = 120  # pixels at 100 %, until the person chooses another; chips that need more get more
    stretch: bool = False  # takes the room that is left; one per table
    sortable: bool = True  # whether clicking the header emits the wish to sort
    shown: bool = True  # whether it is shown until the person chooses otherwise

    def words(self, row: RowT) -> str:
        """Return the text of the cell, as it is written, copied and exported."""
        if self.text is not None:
            return self.text(row)
        return ", ".join(chip.words for chip in self.chips_of(row))

    def says(self, row: RowT) -> str:
        """Return what a screen reader says of the cell."""
        return self.spoken(row) if self.spoken is not None else self.words(row)

    def chips_of(self, row: RowT) -> Sequence[Chip]:
        """Return the chips of the cell; empty for a column of text."""
        return self.chips(row) if self.chips is not None else ()
