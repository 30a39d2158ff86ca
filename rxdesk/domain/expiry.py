"""When stock stops being usable, to the day or only to the month.

A pack that says "08/2027" is usable through 31 August 2027. Whether the day was printed is kept,
because what was not printed must not be shown as if it had been. An unknown expiry is `None`
wherever an `Expiry` may stand; this module never invents one.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from rxdesk.domain.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS_IN_FULL = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_M, _D = r"(?P<month>[0-9]{1,2})", r"(?P<day>[0-9]{1,2})"
_NAME, _Y, _YYYY = r"(?P<month>[A-Za-z]{3,9})", r"(?P<year>[0-9]{4}|[0-9]{2})", r"(?P<year>[0-9]{4})"
_SEPARATED_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_YYYY}[-/.]{_M}(?:[-/.]{_D})?",  # 2027-08, 2027-08-31
        rf"{_M}[-/.]{_Y}",  # 08/2027, 8/27
        rf"{_M}[-/.]{_D}[-/.]{_Y}",  # 8/31/2027
        rf"{_NAME}[-/. ]*{_Y}",  # Aug 2027, AUG27
        rf"{_D}[-/. ]*{_NAME}[-/., ]*{_Y}",  # 31 Aug 2027, 31AUG27
        rf"{_NAME}[-/. ]*{_D}(?:, *|[-/. ]+){_Y}",  # Aug 31, 2027
        rf"{_YYYY}[-/. ]*{_NAME}(?:[-/. ]*{_D})?",  # 2027 Aug, 2027AUG31
    )
)
_MM, _DD, _YY = r"(?P<month>[0-9]{2})", r"(?P<day>[0-9]{2})", r"(?P<year>[0-9]{2})"
_DIGIT_FORMS = {
    4: (re.compile(_MM + _YY),),
    6: (re.compile(_MM + _DD + _YY), re.compile(_MM + _YYYY), re.compile(_YY + _MM + _DD)),
    8: (re.compile(_MM + _DD + _YYYY), re.compile(_YYYY + _MM + _DD)),
}
_PLAUSIBLE_YEARS_BACK = 10  # for bare digits only: an older pack is typed with its separators
_PLAUSIBLE_YEARS_AHEAD = 20


class ExpiryPrecision(StrEnum):
    """How exactly the pack states its expiry."""

    DAY = "day"
    MONTH = "month"


class ExpiryUnreadable(Refusal):
    """A text is not a date a pack can carry.

    Attributes:
        text: What was read or typed, unchanged.
    """

    def __init__(self, text: str) -> None:
        super().__init__(
            f"“{text}” is not an expiry date.",
            "Type it as on the pack: 08/2027, 8/31/2027, Aug 2027 or 2027-08-31.",
        )
        self.text = text


class ExpiryAmbiguous(Refusal):
    """A text can be read as more than one expiry.

    Attributes:
        text: What was typed, unchanged.
        readings: What it may mean, earliest first.
    """

    def __init__(self, text: str, readings: tuple[Expiry, ...]) -> None:
        super().__init__(
            f"“{text}” can mean {' or '.join(reading.shown for reading in readings)}.",
            "Type it with slashes, month first: 8/31/2027 or 08/2027.",
        )
        self.text = text
        self.readings = readings


@dataclass(frozen=True, slots=True, order=True)
class Expiry:
    """The last day on which a lot may be used, and whether the pack named that day.

    Expiries sort by the last usable day, and a month before its own last day.

    Source: USP General Chapter <7> Labeling, "Expiration Date": an expiration stated by month
    and year is usable through the last day of that month.
    """

    usable_through: date  # the last usable day; for a month, its last day
    precision: ExpiryPrecision

    def __post_init__(self) -> None:
        """Refuse a month whose last usable day is not its last day.

        Raises:
            ValueError: The day contradicts the precision, which only a mistake in code can cause.
        """
        if self.precision is ExpiryPrecision.MONTH and self.usable_through != _last_day(
            self.usable_through.year, self.usable_through.month
        ):
            message = f"{self.usable_through} is not the last day of its month"
            raise ValueError(message)

    @classmethod
    def on(cls, day: date) -> Expiry:
        """Return the expiry of a pack that names its last usable day."""
        return cls(day, ExpiryPrecision.DAY)

    @classmethod
    def at_end_of(cls, year: int, month: int) -> Expiry:
        """Return the expiry of a pack that names only a month.

        Raises:
            ValueError: There is no such month.
        """
        return cls(_last_day(year, month), ExpiryPrecision.MONTH)

    @classmethod
    def from_iso(cls, text: str) -> Expiry:
        """Return the expiry stored as "2027-08-31" or "2027-08", the forms of `iso`.

        Raises:
            ExpiryUnreadable: The text has neither form, or names a day that does not exist.
        """
        expiry = _stored_expiry(text)
        if expiry is None:
            raise ExpiryUnreadable(text)
        return expiry

    @classmethod
    def from_ai17(cls, digits: str, *, today: date) -> Expiry:
        """Return the expiry a GS1 symbol carries as six digits, YYMMDD.

        Day 00 means the last day of the month; such packs are no longer made but remain on shelves.

        Args:
            digits: The six digits of the element.
            today: The day that decides the century.

        Raises:
            ExpiryUnreadable: Not six digits, or a day that does not exist.

        Source: GS1 General Specifications 3.4.7 (AI 17) and 7.12 (century by sliding window).
        """
        if re.fullmatch(r"[0-9]{6}", digits) is None:
            raise ExpiryUnreadable(digits)
        year = full_year(int(digits[:2]), today=today)
        expiry = _calendar_expiry(year, int(digits[2:4]), None if digits[4:] == "00" else digits[4:])
        if expiry is None:
            raise ExpiryUnreadable(digits)
        return expiry

    @classmethod
    def from_typed(cls, text: str, *, today: date) -> Expiry:
        """Return the expiry a person typed as American packs print it.

        Month comes before day: 08/2027, 8/27, 0827, 8/31/2027, 8-31-27, 083127, Aug 2027,
        31 Aug 2027, Aug 31, 2027, and the year-first forms 2027-08, 2027-08-31 and 20270831.
        A leading "EXP" is allowed.

        Args:
            text: What was typed.
            today: The day that decides the century of a two-digit year.

        Raises:
            ExpiryUnreadable: No form fits, or the day does not exist.
            ExpiryAmbiguous: Bare digits fit two forms.
        """
        stripped = re.sub(r"^exp(?:iry|ires|\.)?\s*:?\s*", "", text.strip(), flags=re.IGNORECASE)
        if not stripped.isascii():
            raise ExpiryUnreadable(text)
        readings = sorted(set(_readings_of(stripped, today)))
        if not readings:
            raise ExpiryUnreadable(text)
        if len(readings) > 1:
            raise ExpiryAmbiguous(text, tuple(readings))
        return readings[0]

    @property
    def iso(self) -> str:
        """Return the stored form: "2027-08-31", or "2027-08" when the pack names no day."""
        whole = self.usable_through.isoformat()
        return whole if self.precision is ExpiryPrecision.DAY else whole[:7]

    @property
    def shown(self) -> str:
        """Return the form people read: "31 Aug 2027", or "Aug 2027" when the pack names no day."""
        day = self.usable_through
        month = f"{_MONTHS[day.month - 1]} {day.year}"
        return f"{day.day} {month}" if self.precision is ExpiryPrecision.DAY else month

    def days_left(self, today: date) -> int:
        """Return how many days remain after `today`: 0 on the last usable day, negative once expired."""
        return (self.usable_through - today).days

    def is_expired_on(self, today: date) -> bool:
        """Return whether `today` is past the last usable day."""
        return today > self.usable_through


def full_year(two_digits: int, *, today: date) -> int:
    """Return the year meant by its last two digits, from 49 years back to 50 years ahead.

    Source: GS1 General Specifications 7.12, "Determination of century in dates".
    """
    century = today.year - today.year % 100
    distance = two_digits - today.year % 100
    if distance > 50:
        return century - 100 + two_digits
    if distance < -49:
        return century + 100 + two_digits
    return century + two_digits


@lru_cache(maxsize=4096)
def _stored_expiry(text: str) -> Expiry | None:
    # The same few hundred dates are read again and again, once for each line of each act and list.
    matched = re.fullmatch(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?", text)
    return _calendar_expiry(int(matched[1]), int(matched[2]), matched[3]) if matched else None


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _calendar_expiry(year: int, month: int, day: str | None) -> Expiry | None:
    try:
        return Expiry.at_end_of(year, month) if day is None else Expiry.on(date(year, month, int(day)))
    except ValueError:  # the calendar has no such day or month; calendar.IllegalMonthError is one too
        return None


def _readings_of(text: str, today: date) -> Iterator[Expiry]:
    if re.fullmatch(r"[0-9]+", text):
        forms = _DIGIT_FORMS.get(len(text), ())
        years = range(today.year - _PLAUSIBLE_YEARS_BACK, today.year + _PLAUSIBLE_YEARS_AHEAD + 1)
    else:
        forms, years = _SEPARATED_FORMS, range(1, 10_000)
    for form in forms:
        matched = form.fullmatch(text)
        if matched is None:
            continue
        parts = matched.groupdict()
        month = _month_number(parts["month"])
        year = full_year(int(parts["year"]), today=today) if len(parts["year"]) == 2 else int(parts["year"])
        expiry = (
            None if month is None or year not in years else _calendar_expiry(year, month, parts.get("day"))
        )
        if expiry is not None:
            yield expiry


def _month_number(month: str) -> int | None:
    if month.isdigit():
        return int(month)
    name = month.lower()
    for number, whole in enumerate(_MONTHS_IN_FULL, start=1):
        if name in {whole, whole[:3], "sept" if number == 9 else whole}:
            return number
    return None
