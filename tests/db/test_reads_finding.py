"""What a scan stands for, and what a typed text may mean."""

from __future__ import annotations

import pytest

from db.reads.reads import ReadsOnFile
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.identity import LotNumber, PersonId, ProductId, Serial
from rxdesk.domain.ndc import check_digit
from rxdesk.domain.orders import LinkCode, ReceiveLot, SetUpProduct
from rxdesk.domain.own_codes import badge_code, place_code, shelf_code
from rxdesk.domain.people import Role
from rxdesk.domain.quantity import units
from rxdesk.domain.scan import ScannerProfile
from rxdesk.domain.scan_refusals import CheckDigitWrong
from rxdesk.ports.found import FoundListed, FoundNothing, FoundPerson, FoundPlace, FoundProduct
from tests.db_files import HYDROXYZINE, SHELF, TECHNICIAN, Bench, details
from tests.listed_rows import ListedRows, gtin_of, import_rows, row

GTIN = "00399301417014"
LISINOPRIL = "0143-9714-01"
STRANGE = gtin_of("0", "0012345676")
SSCC = f"00345678901234567{check_digit('00345678901234567')}"
TOKEN = "0123456789ABCDEF" * 2


def _receive(bench: Bench, lot: str, expiry: str = "2027-08", serial: str = "") -> None:
    bench.post(
        ReceiveLot(
            id=bench.order_id(),
            product=HYDROXYZINE,
            lot=LotNumber(lot),
            expiry=expiry,
            serial=Serial(serial),
            packs=1,
            place=SHELF,
        )
    )


def _found(reads: ReadsOnFile, raw: str) -> FoundProduct:
    found = reads.find(raw)
    assert isinstance(found, FoundProduct)
    return found


@pytest.fixture
def listed(bench: Bench) -> Bench:
    """A pharmacy beside a catalogue."""
    import_rows(bench.ledger.connection, ListedRows([row(), row("0143-9714-10", quantity=1_000_000)]))
    return bench


def test_a_pack_of_a_kept_product_opens_its_card(bench: Bench, reads: ReadsOnFile) -> None:
    _receive(bench, "B7730A")
    found = _found(reads, f"]d201{GTIN}17270831" + "10B7730A")
    assert found.card.row.product == HYDROXYZINE
    assert found.pack_quantity == units(100)
    assert found.scanned_line is not None
    assert (found.scanned_line.lot, found.scanned_line.quantity) == ("B7730A", units(100))
    assert found.scanned_expiry is not None
    assert found.scanned_expiry.shown == "31 Aug 2027"


def test_a_code_without_expiry_takes_what_is_known_of_the_lot(bench: Bench, reads: ReadsOnFile) -> None:
    _receive(bench, "B7730A", "2027-08")
    assert _found(reads, f"]d201{GTIN}10B7730A").scanned_expiry == Expiry.at_end_of(2027, 8)


def test_the_very_pack_goes_before_loose_stock_of_its_lot(bench: Bench, reads: ReadsOnFile) -> None:
    _receive(bench, "B7730A")
    _receive(bench, "B7730A", serial="77")
    line = _found(reads, f"]d201{GTIN}10B7730A\x1d2177").scanned_line
    assert line is not None
    assert line.key.serial == "77"
    line = _found(reads, f"]d201{GTIN}10B7730A\x1d2178").scanned_line
    assert line is not None
    assert line.key.serial == ""


def test_a_lot_that_is_not_here_has_no_line(reads: ReadsOnFile) -> None:
    found = _found(reads, f"]d201{GTIN}10NEVER")
    assert (found.scanned_line, found.scanned_expiry) == (None, None)


def test_a_linked_code_says_how_much_its_pack_holds(bench: Bench, reads: ReadsOnFile) -> None:
    bench.post(LinkCode(id=bench.order_id(), code="MY-CODE", product=HYDROXYZINE, quantity=units(30)))
    assert isinstance(reads.find("MY-CODE"), FoundProduct)
    bench.post(
        LinkCode(id=bench.order_id(), code="10399301417011", product=HYDROXYZINE, quantity=units(1200))
    )
    assert _found(reads, "]d20110399301417011").pack_quantity == units(1200)


def test_a_shelf_label_opens_its_product(listed: Bench, reads: ReadsOnFile) -> None:
    assert isinstance(reads.find(shelf_code(LISINOPRIL)), FoundListed)
    listed.post(SetUpProduct(id=listed.order_id(), product=ProductId(LISINOPRIL)))
    found = _found(reads, shelf_code(LISINOPRIL))
    assert (found.card.row.product, found.scanned_line) == (LISINOPRIL, None)


def test_a_place_label_is_its_place(reads: ReadsOnFile) -> None:
    found = reads.find(place_code(SHELF))
    assert isinstance(found, FoundPlace)
    assert found.place.place == SHELF
    assert isinstance(reads.find(place_code("Z9-99")), FoundNothing)


def test_a_badge_says_who_somebody_is(bench: Bench, reads: ReadsOnFile) -> None:
    assert isinstance(reads.find(badge_code(TOKEN)), FoundNothing)
    with bench.ledger() as unit:
        unit.credentials.set_badge_digest(TECHNICIAN, f"digest of {TOKEN}")
        unit.commit()
    assert reads.find(badge_code(TOKEN)) == FoundPerson(
        person=PersonId(TECHNICIAN), name="K. Patel", role=Role.TECHNICIAN
    )


def test_a_brief_answer_knows_the_pack_and_leaves_out_what_is_only_looked_at(
    bench: Bench, reads: ReadsOnFile
) -> None:
    _receive(bench, "L1")
    whole, brief = reads.find("00399301417014"), reads.find("00399301417014", brief=True)
    assert isinstance(whole, FoundProduct)
    assert isinstance(brief, FoundProduct)
    assert (brief.pack_quantity, brief.card.row) == (whole.pack_quantity, whole.card.row)
    assert (brief.card.offers, brief.card.codes) == (whole.card.offers, whole.card.codes)
    assert whole.card.lines
    assert whole.card.history
    assert (brief.card.lines, brief.card.history) == ((), ())


def test_a_listed_pack_offers_its_listings(listed: Bench, reads: ReadsOnFile) -> None:
    found = reads.find(gtin_of("0"))
    assert isinstance(found, FoundListed)
    assert [(hit.row.ndc, hit.stocked) for hit in found.hits] == [(LISINOPRIL, False)]


def test_an_unknown_pack_can_be_linked_by_its_gtin(reads: ReadsOnFile) -> None:
    found = reads.find(f"]d201{STRANGE}10LOT")
    assert isinstance(found, FoundNothing)
    assert found.code == STRANGE


def test_unknown_text_can_be_linked_as_it_is(reads: ReadsOnFile) -> None:
    found = reads.find("SOME-CODE")
    assert isinstance(found, FoundNothing)
    assert found.code == "SOME-CODE"


@pytest.mark.parametrize("raw", ["]d21727083110LOT", f"]C100{SSCC}"])
def test_half_a_pack_and_a_tote_have_nothing_to_link(reads: ReadsOnFile, raw: str) -> None:
    found = reads.find(raw)
    assert isinstance(found, FoundNothing)
    assert found.code == ""


def test_a_scan_that_cannot_be_trusted_is_refused(reads: ReadsOnFile) -> None:
    with pytest.raises(CheckDigitWrong):
        reads.find("]d20100399301417015")


def test_what_the_scanner_wraps_around_codes_is_taken_off(reads: ReadsOnFile) -> None:
    reads.profile = ScannerProfile(prefix="<<", suffix=">>")
    assert _found(reads, f"<<]d201{GTIN}>>").card.row.product == HYDROXYZINE


def test_search_finds_kept_products_first_and_then_listed_ones(listed: Bench, reads: ReadsOnFile) -> None:
    kept = ProductId("99900-0001-01")
    listed.post(SetUpProduct(id=listed.order_id(), product=kept, details=details("Zestril lisinopril")))
    hits = reads.search("lisinopril")
    assert [(hit.row.ndc, hit.stocked) for hit in hits] == [
        (kept, True),
        (LISINOPRIL, False),
        ("0143-9714-10", False),
    ]
    assert [hit.row.ndc for hit in reads.search("lisinopril", limit=1)] == [kept]


def test_a_kept_product_is_not_found_a_second_time_as_listed(listed: Bench, reads: ReadsOnFile) -> None:
    listed.post(SetUpProduct(id=listed.order_id(), product=ProductId(LISINOPRIL)))
    assert [(hit.row.ndc, hit.stocked) for hit in reads.search("lisin")] == [
        (LISINOPRIL, True),
        ("0143-9714-10", False),
    ]


def test_a_kept_product_found_only_by_forgiving_is_marked_as_kept(listed: Bench, reads: ReadsOnFile) -> None:
    listed.post(SetUpProduct(id=listed.order_id(), product=ProductId("0143-9714-10")))
    hits = reads.search("lisinoprol")
    assert [(hit.row.ndc, hit.stocked, hit.forgiven) for hit in hits] == [
        ("0143-9714-10", True, True),
        (LISINOPRIL, False, True),
    ]


@pytest.mark.parametrize("text", ["hydr", "25 hydrox", "9930104", "99301-0417-01", GTIN, "northf hydrox"])
def test_search_works_without_a_catalogue(reads: ReadsOnFile, text: str) -> None:
    assert HYDROXYZINE in [hit.row.ndc for hit in reads.search(text)]


@pytest.mark.parametrize("text", ["", "   ", "nothing like it"])
def test_search_for_nothing_finds_nothing(reads: ReadsOnFile, text: str) -> None:
    assert list(reads.search(text)) == []


def test_names_that_begin_with_the_text_come_first(bench: Bench, reads: ReadsOnFile) -> None:
    bench.post(
        SetUpProduct(
            id=bench.order_id(), product=ProductId("99900-0002-01"), details=details("Acyclovir hydrate")
        )
    )
    assert [hit.row.name for hit in reads.search("hydr")] == ["Hydroxyzine HCl", "Acyclovir hydrate"]


@pytest.mark.parametrize(
    "text", ["hydroxizine", "hidroxyzine", "hydroxyzin 25", "hydorxyzine", "northfeild hydroxyzine"]
)
def test_a_typing_mistake_is_forgiven_without_a_catalogue(reads: ReadsOnFile, text: str) -> None:
    hits = reads.search(text)
    assert [(hit.row.ndc, hit.stocked) for hit in hits] == [(HYDROXYZINE, True)]


@pytest.mark.parametrize("text", ["hydralazine", "hydroxizine 50", "hyd"])
def test_no_more_than_a_typing_mistake_is_forgiven(reads: ReadsOnFile, text: str) -> None:
    assert not any(hit.forgiven for hit in reads.search(text))
