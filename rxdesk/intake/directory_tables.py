"""Directory tables: the FDA's product and package text files, and flat files with both in one line.

Source: FDA, "NDC Product File Definitions" and "NDC Package File Definitions" (ndctext.zip).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import partial
from typing import Final

from rxdesk.domain.catalogue import CatalogueRow
from rxdesk.domain.remarks import Remarks
from rxdesk.intake.columns import Column, Heading
from rxdesk.intake.files import Part
from rxdesk.intake.lines import delimiter_of, table_rows, text_lines
from rxdesk.intake.listing import Drug, Package, RowMaker, make_drug, read_composition

FDA_SCHEDULE: Final = "FDA"
"""Where a schedule comes from when the file's own column says nothing else."""

_PACKAGE_COLUMNS: Final = (
    Column.PACKAGE_NDC,
    Column.PACKAGE_TEXT,
    Column.STARTED,
    Column.ENDED,
    Column.SAMPLE,
    Column.EXCLUDED,
)
_DRUG_COLUMNS: Final = (
    Column.PRODUCT_NDC,
    Column.NAME,
    Column.SUFFIX,
    Column.GENERIC_NAME,
    Column.LABELER,
    Column.FORM,
    Column.ROUTE,
    Column.SUBSTANCES,
    Column.AMOUNTS,
    Column.UNITS,
    Column.SCHEDULE,
    Column.SCHEDULE_SOURCE,
    Column.PRODUCT_TYPE,
    Column.CATEGORY,
    Column.APPLICATION,
    Column.CLASSES,
    Column.STARTED,
    Column.ENDED,
    Column.EXCLUDED,
)


class TableKind(StrEnum):
    """What a table lists, as its heading tells."""

    PRODUCTS = "products"  # one line a product: product.txt
    PACKAGES = "packages"  # one line a package, products elsewhere: package.txt
    FLAT = "flat"  # one line a package with its product


def kind_of(heading: Heading) -> TableKind | None:
    """Return what a table with this heading lists, or None where it is no directory."""
    names_drug = Column.GENERIC_NAME in heading or Column.NAME in heading
    if heading.has(Column.PACKAGE_NDC, Column.PACKAGE_TEXT):
        if names_drug:
            return TableKind.FLAT
        return TableKind.PACKAGES if Column.PRODUCT_ID in heading or Column.PRODUCT_NDC in heading else None
    if names_drug and heading.has(Column.PRODUCT_NDC, Column.FORM, Column.LABELER):
        return TableKind.PRODUCTS
    return None


class DrugsById:
    """The products of a directory by the two names a package file may call them."""

    def __init__(self) -> None:
        self._by_id: dict[str, Drug] = {}
        self._by_ndc: dict[str, Drug] = {}

    def add(self, product_id: str, drug: Drug) -> bool:
        """Add a product; False when its id, or lacking one its NDC, is taken."""
        name, known = (product_id, self._by_id) if product_id else (drug.product_ndc, self._by_ndc)
        if name in known:
            return False
        known[name] = drug
        self._by_ndc.setdefault(drug.product_ndc, drug)
        return True

    def find(self, product_id: str, product_ndc: str) -> Drug | None:
        """Return a product by its id, else by its NDC."""
        return self._by_id.get(product_id) or self._by_ndc.get(product_ndc)


def read_products(part: Part, remarks: Remarks, drugs: DrugsById) -> None:
    """Read a product file into `drugs`."""
    heading, rows = _table(part, remarks)
    maker = RowMaker(part.name, remarks, {})
    unfinished = Column.NAME not in heading  # unfinished_product.txt has no proprietary names
    needed = heading.reach(Column.PRODUCT_ID, Column.PRODUCT_NDC, Column.GENERIC_NAME, Column.FORM)
    described = heading.picker(*_DRUG_COLUMNS)
    named = heading.picker(Column.PRODUCT_ID, Column.PRODUCT_NDC)
    for line, cells in rows:
        if _too_short(maker, line, cells, needed):
            continue
        drug = _drug(described(cells), line, maker, unfinished=unfinished)
        if not drugs.add(named(cells)[0].strip(), drug):
            said = f"Product {drug.product_ndc} is listed again under the same id; its first line stands."
            maker.refuse(line, about="product listed twice", said=said)


def read_packages(
    part: Part, remarks: Remarks, drugs: DrugsById, seen: dict[str, int]
) -> Iterator[CatalogueRow]:
    """Yield a row for each line of a package file whose product is known."""
    heading, rows = _table(part, remarks)
    maker = RowMaker(part.name, remarks, seen)
    needed = heading.reach(Column.PRODUCT_ID, Column.PRODUCT_NDC, Column.PACKAGE_NDC, Column.PACKAGE_TEXT)
    packed = heading.picker(*_PACKAGE_COLUMNS)
    named = heading.picker(Column.PRODUCT_ID, Column.PRODUCT_NDC)
    for line, cells in rows:
        if _too_short(maker, line, cells, needed):
            continue
        package = _package(packed(cells), line)
        product_id, product_ndc = (name.strip() for name in named(cells))
        drug = drugs.find(product_id, product_ndc)
        if drug is None:
            said = f"Package {package.ndc} belongs to product {product_ndc}, which no product file lists."
            maker.refuse(line, about="product not listed", said=said)
        elif row := maker.row(drug, package):
            yield row


def read_flat(part: Part, remarks: Remarks, seen: dict[str, int]) -> Iterator[CatalogueRow]:
    """Yield a row for each line of a table that holds products and packages in one."""
    heading, rows = _table(part, remarks)
    maker = RowMaker(part.name, remarks, seen)
    needed = heading.reach(Column.PACKAGE_NDC, Column.PACKAGE_TEXT)
    described, packed = heading.picker(*_DRUG_COLUMNS), heading.picker(*_PACKAGE_COLUMNS)
    before: tuple[str, ...] = ()
    drug: Drug | None = None
    for line, cells in rows:
        if _too_short(maker, line, cells, needed):
            continue
        description = described(cells)
        if drug is None or description != before:  # packages of one product follow each other
            before, drug = description, _drug(description, line, maker, unfinished=False)
        if row := maker.row(drug, _package(packed(cells), line)):
            yield row


def _table(part: Part, remarks: Remarks) -> tuple[Heading, Iterator[tuple[int, list[str]]]]:
    """Open a table: its heading, and the lines below it."""
    lines = text_lines(part.chunks(), repaired=partial(_not_utf8, part.name, remarks))
    first = next(lines, "")
    delimiter = delimiter_of(first)
    _, cells = next(table_rows([first], delimiter=delimiter, name=part.name), (1, [""]))
    below = ((line + 1, row) for line, row in table_rows(lines, delimiter=delimiter, name=part.name))
    return Heading(cells), below


def _not_utf8(file: str, remarks: Remarks, line: int) -> None:
    said = "The line is not UTF-8; it is read as Windows-1252."
    remarks.repaired(file, line, about="not UTF-8", said=said)


def _too_short(maker: RowMaker, line: int, cells: Sequence[str], needed: int) -> bool:
    if len(cells) >= needed:
        return False
    said = f"The line has {len(cells)} columns where at least {needed} are needed."
    maker.refuse(line, about="columns missing", said=said)
    return True


def _drug(cells: Sequence[str], line: int, maker: RowMaker, *, unfinished: bool) -> Drug:
    column: Mapping[Column, str] = dict(zip(_DRUG_COLUMNS, cells, strict=True))
    return make_drug(
        product_ndc=column[Column.PRODUCT_NDC],
        name=column[Column.NAME],
        suffix=column[Column.SUFFIX],
        generic_name=column[Column.GENERIC_NAME],
        labeler=column[Column.LABELER],
        form=column[Column.FORM],
        route=column[Column.ROUTE],
        composition=read_composition(
            column[Column.SUBSTANCES],
            column[Column.AMOUNTS],
            column[Column.UNITS],
            column[Column.FORM],
            column[Column.ROUTE],
        ),
        schedule=maker.schedule(column[Column.SCHEDULE], line),
        schedule_source=column[Column.SCHEDULE_SOURCE] or FDA_SCHEDULE,
        product_type=column[Column.PRODUCT_TYPE],
        category=column[Column.CATEGORY],
        application=column[Column.APPLICATION],
        classes=column[Column.CLASSES],
        started=column[Column.STARTED],
        ended=column[Column.ENDED],
        unfinished=unfinished,
        excluded=_excluded(column[Column.EXCLUDED]),
    )


def _package(cells: Sequence[str], line: int) -> Package:
    ndc, text, started, ended, sample, excluded = cells
    return Package(
        line=line,
        ndc=ndc,
        text=text,
        started=started,
        ended=ended,
        sample=sample.strip().upper() in {"Y", "YES", "TRUE"},
        excluded=_excluded(excluded),
    )


def _excluded(flag: str) -> bool:
    """Return whether the exclude flag is anything but N (FDA: E, U, I and N)."""
    return flag.strip().upper() not in {"", "N"}
