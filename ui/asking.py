"""The ways to the desk that every screen is given, as protocols; no Qt, so presenters may name them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from rxdesk.desk import Posted
from rxdesk.domain.errors import Refusal, Trouble
from rxdesk.domain.identity import EntryId, PersonId
from rxdesk.domain.orders import Order
from rxdesk.domain.records import Person

T = TypeVar("T")


class Ask(Protocol):
    """Runs a job on the journal thread and brings its answer back to the window's thread.

    A refusal goes to `refused`, or to the notices when nobody takes it. Trouble and bugs always go to
    the notices, and then to `troubled`; `then` is not called.
    """

    def __call__(
        self,
        job: Callable[[], T],
        then: Callable[[T], None],
        refused: Callable[[Refusal], None] | None = None,
        *,
        troubled: Callable[[Trouble], None] | None = None,
    ) -> None:
        """Queue the job; jobs run one at a time, in order."""
        ...


class Session(Protocol):
    """Who is signed in."""

    @property
    def person(self) -> Person | None:
        """Return who is signed in; None while the station is locked."""
        ...

    def on_change(self, told: Callable[[Person | None], None]) -> None:
        """Have `told` called whenever somebody signs in or the station is locked."""
        ...


class PostOrder(Protocol):
    """Posts an order for the person who is signed in.

    When the rule asks for a pharmacist's signature, the PIN panel opens by itself and the order is posted
    again with the signature; when it asks for a reason, `refused` is called as for any other refusal.
    The frame shows the sentence in the last-action strip and tells every screen what changed.
    """

    def __call__(
        self,
        order: Order,
        then: Callable[[Posted], None] | None = None,
        refused: Callable[[Refusal], None] | None = None,
        *,
        signer: PersonId | None = None,
    ) -> None:
        """Post the order; `then` gets what came of it, already on disk."""
        ...


Reverse = Callable[[EntryId, str], None]
"""Asks why an entry is to be reversed, and reverses it: the entry, and the sentence that says what it is."""
