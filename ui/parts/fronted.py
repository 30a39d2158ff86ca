"""What screens have in common that show lists: they ask in front, remember at the back, and know where keys go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QWidget

from rxdesk.domain.changes import Changes


class AsksInFront(Protocol):
    """A presenter that asks for what is stale while its screen is in front."""

    def shown(self) -> None:
        """The screen came to the front."""
        ...

    def hidden(self) -> None:
        """The screen went to the back."""
        ...

    def changed(self, changes: Changes) -> None:
        """Something was altered."""
        ...


class FrontedScreen:
    """The part of a `ui.context.Screen` that does not depend on what it shows.

    Args:
        page: What is shown.
        presenter: Asks for what is stale.
        take_keys: Puts the keyboard where work begins.
    """

    def __init__(self, page: QWidget, presenter: AsksInFront, take_keys: Callable[[], None]) -> None:
        self._shown_page = page
        self._asking = presenter
        self._take_keys = take_keys

    @property
    def widget(self) -> QWidget:
        """Return what is shown."""
        return self._shown_page

    def shown(self) -> None:
        """Ask for what is stale, and put the keyboard where work begins."""
        self._asking.shown()
        self._take_keys()

    def hidden(self) -> None:
        """The screen went to the back."""
        self._asking.hidden()

    def changed(self, changes: Changes) -> None:
        """Ask for what was altered, now or when the screen comes to the front."""
        self._asking.changed(changes)
