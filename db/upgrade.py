"""Open the journal's file, making or migrating it first where that is needed.

A migration is one transaction on a maintenance connection: back up and verify, migrate, put back triggers
that a table's rebuild has lost, check foreign keys, that the journal is what it was and that the schema is
the one this program was released with; then commit. Whatever fails, the old file stands as it was. A file
written by a newer program is refused.

Alembic costs a quarter of a second to import, so the schema's head is compared by one SELECT first.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, insert, select, update

from db.backup import verified_copy
from db.engine import FileAt, maintenance_engine, reader_engine
from db.journal import Writer
from db.schema import SCHEMA_FINGERPRINT, SCHEMA_HEAD, STATION, TRIGGERS
from db.schema_words import fingerprint, missing_triggers
from db.troubles import translated
from db.work import Ledger
from rxdesk.domain.errors import Trouble
from rxdesk.domain.identity import StationId
from rxdesk.ports.ids import Ids

KEPT_COPIES: Final = 5
"""How many copies made before migrations are kept."""

_VERSION: Final = "SELECT version_num FROM alembic_version"
_TABLES: Final = "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"


class FileNewer(Trouble):
    """The file was written by a newer program."""

    def __init__(self, path: Path, version: str) -> None:
        super().__init__(
            f"{path.name} was written by a newer RxDesk (schema {version}).",
            "Install the newer RxDesk; this one leaves the file untouched.",
        )


class UpgradeFailed(Trouble):
    """The migrated file is not what it should be; the old one stands."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"{path.name} could not be brought up to date: {why}.",
            "The file is as it was before. Keep using the earlier RxDesk and report this.",
        )


def open_ledger(file: FileAt, *, ids: Ids, program: str, migrations: Path, now: datetime) -> Ledger:
    """Return the ledger on a file that is made or brought up to date first.

    Args:
        file: Where the file is, or will be.
        ids: Where a new station's id comes from.
        program: The version that writes entries.
        migrations: The folder of the migration scripts.
        now: Names the copy made before a migration.

    Raises:
        FileNewer, UpgradeFailed: The file cannot be opened by this program.
        Trouble: The disk or the library failed.
    """
    version = schema_version(file)
    if version != SCHEMA_HEAD:
        migrate(file, ids=ids, migrations=migrations, version=version, now=now)
    with translated(file.path):
        engine = reader_engine(file)
        with engine.connect() as connection:
            row = connection.execute(select(STATION)).one()
        engine.dispose()
    writer = Writer(station=StationId(row.station), epoch=row.epoch, program=program, ids=ids)
    return Ledger(file, writer)


def schema_version(file: FileAt) -> str | None:
    """Return the last migration a file has seen; None for a file that does not exist or is empty.

    Raises:
        FileNewer: The file is beyond what this program knows.
    """
    if not file.path.exists() or file.path.stat().st_size == 0:
        return None
    with translated(file.path):
        engine = reader_engine(file)
        with engine.connect() as connection:
            known = connection.exec_driver_sql(_TABLES).scalar_one()
            version = connection.exec_driver_sql(_VERSION).scalar_one() if known else None
        engine.dispose()
    if version is not None and version > SCHEMA_HEAD:
        raise FileNewer(file.path, version)
    return version


def migrate(file: FileAt, *, ids: Ids, migrations: Path, version: str | None, now: datetime) -> None:
    """Bring a file to the schema of this program in one transaction, a verified copy beside it.

    Raises:
        UpgradeFailed: The result is not what it should be; the file is as it was.
        Trouble: The disk failed; the file is as it was.
    """
    from alembic import command  # noqa: PLC0415  # slow to import, and seldom needed
    from alembic.config import Config  # noqa: PLC0415

    if version is None:
        _make_folder(file.path)
    else:
        copies = file.path.parent / "before-upgrade"
        verified_copy(file, copies / f"{file.path.stem}-{version}-{now:%Y%m%dT%H%M%S}.sqlite3", now=now)
        _keep_last(copies)
    config = Config()
    config.set_main_option("script_location", str(migrations))
    config.set_main_option("path_separator", "os")
    with translated(file.path):
        engine = maintenance_engine(file)
        try:
            with engine.connect() as connection, connection.begin():
                before = _journal_state(connection) if version is not None else None
                config.attributes["connection"] = connection
                command.upgrade(config, SCHEMA_HEAD)
                _verify(connection, file.path, before)
                if version is None:
                    connection.execute(
                        insert(STATION),
                        {"id": 1, "station": ids.new(), "epoch": 1, "schema_fingerprint": SCHEMA_FINGERPRINT},
                    )
                else:
                    connection.execute(update(STATION).values(schema_fingerprint=SCHEMA_FINGERPRINT))
                # Makes SQLite's own statistics tables, which the guarded connection may fill but not make.
                connection.exec_driver_sql("ANALYZE")
                connection.exec_driver_sql(f"PRAGMA user_version = {int(SCHEMA_HEAD)}")
        finally:
            engine.dispose()


def _verify(connection: Connection, path: Path, before: tuple[int, bytes | None] | None) -> None:
    for name in missing_triggers(connection):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(TRIGGERS[name])
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise UpgradeFailed(path, "a row points to one that does not exist")
    if before is not None and _journal_state(connection) != before:
        raise UpgradeFailed(path, "the journal changed while its tables were altered")
    if fingerprint(connection) != SCHEMA_FINGERPRINT:
        raise UpgradeFailed(path, "the schema is not the one this program was released with")


def _journal_state(connection: Connection) -> tuple[int, bytes | None]:
    count = connection.exec_driver_sql("SELECT count(*) FROM entry").scalar_one()
    head = connection.exec_driver_sql("SELECT hash FROM entry ORDER BY seq DESC LIMIT 1").scalar()
    return count, head


def _make_folder(path: Path) -> None:
    # The file holds prescription numbers: nobody but its owner reads it.
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


def _keep_last(folder: Path) -> None:
    copies = sorted(folder.glob("*.sqlite3"))
    for old in copies[:-KEPT_COPIES]:
        old.unlink()
        old.with_suffix(".json").unlink(missing_ok=True)
