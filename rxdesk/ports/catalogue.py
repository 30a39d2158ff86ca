"""The catalogue as the rest of the house sees it: where it comes from, and what it answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from rxdesk.domain.catalogue import CatalogueEdition, CatalogueHit, CatalogueMatch, CatalogueRow
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


class Catalogue(Protocol):
    """Every product that exists, as the imported directory lists it."""

    def edition(self) -> CatalogueEdition | None:
        """Return which directory is held, or None before the first import."""
        ...

    def search(self, text: str, *, limit: int = 50) -> Sequence[CatalogueHit]:
        """Return products whose name, generic name, labeler, strength or NDC has every typed word.

        Stocked ones first, then those that begin with what was typed; a typing mistake is forgiven
        where nothing fits exactly.
        """
        ...

    def by_ndc(self, ndc: str) -> CatalogueRow | None:
        """Return the package with a native, hyphenated NDC."""
        ...

    def by_ndc11(self, ndc11: str) -> Sequence[CatalogueRow]:
        """Return the packages billed under eleven digits: usually one, rarely two."""
        ...

    def by_gtin(self, gtin14: str) -> Sequence[CatalogueMatch]:
        """Return the packages a GTIN may stand for; the caller asks when there are several."""
        ...

    def equivalents_of(self, ndc: str) -> Sequence[CatalogueRow]:
        """Return the other packages of products with the same ingredients, strength, form and route."""
        ...
