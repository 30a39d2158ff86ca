"""Open the journal's file: pragmas, transactions that begin with the write lock, readers that cannot write.

`isolation_level=None` on connect with `BEGIN IMMEDIATE` on SQLAlchemy's `begin` event is the only
setting under which DDL is transactional and a read that feeds a decision is still true at the write
(measured; the driver's default leaves half a migration behind and lets two writers both win).

The key path is here and unused: `key` is the raw key of an encrypted file, given before any pragma.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2

from db.driver import require_safe_sqlite
from db.guard import authorize
from db.schema import APPLICATION_ID
from db.troubles import LedgerDamaged, LedgerMissing, translated

BUSY_TIMEOUT_MS: Final = 30_000
"""How long a writer waits for another process; SQLite waits in growing steps by itself."""

_PRAGMAS: Final = {
    # Every commit is on the disk when it returns: a power cut loses nothing that was shown as done.
    "synchronous": (2, "FULL"),
    "foreign_keys": (1, "ON"),
    # Without it INSERT OR REPLACE deletes rows past the append-only triggers.
    "recursive_triggers": (1, "ON"),
    "trusted_schema": (0, "OFF"),
    "cell_size_check": (1, "ON"),
    "mmap_size": (0, "0"),
    "cache_size": (-64_000, "-64000"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAt:
    """Where the journal's file is, and the key that opens it."""

    path: Path
    key: bytes | None = None  # 32 raw bytes; None: not encrypted
    busy_timeout_ms: int = BUSY_TIMEOUT_MS


def writer_engine(file: FileAt) -> Engine:
    """Return the engine of the one guarded writing connection.

    Raises:
        SqliteUnsafe, LedgerMissing, LedgerDamaged, LedgerReadOnly: The file cannot be used.
    """
    return _engine(file, guarded=True, read_only=False)


def reader_engine(file: FileAt, *, snapshots: bool = True) -> Engine:
    """Return an engine whose connections cannot write.

    Args:
        file: Which file.
        snapshots: A transaction sees one state of the file until it ends. Without it each statement sees
            the file as it is then, and a kept connection never holds up a checkpoint.

    Raises:
        SqliteUnsafe, LedgerMissing, LedgerDamaged: The file cannot be used.
    """
    return _engine(file, guarded=True, read_only=True, begin="BEGIN" if snapshots else None)


def maintenance_engine(file: FileAt) -> Engine:
    """Return an engine for migration, rebuild and VACUUM INTO: unguarded, foreign keys off.

    SQLite ignores a change of `foreign_keys` inside a transaction, so they are off from the start and
    checked at the end (`PRAGMA foreign_key_check`).

    Raises:
        SqliteUnsafe, LedgerMissing, LedgerDamaged, LedgerReadOnly: The file cannot be used.
    """
    return _engine(file, guarded=False, read_only=False)


def connect_for_maintenance(file: FileAt) -> dbapi2.Connection:
    """Return a bare unguarded connection, for VACUUM INTO and SQLite's backup call.

    Raises:
        SqliteUnsafe, LedgerMissing, LedgerDamaged, LedgerReadOnly: The file cannot be used.
    """
    require_safe_sqlite()
    with translated(file.path):
        return _connect(file, guarded=False, read_only=False)


def _engine(file: FileAt, *, guarded: bool, read_only: bool, begin: str | None = "BEGIN IMMEDIATE") -> Engine:
    require_safe_sqlite()

    def connect() -> dbapi2.Connection:
        with translated(file.path):
            return _connect(file, guarded=guarded, read_only=read_only)

    engine = create_engine("sqlite://", module=dbapi2, creator=connect, poolclass=NullPool)
    if begin is not None:

        def begin_transaction(connection: Any) -> None:
            connection.exec_driver_sql(begin)

        event.listen(engine, "begin", begin_transaction)
    return engine


def _connect(file: FileAt, *, guarded: bool, read_only: bool) -> dbapi2.Connection:
    if read_only and not file.path.exists():
        raise LedgerMissing(file.path)
    mode = "ro" if read_only else "rwc"
    connection = dbapi2.connect(
        f"{file.path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        cached_statements=512,
        check_same_thread=False,
    )
    try:
        _prepare(connection, file, guarded=guarded, read_only=read_only)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: dbapi2.Connection, file: FileAt, *, guarded: bool, read_only: bool) -> None:
    if file.key is not None:
        connection.execute(f"PRAGMA key = \"x'{file.key.hex()}'\"")
    application = _pragma(connection, "application_id")
    if application == 0 and not read_only:
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables:
            raise LedgerDamaged  # somebody else's database
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    elif application not in {0, APPLICATION_ID}:
        raise LedgerDamaged
    waits = {"busy_timeout": (file.busy_timeout_ms, str(file.busy_timeout_ms))}
    for name, (value, written) in (waits | _PRAGMAS).items():
        if name == "foreign_keys" and not guarded:
            value, written = 0, "OFF"  # noqa: PLW2901  # the one pragma maintenance differs in
        connection.execute(f"PRAGMA {name} = {written}")
        if name != "cache_size" and _pragma(connection, name) != value:
            raise LedgerDamaged
    if read_only:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
    elif _pragma(connection, "journal_mode") != "wal":
        connection.execute("PRAGMA journal_mode = WAL")
    if guarded:
        connection.set_authorizer(authorize)


def _pragma(connection: dbapi2.Connection, name: str) -> Any:
    row = connection.execute(f"PRAGMA {name}").fetchone()
    return None if row is None else row[0]
