"""Collecting Python's cyclic garbage on the window's thread only.

Python collects in whatever thread happens to allocate. A cycle that holds a widget and is collected on the
journal thread destroys that widget there, and Qt aborts: widgets belong to the window's thread. So the
collector is switched off and its thresholds are looked at here, between events.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY_MS: Final = 1_000


class Collector(QObject):
    """Collects as often as Python would, and only here."""

    def __init__(self) -> None:
        super().__init__()
        self._was_on = gc.isenabled()
        gc.disable()
        self._looking = QTimer(self, interval=_LOOK_EVERY_MS)
        self._looking.timeout.connect(self.look)
        self._looking.start()

    def look(self) -> None:
        """Collect the oldest generation that is due."""
        due = [
            generation
            for generation, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if limit and count > limit
        ]
        if due:
            gc.collect(due[-1])

    def stop(self) -> None:
        """Leave collecting to Python again."""
        self._looking.stop()
        if self._was_on:
            gc.enable()
