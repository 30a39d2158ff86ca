"""Who is signed in at this station, and how long nobody has touched it.

No Qt: the window tells what it sees (a key, a scan, a second gone by), and asks what follows from it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rxdesk.domain.identity import PersonId
    from rxdesk.domain.records import Person

Told = Callable[["Person | None"], None]


class StationSession:
    """Who is signed in; it only remembers, the journal has proved it."""

    def __init__(self) -> None:
        self._person: Person | None = None
        self._last: PersonId | None = None
        self._told: list[Told] = []

    @property
    def person(self) -> Person | None:
        """Return who is signed in; None while the station is locked."""
        return self._person

    @property
    def last_person(self) -> PersonId | None:
        """Return who is signed in or was last; None when nobody was since the program began."""
        return self._last

    def on_change(self, told: Told) -> None:
        """Have `told` called whenever somebody signs in or the station is locked."""
        self._told.append(told)

    def sign_in(self, person: Person) -> None:
        """Remember who signed in, and tell."""
        self._last = person.person
        self._become(person)

    def lock(self) -> None:
        """Forget who is signed in, and tell; nothing happens while nobody is."""
        if self._person is not None:
            self._become(None)

    def _become(self, person: Person | None) -> None:
        self._person = person
        for told in tuple(self._told):
            told(person)


class IdleLock:
    """Tells when a station that nobody touches has to be locked.

    The moments come from the window's clock. A clock that goes back counts as a touch: it must neither
    lock in the middle of work nor keep a deserted station open for longer than the limit.
    """

    def __init__(self, limit: timedelta, now: datetime) -> None:
        self._limit = limit
        self._touched_at = now

    @property
    def limit(self) -> timedelta:
        """Return how long nobody may touch the station."""
        return self._limit

    def allow(self, limit: timedelta) -> None:
        """Set how long nobody may touch the station."""
        self._limit = limit

    def touch(self, now: datetime) -> None:
        """Note that somebody is here."""
        self._touched_at = now

    def left(self, now: datetime) -> timedelta:
        """Return how long it is until the station locks; zero when it has to lock now."""
        self._touched_at = min(self._touched_at, now)
        return max(timedelta(0), self._touched_at + self._limit - now)


def countdown_words(left: timedelta) -> str:
    """Return how long it is until the station locks, in words: minutes, and seconds in the last one."""
    seconds = int(left.total_seconds())
    if seconds < 60:
        return f"locks in {seconds} s"
    return f"locks in {-(-seconds // 60)} min"
