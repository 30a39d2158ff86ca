from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rxdesk.domain.schedule import (
    Schedule,
    ScheduleSince,
    ScheduleUnread,
    read_schedule,
    schedule_on,
    stricter,
)

HYDROCODONE_WITH_ACETAMINOPHEN = (
    ScheduleSince(Schedule.II, date(2014, 10, 6)),
    ScheduleSince(Schedule.III, None),
)


@pytest.mark.parametrize(
    ("text", "schedule"),
    [
        ("CII", Schedule.II),
        ("C-IV", Schedule.IV),
        ("2", Schedule.II),
        ("C2N", Schedule.II),
        ("iii", Schedule.III),
        ("Schedule V", Schedule.V),
        ("CI", Schedule.I),
        ("", Schedule.NONE),
        ("none", Schedule.NONE),
    ],
)
def test_a_schedule_is_read_however_it_is_written(text: str, schedule: Schedule) -> None:
    assert read_schedule(text) is schedule


@pytest.mark.parametrize("text", ["DEA", "CVI", "IIII", "CX", "7"])
def test_what_is_no_schedule_is_refused(text: str) -> None:
    with pytest.raises(ScheduleUnread, match=f"“{text}” is not a DEA schedule"):
        read_schedule(text)


def test_hydrocodone_combinations_are_schedule_iii_until_5_october_2014() -> None:
    assert schedule_on(HYDROCODONE_WITH_ACETAMINOPHEN, date(2014, 10, 5)) is Schedule.III


def test_hydrocodone_combinations_are_schedule_ii_from_6_october_2014() -> None:
    assert schedule_on(HYDROCODONE_WITH_ACETAMINOPHEN, date(2014, 10, 6)) is Schedule.II


def test_a_product_without_history_is_not_controlled() -> None:
    assert schedule_on((), date(2026, 1, 1)) is Schedule.NONE


def test_a_schedule_that_has_not_begun_does_not_apply() -> None:
    assert schedule_on([(Schedule.IV, date(2014, 8, 18))], date(2014, 8, 17)) is Schedule.NONE


def test_two_schedules_from_one_day_give_the_stricter() -> None:
    history = [(Schedule.IV, None), (Schedule.II, None)]
    assert schedule_on(history, date(2026, 1, 1)) is Schedule.II


@given(st.sampled_from(Schedule), st.sampled_from(Schedule))
def test_the_stricter_of_two_is_the_same_in_either_order(first: Schedule, second: Schedule) -> None:
    assert stricter(first, second) is stricter(second, first)


def test_any_schedule_is_stricter_than_none() -> None:
    assert stricter(Schedule.NONE, Schedule.V) is Schedule.V


def test_only_schedules_one_and_two_need_an_order_form() -> None:
    assert [schedule for schedule in Schedule if schedule.needs_order_form] == [Schedule.I, Schedule.II]


def test_the_label_symbol_of_an_uncontrolled_product_is_empty() -> None:
    assert (Schedule.II.symbol, Schedule.NONE.symbol) == ("C-II", "")
