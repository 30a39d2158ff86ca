"""Signing in: people, a PIN, and badges that choose a person without proving anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from rxdesk.desk import Desk
from rxdesk.domain.errors import Refusal
from rxdesk.domain.identity import PersonId
from rxdesk.domain.people import Role
from rxdesk.domain.records import Person
from rxdesk.ports.found import Found, FoundPerson
from rxdesk.ports.rows import Pharmacy
from ui.asking import Ask
from ui.proving import Proof, ProofView


class SignInView(ProofView, Protocol):
    """The page."""

    def show_pharmacy(self, name: str, *, sample: bool) -> None:
        """Show whose station this is."""
        ...

    def show_why(self, sentence: str) -> None:
        """Say why the page is shown."""
        ...


class SignIn:
    """The conversation of signing in."""

    def __init__(
        self, view: SignInView, *, desk: Desk, ask: Ask, signed_in: Callable[[Person], None]
    ) -> None:
        self._view = view
        self._desk = desk
        self._ask = ask
        self._proof = Proof(
            view,
            ask,
            people=desk.reads.people,
            prove=desk.doors.sign_in,
            admits=lambda person: person.role is not Role.INTEGRATION,
            proved=signed_in,
        )

    def begin(self, wanted: PersonId | None, why: str) -> None:
        """Show the page, with somebody chosen if they work here."""
        self._view.show_why(why)
        self._ask(self._desk.reads.pharmacy, self._show_pharmacy)
        self._proof.begin(wanted)

    def choose(self, person: PersonId) -> None:
        """Choose somebody."""
        self._proof.choose(person)

    def enter(self, pin: str) -> None:
        """Check the PIN."""
        self._proof.enter(pin)

    def scanned(self, raw: str) -> None:
        """Take a scan: a badge chooses its person, anything else has to wait."""
        self._ask(lambda: self._desk.reads.find(raw), self._found, self._refused)

    def _found(self, found: Found) -> None:
        match found:
            case FoundPerson() if self._proof.admits(found.person):
                self._proof.choose(found.person)
            case FoundPerson():
                self._view.show_complaint(
                    f"{found.name} cannot sign in here.", "Choose somebody who works here."
                )
            case _:
                self._view.show_complaint(
                    "Nobody is signed in, so the scan was not used.", "Sign in first, then scan it again."
                )

    def _refused(self, refusal: Refusal) -> None:
        self._view.show_complaint(refusal.said, refusal.remedy)

    def _show_pharmacy(self, pharmacy: Pharmacy | None) -> None:
        if pharmacy is not None:
            self._view.show_pharmacy(pharmacy.name, sample=pharmacy.sample)
