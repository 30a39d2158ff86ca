"""Where each word of a shelf label stands.

Name, strength and form across the top; marks and labeler under them; place, levels and NDC at the bottom
left, the code at the bottom right. What identifies the product is never cut: it shrinks to its floor and is then
refused. Only the labeler may be missing, and then it is missing whole.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Final, NamedTuple

from devices.printing.codes import data_matrix
from devices.printing.fonts import DESCENT_EM, MM_PER_PT, Family, printable, text_width_mm
from devices.printing.label_frame import GAP_MM, Frame, corner_code
from devices.printing.layout import SMALLEST_TEXT_PT, BarItem, Item, TextItem
from devices.printing.stacking import Block, Stack, TextTooLong, stack
from rxdesk.domain.labels import Run, ShelfLabel, tall_man_runs
from rxdesk.domain.quantity import quantity_text

_NAME_FLOOR_PT: Final = 6.5
_MARK_PT: Final = 7.0
_MARK_HEIGHT_MM: Final = 3.1
_MARK_GAP_MM: Final = 0.4
_MARK_PADDING_MM: Final = 0.8


class _Share(NamedTuple):
    """How words and code part the label, and what the words must still get."""

    code_mm: float  # at most, for labels of 50 × 25 mm
    least_title_pt: float
    whole: bool  # the labeler must find room too
    smallest_foot: bool


_SHARES: Final = (
    _Share(12.0, least_title_pt=10.5, whole=True, smallest_foot=False),  # a large code, where there is room
    _Share(9.0, least_title_pt=0.0, whole=False, smallest_foot=False),
    _Share(0.0, least_title_pt=0.0, whole=False, smallest_foot=True),  # name and strength need every line
)


def shelf_items(label: ShelfLabel, frame: Frame) -> list[Item]:
    """Part the label in the first way in which everything fits that must."""
    for share in _SHARES:
        with suppress(TextTooLong):
            return _parted(label, frame, share)
    return _squeezed(label, frame)


def _parted(label: ShelfLabel, frame: Frame, share: _Share) -> list[Item]:
    code = corner_code(data_matrix(label.code), frame, most_mm=share.code_mm * frame.scale)
    foot_width = code.quiet_box.left - GAP_MM - frame.margin
    blocks = _foot_blocks(label, frame.scale)
    if share.smallest_foot:
        blocks = [replace(block, size_pt=block.floor_pt) for block in blocks]
    most = frame.height / 2 if share.smallest_foot else frame.height - frame.margin - code.quiet_box.top
    foot = frame.stack(blocks, width=foot_width, height=most)
    bottom = min(code.quiet_box.top, _foot_top(foot, frame))
    marks = _mark_rows(label.marks, frame)
    title = frame.stack(
        _title_blocks(label, frame.scale),
        width=frame.inner_width,
        height=bottom - frame.margin - len(marks) * (_MARK_HEIGHT_MM + _MARK_GAP_MM),
    )
    if title.largest_pt < share.least_title_pt:
        raise TextTooLong(label.name, frame.width, frame.height)
    items: list[Item] = [*title.items(x_mm=frame.margin, y_mm=frame.margin), code]
    y = frame.margin + title.height_mm
    for row in marks:
        y += _MARK_GAP_MM
        items += _mark_items(row, frame.margin, y)
        y += _MARK_HEIGHT_MM
    labeler = _labeler(label, frame, y=y, beside=marks[-1] if marks else (), room=bottom - y)
    if share.whole and label.labeler and not labeler:
        raise TextTooLong(label.labeler, frame.width, frame.height)
    items += labeler
    y = max((y, *(item.box.bottom for item in labeler)))
    grown = stack(blocks, width_mm=foot_width, height_mm=frame.height - frame.margin - y - GAP_MM)
    if grown is not None and grown.largest_pt > foot.largest_pt:  # into what the title left
        foot = grown
    items += foot.items(x_mm=frame.margin, y_mm=_foot_top(foot, frame))
    return items


def _squeezed(label: ShelfLabel, frame: Frame) -> list[Item]:
    """Set everything at its smallest, marks beside the place and no labeler: the longest names need it."""
    code = corner_code(data_matrix(label.code), frame, most_mm=0.0)
    width = code.quiet_box.left - GAP_MM - frame.margin
    blocks = [replace(block, size_pt=block.floor_pt) for block in _foot_blocks(replace(label, place=""), 1.0)]
    foot = frame.stack(blocks, width=width, height=frame.height / 2)
    foot_top = _foot_top(foot, frame)
    row_top = foot_top - _MARK_HEIGHT_MM - _MARK_GAP_MM
    place = printable(label.place)
    place_width = text_width_mm(place, family=Family.CONDENSED, size_pt=_MARK_PT, strong=True)
    marks = tuple(map(printable, label.marks))
    if place_width + (GAP_MM + _marks_width(marks) if marks else 0.0) > width:
        raise TextTooLong(" ".join((place, *marks)), frame.width, frame.height)
    title = frame.stack(
        _title_blocks(label, frame.scale),
        width=frame.inner_width,
        height=min(code.quiet_box.top, row_top) - frame.margin,
    )
    items: list[Item] = [*title.items(x_mm=frame.margin, y_mm=frame.margin), code]
    if place:
        items.append(_on_row(place, frame.margin, row_top))
    items += _mark_items(marks, frame.margin + (place_width + GAP_MM if place else 0.0), row_top)
    items += foot.items(x_mm=frame.margin, y_mm=foot_top)
    return items


def _foot_top(foot: Stack, frame: Frame) -> float:
    """Return where the foot begins when half the descent of its last line hangs below the code."""
    hang = DESCENT_EM * foot.lines[-1][2] * MM_PER_PT / 2
    return frame.height - frame.margin - foot.height_mm + hang


def _title_blocks(label: ShelfLabel, scale: float) -> list[Block]:
    name = tall_man_runs(printable(label.name))
    if len(name) == 1:  # nothing to tell apart, so the whole name may be heavy
        name = (Run(name[0].text, strong=True),)
    blocks = [Block(runs=name, size_pt=12 * scale, floor_pt=_NAME_FLOOR_PT)]
    strength, form = printable(label.strength), printable(label.form)
    runs = tuple(
        run
        for run in (Run(strength, strong=True), Run(f" {form}" if strength else form, strong=False))
        if run.text.strip()
    )
    if runs:
        blocks.append(Block(runs=runs, size_pt=10 * scale, floor_pt=_NAME_FLOOR_PT))
    return blocks


def _labeler(
    label: ShelfLabel, frame: Frame, *, y: float, beside: tuple[str, ...], room: float
) -> list[TextItem]:
    """Set the labeler under the title, or beside the last row of marks, or not at all."""
    name = printable(label.labeler)
    if not name:
        return []
    taken = _marks_width(beside) + 2 * GAP_MM if beside else 0.0
    lift = _MARK_HEIGHT_MM if beside else 0.0
    block = Block(runs=(Run(name, strong=False),), size_pt=7 * frame.scale, floor_pt=SMALLEST_TEXT_PT)
    done = stack([block], width_mm=frame.inner_width - taken, height_mm=lift or room)
    return list(done.items(x_mm=frame.margin + taken, y_mm=y - lift)) if done else []


def _foot_blocks(label: ShelfLabel, scale: float) -> list[Block]:
    """Give place, levels and NDC, which stand beside the code."""
    blocks: list[Block] = []
    if label.place:
        place = (Run(printable(label.place), strong=True),)
        blocks.append(Block(runs=place, size_pt=14 * scale, floor_pt=_NAME_FLOOR_PT))
    levels = _levels_runs(label)
    if levels:
        blocks.append(Block(runs=levels, size_pt=8.5 * scale, floor_pt=SMALLEST_TEXT_PT))
    ndc = (Run("NDC ", strong=False), Run(printable(label.ndc), strong=True))
    blocks.append(Block(runs=ndc, size_pt=8 * scale, floor_pt=SMALLEST_TEXT_PT))
    return blocks


def _levels_runs(label: ShelfLabel) -> tuple[Run, ...]:
    said: list[Run] = []
    for word, level in (("Min ", label.minimum), ("Max ", label.maximum)):
        if level is not None:
            gap = " · " if said else ""
            said += [Run(gap + word, strong=False), Run(quantity_text(level), strong=True)]
    if said and label.unit:
        said.append(Run(f" {printable(label.unit)}", strong=False))
    return tuple(said)


def _mark_rows(marks: tuple[str, ...], frame: Frame) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for mark in map(printable, marks):
        if _marks_width((mark,)) > frame.inner_width:
            raise TextTooLong(mark, frame.width, frame.height)
        if rows and _marks_width((*rows[-1], mark)) <= frame.inner_width:
            rows[-1] = (*rows[-1], mark)
        else:
            rows.append((mark,))
    return rows


def _mark_width(mark: str) -> float:
    return text_width_mm(mark, family=Family.CONDENSED, size_pt=_MARK_PT, strong=True) + 2 * _MARK_PADDING_MM


def _marks_width(marks: tuple[str, ...]) -> float:
    return sum(map(_mark_width, marks)) + GAP_MM * (len(marks) - 1)


def _mark_items(row: tuple[str, ...], x: float, y: float) -> list[Item]:
    """Draw marks white on black: they are warnings, and are seen before they are read."""
    items: list[Item] = []
    for mark in row:
        width = _mark_width(mark)
        items.append(BarItem(x_mm=x, y_mm=y, width_mm=width, height_mm=_MARK_HEIGHT_MM))
        items.append(replace(_on_row(mark, x + _MARK_PADDING_MM, y), white=True))
        x += width + GAP_MM
    return items


def _on_row(text: str, x: float, y: float) -> TextItem:
    """Set a mark, or a place beside marks, on the row that begins at `y`."""
    return TextItem(
        x_mm=x,
        baseline_mm=y + _MARK_HEIGHT_MM - 0.72,
        runs=(Run(text, strong=True),),
        family=Family.CONDENSED,
        size_pt=_MARK_PT,
    )
