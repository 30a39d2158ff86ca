from __future__ import annotations

import csv
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest

from devices.exports.tables import TableExports
from rxdesk.domain.sheets import Cell, Column, ColumnKind, Section, SheetHead, TableSheet

HEAD = SheetHead(
    pharmacy="Maple Street Pharmacy",
    made_at=datetime(2026, 11, 23, 9, 42, tzinfo=UTC),
    made_by="K. Patel",
    station="FRONT-1",
    journal_seq=12345,
    journal_hash="3f" * 32,
)
SHEET = TableSheet(
    head=HEAD,
    title="Stock",
    columns=(
        Column("NDC", ColumnKind.IDENTIFIER),
        Column("On hand", ColumnKind.NUMBER),
        Column("Expires", ColumnKind.DATE),
        Column("Note"),
    ),
    sections=(Section("", (("00099-0001-10", Decimal("1234.5"), date(2026, 12, 4), 'says "no", really'),)),),
)


def _with_note(note: str) -> TableSheet:
    row: tuple[Cell, ...] = ("00099-0001-10", Decimal(-5), None, note)
    return replace(SHEET, sections=(Section("", (row,)),))


def _csv_rows(sheet: TableSheet) -> list[list[str]]:
    return list(csv.reader(StringIO(TableExports().table_csv(sheet).decode("utf-8-sig"), newline="")))


def _xlsx_part(sheet: TableSheet, part: str) -> str:
    with zipfile.ZipFile(BytesIO(TableExports().table_xlsx(sheet))) as book:
        return book.read(part).decode()


def test_csv_holds_plain_figures_iso_dates_and_quoted_text() -> None:
    assert _csv_rows(SHEET) == [
        ["NDC", "On hand", "Expires", "Note"],
        ["00099-0001-10", "1234.5", "2026-12-04", 'says "no", really'],
    ]


def test_csv_begins_with_a_mark_so_that_excel_reads_utf_8() -> None:
    assert TableExports().table_csv(SHEET).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    "note",
    ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "\uff1d1", '=HYPERLINK("http://x")'],
)
def test_text_that_would_be_a_formula_is_disarmed_in_csv(note: str) -> None:
    assert _csv_rows(_with_note(note))[1][3] == f"'{note}"


def test_a_negative_figure_is_not_taken_for_a_formula() -> None:
    assert _csv_rows(_with_note("ok"))[1][1] == "-5"


def test_sections_are_named_in_a_column_of_their_own() -> None:
    row = SHEET.sections[0].rows[0]
    sheet = replace(SHEET, sections=(Section("C-II", (row,)), Section("Others", (row, row))))
    assert [line[0] for line in _csv_rows(sheet)] == ["Section", "C-II", "Others", "Others"]


def test_a_workbook_holds_figures_and_dates_as_numbers_and_identifiers_as_text() -> None:
    page = _xlsx_part(SHEET, "xl/worksheets/sheet1.xml")
    strings = _xlsx_part(SHEET, "xl/sharedStrings.xml")
    cells = dict(re.findall(r'<c r="([A-D]6)"[^>]*?(t="s")?>', page))
    assert cells == {"A6": 't="s"', "B6": "", "C6": "", "D6": 't="s"'}
    assert "<v>1234.5</v>" in page
    assert "<v>46360</v>" in page  # 4 December 2026
    assert "00099-0001-10" in strings


@pytest.mark.parametrize("note", ["=1+1", "@SUM(A1)", "http://example.org", "internal:Sheet1!A1"])
def test_a_workbook_never_holds_a_formula_or_a_link_made_of_text(note: str) -> None:
    page = _xlsx_part(_with_note(note), "xl/worksheets/sheet1.xml")
    assert ("<f>" in page, "hyperlink" in page) == (False, False)


def test_a_figure_with_more_digits_than_a_spreadsheet_keeps_is_text() -> None:
    row: tuple[Cell, ...] = ("1", Decimal("1234567890123456.789"), None, "")
    sheet = replace(SHEET, sections=(Section("", (row,)),))
    assert "1234567890123456.789" in _xlsx_part(sheet, "xl/sharedStrings.xml")


def test_characters_no_workbook_can_hold_do_not_break_it() -> None:
    assert "a\ufffdb" in _xlsx_part(_with_note("a\x0bb"), "xl/sharedStrings.xml")


def test_a_workbook_says_where_it_came_from() -> None:
    strings = _xlsx_part(SHEET, "xl/sharedStrings.xml")
    assert f"Journal entry 12345, hash {'3f' * 32}." in strings


def test_the_same_table_is_the_same_bytes() -> None:
    assert TableExports().table_xlsx(SHEET) == TableExports().table_xlsx(SHEET)


def test_a_title_that_no_tab_can_bear_is_shortened() -> None:
    book = _xlsx_part(replace(SHEET, title="Stock: [all] / every?lot*" + "x" * 40), "xl/workbook.xml")
    assert 'sheet name="Stock   all    every lot xxxxxx"' in book


def test_moments_keep_their_zone_in_csv_and_are_dates_in_a_workbook() -> None:
    row: tuple[Cell, ...] = ("1", None, datetime(2026, 12, 4, 12, 0, tzinfo=UTC), "")
    sheet = replace(SHEET, sections=(Section("", (row,)),), notes=("All lots.",))
    assert _csv_rows(sheet)[1][2] == "2026-12-04T12:00:00+00:00"
    assert "<v>46360.5</v>" in _xlsx_part(sheet, "xl/worksheets/sheet1.xml")
