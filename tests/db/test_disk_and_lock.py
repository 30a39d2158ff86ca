"""When the world fails under an act: the file is locked, the disk is full. Nothing is half done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from db.check import check
from db.engine import FileAt, connect_for_maintenance, reader_engine
from db.journal import Writer
from db.troubles import DiskFull, LedgerBusy
from db.work import Ledger
from rxdesk.domain.errors import Trouble
from rxdesk.domain.identity import LotNumber
from rxdesk.usecases.post import Request, post
from tests.db_files import PHARMACIST, Bench
from tests.given_orders import head, receipt


@pytest.fixture
def impatient(bench: Bench) -> Iterator[Ledger]:
    """Another process's ledger on the same file, that waits for nobody."""
    writer = bench.ledger.writer
    ledger = Ledger(
        replace(bench.file, busy_timeout_ms=1),
        Writer(station=writer.station, epoch=writer.epoch, program="other", ids=bench.ids),
    )
    yield ledger
    ledger.close()


def test_a_journal_that_another_process_holds_is_said_to_be_busy(bench: Bench, impatient: Ledger) -> None:
    request = Request(order=receipt(bench), person=PHARMACIST)
    with bench.ledger(), pytest.raises(LedgerBusy):
        post(impatient, bench.clock, bench.ids, request)
    assert not post(impatient, bench.clock, bench.ids, request).repeated


def test_reading_goes_on_while_another_process_writes(bench: Bench) -> None:
    engine = reader_engine(replace(bench.file, busy_timeout_ms=1))
    with bench.ledger(), engine.connect() as reading:
        assert reading.exec_driver_sql("SELECT count(*) FROM entry").scalar_one() > 0
    engine.dispose()


def test_two_ledgers_on_one_file_continue_one_chain(bench: Bench, impatient: Ledger) -> None:
    for number in range(6):
        ledger = (bench.ledger, impatient)[number % 2]
        order = receipt(bench, lot=LotNumber(f"L{number}"))
        post(ledger, bench.clock, bench.ids, Request(order=order, person=PHARMACIST))
    report = check(bench.file)
    assert report.holds, report.findings


def test_a_full_disk_is_said_and_nothing_is_appended(bench: Bench) -> None:
    before = head(bench)
    _allow_pages(bench, 1)
    with pytest.raises(DiskFull):
        _receive_much(bench)
    after = head(bench)
    rows = bench.ledger.connection.exec_driver_sql("SELECT max(entry_seq) FROM movement").scalar_one()
    bench.ledger.connection.rollback()
    assert rows in {None, after}
    assert before <= after
    _allow_pages(bench, 1_000_000)
    bench.post(receipt(bench, lot=LotNumber("AFTER")))
    assert head(bench) == after + 1
    assert check(bench.file).holds


def test_a_file_in_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(Trouble):
        connect_for_maintenance(FileAt(path=tmp_path / "gone" / "rxdesk.sqlite3"))


def _receive_much(bench: Bench) -> None:
    for number in range(2_000):
        bench.post(receipt(bench, lot=LotNumber(f"L{number}"), supplier="x" * 150))


def _allow_pages(bench: Bench, pages: int) -> None:
    """Let SQLite take its file for a disk that holds so many pages; never fewer than it has."""
    driver = bench.ledger.connection.connection.driver_connection
    assert driver is not None
    driver.set_authorizer(None)
    driver.execute(f"PRAGMA max_page_count = {pages}")
