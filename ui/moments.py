"""Moments as people read them: in the pharmacy's own time, the day written so that no two readings exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


def day_words(day: date) -> str:
    """Return a day: "23 Nov 2026"."""
    return day.strftime("%d %b %Y")


def moment_words(at: datetime) -> str:
    """Return an aware moment in local time: "23 Nov 2026 09:41"."""
    return at.astimezone().strftime("%d %b %Y %H:%M")


def exact_moment_words(at: datetime) -> str:
    """Return an aware moment in local time to the second, with its distance from UTC."""
    return at.astimezone().strftime("%d %b %Y %H:%M:%S (UTC%z)")


def time_words(at: datetime) -> str:
    """Return the time of day of an aware moment in local time: "09:41"."""
    return at.astimezone().strftime("%H:%M")


def clock_words(at: datetime) -> str:
    """Return date and time as the status bar shows them: "Mon 23 Nov 2026  09:42"."""
    return at.astimezone().strftime("%a %d %b %Y  %H:%M")
