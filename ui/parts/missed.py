"""What changed while a screen was at the back, told to it when it comes to the front. No Qt."""

from __future__ import annotations

from collections.abc import Callable

from rxdesk.domain.changes import Changes


class Missed:
    """Passes changes on while the screen is in front, and keeps them while it is not.

    Args:
        take: Called with what changed, once for everything that was missed.
    """

    def __init__(self, take: Callable[[Changes], None]) -> None:
        self._take = take
        self._front = False
        self._missed: Changes | None = None

    def shown(self) -> None:
        """The screen came to the front."""
        self._front = True
        missed, self._missed = self._missed, None
        if missed is not None:
            self._take(missed)

    def hidden(self) -> None:
        """The screen went to the back."""
        self._front = False

    def changed(self, changes: Changes) -> None:
        """Something was altered."""
        if self._front:
            self._take(changes)
        else:
            self._missed = changes if self._missed is None else _together(self._missed, changes)


def _together(first: Changes, second: Changes) -> Changes:
    # Changes that name no product may concern all of them; added to others they still may.
    either = first | second
    return either if first.products and second.products else Changes(topics=either.topics)
