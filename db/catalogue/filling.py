"""Filling one shelf with a directory, batch by batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.expression import TableClause

from db.catalogue.refusals import ImportCancelled, ImportOvertaken
from db.catalogue.rows import to_columns
from db.catalogue.tables import EDITIONS, SHELVES, Shelf
from db.catalogue.words import EDGE, digits_of, searched, sort_key
from rxdesk.domain.catalogue import CatalogueRow, PackageState
from rxdesk.ports.catalogue import Progress

BATCH: Final = 4_000
"""Rows committed together: about 0.1 s in which another writer waits."""


@dataclass(frozen=True, slots=True)
class _Sentences:
    """The statements of one shelf, built once."""

    listing: str
    inner: str
    place: str
    words: str
    codes: str
    vocabulary: str


def _values(table: TableClause, names: Sequence[str]) -> str:
    """Return an INSERT with `?` for each value: the driver takes tuples, 60,000 of them, as they are."""
    statement = insert(table).values({name: bindparam(name) for name in names})
    return str(statement.compile(dialect=sqlite.dialect(paramstyle="qmark"), column_keys=list(names)))


def _sentences(shelf: Shelf) -> _Sentences:
    return _Sentences(
        listing=_values(shelf.listing, [column.name for column in shelf.listing.columns]),
        inner=_values(shelf.inner, ["ndc", "row", "quantity"]),
        place=_values(shelf.places, ["place", "row"]),
        words=_values(shelf.words, ["rowid", "name", "generic_name", "other"]),
        codes=_values(shelf.codes, ["rowid", "digits"]),
        vocabulary=_values(shelf.vocabulary, ["word"]),
    )


_INSERT: Final = {name: _sentences(shelf) for name, shelf in SHELVES.items()}
_FILLING: Final = select(EDITIONS.c.filling).where(EDITIONS.c.shelf == bindparam("of_shelf"))


class Filler:
    """Fills one shelf, batch by batch."""

    def __init__(  # the circumstances of one import, kept together here alone
        self,
        connection: Connection,
        shelf: Shelf,
        filling: int,
        progress: Progress,
        expected: int,
        cancelled: Callable[[], bool],
    ) -> None:
        self.rows = 0
        self.states: Counter[PackageState] = Counter()
        self._connection = connection
        self._shelf = shelf
        self._insert = _INSERT[shelf.name]
        self._filling = filling
        self._progress = progress
        self._expected = expected
        self._cancelled = cancelled
        self._found_by: list[tuple[tuple[object, ...], int, tuple[str, str, str], str]] = []

    def fill(self, rows: Iterable[CatalogueRow]) -> None:
        """Write every row, then what rows are found by, in alphabetical order."""
        stream = iter(rows)
        while batch := list(islice(stream, BATCH)):
            self._write_rows(batch)
        if not self.rows:
            return
        self._found_by.sort(key=lambda found: found[0])
        for start in range(0, len(self._found_by), BATCH):
            self._write_words(start)
        self._write_vocabulary()

    def check(self) -> None:
        """See to it that no other import took the shelf.

        Raises:
            ImportOvertaken: One did.
        """
        if self._connection.execute(_FILLING, {"of_shelf": self._shelf.name}).scalar() != self._filling:
            raise ImportOvertaken

    def _write_rows(self, batch: Sequence[CatalogueRow]) -> None:
        if self._cancelled():
            raise ImportCancelled
        listed: list[tuple[object, ...]] = []
        inner: dict[tuple[str, int], tuple[object, ...]] = {}
        for number, row in enumerate(batch, self.rows + 1):
            listed.append((number, *to_columns(row)))
            for pack in row.inner:
                inner[pack.ndc, number] = (pack.ndc, number, pack.quantity)
            self._found_by.append((sort_key(row), number, searched(row), digits_of(row)))
            self.states[row.state] += 1
        with self._connection.begin():
            self.check()
            self._connection.exec_driver_sql(self._insert.listing, listed)
            if inner:
                self._connection.exec_driver_sql(self._insert.inner, list(inner.values()))
        self.rows += len(batch)
        # The second half of the work is finding words; rows in are half of the way.
        self._progress(min(self.rows, 2 * self._expected), 2 * max(self._expected, self.rows))

    def _write_words(self, start: int) -> None:
        if self._cancelled():
            raise ImportCancelled
        part = list(enumerate(self._found_by[start : start + BATCH], start + 1))
        with self._connection.begin():
            self.check()
            self._connection.exec_driver_sql(
                self._insert.place, [(place, row) for place, (_, row, _, _) in part]
            )
            self._connection.exec_driver_sql(
                self._insert.words, [(place, *texts) for place, (_, _, texts, _) in part]
            )
            self._connection.exec_driver_sql(
                self._insert.codes, [(place, digits) for place, (_, _, _, digits) in part]
            )
        self._progress(self.rows + start + len(part), 2 * self.rows)

    def _write_vocabulary(self) -> None:
        words = {word for _, _, texts, _ in self._found_by for text in texts for word in text.split()}
        edged = [(f"{EDGE}{EDGE}{word}{EDGE}",) for word in sorted(words) if word.isalpha()]
        with self._connection.begin():
            self.check()
            self._connection.exec_driver_sql(self._insert.vocabulary, edged)
