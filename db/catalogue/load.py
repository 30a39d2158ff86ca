"""Import of a directory: staged on the shelf that is not shown, then switched in one transaction.

`stage` commits batch by batch, so that a scan waits for one batch at most and never for an import; nothing
of what it writes is seen until `switch`. A failed or cancelled stage leaves the shown catalogue as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.expression import TableClause

from db.catalogue.difference import difference_between
from db.catalogue.rows import to_columns
from db.catalogue.tables import EDITIONS, SHELVES, SHOWN, Shelf
from db.catalogue.words import EDGE, digits_of, searched, sort_key
from rxdesk.domain.catalogue import (
    CatalogueDifference,
    CatalogueEdition,
    CatalogueRow,
    ImportReport,
    PackageState,
    RemarkKind,
)
from rxdesk.domain.errors import Refusal
from rxdesk.domain.remarks import Remarks
from rxdesk.ports.catalogue import DirectorySource, Progress

BATCH: Final = 4_000
"""Rows committed together: about 0.1 s in which another writer waits."""

READING: Final = 1
"""Rises when the readers in `rxdesk.intake` read more out of the same file, so that it is imported anew."""


class ImportCancelled(Refusal):
    """A person stopped an import."""

    def __init__(self) -> None:
        super().__init__(
            "The import was cancelled; the catalogue is what it was before.",
            "Import the directory again when it suits.",
        )


class ImportOvertaken(Refusal):
    """Another import began while this one ran."""

    def __init__(self) -> None:
        super().__init__(
            "Another import of a catalogue began while this one ran, and took its place.",
            "Wait for the other one to finish.",
        )


class DirectoryEmpty(Refusal):
    """A directory gave no rows that could be taken in."""

    def __init__(self, name: str, refused: int) -> None:
        super().__init__(
            f"{name} gave no product that could be read; {refused:,} lines were refused.",
            "Look at the reasons line by line, and fetch the file again if it is damaged.",
        )


@dataclass(frozen=True, slots=True)
class Staged:
    """An import that waits to be switched to, or that found nothing to do."""

    report: ImportReport
    shelf: str  # where it lies
    filling: int  # which import filled the shelf


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
_CLEAR: Final = {
    name: (
        delete(shelf.listing),
        delete(shelf.inner),
        delete(shelf.places),
        delete(shelf.vocabulary),
        # An FTS5 table without content is emptied by an order to it; DELETE would need the old text.
        insert(shelf.words).values({shelf.words.name: "delete-all"}),
        insert(shelf.codes).values({shelf.codes.name: "delete-all"}),
    )
    for name, shelf in SHELVES.items()
}
_SHOWN_SHELF: Final = select(SHOWN.c.shelf)
_EDITION: Final = select(EDITIONS).where(EDITIONS.c.shelf == bindparam("of_shelf"))
_FORGET: Final = delete(EDITIONS).where(EDITIONS.c.shelf == bindparam("of_shelf"))
_BEGIN: Final = insert(EDITIONS)
_FINISH: Final = (
    update(EDITIONS)
    .where(EDITIONS.c.shelf == bindparam("of_shelf"))
    .values(complete=1, rows=bindparam("row_count"), by_state=bindparam("counts"))
)
_POINT: Final = update(SHOWN).values(shelf=bindparam("to_shelf"))
_FIRST_POINT: Final = insert(SHOWN).values(only=1, shelf=bindparam("to_shelf"))


def shown_shelf(connection: Connection) -> Shelf | None:
    """Return the shelf that holds the catalogue, or None before the first import."""
    name = connection.execute(_SHOWN_SHELF).scalar()
    return None if name is None else SHELVES[name]


def edition(connection: Connection) -> CatalogueEdition | None:
    """Return which directory the catalogue holds, or None before the first import."""
    shelf = shown_shelf(connection)
    if shelf is None:
        return None
    row = connection.execute(_EDITION, {"of_shelf": shelf.name}).one()
    by_state = msgspec.json.decode(row.by_state, type=dict[str, int])
    return CatalogueEdition(
        sha256=row.sha256,
        source_name=row.source_name,
        source_year=row.source_year,
        rows=row.rows,
        by_state={PackageState(state): count for state, count in by_state.items()},
    )


def stage(
    connection: Connection,
    source: DirectorySource,
    *,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> Staged:
    """Read a directory onto the shelf that is not shown, and say what it would change.

    Args:
        connection: Outside any transaction; each batch is a transaction of its own.
        source: The directory.
        progress: Told after each batch how many rows are in.
        cancelled: Asked before each batch; True stops.

    Returns:
        What to hand to `switch`. When the same files are shown already, nothing is written and the
        report says `unchanged`.

    Raises:
        ImportCancelled: `cancelled` said so; the shelf is empty again.
        ImportOvertaken: Another import began on the same shelf.
        DirectoryEmpty: Not one row could be taken in.
    """
    with connection.begin():
        shown = shown_shelf(connection)
        before = edition(connection)
        if shown is not None and before is not None and _is_shown(connection, shown, source):
            return Staged(_unchanged(before), shown.name, 0)
        shelf = SHELVES["b" if shown is not None and shown.name == "a" else "a"]
        filling = _begin(connection, shelf, source)
    stager = _Stager(connection, shelf, filling, progress, max(1, source.expected_rows), cancelled)
    remarks = Remarks()
    try:
        stager.fill(source.read(remarks))
    except ImportOvertaken:
        raise
    except BaseException:
        with connection.begin():
            _clear(connection, shelf)
        raise
    if not stager.rows:
        raise DirectoryEmpty(source.name, remarks.of_kind(RemarkKind.REFUSED))
    held = CatalogueEdition(
        sha256=source.sha256,
        source_name=source.name,
        source_year=source.year,
        rows=stager.rows,
        by_state={state: stager.states[state] for state in PackageState},
    )
    with connection.begin():
        stager.check()
        _finish(connection, shelf, held)
        difference = difference_between(connection, shown, shelf)
    report = ImportReport(
        edition=held,
        replaced=before,
        unchanged=False,
        remarks_by_about=remarks.counts(),
        remarks=remarks.kept(),
        difference=difference,
    )
    return Staged(report, shelf.name, filling)


def switch(connection: Connection, staged: Staged) -> None:
    """Show a staged catalogue, in the caller's transaction, which also journals it.

    Raises:
        ImportOvertaken: The shelf was filled anew since.
    """
    if staged.report.unchanged:
        return
    row = connection.execute(_EDITION, {"of_shelf": staged.shelf}).first()
    if row is None or row.filling != staged.filling or not row.complete:
        raise ImportOvertaken
    if connection.execute(_POINT, {"to_shelf": staged.shelf}).rowcount == 0:
        connection.execute(_FIRST_POINT, {"to_shelf": staged.shelf})


def tidy(connection: Connection) -> None:
    """Empty the shelf that is not shown and let SQLite learn the sizes of the one that is.

    Args:
        connection: Outside any transaction.
    """
    with connection.begin():
        shown = shown_shelf(connection)
        for shelf in SHELVES.values():
            if shown is not None and shelf.name != shown.name:
                _clear(connection, shelf)
        for table in (shown.listing, shown.inner, shown.places) if shown is not None else ():
            connection.exec_driver_sql(f"ANALYZE {table.name}")


def _is_shown(connection: Connection, shown: Shelf, source: DirectorySource) -> bool:
    row = connection.execute(_EDITION, {"of_shelf": shown.name}).one()
    return row.sha256 == source.sha256 and row.reading == READING


def _unchanged(before: CatalogueEdition) -> ImportReport:
    return ImportReport(
        edition=before,
        replaced=before,
        unchanged=True,
        remarks_by_about={},
        remarks=(),
        difference=CatalogueDifference(added=(), changed=(), gone=()),
    )


def _begin(connection: Connection, shelf: Shelf, source: DirectorySource) -> int:
    """Empty a shelf for a new import and return its number."""
    row = connection.execute(_EDITION, {"of_shelf": shelf.name}).first()
    filling = 1 if row is None else row.filling + 1
    _clear(connection, shelf)
    connection.execute(_FORGET, {"of_shelf": shelf.name})
    beginning = {
        "shelf": shelf.name,
        "filling": filling,
        "complete": 0,
        "sha256": source.sha256,
        "reading": READING,
        "source_name": source.name,
        "source_year": source.year,
        "rows": 0,
        "by_state": "{}",
    }
    connection.execute(_BEGIN, beginning)
    return filling


def _clear(connection: Connection, shelf: Shelf) -> None:
    for statement in _CLEAR[shelf.name]:
        connection.execute(statement)


def _finish(connection: Connection, shelf: Shelf, held: CatalogueEdition) -> None:
    counts = msgspec.json.encode({state.value: count for state, count in held.by_state.items()}).decode()
    connection.execute(_FINISH, {"of_shelf": shelf.name, "row_count": held.rows, "counts": counts})


class _Stager:
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
        row = self._connection.execute(_EDITION, {"of_shelf": self._shelf.name}).first()
        if row is None or row.filling != self._filling:
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
