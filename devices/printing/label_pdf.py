"""Labels as PDF pages at true size: one label a page on a roll, a grid of them on a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from devices.printing.canvas import PdfCanvas
from devices.printing.label_layouts import label_layout
from devices.printing.layout import BarItem, CodeItem, Layout, TextItem
from rxdesk.domain.labels import LabelContent
from rxdesk.ports.printer import LabelStock

_ROLL_MARGIN_MM = 1.5
_SHEET_MARGIN_MM = 2.0  # sheets lie up to half a millimetre off, and so does the die cut


def label_pdf(contents: Sequence[LabelContent], *, stock: LabelStock, skip: int = 0) -> bytes:
    """Draw one label for each content, in order; see `rxdesk.ports.printer.Draughtsman.label_pdf`.

    Every label is laid out before the first is drawn: either all of them print or none does.

    Raises:
        Refusal: A label would not read.
        ValueError: There is nothing to draw, or `skip` leaves no cell on the first sheet.
    """
    if not contents or not 0 <= skip < stock.labels_per_page:
        message = f"{len(contents)} labels, {skip} cells to skip of {stock.labels_per_page}"
        raise ValueError(message)
    margin = _ROLL_MARGIN_MM if stock.labels_per_page == 1 else _SHEET_MARGIN_MM
    layouts = [
        label_layout(
            content, width_mm=stock.label_width_mm, height_mm=stock.label_height_mm, margin_mm=margin
        )
        for content in contents
    ]
    canvas = PdfCanvas(title="Labels", width_mm=stock.page_width_mm, height_mm=stock.page_height_mm)
    for place, layout in enumerate(layouts, start=skip):
        cell = place % stock.labels_per_page
        if cell == 0 and place > 0:
            canvas.next_page()
        row, column = divmod(cell, stock.columns)
        draw_layout(
            canvas,
            layout,
            x_mm=stock.left_mm + column * stock.pitch_x_mm,
            y_mm=stock.top_mm + row * stock.pitch_y_mm,
        )
    return canvas.finish()


def draw_layout(canvas: PdfCanvas, layout: Layout, *, x_mm: float, y_mm: float) -> None:
    """Draw a label with its top left corner at a place on the page."""
    for item in layout.items:
        match item:
            case TextItem():
                canvas.text(
                    item.runs,
                    x_mm=x_mm + item.x_mm,
                    baseline_mm=y_mm + item.baseline_mm,
                    family=item.family,
                    size_pt=item.size_pt,
                    gray=1.0 if item.white else 0.0,
                )
            case BarItem():
                canvas.bar(
                    x_mm=x_mm + item.x_mm,
                    y_mm=y_mm + item.y_mm,
                    width_mm=item.width_mm,
                    height_mm=item.height_mm,
                )
            case CodeItem():
                canvas.symbol(
                    item.symbol,
                    x_mm=x_mm + item.x_mm,
                    y_mm=y_mm + item.y_mm,
                    module_mm=item.module_mm,
                    bar_height_mm=item.bar_height_mm,
                )
