"""What every test gets without asking: silence, no thread left behind, no screen.

Works where Qt and pytest-qt are not installed: the run without Qt uses this file too.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# Before anything makes a QApplication. A person may still name another platform to watch a test.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A deadline is a clock; and in the check that decides, the same commit gives the same examples every time.
settings.register_profile("rxdesk", deadline=None, print_blob=True)
settings.register_profile("rxdesk-ci", settings.get_profile("rxdesk"), derandomize=True)
settings.load_profile("rxdesk-ci" if os.environ.get("CI") else "rxdesk")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Know the settings of pytest-qt where it is not installed, so that strict settings stay on there."""
    if importlib.util.find_spec("pytestqt") is None:
        for name in ("qt_api", "qt_log_level_fail", "qt_log_ignore"):
            parser.addini(name, "Of no effect without pytest-qt.")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that asks for the public files, so that `-m "not shared"` finds the others."""
    for item in items:
        if isinstance(item, pytest.Function) and "shared" in item.fixturenames:
            item.add_marker(pytest.mark.shared)


@pytest.fixture(autouse=True)
def _no_thread_left_running() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and not _is_foreign(thread)]
    for thread in left:
        thread.join(timeout=2)  # one that was told to end may need a moment; a forgotten one never ends
    running = [thread.name for thread in left if thread.is_alive()]
    assert not running, f"left running: {', '.join(running)}"


@pytest.fixture(autouse=True)
def _no_warning_unlooked_for(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test that logged a warning or worse; one that expects it asserts on `caplog`, then clears it."""
    yield
    for phase in ("setup", "call"):
        for record in caplog.get_records(phase):
            assert record.levelno < logging.WARNING, f"{record.name} said: {record.getMessage()}"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of public files beside the checkout, or skip the test where it is not."""
    if not SHARED.is_dir():
        pytest.skip("the folder of public files, shared, is not beside the checkout")
    return SHARED


def _is_foreign(thread: threading.Thread) -> bool:
    # A thread that Python did not start, Qt's own for instance, is listed for ever once it ran Python code.
    return thread.name.startswith("Dummy-")
