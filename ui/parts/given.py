"""What a presenter is given, as a protocol without Qt; `ui.context.Context` is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from rxdesk.desk import Desk
from rxdesk.domain.identity import EntryId
from ui.asking import Ask, PostOrder, Session
from ui.kit.preferences import Preferences
from ui.notices import Notices


class Given(Protocol):
    """The desk, the way to ask it, and the person's eyes and hands; see `ui.context.Context`."""

    @property
    def desk(self) -> Desk:
        """Return all a person can ask for."""
        ...

    @property
    def ask(self) -> Ask:
        """Return the way to ask it."""
        ...

    @property
    def post(self) -> PostOrder:
        """Return the way to do something."""
        ...

    @property
    def session(self) -> Session:
        """Return who is signed in."""
        ...

    @property
    def notices(self) -> Notices:
        """Return the one door to the person's eyes and ears."""
        ...

    @property
    def preferences(self) -> Preferences:
        """Return what the person chose."""
        ...

    @property
    def go(self) -> Callable[[str, object | None], None]:
        """Return the way to another screen."""
        ...

    @property
    def preview(self) -> Callable[[str, Callable[[], bytes]], None]:
        """Return the way to paper: a title, and the job that draws the PDF."""
        ...

    @property
    def save_file(self) -> Callable[[str, Callable[[], bytes]], None]:
        """Return the way to a file: a suggested name, and the job that makes its bytes."""
        ...

    @property
    def reverse(self) -> Callable[[EntryId, str], None]:
        """Return the way to reverse an entry: it, and the sentence that says what is to be reversed."""
        ...
