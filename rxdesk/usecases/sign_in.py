"""Prove who is at the station: by PIN, with a growing delay after failures.

A badge says who somebody is; the PIN proves it. Five failures in a row make the person wait: one
minute, then five, then fifteen.

Source: NIST SP 800-63B-4, section 3.2.2 (rate limiting); PINs are activation secrets of a local file.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import CredentialChanged, Fact, PersonSignedIn, SignInFailed, StationLocked
from rxdesk.domain.identity import PersonId
from rxdesk.domain.people import PERMISSIONS, ROLE_NAMES, Permission
from rxdesk.domain.records import Entry, Person
from rxdesk.domain.refusals import NotPermitted, PersonUnknown
from rxdesk.domain.topics import changes_of
from rxdesk.ports.clock import Clock
from rxdesk.ports.ids import Ids
from rxdesk.ports.secrets import Secrets
from rxdesk.ports.work import Unit, Work
from rxdesk.usecases.post import Outcome, append_own, note_clock

FREE_TRIES: Final = 5
DELAYS: Final = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))

_PIN: Final = re.compile(r"[0-9]{6,12}", re.ASCII)


class PinWrong(Refusal):
    """The PIN is not this person's, or the person is not known; both sound the same."""

    def __init__(self) -> None:
        super().__init__("This PIN is not right.", "Try again, or ask the manager to set a new one.")


class TooManyTries(Refusal):
    """The person has to wait."""

    def __init__(self, until: datetime) -> None:
        super().__init__(
            "There were too many wrong PINs in a row.",
            f"Wait until {until.astimezone().strftime('%H:%M')} and try again.",
        )
        self.until = until


class PinUnfit(Refusal):
    """The new PIN is too easy to guess or cannot be typed."""

    def __init__(self, why: str) -> None:
        super().__init__(f"This PIN cannot be used: {why}.", "Choose 6 to 12 digits that nobody guesses.")


def sign_in(work: Work, clock: Clock, ids: Ids, secrets: Secrets, *, person: PersonId, pin: str) -> Person:
    """Sign a person in; the entry is on disk before they are.

    Raises:
        PinWrong, TooManyTries, PersonUnknown: Who it is was not proved.
    """
    found = prove(work, clock, ids, secrets, person=person, pin=pin)
    with work() as unit:
        _note(unit, clock, ids, PersonSignedIn(person=person, means="pin"), person)
        unit.commit()
    return found


def prove(work: Work, clock: Clock, ids: Ids, secrets: Secrets, *, person: PersonId, pin: str) -> Person:
    """Check a person's PIN, for signing in or for signing an act; failures are entries.

    The slow hash is computed outside the transaction, so that nobody's scan waits for it.

    Raises:
        PinWrong, TooManyTries, PersonUnknown: It was not proved.
    """
    with work() as unit:
        found = unit.known.find_person(person)
        stored = unit.credentials.pin_hash(person)
        failures, last = unit.credentials.failures(person)
    if found is None or not found.active:
        raise PersonUnknown("this person")
    now = clock.now()
    if failures >= FREE_TRIES and last is not None:
        if now < last:
            # A clock set back neither ends the wait nor lengthens it for ever: it begins anew, once.
            last = now
            with work() as unit:
                unit.credentials.wait_from(person, now)
                unit.commit()
        until = last + DELAYS[min(failures - FREE_TRIES, len(DELAYS) - 1)]
        if now < until:
            raise TooManyTries(until)
    right = stored is not None and secrets.pin_matches(pin, stored)
    with work() as unit:
        if right:
            unit.credentials.note_success(person)
        else:
            count = unit.credentials.note_failure(person, now)
            _note(unit, clock, ids, SignInFailed(person=person, failures=count), None)
        unit.commit()
    if not right:
        raise PinWrong
    return found


def set_pin(
    work: Work, clock: Clock, ids: Ids, secrets: Secrets, *, by: PersonId | None, person: PersonId, pin: str
) -> None:
    """Set a person's PIN: one's own, or another's by somebody who may change people.

    Args:
        work: Begins a unit of work.
        clock: The clock.
        ids: The ids.
        secrets: Hashes the PIN.
        by: Who sets it; None only while nobody has a PIN yet (the first run).
        person: Whose PIN it is.
        pin: Six to twelve digits.

    Raises:
        PinUnfit: The PIN is too easy to guess.
        NotPermitted, PersonUnknown: Not theirs to set.
    """
    require_fit_pin(pin)
    encoded = secrets.hash_pin(pin)
    with work() as unit:
        if unit.known.find_person(person) is None:
            raise PersonUnknown("this person")
        _check_may_set(unit, by, person)
        unit.credentials.set_pin_hash(person, encoded)
        _note(unit, clock, ids, CredentialChanged(person=person, credential="pin"), by)
        unit.commit()


def require_fit_pin(pin: str) -> None:
    """Refuse a PIN that anybody would try first.

    Raises:
        PinUnfit: It is not 6 to 12 digits, or they are all the same or in a row.
    """
    if _PIN.fullmatch(pin) is None:
        raise PinUnfit("it is not 6 to 12 digits")
    if len(set(pin)) == 1 or pin in "01234567890123456789" or pin in "98765432109876543210":
        raise PinUnfit("its digits are all the same or in a row")


def issue_badge(
    work: Work, clock: Clock, ids: Ids, secrets: Secrets, *, by: PersonId, person: PersonId, token: str
) -> None:
    """Make a printed token the person's badge in place of any earlier one.

    Raises:
        NotPermitted, PersonUnknown: Not theirs to issue.
    """
    digest = secrets.hash_badge(token)
    with work() as unit:
        if unit.known.find_person(person) is None:
            raise PersonUnknown("this person")
        _check_may_set(unit, by, person)
        unit.credentials.set_badge_digest(person, digest)
        _note(unit, clock, ids, CredentialChanged(person=person, credential="badge"), by)
        unit.commit()


def lock_station(work: Work, clock: Clock, ids: Ids, *, person: PersonId, cause: str) -> Outcome:
    """Note that the station was locked."""
    with work() as unit:
        entry = _note(unit, clock, ids, StationLocked(person=person, cause=cause), person)
        unit.commit()
    return Outcome(entries=(entry,), changes=changes_of(entry.fact))


def _check_may_set(unit: Unit, by: PersonId | None, person: PersonId) -> None:
    if by is None:
        if any(unit.credentials.pin_hash(other.person) is not None for other in unit.known.people()):
            raise PersonUnknown("nobody")
        return
    actor = unit.known.find_person(by)
    if actor is None or not actor.active:
        raise PersonUnknown("this person")
    if by != person and Permission.PEOPLE not in PERMISSIONS[actor.role]:
        raise NotPermitted(actor.name, ROLE_NAMES[actor.role], "set somebody else’s PIN or badge")


def _note(unit: Unit, clock: Clock, ids: Ids, fact: Fact, person: PersonId | None) -> Entry:
    note_clock(unit, clock, ids)
    return append_own(unit, clock, ids, fact, person)
