"""The section of scanners."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rxdesk.ports.scanner import Scan
from ui.context import Context
from ui.kept_scanners import KeptScanners
from ui.kit.buttons import Button, Kind
from ui.kit.cards import Banner, Card
from ui.kit.chips import ChipLabel
from ui.kit.fields import ChoiceField, Form, TextField
from ui.kit.keys import SAVE
from ui.kit.labels import Label
from ui.kit.tones import Chip, Tone
from ui.scan_words import ScanInWords
from ui.screens.settings.presenter.scanners import ScannersPresenter
from ui.screens.settings.sections.parts import in_a_row, scrolled
from ui.screens.settings.state import PortChoice, ScannerLine

_RATES: Final = tuple((str(rate), f"{rate:,} baud") for rate in (9600, 19200, 38400, 57600, 115200))
_KEYBOARD: Final = (("yes", "Taken for a scan"), ("no", "Left to the fields"))


class ScannersSection(QWidget):
    """Serial scanners, keyboard scanners, and a test that shows every character."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._window = context.window
        self._banner = Banner()
        self._lines = QVBoxLayout()
        self._ports = ChoiceField("Port")
        self._name = TextField("Name", placeholder="Counter scanner")
        self._rate = ChoiceField("Speed", _RATES)
        self._add = Button("Use this scanner", "plus", kind=Kind.PRIMARY)
        self._again = Button("Look again", "refresh-cw", kind=Kind.QUIET)
        self._keyboard = ChoiceField("Fast keys", _KEYBOARD)
        self._prefix, self._suffix = (
            TextField("Before the code", mono=True),
            TextField("After the code", mono=True),
        )
        self._gs = TextField("Instead of GS", mono=True)
        self._gs.setMaxLength(1)
        self._keep = Button("Save", "save", keys=SAVE.keys)
        self._device = Label("", "caption")
        self._characters = Label("Scan anything while this is shown.", "mono", wrap=True)
        self._meaning = Banner()
        self._presenter = ScannersPresenter(self, context, context.scanners)
        self._lay_out()
        self._add.clicked.connect(self._use)
        self._again.clicked.connect(self._presenter.read)
        self._keep.clicked.connect(self._wrap)
        self._keyboard.chosen.connect(self._choose_keyboard)
        context.scanners.on_change(self._presenter.show_states)

    def read(self) -> None:
        """Look which ports exist now."""
        self._keyboard.show_choice("yes" if self._window.keyboard_scanner else "no")
        self._presenter.read()

    def scanned(self, scan: Scan) -> None:
        """Show what came, and what it means."""
        self._presenter.scanned(scan)

    def show_ports(self, ports: Sequence[PortChoice]) -> None:
        """Show the serial ports that exist now and are not used yet."""
        choices = [(port.url, port.words) for port in ports]
        self._ports.show_choices(choices or [("", "No other serial port is plugged in")])
        self._add.setEnabled(bool(ports))

    def show_scanners(self, lines: Sequence[ScannerLine]) -> None:
        """Show the serial scanners that are listened to."""
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        if not lines:
            self._lines.addWidget(Label("No serial scanner is set up.", "muted"))
        for line in lines:
            self._lines.addWidget(self._scanner(line))

    def show_wrapping(self, kept: KeptScanners) -> None:
        """Show what scanners wrap around each code."""
        self._prefix.setText(kept.prefix)
        self._suffix.setText(kept.suffix)
        self._gs.setText(kept.gs)

    def show_scan(self, device: str, words: ScanInWords) -> None:
        """Show the last scan: characters and meaning."""
        self._device.setText(f"From {device}")
        self._characters.setText(words.characters)
        tone = Tone.OK if words.good else Tone.WARNING
        self._meaning.show_message(words.meaning, " ".join(words.advice), tone=tone)

    def show_refusal(self, said: str, remedy: str) -> None:
        """Say why it was not done."""
        if said:
            self._banner.show_message(said, remedy)
        else:
            self._banner.hide()

    def _scanner(self, line: ScannerLine) -> QWidget:
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(Label(line.device, "strong"))
        row.addWidget(Label(line.port, "mono"))
        tone, icon = (Tone.OK, "cable") if line.good else (Tone.WARNING, "unplug")
        row.addWidget(ChipLabel(Chip(line.state.capitalize(), icon, tone)))
        row.addStretch(1)
        remove = Button("Remove", "trash-2", kind=Kind.QUIET)
        remove.setAccessibleName(f"Remove {line.device}")
        remove.clicked.connect(partial(self._presenter.remove, line.device))
        row.addWidget(remove)
        return part

    def _use(self) -> None:
        self._presenter.add(self._ports.key, self._name.text(), int(self._rate.key))
        self._name.clear()

    def _wrap(self) -> None:
        self._presenter.wrap(prefix=self._prefix.text(), suffix=self._suffix.text(), gs=self._gs.text())

    def _choose_keyboard(self, key: str) -> None:
        self._window.choose_keyboard_scanner(on=key == "yes")

    def _lay_out(self) -> None:
        serial = Card(padding=20, gap=12)
        serial.column.addWidget(Label("Serial scanners", "subtitle"))
        serial.column.addWidget(self._banner)
        serial.column.addLayout(self._lines)
        form = Form()
        form.add_field("Port", self._ports)
        form.add_field("Name", self._name, hint="As it stands in the status bar.")
        form.add_field(
            "Speed", self._rate, hint="USB scanners do not mind; a cable with a plug of nine pins does."
        )
        serial.column.addWidget(form)
        serial.column.addLayout(in_a_row(self._add, self._again))
        keys = Card(padding=20, gap=12)
        keys.column.addWidget(Label("Keyboard scanners, and what scanners add", "subtitle"))
        form = Form()
        form.add_field(
            "Fast keys", self._keyboard, hint="A scanner that types is told from a person by its speed."
        )
        form.add_field(
            "Before the code",
            self._prefix,
            hint="Leave these empty unless the test below shows extra characters.",
        )
        form.add_field("After the code", self._suffix)
        form.add_field(
            "Instead of GS",
            self._gs,
            hint="Some scanners send another character between fields, such as “|”.",
        )
        keys.column.addWidget(form)
        keys.column.addLayout(in_a_row(self._keep))
        test = Card(padding=20, gap=10)
        test.column.addWidget(Label("Test: the last scan, every character of it", "subtitle"))
        test.column.addWidget(self._device)
        test.column.addWidget(self._characters)
        test.column.addWidget(self._meaning)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(14)
        for card in (test, serial, keys):
            column.addWidget(card)
        column.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(scrolled(inside))
