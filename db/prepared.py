"""Statements compiled once, for the path of an act.

SQLAlchemy spends more on a call of a built statement (25 to 50 µs, most of it on describing the result) than
SQLite on answering it. Here a statement is built with SQLAlchemy, compiled at its first use, and handed to the
driver of the same connection, inside the same transaction; an act sends a dozen (measured, 2026-11).
Only statements that live as long as the program belong here: each is kept for ever.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Select
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.sql.expression import ClauseElement
from sqlcipher3 import dbapi2

_DIALECT: Final = SQLiteDialect(paramstyle="named")


@dataclass(frozen=True, slots=True)
class _Prepared:
    sql: str
    fixed: Mapping[str, Any]  # values that stand in the statement itself
    row: Callable[[Sequence[Any]], Any]  # makes a named tuple of a row


@cache
def _prepared(statement: ClauseElement) -> _Prepared:
    compiled = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    fixed = {name: value for name, value in (compiled.params or {}).items() if value is not None}
    names = statement.selected_columns.keys() if isinstance(statement, Select) else []
    # Columns without a name, such as a bare max(), are asked for by position.
    return _Prepared(str(compiled), fixed, namedtuple("Row", names, rename=True)._make)  # noqa: PYI024  # pyright: ignore[reportUntypedNamedTuple]  # named at run time


class Answer:
    """What a statement answered: rows as named tuples, read as they are asked for."""

    __slots__ = ("_cursor", "_row")

    def __init__(self, cursor: dbapi2.Cursor, row: Callable[[Sequence[Any]], Any]) -> None:
        self._cursor = cursor
        self._row = row

    @property
    def lastrowid(self) -> int:
        """Return the row id an INSERT was given."""
        rowid = self._cursor.lastrowid
        assert rowid is not None
        return rowid

    def __iter__(self) -> Iterator[Any]:
        """Yield the rows."""
        return map(self._row, self._cursor)

    def first(self) -> Any | None:
        """Return the first row, or None; the rest is let go of, so that no read stays open."""
        row = self._cursor.fetchone()
        self._cursor.close()
        return None if row is None else self._row(row)

    def scalar(self) -> Any | None:
        """Return the first column of the first row, or None."""
        row = self.first()
        return None if row is None else row[0]


def run(connection: Connection, statement: ClauseElement, values: Mapping[str, Any] | None = None) -> Answer:
    """Execute a statement that was built at import time.

    Args:
        connection: Where; the transaction that is open on it, if any, holds for this too.
        statement: Built once; it is compiled at its first use.
        values: What its named parameters stand for.
    """
    prepared = _prepared(statement)
    cursor = _driver(connection).execute(prepared.sql, {**prepared.fixed, **(values or {})})
    return Answer(cursor, prepared.row)


def run_each(connection: Connection, statement: ClauseElement, rows: Sequence[Mapping[str, Any]]) -> None:
    """Execute a statement once for each row of values."""
    prepared = _prepared(statement)
    _driver(connection).executemany(prepared.sql, [{**prepared.fixed, **row} for row in rows])


def _driver(connection: Connection) -> dbapi2.Connection:
    driver = connection.connection.driver_connection
    assert driver is not None
    return driver
