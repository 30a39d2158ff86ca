from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from rxdesk.domain.quantity import Quantity, units
from rxdesk.domain.sheets import (
    PullLine,
    PullSheet,
    ReorderLine,
    ReorderSheet,
    SheetHead,
    figure_text,
    pull_table,
    reorder_sections,
    reorder_table,
)

HEAD = SheetHead(
    pharmacy="Maple Street Pharmacy",
    made_at=datetime(2026, 11, 23, 9, 42, tzinfo=UTC),
    made_by="K. Patel",
    station="FRONT-1",
    journal_seq=12345,
    journal_hash="3f" * 32,
)


def _line(name: str, schedule: str) -> ReorderLine:
    return ReorderLine(
        name=name,
        strength="5 mg",
        form="tablet",
        labeler="Northfield",
        ndc="99301-417-01",
        gtin=None,
        schedule=schedule,
        on_hand=Quantity(20_500),
        on_order=units(0),
        minimum=units(100),
        maximum=None,
        packs=3,
        pack_size=units(100),
        unit="tablets",
        why="Below minimum.",
    )


def _pull(name: str, horizon: str) -> PullLine:
    return PullLine(
        name=name,
        strength="5 mg",
        form="tablet",
        ndc="99301-417-01",
        schedule="",
        lot="B7730A",
        expires="Dec 2026",
        horizon=horizon,
        place="A3-02",
        on_hand=units(3),
        unit="tablets",
    )


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        ("1000", "1,000"),
        (".50", "0.5"),
        ("5.0", "5"),
        ("-1234.560", "−1,234.56"),
        ("0", "0"),
        ("1E+3", "1,000"),
    ],
)
def test_a_figure_is_written_so_that_it_cannot_be_misread(figure: str, text: str) -> None:
    assert figure_text(Decimal(figure)) == text


def test_c_ii_lines_stand_in_a_section_of_their_own_at_the_end() -> None:
    lines = [_line("oxyCODONE", "C-II"), _line("ALPRAZolam", "C-IV"), _line("lisinopril", "")]
    names = [[line.name for line in part] for _, part in reorder_sections(lines)]
    assert names == [["lisinopril"], ["ALPRAZolam"], ["oxyCODONE"]]


def test_packs_to_order_are_also_said_in_base_units() -> None:
    assert _line("lisinopril", "").ordered == units(300)


def test_every_row_of_a_reorder_table_is_as_long_as_its_titles() -> None:
    table = reorder_table(
        ReorderSheet(head=HEAD, lines=(_line("lisinopril", ""), _line("oxyCODONE", "C-II")))
    )
    assert [len(row) for section in table.sections for row in section.rows] == [len(table.columns)] * 2


def test_the_figures_of_a_reorder_table_are_exact_base_units() -> None:
    table = reorder_table(ReorderSheet(head=HEAD, lines=(_line("lisinopril", ""),)))
    on_hand = [column.title for column in table.columns].index("On hand")
    assert table.sections[0].rows[0][on_hand] == Decimal("20.5")


def test_a_pull_table_keeps_the_horizons_in_the_order_given() -> None:
    lines = (_pull("a", "Expired"), _pull("b", "Within 30 days"), _pull("c", "Expired"))
    table = pull_table(PullSheet(head=HEAD, lines=lines))
    assert [(section.title, [row[0] for row in section.rows]) for section in table.sections] == [
        ("Expired", ["a", "c"]),
        ("Within 30 days", ["b"]),
    ]
