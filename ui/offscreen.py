"""Drawing the window into a file: for pictures in the README, and for looking at every screen in every look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from rxdesk.desk import Desk
from rxdesk.domain.errors import Trouble
from ui.workplace import Workplace

if TYPE_CHECKING:
    from ui.frame.window import Frame
    from ui.opening import ScreenEntry, Wishes

_ROUNDS: Final = 12
"""How often the journal thread has to be found idle. What is painted asks for pages of rows, their arrival
paints again, and a notice of a scan fades; a dozen rounds outlast all of it."""
_ROUND_MS: Final = 60
_LONGEST_MS: Final = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Screenshot:
    """Where the drawing goes.

    The caller names the platform and the scale before Qt starts: `QT_QPA_PLATFORM=offscreen`, and
    `QT_SCALE_FACTOR` for more device pixels.
    """

    file: Path


class PictureNotSaved(Trouble):
    """The drawing could not be written."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"The picture could not be written to {file}.",
            "Name a file ending in .png, in a folder that takes it.",
        )


class PictureNotDrawn(Trouble):
    """The window did not come to rest."""

    def __init__(self) -> None:
        super().__init__("The window was not ready to be drawn.", "Look into the log for what failed.")


def take_screenshot(
    app: QApplication, desk: Desk, entries: Sequence[ScreenEntry], wishes: Wishes, screenshot: Screenshot
) -> int:
    """Draw the window once everything in it is painted, and end.

    Raises:
        PictureNotDrawn: The window did not come to rest.
        PictureNotSaved: The file could not be written.
    """
    saved = False
    finished = False

    def wait(frame: Frame, rounds: int) -> None:
        if rounds:
            workplace.bridge.ask(
                lambda: None, lambda _: QTimer.singleShot(_ROUND_MS, lambda: wait(frame, rounds - 1))
            )
            return
        nonlocal saved, finished
        finished = True
        saved = frame.grab().save(str(screenshot.file))
        frame.close()
        app.exit()

    def begin_waiting(frame: Frame) -> None:
        wait(frame, _ROUNDS)

    workplace = Workplace(app, desk, entries, replace(wishes, sound=False, ready=begin_waiting))
    QTimer.singleShot(0, workplace.begin)
    QTimer.singleShot(_LONGEST_MS, app.exit)
    app.exec()
    if not finished:
        workplace.close()
        raise PictureNotDrawn
    if not saved:
        raise PictureNotSaved(screenshot.file)
    return 0
