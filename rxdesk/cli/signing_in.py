"""On whose word a command acts: a person, with the PIN from a file descriptor or a prompt."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Sequence

from rxdesk.compose import House
from rxdesk.domain.errors import Refusal
from rxdesk.domain.identity import PersonId
from rxdesk.domain.people import SIGNERS
from rxdesk.domain.records import Person
from rxdesk.domain.refusals import PersonUnknown


class PinNotGiven(Refusal):
    """No PIN can be asked for here."""

    def __init__(self) -> None:
        super().__init__(
            "No PIN was given and there is nobody to ask.",
            "Pass it through a file descriptor: --pin-fd 3 3<pin-file.",
        )


class PersonAmbiguous(Refusal):
    """Several people share a name or initials."""

    def __init__(self, name: str, people: Sequence[str]) -> None:
        super().__init__(
            f"Several people here are known as “{name}”: {', '.join(people)}.", "Give the whole name."
        )


def person_named(house: House, name: str) -> Person:
    """Return the active person of a name, initials or id.

    Raises:
        PersonUnknown: There is none.
        PersonAmbiguous: There are several.
    """
    found = [
        row.person
        for row in house.reads.people()
        if row.person.active
        and name.casefold() in {row.person.name.casefold(), row.person.initials.casefold(), row.person.person}
    ]
    if not found:
        raise PersonUnknown(name)
    if len(found) > 1:
        raise PersonAmbiguous(name, [person.name for person in found])
    return found[0]


def sign_in(house: House, name: str, pin_fd: int | None) -> tuple[PersonId, PersonId | None]:
    """Prove who acts; return the person, and the same person as signer when their PIN may sign.

    An integration person signs nothing and cannot witness.

    Raises:
        Refusal: Who it is was not proved.
    """
    person = person_named(house, name)
    proved = house.desk.doors.sign_in(person.person, read_pin(f"PIN of {person.name}: ", pin_fd))
    signs = proved.role in SIGNERS
    return proved.person, proved.person if signs else None


def read_pin(prompt: str, pin_fd: int | None) -> str:
    """Return a PIN from a file descriptor's first line, or ask at the terminal.

    Raises:
        PinNotGiven: Neither is possible.
    """
    if pin_fd is not None:
        with os.fdopen(pin_fd) as stream:
            return stream.readline().strip()
    if not sys.stdin.isatty():
        raise PinNotGiven
    return getpass.getpass(prompt)
