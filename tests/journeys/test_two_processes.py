"""Two processes post to one file at once: nobody is turned away, and nothing is lost or counted twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from db.check import check
from rxdesk.domain.identity import LotNumber, Serial
from rxdesk.domain.quantity import units
from rxdesk.domain.stock import LineKey
from tests.conftest import ROOT
from tests.db_files import HYDROXYZINE, SHELF, opened_bench
from tests.given_orders import receipt
from tests.writing_process import SHARED

ROUNDS = 100  # of two acts each


def test_two_processes_post_two_hundred_acts_each_to_one_file_at_once(tmp_path: Path) -> None:
    bench = opened_bench(tmp_path)
    bench.post(receipt(bench, lot=SHARED, expiry="2026-12-31", quantity=units(2 * ROUNDS * 10)))
    names = ("a1", "b2")
    command = (sys.executable, "-m", "tests.writing_process", str(bench.file.path))
    processes = [
        subprocess.Popen(  # our own module
            (*command, name, str(ROUNDS)),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in names
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("begin\n")
        process.stdin.flush()
    said = [process.communicate(timeout=100)[1] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said

    with bench.ledger() as unit:
        for name in names:
            own = LineKey(HYDROXYZINE, LotNumber(name), Serial(""), SHELF)
            assert unit.known.balance(own) == units(100 * ROUNDS)
        assert unit.known.balance(LineKey(HYDROXYZINE, SHARED, Serial(""), SHELF)) == 0
    posted = bench.ledger.connection.exec_driver_sql(
        "SELECT count(*) FROM entry WHERE order_id GLOB '[ab][12]-[rd]*'"
    ).scalar_one()
    bench.ledger.connection.rollback()
    assert posted == 2 * 2 * ROUNDS
    bench.close()
    report = check(bench.file)
    assert report.holds, [finding.sentences for finding in report.findings if not finding.holds]
