"""Blocks of text set one under the other into a box: all shrink together, none below its floor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from devices.printing.fonts import ASCENT_EM, MM_PER_PT, Family
from devices.printing.layout import TextItem
from devices.printing.typeset import Line, fill
from rxdesk.domain.errors import Refusal
from rxdesk.domain.labels import Run

_LEADING = 1.12  # line to line, in ems: tight, and no letter touches the next line
_STEPS = 20
_WORTH_A_LINE = 0.8  # of the size
_LEAST_FOR_A_LINE_PT = 9.0


class TextTooLong(Refusal):
    """A text that must not be cut does not fit on a label even at its smallest size."""

    def __init__(self, text: str, width_mm: float, height_mm: float) -> None:
        super().__init__(
            f"“{text}” does not fit on a label of {width_mm:.0f} × {height_mm:.0f} mm and is never cut.",
            "Print it on a larger label.",
        )
        self.text = text


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A text and the sizes it may take."""

    runs: tuple[Run, ...]
    size_pt: float  # at best
    floor_pt: float  # at worst
    family: Family = Family.CONDENSED

    @property
    def text(self) -> str:
        """Return the text without its weights."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Stack:
    """Set blocks: their lines from the top down, and the height they take."""

    lines: tuple[tuple[Line, Family, float], ...]  # each with its size in points
    height_mm: float

    @property
    def largest_pt(self) -> float:
        """Return the size of the largest line; 0 when there is none."""
        return max((size for _, _, size in self.lines), default=0.0)

    def items(self, *, x_mm: float, y_mm: float) -> Iterator[TextItem]:
        """Place the lines on a label, from a top left corner."""
        top = y_mm
        for line, family, size_pt in self.lines:
            em = size_pt * MM_PER_PT
            yield TextItem(
                x_mm=x_mm, baseline_mm=top + ASCENT_EM * em, runs=line.runs, family=family, size_pt=size_pt
            )
            top += _LEADING * em


def stack(blocks: Sequence[Block], *, width_mm: float, height_mm: float) -> Stack | None:
    """Set blocks as large as they fit, all scaled alike, or return None when even the floors do not fit.

    A line less is worth a little size: a name on one line is read at a glance.
    """
    best: Stack | None = None
    for step in range(_STEPS + 1):
        done = _stack_at(blocks, 1 - step / _STEPS, width_mm)
        if done is None or done.height_mm > height_mm:
            continue
        if best is None:
            best = done
        elif done.largest_pt < max(_WORTH_A_LINE * best.largest_pt, _LEAST_FOR_A_LINE_PT):
            break
        elif len(done.lines) < len(best.lines):
            return done
    return best


def _stack_at(blocks: Sequence[Block], share: float, width_mm: float) -> Stack | None:
    lines: list[tuple[Line, Family, float]] = []
    for block in blocks:
        size = round((block.floor_pt + (block.size_pt - block.floor_pt) * share) * 4) / 4
        filled = fill(block.runs, family=block.family, size_pt=size, width_mm=width_mm)
        if filled is None:
            return None
        lines += [(line, block.family, size) for line in filled]
    return Stack(tuple(lines), sum(_LEADING * size * MM_PER_PT for _, _, size in lines))
