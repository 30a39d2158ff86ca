"""A list as a presenter's test sees it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ui.parts.paged_list import CountedFilter, Fetch


class ShownList:
    """What a list shows, remembered: a `ListView` without a window."""

    def __init__(self) -> None:
        self.opened: list[tuple[int, list[Any]]] = []
        self.renewed: list[int] = []
        self.counts: dict[str, int] = {}
        self.current = ""
        self.sort: tuple[str, bool] = ("", False)
        self.narrowed = False
        self.fetch: Fetch[Any] | None = None

    def open_rows(self, total: int, fetch: Fetch[Any], first: Sequence[Any]) -> None:
        self.opened.append((total, [row.key for row in first]))
        self.fetch = fetch

    def renew_rows(self, total: int) -> None:
        self.renewed.append(total)

    def show_narrowed(self, *, narrowed: bool) -> None:
        self.narrowed = narrowed

    def show_counts(self, filters: Sequence[CountedFilter], current: str) -> None:
        self.counts = {shown.key: shown.count for shown in filters}
        self.current = current

    def show_sort(self, column: str, *, descending: bool) -> None:
        self.sort = column, descending

    @property
    def lots(self) -> list[str]:
        """Return the lots of the newest answer, when it lists stock."""
        return [key.lot for key in self.opened[-1][1]]
