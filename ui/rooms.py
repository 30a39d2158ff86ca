"""Each person's own screens, built when first shown.

Stepping up to a station that somebody else has left shows nothing of theirs, and on coming back everything
stands as it was: screens are kept per person, not emptied.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedLayout, QWidget

from rxdesk.domain.changes import Changes
from rxdesk.domain.identity import PersonId
from ui.context import Context, Screen

if TYPE_CHECKING:
    from rxdesk.ports.scanner import Scan
    from ui.opening import ScreenEntry


class Rooms:
    """The screens of everybody who was here since the program began.

    Args:
        entries: The screens there are.
        context_of: Returns what a person's screens are given.
    """

    def __init__(self, entries: Sequence[ScreenEntry], context_of: Callable[[PersonId], Context]) -> None:
        self._entries = {entry.key: entry for entry in entries}
        self._context_of = context_of
        self._built: dict[tuple[PersonId, str], Screen] = {}
        self._frames = {key: QWidget() for key in self._entries}
        for frame in self._frames.values():
            QStackedLayout(frame)
        self._front: tuple[PersonId, str] | None = None

    @property
    def frames(self) -> Mapping[str, QWidget]:
        """Return the widget in which each screen stands, by the screen's key."""
        return self._frames

    @property
    def front(self) -> Screen | None:
        """Return the screen in front; None while the station is locked."""
        return None if self._front is None else self._built[self._front]

    @property
    def front_key(self) -> str:
        """Return the key of the screen in front; empty while the station is locked."""
        return "" if self._front is None else self._front[1]

    def enter(self, person: PersonId, key: str) -> None:
        """Bring a person's screen to the front."""
        if self._front == (person, key):
            return
        self.leave()
        screen = self.screen_of(person, key)
        layout = self._frames[key].layout()
        if isinstance(layout, QStackedLayout):
            layout.setCurrentWidget(screen.widget)
        self._front = (person, key)
        screen.shown()

    def leave(self) -> None:
        """Have no screen in front."""
        front, self._front = self.front, None
        if front is not None:
            front.hidden()

    def screen_of(self, person: PersonId, key: str) -> Screen:
        """Return a person's screen, built now if it was not yet shown."""
        built = self._built.get((person, key))
        if built is None:
            built = self._entries[key].build(self._context_of(person))
            self._built[person, key] = built
            layout = self._frames[key].layout()
            if layout is not None:
                layout.addWidget(built.widget)
        return built

    def announce(self, changes: Changes) -> None:
        """Tell every screen, once, what was altered."""
        for screen in tuple(self._built.values()):
            screen.changed(changes)

    def scanned(self, scan: Scan) -> bool:
        """Give a scan to the screen in front; return whether it had a use for it."""
        return self.front is not None and self.front.scanned(scan)
