"""Paper, as the use cases and screens see it: what can be drawn, and what can be sent.

Drawing is pure: records in, PDF bytes out, the same bytes each time. Sending is honest: a job handed to a
print system is *sent*; whether it came out of the printer is not known here and is not claimed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from rxdesk.domain.errors import Trouble

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rxdesk.domain.labels import LabelContent
    from rxdesk.domain.sheets import PullSheet, ReorderSheet, TableSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelStock:
    """The blank labels in a printer: one on a roll, or a grid of them on a sheet. Millimetres."""

    key: str  # "roll-50x25", "avery-5160": what is kept in settings
    title: str  # "50 x 25 mm roll": what a person picks
    label_width_mm: float
    label_height_mm: float
    page_width_mm: float  # of a roll: the label's own width
    page_height_mm: float
    columns: int = 1
    rows: int = 1
    left_mm: float = 0.0  # from the page's edge to the first label
    top_mm: float = 0.0
    pitch_x_mm: float = 0.0  # from one label's left edge to the next one's
    pitch_y_mm: float = 0.0

    @property
    def labels_per_page(self) -> int:
        """How many labels one page or roll feed holds."""
        return self.columns * self.rows


class Draughtsman(Protocol):
    """Draws labels and sheets as PDF, and PDF pages as pictures for the screen."""

    def label_stocks(self) -> tuple[LabelStock, ...]:
        """Give every label stock that can be drawn on, the usual one first."""
        ...

    def label_pdf(self, contents: Sequence[LabelContent], *, stock: LabelStock, skip: int = 0) -> bytes:
        """Draw one label for each content, in order, at true size.

        Args:
            contents: What each label says.
            stock: The blank labels they go on.
            skip: Cells of the first sheet that are already used; they stay empty.

        Raises:
            Refusal: A label would not read: its text or code does not fit, or cannot be printed.
        """
        ...

    def reorder_pdf(self, sheet: ReorderSheet) -> bytes:
        """Draw the reorder sheet, with a code on each line and C-II on pages of its own."""
        ...

    def pull_pdf(self, sheet: PullSheet) -> bytes:
        """Draw the pull list, grouped by horizon, with a box to tick on each line."""
        ...

    def table_pdf(self, sheet: TableSheet) -> bytes:
        """Draw any table."""
        ...

    def pages_as_images(self, pdf: bytes, *, dpi: int) -> tuple[bytes, ...]:
        """Render each page as a PNG, for a preview that shows exactly what will be printed."""
        ...


class TableWriter(Protocol):
    """Saves a table for a spreadsheet."""

    def table_csv(self, sheet: TableSheet) -> bytes:
        """Write the table as CSV (UTF-8 with a byte order mark), guarded against formulas."""
        ...

    def table_xlsx(self, sheet: TableSheet) -> bytes:
        """Write the table as an XLSX workbook whose numbers and dates are numbers and dates."""
        ...


@dataclass(frozen=True, slots=True)
class InstalledPrinter:
    """A printer the computer's own print system knows."""

    name: str
    default: bool


@dataclass(frozen=True, slots=True)
class SentJob:
    """A PDF the print system took. *Sent* is all that is known: not that it was printed."""

    printer: str
    job: str  # the print system's own name for it; empty when it gives none


class SystemPrinter(Protocol):
    """The printers of the computer, through its own print system. Each call may take seconds."""

    def installed_printers(self) -> tuple[InstalledPrinter, ...]:
        """List the printers by name; empty when there is none.

        Raises:
            NoPrintSystem: The computer has no way to print.
            PrintSystemSilent: The print system did not answer.
        """
        ...

    def print_pdf(self, pdf: bytes, *, printer: str, title: str, copies: int = 1) -> SentJob:
        """Hand a PDF over at its true size, without scaling.

        Args:
            pdf: The document.
            printer: A name `installed_printers` gave.
            title: What the print queue shows for it.
            copies: How many of each page, at least 1.

        Raises:
            NoPrintSystem: The computer has no way to print.
            PrinterUnknown: There is no printer of that name.
            PrintJobRefused: The print system did not take the job.
            PrintSystemSilent: It did not answer, so whether it took the job is not known.
        """
        ...


class NoPrintSystem(Trouble):
    """The computer has no way to hand a PDF to a printer."""

    def __init__(self) -> None:
        super().__init__(
            "This computer has no print system that RxDesk can hand pages to.",
            "Save the PDF and print it from a program that shows PDF files, at its actual size.",
        )


class PrinterUnknown(Trouble):
    """The print system has no printer of the name that was asked for."""

    def __init__(self, printer: str) -> None:
        super().__init__(
            f"The printer {printer!r} is not set up on this computer.",
            "Pick another printer, or set this one up in the computer's own settings.",
        )
        self.printer = printer


class PrintJobRefused(Trouble):
    """The print system did not take the job, so nothing was sent."""

    def __init__(self, printer: str, reason: str) -> None:
        super().__init__(
            f"The print system did not take the job for {printer!r}: {reason}.",
            "See that the printer is on and its queue is not stopped, then print again.",
        )
        self.printer = printer
        self.reason = reason


class PrintSystemSilent(Trouble):
    """The print system did not answer in time; what was asked may or may not have been done."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"The print system has not answered for {seconds:g} seconds; whether it took the job is not known.",
            "Look into the printer's queue before printing again, so that nothing is printed twice.",
        )
        self.seconds = seconds
