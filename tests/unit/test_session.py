from datetime import UTC, datetime, timedelta

from rxdesk.domain.identity import PersonId
from rxdesk.domain.people import Role
from rxdesk.domain.records import Person
from ui.session import IdleLock, StationSession, countdown_words

NOW = datetime(2026, 11, 23, 9, 41, tzinfo=UTC)
PATEL = Person(person=PersonId("p1"), name="K. Patel", initials="KP", role=Role.TECHNICIAN, active=True)


def test_everybody_who_asked_is_told_who_signs_in_and_that_the_station_is_locked() -> None:
    session = StationSession()
    told: list[Person | None] = []
    session.on_change(told.append)
    session.sign_in(PATEL)
    session.lock()
    assert told == [PATEL, None]


def test_locking_a_locked_station_tells_nobody() -> None:
    session = StationSession()
    told: list[Person | None] = []
    session.on_change(told.append)
    session.lock()
    assert told == []


def test_the_last_person_is_remembered_while_the_station_is_locked() -> None:
    session = StationSession()
    session.sign_in(PATEL)
    session.lock()
    assert session.person is None
    assert session.last_person == PATEL.person


def test_the_time_left_runs_down_from_the_last_touch() -> None:
    idle = IdleLock(timedelta(minutes=4), NOW)
    assert idle.left(NOW + timedelta(minutes=3)) == timedelta(minutes=1)
    idle.touch(NOW + timedelta(minutes=3))
    assert idle.left(NOW + timedelta(minutes=3)) == timedelta(minutes=4)


def test_nothing_is_left_once_the_limit_has_passed() -> None:
    idle = IdleLock(timedelta(minutes=4), NOW)
    assert idle.left(NOW + timedelta(hours=2)) == timedelta(0)


def test_a_clock_that_goes_back_keeps_no_station_open_longer_than_the_limit() -> None:
    idle = IdleLock(timedelta(minutes=4), NOW)
    back = NOW - timedelta(hours=1)
    assert idle.left(back) == timedelta(minutes=4)
    assert idle.left(back + timedelta(minutes=4)) == timedelta(0)


def test_the_countdown_says_minutes_and_seconds_in_the_last_one() -> None:
    assert countdown_words(timedelta(minutes=4)) == "locks in 4 min"
    assert countdown_words(timedelta(minutes=3, seconds=1)) == "locks in 4 min"
    assert countdown_words(timedelta(seconds=59)) == "locks in 59 s"
