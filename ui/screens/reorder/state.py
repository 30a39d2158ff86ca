"""What the reorder screen shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rxdesk.domain.identity import EntryId, ProductId
from rxdesk.domain.quantity import Quantity
from rxdesk.domain.schedule import Schedule
from rxdesk.ports.rows import ReorderRow


class Section(StrEnum):
    """The parts of the screen."""

    TO_ORDER = "to_order"
    SCHEDULE_TWO = "schedule_two"
    ON_ORDER = "on_order"


SECTION_WORDS: Final[dict[Section, str]] = {
    Section.TO_ORDER: "To order",
    Section.SCHEDULE_TWO: "C-II: Form 222 or CSOS",
    Section.ON_ORDER: "On order",
}

MOST_PACKS: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """A product with the packs to order: those proposed, or those a person chose."""

    row: ReorderRow
    packs: int

    @property
    def key(self) -> ProductId:
        """Return the product."""
        return self.row.product

    @property
    def quantity(self) -> Quantity:
        """Return what the packs hold together."""
        return Quantity(self.packs * self.row.pack_quantity)

    @property
    def changed(self) -> bool:
        """Return whether a person chose other packs than proposed."""
        return self.packs != self.row.packs

    @property
    def section(self) -> Section:
        """Return where it stands. Source: 21 CFR 1305.03: C-II is never ordered with the rest."""
        apart = self.row.schedule in {Schedule.I, Schedule.II}
        return Section.SCHEDULE_TWO if apart else Section.TO_ORDER


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOrder:
    """An order a product is on, with the way to cancel it."""

    entry: EntryId
    sentence: str
    at: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorderState:
    """Everything the screen shows of what is to be ordered."""

    section: Section = Section.TO_ORDER
    lines: tuple[OrderLine, ...] = ()  # of the section
    counts: tuple[tuple[Section, int], ...] = ()
    to_mark: int = 0  # lines of the section with packs to order
    may_mark: bool = False
