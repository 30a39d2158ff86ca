"""Who is at the station: PINs, the wait after failures, badges, and who may set them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import CredentialChanged, PersonSignedIn, SignInFailed, StationLocked
from rxdesk.domain.identity import PersonId
from rxdesk.domain.orders import ChangePerson
from rxdesk.domain.people import Role
from rxdesk.domain.refusals import NotPermitted, PersonUnknown
from rxdesk.usecases.sign_in import (
    DELAYS,
    FREE_TRIES,
    PinUnfit,
    PinWrong,
    TooManyTries,
    issue_badge,
    lock_station,
    prove,
    set_pin,
    sign_in,
)
from tests.db_files import MANAGER, PHARMACIST, TECHNICIAN, Bench

PIN = "748159"


class PlainSecrets:
    """Keeps a PIN as a word that gives it away, at once: hashing is the machine's business."""

    def hash_pin(self, pin: str) -> str:
        return f"hashed {pin}"

    def pin_matches(self, pin: str, encoded: str) -> bool:
        return encoded == f"hashed {pin}"

    def hash_badge(self, token: str) -> str:
        return f"digest of {token}"


SECRETS = PlainSecrets()


@pytest.fixture
def guarded(bench: Bench) -> Bench:
    """A pharmacy whose pharmacist has a PIN."""
    _set(bench, PHARMACIST, by=None)
    return bench


def _set(bench: Bench, person: PersonId, *, by: PersonId | None, pin: str = PIN) -> None:
    set_pin(bench.ledger, bench.clock, bench.ids, SECRETS, by=by, person=person, pin=pin)


def _try(bench: Bench, pin: str, person: PersonId = PHARMACIST) -> None:
    prove(bench.ledger, bench.clock, bench.ids, SECRETS, person=person, pin=pin)


def _fail(bench: Bench, times: int) -> None:
    for _ in range(times):
        with pytest.raises(PinWrong):
            _try(bench, "000001")


def _newest(bench: Bench) -> object:
    with bench.ledger() as unit:
        row = bench.ledger.connection.exec_driver_sql("SELECT id FROM entry ORDER BY seq DESC LIMIT 1")
        entry = unit.known.find_entry(row.scalar_one())
    assert entry is not None
    return entry.fact


def test_signing_in_is_an_entry(guarded: Bench) -> None:
    person = sign_in(guarded.ledger, guarded.clock, guarded.ids, SECRETS, person=PHARMACIST, pin=PIN)
    assert person.name == "Riya Shah"
    assert _newest(guarded) == PersonSignedIn(person=PHARMACIST, means="pin")


def test_a_failure_is_an_entry_that_counts_those_in_a_row(guarded: Bench) -> None:
    _fail(guarded, 2)
    assert _newest(guarded) == SignInFailed(person=PHARMACIST, failures=2)
    _try(guarded, PIN)
    _fail(guarded, 1)
    assert _newest(guarded) == SignInFailed(person=PHARMACIST, failures=1)


def test_no_pin_is_ever_in_the_file(guarded: Bench) -> None:
    _fail(guarded, 1)
    rows = guarded.ledger.connection.exec_driver_sql("SELECT payload FROM entry").scalars().all()
    guarded.ledger.connection.rollback()
    assert not any(PIN in payload or "000001" in payload for payload in rows)


def test_after_five_failures_even_the_right_pin_has_to_wait(guarded: Bench) -> None:
    _fail(guarded, FREE_TRIES)
    with pytest.raises(TooManyTries) as caught:
        _try(guarded, PIN)
    assert caught.value.until == guarded.clock.now() + DELAYS[0]
    guarded.clock.go_on(DELAYS[0])
    _try(guarded, PIN)


def test_the_wait_grows_with_each_further_failure_and_then_no_more(guarded: Bench) -> None:
    _fail(guarded, FREE_TRIES)
    for delay in (*DELAYS, DELAYS[-1]):
        guarded.clock.go_on(delay - timedelta(seconds=1))
        with pytest.raises(TooManyTries):
            _try(guarded, PIN)
        guarded.clock.go_on(timedelta(seconds=1))
        _fail(guarded, 1)


def test_a_clock_set_back_does_not_end_the_wait(guarded: Bench) -> None:
    _fail(guarded, FREE_TRIES)
    guarded.clock.go_on(-timedelta(hours=5))
    with pytest.raises(TooManyTries):
        _try(guarded, PIN)


def test_a_clock_set_back_makes_the_wait_begin_anew_once(guarded: Bench) -> None:
    _fail(guarded, FREE_TRIES)
    guarded.clock.go_on(-timedelta(days=300))
    with pytest.raises(TooManyTries):
        _try(guarded, PIN)
    guarded.clock.go_on(DELAYS[0])
    _try(guarded, PIN)


def test_one_person_s_failures_do_not_make_another_wait(guarded: Bench) -> None:
    _set(guarded, TECHNICIAN, by=PHARMACIST)
    _fail(guarded, FREE_TRIES)
    _try(guarded, PIN, TECHNICIAN)


def test_a_new_pin_ends_the_wait(guarded: Bench) -> None:
    _set(guarded, MANAGER, by=PHARMACIST)
    _fail(guarded, FREE_TRIES)
    _set(guarded, PHARMACIST, by=MANAGER, pin="925814")
    _try(guarded, "925814")


@pytest.mark.parametrize("person", [PersonId("stranger"), TECHNICIAN])
def test_who_is_not_known_or_has_no_pin_is_not_let_in(guarded: Bench, person: PersonId) -> None:
    with pytest.raises((PersonUnknown, PinWrong)):
        _try(guarded, "", person)


def test_who_has_left_is_not_let_in(guarded: Bench) -> None:
    _set(guarded, TECHNICIAN, by=PHARMACIST)
    left = ChangePerson(
        id=guarded.order_id(),
        person=TECHNICIAN,
        name="K. Patel",
        initials="KP",
        role=Role.TECHNICIAN,
        active=False,
    )
    guarded.post(left)
    with pytest.raises(PersonUnknown):
        _try(guarded, PIN, TECHNICIAN)


@pytest.mark.parametrize(
    "pin",
    [
        "",
        "12345",
        "1234567890123",
        "111111",
        "123456",
        "987654",
        "12a456",
        "\uff11\uff12\uff13\uff14\uff15\uff16",
        " 748159",
    ],
)
def test_a_pin_that_anybody_would_try_first_is_refused(guarded: Bench, pin: str) -> None:
    with pytest.raises(PinUnfit) as caught:
        _set(guarded, PHARMACIST, by=PHARMACIST, pin=pin)
    assert not pin.strip() or pin not in str(caught.value)


@pytest.mark.parametrize(
    ("by", "person", "refusal"),
    [
        (None, TECHNICIAN, PersonUnknown),  # somebody has a PIN: the first run is over
        (TECHNICIAN, PHARMACIST, NotPermitted),
        (PersonId("stranger"), TECHNICIAN, PersonUnknown),
        (PHARMACIST, PersonId("stranger"), PersonUnknown),
    ],
)
def test_a_pin_is_set_only_by_whose_it_is_or_who_may_change_people(
    guarded: Bench, by: PersonId | None, person: PersonId, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        _set(guarded, person, by=by)


def test_setting_ones_own_pin_is_an_entry_without_the_pin(guarded: Bench) -> None:
    _set(guarded, TECHNICIAN, by=TECHNICIAN)
    assert _newest(guarded) == CredentialChanged(person=TECHNICIAN, credential="pin")


def test_a_badge_is_one_person_s(guarded: Bench) -> None:
    for person in (TECHNICIAN, PHARMACIST):
        issue_badge(
            guarded.ledger, guarded.clock, guarded.ids, SECRETS, by=MANAGER, person=person, token="T0"
        )
    with guarded.ledger() as unit:
        assert unit.credentials.person_of_badge("digest of T0") == PHARMACIST
        assert unit.credentials.person_of_badge("digest of another") is None


def test_a_badge_is_issued_only_by_who_may_change_people(guarded: Bench) -> None:
    with pytest.raises(NotPermitted):
        issue_badge(
            guarded.ledger,
            guarded.clock,
            guarded.ids,
            SECRETS,
            by=TECHNICIAN,
            person=PHARMACIST,
            token="T0",
        )


def test_locking_the_station_is_an_entry(guarded: Bench) -> None:
    outcome = lock_station(guarded.ledger, guarded.clock, guarded.ids, person=PHARMACIST, cause="idle")
    assert outcome.fact == StationLocked(person=PHARMACIST, cause="idle")
