"""The DEA schedule of a product, which changes on known days.

Hydrocodone combinations moved from III to II on 6 October 2014, so a product carries a history and
every rule asks for the schedule on a day. Federal and state authorities may differ: the stricter governs.

Source: 21 CFR 1308.11-1308.15; 79 FR 49661 (hydrocodone); 21 CFR 1304.11(d).
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from rxdesk.domain.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable


class Schedule(StrEnum):
    """A DEA schedule; `NONE` is a product that is not controlled as far as known.

    Schedule I has no accepted medical use and is never pharmacy stock, yet a directory may list it.
    """

    I = "I"  # noqa: E741  # the Roman numeral is the schedule's own name
    II = "II"
    III = "III"
    IV = "IV"
    V = "V"
    NONE = "none"

    @property
    def is_controlled(self) -> bool:
        """Return whether the Controlled Substances Act lists the product."""
        return self is not Schedule.NONE

    @property
    def needs_order_form(self) -> bool:
        """Return whether a receipt needs a DEA Form 222 or a CSOS order (21 CFR 1305.03)."""
        return self in {Schedule.I, Schedule.II}

    @property
    def symbol(self) -> str:
        """Return the symbol printed on labels (`C-II`), or nothing for a product that is not controlled."""
        return f"C-{self.value}" if self.is_controlled else ""


class ScheduleSince(NamedTuple):
    """A schedule and the first day on which it applies."""

    schedule: Schedule
    since: date | None  # None: since always, as far as known


class ScheduleUnread(Refusal):
    """A file or a person wrote a DEA schedule that does not exist."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"“{text}” is not a DEA schedule.",
            "Write CII, CIII, CIV or CV, or leave it empty when the product is not controlled.",
        )
        self.text = text


_STRICTNESS: Final = {schedule: place for place, schedule in enumerate(Schedule)}
_DIGITS: Final = {"1": "I", "2": "II", "3": "III", "4": "IV", "5": "V"}
_UNCONTROLLED: Final = frozenset({"", "NONE", "RX", "OTC", "0", "6"})
# Narcotic and non-narcotic parts of a schedule (2N, 3N) are one schedule for stock.
_WRITTEN: Final = re.compile(r"(?:SCHEDULE)?C?(?P<number>IV|V|I{1,3}|[1-5])N?")


def read_schedule(text: str) -> Schedule:
    """Read a schedule however it is written: `CII`, `C-II`, `II`, `2`, `C2N`, or nothing.

    Raises:
        ScheduleUnread: The text names no schedule.
    """
    bare = re.sub(r"[\s.\-]", "", text).upper()
    if bare in _UNCONTROLLED:
        return Schedule.NONE
    match = _WRITTEN.fullmatch(bare)
    if match is None:
        raise ScheduleUnread(text)
    number = match["number"]
    return Schedule(_DIGITS.get(number, number))


def stricter(first: Schedule, second: Schedule) -> Schedule:
    """Return the schedule that governs when two authorities list a product differently."""
    return min(first, second, key=_STRICTNESS.__getitem__)


def schedule_on(history: Iterable[tuple[Schedule, date | None]], day: date) -> Schedule:
    """Return the schedule that applies on a day: the latest one that has begun.

    Args:
        history: Schedules and their first days, in any order; a first day of None means since always.
        day: The day in question, in the pharmacy's own calendar.

    Returns:
        `Schedule.NONE` when no schedule has begun by then. Two that begin on one day: the stricter.
    """
    began = [(since or date.min, schedule) for schedule, since in history if since is None or since <= day]
    if not began:
        return Schedule.NONE
    latest = max(since for since, _ in began)
    return min((schedule for since, schedule in began if since == latest), key=_STRICTNESS.__getitem__)
