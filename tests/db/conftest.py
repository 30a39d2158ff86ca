"""A small pharmacy on a real file, and the answers screens get from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.engine import reader_engine
from db.reads.reads import ReadsOnFile
from tests.db_files import Bench, opened_bench


def digest(token: str) -> str:
    return f"digest of {token}"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = opened_bench(tmp_path)
    yield bench
    bench.close()


@pytest.fixture
def reads(bench: Bench) -> Iterator[ReadsOnFile]:
    engine = reader_engine(bench.file, snapshots=False)
    with engine.connect() as connection:
        yield ReadsOnFile(connection, bench.clock, hash_badge=digest)
    engine.dispose()
