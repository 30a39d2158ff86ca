"""PySide6 must give back every reference it takes.

PySide6 6.12.0 on CPython 3.11 loses one reference to True at each emit and one to None at each call that
returns it; after some hundred the interpreter aborts. From 3.12 on these objects cannot die.
"""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, QTimer, Signal

pytestmark = pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="True and None are immortal here, and their counts mean nothing"
)

# What other parts of a running interpreter may take or give back meanwhile; a leak counts in thousands.
NOISE = 50


class _Bell(QObject):
    rang = Signal(int)


def test_emitting_a_signal_loses_no_reference_to_true() -> None:
    heard: list[int] = []
    bell = _Bell()
    bell.rang.connect(heard.append)
    before = sys.getrefcount(True)
    for number in range(5_000):
        bell.rang.emit(number)
    after = sys.getrefcount(True)
    assert len(heard) == 5_000
    assert abs(after - before) < NOISE


def test_a_call_that_returns_nothing_loses_no_reference_to_none() -> None:
    timer = QTimer()
    before = sys.getrefcount(None)
    for _ in range(1_000):
        timer.stop()
    after = sys.getrefcount(None)
    assert abs(after - before) < NOISE
