"""The one door to the person's eyes and ears.

Whatever has something to say calls `Notices.say`. Notices said before the window is up are kept and shown
when it comes. No Qt here, so presenters can say notices and their tests can listen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rxdesk.domain.errors import Refusal

if TYPE_CHECKING:
    from rxdesk.domain.errors import Trouble


class Level(StrEnum):
    """How a notice sounds and looks; the two last ones stay until they are dismissed."""

    DONE = "done"  # an act is on disk
    NOTE = "note"  # worth knowing, nothing to do at once
    REFUSED = "refused"  # a rule said no; nothing was changed
    TROUBLE = "trouble"  # the world failed, or the program did


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing said to the person."""

    level: Level
    said: str  # what is so, one sentence
    remedy: str = ""  # what to do, one sentence
    inline: bool = False  # the screen shows the words itself, beside its question; only the sound is wanted

    @classmethod
    def of(cls, failure: Refusal | Trouble, *, inline: bool = False) -> Notice:
        """Return the notice for a failure a person may meet."""
        level = Level.REFUSED if isinstance(failure, Refusal) else Level.TROUBLE
        return cls(level, failure.said, failure.remedy, inline)

    @property
    def words(self) -> str:
        """Return both sentences, as a screen reader speaks them."""
        return f"{self.said} {self.remedy}".strip()

    @property
    def stays(self) -> bool:
        """Return whether it is shown until the person puts it away."""
        return self.level in {Level.REFUSED, Level.TROUBLE} and not self.inline


Listener = Callable[[Notice], None]


class Notices:
    """The door: says notices to whoever listens, and keeps them while nobody does."""

    def __init__(self) -> None:
        self._kept: list[Notice] = []
        self._listeners: list[Listener] = []

    def say(self, notice: Notice) -> None:
        """Say a notice now, or as soon as somebody listens. GUI thread only."""
        if not self._listeners:
            self._kept.append(notice)
        for listener in tuple(self._listeners):
            listener(notice)

    def listen(self, listener: Listener) -> None:
        """Hear every notice from now on, and first those that were kept."""
        self._listeners.append(listener)
        kept, self._kept = self._kept, []
        for notice in kept:
            listener(notice)
