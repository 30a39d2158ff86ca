"""What the panel of one product shows, and how far setting one up has come. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from rxdesk.domain.identity import ProductId
from rxdesk.domain.quantity import Quantity
from ui.kit.tones import Chip
from ui.parts.codes import CodeRow
from ui.parts.finding import HitRow


class Tab(StrEnum):
    """What the panel of a product is open at."""

    LEVELS = "levels"
    CODES = "codes"


NO_HOME: Final = ""
"""The key of the choice that gives a product no bin of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelsTyped:
    """What stands in the fields of the levels, as it was typed."""

    minimum: str = ""
    maximum: str = ""
    home: str = NO_HOME


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelState:
    """The product that is selected, ready to be read, and what is typed about it."""

    product: ProductId
    name: str
    described: str
    chips: tuple[Chip, ...]
    figures: tuple[tuple[str, str], ...]  # figure and what it counts
    about: tuple[tuple[str, str], ...]  # caption and identifier
    unit: str
    tab: Tab = Tab.LEVELS
    typed: LevelsTyped = field(default_factory=LevelsTyped)
    kept: LevelsTyped = field(default_factory=LevelsTyped)  # as it is on file
    problem: str = ""
    saved: bool = False
    codes: tuple[CodeRow, ...] = ()
    code: str = ""  # to be linked
    code_quantity: Quantity | None = None  # in the pack that bears it
    code_problem: str = ""

    @property
    def changed(self) -> bool:
        """Return whether something is typed that is not on file."""
        return self.typed != self.kept

    @property
    def can_link(self) -> bool:
        """Return whether all is said that a link needs."""
        return bool(self.code.strip()) and self.code_quantity is not None and self.code_quantity > 0


class Step(StrEnum):
    """How far setting up a product has come."""

    SEARCH = "search"
    CONFIRM = "confirm"
    DETAILS = "details"


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is typed of a product that no directory lists."""

    ndc: str = ""
    name: str = ""
    generic_name: str = ""
    strength: str = ""
    form: str = ""
    labeler: str = ""
    unit: str = "EA"
    pack_quantity: Quantity | None = None
    schedule: str = ""
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpState:
    """What the page shows that sets a product up."""

    step: Step = Step.SEARCH
    asked: str = ""
    rows: tuple[HitRow, ...] = ()
    chosen: HitRow | None = None
    quantity: Quantity | None = None  # the package size a person confirms
    unit: str = ""
    details: Details = field(default_factory=Details)
    said: str = ""  # what is so with the chosen product, or with the details
    problem: str = ""
    at: str = ""  # the field the problem is about

    @property
    def asks_size(self) -> bool:
        """Return whether the package size is to be confirmed by a person."""
        return self.chosen is not None and self.chosen.hit.row.pack_quantity is None
