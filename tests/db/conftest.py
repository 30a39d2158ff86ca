"""A small pharmacy on a real file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.db_files import Bench, opened_bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    opened = opened_bench(tmp_path)
    yield opened
    assert not opened.ledger.connection.in_transaction(), "a unit of work was left open"
    opened.close()
