"""The unit of work: what is not committed never was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from rxdesk.domain.facts import Fact
from rxdesk.domain.identity import EntryId, OrderId, PersonId
from rxdesk.domain.records import Entry
from rxdesk.ports.known import Known
from rxdesk.ports.secrets import Credentials


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

    def append(
        self,
        fact: Fact,
        *,
        order_id: OrderId,
        order_part: int,
        order_digest: bytes,
        person: PersonId | None,
        witness: PersonId | None = None,
        meaning: str | None = None,
        reason: str = "",
        corrects: EntryId | None = None,
        happened_at: datetime,
        recorded_at: datetime,
        utc_offset_min: int,
    ) -> Entry:
        """Write one entry to the end of the chain and apply it to every projection."""
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
