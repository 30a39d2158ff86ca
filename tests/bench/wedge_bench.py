"""How often are keyboard scans exact, and is the typing between them whole? By hand, on a real display.

    xvfb-run -a python tests/bench/wedge_bench.py --scans 200 [--caps] [--layout de] [--busy-ms 150]

A second process scans and types by XTEST into a window with the filter; with --dialog it scans into a
message box whose default is Yes. Prints one JSON line. Linux with libXtst and setxkbmap.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import msgspec
from PySide6.QtCore import QEvent, QObject, QProcess, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from rxdesk.domain.ndc import check_digit
from rxdesk.ports.scanner import Scan
from tests.fake_wedge import FakeWedge, Separator
from ui.keystrokes import Tempo
from ui.wedge import WedgeFilter, WedgeSettings


class _Clock:
    def now(self) -> datetime:
        return datetime(2026, 11, 23, tzinfo=UTC)

    def utc_offset_min(self) -> int:
        return 0

    def today(self) -> date:
        return date(2026, 11, 23)


class _Meant(msgspec.Struct):
    """What the second process says it scanned and typed."""

    sent: list[str]
    typed: str


class _TimedFilter(WedgeFilter):
    """The filter, and how long it took for each event."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.took_ms: list[float] = []

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        began = time.perf_counter()
        try:
            return super().eventFilter(watched, event)
        finally:
            self.took_ms.append((time.perf_counter() - began) * 1000)


class _Given(argparse.Namespace):
    """What was asked for on the command line."""

    scans: int
    char_ms: float
    person_ms: float
    letters: int
    pause_ms: float
    caps: bool
    layout: str
    variant: str
    busy_ms: int
    separator: Separator
    suffix: str
    no_aim: bool
    dialog: bool
    feed: bool

    @property
    def ending(self) -> str:
        """Return what the scanner strikes after a code."""
        return {"enter": "\r", "tab": "\t", "none": ""}[self.suffix]


def _arguments() -> _Given:
    arguments = argparse.ArgumentParser(description="Measure the keyboard scanner filter.")
    arguments.add_argument("--scans", type=int, default=200)
    arguments.add_argument("--char-ms", type=float, default=1.0)
    arguments.add_argument("--person-ms", type=float, default=80.0)
    arguments.add_argument("--letters", type=int, default=3, help="typed after each scan")
    arguments.add_argument("--pause-ms", type=float, default=120.0, help="after each scan")
    arguments.add_argument("--caps", action="store_true")
    arguments.add_argument("--layout", default="us")
    arguments.add_argument("--variant", default="")
    arguments.add_argument("--busy-ms", type=int, default=0, help="block the GUI thread, again and again")
    arguments.add_argument("--separator", type=Separator, default=Separator.CONTROL)
    arguments.add_argument("--suffix", choices=("enter", "tab", "none"), default="enter")
    arguments.add_argument("--no-aim", action="store_true")
    arguments.add_argument("--dialog", action="store_true", help="scan into a message box instead")
    arguments.add_argument("--feed", action="store_true", help="be the second process")
    return arguments.parse_args(namespace=_Given())


def _feed(given: _Given) -> None:
    """Scan and type; print what was meant."""
    luck, sent, typed = random.Random(7), list[str](), list[str]()
    with FakeWedge() as wedge:
        if given.caps:
            wedge.caps_lock()
        time.sleep(0.3)
        for _ in range(given.scans):
            payload = "003" + "".join(luck.choices("0123456789", k=10))
            code = f"01{payload}{check_digit(payload)}17270131" + f"10Lot-{luck.randrange(9999)}"
            code = (
                f"{'' if given.no_aim else ']d2'}{code}\x1d21SN{''.join(luck.choices('0123456789AbZ', k=8))}"
            )
            sent.append(code)
            wedge.scan(code, char_ms=given.char_ms, suffix=given.ending, separator=given.separator)
            time.sleep(given.pause_ms / 1000)
            word = "".join(luck.choices("abcdefghij klmn 0123", k=given.letters))
            typed.append(word)
            wedge.type(word, mean_ms=given.person_ms, luck=luck)
        time.sleep(0.5)
        if given.caps:
            wedge.caps_lock()
    sys.stdout.write(json.dumps({"sent": sent, "typed": "".join(typed)}))


def _measure(given: _Given) -> None:
    app = QApplication([])
    window = QWidget()
    field, button = QLineEdit(), QPushButton("default")
    button.setAutoDefault(True)
    layout = QVBoxLayout(window)
    layout.addWidget(field)
    layout.addWidget(button)
    window.show()
    window.activateWindow()
    field.setFocus()
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    field.returnPressed.connect(lambda: pressed.append(True))
    scans: list[Scan] = []
    tempo = Tempo() if given.ending else Tempo(grace=35)
    wedge = _TimedFilter(scans.append, _Clock(), WedgeSettings(tempo=tempo), parent=window)
    app.installEventFilter(wedge)
    busy = QTimer()
    if given.busy_ms:
        busy.timeout.connect(lambda: time.sleep(given.busy_ms / 1000))
        busy.start(given.busy_ms * 2 + 37)
    subprocess.run(
        ["setxkbmap", given.layout, *(["-variant", given.variant] if given.variant else [])], check=True
    )
    feeder = QProcess()
    then_quit = QTimer(singleShot=True, interval=600 + given.busy_ms * 3)
    then_quit.timeout.connect(app.exit)  # quit() would close the windows first
    feeder.finished.connect(then_quit.start)
    QTimer.singleShot(300, lambda: feeder.start(sys.executable, [*sys.argv, "--feed"]))
    app.exec()
    subprocess.run(["setxkbmap", "us"], check=True)
    printed = feeder.readAllStandardOutput().data()
    if not printed:
        sys.exit(bytes(feeder.readAllStandardError().data()).decode())
    meant = msgspec.json.decode(printed, type=_Meant)
    sent, got = Counter(meant.sent), Counter(scan.text for scan in scans)
    shown = field.text().lower() if given.caps else field.text()
    # Another layout makes other letters of the typist's keys, but as many.
    whole = shown == meant.typed if given.layout in {"us", "de"} else len(shown) == len(meant.typed)
    sys.stdout.write(
        json.dumps(
            {
                "exact": f"{(sent & got).total()} of {sent.total()}",
                "wrong_or_false": (got - sent).total(),
                "typing": "whole" if whole else [meant.typed[-60:], shown[-60:]],
                "buttons_or_enters": len(pressed),
                "filter_median_us": round(statistics.median(wedge.took_ms) * 1000, 1),
                "filter_most_ms": round(max(wedge.took_ms), 2),
                "wrong": list(got - sent)[:3],
            }
        )
        + "\n"
    )


def _scan_into_a_dialog() -> None:
    """Scan into an open message box whose default answer is Yes, and say what became of it."""
    app = QApplication([])
    scans: list[Scan] = []
    box = QMessageBox(QMessageBox.Icon.Warning, "Count", "Delete the count?", QMessageBox.StandardButton.Yes)
    box.addButton(QMessageBox.StandardButton.No)
    wedge = WedgeFilter(scans.append, _Clock(), parent=box)
    app.installEventFilter(wedge)
    box.open()
    feeder = QProcess()
    then_quit = QTimer(singleShot=True, interval=600)
    then_quit.timeout.connect(app.exit)  # quit() would close the windows first
    feeder.finished.connect(then_quit.start)
    QTimer.singleShot(
        500,
        lambda: feeder.start(
            sys.executable, [str(Path(__file__).parents[1] / "fake_wedge.py"), "TOTE 12", "]C01012345"]
        ),
    )
    app.exec()
    sys.stdout.write(f"box open: {box.isVisible()}; scans: {[scan.text for scan in scans]}\n")


if __name__ == "__main__":
    asked = _arguments()
    if asked.feed:
        _feed(asked)
    elif asked.dialog:
        _scan_into_a_dialog()
    else:
        _measure(asked)
