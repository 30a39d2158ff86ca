from __future__ import annotations

import csv
import gzip
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rxdesk.domain.catalogue import CatalogueHit, CatalogueRow, InnerPack, PackageState
from rxdesk.domain.facts import OpeningLine
from rxdesk.domain.identity import LotNumber
from rxdesk.domain.ndc import Ndc
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import Quantity, Unit
from rxdesk.domain.schedule import Schedule
from rxdesk.intake.old_stock import UNSORTED, OldStockNotTable, OldStockPreview, OldStockReader
from rxdesk.intake.old_stock_columns import Field, propose_mapping
from rxdesk.intake.old_stock_rows import LOT_NOT_RECORDED, Measure, read_line
from tests.directory_files import write_zip

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NO_INNER: tuple[InnerPack, ...] = ()


def listed(
    ndc: str, *, state: PackageState = PackageState.STOCKABLE, pack: int | None = 100_000
) -> CatalogueRow:
    return CatalogueRow(
        ndc=ndc,
        ndc11=Ndc.parse(ndc).ndc11 or "",
        name=f"Drug {ndc}",
        generic_name="drug",
        labeler="Maker",
        form="TABLET",
        route="ORAL",
        ingredients=(),
        strength="10 mg",
        equivalence_key="",
        schedule=Schedule.NONE,
        schedule_source="",
        product_type="",
        category="",
        application="",
        classes="",
        package_text="",
        state=state,
        doubt="" if state is PackageState.STOCKABLE else "It is to be confirmed.",
        unit=None if pack is None else Unit.EACH,
        pack_quantity=None if pack is None else Quantity(pack),
        inner=NO_INNER,
        started_on=None,
        ended_on=None,
        sample=False,
        excluded=False,
        line=1,
    )


LISTED = (
    listed("0143-9714-01"),
    listed("55111-129-01"),
    listed("49799-0001-1"),
    listed("49799-001-01"),
    listed("0074-3271-56", state=PackageState.KIT, pack=None),
    listed("0023-6101-00", state=PackageState.BULK, pack=55_000_000),
)


class Listings:
    """Products by NDC alone, which is all that old stock asks for."""

    def __init__(self, *, kept: Sequence[str] = ()) -> None:
        self._kept = kept

    def search(self, text: str, *, limit: int = 30) -> Sequence[CatalogueHit]:
        fitting = [row for row in LISTED if row.ndc == text][:limit]
        return [CatalogueHit(row=row, stocked=row.ndc in self._kept, forgiven=False) for row in fitting]


class NumberedIds:
    def __init__(self) -> None:
        self._last = 0

    def new(self) -> str:
        self._last += 1
        return f"id-{self._last}"


class StandingClock:
    def now(self) -> datetime:
        return datetime(2026, 11, 23, tzinfo=UTC)

    def utc_offset_min(self) -> int:
        return 0

    def today(self) -> date:
        return date(2026, 11, 23)


def preview(
    folder: Path,
    *lines: str,
    mapping: dict[str, str] | None = None,
    kept: Sequence[str] = (),
    counted_in: Measure = Measure.UNITS,
    encoding: str = "utf-8",
) -> OldStockPreview:
    file = folder / "stock.csv"
    file.write_bytes("\r\n".join(lines).encode(encoding))
    reader = OldStockReader(Listings(kept=kept), NumberedIds(), StandingClock())
    return reader.preview(file, mapping, counted_in=counted_in)


def lines_of(seen: OldStockPreview) -> tuple[OpeningLine, ...]:
    assert seen.problems == ()
    assert seen.order is not None
    return seen.order.lines


FULL = "NDC,Drug Name,Lot No,Exp Date,Qty On Hand,UOM,Bin,Min,Max,Unit Cost"


def test_a_whole_line_becomes_place_product_levels_and_stock(tmp_path: Path) -> None:
    seen = preview(tmp_path, FULL, "0143-9714-01,Lisinopril,aB12,08/2027,250,TAB,a3-02,100,500,$0.03")
    assert seen.order is not None
    [line] = lines_of(seen)
    assert (line.product, line.lot, line.expiry, line.quantity) == (
        "0143-9714-01",
        "aB12",
        "2027-08",
        250_000,
    )
    assert [(place.place, place.kind_of_place) for place in seen.order.places] == [("A3-02", PlaceKind.SHELF)]
    assert [product.product for product in seen.order.products] == ["0143-9714-01"]
    assert [(one.minimum, one.maximum, one.home) for one in seen.order.levels] == [
        (100_000, 500_000, "A3-02")
    ]
    assert seen.notes == ()


def test_every_field_is_proposed_from_its_heading(tmp_path: Path) -> None:
    seen = preview(tmp_path, FULL, "0143-9714-01,Lisinopril,aB12,08/2027,250,TAB,a3-02,100,500,$0.03")
    assert set(seen.mapping) == {field.value for field in Field}
    assert seen.mapping["lot"] == "Lot No"


def test_an_ndc_column_is_known_by_what_it_holds() -> None:
    assert propose_mapping(["Code", "Qty"], [["0143-9714-01", "5"], ["00143971401", "7"]])[Field.NDC] == 0


def test_a_persons_mapping_is_used_as_given(tmp_path: Path) -> None:
    seen = preview(tmp_path, "a,b,c", "0143-9714-01,30,X", mapping={"ndc": "a", "quantity": "b", "lot": "c"})
    assert [(line.lot, line.quantity) for line in lines_of(seen)] == [("X", 30_000)]


def test_without_an_ndc_column_nothing_can_be_taken_over(tmp_path: Path) -> None:
    seen = preview(tmp_path, "Drug,Qty", "Lisinopril,30")
    assert seen.order is None
    assert seen.problems == ((1, "stock.csv has no column for NDC."),)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_delimiter_and_encoding_is_read(tmp_path: Path, delimiter: str, encoding: str) -> None:
    lines = (delimiter.join(cells) for cells in (("NDC", "Qty", "Bin"), ("0143-9714-01", "30", "É1")))
    seen = preview(tmp_path, *lines, encoding=encoding)
    assert [(line.place, line.quantity) for line in lines_of(seen)] == [("É1", 30_000)]


def test_titles_above_the_table_are_passed_over(tmp_path: Path) -> None:
    seen = preview(
        tmp_path, "Main Street Pharmacy", "On hand, as of 11/22/2026", "NDC,Lot,Qty", "0143-9714-01,X,30"
    )
    assert seen.columns == ("NDC", "Lot", "Qty")
    assert len(lines_of(seen)) == 1


def test_a_gzipped_list_is_read(tmp_path: Path) -> None:
    file = tmp_path / "stock.csv.gz"
    file.write_bytes(gzip.compress(b"NDC,Qty\n0143-9714-01,30\n"))
    seen = OldStockReader(Listings(), NumberedIds(), StandingClock()).preview(file, None)
    assert len(lines_of(seen)) == 1


@pytest.mark.parametrize("content", [b"\xd0\xcf\x11\xe0\xa1\xb1", b"", b"\n\n"])
def test_what_is_no_table_of_text_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "stock.xls"
    file.write_bytes(content)
    with pytest.raises(OldStockNotTable, match=r"stock\.xls is not a table of text"):
        OldStockReader(Listings(), NumberedIds(), StandingClock()).preview(file, None)


def test_a_workbook_is_refused(tmp_path: Path) -> None:
    file = write_zip(tmp_path / "stock.xlsx", ("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>"))
    with pytest.raises(OldStockNotTable, match="save it as CSV"):
        OldStockReader(Listings(), NumberedIds(), StandingClock()).preview(file, None)


@pytest.mark.parametrize(
    ("written", "product", "noted"),
    [
        ("0143-9714-01", "0143-9714-01", False),
        ("00143-9714-01", "0143-9714-01", False),
        ("00143971401", "0143-9714-01", False),
        ("143971401", "0143-9714-01", True),
        ("143971401.0", "0143-9714-01", True),
        ("5511112901", "55111-129-01", False),
    ],
)
def test_an_ndc_is_understood_in_any_form(tmp_path: Path, written: str, product: str, *, noted: bool) -> None:
    seen = preview(tmp_path, "NDC,Lot,Qty,Bin", f"{written},X,30,A1")
    assert [line.product for line in lines_of(seen)] == [product]
    assert bool(seen.notes) is noted


def test_a_billing_form_of_two_products_has_to_be_written_with_hyphens(tmp_path: Path) -> None:
    seen = preview(tmp_path, "NDC,Qty", "49799000101,30")
    assert seen.order is None
    assert "write it with its hyphens" in seen.problems[0][1]


@pytest.mark.parametrize(
    ("ndc", "why"),
    [
        ("9999-9999-99", "is not in the catalogue"),
        ("0074-3271-56", "is to be confirmed"),
        ("0023-6101-00", "cannot be stock"),
        ("", "The line has no NDC."),
        ("aspirin", "is not a National Drug Code"),
    ],
)
def test_a_product_that_is_not_certain_is_a_problem(tmp_path: Path, ndc: str, why: str) -> None:
    seen = preview(tmp_path, "NDC,Lot,Qty", f"{ndc},X,30")
    assert seen.order is None
    assert why in seen.problems[0][1]


def test_a_kit_that_is_kept_already_is_taken_over(tmp_path: Path) -> None:
    seen = preview(tmp_path, "NDC,Lot,Qty,Bin", "0074-3271-56,X,3,A1", kept=["0074-3271-56"])
    assert seen.order is not None
    assert seen.order.products == ()
    assert [line.quantity for line in seen.order.lines] == [3_000]


@pytest.mark.parametrize(
    ("heading", "cells", "why"),
    [
        ("NDC,Qty", "0143-9714-01,-5", "below zero"),
        ("NDC,Qty", "0143-9714-01,(5)", "below zero"),
        ("NDC,Qty", "0143-9714-01,many", "is not a number"),
        ("NDC,Qty", "0143-9714-01,1.0005", "more than three decimals"),
        ("NDC,Qty,UOM", "0143-9714-01,5,WHEEL", "neither packs nor units"),
        ("NDC,Qty,Exp", "0143-9714-01,5,someday", "is not an expiry date"),
        ("NDC,Qty,Min,Max", "0143-9714-01,5,10,4", "below the minimum"),
        ("NDC,Qty,Bin", "0143-9714-01,5,@supplier", "cannot be the code of a place"),
    ],
)
def test_a_line_that_cannot_be_right_is_a_problem(tmp_path: Path, heading: str, cells: str, why: str) -> None:
    seen = preview(tmp_path, heading, cells)
    assert seen.order is None
    assert why in seen.problems[0][1]


@pytest.mark.parametrize(
    ("heading", "cells", "quantity"),
    [
        ("NDC,Qty,UOM", '0143-9714-01,"1,250",EA', 1_250_000),
        ("NDC,Qty,UOM", "0143-9714-01,2.5,BT", 250_000),
        ("NDC,Qty,UOM", "0143-9714-01,2.5,mL", 2_500),
    ],
)
def test_packs_and_units_become_base_units(tmp_path: Path, heading: str, cells: str, quantity: int) -> None:
    assert [line.quantity for line in lines_of(preview(tmp_path, heading, cells))] == [quantity]


def test_a_list_in_packs_says_so_once_for_all_lines(tmp_path: Path) -> None:
    seen = preview(tmp_path, "NDC,Qty,Min", "0143-9714-01,3,1", counted_in=Measure.PACKS)
    assert [line.quantity for line in lines_of(seen)] == [300_000]
    assert seen.order is not None
    assert [levels.minimum for levels in seen.order.levels] == [100_000]


def test_stock_without_lot_expiry_or_bin_is_taken_over_and_noted(tmp_path: Path) -> None:
    seen = preview(tmp_path, "NDC,Qty", "0143-9714-01,30")
    [line] = lines_of(seen)
    assert (line.lot, line.expiry, line.place) == (LOT_NOT_RECORDED, None, UNSORTED)
    assert [number for number, _ in seen.notes] == [2, 2]


def test_a_line_of_nothing_sets_levels_alone(tmp_path: Path) -> None:
    seen = preview(tmp_path, "NDC,Qty,Bin,Min", "0143-9714-01,0,A1,5")
    assert lines_of(seen) == ()
    assert seen.order is not None
    assert [levels.home for levels in seen.order.levels] == ["A1"]


def test_two_lots_of_a_product_share_its_levels(tmp_path: Path) -> None:
    seen = preview(tmp_path, "NDC,Lot,Qty,Bin,Min", "0143-9714-01,X,5,A1,", "0143-9714-01,Y,7,A1,30")
    assert [line.lot for line in lines_of(seen)] == [LotNumber("X"), LotNumber("Y")]
    assert seen.order is not None
    assert [(levels.minimum, levels.home) for levels in seen.order.levels] == [(30_000, "A1")]


def test_levels_that_contradict_each_other_are_a_problem(tmp_path: Path) -> None:
    seen = preview(tmp_path, "NDC,Lot,Qty,Min", "0143-9714-01,X,5,10", "0143-9714-01,Y,7,30")
    assert [number for number, _ in seen.problems] == [3]


@pytest.mark.parametrize(
    ("bin_code", "kind"),
    [
        ("FRIDGE 1", PlaceKind.REFRIGERATOR),
        ("CII-1", PlaceKind.SAFE),
        ("Safe", PlaceKind.SAFE),
        ("B7", PlaceKind.SHELF),
    ],
)
def test_a_bin_is_the_kind_of_place_its_code_says(tmp_path: Path, bin_code: str, kind: PlaceKind) -> None:
    seen = preview(tmp_path, "NDC,Qty,Bin", f"0143-9714-01,5,{bin_code}")
    assert seen.order is not None
    assert [place.kind_of_place for place in seen.order.places] == [kind]


def test_one_problem_among_many_lines_leaves_no_order(tmp_path: Path) -> None:
    seen = preview(tmp_path, "NDC,Qty", *["0143-9714-01,5"] * 20, "0143-9714-01,x")
    assert (seen.order, [line for line, _ in seen.problems]) == (None, [22])
    assert len(seen.rows) == 21


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(cells=st.lists(st.text(max_size=20), min_size=0, max_size=10))
def test_no_line_breaks_the_preview(tmp_path: Path, cells: list[str]) -> None:
    line = ",".join(cell.replace('"', "").replace("\r", "").replace("\n", "") for cell in cells)
    seen = preview(tmp_path, FULL, line.encode("utf-8", "replace").decode())
    assert (seen.order is None) or seen.problems == ()


def test_every_ndc_of_the_price_list_that_lost_its_zeros_is_repaired_and_counted(shared: Path) -> None:
    text = (shared / "data/prices/nadac_2025_brand_rows.csv").read_text(encoding="utf-8")
    lines = list(csv.reader(text.splitlines()))
    places = propose_mapping(lines[0], lines[1:11])
    today = date(2026, 11, 23)
    read = [read_line(2, cells, places, today=today, counted_in=Measure.UNITS) for cells in lines[1:]]
    assert set(places) == {Field.NDC, Field.NAME, Field.PRICE}
    assert sum(1 for line in read if any("lost its leading zeros" in note for note in line.notes)) == 8_403
    assert [line.problems for line in read if line.problems] == []
