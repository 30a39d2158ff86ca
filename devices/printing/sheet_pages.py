"""The page around a table: head, ribbon, column titles and foot, the same on every sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from devices.printing.canvas import PdfCanvas
from devices.printing.fonts import Family, runs_width_mm, visible
from devices.printing.grid import GridColumn, title_row
from devices.printing.pagination import GridSection, Page, paginate
from devices.printing.typeset import fill_at_any_length
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.labels import Run
from rxdesk.domain.sheets import Paper, SheetHead

MARGIN_MM: Final = 12.7
_HEAD_MM: Final = 15.5
_RIBBON_MM: Final = 6.5
_FOOT_MM: Final = 7.0
_GRAY: Final = 0.35
_SIZES_MM: Final = {Paper.LETTER: (215.9, 279.4), Paper.A4: (210.0, 297.0)}


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page as it lies before the reader."""

    width_mm: float
    height_mm: float

    @classmethod
    def of(cls, paper: Paper, *, across: bool = False) -> PageSize:
        """Return the size of a paper, upright or lying across."""
        width, height = _SIZES_MM[paper]
        return cls(height, width) if across else cls(width, height)

    @property
    def inner_width_mm(self) -> float:
        """Return what columns have between the margins."""
        return self.width_mm - 2 * MARGIN_MM


def moment_text(at: datetime) -> str:
    """Write a moment in the zone it carries: "23 Nov 2026, 09:42 (UTC−05:00)"."""
    offset = f"{at:%z}".replace("-", "−")
    return f"{Expiry.on(at.date()).shown}, {at:%H:%M} (UTC{offset[:3]}:{offset[3:5]})"


def sheet_pdf(
    *,
    title: str,
    head: SheetHead,
    size: PageSize,
    columns: Sequence[GridColumn],
    sections: Sequence[GridSection],
    notes: Sequence[str],
) -> bytes:
    """Draw a table over as many pages as it needs, each of which says where it came from."""
    titles = title_row(columns)
    top = MARGIN_MM + _HEAD_MM + (_RIBBON_MM if head.ribbon else 0.0)
    rows_top = top + titles.height_mm + 0.8
    rows_height = size.height_mm - MARGIN_MM - _FOOT_MM - rows_top
    pages = tuple(paginate(columns, sections, notes=tuple(map(visible, notes)), height_mm=rows_height))
    canvas = PdfCanvas(title=f"{title}, {head.pharmacy}", width_mm=size.width_mm, height_mm=size.height_mm)
    for number, page in enumerate(pages, start=1):
        if number > 1:
            canvas.next_page()
        _draw_head(canvas, title, head, size)
        titles.draw(canvas, x_mm=MARGIN_MM, y_mm=top, width_mm=size.inner_width_mm)
        canvas.bar(x_mm=MARGIN_MM, y_mm=rows_top - 0.5, width_mm=size.inner_width_mm, height_mm=0.25)
        _draw_rows(canvas, page, rows_top, size)
        _draw_foot(canvas, f"{title} · {head.pharmacy}", f"Page {number} of {len(pages)}", size)
    return canvas.finish()


def _draw_rows(canvas: PdfCanvas, page: Page, rows_top: float, size: PageSize) -> None:
    for part in page:
        part.row.draw(canvas, x_mm=MARGIN_MM, y_mm=rows_top + part.y_mm, width_mm=size.inner_width_mm)


def _draw_head(canvas: PdfCanvas, title: str, head: SheetHead, size: PageSize) -> None:
    facts = (
        f"Made {moment_text(head.made_at)}" + (f" by {head.made_by}" if head.made_by else ""),
        f"Station {head.station}",
        f"Journal entry {head.journal_seq:,}, hash {head.journal_hash[:12]}",
    )
    right = size.width_mm - MARGIN_MM
    widest = 0.0
    for at, fact in enumerate(facts):
        runs = (Run(visible(fact), strong=False),)
        width = runs_width_mm(runs, family=Family.SANS, size_pt=7.5)
        widest = max(widest, width)
        canvas.text(
            runs,
            x_mm=right - width,
            baseline_mm=MARGIN_MM + 3.0 + at * 3.6,
            family=Family.SANS,
            size_pt=7.5,
            gray=_GRAY,
        )
    room = size.inner_width_mm - widest - 6.0
    _draw_fitted(canvas, title, y=MARGIN_MM + 5.0, size_pt=17, room=room, strong=True)
    _draw_fitted(canvas, head.pharmacy, y=MARGIN_MM + 10.6, size_pt=10.5, room=room, strong=False)
    canvas.bar(x_mm=MARGIN_MM, y_mm=MARGIN_MM + _HEAD_MM - 2.0, width_mm=size.inner_width_mm, height_mm=0.5)
    if head.ribbon:
        _draw_ribbon(canvas, visible(head.ribbon), size)


def _draw_fitted(
    canvas: PdfCanvas, text: str, *, y: float, size_pt: float, room: float, strong: bool
) -> None:
    """Draw one line as large as the room allows; what is longer still is set in the smallest size."""
    runs = (Run(visible(text), strong=strong),)
    wide = runs_width_mm(runs, family=Family.SANS, size_pt=size_pt)
    if wide > room:
        size_pt = max(6.0, size_pt * room / wide)
    for at, line in enumerate(fill_at_any_length(runs, family=Family.SANS, size_pt=size_pt, width_mm=room)):
        canvas.text(
            line.runs,
            x_mm=MARGIN_MM,
            baseline_mm=y + at * size_pt * 0.42,
            family=Family.SANS,
            size_pt=size_pt,
        )


def _draw_ribbon(canvas: PdfCanvas, ribbon: str, size: PageSize) -> None:
    top = MARGIN_MM + _HEAD_MM - 0.8
    canvas.bar(x_mm=MARGIN_MM, y_mm=top, width_mm=size.inner_width_mm, height_mm=5.4, gray=0.2)
    canvas.text(
        (Run(ribbon, strong=True),),
        x_mm=MARGIN_MM + 2.0,
        baseline_mm=top + 3.8,
        family=Family.SANS,
        size_pt=9,
        gray=1.0,
    )


def _draw_foot(canvas: PdfCanvas, left: str, right: str, size: PageSize) -> None:
    y = size.height_mm - MARGIN_MM
    number = (Run(right, strong=True),)
    width = runs_width_mm(number, family=Family.SANS, size_pt=8)
    canvas.text(number, x_mm=size.width_mm - MARGIN_MM - width, baseline_mm=y, family=Family.SANS, size_pt=8)
    room = size.inner_width_mm - width - 6.0
    runs = (Run(visible(left), strong=False),)
    size_pt = min(7.5, 7.5 * room / max(room, runs_width_mm(runs, family=Family.SANS, size_pt=7.5)))
    canvas.text(runs, x_mm=MARGIN_MM, baseline_mm=y, family=Family.SANS, size_pt=size_pt, gray=_GRAY)
