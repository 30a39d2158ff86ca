"""Text broken into lines that fit, with no letter lost and no number parted from its unit.

`fill` answers None when a line cannot be made, and the caller makes the text smaller or refuses;
`fill_at_any_length` parts a word only where nothing else helps, for sheets, which are never refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from devices.printing.fonts import Family, runs_width_mm, text_width_mm
from rxdesk.domain.labels import Run


class Line(NamedTuple):
    """One line of set text."""

    runs: tuple[Run, ...]
    width_mm: float


class _Piece(NamedTuple):
    """A stretch with no break inside; widths are of one point, since a line is as wide as it is large."""

    runs: tuple[Run, ...]
    width_mm: float
    blank_mm: float  # of the blank before it; 0 where it follows a hyphen or stroke


def fill(
    runs: tuple[Run, ...], *, family: Family, size_pt: float, width_mm: float
) -> tuple[Line, ...] | None:
    """Break text into as few lines as the width allows.

    Breaks stand at blanks and after a hyphen or stroke between letters; never between a number and the
    word after it, so that "25 mg" stays on one line.

    Returns:
        The lines from top to bottom, or None when one piece is wider than the line.
    """
    pieces = _pieces(runs, family)
    room = width_mm / size_pt
    starts: list[int] = []
    ends: list[float] = []
    for at, piece in enumerate(pieces):
        if piece.width_mm > room:
            return None
        longer = ends[-1] + piece.blank_mm + piece.width_mm if ends else room + 1
        if longer <= room:
            ends[-1] = longer
        else:
            starts.append(at)
            ends.append(piece.width_mm)
    return tuple(
        Line(_joined(pieces[start:end]), width * size_pt)
        for start, end, width in zip(starts, [*starts, len(pieces)][1:], ends, strict=True)
    )


def fill_at_any_length(
    runs: tuple[Run, ...], *, family: Family, size_pt: float, width_mm: float
) -> tuple[Line, ...]:
    """Break text into lines like `fill`, and a word wider than the line wherever the line ends."""
    whole = fill(runs, family=family, size_pt=size_pt, width_mm=width_mm)
    if whole is not None:
        return whole
    parted: list[Run] = []
    for piece in _pieces(runs, family):
        # Where the line might end before, it may still: `/` alone at the end of a parted word would
        # otherwise cling to the next one.
        parted.append(Run(f" {_PART}" if piece.blank_mm else _PART, strong=False))
        if piece.width_mm * size_pt <= width_mm:
            parted += piece.runs
        else:
            parted += _parted(piece.runs, family=family, size_pt=size_pt, width_mm=width_mm)
    filled = fill(tuple(parted), family=family, size_pt=size_pt, width_mm=width_mm)
    if filled is None:  # a column narrower than one letter; only a mistake in code makes one
        message = f"nothing can be set in {width_mm} mm"
        raise ValueError(message)
    return filled


_PART = "\u200b"  # a break without a sign; it never reaches paper, since no text for paper may hold it


def _parted(runs: tuple[Run, ...], *, family: Family, size_pt: float, width_mm: float) -> Iterator[Run]:
    at = 0.0
    for run in runs:
        text = ""
        for character in run.text:
            wide = text_width_mm(character, family=family, size_pt=size_pt, strong=run.strong)
            if at + wide > width_mm:
                text += _PART
                at = 0.0
            text += character
            at += wide
        yield Run(text, strong=run.strong)


@lru_cache(maxsize=4096)
def _pieces(runs: tuple[Run, ...], family: Family) -> tuple[_Piece, ...]:
    """Cut runs at every place where a line may end; blanks and part marks themselves are dropped."""
    text = "".join(run.text for run in runs)
    strong = [run.strong for run in runs for _ in run.text]
    blank_mm = text_width_mm(" ", family=family, size_pt=1)
    pieces: list[_Piece] = []
    start, after_blank = 0, False
    for at in range(1, len(text) + 1):
        if at < len(text) and not _may_break(text, at):
            continue
        stretch = text[start:at]
        bare = stretch.strip(" " + _PART)
        if bare:
            first = start + stretch.index(bare)
            cut = _runs_of(bare, strong[first : first + len(bare)])
            gap = blank_mm if after_blank or stretch[0] == " " else 0.0
            pieces.append(_Piece(cut, runs_width_mm(cut, family=family, size_pt=1), gap))
            after_blank = False
        after_blank = after_blank or stretch[-1] == " "
        start = at
    return tuple(pieces)


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if _PART in (before, after):
        return True
    if after == " ":
        return False  # the blank stays with what is before it
    if before == " ":
        number_before = at >= 2 and text[at - 2].isdigit()
        return not (number_before and (after.isalpha() or after == "%"))
    return before in "-/" and at >= 2 and text[at - 2].isalpha() and after.isalpha()


def _runs_of(text: str, strong: list[bool]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for character, stands in zip(text, strong, strict=True):
        if runs and runs[-1].strong == stands:
            runs[-1] = Run(runs[-1].text + character, strong=stands)
        else:
            runs.append(Run(character, strong=stands))
    return tuple(runs)


def _joined(pieces: Sequence[_Piece]) -> tuple[Run, ...]:
    merged: list[Run] = []
    for at, piece in enumerate(pieces):
        gap = (Run(" ", strong=False),) if at and piece.blank_mm else ()
        for run in (*gap, *piece.runs):
            if merged and merged[-1].strong == run.strong:
                merged[-1] = Run(merged[-1].text + run.text, strong=run.strong)
            else:
                merged.append(run)
    return tuple(merged)
