"""What the program's own connection may do: an allow-list asked while each statement is prepared.

It leaves reading, FTS5, ANALYZE and everyday writing alone, and denies what could undo the journal:
changing or deleting its rows, dropping or making tables and triggers, attaching other files, writing the
schema by hand. Alembic, rebuild and VACUUM INTO use a maintenance connection without it.

Source: sqlite.org, "Compile-Time Authorization Callbacks".
"""

from __future__ import annotations

from typing import Final

from sqlcipher3 import dbapi2

from db.schema import APPEND_ONLY

_PROTECTED: Final = frozenset(table.name for table in APPEND_ONLY)
_READING: Final = frozenset(
    {
        dbapi2.SQLITE_SELECT,
        dbapi2.SQLITE_READ,
        dbapi2.SQLITE_FUNCTION,
        dbapi2.SQLITE_RECURSIVE,
        dbapi2.SQLITE_TRANSACTION,
        dbapi2.SQLITE_SAVEPOINT,
        dbapi2.SQLITE_ANALYZE,
    }
)
_PRAGMAS: Final = frozenset(
    {
        "data_version",
        "optimize",
        "wal_checkpoint",
        "integrity_check",
        "quick_check",
        "foreign_key_check",
        "table_info",
        "table_xinfo",
        "index_list",
    }
)
_READ_BACK: Final = frozenset(
    {
        "journal_mode",
        "synchronous",
        "foreign_keys",
        "recursive_triggers",
        "trusted_schema",
        "busy_timeout",
        "cell_size_check",
        "mmap_size",
        "application_id",
        "user_version",
        "query_only",
        "read_uncommitted",  # SQLAlchemy asks once for the isolation level
    }
)
"""Pragmas that may be read but not set once the connection is guarded."""


def authorize(
    action: int, first: str | None, second: str | None, database: str | None, trigger: str | None
) -> int:
    """Answer SQLite whether a step of a statement is allowed."""
    del database, trigger
    allowed = False
    if action in _READING:
        allowed = not (action == dbapi2.SQLITE_FUNCTION and second == "load_extension")
    elif action == dbapi2.SQLITE_INSERT:
        allowed = first != "sqlite_master"
    elif action in {dbapi2.SQLITE_UPDATE, dbapi2.SQLITE_DELETE}:
        allowed = first not in _PROTECTED and first != "sqlite_master"
    elif action == dbapi2.SQLITE_PRAGMA:
        allowed = first in _PRAGMAS or (first in _READ_BACK and second is None)
    return dbapi2.SQLITE_OK if allowed else dbapi2.SQLITE_DENY
