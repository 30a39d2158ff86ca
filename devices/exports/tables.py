"""Tables as CSV and XLSX, from the same record that is printed.

A cell of text that a spreadsheet would take for a formula is disarmed: in CSV by an apostrophe before it, in XLSX by
its type. Figures and dates are figures and dates; identifiers are text, so that no NDC loses a zero.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Final, NamedTuple, Protocol, cast

from rxdesk.domain.sheets import Cell, Column, ColumnKind, TableSheet

# Source: OWASP, "CSV Injection": cells beginning with one of these are formulas to some spreadsheet.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# XML 1.0, section 2.2: characters no workbook can hold.
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LARGEST_EXACT: Final = 15  # digits a spreadsheet's binary number keeps
_TITLE_ROWS: Final = 4
_LONGEST_TAB: Final = 31
_NOT_IN_TAB: Final = re.compile(r"[\[\]:*?/\\']")
_WIDEST: Final = 60


class TableExports:
    """Answers `rxdesk.ports.printer.TableWriter`; it holds nothing and may be asked from any thread."""

    def table_csv(self, sheet: TableSheet) -> bytes:
        """Write the table as CSV."""
        return table_csv(sheet)

    def table_xlsx(self, sheet: TableSheet) -> bytes:
        """Write the table as an XLSX workbook."""
        return table_xlsx(sheet)


def table_csv(sheet: TableSheet) -> bytes:
    """Write the rows under their titles, comma-separated, in UTF-8 with a byte order mark.

    Dates and moments are ISO 8601, figures plain; totals and notes stay out, since they are not rows.

    Source: RFC 4180; the mark because Excel otherwise takes UTF-8 for the computer's own code page.
    """
    written = StringIO(newline="")
    rows = csv.writer(written)
    columns, body = _flat(sheet)
    rows.writerow([_disarmed(column.title) for column in columns])
    for row in body:
        rows.writerow([_csv_text(cell) for cell in row])
    return written.getvalue().encode("utf-8-sig", errors="replace")


def table_xlsx(sheet: TableSheet) -> bytes:
    """Write a workbook of one sheet: where it came from, titles that stay in view, rows that can be filtered.

    The file holds no clock but the sheet's own moment, so the same table gives the same bytes.
    """
    # XlsxWriter is loaded only by who exports.
    from xlsxwriter import Workbook  # noqa: PLC0415

    kept = BytesIO()
    book = cast("_Book", Workbook(kept, {"in_memory": True, "remove_timezone": True}))
    book.set_properties({"title": _xml(sheet.title), "created": sheet.head.made_at.replace(tzinfo=None)})
    page = book.add_worksheet(_tab(sheet.title))
    formats = _Formats(
        title=book.add_format({"bold": True, "font_size": 14}),
        heading=book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        figure=book.add_format({"num_format": "#,##0.###"}),
        whole=book.add_format({"num_format": "#,##0"}),
        day=book.add_format({"num_format": "yyyy-mm-dd"}),
        moment=book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    )
    head = sheet.head
    page.write_string(0, 0, _xml(f"{sheet.title}, {head.pharmacy}"), formats.title)
    page.write_string(
        1,
        0,
        _xml(f"Made {head.made_at.isoformat(timespec='minutes')} {head.made_by}, station {head.station}"),
    )
    page.write_string(
        2,
        0,
        _xml(" ".join((f"Journal entry {head.journal_seq}, hash {head.journal_hash}.", head.ribbon)).strip()),
    )
    columns, body = _flat(sheet)
    for at, column in enumerate(columns):
        page.write_string(_TITLE_ROWS, at, _xml(column.title), formats.heading)
    for row_at, row in enumerate(body, start=_TITLE_ROWS + 1):
        for at, (column, cell) in enumerate(zip(columns, row, strict=True)):
            _write_cell(page, (row_at, at), column.kind, cell, formats)
    for at, column in enumerate(columns):
        page.set_column(at, at, _width(column, [row[at] for row in body]))
    page.freeze_panes(_TITLE_ROWS + 1, 0)
    page.autofilter(_TITLE_ROWS, 0, _TITLE_ROWS + max(1, len(body)), len(columns) - 1)
    for at, note in enumerate(sheet.notes, start=_TITLE_ROWS + len(body) + 2):
        page.write_string(at, 0, _xml(note))
    book.close()
    return kept.getvalue()


class _Format(Protocol):
    """A cell format; only passed on."""


class _Worksheet(Protocol):
    """The few verbs of XlsxWriter's sheet that are used; each names the type it writes."""

    def write_string(self, row: int, col: int, string: str, cell_format: _Format | None = None) -> object: ...
    def write_number(self, row: int, col: int, number: float, cell_format: _Format) -> object: ...
    def write_datetime(self, row: int, col: int, date: date, cell_format: _Format) -> object: ...
    def set_column(self, first_col: int, last_col: int, width: float) -> object: ...
    def freeze_panes(self, row: int, col: int) -> object: ...
    def autofilter(self, first_row: int, first_col: int, last_row: int, last_col: int) -> object: ...


class _Book(Protocol):
    def set_properties(self, properties: dict[str, object]) -> None: ...
    def add_worksheet(self, name: str) -> _Worksheet: ...
    def add_format(self, properties: dict[str, object]) -> _Format: ...
    def close(self) -> None: ...


class _Formats(NamedTuple):
    title: _Format
    heading: _Format
    figure: _Format
    whole: _Format
    day: _Format
    moment: _Format


def _flat(sheet: TableSheet) -> tuple[Sequence[Column], Sequence[tuple[Cell, ...]]]:
    """Return columns and rows of all sections; where there are several, the first column names them."""
    if len(sheet.sections) < 2:
        return sheet.columns, [row for section in sheet.sections for row in section.rows]
    rows = [(section.title, *row) for section in sheet.sections for row in section.rows]
    return (Column("Section"), *sheet.columns), rows


def _csv_text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return _disarmed(cell)
        case Decimal():
            return f"{cell:f}"
        case datetime() | date():
            return cell.isoformat()
        case int():
            return str(cell)


def _disarmed(text: str) -> str:
    """Return text that no spreadsheet takes for a formula; blanks before it do not hide one."""
    return f"'{text}" if text.lstrip(" \n").startswith(_FORMULA_STARTS) else text


def _write_cell(
    page: _Worksheet, at: tuple[int, int], kind: ColumnKind, cell: Cell, formats: _Formats
) -> None:
    match cell:
        case None:
            pass
        case str():
            page.write_string(*at, _xml(cell))
        case datetime():
            page.write_datetime(*at, cell, formats.moment)
        case date():
            page.write_datetime(*at, cell, formats.day)
        case int() | Decimal() if kind is ColumnKind.IDENTIFIER or not _is_exact(cell):
            page.write_string(*at, f"{cell:f}" if isinstance(cell, Decimal) else str(cell))
        case int() | Decimal():
            is_whole = cell == cell.to_integral_value() if isinstance(cell, Decimal) else True
            page.write_number(*at, float(cell), formats.whole if is_whole else formats.figure)


def _is_exact(figure: int | Decimal) -> bool:
    """Return whether a spreadsheet's number keeps every digit; one that would not is written as text."""
    return len(Decimal(figure).normalize().as_tuple().digits) <= _LARGEST_EXACT


def _xml(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)


def _tab(title: str) -> str:
    return _NOT_IN_TAB.sub(" ", _xml(title))[:_LONGEST_TAB].strip() or "Table"


def _width(column: Column, cells: Sequence[Cell]) -> float:
    return min(_WIDEST, 2 + max(_lengths(column.title, cells)))


def _lengths(title: str, cells: Sequence[Cell]) -> Iterator[int]:
    yield len(title)
    for cell in cells:
        yield len(str(cell)) if cell is not None else 0
