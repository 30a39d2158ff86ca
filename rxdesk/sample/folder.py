"""The sample's own folder: made once, whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

from rxdesk.compose import FILE_NAME
from rxdesk.sample.pharmacy import Progress, make_sample


def make_sample_once(folder: Path, progress: Progress) -> bool:
    """Write the sample pharmacy unless it is there; an interrupted try leaves nothing behind.

    Returns:
        True when it had to be written.
    """
    if (folder / FILE_NAME).exists():
        return False
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    make_sample(partial, progress)
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists():
        folder.rmdir()
    partial.rename(folder)
    return True
