"""A product directory recognised by what is inside it, whatever its files are called.

Takes FDA's `product.txt` and `package.txt` (loose, in `ndctext.zip`, in a folder; the unfinished ones too),
openFDA's JSON, and flat tables with product and package in one line; plain, gzipped or zipped.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rxdesk.domain.catalogue import CatalogueRow
from rxdesk.domain.errors import Refusal
from rxdesk.domain.remarks import Remarks
from rxdesk.intake.columns import Heading
from rxdesk.intake.directory_json import read_json
from rxdesk.intake.directory_tables import (
    DrugsById,
    TableKind,
    kind_of,
    read_flat,
    read_packages,
    read_products,
)
from rxdesk.intake.files import Part, parts_of, sha256_of
from rxdesk.intake.lines import delimiter_of, table_rows, text_lines

_SNIFFED: Final = 1 << 16
_UPDATED: Final = re.compile(rb'"last_updated"\s*:\s*"(\d{4})')
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


class DirectoryNotRecognised(Refusal):
    """Nothing among the files given lists products in a known shape."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is not a product directory.",
            "Give FDA’s ndctext.zip or its product.txt and package.txt, openFDA’s drug-ndc JSON, or a table with "
            "NDCPACKAGECODE, PACKAGEDESCRIPTION and NONPROPRIETARYNAME.",
        )


class ProductFileMissing(Refusal):
    """A package file came without the product file that says what is in the packages."""

    def __init__(self, package_file: str) -> None:
        super().__init__(
            f"{package_file} lists packages, but no product file came with it.",
            "Give product.txt together with package.txt, or the whole ndctext.zip.",
        )


class PackageFileMissing(Refusal):
    """A product file came without the package file that says how products are packed."""

    def __init__(self, product_file: str) -> None:
        super().__init__(
            f"{product_file} lists products, but no package file came with it.",
            "Give package.txt together with product.txt, or the whole ndctext.zip.",
        )


@dataclass(frozen=True, slots=True)
class _Recognised:
    """The parts of a directory by what they are."""

    products: tuple[Part, ...]
    packages: tuple[Part, ...]
    flat: tuple[Part, ...]
    json: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """A recognised directory; implements `rxdesk.ports.catalogue.DirectorySource`."""

    name: str
    sha256: str
    year: int | None
    expected_rows: int
    _parts: _Recognised

    def read(self, remarks: Remarks) -> Iterator[CatalogueRow]:
        """Yield every row once; what was repaired, noted or refused is written into the remarks."""
        drugs = DrugsById()
        seen: dict[str, int] = {}
        for part in self._parts.products:
            read_products(part, remarks, drugs)
        for part in self._parts.packages:
            yield from read_packages(part, remarks, drugs, seen)
        for part in self._parts.flat:
            yield from read_flat(part, remarks, seen)
        for part in self._parts.json:
            yield from read_json(part, remarks, seen)


def open_directory(paths: Sequence[Path]) -> Directory:
    """Recognise a directory in some files or folders, and look through all of it once.

    The look finds damaged and oversized archives before anything is written, and counts the rows.

    Raises:
        DirectoryNotRecognised: Nothing in them lists products in a known shape.
        ProductFileMissing: There are packages without products.
        PackageFileMissing: There are products without packages.
        Refusal: A file is missing, damaged or unpacks to too much.
        Trouble: The disk failed.
    """
    found = [part for path in paths for part in parts_of(path)]
    recognised = _recognise(found, ", ".join(path.name for path in paths))
    for part in recognised.products:
        _count(part, b"\n")
    rows = sum(_count(part, b"\n") for part in (*recognised.packages, *recognised.flat))
    rows += sum(_count(part, b'"package_ndc"') for part in recognised.json)
    used = (*recognised.products, *recognised.packages, *recognised.flat, *recognised.json)
    return Directory(
        name=", ".join(dict.fromkeys(path.name for path in paths)),
        sha256=_hash_of(paths),
        year=_year(recognised, [*(path.name for path in paths), *(part.name for part in used)]),
        expected_rows=rows,
        _parts=recognised,
    )


def _recognise(found: Sequence[Part], name: str) -> _Recognised:
    tables: dict[TableKind | None, list[Part]] = {}
    json: list[Part] = []
    for part in found:
        first = next(part.chunks(), b"")[:_SNIFFED]
        if first.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}:
            json.append(part)
        else:
            tables.setdefault(_table_kind(first, part.name), []).append(part)
    products, packages, flat = (tuple(tables.get(kind, ())) for kind in TableKind)
    if packages and not products:
        raise ProductFileMissing(packages[0].name)
    if products and not packages:
        raise PackageFileMissing(products[0].name)
    if not (packages or flat or json):
        raise DirectoryNotRecognised(name)
    return _Recognised(products, packages, flat, tuple(json))


def _table_kind(first: bytes, name: str) -> TableKind | None:
    """Return what a table lists, from the beginning of its file; None when it is none."""
    line = next(text_lines([first], repaired=_unheard), "")
    cells = next(table_rows([line], delimiter=delimiter_of(line), name=name), None)
    return kind_of(Heading(cells[1])) if cells else None


def _unheard(_line: int) -> None:
    """Pass over a heading that is not UTF-8; the reading proper reports it."""


def _count(part: Part, mark: bytes) -> int:
    """Count a mark; one that lies across two chunks is missed, which an estimate can bear."""
    return sum(chunk.count(mark) for chunk in part.chunks())


def _hash_of(paths: Sequence[Path]) -> str:
    """Return one hash for some files and folders, the same in whatever order they are named."""
    files = [file for path in paths for file in (sorted(path.iterdir()) if path.is_dir() else [path])]
    hashes = sorted(sha256_of(file) for file in files if file.is_file())
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()


def _year(recognised: _Recognised, names: Sequence[str]) -> int | None:
    """Return the year a directory says it describes: in its JSON heading, else in a file name."""
    for part in recognised.json:
        updated = _UPDATED.search(next(part.chunks(), b"")[:_SNIFFED])
        if updated:
            return int(updated[1])
    years = [int(year) for name in names for year in _YEAR.findall(name)]
    return max(years, default=None)
