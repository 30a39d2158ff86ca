"""The clock the program asks; tests bring their own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol


class Clock(Protocol):
    """Where moments and days come from."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...

    def utc_offset_min(self) -> int:
        """Return how many minutes local time is ahead of UTC now."""
        ...

    def today(self) -> date:
        """Return the pharmacy's local day."""
        ...
