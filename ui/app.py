"""The window's front door: Qt's application, the screens there are, and the loop.

The only module that knows all screens. They are imported when first shown: a screen nobody opens costs no
time at the start.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from types import TracebackType
from typing import Final, cast

from PySide6.QtCore import QProcess, QTimer
from PySide6.QtWidgets import QApplication

from rxdesk.desk import Desk
from ui.context import Context, Screen
from ui.kit.keys import SCREEN_KEYS
from ui.kit.theme import dress
from ui.kit.tokens import Theme
from ui.offscreen import Screenshot, take_screenshot
from ui.opening import ScreenEntry, Wishes
from ui.workplace import Workplace

_STOCK: Final = "Stock"
_BUYING: Final = "Buying"
_RECORDS: Final = "Records"

# Key, title, icon, group; Ctrl+1 to Ctrl+0 in this order. The packager is told of `ui.screens.*.screen`.
_SCREENS: Final = (
    ("today", "Today", "layout-dashboard", ""),
    ("scan", "Scan & look up", "scan-barcode", ""),
    ("receive", "Receive", "package-plus", _STOCK),
    ("dispense", "Dispense", "pill-bottle", _STOCK),
    ("stock", "Stock", "boxes", _STOCK),
    ("products", "Products", "pill", _STOCK),
    ("expiring", "Expiring", "calendar-clock", _STOCK),
    ("reorder", "Reorder", "shopping-cart", _BUYING),
    ("journal", "Journal", "book-open-text", _RECORDS),
    ("settings", "Settings", "settings", ""),
)


def screens() -> tuple[ScreenEntry, ...]:
    """Return every screen of the navigation, in order."""
    return tuple(
        ScreenEntry(
            key=key,
            title=title,
            icon=icon,
            group=group,
            shortcut=shortcut,
            at_foot=key == "settings",
            build=partial(_build, key),
        )
        for (key, title, icon, group), shortcut in zip(_SCREENS, SCREEN_KEYS, strict=True)
    )


def run(
    desk: Desk,
    *,
    wishes: Wishes | None = None,
    screenshot: Screenshot | None = None,
    sample_command: Sequence[str] = (),
) -> int:
    """Show the window until it is closed.

    Args:
        desk: All a person can ask for; the one window of its file has been taken by the caller.
        wishes: What was asked for on the command line.
        screenshot: Draw the window into a file and end, instead of waiting for a person.
        sample_command: Starts the program with the sample pharmacy; the first run offers it.

    Returns:
        The exit code of the program.
    """
    app = _application()
    wished = wishes or Wishes()
    if sample_command:
        wished = replace(wished, try_sample=partial(_start_beside, app, tuple(sample_command)))
    dress(app, wished.theme or Theme.LIGHT)
    if screenshot is not None:
        return take_screenshot(app, desk, screens(), wished, screenshot)
    workplace = Workplace(app, desk, screens(), wished)
    _report_faults(workplace)
    QTimer.singleShot(0, workplace.begin)
    return app.exec()


def _application() -> QApplication:
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    app = QApplication(sys.argv[:1])
    app.setApplicationName("RxDesk")
    app.setDesktopFileName("rxdesk")
    return app


def _start_beside(app: QApplication, command: tuple[str, ...]) -> None:
    """Start another window and leave this one, which has nothing to keep yet."""
    if QProcess.startDetached(command[0], list(command[1:])):
        app.closeAllWindows()


def _build(key: str, context: Context) -> Screen:
    module = import_module(f"ui.screens.{key}.screen")
    return cast("Screen", module.build(context))


def _report_faults(workplace: Workplace) -> None:
    """Have every fault of the window's thread said once, with its number, and the program go on."""

    def report(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, trace)
        else:
            workplace.bridge.report(fault)

    sys.excepthook = report
