"""A label as it will be drawn: items at places in millimetres, and the lint that refuses what would not read.

Everything is measured from the label's top left corner. A layout is the same for every printer; a back end
draws its items and decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple, TypeAlias

from devices.printing.codes import Symbol
from devices.printing.fonts import ASCENT_EM, DESCENT_EM, MM_PER_PT, Family, runs_width_mm
from rxdesk.domain.errors import Refusal
from rxdesk.domain.labels import Run

SMALLEST_TEXT_PT = 6.0
"""Below this a thermal printer of 203 dpi no longer draws letters that can be told apart."""

COARSEST_DPI = 203
_LEAST_DOTS_MATRIX, _LEAST_MM_MATRIX = 3, 0.3
_LEAST_DOTS_LINEAR, _LEAST_MM_LINEAR = 2, 0.25
_LEAST_LINEAR_HEIGHT_MM = 4.0
_TOLERANCE_MM = 0.01  # sums of tenths are not exact in floating point
_TOLERANCE_DOTS = 0.05


class LabelWouldNotRead(Refusal):
    """A finished label breaks a rule without which people or scanners misread it."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The label would not read: {reason}.", "Print it on a larger label.")
        self.reason = reason


class Box(NamedTuple):
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Return whether the two share more than an edge."""
        return (
            self.left < other.right - _TOLERANCE_MM
            and other.left < self.right - _TOLERANCE_MM
            and self.top < other.bottom - _TOLERANCE_MM
            and other.top < self.bottom - _TOLERANCE_MM
        )

    def within(self, width: float, height: float) -> bool:
        """Return whether the rectangle lies on a label of this size."""
        return (
            self.left >= -_TOLERANCE_MM
            and self.top >= -_TOLERANCE_MM
            and self.right <= width + _TOLERANCE_MM
            and self.bottom <= height + _TOLERANCE_MM
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TextItem:
    """One line of text, already as small as it had to become."""

    x_mm: float
    baseline_mm: float
    runs: tuple[Run, ...]
    family: Family
    size_pt: float
    white: bool = False  # on a bar

    @property
    def text(self) -> str:
        """Return the line without its weights."""
        return "".join(run.text for run in self.runs)

    @property
    def box(self) -> Box:
        """Return what the line covers, from the tallest letter to the deepest."""
        width = runs_width_mm(self.runs, family=self.family, size_pt=self.size_pt)
        em = self.size_pt * MM_PER_PT
        return Box(
            self.x_mm,
            self.baseline_mm - ASCENT_EM * em,
            self.x_mm + width,
            self.baseline_mm + DESCENT_EM * em,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BarItem:
    """A black rectangle: a rule, or the ground of a mark."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float

    @property
    def box(self) -> Box:
        """Return what the bar covers."""
        return Box(self.x_mm, self.y_mm, self.x_mm + self.width_mm, self.y_mm + self.height_mm)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeItem:
    """A code; its quiet zone lies around it and belongs to it."""

    x_mm: float
    y_mm: float
    symbol: Symbol
    module_mm: float
    bar_height_mm: float = 0.0  # of a linear code

    @property
    def box(self) -> Box:
        """Return what the modules cover."""
        height = self.bar_height_mm if self.symbol.linear else len(self.symbol.matrix) * self.module_mm
        return Box(self.x_mm, self.y_mm, self.x_mm + self.symbol.columns * self.module_mm, self.y_mm + height)

    @property
    def quiet_box(self) -> Box:
        """Return the modules with the blank space they need."""
        quiet = self.symbol.quiet_modules * self.module_mm
        box = self.box
        above = 0.0 if self.symbol.linear else quiet
        return Box(box.left - quiet, box.top - above, box.right + quiet, box.bottom + above)


Item: TypeAlias = TextItem | BarItem | CodeItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """All items of one label, in the order they are drawn."""

    width_mm: float
    height_mm: float
    items: tuple[Item, ...]


def lint(layout: Layout, *, dpi: int = COARSEST_DPI) -> Layout:
    """Return the layout unchanged when everything on it will read.

    Args:
        layout: The finished layout.
        dpi: The coarsest printer it may come out of.

    Raises:
        LabelWouldNotRead: Something leaves the label, stands on something else or in a quiet zone, is too small.

    Source: GS1 General Specifications 5.4 (quiet zone of Code 128: 10 modules) and 5.6 (Data Matrix: 1);
        least module sizes from measurements with worn thermal heads.
    """
    for item in layout.items:
        _lint_item(item, layout, dpi)
    for first, second in combinations(layout.items, 2):
        _lint_neighbours(first, second)
    return layout


def _lint_item(item: Item, layout: Layout, dpi: int) -> None:
    covered = item.quiet_box if isinstance(item, CodeItem) else item.box
    if not covered.within(layout.width_mm, layout.height_mm):
        raise LabelWouldNotRead(f"{_named(item)} does not lie inside the label")
    if isinstance(item, TextItem) and item.size_pt < SMALLEST_TEXT_PT:
        raise LabelWouldNotRead(f"{_named(item)} is smaller than {SMALLEST_TEXT_PT:g} points")
    if isinstance(item, CodeItem):
        _lint_code(item, dpi)


def _lint_code(item: CodeItem, dpi: int) -> None:
    dots, least_mm = (
        (_LEAST_DOTS_LINEAR, _LEAST_MM_LINEAR)
        if item.symbol.linear
        else (_LEAST_DOTS_MATRIX, _LEAST_MM_MATRIX)
    )
    # A little grace: 0.25 mm is 1.998 dots at 203 dpi, which a printer draws as two.
    drawn_dots = int(item.module_mm * dpi / 25.4 + _TOLERANCE_DOTS)
    if item.module_mm < least_mm - _TOLERANCE_MM / 2 or drawn_dots < dots:
        raise LabelWouldNotRead(
            f"{_named(item)} has modules of {item.module_mm:g} mm, and needs {least_mm:g} mm and {dots} dots"
        )
    if item.symbol.linear and item.bar_height_mm < _LEAST_LINEAR_HEIGHT_MM:
        raise LabelWouldNotRead(f"{_named(item)} is lower than {_LEAST_LINEAR_HEIGHT_MM:g} mm")


def _lint_neighbours(first: Item, second: Item) -> None:
    for code, other in ((first, second), (second, first)):
        if isinstance(code, CodeItem):
            around = other.quiet_box if isinstance(other, CodeItem) else other.box
            if code.quiet_box.overlaps(around):
                raise LabelWouldNotRead(f"{_named(other)} stands in the quiet zone of {_named(code)}")
    on_bar = isinstance(first, BarItem) and isinstance(second, TextItem) and second.white
    if not on_bar and first.box.overlaps(second.box):
        raise LabelWouldNotRead(f"{_named(second)} stands on {_named(first)}")


def _named(item: Item) -> str:
    match item:
        case TextItem():
            return f"“{item.text}”"
        case BarItem():
            return "a rule"
        case CodeItem():
            return f"the code “{item.symbol.content.decode()}”"
