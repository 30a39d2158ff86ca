"""The unit of work: what is not committed never was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from rxdesk.domain.facts import Fact
from rxdesk.domain.identity import EntryId, OrderId, PersonId
from rxdesk.domain.records import Entry
from rxdesk.ports.known import Known
from rxdesk.ports.secrets import Credentials


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Who, when, why and on which order an entry is written."""

    order_id: OrderId
    order_digest: bytes  # SHA-256 of the order's content; empty for the program's own entries
    happened_at: datetime  # aware UTC
    recorded_at: datetime  # aware UTC
    utc_offset_min: int  # how far local time was ahead of UTC
    person: PersonId | None  # who did it
    witness: PersonId | None = None  # who else signed
    meaning: str | None = None  # what the signature means
    reason: str = ""
    corrects: EntryId | None = None


class Unit(Protocol):
    """One transaction on the journal's file. Leaving it without `commit` undoes everything.

    It begins with the write lock taken, so that what a rule reads is still true when it writes.
    """

    @property
    def known(self) -> Known:
        """Return the present state, as this transaction sees it."""
        ...

    @property
    def credentials(self) -> Credentials:
        """Return the stored credentials."""
        ...

    def taken_order(self, order_id: OrderId) -> tuple[bytes, tuple[Entry, ...]] | None:
        """Return the digest and entries of an order that was posted before."""
        ...

    def append(self, fact: Fact, *, part: int, stamp: Stamp) -> Entry:
        """Write one entry to the end of the chain and apply it to every projection.

        Args:
            fact: What happened.
            part: The fact's place among those of its order, from 0.
            stamp: Who, when, why and on which order.
        """
        ...

    def last_recorded_at(self) -> datetime | None:
        """Return when the journal's last entry was recorded."""
        ...

    def commit(self) -> None:
        """Put everything on disk; only now has it happened."""
        ...

    def __enter__(self) -> Self:
        """Begin."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget what was not committed."""
        ...


Work = Callable[[], Unit]
"""Begins a unit of work."""
