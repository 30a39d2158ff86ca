"""The schema's own words: its fingerprint, and the triggers that must stand."""

from __future__ import annotations

import hashlib
from typing import Final

from sqlalchemy import Connection

from db.schema import TRIGGERS

_WORDS: Final = (
    "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master "
    "WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name"
)
_TRIGGERS: Final = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


def fingerprint(connection: Connection) -> str:
    """Return SHA-256 over every table, index and trigger as the file itself words them."""
    digest = hashlib.sha256()
    for row in connection.exec_driver_sql(_WORDS):
        # Blanks and line ends are layout, not schema.
        digest.update("\x1f".join(" ".join(str(part).split()) for part in row).encode())
        digest.update(b"\x1e")
    return digest.hexdigest()


def missing_triggers(connection: Connection) -> tuple[str, ...]:
    """Return the names of triggers that should stand and do not, or not as they should."""
    standing = {row[0]: " ".join(row[1].split()) for row in connection.exec_driver_sql(_TRIGGERS)}
    return tuple(
        name for name, statement in TRIGGERS.items() if standing.get(name) != " ".join(statement.split())
    )
