"""When a screen asks again: at once while it is in front, else as soon as it comes there. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet

from rxdesk.domain.changes import Changes, Topic


class Freshness:
    """Remembers whether what a screen shows is stale.

    Args:
        refresh: Asks for everything the screen shows.
        topics: What the screen is about; other changes do not concern it.
    """

    def __init__(self, refresh: Callable[[], None], topics: AbstractSet[Topic]) -> None:
        self._refresh = refresh
        self._topics = topics
        self._front = False
        self._stale = True

    def shown(self) -> None:
        """The screen came to the front."""
        self._front = True
        if self._stale:
            self.renew()

    def hidden(self) -> None:
        """The screen went to the back."""
        self._front = False

    def changed(self, changes: Changes) -> None:
        """Something was altered."""
        if not changes.topics & self._topics:
            return
        self._stale = True
        if self._front:
            self.renew()

    def stale(self) -> None:
        """What is shown is out of date for a reason of the screen's own."""
        self._stale = True

    def renew(self) -> None:
        """Ask again now."""
        self._stale = False
        self._refresh()
