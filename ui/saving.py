"""Saving what a job makes to a file the person names."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from rxdesk.domain.errors import Trouble
from ui.asking import Ask
from ui.kit.preferences import Preferences
from ui.notices import Level, Notice, Notices

_FOLDER = "save/folder"
_KINDS = {"pdf": "PDF (*.pdf)", "csv": "CSV table (*.csv)", "xlsx": "Excel workbook (*.xlsx)"}


class FileNotSaved(Trouble):
    """The file could not be written."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(
            f"{file.name} could not be saved in {file.parent}: {why}.",
            "Choose another folder, or make room there, and save again.",
        )


class Saving:
    """Asks where to save, then runs the job and writes its bytes whole or not at all."""

    def __init__(
        self, window: QWidget, *, ask: Ask, notices: Notices, preferences: Callable[[], Preferences]
    ) -> None:
        self._window = window
        self._ask = ask
        self._notices = notices
        self._preferences = preferences

    def __call__(self, suggested: str, job: Callable[[], bytes]) -> None:
        """Ask where to save what `job` makes.

        Args:
            suggested: A file name with the ending of its format.
            job: Makes the bytes, on the journal thread.
        """
        usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = self._preferences().get(_FOLDER) or usual
        kind = _KINDS.get(suggested.rpartition(".")[2], "All files (*)")
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, "Save", str(Path(folder) / _plain(suggested)), kind
        )
        if not chosen:
            return
        file = Path(chosen)
        self._preferences().set(_FOLDER, str(file.parent))
        self._ask(lambda: write_whole(file, job()), lambda _: self._say_saved(file))

    def _say_saved(self, file: Path) -> None:
        self._notices.say(Notice(Level.DONE, f"Saved {file.name} in {file.parent}."))


def write_whole(file: Path, content: bytes) -> None:
    """Write a file whole or not at all: another of that name stands until the new one is on disk.

    Raises:
        FileNotSaved: The folder or the disk does not take it.
    """
    draft = file.with_name(f".{file.name}.part")
    try:
        with draft.open("wb") as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise FileNotSaved(file, error.strerror or str(error)) from error


def _plain(name: str) -> str:
    """Return a file name that every system takes."""
    return "".join("-" if letter in '<>:"/\\|?*' else letter for letter in name)
