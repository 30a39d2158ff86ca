"""Paper before it is paper: the pages exactly as they will be, with print and save.

Printing says what is known: the job was sent. Whether it came out of the printer is seen at the printer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from rxdesk.desk import Desk
from rxdesk.domain.errors import Refusal, Trouble
from rxdesk.ports.printer import InstalledPrinter, NoPrintSystem, SentJob
from ui.asking import Ask
from ui.kit.buttons import Button, Kind
from ui.kit.cards import Banner
from ui.kit.fields import ChoiceField
from ui.kit.keys import PRINT, SAVE
from ui.kit.labels import Label
from ui.kit.paint import painter_on
from ui.kit.preferences import Preferences
from ui.kit.theme import look
from ui.kit.tones import Tone
from ui.overlay import Covers, Overlay

_DPI = 144  # sharp at twice the usual screen, and quick to draw
_PRINTER = "preview/printer"
_COPIES = tuple(
    (str(count), "1 copy" if count == 1 else f"{count} copies") for count in (*range(1, 11), 15, 20, 30, 50)
)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A document with its pages as pictures and the printers it can go to."""

    pdf: bytes
    pages: tuple[bytes, ...]


class _Page(QWidget):
    """One page, as wide as there is room for."""

    def __init__(self, picture: QPixmap, number: int, total: int) -> None:
        super().__init__()
        self._picture = picture
        self.setAccessibleName(f"Page {number} of {total}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        # A page keeps its shape; a layout's own height for a width settles too late inside a scroll area.
        super().resizeEvent(event)
        self.setFixedHeight(self._height(self._shown_width(self.width())) + 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        painter.setRenderHint(painter.RenderHint.SmoothPixmapTransform)
        width = self._shown_width(self.width())
        height = self._height(width)
        x = (self.width() - width) // 2
        painter.drawPixmap(x, 1, width, height, self._picture)
        painter.setPen(look().color("border_strong"))
        painter.drawRect(x, 0, width, height + 1)
        painter.end()

    def _height(self, width: int) -> int:
        return round(width * self._picture.height() / max(1, self._picture.width()))

    def _shown_width(self, room: int) -> int:
        # A label is shown at most at three times its size, a sheet as wide as the room.
        natural = self._picture.width() * 96 // _DPI
        return max(40, min(room - 2, natural * 3 if natural < 400 else natural * 3 // 2))


class Preview(Overlay):
    """Shows a PDF's pages and sends or saves them.

    Args:
        covers: What covers the window.
        desk: Draws the pages and knows the printers.
        ask: The way to the journal thread.
        preferences: Returns where the printer used last is kept.
        save_file: Asks where to save.
    """

    def __init__(
        self,
        covers: Covers,
        *,
        desk: Desk,
        ask: Ask,
        preferences: Callable[[], Preferences],
        save_file: Callable[[str, Callable[[], bytes]], None],
    ) -> None:
        super().__init__(covers, "", width=980, tall=True)
        self._desk, self._ask = desk, ask
        self._preferences, self._save_file = preferences, save_file
        self._title_text = ""
        self._drawn: _Drawn | None = None
        self._asked = 0
        self._banner = Banner()
        self._status = Label("", "muted")
        self._printers = ChoiceField("Printer")
        self._copies = ChoiceField("Copies", _COPIES)
        self._print = Button("Print", "printer", kind=Kind.PRIMARY, keys=PRINT.keys)
        self._save = Button("Save as PDF", "save", keys=SAVE.keys)
        self._sheet = QWidget()
        self._pages = QVBoxLayout(self._sheet)
        self._lay_out()
        self._print.clicked.connect(self._send)
        self._save.clicked.connect(self._keep)
        self._banner.dismissed.connect(self._banner.hide)

    def show_document(self, title: str, draw: Callable[[], bytes]) -> None:
        """Draw a document and show its pages.

        Args:
            title: What it is; also the print job's name.
            draw: The job that draws the PDF, on the journal thread.
        """
        self._title_text, self._drawn = title, None
        self._asked += 1
        self.show_title(title)
        self._banner.hide()
        self._copies.show_choice("1")
        self._show_pages(())
        self._status.setText("The pages are being drawn.")
        self._settle()
        self.open_overlay()
        self._print.setFocus()
        draughtsman, asked = self._desk.draughtsman, self._asked

        def drawn() -> _Drawn:
            pdf = draw()
            return _Drawn(pdf, draughtsman.pages_as_images(pdf, dpi=_DPI))

        self._ask(drawn, partial(self._show_drawn, asked), self._refuse, troubled=self._trouble)
        self._ask(self._printers_there, self._show_printers)

    def _printers_there(self) -> Sequence[InstalledPrinter]:
        try:
            return self._desk.printer.installed_printers()
        except NoPrintSystem:
            return ()  # the field says that there is no printer; the pages can still be saved

    def _show_drawn(self, asked: int, drawn: _Drawn) -> None:
        if asked != self._asked or not self.is_open:
            return
        self._drawn = drawn
        count = len(drawn.pages)
        self._status.setText("1 page" if count == 1 else f"{count:,} pages")
        self._show_pages(drawn.pages)
        self._settle()
        self._print.setFocus()

    def _show_printers(self, printers: Sequence[InstalledPrinter]) -> None:
        usual = next((printer.name for printer in printers if printer.default), "")
        wanted = self._preferences().get(_PRINTER) or usual
        choices = [(printer.name, printer.name) for printer in printers]
        self._printers.show_choices(choices or [("", "No printer is set up")], wanted)
        self._settle()

    def _send(self) -> None:
        drawn, printer, copies = self._drawn, self._printers.key, int(self._copies.key)
        if drawn is None or not printer:
            return
        self._preferences().set(_PRINTER, printer)
        self._print.setEnabled(False)
        send = partial(
            self._desk.printer.print_pdf, drawn.pdf, printer=printer, title=self._title_text, copies=copies
        )
        self._ask(send, self._sent, self._refuse, troubled=self._trouble)

    def _sent(self, job: SentJob) -> None:
        self._settle()
        name = f" as job {job.job}" if job.job else ""
        self._banner.show_message(
            f"Sent to {job.printer}{name}.",
            "Look at the printer to see that it came out; if it did not, print again.",
            tone=Tone.OK,
            dismissable=True,
        )

    def _keep(self) -> None:
        drawn = self._drawn
        if drawn is not None:
            self._save_file(f"{self._title_text}.pdf", lambda: drawn.pdf)

    def _refuse(self, refusal: Refusal) -> None:
        self._status.setText("")
        self._banner.show_message(refusal.said, refusal.remedy, dismissable=True)
        self._settle()

    def _trouble(self, trouble: Trouble) -> None:
        self._status.setText("")
        self._banner.show_message(trouble.said, trouble.remedy, tone=Tone.WARNING, dismissable=True)
        self._settle()

    def _settle(self) -> None:
        self._print.setEnabled(self._drawn is not None and bool(self._printers.key))
        self._save.setEnabled(self._drawn is not None)

    def _show_pages(self, pages: Sequence[bytes]) -> None:
        while (item := self._pages.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        for number, picture in enumerate(pages, start=1):
            pixmap = QPixmap()
            pixmap.loadFromData(picture)
            self._pages.addWidget(_Page(pixmap, number, len(pages)))
        self._pages.addStretch(1)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        self._printers.setMinimumWidth(look().px(220))
        row.addWidget(self._status, 1)
        row.addWidget(self._printers)
        row.addWidget(self._copies)
        row.addWidget(self._save)
        row.addWidget(self._print)
        self._pages.setSpacing(16)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scroll.setAccessibleName("Pages")
        scroll.setWidget(self._sheet)
        self.body.addLayout(row)
        self.body.addWidget(self._banner)
        self.body.addWidget(scroll, 1)
