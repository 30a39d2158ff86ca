from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageFilter, ImageOps

from devices.printing.draughtsman import PdfDraughtsman
from devices.printing.fonts import TextNotPrintable
from devices.printing.label_pdf import label_pdf
from devices.printing.stacking import TextTooLong
from devices.printing.stocks import AVERY_5160, ROLL_50X25, ROLL_57X32, STOCKS
from rxdesk.domain.labels import (
    BadgeLabel,
    Gs1Code,
    LabelContent,
    OwnCode,
    PlaceLabel,
    ProductNameless,
    ShelfLabel,
)
from rxdesk.domain.own_codes import badge_code, place_code, shelf_code
from rxdesk.domain.quantity import units
from rxdesk.ports.printer import LabelStock
from tests.paper_reading import bare, bold_letters, codes_on, page_sizes_mm, page_texts, pictures

SHELF = ShelfLabel(
    name="hydrOXYzine hydrochloride",
    strength="25 mg",
    form="film-coated tablet",
    labeler="Northfield Generics, Inc.",
    ndc="99301-417-01",
    place="A3-02",
    minimum=units(100),
    maximum=units(1500),
    unit="tablets",
    code=Gs1Code("00399301417014"),
)
OWN_SHELF = replace(SHELF, code=OwnCode(shelf_code("99301-417-01")), marks=("C-II", "High alert"))
PLACE = PlaceLabel(name="A3-02", description="Aisle A, shelf 3", code=OwnCode(place_code("A3-02")))
LONG_PLACE = PlaceLabel(
    name="Refrigerator 2 door", description="", code=OwnCode(place_code("Refrigerator 2 door"))
)
BADGE = BadgeLabel(
    person="Kiran Patel",
    role="Technician",
    pharmacy="Maple Street Pharmacy",
    code=OwnCode(badge_code("0123456789ABCDEF" * 2)),
)
LABELS: dict[str, LabelContent] = {
    "shelf, GTIN": SHELF,
    "shelf, own code": OWN_SHELF,
    "place": PLACE,
    "place with a long name": LONG_PLACE,
    "badge": BADGE,
}
NASTY_NAMES = (
    "x" * 300,
    "acetaminophen " * 30,
    "\N{PILL} pill",
    "שלום",
    "مورفين",
    "abc\u202edef",
    "a\x00b",
    "a\x1b[31mb",
    "^XA^FO50,50~JA",
    "e\u0301 composed",
    "x\u0301",
    "",
    " ",
    "%s {0} $(x) <b>",
    "\u200b",
    "naïve µg — ½ ® ™",
    "line\nbreak\ttab",
)


def _expected(label: LabelContent) -> tuple[str, ...]:
    if isinstance(label.code, Gs1Code):
        return ("]d2", f"01{label.code.gtin}")
    return ("]d1", label.code.text)


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: stock.key)
@pytest.mark.parametrize("kind", LABELS)
def test_every_code_reads_back_as_what_it_should_say(kind: str, stock: LabelStock, dpi: int) -> None:
    label = LABELS[kind]
    (found,) = codes_on(pictures(label_pdf([label], stock=stock), dpi=dpi)[0])
    symbology, text = _expected(label)
    assert found in {(symbology, text), ("]C0", text)}


@pytest.mark.parametrize("kind", LABELS)
def test_a_worn_head_one_dot_too_dark_still_prints_codes_that_read(kind: str) -> None:
    label = LABELS[kind]
    thermal = pictures(label_pdf([label], stock=ROLL_50X25), dpi=203)[0].convert(
        "1", dither=Image.Dither.NONE
    )
    thermal = thermal.convert("L")
    darker = ImageChops.darker(thermal, ImageChops.offset(thermal, 1, 0))
    darker = ImageChops.darker(darker, ImageChops.offset(darker, 0, 1))
    seen = ImageOps.scale(darker, 3, Image.Resampling.NEAREST)
    assert _expected(label)[1] in {text for _, text in codes_on(seen.filter(ImageFilter.GaussianBlur(1.5)))}


def test_a_place_is_printed_as_a_line_code_where_that_fits() -> None:
    picture = pictures(label_pdf([PLACE], stock=AVERY_5160), dpi=300)[0]
    assert codes_on(picture) == [("]C0", place_code("A3-02"))]


def test_a_label_says_everything_in_full() -> None:
    (text,) = page_texts(label_pdf([OWN_SHELF], stock=ROLL_50X25))
    said = ("hydrOXYzine hydrochloride", "25 mg film-coated tablet", "NDC 99301-417-01", "A3-02", "C-II")
    assert [
        part for part in (*said, "Min 100 · Max 1,500 tablets", "High alert") if bare(part) not in text
    ] == []


def test_tall_man_letters_are_bold_and_their_neighbours_are_not() -> None:
    bold = bold_letters(label_pdf([SHELF], stock=ROLL_57X32))
    assert bold.startswith("OXY25 mg")


def test_a_label_is_as_large_as_its_stock() -> None:
    assert page_sizes_mm(label_pdf([SHELF, PLACE], stock=ROLL_57X32)) == [(57.0, 32.0)] * 2


def test_the_same_labels_are_the_same_bytes() -> None:
    contents = list(LABELS.values())
    assert label_pdf(contents, stock=ROLL_50X25) == label_pdf(contents, stock=ROLL_50X25)


def test_skipped_cells_of_a_sheet_stay_white() -> None:
    page = pictures(label_pdf([SHELF] * 2, stock=AVERY_5160, skip=4), dpi=100)[0]
    first_row = page.crop((0, 0, page.width, round(1.5 * 100)))
    assert first_row.getextrema() == (255, 255)


def test_labels_after_a_full_sheet_go_on_the_next_one() -> None:
    pdf = label_pdf([SHELF] * 30, stock=AVERY_5160, skip=29)
    assert [text.count("NDC") for text in page_texts(pdf)] == [1, 29]


def test_all_labels_of_a_sheet_read_back() -> None:
    labels = [replace(SHELF, code=OwnCode(f"LABEL-{at:03}")) for at in range(30)]
    found = codes_on(pictures(label_pdf(labels, stock=AVERY_5160), dpi=300)[0])
    assert sorted(found) == [("]d1", f"LABEL-{at:03}") for at in range(30)]


@pytest.mark.parametrize("name", NASTY_NAMES, ids=ascii)
def test_a_nasty_name_gives_one_full_label_or_a_refusal(name: str) -> None:
    _one_label_or_a_refusal(name)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=90))
def test_any_name_gives_one_full_label_or_a_refusal(name: str) -> None:
    _one_label_or_a_refusal(name)


def _one_label_or_a_refusal(name: str) -> None:
    try:
        pdf = label_pdf([replace(SHELF, name=name)], stock=ROLL_50X25)
    except (TextNotPrintable, TextTooLong, ProductNameless):
        return  # any other refusal, and any error, fails the test
    (text,) = page_texts(pdf)
    # The text on paper is composed; U+0301 after a letter has become part of it.
    assert bare(unicodedata.normalize("NFC", name)) in text
    assert codes_on(pictures(pdf, dpi=300)[0]) == [("]d2", "0100399301417014")]


def test_a_strength_too_long_for_the_label_is_refused_and_not_cut() -> None:
    with pytest.raises(TextTooLong) as refusal:
        label_pdf([replace(SHELF, strength="10 mg and " * 40)], stock=ROLL_50X25)
    assert "10 mg and 10 mg" in refusal.value.said


def test_the_longest_common_name_still_fits_with_its_marks() -> None:
    label = replace(
        OWN_SHELF,
        name="dextroamphetamine saccharate, amphetamine aspartate, dextroamphetamine sulfate and amphetamine sulfate",
        strength="3.125 mg, 3.125 mg, 3.125 mg and 3.125 mg",
        form="extended-release capsule",
    )
    pdf = label_pdf([label], stock=ROLL_50X25)
    (text,) = page_texts(pdf)
    said = (label.name, label.strength, "A3-02", *label.marks, label.ndc)
    assert [part for part in said if bare(part) not in text] == []
    assert [text for _, text in codes_on(pictures(pdf, dpi=203)[0])] == [shelf_code("99301-417-01")]


def test_a_long_labeler_is_left_out_whole() -> None:
    (text,) = page_texts(label_pdf([replace(SHELF, labeler="Consolidated " * 40)], stock=ROLL_50X25))
    assert "Consolidated" not in text


def test_one_label_that_would_not_read_stops_all_of_them() -> None:
    with pytest.raises(TextNotPrintable):
        label_pdf([SHELF, replace(SHELF, place="\N{PILL}")], stock=ROLL_50X25)


def test_the_usual_stock_is_offered_first() -> None:
    assert PdfDraughtsman().label_stocks()[0] == ROLL_50X25
