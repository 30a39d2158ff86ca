"""The program without its glass: put together and asked, with nothing of Qt loaded or even installed."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("module", ["rxdesk.compose", "rxdesk.cli"])
def test_importing_it_loads_no_qt(module: str) -> None:
    loaded = f"import sys, {module}; print({{name.split('.')[0] for name in sys.modules}} & {{'PySide6', 'shiboken6'}})"
    answer = subprocess.run(
        [sys.executable, "-c", loaded], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert answer.stdout.strip() == "set()"


def test_qt_is_installed_with_its_tests_or_not_at_all() -> None:
    # The second run of `dev.py test` proves something only as long as nothing brings Qt in by the way.
    assert [find_spec(name) is None for name in ("PySide6", "shiboken6")] == [
        find_spec("pytestqt") is None
    ] * 2
