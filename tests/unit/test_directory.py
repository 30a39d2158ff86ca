from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rxdesk.domain.catalogue import CatalogueRow, PackageState, RemarkKind
from rxdesk.domain.errors import Refusal
from rxdesk.domain.quantity import Unit
from rxdesk.domain.remarks import Remarks
from rxdesk.domain.schedule import Schedule
from rxdesk.intake import files
from rxdesk.intake.directory import (
    DirectoryNotRecognised,
    PackageFileMissing,
    ProductFileMissing,
    open_directory,
)
from rxdesk.intake.files import ArchiveDamaged, ArchiveTooLarge, FileMissing
from rxdesk.intake.json_stream import JsonBroken
from rxdesk.intake.lines import TableBroken
from tests.directory_files import (
    LISINOPRIL,
    PACKAGE_HEADING,
    PACKAGES,
    PRODUCT_HEADING,
    flat_row,
    json_product,
    write_fda,
    write_flat,
    write_json,
    write_lines,
    write_zip,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def read(*paths: Path) -> tuple[list[CatalogueRow], Remarks]:
    remarks = Remarks()
    return list(open_directory(paths).read(remarks)), remarks


def ndcs(rows: Sequence[CatalogueRow]) -> list[str]:
    return [row.ndc for row in rows]


def test_fda_text_files_give_a_row_for_each_package(tmp_path: Path) -> None:
    rows, _ = read(*write_fda(tmp_path))
    lisinopril, drum, oxycodone = rows
    assert (lisinopril.ndc, lisinopril.ndc11, lisinopril.line) == ("0143-9714-01", "00143971401", 2)
    assert (lisinopril.strength, lisinopril.unit, lisinopril.pack_quantity) == ("10 mg", Unit.EACH, 100_000)
    assert drum.state is PackageState.BULK
    assert (oxycodone.name, oxycodone.schedule, oxycodone.schedule_source) == (
        "Roxicodone II",
        Schedule.II,
        "FDA",
    )
    assert oxycodone.ended_on == date(2028, 1, 1)


def test_a_folder_and_a_zip_give_what_the_loose_files_give(tmp_path: Path) -> None:
    folder = tmp_path / "ndc"
    folder.mkdir()
    loose = write_fda(folder)
    (folder / "readme.txt").write_text("FDA\n")
    archive = write_zip(
        tmp_path / "ndctext.zip", *((f"../../ndc/{file.name}", file.read_bytes()) for file in loose)
    )
    assert read(folder)[0] == read(*loose)[0] == read(archive)[0]


def test_the_order_of_the_files_changes_neither_rows_nor_hash(tmp_path: Path) -> None:
    product, package = write_fda(tmp_path)
    one, other = open_directory([product, package]), open_directory([package, product])
    assert one.sha256 == other.sha256
    assert list(one.read(Remarks())) == list(other.read(Remarks()))


def test_unfinished_products_come_in_as_bulk(tmp_path: Path) -> None:
    heading = "PRODUCTID\tPRODUCTNDC\tPRODUCTTYPENAME\tNONPROPRIETARYNAME\tDOSAGEFORMNAME\tLABELERNAME"
    write_lines(
        tmp_path / "unfinished_product.txt",
        heading,
        "0002-0485_x\t0002-0485\tHUMAN DRUG\tInsulin\tCRYSTAL\tLilly",
    )
    heading = "PRODUCTID\tPRODUCTNDC\tNDCPACKAGECODE\tPACKAGEDESCRIPTION"
    write_lines(
        tmp_path / "unfinished_package.txt", heading, "0002-0485_x\t0002-0485\t0002-0485-04\t20 g in 1 BOTTLE"
    )
    rows, _ = read(tmp_path)
    assert [(row.name, row.state) for row in rows] == [("Insulin", PackageState.BULK)]


def test_a_package_file_alone_is_refused(tmp_path: Path) -> None:
    _, package = write_fda(tmp_path)
    with pytest.raises(ProductFileMissing, match=r"package\.txt lists packages, but no product file"):
        open_directory([package])


def test_a_product_file_alone_is_refused(tmp_path: Path) -> None:
    product, _ = write_fda(tmp_path)
    with pytest.raises(PackageFileMissing, match=r"product\.txt lists products, but no package file"):
        open_directory([product])


@pytest.mark.parametrize("content", [b"", b"Dear customer,\n", b"\x89PNG\r\n\x1a\n\0\0", b"NDC,PRICE\n1,2\n"])
def test_a_file_that_lists_no_products_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "letter.txt"
    file.write_bytes(content)
    with pytest.raises(DirectoryNotRecognised, match=r"letter\.txt is not a product directory"):
        open_directory([file])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match=r"nowhere\.zip"):
        open_directory([tmp_path / "nowhere.zip"])


def test_a_package_of_an_unlisted_product_is_refused_by_line(tmp_path: Path) -> None:
    rows, remarks = read(*write_fda(tmp_path, products=[LISINOPRIL]))
    assert len(rows) == 2
    assert [
        (one.kind, one.file, one.line) for one in remarks.kept() if one.about == "product not listed"
    ] == [(RemarkKind.REFUSED, "package.txt", 4)]


def test_a_package_finds_its_product_by_ndc_when_the_ids_differ(tmp_path: Path) -> None:
    rows, _ = read(*write_fda(tmp_path, packages=[PACKAGES[0].replace("_a1", "_zz")]))
    assert ndcs(rows) == ["0143-9714-01"]


def test_a_package_listed_twice_comes_in_once(tmp_path: Path) -> None:
    rows, remarks = read(*write_fda(tmp_path, packages=[PACKAGES[0], PACKAGES[0]]))
    assert len(rows) == 1
    assert remarks.counts()["listed twice"] == 1


def test_a_short_line_is_refused_and_the_next_one_read(tmp_path: Path) -> None:
    rows, remarks = read(*write_fda(tmp_path, packages=["0143-9714_a1\t0143", PACKAGES[0]]))
    assert len(rows) == 1
    assert remarks.counts() == {"columns missing": 1}


def test_an_unknown_schedule_is_noted(tmp_path: Path) -> None:
    odd = LISINOPRIL.replace("[EPC]\t\tN", "[EPC]\tDEA\tN")
    rows, remarks = read(*write_fda(tmp_path, products=[odd], packages=[PACKAGES[0]]))
    assert rows[0].schedule is Schedule.NONE
    assert remarks.counts() == {"schedule unread": 1}


def test_quotation_marks_in_fda_text_are_taken_literally(tmp_path: Path) -> None:
    quoted = LISINOPRIL.replace("\tLisinopril\t", '\t"Lisi" nopril\t')
    rows, _ = read(*write_fda(tmp_path, products=[quoted], packages=[PACKAGES[0]]))
    assert rows[0].name == '"Lisi" nopril'


def test_a_windows_1252_line_among_utf8_lines_is_read_and_reported(tmp_path: Path) -> None:
    product, package = write_fda(tmp_path, packages=[PACKAGES[0]])
    text = LISINOPRIL.replace("West-Ward", "Société Générale")
    product.write_bytes(f"{PRODUCT_HEADING}\n".encode() + f"{text}\n".encode("cp1252"))
    rows, remarks = read(product, package)
    assert rows[0].labeler == "Société Générale"
    assert [(one.about, one.line) for one in remarks.kept()] == [("not UTF-8", 2)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_every_encoding_and_line_end_reads_alike(tmp_path: Path, encoding: str, ending: str) -> None:
    product = write_lines(
        tmp_path / "p.txt",
        PRODUCT_HEADING,
        LISINOPRIL.replace("West", "Wést"),
        encoding=encoding,
        ending=ending,
    )
    package = write_lines(tmp_path / "k.txt", PACKAGE_HEADING, PACKAGES[0], encoding=encoding, ending=ending)
    rows, remarks = read(product, package)
    assert (rows[0].labeler, rows[0].state, remarks.kept()) == ("Wést-Ward", PackageState.STOCKABLE, ())


@pytest.mark.parametrize("delimiter", [",", ";", "|"])
def test_a_flat_table_is_read_whatever_separates_it(tmp_path: Path, delimiter: str) -> None:
    rows, _ = read(write_flat(tmp_path / "ndc_2015.csv", flat_row("0143-9714-01"), delimiter=delimiter))
    assert ndcs(rows) == ["0143-9714-01"]


def test_a_gzipped_table_is_read(tmp_path: Path) -> None:
    plain = write_flat(tmp_path / "ndc.csv", flat_row("0143-9714-01"))
    packed = tmp_path / "ndc.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert read(packed)[0] == read(plain)[0]


def test_the_year_is_taken_from_the_file_name(tmp_path: Path) -> None:
    assert (
        open_directory([write_flat(tmp_path / "ndc_packages_2015.csv", flat_row("0143-9714-01"))]).year
        == 2015
    )


@pytest.mark.parametrize(
    ("listed", "about"),
    [
        ("143971401", "lost leading zeros"),
        ("00143971401", "hyphens put back"),
        ("0143971401", "hyphens put back"),
    ],
)
def test_bare_digits_are_given_their_hyphens_back(tmp_path: Path, listed: str, about: str) -> None:
    row = flat_row(listed, text="100 TABLET in 1 BOTTLE (0143-9714-01)")
    rows, remarks = read(write_flat(tmp_path / "ndc.csv", row))
    assert ndcs(rows) == ["0143-9714-01"]
    assert remarks.counts() == {about: 1}


def test_the_product_code_says_where_hyphens_belong(tmp_path: Path) -> None:
    rows, _ = read(write_flat(tmp_path / "ndc.csv", flat_row("00143971401", product="0143-9714")))
    assert ndcs(rows) == ["0143-9714-01"]


@pytest.mark.parametrize("listed", ["49799000101", "", "n/a", "123"])
def test_an_ndc_whose_hyphens_nobody_knows_is_refused(tmp_path: Path, listed: str) -> None:
    rows, remarks = read(write_flat(tmp_path / "ndc.csv", flat_row(listed), flat_row("0143-9714-01")))
    assert len(rows) == 1
    assert remarks.counts() == {"NDC unreadable": 1}


def test_a_twelve_digit_ndc_is_a_key_like_any_other(tmp_path: Path) -> None:
    rows, _ = read(write_flat(tmp_path / "ndc.csv", flat_row("123456-0001-01")))
    assert (rows[0].ndc, rows[0].ndc11) == ("123456-0001-01", "")


def test_a_text_that_names_another_ndc_is_noted(tmp_path: Path) -> None:
    row = flat_row("0143-9714-01", text="100 TABLET in 1 BOTTLE (0143-9714-10)")
    rows, remarks = read(write_flat(tmp_path / "ndc.csv", row))
    assert ndcs(rows) == ["0143-9714-01"]
    assert remarks.counts() == {"package text names another NDC": 1}


def test_each_row_to_be_confirmed_is_remarked_by_line(tmp_path: Path) -> None:
    _, remarks = read(
        write_flat(
            tmp_path / "ndc.csv",
            flat_row("0143-9714-01", text="5 h in 1 BOTTLE", form="PATCH"),
            flat_row("0143-9714-02", text="1 KIT in 1 BOX", form="KIT"),
            flat_row("0143-9714-03", text="5 kg in 1 DRUM", form="POWDER"),
        )
    )
    assert [(one.line, one.about) for one in remarks.kept()] == [
        (2, "package size to be confirmed"),
        (3, "kit, size to be confirmed"),
        (4, "bulk, not pharmacy stock"),
    ]


def test_schedule_one_is_never_stock(tmp_path: Path) -> None:
    rows, _ = read(write_flat(tmp_path / "ndc.csv", flat_row("0143-9714-01", schedule="CI")))
    assert (rows[0].schedule, rows[0].state) == (Schedule.I, PackageState.BULK)


def test_an_unclosed_quotation_mark_is_refused_by_line(tmp_path: Path) -> None:
    plain = write_flat(tmp_path / "ndc.csv", flat_row("0143-9714-01"))
    broken = plain.read_text() + '"0143-9714-02,' + "x" * 200_000
    plain.write_text(broken)
    with pytest.raises(TableBroken, match="a quotation mark is not closed"):
        read(plain)


def test_openfda_json_gives_a_row_for_each_package(tmp_path: Path) -> None:
    file = write_json(tmp_path / "drug-ndc.json", json_product(packages=["01", "10"], dea_schedule="CIV"))
    rows, _ = read(file)
    assert ndcs(rows) == ["0143-9714-01", "0143-9714-10"]
    assert (rows[0].strength, rows[0].schedule, rows[0].pack_quantity) == ("10 mg", Schedule.IV, 100_000)
    assert open_directory([file]).year == 2026


def test_zipped_json_reads_like_the_plain_file(tmp_path: Path) -> None:
    file = write_json(tmp_path / "drug-ndc-0001-of-0001.json", json_product(), indent=2)
    assert read(write_zip(tmp_path / "a.zip", (file.name, file.read_bytes())))[0] == read(file)[0]


@pytest.mark.parametrize("wrapped", ["array", "result", "deep"])
def test_products_are_found_however_deep_they_lie(tmp_path: Path, wrapped: str) -> None:
    product = json_product()
    content = {
        "array": [product],
        "result": {"meta": {}, "result": product},
        "deep": {"a": [{"b": [product]}]},
    }
    file = tmp_path / "ndc.json"
    file.write_text(json.dumps(content[wrapped]))
    assert ndcs(read(file)[0]) == ["0143-9714-01"]


def test_unfinished_json_products_are_bulk(tmp_path: Path) -> None:
    rows, _ = read(write_json(tmp_path / "ndc.json", json_product(finished=False)))
    assert rows[0].state is PackageState.BULK


def test_an_unreadable_json_product_is_refused_and_the_next_one_read(tmp_path: Path) -> None:
    rows, remarks = read(write_json(tmp_path / "ndc.json", json_product(packaging="none"), json_product()))
    assert (ndcs(rows), remarks.counts()) == (["0143-9714-01"], {"product unreadable": 1})


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9])
def test_json_that_ends_early_is_refused(tmp_path: Path, cut: float) -> None:
    file = write_json(
        tmp_path / "ndc.json", *(json_product(f"0143-{number}") for number in range(1000, 1100))
    )
    file.write_bytes(file.read_bytes()[: int(file.stat().st_size * cut)])
    with pytest.raises(JsonBroken, match="is not complete JSON"):
        read(file)


def test_json_is_read_across_the_edges_of_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_CHUNK", 37)
    products = [json_product(f"0143-{number}", labeler_name="Société") for number in range(1000, 1020)]
    rows, _ = read(write_json(tmp_path / "ndc.json", *products, indent=1))
    assert len(rows) == 20
    assert {row.labeler for row in rows} == {"Société"}


def test_tables_are_read_across_the_edges_of_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read(*write_fda(tmp_path))[0]
    monkeypatch.setattr(files, "_CHUNK", 7)
    product, package = tmp_path / "product.txt", tmp_path / "package.txt"
    assert open_directory_rows(product, package) == whole


def open_directory_rows(product: Path, package: Path) -> list[CatalogueRow]:
    drugs = Remarks()
    # With chunks of seven bytes a heading is not whole in the first one, so recognition needs real ones.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "_CHUNK", 1 << 20)
        directory = open_directory([product, package])
    return list(directory.read(drugs))


def test_a_zip_that_unpacks_beyond_its_ratio_is_refused(tmp_path: Path) -> None:
    lines = write_flat(tmp_path / "ndc.csv", flat_row("0143-9714-01")).read_bytes() + b"\n" * (
        40 * 1024 * 1024
    )
    bomb = write_zip(tmp_path / "bomb.zip", ("ndc.csv", lines))
    with pytest.raises(ArchiveTooLarge, match="more than 100 times its size"):
        open_directory([bomb])


def test_a_zip_with_too_many_files_is_refused(tmp_path: Path) -> None:
    crowd = write_zip(
        tmp_path / "crowd.zip", *((f"{number}.txt", b"x") for number in range(files.PARTS_AT_MOST + 1))
    )
    with pytest.raises(ArchiveTooLarge, match="it holds more than 200 files"):
        open_directory([crowd])


def test_a_zip_that_claims_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "UNPACKED_AT_MOST", 10)
    with pytest.raises(ArchiveTooLarge, match="is no product directory"):
        open_directory([write_zip(tmp_path / "large.zip", ("product.txt", b"x" * 11))])


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    rows = (flat_row(f"0143-{number}-01", name=f"{number * 7919}") for number in range(1000, 3000))
    plain = write_flat(tmp_path / "ndc.csv", *rows)
    whole = write_zip(tmp_path / "a.zip", (plain.name, plain.read_bytes()))
    content = bytearray(whole.read_bytes())
    content[len(content) // 2] ^= 0xFF
    whole.write_bytes(content)
    with pytest.raises(ArchiveDamaged, match="Fetch it again"):
        open_directory([whole])


def test_a_truncated_gzip_is_refused(tmp_path: Path) -> None:
    plain = write_flat(tmp_path / "ndc.csv", *(flat_row(f"0143-{number}-01") for number in range(1000, 3000)))
    packed = tmp_path / "ndc.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes())[:-200])
    with pytest.raises(ArchiveDamaged):
        open_directory([packed])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(content=st.binary(max_size=400) | st.text(max_size=300).map(str.encode))
def test_no_file_breaks_the_reader(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "fuzz"
    file.write_bytes(content)
    with pytest.raises(Refusal):
        read(file)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(line=st.text(max_size=200))
def test_no_line_breaks_a_directory(tmp_path: Path, line: str) -> None:
    product, package = write_fda(tmp_path, packages=[PACKAGES[0]])
    package.write_bytes(f"{PACKAGE_HEADING}\n{line}\n{PACKAGES[0]}\n".encode("utf-8", "surrogatepass"))
    rows, _ = read(product, package)
    assert "0143-9714-01" in ndcs(rows)


def test_all_rows_of_the_2015_directory_come_in(shared: Path) -> None:
    rows, remarks = read(shared / "data/ndc/ndc_packages_2015.csv.gz")
    states = {state: sum(1 for row in rows if row.state is state) for state in PackageState}
    assert len(rows) == 62_873
    assert remarks.of_kind(RemarkKind.REFUSED) == 0
    assert states == {
        PackageState.STOCKABLE: 61_822,
        PackageState.BULK: 197,
        PackageState.KIT: 758,
        PackageState.UNREAD: 96,
    }


def test_the_fda_layout_is_read_as_published(shared: Path) -> None:
    folder = shared / "data/ndc/fda_layout"
    rows, _ = read(folder / "product_trimmed.txt", folder / "package_trimmed.txt")
    assert ndcs(rows) == ["0002-0800-01", "0002-1200-30", "0002-1200-50"]
    assert rows[1].sample is True
    rows, _ = read(folder / "unfinished_product_trimmed.txt", folder / "unfinished_package_trimmed.txt")
    assert {row.state for row in rows} == {PackageState.BULK}
    rows, _ = read(folder / "openfda_ndc_example.json")
    assert ndcs(rows) == ["68682-065-10"]
