"""Labels of every kind as layouts, for any size of label."""

from __future__ import annotations

from typing import Final, assert_never

from devices.printing.codes import Symbol, code_128, data_matrix
from devices.printing.fonts import printable
from devices.printing.label_frame import GAP_MM, Frame, corner_code
from devices.printing.layout import SMALLEST_TEXT_PT, CodeItem, Item, Layout, lint
from devices.printing.shelf_layout import shelf_items
from devices.printing.stacking import Block
from rxdesk.domain.labels import BadgeLabel, LabelContent, PlaceLabel, Run, ShelfLabel

_LINEAR_MODULES_MM: Final = (0.375, 0.25)


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
    frame = Frame(width_mm, height_mm, margin_mm)
    match content:
        case ShelfLabel():
            items = shelf_items(content, frame)
        case PlaceLabel():
            items = _place_items(content, frame)
        case BadgeLabel():
            items = _badge_items(content, frame)
        case _:
            assert_never(content)
    return lint(Layout(width_mm=width_mm, height_mm=height_mm, items=tuple(items)))


def _place_items(label: PlaceLabel, frame: Frame) -> list[Item]:
    """Set a place large, its code linear under it where that fits: shelves are scanned from afar."""
    linear = _bottom_code(code_128(label.code), frame)
    code = linear or corner_code(data_matrix(label.code), frame, most_mm=0.6 * frame.height)
    width = frame.inner_width if linear else code.quiet_box.left - GAP_MM - frame.margin
    height = (code.quiet_box.top - GAP_MM if linear else frame.height - frame.margin) - frame.margin
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


def _badge_items(label: BadgeLabel, frame: Frame) -> list[Item]:
    code = corner_code(data_matrix(label.code), frame, most_mm=0.6 * frame.height)
    blocks = [
        Block(runs=(Run(printable(label.person), strong=True),), size_pt=14 * frame.scale, floor_pt=9),
        Block(runs=(Run(printable(label.role), strong=False),), size_pt=9 * frame.scale, floor_pt=7),
        Block(runs=(Run(printable(label.pharmacy), strong=False),), size_pt=8, floor_pt=SMALLEST_TEXT_PT),
    ]
    width = code.quiet_box.left - GAP_MM - frame.margin
    text = frame.stack(blocks, width=width, height=frame.height - 2 * frame.margin)
    return [*text.items(x_mm=frame.margin, y_mm=frame.margin), code]


def _bottom_code(symbol: Symbol, frame: Frame) -> CodeItem | None:
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
