"""Where each word and code of a label stands, for any size of label.

A shelf label: name, strength and form across the top; marks and labeler under them; place, levels and NDC at
the bottom left, the code at the bottom right. What identifies the product is never cut: it shrinks to its floor
and is then refused. Only the labeler may be missing, and then it is missing whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, assert_never

from devices.printing.codes import Symbol, code_128, data_matrix
from devices.printing.fonts import DESCENT_EM, MM_PER_PT, Family, printable, text_width_mm
from devices.printing.layout import SMALLEST_TEXT_PT, BarItem, CodeItem, Item, Layout, TextItem, lint
from devices.printing.stacking import Block, Stack, TextTooLong, stack
from rxdesk.domain.labels import BadgeLabel, LabelContent, PlaceLabel, Run, ShelfLabel, tall_man_runs
from rxdesk.domain.quantity import quantity_text

_GAP_MM: Final = 1.0
_NAME_FLOOR_PT: Final = 6.5
_MARK_PT: Final = 7.0
_MARK_HEIGHT_MM: Final = 3.1
_MARK_GAP_MM: Final = 0.4
_MARK_PADDING_MM: Final = 0.8
_MODULES_MM: Final = (0.75, 0.625, 0.5, 0.375)  # whole dots at 203 dpi (8 dots/mm): 6, 5, 4, 3
_LINEAR_MODULES_MM: Final = (0.375, 0.25)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The part of a label that may be printed on."""

    width: float
    height: float
    margin: float

    @property
    def inner_width(self) -> float:
        return self.width - 2 * self.margin

    @property
    def scale(self) -> float:
        """How much larger than the smallest usual label text may be."""
        return max(1.0, min(self.height / 25, self.width / 50))

    def stack(self, blocks: Sequence[Block], *, width: float, height: float) -> Stack:
        """Set blocks or refuse, naming the longest text, which is the one to blame."""
        done = stack(blocks, width_mm=width, height_mm=height)
        if done is None:
            raise TextTooLong(max((block.text for block in blocks), key=len), self.width, self.height)
        return done


def label_layout(
    content: LabelContent, *, width_mm: float, height_mm: float, margin_mm: float = 1.5
) -> Layout:
    """Lay out a label of any kind and size, and lint it.

    Args:
        content: What it says.
        width_mm: The label's width.
        height_mm: The label's height.
        margin_mm: What stays blank at each edge, since paper never lies exactly.

    Raises:
        TextNotPrintable: A text holds a character that cannot be drawn.
        TextTooLong: A text does not fit at its smallest size.
        LabelWouldNotRead: The code does not fit, or stands too close to something.
    """
    frame = _Frame(width_mm, height_mm, margin_mm)
    match content:
        case ShelfLabel():
            items = _shelf_items_as_they_fit(content, frame)
        case PlaceLabel():
            items = _place_items(content, frame)
        case BadgeLabel():
            items = _badge_items(content, frame)
        case _:
            assert_never(content)
    return lint(Layout(width_mm=width_mm, height_mm=height_mm, items=tuple(items)))


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


def _shelf_items_as_they_fit(label: ShelfLabel, frame: _Frame) -> list[Item]:
    """Part the label in the first way in which everything fits that must."""
    *attempts, last = _SHARES
    for share in attempts:
        with suppress(TextTooLong):
            return _shelf_items(label, frame, share)
    return _shelf_items(label, frame, last)


def _shelf_items(label: ShelfLabel, frame: _Frame, share: _Share) -> list[Item]:
    code = _corner_code(data_matrix(label.code), frame, most_mm=share.code_mm * frame.scale)
    foot_width = code.quiet_box.left - _GAP_MM - frame.margin
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
    grown = stack(blocks, width_mm=foot_width, height_mm=frame.height - frame.margin - y - _GAP_MM)
    if grown is not None and grown.largest_pt > foot.largest_pt:  # into what the title left
        foot = grown
    items += foot.items(x_mm=frame.margin, y_mm=_foot_top(foot, frame))
    return items


def _foot_top(foot: Stack, frame: _Frame) -> float:
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
    label: ShelfLabel, frame: _Frame, *, y: float, beside: tuple[str, ...], room: float
) -> list[TextItem]:
    """Set the labeler under the title, or beside the last row of marks, or not at all."""
    name = printable(label.labeler)
    if not name:
        return []
    taken = _marks_width(beside) + 2 * _GAP_MM if beside else 0.0
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


def _place_items(label: PlaceLabel, frame: _Frame) -> list[Item]:
    """Set a place large, its code linear under it where that fits: shelves are scanned from afar."""
    linear = _bottom_code(code_128(label.code), frame)
    code = linear or _corner_code(data_matrix(label.code), frame, most_mm=0.6 * frame.height)
    width = frame.inner_width if linear else code.quiet_box.left - _GAP_MM - frame.margin
    height = (code.quiet_box.top - _GAP_MM if linear else frame.height - frame.margin) - frame.margin
    name = Block(runs=(Run(printable(label.name), strong=True),), size_pt=30 * frame.scale, floor_pt=9)
    blocks = [name]
    if label.description:
        blocks.append(
            Block(
                runs=(Run(printable(label.description), strong=False),), size_pt=9, floor_pt=SMALLEST_TEXT_PT
            )
        )
    text = frame.stack(blocks, width=width, height=height)
    return [*text.items(x_mm=frame.margin, y_mm=frame.margin), code]


def _badge_items(label: BadgeLabel, frame: _Frame) -> list[Item]:
    code = _corner_code(data_matrix(label.code), frame, most_mm=0.6 * frame.height)
    blocks = [
        Block(runs=(Run(printable(label.person), strong=True),), size_pt=14 * frame.scale, floor_pt=9),
        Block(runs=(Run(printable(label.role), strong=False),), size_pt=9 * frame.scale, floor_pt=7),
        Block(runs=(Run(printable(label.pharmacy), strong=False),), size_pt=8, floor_pt=SMALLEST_TEXT_PT),
    ]
    width = code.quiet_box.left - _GAP_MM - frame.margin
    text = frame.stack(blocks, width=width, height=frame.height - 2 * frame.margin)
    return [*text.items(x_mm=frame.margin, y_mm=frame.margin), code]


def _corner_code(symbol: Symbol, frame: _Frame, *, most_mm: float) -> CodeItem:
    """Place a square code in the lower right corner, with modules as large as its share of the label allows."""
    module = next((size for size in _MODULES_MM if symbol.columns * size <= most_mm), _MODULES_MM[-1])
    side = symbol.columns * module
    edge = max(frame.margin, symbol.quiet_modules * module)
    return CodeItem(
        x_mm=frame.width - edge - side, y_mm=frame.height - edge - side, symbol=symbol, module_mm=module
    )


def _bottom_code(symbol: Symbol, frame: _Frame) -> CodeItem | None:
    """Place a linear code along the lower edge, or return None when it is too long for the label."""
    for module in _LINEAR_MODULES_MM:
        quiet = max(frame.margin, symbol.quiet_modules * module)
        wide = symbol.columns * module
        if wide + 2 * quiet <= frame.width:
            height = max(5.0, 0.32 * frame.height)
            return CodeItem(
                x_mm=(frame.width - wide) / 2,
                y_mm=frame.height - frame.margin - height,
                symbol=symbol,
                module_mm=module,
                bar_height_mm=height,
            )
    return None


def _mark_rows(marks: tuple[str, ...], frame: _Frame) -> list[tuple[str, ...]]:
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
    return sum(map(_mark_width, marks)) + _GAP_MM * (len(marks) - 1)


def _mark_items(row: tuple[str, ...], x: float, y: float) -> list[Item]:
    """Draw marks white on black: they are warnings, and are seen before they are read."""
    items: list[Item] = []
    for mark in row:
        width = _mark_width(mark)
        items.append(BarItem(x_mm=x, y_mm=y, width_mm=width, height_mm=_MARK_HEIGHT_MM))
        items.append(
            TextItem(
                x_mm=x + _MARK_PADDING_MM,
                baseline_mm=y + _MARK_HEIGHT_MM - 0.72,
                runs=(Run(mark, strong=True),),
                family=Family.CONDENSED,
                size_pt=_MARK_PT,
                white=True,
            )
        )
        x += width + _GAP_MM
    return items
