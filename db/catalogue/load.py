"""Import of a directory: staged on the shelf that is not shown, then switched in one transaction.

`stage` commits batch by batch, so that a scan waits for one batch at most and never for an import; nothing
of what it writes is seen until `switch`. A failed or cancelled stage leaves the shown catalogue as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from db.catalogue.difference import difference_between
from db.catalogue.filling import Filler
from db.catalogue.refusals import DirectoryEmpty, ImportOvertaken
from db.catalogue.tables import EDITIONS, SHELVES, SHOWN, Shelf
from rxdesk.domain.catalogue import (
    CatalogueDifference,
    CatalogueEdition,
    ImportReport,
    PackageState,
    RemarkKind,
)
from rxdesk.domain.remarks import Remarks
from rxdesk.ports.catalogue import DirectorySource, Progress

READING: Final = 1
"""Rises when the readers in `rxdesk.intake` read more out of the same file, so that it is imported anew."""


@dataclass(frozen=True, slots=True)
class Staged:
    """An import that waits to be switched to, or that found nothing to do."""

    report: ImportReport
    shelf: str  # where it lies
    filling: int  # which import filled the shelf


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
    filler = Filler(connection, shelf, filling, progress, max(1, source.expected_rows), cancelled)
    remarks = Remarks()
    try:
        filler.fill(source.read(remarks))
    except ImportOvertaken:
        raise
    except BaseException:
        with connection.begin():
            _clear(connection, shelf)
        raise
    if not filler.rows:
        raise DirectoryEmpty(source.name, remarks.of_kind(RemarkKind.REFUSED))
    held = CatalogueEdition(
        sha256=source.sha256,
        source_name=source.name,
        source_year=source.year,
        rows=filler.rows,
        by_state={state: filler.states[state] for state in PackageState},
    )
    with connection.begin():
        filler.check()
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
