from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.catalogue.load import switch
from db.catalogue.lookup import equivalents_of
from db.catalogue.search import search
from db.catalogue.words import words_of
from rxdesk.domain.catalogue import PackageState
from rxdesk.intake.directory import open_directory
from tests.listed_rows import ROWS, ListedRows, catalogue_file, gtin_of, import_rows, stage_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection


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


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lisinopril", "68180-513-01"),
        ("LISINO", "68180-513-01"),
        ("lisinopril 10", "0143-9714-01"),
        ("10mg lisinopril", "0143-9714-01"),
        ("zest", "0310-0130-10"),
        ("astra", "0310-0130-10"),
        ("nopril lupin", "68180-513-01"),
        ("oxycod 30", "0406-8530-01"),
        ("glargine", "0088-2220-33"),
        ("0143-9714-01", "0143-9714-01"),
        ("0143-9714", "0143-9714-01"),
        ("00143971401", "0143-9714-01"),
        ("9714-01", "0143-9714-01"),
        ("ndc 0143-9714-01", "0143-9714-01"),
        (gtin_of("0"), "0143-9714-01"),
        (gtin_of("0")[2:], "0143-9714-01"),
    ],
)
def test_a_product_is_found_by_any_part_of_what_is_known_of_it(
    catalogue: Connection, typed: str, first: str
) -> None:
    assert found(catalogue, typed)[:1] == [first]


@pytest.mark.parametrize(
    "typed",
    ["lisnopril", "lisinoprill", "lisinpril", "lisimopril", "lisiniopril", "ilsinopril", "lisinoprli 10"],
)
def test_one_typing_mistake_is_forgiven(catalogue: Connection, typed: str) -> None:
    with catalogue.begin():
        hits = search(catalogue, typed)
    assert "0143-9714-01" in [hit.row.ndc for hit in hits]
    assert all(hit.forgiven for hit in hits)


@pytest.mark.parametrize(
    "typed", ["lxsxnopril", "zzzz", "lisinopril 99", "lisinopril pfizer", "-", "   ", '"', "*", "a AND"]
)
def test_what_nothing_fits_finds_nothing(catalogue: Connection, typed: str) -> None:
    assert found(catalogue, typed) == []


def test_exact_hits_are_not_called_forgiven(catalogue: Connection) -> None:
    with catalogue.begin():
        assert not any(hit.forgiven for hit in search(catalogue, "lisinopril"))


def test_strengths_are_listed_by_number(catalogue: Connection) -> None:
    assert found(catalogue, "lisin")[:3] == ["68180-513-01", "0143-9713-01", "0143-9714-01"]


def test_names_come_before_generic_names(catalogue: Connection) -> None:
    assert found(catalogue, "lisinopril")[-1] == "0310-0130-10"


def test_stocked_products_come_first(catalogue: Connection) -> None:
    with catalogue.begin():
        hits = search(catalogue, "lisinopril", stocked={"0310-0130-10"})
    assert [(hit.row.ndc, hit.stocked) for hit in hits][:2] == [
        ("0310-0130-10", True),
        ("68180-513-01", False),
    ]


def test_no_more_are_found_than_asked_for(catalogue: Connection) -> None:
    assert len(found(catalogue, "lisin", limit=2)) == 2


@given(text=st.text(max_size=30))
def test_numbers_and_letters_are_words_of_their_own(text: str) -> None:
    assert all(
        word.isascii() and (word.isalpha() or word.replace(".", "", 1).isdigit()) for word in words_of(text)
    )


def test_strengths_are_taken_apart_alike_however_they_are_typed() -> None:
    assert words_of("1,000mg") == words_of("1000 MG") == ["1000", "mg"]
    assert words_of(".5 µg") == words_of("0.5 mcg") == ["0.5", "mcg"]


@pytest.mark.timeout(300)
def test_the_2015_directory_is_imported_and_searched(connection: Connection, shared: Path) -> None:
    source = open_directory([shared / "data/ndc/ndc_packages_2015.csv.gz"])
    staged = stage_rows(connection, source)
    with connection.begin():
        switch(connection, staged)
    report = staged.report
    assert (report.edition.rows, report.edition.source_year) == (62_873, 2015)
    assert report.edition.by_state == {
        PackageState.STOCKABLE: 61_822,
        PackageState.BULK: 197,
        PackageState.KIT: 758,
        PackageState.UNREAD: 96,
    }
    assert sum(report.remarks_by_about.values()) == 197 + 758 + 96
    assert len(report.difference.added) == 62_873
    assert found(connection, "0002-4771-61") == ["0002-4771-61"]
    with connection.begin():
        assert {hit.row.generic_name.lower() for hit in search(connection, "ciprofloxacn 500")} == {
            "ciprofloxacin",
            "ciprofloxacin hydrochloride",
        }
        assert len(equivalents_of(connection, "0143-9714-01")) > 20
