"""Check the file: every finding is a sentence; nothing is mended.

What the chain cannot see is said and not claimed: a tail that was cut off, and a whole chain computed anew
by somebody with the file in hand. Only anchors outside the file see those.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from db.engine import FileAt, reader_engine
from db.journal import links
from db.replay import Progress, differing_tables, replay, scratch_engine, silent
from db.schema import SCHEMA_FINGERPRINT, STATION
from db.schema_words import fingerprint, missing_triggers
from db.troubles import LedgerDamaged, translated
from rxdesk.domain.chain import breaks
from rxdesk.domain.expiry import ExpiryUnreadable
from rxdesk.domain.facts import FactUnread


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one part of the check found.

    Attributes:
        name: Its stable name: "integrity", "chain", "triggers", "schema", "projections", "balances", "anchors".
        holds: It is as it should be; for "anchors" True although nothing is claimed.
        sentences: What was found; never empty.
    """

    name: str
    holds: bool
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """Everything the check found.

    Attributes:
        entries: How many entries the journal holds.
        head: The last entry's hash in hex; empty for an empty journal.
        findings: In the order they were looked for.
    """

    entries: int
    head: str
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Tell whether every finding holds."""
        return all(finding.holds for finding in self.findings)


def check(file: FileAt, progress: Progress = silent) -> CheckReport:
    """Look at everything the file promises, in one consistent view of it.

    Raises:
        Trouble: The file cannot be opened at all.
    """
    engine = reader_engine(file)
    try:
        with translated(file.path), engine.connect() as connection, connection.begin():
            return _looked_at(connection, progress)
    except LedgerDamaged as damaged:
        # Pages so broken that even looking at them fails.
        broken = Finding(name="integrity", holds=False, sentences=(damaged.said,))
        return CheckReport(entries=0, head="", findings=(broken,))
    finally:
        engine.dispose()


def _looked_at(connection: Connection, progress: Progress) -> CheckReport:
    integrity = _integrity(connection)
    if not integrity.holds:
        return CheckReport(entries=0, head="", findings=(integrity,))
    count = connection.exec_driver_sql("SELECT count(*) FROM entry").scalar_one()
    head = connection.exec_driver_sql("SELECT hash FROM entry ORDER BY seq DESC LIMIT 1").scalar()
    return CheckReport(
        entries=count,
        head="" if head is None else head.hex(),
        findings=(
            integrity,
            _chain(connection, count),
            _triggers(connection),
            _schema(connection),
            _balances(connection),
            _projections(connection, progress),
            _anchors(count),
        ),
    )


def _integrity(connection: Connection) -> Finding:
    rows = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
    if rows == ["ok"]:
        return Finding(name="integrity", holds=True, sentences=("The database file is sound.",))
    return Finding(
        name="integrity",
        holds=False,
        sentences=(f"{LedgerDamaged().said} SQLite says: {'; '.join(rows)}.",),
    )


def _chain(connection: Connection, count: int) -> Finding:
    found = tuple(broken.sentence for broken in breaks(links(connection)))
    if found:
        return Finding(name="chain", holds=False, sentences=found)
    return Finding(
        name="chain",
        holds=True,
        sentences=(f"All {count:,} entries are as they were written and follow one another.",),
    )


def _triggers(connection: Connection) -> Finding:
    missing = missing_triggers(connection)
    if missing:
        return Finding(
            name="triggers",
            holds=False,
            sentences=tuple(f"The guard {name} is gone or was changed." for name in missing),
        )
    return Finding(name="triggers", holds=True, sentences=("The guards against changing the journal stand.",))


def _schema(connection: Connection) -> Finding:
    kept = connection.execute(select(STATION.c.schema_fingerprint)).scalar()
    if kept == fingerprint(connection) == SCHEMA_FINGERPRINT:
        return Finding(name="schema", holds=True, sentences=("The tables are as this program made them.",))
    return Finding(name="schema", holds=False, sentences=("The tables are not as this program made them.",))


def _balances(connection: Connection) -> Finding:
    uneven = connection.exec_driver_sql(
        "SELECT product, lot FROM stock GROUP BY product, lot HAVING sum(quantity) <> 0 LIMIT 20"
    ).all()
    if uneven:
        return Finding(
            name="balances",
            holds=False,
            sentences=tuple(
                f"The balances of {row[0]}, lot {row[1]}, do not add up to zero." for row in uneven
            ),
        )
    return Finding(
        name="balances", holds=True, sentences=("Every lot’s balances over all places add up to zero.",)
    )


def _projections(connection: Connection, progress: Progress) -> Finding:
    with tempfile.TemporaryDirectory(prefix="rxdesk-check-") as folder:
        scratch = scratch_engine(Path(folder) / "scratch.sqlite3")
        try:
            with scratch.connect() as other, other.begin():
                replay(connection, other, progress)
                differing = differing_tables(connection, other)
        except (FactUnread, ExpiryUnreadable) as error:
            return Finding(
                name="projections",
                holds=False,
                sentences=(f"The journal cannot be read through: {error}",),
            )
        finally:
            scratch.dispose()
    if differing:
        return Finding(
            name="projections",
            holds=False,
            sentences=tuple(f"The table {name} is not what the journal says." for name in differing),
        )
    return Finding(
        name="projections",
        holds=True,
        sentences=("Everything shown is what the journal says: a replay gives the same rows.",),
    )


def _anchors(count: int) -> Finding:
    return Finding(
        name="anchors",
        holds=True,
        sentences=(
            (
                f"No anchor outside this file is kept yet: entries cut off after number {count:,}, or a whole "
                "journal computed anew, would not be seen here. Compare the hash with one printed earlier."
            ),
        ),
    )
