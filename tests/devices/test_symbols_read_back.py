from __future__ import annotations

from datetime import date

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from rxdesk.domain.expiry import Expiry
from rxdesk.domain.gs1 import SET_82
from rxdesk.domain.ndc import check_digit
from rxdesk.domain.own_codes import place_code
from rxdesk.domain.scan import ScannedPack, ScannedPlace, read_scan

TODAY = date(2026, 11, 23)
# zxing-cpp takes its elements in square brackets, so that a lot may hold round ones.
texts = st.text(sorted(SET_82), min_size=1, max_size=20)
gtins = (
    st.integers(0, 10**10 - 1).map(lambda ndc: f"003{ndc:010}").map(lambda body: f"{body}{check_digit(body)}")
)


def scanned(text: str, symbology: zxingcpp.BarcodeFormat, *, gs1: bool) -> str:
    """Return what a scanner would send for a symbol drawn with this text."""
    drawn = zxingcpp.create_barcode(  # pyright: ignore[reportUnknownMemberType]  # its stub leaves kwargs open
        text, symbology, gs1=gs1, **({"force_square": True} if "Matrix" in symbology.name else {})
    )
    (read,) = zxingcpp.read_barcodes(drawn.to_image(scale=4))
    return read.symbology_identifier + read.bytes.decode("ascii")


@settings(max_examples=25)
@given(
    gtin=gtins,
    lot=texts,
    serial=texts,
    day=st.dates(date(1990, 1, 1), date(2070, 12, 31)),
    whole=st.booleans(),
)
def test_a_drawn_pack_code_reads_back_identical(
    gtin: str, lot: str, serial: str, day: date, *, whole: bool
) -> None:
    six = f"{day:%y%m}{day:%d}" if whole else f"{day:%y%m}00"
    raw = scanned(f"[01]{gtin}[17]{six}[10]{lot}[21]{serial}", zxingcpp.BarcodeFormat.DataMatrix, gs1=True)
    pack = read_scan(raw, today=TODAY)
    assert isinstance(pack, ScannedPack)
    assert (pack.symbology, pack.gtin14, pack.lot, pack.serial) == ("]d2", gtin, lot, serial)
    assert pack.expiry == (Expiry.on(day) if whole else Expiry.at_end_of(day.year, day.month))


@pytest.mark.parametrize(
    ("symbology", "text", "gs1", "identifier"),
    [
        (zxingcpp.BarcodeFormat.Code128, "[01]00300021433802", True, "]C1"),
        (zxingcpp.BarcodeFormat.QRCode, "[01]00300021433802", True, "]Q3"),
        (zxingcpp.BarcodeFormat.UPCA, "300021433802", False, "]E0"),
        (zxingcpp.BarcodeFormat.EAN13, "0300021433802", False, "]E0"),
        (zxingcpp.BarcodeFormat.ITF, "00300021433802", False, "]I"),
    ],
)
def test_each_linear_and_square_carrier_of_a_gtin_reads_back(
    symbology: zxingcpp.BarcodeFormat, text: str, *, gs1: bool, identifier: str
) -> None:
    pack = read_scan(scanned(text, symbology, gs1=gs1), today=TODAY)
    assert isinstance(pack, ScannedPack)
    assert pack.gtin14 == "00300021433802"
    assert pack.symbology.startswith(identifier)


@pytest.mark.parametrize(
    "symbology",
    [zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix],
)
def test_our_own_codes_read_back_from_every_carrier_we_print(symbology: zxingcpp.BarcodeFormat) -> None:
    assert read_scan(scanned(place_code("C-II safe"), symbology, gs1=False), today=TODAY) == ScannedPlace(
        "C-II safe"
    )
