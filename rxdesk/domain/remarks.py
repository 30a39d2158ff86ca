"""What was repaired, noted or refused while a file was read, counted and kept by line."""

from __future__ import annotations

from collections import Counter
from typing import Final

from rxdesk.domain.catalogue import Remark, RemarkKind

KEPT_OF_EACH: Final = 500
"""Remarks of one situation that are kept word for word; the rest are counted."""


class Remarks:
    """A book that a reader writes remarks into; a file of a million bad lines does not fill the memory."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._kinds: Counter[RemarkKind] = Counter()
        self._kept: list[Remark] = []

    def repaired(self, file: str, line: int, *, about: str, said: str) -> None:
        """Write down that a line was taken in after a correction."""
        self._write(Remark(RemarkKind.REPAIRED, file, line, about, said))

    def noted(self, file: str, line: int, *, about: str, said: str) -> None:
        """Write down that a line was taken in as it stands, with something worth knowing."""
        self._write(Remark(RemarkKind.NOTED, file, line, about, said))

    def refused(self, file: str, line: int, *, about: str, said: str) -> None:
        """Write down that a line was left out."""
        self._write(Remark(RemarkKind.REFUSED, file, line, about, said))

    def counts(self) -> dict[str, int]:
        """Return how often each situation arose, the most frequent first."""
        return dict(self._counts.most_common())

    def of_kind(self, kind: RemarkKind) -> int:
        """Return how many remarks of a kind were written, kept or not."""
        return self._kinds[kind]

    def kept(self) -> tuple[Remark, ...]:
        """Return the remarks kept word for word, in the order of writing."""
        return tuple(self._kept)

    def _write(self, remark: Remark) -> None:
        self._counts[remark.about] += 1
        self._kinds[remark.kind] += 1
        if self._counts[remark.about] <= KEPT_OF_EACH:
            self._kept.append(remark)
