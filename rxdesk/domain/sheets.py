"""What a sheet says: heads, lines and columns of reports, and nothing about paper.

`TableSheet` is the common form. It is printed, and saved as CSV or XLSX, from the same record, so the
three can never differ. `ReorderSheet` and `PullSheet` are the two sheets people carry about; each has its own
setting on paper, and `reorder_table` and `pull_table` give the same lines as a table to save.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from rxdesk.domain.ismp import number_text
from rxdesk.domain.quantity import Quantity, quantity_decimal

if TYPE_CHECKING:
    from collections.abc import Iterable


class Paper(StrEnum):
    """The sheets a pharmacy has in its printer; always portrait."""

    LETTER = "letter"
    A4 = "a4"


class ColumnKind(StrEnum):
    """What the cells of a column are, which settles their type, face and alignment."""

    TEXT = "text"
    NAME = "name"  # a product name: tall-man letters stand out
    IDENTIFIER = "identifier"  # NDC, lot, hash: monospaced, exactly as given, text in a spreadsheet
    NUMBER = "number"  # right-aligned, ISMP notation
    DATE = "date"  # a date, or text where only a month or nothing is known
    MOMENT = "moment"  # an aware datetime, written in the zone it carries


Cell: TypeAlias = str | int | Decimal | date | datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetHead:
    """Where a sheet came from, printed on every page so that it can be checked later."""

    pharmacy: str
    made_at: datetime  # aware, in the pharmacy's own zone: printed as it stands
    made_by: str  # the person's name
    station: str
    journal_seq: int  # the last entry the sheet knows of
    journal_hash: str  # that entry's hash in hex; its first 12 digits are printed
    ribbon: str = ""  # "Sample pharmacy: not a record"; empty on real data


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its title and what stands in it."""

    title: str
    kind: ColumnKind = ColumnKind.TEXT


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that belong together under one title, with a line of totals if there is one."""

    title: str  # empty when the table has one section only
    rows: tuple[tuple[Cell, ...], ...]  # each as long as the columns
    totals: tuple[Cell, ...] = ()  # as long as the columns, or empty
    own_page: bool = False  # begins a page and is followed by one


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSheet:
    """Any table as a person sees it: what Print, CSV and XLSX are made of."""

    head: SheetHead
    title: str
    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()  # what was filtered, what the figures mean
    paper: Paper = Paper.LETTER


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorderLine:
    """One product below its minimum: what stands, what is coming, what to order and why."""

    name: str  # in tall-man letters
    strength: str
    form: str
    labeler: str
    ndc: str  # hyphenated
    gtin: str | None  # 14 digits; None leaves the NDC as the code
    schedule: str  # "C-II" ... "C-V", or empty
    on_hand: Quantity
    on_order: Quantity
    minimum: Quantity
    maximum: Quantity | None
    packs: int  # packs to order
    pack_size: Quantity  # of one pack
    unit: str  # "tablets", "mL"
    why: str  # one sentence with the arithmetic

    @property
    def ordered(self) -> Quantity:
        """Return what the proposed packs hold together."""
        return Quantity(self.packs * self.pack_size)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorderSheet:
    """What to order today; C-II lines stand on pages of their own."""

    head: SheetHead
    lines: tuple[ReorderLine, ...]  # in the order they are printed
    notes: tuple[str, ...] = ()
    paper: Paper = Paper.LETTER


@dataclass(frozen=True, slots=True, kw_only=True)
class PullLine:
    """One lot to take from its place because of its date."""

    name: str  # in tall-man letters
    strength: str
    form: str
    ndc: str  # hyphenated
    schedule: str  # "C-II" ... "C-V", or empty
    lot: str
    expires: str  # as the package says it: "14 Dec 2026", "Dec 2026", "unknown"
    horizon: str  # the group it is listed in: "Expired", "Within 30 days"
    place: str
    on_hand: Quantity
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PullSheet:
    """What to pull from the shelves, grouped by how soon, with a box to tick."""

    head: SheetHead
    lines: tuple[PullLine, ...]  # in the order they are printed; one horizon's lines stand together
    notes: tuple[str, ...] = ()
    paper: Paper = Paper.LETTER


def figure_text(figure: Decimal) -> str:
    """Write any figure so that it cannot be misread: 1,000 and 0.5 and 5, never 1000, .5 or 5.0.

    Source: ISMP List of Error-Prone Abbreviations, Symbols, and Dose Designations (2021).
    """
    return number_text(f"{figure:f}").replace("-", "−")


def reorder_sections(lines: Iterable[ReorderLine]) -> tuple[tuple[str, tuple[ReorderLine, ...]], ...]:
    """Part the lines as they must be ordered: C-II on its own, then the other schedules, then the rest.

    Returns:
        Title and lines of each section that has any, C-II last so that its pages can be taken off.

    Source: 21 CFR 1305.03: C-II is ordered by Form 222 or its electronic equivalent, never with the rest.
    """
    lines = tuple(lines)
    parts = (
        ("Not controlled", tuple(line for line in lines if not line.schedule)),
        ("Controlled, C-III to C-V", tuple(line for line in lines if line.schedule not in {"", "C-II"})),
        (
            "Controlled, C-II: order on Form 222 or CSOS only",
            tuple(line for line in lines if line.schedule == "C-II"),
        ),
    )
    return tuple(part for part in parts if part[1])


def reorder_table(sheet: ReorderSheet) -> TableSheet:
    """Give the reorder sheet as a plain table, one line per product, to save as CSV or XLSX."""
    kind = ColumnKind
    return TableSheet(
        head=sheet.head,
        title="Reorder sheet",
        columns=(
            Column("Product", kind.NAME),
            Column("Strength"),
            Column("Form"),
            Column("Labeler"),
            Column("NDC", kind.IDENTIFIER),
            Column("GTIN", kind.IDENTIFIER),
            Column("Schedule"),
            Column("On hand", kind.NUMBER),
            Column("On order", kind.NUMBER),
            Column("Minimum", kind.NUMBER),
            Column("Maximum", kind.NUMBER),
            Column("Packs to order", kind.NUMBER),
            Column("Pack size", kind.NUMBER),
            Column("Unit"),
            Column("Why"),
        ),
        sections=tuple(
            Section(title, tuple(_reorder_row(line) for line in lines))
            for title, lines in reorder_sections(sheet.lines)
        ),
        notes=sheet.notes,
        paper=sheet.paper,
    )


def pull_table(sheet: PullSheet) -> TableSheet:
    """Give the pull list as a plain table, one line per lot, to save as CSV or XLSX."""
    kind = ColumnKind
    return TableSheet(
        head=sheet.head,
        title="Pull list",
        columns=(
            Column("Product", kind.NAME),
            Column("Strength"),
            Column("Form"),
            Column("NDC", kind.IDENTIFIER),
            Column("Schedule"),
            Column("Lot", kind.IDENTIFIER),
            Column("Expires", kind.DATE),
            Column("Place"),
            Column("On hand", kind.NUMBER),
            Column("Unit"),
        ),
        sections=tuple(
            Section(horizon, tuple(_pull_row(line) for line in lines))
            for horizon, lines in pull_sections(sheet.lines)
        ),
        notes=sheet.notes,
        paper=sheet.paper,
    )


def pull_sections(lines: Iterable[PullLine]) -> tuple[tuple[str, tuple[PullLine, ...]], ...]:
    """Group the lines by horizon, in the order in which the horizons first appear."""
    groups: dict[str, list[PullLine]] = {}
    for line in lines:
        groups.setdefault(line.horizon, []).append(line)
    return tuple((horizon, tuple(group)) for horizon, group in groups.items())


def _reorder_row(line: ReorderLine) -> tuple[Cell, ...]:
    return (
        line.name,
        line.strength,
        line.form,
        line.labeler,
        line.ndc,
        line.gtin,
        line.schedule,
        quantity_decimal(line.on_hand),
        quantity_decimal(line.on_order),
        quantity_decimal(line.minimum),
        None if line.maximum is None else quantity_decimal(line.maximum),
        line.packs,
        quantity_decimal(line.pack_size),
        line.unit,
        line.why,
    )


def _pull_row(line: PullLine) -> tuple[Cell, ...]:
    return (
        line.name,
        line.strength,
        line.form,
        line.ndc,
        line.schedule,
        line.lot,
        line.expires,
        line.place,
        quantity_decimal(line.on_hand),
        line.unit,
    )
