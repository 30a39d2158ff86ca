"""Watching whether anybody is at the station: keys, mouse and touch, from anywhere in the program."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from ui.session import IdleLock

_TOUCHES: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
    }
)


class IdleWatch(QObject):
    """Keeps an `IdleLock` informed of every touch.

    Args:
        app: Whose events are watched.
        now: The clock.
        limit: How long nobody may touch the station.
    """

    def __init__(self, app: QApplication, *, now: Callable[[], datetime], limit: timedelta) -> None:
        super().__init__()
        self._app = app
        self._now = now
        self.lock = IdleLock(limit, now())
        app.installEventFilter(self)

    def stop(self) -> None:
        """Watch no more."""
        self._app.removeEventFilter(self)

    def touch(self) -> None:
        """Note that somebody is here, seen in another way: a scan came."""
        self.lock.touch(self._now())

    def left(self) -> timedelta:
        """Return how long it is until the station locks."""
        return self.lock.left(self._now())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touch()
        return False
