"""Rows of a table on paper: cells broken into the lines of their columns, with nothing cut off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeAlias

from devices.printing.canvas import PdfCanvas
from devices.printing.codes import Symbol
from devices.printing.fonts import ASCENT_EM, MM_PER_PT, Family
from devices.printing.typeset import Line, fill_at_any_length
from rxdesk.domain.labels import Run

PADDING_X_MM: Final = 1.2
_PADDING_Y_MM: Final = 1.1
_LEADING: Final = 1.22
_ZEBRA_GRAY: Final = 0.95
_TICK_MM: Final = 4.2
_GRAY: Final = 0.35


class Align(StrEnum):
    """How text stands in its column."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph in one size."""

    runs: tuple[Run, ...]
    size_pt: float = 9.0
    family: Family = Family.CONDENSED
    quiet: bool = False  # grey, for what is read second


@dataclass(frozen=True, slots=True)
class Mark:
    """A code, drawn at a module size."""

    symbol: Symbol
    module_mm: float


@dataclass(frozen=True, slots=True)
class TickBox:
    """A square to tick by hand."""


CellContent: TypeAlias = tuple[Words, ...] | Mark | TickBox


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column and its title."""

    title: str
    width_mm: float
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class GridRow:
    """Cells side by side, and a remark that runs under all of them but the first."""

    cells: tuple[CellContent, ...]
    remark: Words | None = None


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line, a code or a box, from the row's top left corner."""

    x_mm: float
    y_mm: float  # a line's baseline, otherwise the upper edge
    what: Line | Mark | TickBox
    words: Words | None = None

    def moved(self, down_mm: float) -> _Placed:
        return _Placed(self.x_mm, self.y_mm + down_mm, self.what, self.words)


@dataclass(frozen=True, slots=True)
class SetRow:
    """A row whose lines are broken and whose height is known."""

    height_mm: float
    placed: tuple[_Placed, ...]
    shaded: bool = False
    ruled: bool = False  # a line above it, for totals

    def lowered(self, by_mm: float) -> SetRow:
        """Return the row with blank space above it."""
        placed = tuple(part.moved(by_mm) for part in self.placed)
        return replace(self, height_mm=self.height_mm + by_mm, placed=placed)

    def draw(self, canvas: PdfCanvas, *, x_mm: float, y_mm: float, width_mm: float) -> None:
        """Draw the row with its top left corner at a place on the page."""
        if self.shaded:
            canvas.bar(x_mm=x_mm, y_mm=y_mm, width_mm=width_mm, height_mm=self.height_mm, gray=_ZEBRA_GRAY)
        if self.ruled:
            canvas.bar(x_mm=x_mm, y_mm=y_mm, width_mm=width_mm, height_mm=0.25)
        for placed in self.placed:
            _draw(canvas, placed, x_mm + placed.x_mm, y_mm + placed.y_mm)


def set_row(
    columns: Sequence[GridColumn], row: GridRow, *, shaded: bool = False, ruled: bool = False
) -> SetRow:
    """Break the lines of a row into its columns; the tallest cell gives the height."""
    placed: list[_Placed] = []
    bottom = 0.0
    x = 0.0
    for column, content in zip(columns, row.cells, strict=True):
        cell, height = _set_cell(content, x, column)
        placed += cell
        bottom = max(bottom, height)
        x += column.width_mm
    if row.remark is not None:
        first = columns[0].width_mm
        under = GridColumn("", x - first)
        beneath, cells_bottom = _set_cell((row.remark,), first, under), _cells_bottom(columns, row)
        placed += [item.moved(cells_bottom) for item in beneath[0]]
        bottom = max(bottom, cells_bottom + beneath[1])
    return SetRow(bottom + 2 * _PADDING_Y_MM, tuple(placed), shaded=shaded, ruled=ruled)


def title_row(columns: Sequence[GridColumn]) -> SetRow:
    """Set the titles of the columns, on the same edge as what stands under them."""
    return set_row(
        columns,
        GridRow(tuple((Words((Run(column.title, strong=True),), size_pt=7.5),) for column in columns)),
    )


def _cells_bottom(columns: Sequence[GridColumn], row: GridRow) -> float:
    """Return where the remark may begin: under every cell but the first, which it stands beside."""
    return max(
        (
            _set_cell(content, 0, column)[1]
            for column, content in zip(columns[1:], row.cells[1:], strict=True)
        ),
        default=0.0,
    )


def _set_cell(content: CellContent, x: float, column: GridColumn) -> tuple[list[_Placed], float]:
    """Return what stands in a cell, from the row's corner, and how high it is without padding."""
    inner = column.width_mm - 2 * PADDING_X_MM
    left = x + PADDING_X_MM
    if isinstance(content, Mark):
        side = content.symbol.columns * content.module_mm
        return [_Placed(x + (column.width_mm - side) / 2, _PADDING_Y_MM, content)], side
    if isinstance(content, TickBox):
        return [_Placed(x + (column.width_mm - _TICK_MM) / 2, _PADDING_Y_MM + 0.2, content)], _TICK_MM + 0.2
    placed: list[_Placed] = []
    y = 0.0
    for words in content:
        em = words.size_pt * MM_PER_PT
        for line in fill_at_any_length(
            words.runs, family=words.family, size_pt=words.size_pt, width_mm=inner
        ):
            spare = inner - line.width_mm
            shift = {Align.LEFT: 0.0, Align.RIGHT: spare, Align.CENTRE: spare / 2}[column.align]
            placed.append(_Placed(left + shift, _PADDING_Y_MM + y + ASCENT_EM * em, line, words))
            y += _LEADING * em
    return placed, y


def _draw(canvas: PdfCanvas, placed: _Placed, x_mm: float, y_mm: float) -> None:
    match placed.what:
        case Mark():
            canvas.symbol(placed.what.symbol, x_mm=x_mm, y_mm=y_mm, module_mm=placed.what.module_mm)
        case TickBox():
            canvas.box(x_mm=x_mm, y_mm=y_mm, side_mm=_TICK_MM, line_mm=0.25)
        case Line():
            words = placed.words
            assert words is not None
            canvas.text(
                placed.what.runs,
                x_mm=x_mm,
                baseline_mm=y_mm,
                family=words.family,
                size_pt=words.size_pt,
                gray=_GRAY if words.quiet else 0.0,
            )
