"""Noticing what other processes wrote into the file: commands, and a backup made by one of them. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from rxdesk.desk import Desk
from ui.asking import Ask


class Elsewhere:
    """Looks when it is told to, and waits for the answer before it looks again.

    Args:
        desk: Knows whether the file changed.
        ask: The way to it.
        changed: Called when another process committed something.
        backed_up: Called with the moment of the last backup, each time.
    """

    def __init__(
        self,
        desk: Desk,
        ask: Ask,
        *,
        changed: Callable[[], None],
        backed_up: Callable[[datetime | None], None],
    ) -> None:
        self._keeping = desk.keeping
        self._ask = ask
        self._changed = changed
        self._backed_up = backed_up
        self._looking = False

    def look(self) -> None:
        """Look, unless the last look was not answered yet: an import may hold up the journal's thread."""
        if not self._looking:
            self._looking = True
            self._ask(self._read, self._seen, self._stop, troubled=self._stop)

    def _read(self) -> tuple[bool, datetime | None]:
        return self._keeping.changed_elsewhere(), self._keeping.last_backup_at()

    def _seen(self, seen: tuple[bool, datetime | None]) -> None:
        self._looking = False
        changed, backup_at = seen
        self._backed_up(backup_at)
        if changed:
            self._changed()

    def _stop(self, _: Exception) -> None:
        self._looking = False
