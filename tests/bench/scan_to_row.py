"""How long from a scan's last byte on the wire to its painted row in Receive? By hand. POSIX.

    python tests/bench/scan_to_row.py [--scans 300] [--data DIR] [--json]

The whole program on the sample pharmacy: a pseudo terminal, the reader thread, the router, the screen, the
act on the journal thread with its synced commit, and the row. Beside it, in the same run and in turns, the
bare path: another pseudo terminal, a thread that only reads, one signal, one raw INSERT with a synced
commit, and one painted row in a table of Qt's own. What the machine does otherwise hits both.

The clock starts before the suffix is written: until then the code is not one. It stops when Qt has painted
the row and flushed the window, and the loop is free again.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QStyledItemDelegate, QStyleOptionViewItem, QTableView
from sqlcipher3 import dbapi2

from rxdesk.compose import House, open_house
from rxdesk.domain.ndc import Ndc, gtin14_from_ndc
from rxdesk.ports.queries import ProductQuery
from rxdesk.ports.scanner import DeviceState
from rxdesk.sample.folder import make_sample_once
from tests.fake_scanner import FakeScanner
from ui.app import screens
from ui.kept_scanners import KeptScanner, KeptScanners
from ui.kit.cells import CellDelegate
from ui.kit.theme import dress
from ui.kit.tokens import Theme
from ui.opening import Wishes
from ui.workplace import Workplace

_PAUSE_MS = 41  # between two scans; no multiple of the reader's timeout
_UNSET_BAUD = 38400  # of a terminal whose speed nobody set
_FIRST = 20  # scans that warm caches and are not counted

Index = QModelIndex | QPersistentModelIndex


class Course:
    """Sends scans one after the other, by turns down each path, and notes how long each took."""

    def __init__(self, scans: int, finished: Callable[[], None]) -> None:
        self._left = (scans + _FIRST) * 2
        self._finished = finished
        self._senders: list[tuple[str, FakeScanner, Callable[[int], str]]] = []
        self.took_ms: dict[str, list[float]] = {}
        self.wanted = ""
        self._sent_at = 0.0

    def add(self, name: str, scanner: FakeScanner, code: Callable[[int], str]) -> None:
        """Add a path: its scanner, and what it scans the nth time."""
        self._senders.append((name, scanner, code))
        self.took_ms[name] = []

    def send(self) -> None:
        """Scan the next code."""
        name, scanner, code = self._senders[self._left % len(self._senders)]
        self.wanted = f"S{self._left:08d}"
        scanner.scan(code(self._left), suffix="")
        # The reader has taken the code itself by then: only the suffix is still to come.
        QTimer.singleShot(7, partial(self._finish_code, name, scanner))

    def painted(self) -> None:
        """Note that the row of the last scan is being painted."""
        self.wanted = ""
        QTimer.singleShot(0, self._note)

    def _finish_code(self, name: str, scanner: FakeScanner) -> None:
        self._name = name
        self._sent_at = time.perf_counter()
        scanner.send(b"\r")

    def _note(self) -> None:
        self.took_ms[self._name].append((time.perf_counter() - self._sent_at) * 1000)
        self._left -= 1
        if self._left:
            QTimer.singleShot(_PAUSE_MS, self.send)
        else:
            self._finished()


def _watch_rows(course: Course) -> None:
    """Have the program's own tables tell when a cell with the wanted serial was painted."""
    paint = CellDelegate.paint

    def painted(self: CellDelegate, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        paint(self, painter, option, index)
        if course.wanted and index.data() == course.wanted:
            course.painted()

    CellDelegate.paint = painted


class _Delegate(QStyledItemDelegate):
    def __init__(self, course: Course) -> None:
        super().__init__()
        self._course = course

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if self._course.wanted and index.data() == self._course.wanted:
            self._course.painted()


class BarePath(QObject):
    """The least there can be: read, signal, insert and commit, show."""

    _read = Signal(bytes)

    def __init__(self, scanner: FakeScanner, file: Path, course: Course) -> None:
        super().__init__()
        self._connection = dbapi2.connect(str(file), isolation_level=None)
        for statement in (
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            "CREATE TABLE receipt (seq INTEGER PRIMARY KEY, raw TEXT NOT NULL, serial TEXT NOT NULL) STRICT",
        ):
            self._connection.execute(statement)
        self._model = QStandardItemModel(0, 3)
        self.view = QTableView()
        self.view.setModel(self._model)
        self._delegate = _Delegate(course)
        self.view.setItemDelegate(self._delegate)
        self.view.resize(640, 480)
        self.view.show()
        self._course = course
        self._read.connect(self._receive, Qt.ConnectionType.QueuedConnection)
        self._port = os.open(str(scanner.path), os.O_RDWR | os.O_NOCTTY)
        self._stopped, self._stop = os.pipe()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Let go of everything."""
        os.write(self._stop, b"x")
        self._thread.join()
        self._connection.close()
        self.view.close()

    def _listen(self) -> None:
        import select  # noqa: PLC0415  # only here

        frame = b""
        while self._stopped not in select.select([self._port, self._stopped], [], [])[0]:
            frame += os.read(self._port, 1024)
            if frame.endswith(b"\r"):
                self._read.emit(frame)
                frame = b""

    def _receive(self, frame: bytes) -> None:
        raw = frame.decode("latin-1").strip()
        for statement, values in (
            ("BEGIN IMMEDIATE", ()),
            ("INSERT INTO receipt (raw, serial) VALUES (?, ?)", (raw, self._course.wanted)),
            ("COMMIT", ()),
        ):
            self._connection.execute(statement, values)
        self._model.insertRow(0, [QStandardItem(text) for text in (raw, "", self._course.wanted)])


def _gtins(house: House) -> list[str]:
    """Return products of the sample that are received without a question, by their number on the pack."""
    rows = house.reads.product_page(ProductQuery(limit=500)).rows
    numbers = [
        gtin14_from_ndc(Ndc.parse(row.product))
        for row in rows
        if row.home is not None and row.pack_quantity and not row.schedule.needs_order_form
    ]
    return [number for number in numbers if number is not None]


def _measure(folder: Path, scans: int) -> dict[str, list[float]]:
    app = QApplication(sys.argv[:1])
    dress(app, Theme.LIGHT)
    with (
        open_house(folder, window=True) as house,
        FakeScanner() as counter,
        FakeScanner(baud=_UNSET_BAUD) as bare_scanner,
        tempfile.TemporaryDirectory() as bare_folder,
    ):
        gtins = _gtins(house)
        until = (house.clock.today() + timedelta(days=500)).strftime("%y%m%d")
        course = Course(scans, app.quit)

        def code(number: int) -> str:
            gtin = gtins[number % len(gtins)]
            return f"]d201{gtin}17{until}10BENCH{number % 7}\x1d21S{number:08d}"

        bare = BarePath(bare_scanner, Path(bare_folder) / "bare.sqlite3", course)
        course.add("bare", bare_scanner, code)
        course.add("rxdesk", counter, code)
        _watch_rows(course)

        def begin(_frame: object) -> None:
            workplace.hearing.use(
                KeptScanners(serial=(KeptScanner(device="Counter", url=str(counter.path)),))
            )
            wait()

        def wait() -> None:
            ready = any(report.state is DeviceState.READY for report in workplace.hearing.reports.values())
            QTimer.singleShot(300, course.send if ready else wait)

        wishes = Wishes(screen="receive", without_pin=True, sound=False, ready=begin)
        workplace = Workplace(app, house.desk, screens(), wishes)
        QTimer.singleShot(0, workplace.begin)
        app.exec()
        workplace.frame.close()
        bare.close()
    return {name: times[_FIRST:] for name, times in course.took_ms.items()}


def figures(times: list[float]) -> dict[str, float]:
    """Return what is said of a list of times, in milliseconds."""
    return {
        "median": statistics.median(times),
        "p99": statistics.quantiles(times, n=100)[98],
        "most": max(times),
        "first_third": statistics.median(times[: len(times) // 3]),
        "last_third": statistics.median(times[-len(times) // 3 :]),
    }


def main() -> None:
    """Run the benchmark and print it."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--scans", type=int, default=300)
    arguments.add_argument("--data", type=Path, help="a data folder whose sample is used up; else a new one")
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="rxdesk-bench-") as name:
        folder = (given.data or Path(name)) / "sample"
        make_sample_once(folder, lambda _done, _total: None)
        measured = _measure(folder, given.scans)
    result: dict[str, Any] = {side: figures(times) for side, times in measured.items()}
    if given.json:
        sys.stdout.write(json.dumps({"scans": given.scans, **result}) + "\n")
        return
    for side, row in result.items():
        sys.stdout.write(f"{side:7}" + "".join(f"{k} {v:6.2f} ms  " for k, v in row.items()) + "\n")


if __name__ == "__main__":
    main()
