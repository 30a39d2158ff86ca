"""Making and migrating the file: one transaction, guards in place, the old file kept, a newer one refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from db import driver, upgrade
from db.engine import FileAt, maintenance_engine, reader_engine, writer_engine
from db.schema import APPLICATION_ID, METADATA, SCHEMA_FINGERPRINT, SCHEMA_HEAD
from db.schema_words import fingerprint, missing_triggers
from db.troubles import LedgerDamaged, LedgerMissing
from db.upgrade import FileNewer, UpgradeFailed, open_ledger, schema_version
from rxdesk.paths import shipped
from tests.db_files import Bench, CountedIds, FixedClock


def _open(path: Path, migrations: Path | None = None) -> None:
    open_ledger(
        FileAt(path=path),
        ids=CountedIds(),
        program="test",
        migrations=migrations or shipped("migrations"),
        now=FixedClock().now(),
    ).close()


def test_a_new_file_has_the_released_schema_and_its_guards(tmp_path: Path) -> None:
    path = tmp_path / "new" / "rxdesk.sqlite3"
    _open(path)
    engine = maintenance_engine(FileAt(path=path))
    with engine.connect() as connection:
        assert fingerprint(connection) == SCHEMA_FINGERPRINT
        assert missing_triggers(connection) == ()
        assert connection.exec_driver_sql("PRAGMA application_id").scalar() == APPLICATION_ID
    engine.dispose()


def test_only_its_owner_can_read_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "rxdesk.sqlite3"
    _open(path)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_the_migrated_columns_are_those_the_program_asks_for(bench: Bench) -> None:
    connection = bench.ledger.connection
    with connection.begin():
        for table in METADATA.tables.values():
            rows = connection.exec_driver_sql(f"PRAGMA table_info({table.name})").all()
            made = {row[1]: (row[2], bool(row[3]), row[5]) for row in rows}
            keys = list(table.primary_key)
            asked = {
                column.name: (
                    str(column.type.compile(connection.dialect)),
                    not column.nullable,
                    keys.index(column) + 1 if column in keys else 0,
                )
                for column in table.columns
            }
            assert made == asked, table.name


def test_every_table_is_strict(bench: Bench) -> None:
    engine = maintenance_engine(bench.file)
    with engine.connect() as connection:
        lax = connection.exec_driver_sql(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 "
            "AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'catalogue_%' AND name <> 'alembic_version'"
        ).all()
    engine.dispose()
    assert lax == []


def test_a_file_of_a_newer_program_is_refused_untouched(bench: Bench) -> None:
    bench.close()
    connection = dbapi2.connect(str(bench.file.path), isolation_level=None)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = bench.file.path.read_bytes()
    with pytest.raises(FileNewer):
        schema_version(bench.file)
    assert bench.file.path.read_bytes() == before


def test_somebody_else_s_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite3"
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute("CREATE TABLE theirs (a)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LedgerDamaged):
        writer_engine(FileAt(path=path)).connect()
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.sqlite3"
    path.write_text("This is a letter, not a database. " * 100)
    with pytest.raises(LedgerDamaged):
        schema_version(FileAt(path=path))


def test_a_reader_of_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(LedgerMissing):
        reader_engine(FileAt(path=tmp_path / "none.sqlite3")).connect()


def _with_migration(tmp_path: Path, body: str) -> Path:
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        (folder / name).write_text((shipped("migrations") / name).read_text())
    for script in (shipped("migrations") / "versions").glob("*.py"):
        (folder / "versions" / script.name).write_text(script.read_text())
    (folder / "versions" / "0003_next.py").write_text(
        f"from alembic import op\nrevision = '0003'\ndown_revision = '{SCHEMA_HEAD}'\n\n\ndef upgrade():\n{body}"
    )
    return folder


def test_a_migration_that_fails_half_way_leaves_the_old_file_and_a_copy(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.close()
    migrations = _with_migration(
        tmp_path,
        "    op.execute('CREATE TABLE half (a INTEGER) STRICT')\n    raise RuntimeError('half-way')\n",
    )
    monkeypatch.setattr(upgrade, "SCHEMA_HEAD", "0003")
    with pytest.raises(RuntimeError, match="half-way"):
        _open(bench.file.path, migrations)
    connection = dbapi2.connect(str(bench.file.path))
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone() == (0,)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (SCHEMA_HEAD,)
    connection.close()
    assert len(list((bench.file.path.parent / "before-upgrade").glob("*.sqlite3"))) == 1


def test_a_migration_to_an_unreleased_schema_is_refused_and_undone(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.close()
    migrations = _with_migration(tmp_path, "    op.execute('CREATE TABLE surprise (a INTEGER) STRICT')\n")
    monkeypatch.setattr(upgrade, "SCHEMA_HEAD", "0003")
    with pytest.raises(UpgradeFailed):
        _open(bench.file.path, migrations)
    connection = dbapi2.connect(str(bench.file.path))
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (SCHEMA_HEAD,)
    connection.close()


def test_guards_that_a_table_s_rebuild_lost_are_put_back(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.close()
    migrations = _with_migration(
        tmp_path,
        "    with op.batch_alter_table('movement', recreate='always') as batch:\n        pass\n"
        "    op.execute('DROP TRIGGER IF EXISTS entry_is_never_deleted')\n",
    )
    monkeypatch.setattr(upgrade, "SCHEMA_HEAD", "0003")
    seen: list[tuple[str, ...]] = []

    def words(connection: object) -> str:
        seen.append(missing_triggers(connection))  # type: ignore[arg-type]
        return SCHEMA_FINGERPRINT

    monkeypatch.setattr(upgrade, "fingerprint", words)
    _open(bench.file.path, migrations)
    assert seen == [()]


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 6, 23), True),
        ((3, 7, 0), False),
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 1), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
    ],
)
def test_libraries_that_can_damage_a_file_are_known(version: tuple[int, ...], safe: bool) -> None:
    assert driver.is_safe(version) is safe


def test_the_program_does_not_start_on_an_unsafe_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "SQLITE_VERSION", (3, 40, 1))
    with pytest.raises(driver.SqliteUnsafe):
        _open(tmp_path / "rxdesk.sqlite3")


def test_every_connection_is_set_as_measured_to_be_safe(bench: Bench) -> None:
    connection = bench.ledger.connection
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "mmap_size": 0,
    }
    with connection.begin():
        for name, value in expected.items():
            assert connection.exec_driver_sql(f"PRAGMA {name}").scalar() == value, name


def test_a_reader_cannot_write(bench: Bench) -> None:
    engine = reader_engine(bench.file)
    with engine.connect() as connection:
        with pytest.raises(Exception, match=r"readonly|not authorized"):
            connection.exec_driver_sql("DELETE FROM setting")
        connection.rollback()
    engine.dispose()
