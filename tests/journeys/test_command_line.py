"""The command line on real files, run in this process: what it prints, what it leaves, how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from rxdesk.__main__ import main
from rxdesk.compose import FILE_NAME
from rxdesk.domain.own_codes import place_code, shelf_code
from tests.directory_files import write_fda
from tests.paper_reading import bare, codes_on, page_texts, pictures

PIN = "748159"
LISINOPRIL = "0143-9714-01"
GTIN = "00301439714019"
SCAN = f"]d201{GTIN}17280630" + "10B7730A"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def rxdesk(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Ended]:
    """Run a command on a data folder of the test's own; `pin` goes through a file descriptor."""

    def run(*arguments: str, pin: str | None = None) -> Ended:
        given = ["--data", str(tmp_path / "data"), *arguments]
        if pin is not None:
            reading, writing = os.pipe()
            os.write(writing, f"{pin}\n".encode())
            os.close(writing)
            given += ["--pin-fd", str(reading)]
        capfdbinary.readouterr()
        code = main(given)
        out, err = capfdbinary.readouterr()
        return Ended(code, out.decode(), err.decode())

    return run


@pytest.fixture
def open_pharmacy(rxdesk: Callable[..., Ended], tmp_path: Path) -> Callable[..., Ended]:
    """A pharmacy with a catalogue and a shelf."""
    begun = rxdesk("begin", "Maple Street Pharmacy", "--name", "Riya Shah", "--initials", "RS", pin=PIN)
    assert begun.code == 0, begun.err
    product, package = write_fda(tmp_path)
    imported = rxdesk("import", "catalogue", str(product), str(package), "--as", "RS", pin=PIN)
    assert imported.code == 0, imported.err
    shelf = {"act": "set_up_place", "id": "shelf", "place": "A3-02"}
    assert _do(rxdesk, tmp_path, shelf).code == 0
    return rxdesk


def _do(rxdesk: Callable[..., Ended], folder: Path, *orders: object, batch: int = 1) -> Ended:
    file = folder / "orders.jsonl"
    lines = [order if isinstance(order, str) else json.dumps(order) for order in orders]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return rxdesk("do", str(file), "--batch", str(batch), "--as", "Riya Shah", pin=PIN)


def _receive(order_id: str, **changes: object) -> dict[str, object]:
    order: dict[str, object] = {
        "act": "receive_lot",
        "id": order_id,
        "product": LISINOPRIL,
        "lot": "B7730A",
        "expiry": "2028-06-30",
        "packs": 1,
        "place": "A3-02",
    }
    return order | changes


# --- beginning and signing in ---------------------------------------------------------------------


def test_a_pharmacy_is_begun_once(open_pharmacy: Callable[..., Ended]) -> None:
    again = open_pharmacy("begin", "Another", "--name", "X", "--initials", "X", pin=PIN)
    assert again.code == 1
    assert "belongs to a pharmacy already" in again.err


def test_a_pin_that_is_too_easy_begins_nothing(rxdesk: Callable[..., Ended]) -> None:
    refused = rxdesk("begin", "Maple Street", "--name", "Riya", "--initials", "RS", pin="123456")
    assert refused.code == 1
    assert "6 to 12 digits" in refused.err
    assert "123456" not in refused.err
    assert rxdesk("begin", "Maple Street", "--name", "Riya", "--initials", "RS", pin=PIN).code == 0


@pytest.mark.parametrize(
    "command", [("stock",), ("journal",), ("backup", "copy.sqlite3"), ("report", "reorder", "-o", "r.pdf")]
)
def test_a_question_to_a_folder_without_a_pharmacy_makes_none(
    rxdesk: Callable[..., Ended], tmp_path: Path, command: tuple[str, ...]
) -> None:
    ended = rxdesk(*command)
    assert ended.code == 2
    assert "There is no pharmacy" in ended.err
    assert not (tmp_path / "data" / FILE_NAME).exists()


def test_a_wrong_pin_or_an_unknown_person_posts_nothing(
    open_pharmacy: Callable[..., Ended], tmp_path: Path
) -> None:
    file = tmp_path / "orders.jsonl"
    file.write_text(json.dumps(_receive("r1")), encoding="utf-8")
    wrong = open_pharmacy("do", str(file), "--as", "RS", pin="748150")
    assert (wrong.code, wrong.out) == (1, "")
    assert "PIN is not right" in wrong.err
    assert open_pharmacy("do", str(file), "--as", "Nobody", pin=PIN).code == 1
    assert open_pharmacy("stock").out == ""


def test_people_who_share_initials_are_named(open_pharmacy: Callable[..., Ended], tmp_path: Path) -> None:
    robin = {"act": "add_person", "id": "p", "person": "x", "name": "Robin Stone", "initials": "RS"}
    assert _do(open_pharmacy, tmp_path, robin | {"role": "technician"}).code == 0
    ended = open_pharmacy("rebuild", "--as", "RS", pin=PIN)
    assert ended.code == 1
    assert "Riya Shah, Robin Stone" in ended.err


def test_without_a_pin_and_a_terminal_it_says_how_to_give_one(
    open_pharmacy: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    ended = open_pharmacy("rebuild", "--as", "RS")
    assert ended.code == 1
    assert "--pin-fd" in ended.err


# --- orders ---------------------------------------------------------------------------------------


def test_orders_are_answered_one_by_one_and_a_refusal_ends_with_one(
    open_pharmacy: Callable[..., Ended], tmp_path: Path
) -> None:
    ended = _do(
        open_pharmacy,
        tmp_path,
        _receive("r1"),
        _receive("r2", place="NOWHERE"),
        "",
        "no order",
        '{"act": "receive_lot", "id": "r3", "surprise": 1}',
        _receive("r4", lot="C1"),
    )
    assert ended.code == 1
    answers = ended.lines
    assert [answer["line"] for answer in answers] == [1, 2, 4, 5, 6]
    assert answers[0]["fact"]["kind"] == "LotReceived"
    assert answers[1]["refused"]["class"] == "PlaceUnknown"
    assert {answers[2]["refused"]["class"], answers[3]["refused"]["class"]} == {"OrderUnreadable"}
    assert answers[4]["fact"]["lot"] == "C1"


def test_a_refusal_names_its_order(open_pharmacy: Callable[..., Ended], tmp_path: Path) -> None:
    answers = _do(open_pharmacy, tmp_path, _receive("r2", place="NOWHERE")).lines
    assert answers[0]["order"] == "r2"


@pytest.mark.parametrize("batch", [1, 3, 100])
def test_the_same_orders_given_again_are_answered_and_not_repeated(
    open_pharmacy: Callable[..., Ended], tmp_path: Path, batch: int
) -> None:
    orders = [_receive(f"r{number}", lot=f"L{number}") for number in range(4)]
    first = _do(open_pharmacy, tmp_path, *orders, batch=batch)
    again = _do(open_pharmacy, tmp_path, *orders, *orders, batch=batch)
    assert (first.code, again.code) == (0, 0)
    ids = [answer["id"] for answer in first.lines]
    assert [answer["id"] for answer in again.lines] == ids * 2
    assert all(answer["repeated"] for answer in again.lines)
    assert len(open_pharmacy("stock").lines) == 4


def test_a_file_that_is_not_text_is_refused_after_what_came_before_it(
    open_pharmacy: Callable[..., Ended], tmp_path: Path
) -> None:
    file = tmp_path / "orders.jsonl"
    file.write_bytes(json.dumps(_receive("r1")).encode() + b"\n\xff\xfe\n")
    ended = open_pharmacy("do", str(file), "--as", "RS", pin=PIN)
    assert ended.code == 1
    assert "Line 2 is not UTF-8" in ended.err
    assert len(ended.lines) == 1


def test_a_missing_file_is_a_sentence(open_pharmacy: Callable[..., Ended], tmp_path: Path) -> None:
    ended = open_pharmacy("do", str(tmp_path / "none.jsonl"), "--as", "RS", pin=PIN)
    assert ended.code == 2
    assert ended.err.rstrip().endswith(".")
    assert "Traceback" not in ended.err


def test_the_acts_are_described_as_a_json_schema(rxdesk: Callable[..., Ended]) -> None:
    ended = rxdesk("acts")
    assert ended.code == 0
    described = json.loads(ended.out)
    defined = described["$defs"]
    for of in ("orders", "facts"):
        for option in described[of]["anyOf"]:
            assert option["$ref"].removeprefix("#/$defs/") in defined
    assert defined["ReceiveLot"]["properties"]["act"] == {"enum": ["receive_lot"]}
    assert defined["LotReceived"]["properties"]["kind"] == {"enum": ["LotReceived"]}
    assert "id" in defined["DispenseItem"]["required"]


# --- scans ----------------------------------------------------------------------------------------


def _scan(rxdesk: Callable[..., Ended], folder: Path, *lines: str, jsonl: bool = False) -> Ended:
    file = folder / "scans.txt"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return rxdesk("scan", str(file), *(["--jsonl"] if jsonl else []))


def test_scans_are_read_without_a_pharmacy(rxdesk: Callable[..., Ended], tmp_path: Path) -> None:
    ended = _scan(
        rxdesk,
        tmp_path,
        SCAN + "<GS>2110004417",
        "]d201" + GTIN[:-1] + str(9 - int(GTIN[-1])),
        place_code("A3-02"),
    )
    assert ended.code == 0  # a refusal is an answer too
    pack, wrong, place = ended.lines
    assert (pack["lot"], pack["serial"], pack["gtin14"]) == ("B7730A", "10004417", GTIN)
    assert wrong["refused"]["class"] == "CheckDigitWrong"
    assert place == {"kind": "place", "place": "A3-02"}


def test_scans_say_which_product_they_stand_for(open_pharmacy: Callable[..., Ended], tmp_path: Path) -> None:
    assert _scan(open_pharmacy, tmp_path, SCAN).lines[0]["product"]["kept"] == "no"
    _do(open_pharmacy, tmp_path, _receive("r1"))
    ended = _scan(open_pharmacy, tmp_path, SCAN, shelf_code(LISINOPRIL))
    assert ended.code == 0
    assert {line["product"]["ndc"] for line in ended.lines} == {LISINOPRIL}
    assert ended.lines[0]["product"]["kept"] == "yes"


def test_scans_as_json_carry_their_scanner_s_profile(
    open_pharmacy: Callable[..., Ended], tmp_path: Path
) -> None:
    profile = {"prefix": "~", "suffix": "#", "gs": "^"}
    ended = _scan(
        open_pharmacy,
        tmp_path,
        json.dumps({"raw": f"~{SCAN}^2110004417#", "profile": profile}),
        json.dumps({"raw": SCAN, "now": "2026-11-23"}),
        '{"raw": 1}',
        jsonl=True,
    )
    assert ended.code == 0
    wrapped, plain, wrong = ended.lines
    assert wrapped["serial"] == "10004417"
    assert wrapped["product"] == plain["product"]
    assert wrong["refused"]["class"] == "LineUnreadable"


# --- lists ----------------------------------------------------------------------------------------


def test_stock_is_printed_as_json_and_as_csv(open_pharmacy: Callable[..., Ended], tmp_path: Path) -> None:
    _do(open_pharmacy, tmp_path, _receive("r1"), _receive("r2", lot="0012345", quantity=2500 * 1000))
    rows = open_pharmacy("stock", "lisin").lines
    assert {(row["ndc"], row["lot"], row["place"]) for row in rows} == {
        (LISINOPRIL, "B7730A", "A3-02"),
        (LISINOPRIL, "0012345", "A3-02"),
    }
    table = open_pharmacy("stock", "--csv").out.lstrip("\ufeff")
    assert LISINOPRIL in table
    assert "0012345" in table
    assert open_pharmacy("stock", "nothing like this").out == ""


def test_the_journal_is_printed_newest_first(open_pharmacy: Callable[..., Ended], tmp_path: Path) -> None:
    _do(open_pharmacy, tmp_path, _receive("r1"))
    rows = open_pharmacy("journal").lines
    seqs = [row["seq"] for row in rows]
    assert seqs == sorted(seqs, reverse=True)
    assert rows[0]["kind"] == "LotReceived"
    assert rows[0]["person"] == "Riya Shah"
    only = open_pharmacy("journal", "--kind", "PlaceSetUp", "--limit", "1").lines
    assert [row["kind"] for row in only] == ["PlaceSetUp"]
    of_product = open_pharmacy("journal", "--product", LISINOPRIL).lines
    assert {row["kind"] for row in of_product} == {"LotReceived", "ProductSetUp"}
    lines = list(csv.reader(io.StringIO(open_pharmacy("journal", "--csv").out.lstrip("\ufeff"))))
    assert any("LotReceived" in line for line in lines)
    assert PIN not in open_pharmacy("journal").out


# --- paper ----------------------------------------------------------------------------------------


def test_a_label_is_written_and_its_code_reads_back(
    open_pharmacy: Callable[..., Ended], tmp_path: Path
) -> None:
    _do(open_pharmacy, tmp_path, _receive("r1"))
    file = tmp_path / "labels.pdf"
    ended = open_pharmacy("label", LISINOPRIL, "-o", str(file))
    assert ended.code == 0, ended.err
    [picture] = pictures(file.read_bytes(), dpi=300)
    assert shelf_code(LISINOPRIL) in [text for _, text in codes_on(picture)]


def test_a_label_of_what_is_not_kept_writes_no_file(
    open_pharmacy: Callable[..., Ended], tmp_path: Path
) -> None:
    file = tmp_path / "labels.pdf"
    assert open_pharmacy("label", LISINOPRIL, "-o", str(file)).code == 1
    assert open_pharmacy("label", LISINOPRIL, "--stock", "none", "-o", str(file)).code == 1
    assert not file.exists()


def test_the_reorder_sheet_lists_what_is_below_its_minimum(
    open_pharmacy: Callable[..., Ended], tmp_path: Path
) -> None:
    levels = {"act": "set_levels", "id": "l", "product": LISINOPRIL, "minimum": 500_000}
    _do(open_pharmacy, tmp_path, _receive("r1"), levels)
    file = tmp_path / "reorder.pdf"
    ended = open_pharmacy("report", "reorder", "--by", "Riya Shah", "-o", str(file))
    assert ended.code == 0
    assert "1 line" in ended.out
    text = "".join(page_texts(file.read_bytes()))
    assert bare(LISINOPRIL) in text
    assert bare("Riya Shah") in text


# --- the file itself ------------------------------------------------------------------------------


def test_a_sound_file_is_checked_with_zero(open_pharmacy: Callable[..., Ended], tmp_path: Path) -> None:
    _do(open_pharmacy, tmp_path, _receive("r1"))
    plain = open_pharmacy("check")
    assert (plain.code, plain.err) == (0, "")
    report = open_pharmacy("check", "--json")
    assert report.code == 0
    found = json.loads(report.out)
    assert found["holds"] is True
    assert found["head"] in plain.out
    assert {"chain", "projections", "balances"} <= {finding["name"] for finding in found["findings"]}


def test_a_changed_file_is_checked_with_one(open_pharmacy: Callable[..., Ended], tmp_path: Path) -> None:
    _do(open_pharmacy, tmp_path, _receive("r1"))
    connection = dbapi2.connect(str(tmp_path / "data" / FILE_NAME), isolation_level=None)
    connection.execute("UPDATE stock SET quantity = quantity + 1000 WHERE place = 'A3-02'")
    connection.close()
    ended = open_pharmacy("check")
    assert ended.code == 1
    assert "stock" in ended.err
    rebuilt = open_pharmacy("rebuild", "--as", "RS", pin=PIN)
    assert rebuilt.code == 0
    assert "stock" in rebuilt.out
    assert open_pharmacy("check").code == 0


def test_a_missing_file_cannot_be_checked(rxdesk: Callable[..., Ended]) -> None:
    ended = rxdesk("check")
    assert ended.code == 2
    assert ended.err.rstrip().endswith(".")


def test_a_backup_is_restored(open_pharmacy: Callable[..., Ended], tmp_path: Path) -> None:
    _do(open_pharmacy, tmp_path, _receive("r1"))
    copy = tmp_path / "copy.sqlite3"
    assert open_pharmacy("backup", str(copy)).code == 0
    _do(open_pharmacy, tmp_path, _receive("r2", lot="LATER"))
    ended = open_pharmacy("restore", str(copy))
    assert ended.code == 0, ended.err
    assert [row["lot"] for row in open_pharmacy("stock").lines] == ["B7730A"]
    assert open_pharmacy("journal", "--limit", "1").lines[0]["kind"] == "EpochBegun"
    assert open_pharmacy("check").code == 0


def test_a_copy_of_a_newer_program_is_not_restored(
    open_pharmacy: Callable[..., Ended], tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite3"
    open_pharmacy("backup", str(copy))
    connection = dbapi2.connect(str(copy), isolation_level=None)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    ended = open_pharmacy("restore", str(copy))
    assert ended.code == 2
    assert "newer RxDesk" in ended.err
    assert open_pharmacy("check").code == 0


@pytest.mark.parametrize("content", [b"", b"not a database at all, only some words"])
def test_a_file_that_is_no_copy_is_not_restored(
    open_pharmacy: Callable[..., Ended], tmp_path: Path, content: bytes
) -> None:
    copy = tmp_path / "copy.sqlite3"
    copy.write_bytes(content)
    ended = open_pharmacy("restore", str(copy))
    assert ended.code == 2
    assert "Traceback" not in ended.err
    assert open_pharmacy("check").code == 0


def test_a_second_import_of_the_same_files_changes_nothing(
    open_pharmacy: Callable[..., Ended], tmp_path: Path
) -> None:
    files = (str(tmp_path / "product.txt"), str(tmp_path / "package.txt"))
    ended = open_pharmacy("import", "catalogue", *files, "--as", "RS", pin=PIN)
    assert ended.code == 0
    assert "nothing was changed" in ended.out


def test_a_file_that_is_no_directory_is_not_imported(
    open_pharmacy: Callable[..., Ended], tmp_path: Path
) -> None:
    wrong = tmp_path / "letter.txt"
    wrong.write_text("Dear Sir or Madam,\n", encoding="utf-8")
    ended = open_pharmacy("import", "catalogue", str(wrong), "--as", "RS", pin=PIN)
    assert ended.code == 1
    assert ended.err.rstrip().endswith(".")


def test_a_catalogue_is_imported_before_there_is_a_pharmacy_and_names_nobody(
    rxdesk: Callable[..., Ended], tmp_path: Path
) -> None:
    product, package = write_fda(tmp_path)
    assert rxdesk("import", "catalogue", str(product), str(package)).code == 0
    (entry,) = rxdesk("journal").lines
    assert (entry["kind"], entry["person"]) == ("CatalogueReplaced", "")
    assert rxdesk("check").code == 0


def test_a_rebuild_with_nobody_signed_in_names_nobody(open_pharmacy: Callable[..., Ended]) -> None:
    assert open_pharmacy("rebuild").code == 0
    newest = open_pharmacy("journal", "--limit", "1").lines[0]
    assert (newest["kind"], newest["person"]) == ("ProjectionsRebuilt", "")
