"""The draughtsman of the program: every label and sheet as PDF, by reportlab and zxing-cpp."""

from __future__ import annotations

from collections.abc import Sequence

from devices.printing.label_pdf import label_pdf
from devices.printing.preview import pages_as_images
from devices.printing.sheet_pdf import pull_pdf, reorder_pdf
from devices.printing.stocks import STOCKS
from devices.printing.table_pdf import table_pdf
from rxdesk.domain.labels import LabelContent
from rxdesk.domain.sheets import PullSheet, ReorderSheet, TableSheet
from rxdesk.ports.printer import LabelStock


class PdfDraughtsman:
    """Answers `rxdesk.ports.printer.Draughtsman`; it holds nothing and may be asked from any thread."""

    def label_stocks(self) -> tuple[LabelStock, ...]:
        """Give every label stock that can be drawn on, the usual one first."""
        return STOCKS

    def label_pdf(self, contents: Sequence[LabelContent], *, stock: LabelStock, skip: int = 0) -> bytes:
        """Draw one label for each content, in order, at true size."""
        return label_pdf(contents, stock=stock, skip=skip)

    def reorder_pdf(self, sheet: ReorderSheet) -> bytes:
        """Draw the reorder sheet."""
        return reorder_pdf(sheet)

    def pull_pdf(self, sheet: PullSheet) -> bytes:
        """Draw the pull list."""
        return pull_pdf(sheet)

    def table_pdf(self, sheet: TableSheet) -> bytes:
        """Draw any table."""
        return table_pdf(sheet)

    def pages_as_images(self, pdf: bytes, *, dpi: int) -> tuple[bytes, ...]:
        """Render each page as a PNG."""
        return pages_as_images(pdf, dpi=dpi)
