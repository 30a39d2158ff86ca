from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from db.catalogue.load import edition, stage, switch
from db.catalogue.lookup import by_gtin, by_ndc, by_ndc11, equivalents_of
from db.catalogue.refusals import DirectoryEmpty, ImportCancelled, ImportOvertaken
from db.catalogue.rows import from_columns, to_columns
from db.catalogue.search import search
from db.catalogue.tables import SHELVES
from rxdesk.domain.catalogue import CatalogueRow, FieldChange, PackageState
from rxdesk.domain.ndc import GtinUnreadable, Ndc, gtin14_from_ndc
from tests.listed_rows import ROWS, ListedRows, catalogue_file, gtin_of, import_rows, row, stage_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from rxdesk.domain.remarks import Remarks


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    with catalogue_file(tmp_path) as connected:
        yield connected


@pytest.fixture
def catalogue(connection: Connection) -> Connection:
    import_rows(connection, ListedRows(ROWS))
    return connection


def found(connection: Connection, text: str, *, limit: int = 50, stocked: Sequence[str] = ()) -> list[str]:
    with connection.begin():
        return [hit.row.ndc for hit in search(connection, text, limit=limit, stocked=stocked)]


def test_a_row_comes_back_as_it_went_in(catalogue: Connection) -> None:
    with catalogue.begin():
        assert [by_ndc(catalogue, one.ndc) for one in ROWS] == list(ROWS)


def test_columns_stand_in_the_order_of_the_table() -> None:
    names = [column.name for column in SHELVES["a"].listing.columns][1:]
    values = dict(zip(names, to_columns(ROWS[7]), strict=True))
    assert (values["ndc"], values["labeler"], values["schedule"], values["line"]) == (
        "0002-5123-77",
        "Lilly",
        "none",
        2,
    )
    assert from_columns(to_columns(ROWS[7])) == ROWS[7]


def test_the_edition_says_what_was_import_rows(catalogue: Connection) -> None:
    with catalogue.begin():
        held = edition(catalogue)
    assert held is not None
    assert (held.sha256, held.source_name, held.source_year, held.rows) == ("first", "test.csv", 2015, 8)
    assert held.by_state[PackageState.STOCKABLE] == 8


def test_before_the_first_import_every_answer_is_empty(connection: Connection) -> None:
    with connection.begin():
        assert edition(connection) is None
        assert by_ndc(connection, "0143-9714-01") is None
        assert by_ndc11(connection, "00143971401") == ()
        assert by_gtin(connection, gtin_of("0")) == ()
        assert equivalents_of(connection, "0143-9714-01") == ()
        assert search(connection, "lisinopril") == ()


def test_a_staged_directory_is_not_seen_before_the_switch(catalogue: Connection) -> None:
    newer = ListedRows((row("0143-9999-01", "Novel"),), sha256="second")
    staged = stage_rows(catalogue, newer)
    assert found(catalogue, "novel") == []
    assert len(found(catalogue, "lisinopril")) == 4
    with catalogue.begin():
        switch(catalogue, staged)
    assert found(catalogue, "novel") == ["0143-9999-01"]
    assert found(catalogue, "lisinopril") == ["0143-9999-01"], "its generic name"


def test_importing_the_same_files_again_changes_nothing(catalogue: Connection) -> None:
    again = stage_rows(catalogue, ListedRows(ROWS))
    assert again.report.unchanged is True
    with catalogue.begin():
        switch(catalogue, again)
    assert len(found(catalogue, "lisinopril")) == 4


def test_a_newer_directory_reports_what_it_adds_changes_and_drops(catalogue: Connection) -> None:
    changed = row(
        "0406-8530-01", "Roxicodone", generic="oxycodone hydrochloride", strength="30 mg", key="oxy"
    )
    newer = ListedRows((*ROWS[1:4], changed, *ROWS[5:], row("0143-9999-01")), sha256="second")
    staged = stage_rows(catalogue, newer)
    difference = staged.report.difference
    assert difference.added == ("0143-9999-01",)
    assert difference.gone == ("0143-9714-01",)
    assert [(one.ndc, one.changes) for one in difference.changed] == [
        ("0406-8530-01", (FieldChange("schedule", "II", "none"),))
    ]
    assert staged.report.replaced is not None
    assert staged.report.replaced.sha256 == "first"


def test_three_imports_in_turn_leave_the_last_one(catalogue: Connection) -> None:
    for number in range(3):
        import_rows(
            catalogue, ListedRows((row(f"0143-000{number}-01", f"Drug{number}"),), sha256=str(number))
        )
    with catalogue.begin():
        counts = [
            catalogue.exec_driver_sql(f"SELECT count(*) FROM {shelf.listing.name}").scalar()
            for shelf in SHELVES.values()
        ]
    assert sorted(count or 0 for count in counts) == [0, 1]
    assert found(catalogue, "drug") == ["0143-0002-01"]


def test_cancelling_leaves_the_old_catalogue(catalogue: Connection) -> None:
    with pytest.raises(ImportCancelled, match="the catalogue is what it was before"):
        stage_rows(catalogue, ListedRows(ROWS[:1], sha256="second"), cancelled=True)
    assert len(found(catalogue, "lisinopril")) == 4


def test_a_directory_that_breaks_off_leaves_the_old_catalogue(catalogue: Connection) -> None:
    class Breaking(ListedRows):
        def read(self, remarks: Remarks) -> Iterator[CatalogueRow]:
            yield row("0143-9999-01", "Novel")
            raise OSError("unplugged")

    with pytest.raises(OSError, match="unplugged"):
        stage_rows(catalogue, Breaking((), sha256="second"))
    assert found(catalogue, "novel") == []
    assert len(found(catalogue, "lisinopril")) == 4


def test_a_directory_without_rows_is_refused(catalogue: Connection) -> None:
    with pytest.raises(DirectoryEmpty, match=r"test\.csv gave no product"):
        stage_rows(catalogue, ListedRows((), sha256="second"))


def test_an_import_that_was_overtaken_is_not_switched_to(catalogue: Connection) -> None:
    first = stage_rows(catalogue, ListedRows(ROWS[:1], "b1"))
    stage_rows(catalogue, ListedRows(ROWS[:2], "b2"))
    with pytest.raises(ImportOvertaken, match="Another import"), catalogue.begin():
        switch(catalogue, first)


def test_an_import_notices_that_another_began(catalogue: Connection) -> None:
    class Overtaken(ListedRows):
        def read(self, remarks: Remarks) -> Iterator[CatalogueRow]:
            stage_rows(catalogue, ListedRows(ROWS[:2], "b2"))
            yield from self.rows

    with pytest.raises(ImportOvertaken):
        stage_rows(catalogue, Overtaken(ROWS[:1], "b1"))


def test_progress_rises_to_its_end(connection: Connection) -> None:
    told: list[tuple[int, int]] = []
    stage(
        connection,
        ListedRows(ROWS),
        progress=lambda done, total: told.append((done, total)),
        cancelled=lambda: False,
    )
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_a_billing_form_shared_by_two_companies_gives_both(connection: Connection) -> None:
    pair = (row("49799-001-01"), row("49799-0001-1"))
    import_rows(connection, ListedRows(pair))
    with connection.begin():
        assert [one.ndc for one in by_ndc11(connection, "49799000101")] == ["49799-0001-1", "49799-001-01"]


def test_a_gtin_whose_digits_fit_two_products_gives_both(connection: Connection) -> None:
    import_rows(connection, ListedRows((row("0143-9714-01"), row("01439-714-01"))))
    gtin = gtin14_from_ndc(Ndc.parse("0143-9714-01"))
    assert gtin is not None
    with connection.begin():
        assert {match.row.ndc for match in by_gtin(connection, gtin)} == {"0143-9714-01", "01439-714-01"}


def test_the_gtin_of_a_case_carries_no_quantity(catalogue: Connection) -> None:
    with catalogue.begin():
        saleable = (
            by_gtin(catalogue, "00301439714013"[:13] + "0") if False else by_gtin(catalogue, gtin_of("0"))
        )
        case = by_gtin(catalogue, gtin_of("5"))
    assert [match.quantity for match in saleable] == [100_000]
    assert [match.quantity for match in case] == [None]


def test_the_code_of_an_inner_pack_gives_the_listing_around_it(catalogue: Connection) -> None:
    with catalogue.begin():
        matches = by_gtin(catalogue, gtin_of("0", "0002512301"))
        unknown = by_gtin(catalogue, gtin_of("0", "0002512302"))
    assert [(one.row.name, one.quantity, one.inner) for one in matches] == [("Effient", 1000, True)]
    assert [one.quantity for one in unknown] == [None]


def test_a_wrong_check_digit_is_refused(catalogue: Connection) -> None:
    wrong = gtin_of("0")[:-1] + str((int(gtin_of("0")[-1]) + 1) % 10)
    with pytest.raises(GtinUnreadable), catalogue.begin():
        by_gtin(catalogue, wrong)


def test_a_gtin_outside_the_drug_block_stands_for_nothing(catalogue: Connection) -> None:
    with catalogue.begin():
        assert by_gtin(catalogue, "00012345678905") == ()


def test_equivalents_share_ingredients_strength_form_and_route(catalogue: Connection) -> None:
    with catalogue.begin():
        assert [one.name for one in equivalents_of(catalogue, "0143-9714-01")] == ["Zestril"]
        assert equivalents_of(catalogue, "0002-5123-77") == ()
