from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from devices.printing.sheet_pdf import pull_pdf, reorder_pdf
from devices.printing.table_pdf import table_pdf
from rxdesk.domain.own_codes import shelf_code
from rxdesk.domain.quantity import Quantity, units
from rxdesk.domain.sheets import (
    Cell,
    Column,
    ColumnKind,
    Paper,
    PullLine,
    PullSheet,
    ReorderLine,
    ReorderSheet,
    Section,
    SheetHead,
    TableSheet,
)
from tests.paper_reading import bare, bold_letters, codes_on, page_sizes_mm, page_texts, pictures

HEAD = SheetHead(
    pharmacy="Maple Street Pharmacy",
    made_at=datetime(2026, 11, 23, 9, 42, tzinfo=timezone(timedelta(hours=-5))),
    made_by="K. Patel",
    station="FRONT-1",
    journal_seq=12345,
    journal_hash="3fa94bc01d22" + "0" * 52,
)
LINE = ReorderLine(
    name="hydrOXYzine hydrochloride",
    strength="25 mg",
    form="film-coated tablet",
    labeler="Northfield Generics, Inc.",
    ndc="99301-417-01",
    gtin="00399301417014",
    schedule="",
    on_hand=Quantity(20_500),
    on_order=units(200),
    minimum=units(1100),
    maximum=units(2500),
    packs=14,
    pack_size=units(100),
    unit="tablets",
    why="On hand 20.5, minimum 1,100; 12.4 a day over 90 days.",
)
PULL = PullLine(
    name="oxyCODONE",
    strength="5 mg",
    form="tablet",
    ndc="99301-417-01",
    schedule="C-II",
    lot="LOT-2026/11-ABCDEFGH",
    expires="Dec 2026",
    horizon="Within 30 days",
    place="C-II safe",
    on_hand=units(1230),
    unit="tablets",
)


def _table(*columns: Column, rows: list[tuple[Cell, ...]], **more: object) -> TableSheet:
    sheet = TableSheet(head=HEAD, title="Stock", columns=columns, sections=(Section("", tuple(rows)),))
    return replace(sheet, **more)


def _missing(said: tuple[str, ...], text: str) -> list[str]:
    return [part for part in said if bare(part) not in text]


def test_a_reorder_sheet_says_every_figure_of_a_line() -> None:
    (text,) = page_texts(reorder_pdf(ReorderSheet(head=HEAD, lines=(LINE,), notes=("Ask for part packs.",))))
    said = (
        *("hydrOXYzine hydrochloride", "25 mg film-coated tablet", "NDC 99301-417-01"),
        *("Northfield Generics, Inc.", "20.5", "200", "1,100", "2,500", "14 packs", "1,400 tablets"),
        *("1 product", LINE.why, "Ask for part packs."),
    )
    assert _missing(said, text) == []


def test_every_page_says_where_the_sheet_came_from() -> None:
    pages = page_texts(reorder_pdf(ReorderSheet(head=HEAD, lines=(LINE,) * 40)))
    head = (
        *("Reorder sheet", "Maple Street Pharmacy", "Made 23 Nov 2026, 09:42 (UTC−05:00) by K. Patel"),
        *("Station FRONT-1", "Journal entry 12,345, hash 3fa94bc01d22", "On hand"),
    )
    wanting = [
        _missing((*head, f"Page {number} of {len(pages)}"), text)
        for number, text in enumerate(pages, start=1)
    ]
    assert len(pages) > 2
    assert wanting == [[]] * len(pages)


def test_sample_data_is_marked_on_every_page() -> None:
    head = replace(HEAD, ribbon="Sample pharmacy: not a record")
    pages = page_texts(reorder_pdf(ReorderSheet(head=head, lines=(LINE,) * 20)))
    assert [bare(head.ribbon) in text for text in pages] == [True] * len(pages)


@pytest.mark.parametrize("dpi", [300, 600])
def test_every_line_of_a_reorder_sheet_has_a_code_that_names_its_product(dpi: int) -> None:
    lines = (LINE, replace(LINE, gtin=None), replace(LINE, gtin="00300025190305"))
    found = codes_on(pictures(reorder_pdf(ReorderSheet(head=HEAD, lines=lines)), dpi=dpi)[0])
    assert sorted(found) == sorted(
        [("]d2", "0100399301417014"), ("]d1", shelf_code("99301-417-01")), ("]d2", "0100300025190305")]
    )


def test_c_ii_lines_have_pages_of_their_own() -> None:
    lines = (replace(LINE, name="oxyCODONE", schedule="C-II"), LINE, replace(LINE, schedule="C-IV"))
    pages = page_texts(reorder_pdf(ReorderSheet(head=HEAD, lines=lines)))
    assert [("oxyCODONE" in text, "hydrOXYzine" in text) for text in pages] == [(False, True), (True, False)]


def test_a_section_that_goes_on_says_so_on_the_next_page() -> None:
    pages = page_texts(reorder_pdf(ReorderSheet(head=HEAD, lines=(LINE,) * 20)))
    assert ["Notcontrolled(continued)" in text for text in pages] == [False] + [True] * (len(pages) - 1)


def test_no_line_is_lost_between_pages() -> None:
    lines = tuple(replace(LINE, ndc=f"99301-{at:03}-01") for at in range(100))
    text = "".join(page_texts(reorder_pdf(ReorderSheet(head=HEAD, lines=lines))))
    assert [line.ndc for line in lines if text.count(line.ndc) != 1] == []


def test_tall_letters_of_a_name_are_bold_on_a_sheet() -> None:
    assert "OXY25mg" in bare(bold_letters(reorder_pdf(ReorderSheet(head=HEAD, lines=(LINE,)))))


def test_a_sheet_with_nothing_to_order_says_so() -> None:
    (text,) = page_texts(reorder_pdf(ReorderSheet(head=HEAD, lines=())))
    assert bare("Nothing is below its minimum.") in text


@pytest.mark.parametrize(("paper", "size"), [(Paper.LETTER, (215.9, 279.4)), (Paper.A4, (210.0, 297.0))])
def test_a_sheet_is_as_large_as_its_paper(paper: Paper, size: tuple[float, float]) -> None:
    assert page_sizes_mm(pull_pdf(PullSheet(head=HEAD, lines=(PULL,), paper=paper))) == [size]


def test_a_pull_list_says_what_to_take_from_where() -> None:
    (text,) = page_texts(pull_pdf(PullSheet(head=HEAD, lines=(PULL,))))
    said = ("Within 30 days", "C-II safe", "oxyCODONE", "5 mg tablet", "C-II", PULL.lot, "Dec 2026", "1,230")
    assert _missing(said, text) == []


def test_the_same_sheet_is_the_same_bytes() -> None:
    sheet = ReorderSheet(head=HEAD, lines=(LINE,) * 3)
    assert reorder_pdf(sheet) == reorder_pdf(sheet)


def test_a_table_writes_each_kind_of_cell_as_people_read_it() -> None:
    kind = ColumnKind
    sheet = _table(
        Column("Product", kind.NAME),
        Column("NDC", kind.IDENTIFIER),
        Column("On hand", kind.NUMBER),
        Column("Expires", kind.DATE),
        Column("When", kind.MOMENT),
        rows=[
            (
                "predniSONE",
                "00099-0001-10",
                Decimal("1234.50"),
                date(2026, 12, 4),
                datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
            )
        ],
    )
    (text,) = page_texts(table_pdf(sheet))
    said = ("predniSONE", "00099-0001-10", "1,234.5", "4 Dec 2026", "2 Jan 2026, 03:04 (UTC+00:00)")
    assert _missing(said, text) == []


def test_a_wide_table_turns_the_page() -> None:
    columns = [Column(f"Unbreakable{at}") for at in range(14)]
    pdf = table_pdf(_table(*columns, rows=[tuple("incompressible" for _ in columns)]))
    assert page_sizes_mm(pdf) == [(279.4, 215.9)]


def test_a_table_too_wide_for_any_page_still_says_everything() -> None:
    words = [f"{at:02}" + "w" * 60 for at in range(20)]
    (text,) = page_texts(table_pdf(_table(*map(Column, words), rows=[tuple(words)])))
    # Parted words of neighbouring columns mix in the text of the page, so letters are counted.
    assert text.count("w") >= 20 * 60 * 2


def test_a_character_that_cannot_be_drawn_is_spelled_out() -> None:
    (text,) = page_texts(table_pdf(_table(Column("Note"), rows=[("take \N{PILL} \x1b now",)])))
    assert "take[U+1F48A][U+001B]now" in text


def test_totals_stay_with_their_last_row() -> None:
    section = Section("", tuple((f"row {at}",) for at in range(200)), totals=("200 rows",))
    pages = page_texts(table_pdf(_table(Column("Row"), rows=[], sections=(section,))))
    assert ("row199" in pages[-1], "200rows" in pages[-1]) == (True, True)


def test_a_table_without_rows_says_so() -> None:
    (text,) = page_texts(table_pdf(_table(Column("Row"), rows=[])))
    assert bare("There are no lines.") in text


def test_sections_that_ask_for_it_get_pages_of_their_own() -> None:
    sections = (Section("A", (("a",),)), Section("B", (("b",),), own_page=True), Section("C", (("c",),)))
    assert len(page_texts(table_pdf(_table(Column("Row"), rows=[], sections=sections)))) == 3
