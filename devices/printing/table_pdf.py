"""Any table as PDF: columns as wide as what stands in them, the page turned when they need it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from devices.printing.fonts import Family, runs_width_mm, visible
from devices.printing.grid import Align, CellContent, GridColumn, GridRow, Words
from devices.printing.pagination import GridSection
from devices.printing.sheet_pages import PageSize, moment_text, sheet_pdf
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.labels import Run, tall_man_runs
from rxdesk.domain.sheets import Cell, Column, ColumnKind, Section, TableSheet, figure_text

_SIZES_PT: Final = (9.0, 8.0, 7.0, 6.5)
_TITLE_PT: Final = 7.5
_PADDING_MM: Final = 2.6  # both sides of a column, and a hair for rounding
_LONGEST_WORD_MM: Final = 42.0  # a hash is parted rather than let squeeze every other column
_WIDEST_MM: Final = 90.0  # beyond this a column's text is broken into lines before others suffer


def table_pdf(sheet: TableSheet) -> bytes:
    """Draw any table; see `rxdesk.ports.printer.Draughtsman.table_pdf`."""
    rows = [row for section in sheet.sections for row in (*section.rows, section.totals) if row]
    size, size_pt, widths = _fitted(sheet, rows)
    columns = tuple(
        GridColumn(visible(column.title), width, _align(column.kind))
        for column, width in zip(sheet.columns, widths, strict=True)
    )
    return sheet_pdf(
        title=sheet.title,
        head=sheet.head,
        size=size,
        columns=columns,
        sections=tuple(_section(section, sheet.columns, size_pt) for section in sheet.sections),
        notes=sheet.notes,
    )


def cell_text(kind: ColumnKind, cell: Cell) -> str:
    """Write a cell for people: figures as ISMP asks, dates by month name, nothing for None."""
    match cell:
        case None:
            return ""
        case str():
            return visible(cell)
        case datetime():
            return moment_text(cell)
        case date():
            return Expiry.on(cell).shown
        case int() | Decimal():
            return str(cell) if kind is ColumnKind.IDENTIFIER else figure_text(Decimal(cell))


def _section(section: Section, columns: Sequence[Column], size_pt: float) -> GridSection:
    return GridSection(
        visible(section.title),
        tuple(_row(row, columns, size_pt, strong=False) for row in section.rows),
        totals=_row(section.totals, columns, size_pt, strong=True) if section.totals else None,
        own_page=section.own_page,
    )


def _row(cells: Sequence[Cell], columns: Sequence[Column], size_pt: float, *, strong: bool) -> GridRow:
    return GridRow(
        tuple(
            _content(column.kind, cell, size_pt, strong=strong)
            for column, cell in zip(columns, cells, strict=True)
        )
    )


def _content(kind: ColumnKind, cell: Cell, size_pt: float, *, strong: bool) -> CellContent:
    text = cell_text(kind, cell)
    if not text:
        return ()
    if kind is ColumnKind.IDENTIFIER and not strong:
        return (Words((Run(text, strong=False),), size_pt * 0.9, Family.MONO),)
    runs = tall_man_runs(text) if kind is ColumnKind.NAME and not strong else (Run(text, strong=strong),)
    return (Words(runs, size_pt),)


def _align(kind: ColumnKind) -> Align:
    return Align.RIGHT if kind is ColumnKind.NUMBER else Align.LEFT


def _fitted(sheet: TableSheet, rows: Sequence[Sequence[Cell]]) -> tuple[PageSize, float, tuple[float, ...]]:
    """Choose page, text size and widths: the largest text whose longest words all fit, upright if possible."""
    upright, across = PageSize.of(sheet.paper), PageSize.of(sheet.paper, across=True)
    for size, size_pt in (
        (upright, _SIZES_PT[0]),
        (upright, _SIZES_PT[1]),
        *((across, pt) for pt in _SIZES_PT),
    ):
        least, natural = _wanted(sheet.columns, rows, size_pt)
        if sum(least) <= size.inner_width_mm:
            return size, size_pt, _shared(least, natural, size.inner_width_mm)
    # Even the longest words do not fit: every column gives way alike and words are parted, not cut.
    least, _ = _wanted(sheet.columns, rows, _SIZES_PT[-1])
    share = across.inner_width_mm / sum(least)
    return across, _SIZES_PT[-1], tuple(width * share for width in least)


def _wanted(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], size_pt: float
) -> tuple[list[float], list[float]]:
    """Return for each column the width of its longest word and of its longest cell."""
    least: list[float] = []
    natural: list[float] = []
    for at, column in enumerate(columns):
        title = (Words((Run(visible(column.title), strong=True),), _TITLE_PT),)
        # The same text stands in many rows, so each is measured once.
        distinct = dict.fromkeys(row[at] for row in rows)
        contents = [title, *(_content(column.kind, cell, size_pt, strong=False) for cell in distinct)]
        words = [word for content in contents if isinstance(content, tuple) for word in content]
        # A date is one word: its day is not parted from its month.
        measure = _width if column.kind is ColumnKind.DATE else _longest_word
        least.append(min(max(map(measure, words)), _LONGEST_WORD_MM) + _PADDING_MM)
        natural.append(min(max(*map(_width, words), least[-1]), _WIDEST_MM) + _PADDING_MM)
    return least, natural


def _shared(least: Sequence[float], natural: Sequence[float], width: float) -> tuple[float, ...]:
    """Part the page's width: what columns want if there is room, else from their least towards it."""
    wanted = [max(pair) for pair in zip(least, natural, strict=True)]
    if sum(wanted) <= width:
        share = (width - sum(wanted)) / len(wanted)
        return tuple(want + share for want in wanted)
    spare = width - sum(least)
    wish = sum(wanted) - sum(least)
    return tuple(low + spare * (want - low) / wish for low, want in zip(least, wanted, strict=True))


def _width(words: Words) -> float:
    return runs_width_mm(words.runs, family=words.family, size_pt=words.size_pt)


def _longest_word(words: Words) -> float:
    strong = any(run.strong for run in words.runs)
    text = "".join(run.text for run in words.runs)
    return max(
        runs_width_mm((Run(word, strong=strong),), family=words.family, size_pt=words.size_pt)
        for word in text.split(" ")
    )
