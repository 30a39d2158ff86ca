"""Posting an order for the person who is signed in, asking for a signature when a rule wants one.

No Qt: what opens the panel and what shows the outcome is handed in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from rxdesk.desk import Posted
from rxdesk.domain.errors import Refusal, Trouble
from rxdesk.domain.identity import PersonId
from rxdesk.domain.orders import Order
from rxdesk.domain.records import Person
from rxdesk.domain.refusals import PersonUnknown, SignatureNeeded
from rxdesk.usecases.post import Request
from ui.asking import Ask
from ui.notices import Notice, Notices


class Signs(Protocol):
    """Asks a pharmacist for their PIN."""

    def __call__(
        self, refusal: Refusal, signed: Callable[[Person], None], left: Callable[[], None], /
    ) -> None:
        """Say what is to be signed; `left` is called when nobody signs."""
        ...


class Posting:
    """Posts orders; see `ui.context.PostOrder`.

    Args:
        ask: The way to the journal thread.
        post: Posts a request; raises Refusal or Trouble.
        person: Who is signed in.
        sign: Asks for a signature.
        posted: Told of everything that was accepted, before whoever asked.
        notices: Where a refusal goes that nobody takes.
        written: Told of every write: the trouble that it failed with, or None.
    """

    def __init__(
        self,
        ask: Ask,
        post: Callable[[Request], Posted],
        *,
        person: Callable[[], Person | None],
        sign: Signs,
        posted: Callable[[Posted], None],
        notices: Notices,
        written: Callable[[Trouble | None], None],
    ) -> None:
        self._ask = ask
        self._post = post
        self._person = person
        self._sign = sign
        self._posted = posted
        self._notices = notices
        self._written = written

    def __call__(
        self,
        order: Order,
        then: Callable[[Posted], None] | None = None,
        refused: Callable[[Refusal], None] | None = None,
        *,
        signer: PersonId | None = None,
    ) -> None:
        """Post the order; `then` gets what came of it, already on disk."""
        refuse = refused or self._say
        person = self._person()
        if person is None:
            refuse(PersonUnknown("nobody"))
            return
        request = Request(order=order, person=person.person, signer=signer)

        def accepted(outcome: Posted) -> None:
            self._written(None)
            self._posted(outcome)
            if then is not None:
                then(outcome)

        def no(refusal: Refusal) -> None:
            if isinstance(refusal, SignatureNeeded) and signer is None:
                self._sign(
                    refusal,
                    lambda witness: self(order, then, refused, signer=witness.person),
                    lambda: refuse(refusal),
                )
            else:
                refuse(refusal)

        self._ask(lambda: self._post(request), accepted, no, troubled=self._written)

    def _say(self, refusal: Refusal) -> None:
        self._notices.say(Notice.of(refusal))
