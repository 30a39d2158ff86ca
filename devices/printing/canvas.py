"""A PDF page measured in millimetres from its top left corner: all of reportlab's drawing is behind this file.

Documents are invariant: no clock, no random id, so the same records give the same bytes and a sheet
can be hashed and compared.
"""

from __future__ import annotations

from io import BytesIO
from typing import Protocol, cast

from devices.printing.codes import Symbol
from devices.printing.fonts import Family, load_face, text_width_mm
from rxdesk.domain.labels import Run

_PT_PER_MM = 72 / 25.4


class _Path(Protocol):
    def rect(self, x: float, y: float, width: float, height: float) -> None: ...


class _Canvas(Protocol):
    """The few verbs of reportlab's canvas that are used; it has no types of its own."""

    def setTitle(self, title: str) -> None: ...  # noqa: N802
    def setCreator(self, creator: str) -> None: ...  # noqa: N802
    def setViewerPreference(self, pref: str, value: str) -> None: ...  # noqa: N802
    def setPageSize(self, size: tuple[float, float]) -> None: ...  # noqa: N802
    def setFont(self, psfontname: str, size: float) -> None: ...  # noqa: N802
    def setFillGray(self, gray: float) -> None: ...  # noqa: N802
    def setStrokeGray(self, gray: float) -> None: ...  # noqa: N802
    def setLineWidth(self, width: float) -> None: ...  # noqa: N802
    def drawString(self, x: float, y: float, text: str) -> None: ...  # noqa: N802
    def rect(self, x: float, y: float, width: float, height: float, stroke: int, fill: int) -> None: ...
    def beginPath(self) -> _Path: ...  # noqa: N802
    def drawPath(self, path: _Path, stroke: int, fill: int) -> None: ...  # noqa: N802
    def showPage(self) -> None: ...  # noqa: N802
    def save(self) -> None: ...


class PdfCanvas:
    """Pages drawn one after the other into one PDF."""

    def __init__(self, *, title: str, width_mm: float, height_mm: float) -> None:
        # reportlab costs 70 ms to import: only who prints pays.
        from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

        self._bytes = BytesIO()
        self._height = height_mm
        size = (width_mm * _PT_PER_MM, height_mm * _PT_PER_MM)
        self._canvas = cast("_Canvas", Canvas(self._bytes, pagesize=size, invariant=1, pageCompression=1))
        self._canvas.setTitle(title)
        self._canvas.setCreator("RxDesk")
        # Labels and codes must come out at their true size: viewers are told not to scale.
        self._canvas.setViewerPreference("PrintScaling", "None")

    def text(
        self,
        runs: tuple[Run, ...],
        *,
        x_mm: float,
        baseline_mm: float,
        family: Family,
        size_pt: float,
        gray: float = 0.0,
    ) -> None:
        """Draw one line of runs from its left end; gray is 0 black to 1 white."""
        self._canvas.setFillGray(gray)
        x = x_mm
        for run in runs:
            face = family.face(strong=run.strong)
            load_face(face)
            self._canvas.setFont(face, size_pt)
            self._canvas.drawString(x * _PT_PER_MM, (self._height - baseline_mm) * _PT_PER_MM, run.text)
            x += text_width_mm(run.text, family=family, size_pt=size_pt, strong=run.strong)

    def bar(self, *, x_mm: float, y_mm: float, width_mm: float, height_mm: float, gray: float = 0.0) -> None:
        """Fill a rectangle."""
        self._canvas.setFillGray(gray)
        self._canvas.rect(
            x_mm * _PT_PER_MM,
            (self._height - y_mm - height_mm) * _PT_PER_MM,
            width_mm * _PT_PER_MM,
            height_mm * _PT_PER_MM,
            stroke=0,
            fill=1,
        )

    def box(self, *, x_mm: float, y_mm: float, side_mm: float, line_mm: float) -> None:
        """Outline a square, to be ticked by hand."""
        self._canvas.setStrokeGray(0)
        self._canvas.setLineWidth(line_mm * _PT_PER_MM)
        side = side_mm * _PT_PER_MM
        self._canvas.rect(
            x_mm * _PT_PER_MM, (self._height - y_mm - side_mm) * _PT_PER_MM, side, side, stroke=1, fill=0
        )

    def symbol(
        self, symbol: Symbol, *, x_mm: float, y_mm: float, module_mm: float, bar_height_mm: float = 0.0
    ) -> None:
        """Draw the dark modules of a code as one path, so that no hairline shows between neighbours."""
        module = module_mm * _PT_PER_MM
        row_height = bar_height_mm * _PT_PER_MM if symbol.linear else module
        left, top = x_mm * _PT_PER_MM, (self._height - y_mm) * _PT_PER_MM
        path = self._canvas.beginPath()
        for row_at, row in enumerate(symbol.matrix):
            bottom = top - row_at * module - row_height
            for start, length in _dark_stretches(row):
                path.rect(left + start * module, bottom, length * module, row_height)
        self._canvas.setFillGray(0)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def next_page(self) -> None:
        """End the page that is being drawn; one that nothing was drawn on stays, empty."""
        self._canvas.showPage()

    def finish(self) -> bytes:
        """Return the whole document; the canvas is not used after this."""
        self._canvas.save()
        return self._bytes.getvalue()


def _dark_stretches(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Return start and length of each run of dark modules."""
    stretches: list[tuple[int, int]] = []
    for at, dark in enumerate(row):
        if not dark:
            continue
        if stretches and sum(stretches[-1]) == at:
            stretches[-1] = (stretches[-1][0], stretches[-1][1] + 1)
        else:
            stretches.append((at, 1))
    return stretches
