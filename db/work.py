"""The unit of work on the journal's file."""

from __future__ import annotations

from datetime import datetime
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, RootTransaction

from db import journal
from db.credentials import CredentialsOnFile
from db.engine import FileAt, writer_engine
from db.journal import Head, Writer
from db.known import KnownOnFile
from db.moments import read_moment, stored
from db.projections.apply import apply_entry
from db.troubles import trouble_of
from rxdesk.domain.facts import Fact
from rxdesk.domain.identity import OrderId
from rxdesk.domain.records import Entry
from rxdesk.ports.work import Stamp


class Ledger:
    """The one writing connection of this process, and what is read on it.

    It belongs to the thread that uses it: the journal thread in the window, the main thread of a
    command. Calling it begins a unit of work.
    """

    def __init__(self, file: FileAt, writer: Writer) -> None:
        self._file = file
        self._writer = writer
        self._engine = writer_engine(file)
        self._connection = self._engine.connect()

    @property
    def file(self) -> FileAt:
        """Return which file this is."""
        return self._file

    @property
    def writer(self) -> Writer:
        """Return who writes."""
        return self._writer

    @property
    def connection(self) -> Connection:
        """Return the kept connection, for reads between units of work."""
        return self._connection

    def __call__(self) -> UnitOnFile:
        """Begin a unit of work when the result is entered."""
        return UnitOnFile(self)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
        self._engine.dispose()


class UnitOnFile:
    """One transaction that began with the write lock; leaving it without `commit` undoes it.

    Raises:
        LedgerBusy, DiskFull, LedgerUnwritable, LedgerReadOnly, LedgerDamaged: The file did not let
            itself be read or written; nothing of the unit remains.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._connection = ledger.connection
        self._transaction: RootTransaction | None = None
        self._head: Head | None = None
        self.known = KnownOnFile(self._connection)
        self.credentials = CredentialsOnFile(self._connection)

    def __enter__(self) -> Self:
        """Take the write lock."""
        try:
            self._transaction = self._connection.begin()
        except Exception as error:
            raise self._translated(error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget what was not committed, and name what the disk did."""
        transaction, self._transaction = self._transaction, None
        if transaction is not None and transaction.is_active:
            transaction.rollback()
        if isinstance(error, Exception):
            translated = self._translated(error)
            if translated is not error:
                raise translated from error

    def taken_order(self, order_id: OrderId) -> tuple[bytes, tuple[Entry, ...]] | None:
        """Return the digest and entries of an order that was posted before."""
        return journal.taken_order(self._connection, order_id)

    def append(self, fact: Fact, *, part: int, stamp: Stamp) -> Entry:
        """Write one entry to the end of the chain and apply it to every projection."""
        entry = journal.append(self._connection, self._ledger.writer, self._read_head(), fact, part, stamp)
        self._head = Head(
            seq=entry.seq,
            station_seq=entry.station_seq,
            hash=entry.hash,
            recorded_at=stored(entry.recorded_at),
        )
        apply_entry(self._connection, entry)
        return entry

    def last_recorded_at(self) -> datetime | None:
        """Return when the journal's last entry was recorded."""
        recorded_at = self._read_head().recorded_at
        return None if recorded_at is None else read_moment(recorded_at)

    def commit(self) -> None:
        """Put everything on disk; only now has it happened."""
        assert self._transaction is not None
        self._transaction.commit()

    def _read_head(self) -> Head:
        # Inside the transaction: another process may have written since the last one.
        if self._head is None:
            self._head = journal.read_head(self._connection, self._ledger.writer)
        return self._head

    def _translated(self, error: Exception) -> Exception:
        trouble = trouble_of(getattr(error, "orig", error), self._ledger.file.path)
        return error if trouble is None else trouble
