"""Every way to change the journal from inside the program, and that each is refused."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from db.engine import maintenance_engine
from rxdesk.domain.identity import LotNumber
from rxdesk.domain.orders import ReceiveLot
from tests.db_files import HYDROXYZINE, SHELF, Bench

ATTACKS = [
    "UPDATE entry SET payload = '{}' WHERE seq = 1",
    "DELETE FROM entry WHERE seq = 1",
    "DELETE FROM entry",
    "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE seq = 1",
    "REPLACE INTO entry SELECT * FROM entry WHERE seq = 1",
    "INSERT INTO entry SELECT * FROM entry WHERE seq = 1 ON CONFLICT DO UPDATE SET reason = 'x'",
    "UPDATE movement SET quantity = 1",
    "DELETE FROM movement",
    "INSERT OR REPLACE INTO movement SELECT * FROM movement",
]
MEDDLING = [
    "DROP TRIGGER entry_is_never_changed",
    "DROP TABLE entry",
    "ALTER TABLE entry RENAME TO other",
    "ALTER TABLE entry ADD COLUMN extra TEXT",
    "CREATE TRIGGER mine AFTER INSERT ON entry BEGIN SELECT 1; END",
    "CREATE TEMP TRIGGER mine AFTER INSERT ON entry BEGIN SELECT 1; END",
    "CREATE TABLE mine (a)",
    "CREATE VIEW mine AS SELECT 1",
    "PRAGMA writable_schema = ON",
    "PRAGMA recursive_triggers = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA foreign_keys = OFF",
    "ATTACH DATABASE ':memory:' AS other",
    "UPDATE sqlite_master SET sql = ''",
    "DELETE FROM sqlite_master",
    "SELECT load_extension('mine')",
    "VACUUM",
    "REINDEX",
]


@pytest.fixture
def stocked(bench: Bench) -> Bench:
    bench.post(
        ReceiveLot(
            id=bench.order_id(),
            product=HYDROXYZINE,
            lot=LotNumber("B7730A"),
            expiry="2027-12",
            packs=1,
            place=SHELF,
        )
    )
    return bench


def _rows(bench: Bench) -> tuple[list[Any], list[Any]]:
    connection = bench.ledger.connection
    with connection.begin():
        entries = connection.exec_driver_sql("SELECT * FROM entry").all()
        movements = connection.exec_driver_sql("SELECT * FROM movement").all()
    return [tuple(row) for row in entries], [tuple(row) for row in movements]


@pytest.mark.parametrize("attack", ATTACKS + MEDDLING)
def test_the_program_s_own_connection_refuses(stocked: Bench, attack: str) -> None:
    before = _rows(stocked)
    connection = stocked.ledger.connection
    driver: Any = connection.connection.driver_connection
    with pytest.raises(Exception, match=r"append-only|not authorized|may not be modified|denied"):
        driver.execute(attack)
    connection.rollback()
    assert _rows(stocked) == before
    assert before[0]
    assert before[1]


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_triggers_alone_refuse_on_an_unguarded_connection(stocked: Bench, attack: str) -> None:
    before = _rows(stocked)
    engine = maintenance_engine(stocked.file)
    with (
        engine.connect() as connection,
        pytest.raises(DBAPIError, match="append-only"),
        connection.begin(),
    ):
        connection.exec_driver_sql(attack)
    engine.dispose()
    assert _rows(stocked) == before


def test_replace_is_refused_even_without_recursive_triggers(stocked: Bench) -> None:
    before = _rows(stocked)
    engine = maintenance_engine(stocked.file)
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA recursive_triggers = OFF")
        with pytest.raises(DBAPIError, match="append-only"), connection.begin():
            connection.exec_driver_sql("REPLACE INTO entry SELECT * FROM entry WHERE seq = 1")
    engine.dispose()
    assert _rows(stocked) == before


def test_reading_searching_and_analysing_stay_allowed(stocked: Bench) -> None:
    connection = stocked.ledger.connection
    with connection.begin():
        connection.exec_driver_sql("ANALYZE stock")
        assert connection.exec_driver_sql("PRAGMA data_version").scalar() is not None
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        connection.exec_driver_sql(
            "SELECT rowid FROM catalogue_a_words WHERE catalogue_a_words MATCH 'hydro*'"
        )
