"""Drop every projection and write it again from the journal, in one transaction."""

from __future__ import annotations

import tempfile
from pathlib import Path

from sqlalchemy import delete

from db import journal
from db.engine import FileAt, maintenance_engine
from db.journal import Writer, links, read_head
from db.replay import Progress, differing_tables, replay, scratch_engine, silent
from db.schema import ENTRY, PROJECTIONS, TRIGGERS
from db.troubles import translated
from rxdesk.domain.chain import breaks
from rxdesk.domain.errors import Trouble
from rxdesk.domain.facts import ProjectionsRebuilt
from rxdesk.ports.work import Stamp


class ChainBroken(Trouble):
    """The journal does not hold, so nothing is built on it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, "Nothing was rebuilt. Restore the last backup whose check holds.")


def rebuild(file: FileAt, writer: Writer, stamp: Stamp, progress: Progress = silent) -> tuple[str, ...]:
    """Write every projection again and journal which of them had differed.

    The caller holds the file exclusively.

    Raises:
        ChainBroken: The chain does not hold; nothing was changed.
        Trouble: The disk failed; nothing was changed.
    """
    engine = maintenance_engine(file)
    guards = [name for name in TRIGGERS if not name.startswith(f"{ENTRY.name}_")]
    try:
        with translated(file.path), engine.connect() as connection, connection.begin():
            broken = next(breaks(links(connection)), None)
            if broken is not None:
                raise ChainBroken(broken.sentence)
            with tempfile.TemporaryDirectory(prefix="rxdesk-rebuild-") as folder:
                scratch = scratch_engine(Path(folder) / "scratch.sqlite3")
                with scratch.connect() as other, other.begin():
                    replay(connection, other)
                    differed = differing_tables(connection, other)
                scratch.dispose()
            for name in guards:
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            for table in PROJECTIONS:
                connection.execute(delete(table))
            replay(connection, connection, progress)
            for name in guards:
                connection.exec_driver_sql(TRIGGERS[name])
            head = read_head(connection, writer)
            journal.append(connection, writer, head, ProjectionsRebuilt(differed=differed), 0, stamp)
    finally:
        engine.dispose()
    return differed
