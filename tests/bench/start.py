"""How long from the start of the process to a window that takes keys, with the sample pharmacy? By hand.

    python tests/bench/start.py [--starts 7] [--data DIR] [--json]

Each start is a process of its own that does what `rxdesk --sample` does. It is over when the sign-in page
has been painted with its people on it and a digit pressed then stands in the PIN field. The clock starts in
the parent, before the process is made, so the interpreter and every import count. Without a screen the
window is drawn offscreen; under Xvfb or at a desk it is a real one.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.frame.window import Frame

_MARKS = ("imported", "opened", "shown", "usable")


def _start(folder: Path) -> dict[str, float]:
    """Start the program once and return after how many milliseconds each mark was passed."""
    environment = dict(os.environ)
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    begun = time.monotonic_ns()
    run = subprocess.run(
        [sys.executable, __file__, "--child", str(folder)],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    marks: dict[str, int] = json.loads(run.stdout.splitlines()[-1])
    return {name: (marks[name] - begun) / 1e6 for name in _MARKS}


def _child(folder: Path) -> None:
    """Be the program, note when each mark is passed, and end."""
    from rxdesk.__main__ import parser  # noqa: PLC0415  # the imports are part of what is measured
    from rxdesk.compose import open_house  # noqa: PLC0415

    arguments = parser().parse_args(["--data", str(folder.parent), "--sample"])
    marks = {"imported": time.monotonic_ns()}
    with open_house(folder, window=True) as house:
        marks["opened"] = time.monotonic_ns()
        from ui import app, asked_for  # noqa: PLC0415

        watching = Watch(marks)
        wishes = replace(asked_for.wishes_of(arguments), sound=False, ready=watching.begin)
        app.run(house.desk, wishes=wishes)
    sys.stdout.write(json.dumps(marks) + "\n")


class Watch:
    """Looks at the window every two milliseconds, presses a key once it is painted, and waits for the digit."""

    def __init__(self, marks: dict[str, int]) -> None:
        self._marks = marks
        self._pressed = False

    def begin(self, frame: Frame) -> None:
        """Watch a window."""
        from PySide6.QtCore import QTimer  # noqa: PLC0415  # as above

        self._frame = frame
        self._timer = QTimer(interval=2)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        from PySide6.QtCore import QEvent, Qt  # noqa: PLC0415
        from PySide6.QtGui import QKeyEvent  # noqa: PLC0415
        from PySide6.QtWidgets import QApplication  # noqa: PLC0415

        from ui.kit.fields import PinField  # noqa: PLC0415
        from ui.pin_panel import FaceTile  # noqa: PLC0415

        pins = [field for field in self._frame.findChildren(PinField) if field.isVisible()]
        tiles = [tile for tile in self._frame.findChildren(FaceTile) if tile.isVisible()]
        focused = QApplication.focusWidget()
        handle = self._frame.windowHandle()
        if not pins or not tiles or focused is None or not handle.isExposed():
            return
        if not self._pressed:
            # An update of the window paints within the same turn of the loop: by the next look it is done.
            self._pressed = True
            self._marks["shown"] = time.monotonic_ns()
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = QKeyEvent(kind, Qt.Key.Key_7, Qt.KeyboardModifier.NoModifier, "7")
                QApplication.postEvent(focused, key)
        elif any(pin.text() for pin in pins):
            self._marks["usable"] = time.monotonic_ns()
            self._timer.stop()
            self._frame.close()


def _report(starts: Sequence[dict[str, float]], *, as_json: bool) -> None:
    medians = {name: statistics.median(start[name] for start in starts) for name in _MARKS}
    slowest = max(start["usable"] for start in starts)
    if as_json:
        sys.stdout.write(json.dumps({"starts": len(starts), **medians, "slowest_usable": slowest}) + "\n")
        return
    for name in _MARKS:
        sys.stdout.write(f"{name:9} median {medians[name]:7.0f} ms\n")
    sys.stdout.write(f"usable    slowest {slowest:6.0f} ms of {len(starts)} starts\n")


def main() -> None:
    """Run the benchmark and print it."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--starts", type=int, default=7)
    arguments.add_argument("--data", type=Path, help="a data folder whose sample is used; else a new one")
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.child is not None:
        _child(given.child)
        return
    from rxdesk.sample.folder import make_sample_once  # noqa: PLC0415  # the parent alone needs it

    with tempfile.TemporaryDirectory(prefix="rxdesk-start-") as name:
        folder = (given.data or Path(name)) / "sample"
        make_sample_once(folder, lambda _done, _total: None)
        _start(folder)  # the first one fills the caches of the disk
        _report([_start(folder) for _ in range(max(1, given.starts))], as_json=given.json)


if __name__ == "__main__":
    main()
