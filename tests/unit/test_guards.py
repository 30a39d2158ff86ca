"""The guards in conftest.py fail the tests they should, shown on tests written here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _outcome(test: str, folder: Path) -> str:
    """Return pytest's closing line for one test under the guards."""
    (folder / "test_written.py").write_text(test, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tests.conftest", str(folder)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
    )
    return answer.stdout.splitlines()[-1]


def test_a_test_that_leaves_a_thread_running_fails(tmp_path: Path) -> None:
    test = """
import threading
forgotten = threading.Event()
def test_it():
    threading.Thread(target=forgotten.wait, daemon=True).start()
"""
    assert _outcome(test, tmp_path).startswith("1 passed, 1 error")


def test_a_test_whose_thread_was_told_to_end_passes(tmp_path: Path) -> None:
    test = """
import threading
def test_it():
    ended = threading.Event()
    threading.Thread(target=ended.wait).start()
    ended.set()
"""
    assert _outcome(test, tmp_path).startswith("1 passed in")


def test_a_test_that_logs_a_warning_unlooked_for_fails(tmp_path: Path) -> None:
    test = """
import logging
def test_it():
    logging.getLogger("rxdesk").warning("the port went away")
"""
    assert _outcome(test, tmp_path).startswith("1 passed, 1 error")


def test_a_test_that_looks_at_its_warning_and_clears_it_passes(tmp_path: Path) -> None:
    test = """
import logging
def test_it(caplog):
    logging.getLogger("rxdesk").warning("the port went away")
    assert caplog.messages == ["the port went away"]
    caplog.clear()
"""
    assert _outcome(test, tmp_path).startswith("1 passed in")
