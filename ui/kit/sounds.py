"""Four short sounds; each always goes with a colour and words, for whoever cannot hear it.

Qt's own sound classes would cost the Addons wheel, so the system's player is asked. Where there is none
the station beeps. Playing never waits and a silent machine is no trouble: the words say the same.
"""

from __future__ import annotations

import shutil
import sys
from enum import StrEnum

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

from rxdesk.paths import shipped
from ui.notices import Level

_PLAYERS = (("paplay",), ("pw-play",), ("aplay", "-q"), ("afplay",))


class Sound(StrEnum):
    """What is heard while the person looks at the shelf."""

    HEARD = "heard"  # a scan was read: one short high tone
    DONE = "done"  # an act is on disk: two rising tones
    WARNING = "warning"  # look at the screen: two equal low tones
    REFUSED = "refused"  # stop: two falling low tones


def sound_of(level: Level) -> Sound | None:
    """Return the sound of a notice; a note has none."""
    return {Level.DONE: Sound.DONE, Level.REFUSED: Sound.REFUSED, Level.TROUBLE: Sound.WARNING}.get(level)


class Sounds:
    """Plays sounds through whatever the system has."""

    def __init__(self, *, audible: bool = True) -> None:
        self.audible = audible
        found = (player for player in _PLAYERS if shutil.which(player[0]))
        self._player = next(found, None)

    def play(self, sound: Sound) -> None:
        """Play a sound without waiting for it."""
        if not self.audible:
            return
        path = str(shipped("resources", "sounds", f"{sound.value}.wav"))
        if sys.platform == "win32":
            import winsound  # noqa: PLC0415  # only there on Windows

            winsound.PlaySound(path, winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
        elif self._player is not None:
            program, *arguments = self._player
            QProcess.startDetached(program, [*arguments, path])
        else:
            QApplication.beep()
