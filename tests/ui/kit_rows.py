"""Rows and columns that the tests of tables share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.kit.columns import Align, Column
from ui.kit.tones import expiry_chip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Line:
    key: int
    name: str
    on_hand: int = 0
    days_left: int | None = 400


COLUMNS: tuple[Column[Line], ...] = (
    Column(key="name", title="Product", text=lambda line: line.name, tall_man=True, stretch=True),
    Column(key="on_hand", title="On hand", text=lambda line: f"{line.on_hand:,}", align=Align.RIGHT),
    Column(key="left", title="Time left", chips=lambda line: (expiry_chip(line.days_left),)),
)


def line(key: int, on_hand: int = 0) -> Line:
    return Line(key, f"product {key}", on_hand)


class Shelf:
    """A long list of lines that answers a page at a time, when it is told to."""

    def __init__(self, total: int) -> None:
        self.lines = [line(key) for key in range(total)]
        self.asked: list[tuple[int, int, Callable[[Sequence[Line]], None]]] = []

    def fetch(self, offset: int, limit: int, deliver: Callable[[Sequence[Line]], None]) -> None:
        self.asked.append((offset, limit, deliver))

    def answer(self) -> None:
        offset, limit, deliver = self.asked.pop(0)
        deliver(self.lines[offset : offset + limit])
