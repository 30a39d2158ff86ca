"""Copies: whole, verified, described; and the way back, which begins a new epoch."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from db.backup import CopyFaulty, CopyNotWritten, Manifest, restore, verified_copy
from db.check import check
from db.engine import FileAt
from rxdesk.domain.identity import LotNumber
from rxdesk.domain.orders import ReceiveLot
from rxdesk.domain.quantity import units
from tests.db_files import HYDROXYZINE, SHELF, Bench, CountedIds


def _receive(bench: Bench, lot: str) -> None:
    bench.post(
        ReceiveLot(
            id=bench.order_id(),
            product=HYDROXYZINE,
            lot=LotNumber(lot),
            expiry="2027-12",
            packs=1,
            place=SHELF,
        )
    )


def _on_hand(bench: Bench) -> int:
    with bench.ledger() as unit:
        return sum(line.quantity for line in unit.known.stock_of(HYDROXYZINE))


def test_a_copy_holds_everything_and_is_described_beside_it(bench: Bench, tmp_path: Path) -> None:
    _receive(bench, "A")
    copy = verified_copy(bench.file, tmp_path / "out" / "copy.sqlite3", now=bench.clock.now())
    report = check(FileAt(path=copy.path))
    assert report.holds
    assert report.head == copy.manifest.head
    described = msgspec.json.decode((tmp_path / "out" / "copy.json").read_bytes(), type=Manifest)
    assert described == copy.manifest
    assert [path.name for path in (tmp_path / "out").iterdir()].count("copy.sqlite3") == 1


def test_a_copy_that_cannot_be_written_is_a_sentence(bench: Bench, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(CopyNotWritten):
        verified_copy(bench.file, blocked / "copy.sqlite3", now=bench.clock.now())


def test_restoring_brings_back_what_was_and_begins_an_epoch(bench: Bench, tmp_path: Path) -> None:
    _receive(bench, "A")
    copy = verified_copy(bench.file, tmp_path / "copy.sqlite3", now=bench.clock.now())
    _receive(bench, "B")
    bench.close()
    restore(
        bench.file,
        copy.path,
        ids=CountedIds("restore"),
        program="test",
        now=bench.clock.now(),
        utc_offset_min=0,
    )
    again = Bench(bench.file.path, clock=bench.clock, ids=CountedIds("again"))
    try:
        assert _on_hand(again) == units(100)
        assert again.ledger.writer.epoch == 2
        _receive(again, "C")
        assert check(again.file).holds
    finally:
        again.close()
    kept = list(bench.file.path.parent.glob("*-before-restore-*.sqlite3"))
    assert len(kept) == 1
    assert check(FileAt(path=kept[0])).holds


def test_a_second_restore_begins_yet_another_epoch(bench: Bench, tmp_path: Path) -> None:
    copy = verified_copy(bench.file, tmp_path / "copy.sqlite3", now=bench.clock.now())
    bench.close()
    for number in (1, 2):
        bench.clock.go_on()
        restore(
            bench.file,
            copy.path,
            ids=CountedIds(f"restore-{number}"),
            program="test",
            now=bench.clock.now(),
            utc_offset_min=0,
        )
    again = Bench(bench.file.path, clock=bench.clock, ids=CountedIds("again"))
    epoch = again.ledger.writer.epoch
    again.close()
    assert epoch == 3


def test_a_tampered_copy_is_not_restored(bench: Bench, tmp_path: Path) -> None:
    _receive(bench, "A")
    copy = verified_copy(bench.file, tmp_path / "copy.sqlite3", now=bench.clock.now())
    content = copy.path.read_bytes()
    at = content.index(b'"lot":"A"')
    copy.path.write_bytes(content[:at] + b'"lot":"Z"' + content[at + 9 :])
    bench.close()
    before = bench.file.path.read_bytes()
    with pytest.raises(CopyFaulty):
        restore(
            bench.file,
            copy.path,
            ids=CountedIds("restore"),
            program="test",
            now=bench.clock.now(),
            utc_offset_min=0,
        )
    assert bench.file.path.read_bytes() == before
