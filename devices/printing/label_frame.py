"""The part of a label that may be printed on, and what every kind of label places in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from devices.printing.codes import Symbol
from devices.printing.layout import CodeItem
from devices.printing.stacking import Block, Stack, TextTooLong, stack

GAP_MM: Final = 1.0
"""Between things that do not belong together."""

_MODULES_MM: Final = (0.75, 0.625, 0.5, 0.375)  # whole dots at 203 dpi (8 dots/mm): 6, 5, 4, 3


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of a label that may be printed on."""

    width: float
    height: float
    margin: float

    @property
    def inner_width(self) -> float:
        """Return the width between the margins."""
        return self.width - 2 * self.margin

    @property
    def scale(self) -> float:
        """Return how much larger text may be than on a label of 50 × 25 mm."""
        return max(1.0, min(self.height / 25, self.width / 50))

    def stack(self, blocks: Sequence[Block], *, width: float, height: float) -> Stack:
        """Set blocks or refuse, naming the longest text, which is the one to blame."""
        done = stack(blocks, width_mm=width, height_mm=height)
        if done is None:
            raise TextTooLong(max((block.text for block in blocks), key=len), self.width, self.height)
        return done


def corner_code(symbol: Symbol, frame: Frame, *, most_mm: float) -> CodeItem:
    """Place a square code in the lower right corner, with modules as large as its share of the label allows."""
    module = next((size for size in _MODULES_MM if symbol.columns * size <= most_mm), _MODULES_MM[-1])
    side = symbol.columns * module
    edge = max(frame.margin, symbol.quiet_modules * module)
    return CodeItem(
        x_mm=frame.width - edge - side, y_mm=frame.height - edge - side, symbol=symbol, module_mm=module
    )
