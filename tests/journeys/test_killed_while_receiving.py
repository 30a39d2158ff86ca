"""The program is killed in the middle of receipts and started again; `tests/faults` has the long run."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.faults.kill_receipts import rounds


@pytest.mark.skipif(os.name != "posix", reason="pseudo terminals and SIGKILL are POSIX")
def test_killed_while_receiving_nothing_seen_is_lost_and_nothing_is_half_done(tmp_path: Path) -> None:
    tally = rounds(tmp_path / "data", count=2, chance=random.Random(2))
    assert tally.wrong == []
    assert tally.rounds == 2
    assert tally.painted
