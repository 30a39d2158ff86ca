"""Moments as they are stored: ISO 8601 in UTC with microseconds, so that text sorts as time."""

from __future__ import annotations

from datetime import UTC, datetime


def stored(moment: datetime) -> str:
    """Return an aware moment as stored text: `2026-11-23T09:41:05.000123Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read_moment(text: str) -> datetime:
    """Return the moment a stored text stands for, aware UTC."""
    return datetime.fromisoformat(text)
