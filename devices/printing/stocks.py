"""The blank labels RxDesk prints on.

Source: gLabels templates (glabels-data) for Avery sheets; makers' nominal sizes for rolls.
"""

from __future__ import annotations

from typing import Final

from rxdesk.ports.printer import LabelStock

_MM_PER_INCH = 25.4

ROLL_50X25: Final = LabelStock(
    key="roll-50x25",
    title="50 × 25 mm roll",
    label_width_mm=50,
    label_height_mm=25,
    page_width_mm=50,
    page_height_mm=25,
)
ROLL_57X32: Final = LabelStock(
    key="roll-57x32",
    title="57 × 32 mm roll (2.25 × 1.25 in, DYMO 30334)",
    label_width_mm=57,
    label_height_mm=32,
    page_width_mm=57,
    page_height_mm=32,
)
AVERY_5160: Final = LabelStock(
    key="avery-5160",
    title="Avery 5160, 30 on a Letter sheet",
    label_width_mm=2.625 * _MM_PER_INCH,
    label_height_mm=1.0 * _MM_PER_INCH,
    page_width_mm=8.5 * _MM_PER_INCH,
    page_height_mm=11.0 * _MM_PER_INCH,
    columns=3,
    rows=10,
    left_mm=0.15625 * _MM_PER_INCH,
    top_mm=0.5 * _MM_PER_INCH,
    pitch_x_mm=2.78125 * _MM_PER_INCH,
    pitch_y_mm=1.0 * _MM_PER_INCH,
)

STOCKS: Final = (ROLL_50X25, ROLL_57X32, AVERY_5160)
"""Every stock, the usual one first."""
