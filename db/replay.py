"""Replay the journal into empty projections, and compare them with the ones that stand.

`check` replays into a scratch file and compares; `rebuild` replays in place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, Table, create_engine, event, select
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2

from db.journal import entries_after
from db.projections.apply import apply_entry
from db.schema import PROJECTIONS

Progress = Callable[[int, int], None]
EVERY: Final = 500
"""Entries between two calls of a progress callback."""


def silent(done: int, total: int) -> None:
    """Ignore progress."""


def replay(journal: Connection, into: Connection, progress: Progress = silent) -> None:
    """Apply every entry of one connection's journal to the projections of another, in order."""
    total = journal.exec_driver_sql("SELECT count(*) FROM entry").scalar_one()
    done = 0
    for done, entry in enumerate(entries_after(journal), start=1):
        apply_entry(into, entry)
        if done % EVERY == 0:
            progress(done, total)
    progress(done, total)


def differing_tables(one: Connection, other: Connection) -> tuple[str, ...]:
    """Return the names of projections whose rows are not the same on both connections."""
    return tuple(str(table.name) for table in PROJECTIONS if _digest(one, table) != _digest(other, table))


def scratch_engine(path: Path) -> Engine:
    """Return an engine for a file that is thrown away: fast, and promising nothing."""

    def connect() -> Any:
        connection = dbapi2.connect(str(path), isolation_level=None, cached_statements=512)
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        return connection

    engine = create_engine("sqlite://", module=dbapi2, creator=connect, poolclass=NullPool)

    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")

    event.listen(engine, "begin", begin)
    with engine.begin() as connection:
        for table in PROJECTIONS:
            table.create(connection)
    return engine


def _digest(connection: Connection, table: Table) -> bytes:
    digest = hashlib.sha256()
    statement = select(table).order_by(*table.primary_key)
    for row in connection.execute(statement, execution_options={"yield_per": 2000}):
        digest.update(repr(tuple(row)).encode())
    return digest.digest()
