from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rxdesk.domain.expiry import Expiry, ExpiryAmbiguous, ExpiryPrecision, ExpiryUnreadable, full_year

TODAY = date(2026, 11, 23)
AUG_31 = Expiry.on(date(2027, 8, 31))
AUG = Expiry.at_end_of(2027, 8)


@pytest.mark.parametrize(
    "typed",
    [
        *("8/31/2027", "08/31/2027", "8/31/27", "8-31-27", "08.31.2027", "083127", "08312027"),
        *("31 Aug 2027", "31AUG2027", "31-Aug-27", "Aug 31, 2027", "AUG 31 2027", "August 31,2027"),
        *(
            "2027-08-31",
            "2027/08/31",
            "20270831",
            "270831",
            "2027AUG31",
            "EXP 8/31/27",
            "exp: 2027-08-31",
            " 8/31/27 ",
        ),
    ],
)
def test_every_american_form_of_a_whole_date_is_read(typed: str) -> None:
    assert Expiry.from_typed(typed, today=TODAY) == AUG_31


@pytest.mark.parametrize(
    "typed",
    [
        "08/2027",
        "8/2027",
        "8/27",
        "08-27",
        "0827",
        "Aug 2027",
        "AUG27",
        "August 2027",
        "2027-08",
        "2027 AUG",
        "Exp. 08/2027",
    ],
)
def test_every_form_of_a_month_is_read_as_usable_through_its_last_day(typed: str) -> None:
    assert Expiry.from_typed(typed, today=TODAY) == AUG
    assert AUG.usable_through == date(2027, 8, 31)


@pytest.mark.parametrize("typed", ["sep 2027", "Sept 2027", "SEPTEMBER 2027"])
def test_september_is_read_in_its_three_spellings(typed: str) -> None:
    assert Expiry.from_typed(typed, today=TODAY) == Expiry.at_end_of(2027, 9)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "soon", "31/08/2027", "27/08", "13/2027", "2/30/2027", "2/29/2027", "00/2027", "8/0/2027"),
        *(
            "2027",
            "2708",
            "8/2/027",
            "Aux 2027",
            "8//2027",
            "8/31/202",
            "0827x",
            "٠٨/٢٠٢٧",
            "999999",
        ),
    ],
)
def test_what_is_no_date_is_refused_with_the_text_in_the_sentence(typed: str) -> None:
    with pytest.raises(ExpiryUnreadable) as refused:
        Expiry.from_typed(typed, today=TODAY)
    assert typed in refused.value.said


def test_six_digits_with_two_plausible_readings_are_asked_about() -> None:
    with pytest.raises(ExpiryAmbiguous) as refused:
        Expiry.from_typed("082027", today=TODAY)
    assert refused.value.said == "“082027” can mean 20 Aug 2027 or Aug 2027."


def test_the_ai_17_of_a_whole_date_and_of_day_00_are_read_with_their_precision() -> None:
    assert Expiry.from_ai17("270831", today=TODAY) == AUG_31
    assert Expiry.from_ai17("270800", today=TODAY) == AUG
    assert Expiry.from_ai17("280200", today=TODAY).usable_through == date(2028, 2, 29)


@pytest.mark.parametrize(
    "digits",
    [
        "270832",
        "271301",
        "270001",
        "270229",
        "2708",
        "2708311",
        "27083a",
        "27 831",
        "\uff12\uff17\uff10\uff18\uff13\uff11",
    ],
)
def test_an_impossible_ai_17_is_refused(digits: str) -> None:
    with pytest.raises(ExpiryUnreadable):
        Expiry.from_ai17(digits, today=TODAY)


@pytest.mark.parametrize(
    ("two_digits", "year"), [(26, 2026), (76, 2076), (77, 1977), (99, 1999), (0, 2000), (25, 2025)]
)
def test_the_century_slides_with_today(two_digits: int, year: int) -> None:
    assert full_year(two_digits, today=TODAY) == year


def test_the_century_window_crosses_into_the_next_century_when_today_is_late() -> None:
    assert full_year(10, today=date(2094, 1, 1)) == 2110
    assert full_year(44, today=date(2094, 1, 1)) == 2144
    assert full_year(45, today=date(2094, 1, 1)) == 2045


@given(st.dates(date(1000, 1, 1), date(9999, 12, 31)), st.booleans())
def test_the_stored_form_reads_back_identical(day: date, month_only: bool) -> None:
    expiry = Expiry.at_end_of(day.year, day.month) if month_only else Expiry.on(day)
    assert Expiry.from_iso(expiry.iso) == expiry


@pytest.mark.parametrize(
    "text", ["2027-8-31", "2027-08-32", "2027-13", "27-08-31", "2027-08-31 ", "2027", "0000-01"]
)
def test_a_stored_form_that_is_not_iso_is_refused(text: str) -> None:
    with pytest.raises(ExpiryUnreadable):
        Expiry.from_iso(text)


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_the_shown_form_can_be_typed_back(day: date) -> None:
    for expiry in (Expiry.on(day), Expiry.at_end_of(day.year, day.month)):
        assert Expiry.from_typed(expiry.shown, today=TODAY) == expiry


@given(st.dates(date(1978, 1, 1), date(2076, 12, 31)))
def test_every_day_inside_the_window_survives_six_digits(day: date) -> None:
    assert Expiry.from_ai17(day.strftime("%y%m%d"), today=TODAY) == Expiry.on(day)


def test_stock_is_usable_on_its_last_day_and_expired_the_day_after() -> None:
    assert not AUG.is_expired_on(date(2027, 8, 31))
    assert AUG.is_expired_on(date(2027, 9, 1))
    assert (AUG.days_left(date(2027, 8, 31)), AUG.days_left(date(2027, 9, 2))) == (0, -2)


@given(st.dates(), st.integers(-400, 400))
def test_expired_means_that_no_days_are_left(day: date, shift: int) -> None:
    expiry = Expiry.on(date(2027, 2, 28))
    today = date(2027, 2, 28) + timedelta(days=shift)
    assert expiry.is_expired_on(today) == (expiry.days_left(today) < 0)


def test_expiries_sort_by_the_last_usable_day() -> None:
    july, october = Expiry.on(date(2027, 7, 31)), Expiry.at_end_of(2027, 10)
    assert sorted([october, AUG, july]) == [july, AUG, october]


def test_what_the_pack_does_not_say_is_not_shown() -> None:
    assert (AUG.shown, AUG.iso, AUG.precision) == ("Aug 2027", "2027-08", ExpiryPrecision.MONTH)
    assert (AUG_31.shown, AUG_31.iso, AUG_31.precision) == ("31 Aug 2027", "2027-08-31", ExpiryPrecision.DAY)


def test_a_month_that_does_not_end_on_its_last_day_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="not the last day"):
        Expiry(date(2027, 8, 30), ExpiryPrecision.MONTH)
