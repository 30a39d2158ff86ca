"""The old system's stock, bins and levels: previewed, then one order that takes over all of it or nothing.

A line is taken over only when its product is certain. What was repaired or assumed is said line by line, and
a person sees all of it before the order is posted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Final, Protocol

from rxdesk.domain.catalogue import CatalogueHit, CatalogueRow, PackageState
from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import OpeningLine
from rxdesk.domain.identity import NO_SERIAL, OrderId, PlaceId, ProductId
from rxdesk.domain.orders import LoadOpeningStock, SetLevels, SetUpPlace, SetUpProduct
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import LARGEST, THOUSAND, Quantity
from rxdesk.intake.files import Part, parts_of, sha256_of
from rxdesk.intake.lines import delimiter_of, table_rows, text_lines
from rxdesk.intake.old_stock_columns import FIELD_TITLES, Field, places_of, propose_mapping, recognised
from rxdesk.intake.old_stock_rows import Measure, OldStockRow, ReadLine, read_line
from rxdesk.ports.clock import Clock
from rxdesk.ports.ids import Ids

PREVIEWED: Final = 200
"""Lines shown before anything is done; problems are shown of every line."""

UNSORTED: Final = PlaceId("UNSORTED")
"""Where stock goes that the old system kept without a bin."""

_LOOKED_AT: Final = 10
_OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"  # XLS; an XLSX is an archive of several parts
_KINDS: Final = (
    (PlaceKind.REFRIGERATOR, ("FRIDGE", "REFRIG", "COOLER", "COLD")),
    (PlaceKind.SAFE, ("SAFE", "VAULT", "C2", "CII", "C-II", "NARC")),
)


class OldStockNotTable(Refusal):
    """The file is not a table of text."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is not a table of text.",
            "Open it in the program that made it and save it as CSV.",
        )


class OldStockColumnMissing(Refusal):
    """No column holds what every line needs."""

    def __init__(self, name: str, column: str) -> None:
        super().__init__(
            f"{name} has no column for {column}.",
            "Choose which column holds it.",
        )
        self.column = column


class ProductFinder(Protocol):
    """Finds kept and listed products by NDC."""

    def search(self, text: str, *, limit: int = 30) -> Sequence[CatalogueHit]:
        """Return the products that a text means, exact ones first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OldStockPreview:
    """What taking over a file would do, before it is done.

    Attributes:
        columns: The file's headings.
        mapping: Field to heading, as read.
        fields: Every field that can be mapped, with its title for people.
        rows: The first lines as they were understood, as text cells under the mapped fields.
        problems: Line number and sentence for each line that cannot be taken over.
        notes: Line number and sentence for each repair and assumption.
        order: What would be posted; None while there are problems or nothing to post.
    """

    columns: tuple[str, ...]
    mapping: dict[str, str]
    fields: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    problems: tuple[tuple[int, str], ...]
    notes: tuple[tuple[int, str], ...]
    order: LoadOpeningStock | None


class OldStockReader:
    """Reads old stock lists against the products that are kept and listed."""

    def __init__(self, products: ProductFinder, ids: Ids, clock: Clock) -> None:
        self._products = products
        self._ids = ids
        self._clock = clock

    def preview(
        self, file: Path, mapping: Mapping[str, str] | None, *, counted_in: Measure = Measure.UNITS
    ) -> OldStockPreview:
        """Read a file under a column mapping, or one proposed from its headings and contents.

        Args:
            file: A table of text: CSV, or separated by tabs, semicolons or bars; gzip is opened.
            mapping: Field name to heading; None proposes one.
            counted_in: What quantities are in where lines do not say.

        Raises:
            OldStockNotTable: It is a spreadsheet or an archive.
            Refusal: It is missing or damaged.
            Trouble: The disk failed.
        """
        part = _only_part(file)
        heading, lines = _table(part)
        samples = list(islice(lines, _LOOKED_AT))
        places = (
            propose_mapping(heading, [cells for _, cells in samples])
            if mapping is None
            else places_of(mapping, heading)
        )
        today = self._clock.today()
        read = [
            read_line(line, cells, places, today=today, counted_in=counted_in)
            for line, cells in chain(samples, lines)
        ]
        taking = _Taking(self._products, self._ids)
        problems = (
            []
            if Field.NDC in places
            else [(1, OldStockColumnMissing(part.name, FIELD_TITLES[Field.NDC]).said)]
        )
        if Field.NDC in places:
            problems = [problem for line in read for problem in taking.take(line)]
        return OldStockPreview(
            columns=tuple(heading),
            mapping={field.value: heading[place] for field, place in places.items()},
            fields=tuple((field.value, title) for field, title in FIELD_TITLES.items()),
            rows=tuple(line.shown for line in read[:PREVIEWED]),
            problems=tuple(problems),
            notes=tuple(taking.notes),
            order=None if problems else taking.order(part.name, sha256_of(file)),
        )


def _only_part(file: Path) -> Part:
    parts = parts_of(file)
    if len(parts) != 1 or next(parts[0].chunks(), b"").startswith(_OLD_WORKBOOK):
        raise OldStockNotTable(file.name)
    return parts[0]


def _table(part: Part) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """Find the headings, below any titles a report begins with, and the lines under them."""
    text = list(text_lines(part.chunks(), repaired=_unheard))
    delimiter = delimiter_of("".join(text[:_LOOKED_AT]))
    rows = list(table_rows(text, delimiter=delimiter, name=part.name))
    if not rows:
        raise OldStockNotTable(part.name)
    start = max(range(min(_LOOKED_AT, len(rows))), key=lambda place: (recognised(rows[place][1]), -place))
    return [cell.strip() for cell in rows[start][1]], iter(rows[start + 1 :])


def _unheard(_line: int) -> None:
    """Pass over lines that are not UTF-8: names are looked up in the catalogue, not taken from here."""


class _Taking:
    """Gathers what the lines ask for: places, products, levels and stock, each once."""

    def __init__(self, products: ProductFinder, ids: Ids) -> None:
        self.notes: list[tuple[int, str]] = []
        self._ids = ids
        self._find = lru_cache(maxsize=None)(products.search)
        self._places: dict[PlaceId, SetUpPlace] = {}
        self._products: dict[ProductId, SetUpProduct] = {}
        self._levels: dict[ProductId, SetLevels] = {}
        self._lines: list[OpeningLine] = []

    def take(self, read: ReadLine) -> list[tuple[int, str]]:
        """Take a line in, or return why it cannot be."""
        self.notes.extend((read.line, note) for note in read.notes)
        if read.row is None:
            return [(read.line, problem) for problem in read.problems]
        try:
            self._take_row(read.row)
        except _Unfit as unfit:
            return [(read.line, str(unfit))]
        return []

    def order(self, file_name: str, file_hash: str) -> LoadOpeningStock | None:
        """Return the order, or None where there is nothing to take over."""
        if not self._lines and not self._levels:
            return None
        return LoadOpeningStock(
            id=OrderId(self._ids.new()),
            file_name=file_name[:200],
            file_hash=file_hash,
            places=tuple(self._places.values()),
            products=tuple(self._products.values()),
            levels=tuple(self._levels.values()),
            lines=tuple(self._lines),
        )

    def _take_row(self, row: OldStockRow) -> None:
        hit = self._product(row)
        listed = hit.row
        product = ProductId(listed.ndc)
        amount = _quantity(row.amount, row.measure, listed)
        minimum = _quantity(row.minimum, row.measure, listed)
        maximum = _quantity(row.maximum, row.measure, listed)
        place = self._place(row)
        if not hit.stocked:
            self._products.setdefault(product, SetUpProduct(id=OrderId(self._ids.new()), product=product))
        if minimum is not None or maximum is not None or row.bin:
            self._set_levels(row, product, minimum, maximum, place)
        if amount:
            line = OpeningLine(
                product=product,
                lot=row.lot,
                expiry=None if row.expiry is None else row.expiry.iso,
                serial=NO_SERIAL,
                place=place,
                quantity=amount,
            )
            self._lines.append(line)

    def _product(self, row: OldStockRow) -> CatalogueHit:
        """Return the one product that a row's NDC means.

        Raises:
            _Unfit: None, several, or one that cannot be stock yet.
        """
        found = self._exact(row.ndcs)
        if not found:
            raise _Unfit(f"NDC {row.ndc_text} is not in the catalogue; set the product up first.")
        if len(found) > 1:
            names = " or ".join(f"{hit.row.name} ({hit.row.ndc})" for hit in found)
            raise _Unfit(f"NDC {row.ndc_text} can be {names}; write it with its hyphens.")
        hit = found[0]
        if not hit.stocked and hit.row.state is PackageState.BULK:
            raise _Unfit(f"{hit.row.name} cannot be stock: {hit.row.doubt}")
        if not hit.stocked and hit.row.pack_quantity is None:
            raise _Unfit(f"The package size of {hit.row.name} is to be confirmed; set the product up first.")
        return hit

    def _exact(self, ndcs: tuple[str, ...]) -> list[CatalogueHit]:
        hits = {hit.row.ndc: hit for ndc in ndcs for hit in self._find(ndc, limit=3) if hit.row.ndc == ndc}
        return list(hits.values())

    def _place(self, row: OldStockRow) -> PlaceId:
        if row.bin.startswith("@") or len(row.bin) > 30:
            raise _Unfit(
                f"“{row.bin}” cannot be the code of a place: it has more than 30 characters or begins with @."
            )
        place = PlaceId(row.bin.upper()) if row.bin else UNSORTED
        if not row.bin and row.amount:
            self.notes.append((row.line, f"The line has no bin; its stock goes to {UNSORTED}."))
        if place not in self._places and (row.bin or row.amount):
            self._places[place] = SetUpPlace(
                id=OrderId(self._ids.new()),
                place=place,
                name=row.bin or "Unsorted",
                kind_of_place=_kind_of(place),
                walk_order=len(self._places) + 1,
            )
        return place

    def _set_levels(
        self,
        row: OldStockRow,
        product: ProductId,
        minimum: Quantity | None,
        maximum: Quantity | None,
        place: PlaceId,
    ) -> None:
        """Set the levels a line gives; another line of the product may repeat but not change them."""
        before = self._levels.get(product)
        home = place if row.bin else None
        asked = (minimum, maximum)
        if before is not None:
            home = before.home or home
            known = (before.minimum, before.maximum)
            if known not in {(None, None), asked} and asked != (None, None):
                raise _Unfit("The minimum or maximum differs from an earlier line of the same product.")
            asked = known if asked == (None, None) else asked
        self._levels[product] = SetLevels(
            id=OrderId(self._ids.new()), product=product, minimum=asked[0], maximum=asked[1], home=home
        )


class _Unfit(Exception):  # noqa: N818  # never leaves this module; its text is a sentence for a person
    """A line cannot be taken over."""


def _quantity(amount: Decimal | None, measure: Measure, listed: CatalogueRow) -> Quantity | None:
    """Return an amount in base units.

    Raises:
        _Unfit: It is no whole thousandth, too large, or in packs of a size nobody knows.
    """
    if amount is None:
        return None
    size = THOUSAND
    if measure is Measure.PACKS:
        if listed.pack_quantity is None:
            raise _Unfit(f"The package size of {listed.name} is to be confirmed; give its stock in units.")
        size = listed.pack_quantity
    thousandths = amount * size
    if thousandths != thousandths.to_integral_value() or thousandths > LARGEST:
        raise _Unfit(f"{amount} is not a quantity: it has more than three decimals or is too large.")
    return Quantity(int(thousandths))


def _kind_of(place: PlaceId) -> PlaceKind:
    """Return what a bin is for, as its code says; a shelf where it says nothing."""
    return next((kind for kind, marks in _KINDS if any(mark in place for mark in marks)), PlaceKind.SHELF)
