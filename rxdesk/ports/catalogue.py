"""Where a catalogue comes from, as storage and use cases see it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from rxdesk.domain.catalogue import CatalogueRow
from rxdesk.domain.remarks import Remarks


class DirectorySource(Protocol):
    """A directory that was recognised and can be read."""

    @property
    def name(self) -> str:
        """Return the names of its files, without their folders."""
        ...

    @property
    def sha256(self) -> str:
        """Return the hash that tells this directory from every other, in hex."""
        ...

    @property
    def year(self) -> int | None:
        """Return the year whose market it describes, when known."""
        ...

    @property
    def expected_rows(self) -> int:
        """Return about how many rows it will give, for progress."""
        ...

    def read(self, remarks: Remarks) -> Iterator[CatalogueRow]:
        """Yield every row once; what was repaired, noted or refused is written into the remarks."""
        ...


class Progress(Protocol):
    """Told how far a long piece of work has come."""

    def __call__(self, done: int, total: int, /) -> None:
        """Take note; `total` is an estimate and never less than `done`."""
        ...
