"""The SQLite driver: SQLCipher's, because it brings a SQLite that is safe with a write-ahead log.

SQLite 3.7.0 to 3.51.2 can corrupt a WAL file when two connections write and checkpoint at the same
moment; 3.50.7 and 3.44.6 carry the fix too. The program refuses to start on an affected one.

Decision, 2026-11: `sqlcipher3` over the module inside Python (3.40 on most systems, affected), over
`apsw` (no DB-API, no encryption) and over the `-binary` forks (3.51.1, affected).

Source: sqlite.org, "Write-Ahead Logging", section "The WAL-Reset Bug" (3.51.3, March 2026).
"""

from __future__ import annotations

from typing import Final

from sqlcipher3 import dbapi2

from rxdesk.domain.errors import Trouble

SQLITE_VERSION: Final[tuple[int, ...]] = tuple(int(part) for part in dbapi2.sqlite_version.split("."))

_FIRST_AFFECTED: Final = (3, 7, 0)
_FIXED: Final = (3, 51, 3)
_BACKPORTS: Final = ((3, 50, 7), (3, 44, 6))


class SqliteUnsafe(Trouble):
    """The SQLite library at hand may damage the file."""

    def __init__(self, version: str) -> None:
        super().__init__(
            f"The database library is SQLite {version}, which can damage a file.",
            "Install RxDesk again: it brings SQLite 3.51.3 or newer.",
        )


def is_safe(version: tuple[int, ...]) -> bool:
    """Tell whether a SQLite version is free of the WAL-reset bug."""
    if version < _FIRST_AFFECTED or version >= _FIXED:
        return True
    return any(version[:2] == fix[:2] and version >= fix for fix in _BACKPORTS)


def require_safe_sqlite() -> None:
    """Refuse to go on with an affected library.

    Raises:
        SqliteUnsafe: The library is in the affected range.
    """
    if not is_safe(SQLITE_VERSION):
        raise SqliteUnsafe(dbapi2.sqlite_version)
