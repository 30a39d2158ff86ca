"""One window per file: a lock beside it that the system lets go of when the process ends, however it ends."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from rxdesk.domain.errors import Trouble

LOCK_NAME: Final = "window.lock"


class OpenElsewhere(Trouble):
    """Another window has the file open."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"RxDesk is already open on the data in {folder}.",
            "Use the window that is open, or close it first.",
        )


class WindowLock:
    """The right to open the one window on a data folder, or to take its file exclusively."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder / LOCK_NAME)

    def acquire(self) -> None:
        """Take the lock without waiting.

        Raises:
            OpenElsewhere: Another process holds it.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise OpenElsewhere(self._folder) from error

    def release(self) -> None:
        """Let go."""
        self._lock.release()
