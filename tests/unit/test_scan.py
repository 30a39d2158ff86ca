from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rxdesk.domain.expiry import Expiry
from rxdesk.domain.ndc import check_digit
from rxdesk.domain.own_codes import badge_code, place_code, shelf_code
from rxdesk.domain.scan import (
    ScanFlag,
    ScanKind,
    ScannedBadge,
    ScannedPack,
    ScannedPlace,
    ScannedShelf,
    ScannedSscc,
    ScannedText,
    ScannerProfile,
    read_scan,
    scan_from_line,
)
from rxdesk.domain.scan_described import describe_scan
from rxdesk.domain.scan_refusals import (
    AddOnAlone,
    CharacterForeign,
    CheckDigitWrong,
    CodeEmpty,
    CodesRunTogether,
    CodeTooLong,
    ElementTruncated,
    FormatUnread,
    LayoutMismatch,
    LetterCaseReversed,
    OwnCodeDamaged,
    ReadingAmbiguous,
    ScanRefused,
)

TODAY = date(2026, 11, 23)
GTIN = "00300021433802"
READINGS = ("0002-1433-80", "00021-433-80", "00021-4338-0")
MESSAGE = f"01{GTIN}17270831" + "10Ab1\x1d21SN/9"
TOKEN = "0123456789ABCDEF0123456789ABCDEF"


def pack(raw: str, profile: ScannerProfile | None = None) -> ScannedPack:
    meaning = read_scan(raw, today=TODAY, profile=profile)
    assert isinstance(meaning, ScannedPack)
    return meaning


@pytest.mark.parametrize("carrier", ["]d2", "]C1", "]Q3", "]J1", "]e0", ""])
def test_a_gs1_message_is_read_under_each_of_its_carriers_and_without_one(carrier: str) -> None:
    assert pack(carrier + MESSAGE) == ScannedPack(
        raw=carrier + MESSAGE,
        kind=ScanKind.GS1,
        symbology=carrier,
        gtin14=GTIN,
        ndc_candidates=READINGS,
        lot="Ab1",
        serial="SN/9",
        expiry=Expiry.on(date(2027, 8, 31)),
        elements=(("01", GTIN), ("17", "270831"), ("10", "Ab1"), ("21", "SN/9")),
    )


@pytest.mark.parametrize(
    ("raw", "symbology"),
    [
        *(
            ("]E0" + GTIN[1:], "]E0"),
            (GTIN[1:], ""),
            (GTIN[2:], ""),
            (GTIN, ""),
            ("]I1" + GTIN, "]I1"),
            ("]I0" + GTIN, "]I0"),
        ),
        *(("]E0" + GTIN[2:], "]E0"), ("]E3" + GTIN[1:] + "05", "]E3"), ("]E3" + GTIN[1:] + "12345", "]E3")),
    ],
)
def test_a_linear_code_carries_a_gtin_and_its_three_readings(raw: str, symbology: str) -> None:
    read = pack(raw)
    assert (read.kind, read.symbology, read.gtin14, read.ndc_candidates) == (
        ScanKind.GTIN,
        symbology,
        GTIN,
        READINGS,
    )
    assert (ScanFlag.ADD_ON_IGNORED in read.flags) is (symbology == "]E3")


@pytest.mark.parametrize(
    ("raw", "gtin14"),
    [
        *(("]E496385074", "00000096385074"), ("96385074", "00000096385074")),
        *(
            ("]E004252614", "00042100005264"),
            ("04252614", "00042100005264"),
            ("]E00042100005264", "00042100005264"),
        ),
        *(("4006381333931", "04006381333931"), ("]E04006381333931", "04006381333931")),
    ],
)
def test_short_and_foreign_codes_are_padded_to_fourteen_digits(raw: str, gtin14: str) -> None:
    read = pack(raw)
    assert (read.gtin14, read.ndc_candidates) == (gtin14, ())


def test_a_case_says_that_it_is_not_the_saleable_unit() -> None:
    assert pack("]I150300021433807").flags == (ScanFlag.INNER_OR_CASE,)
    assert pack("]d20190300021433805").flags == (ScanFlag.VARIABLE_MEASURE,)


def test_a_symbol_with_only_expiry_and_lot_is_kept_as_partial() -> None:
    read = pack("]C11727083110AB12")
    assert (read.gtin14, read.lot, read.expiry, read.flags) == (
        None,
        "AB12",
        Expiry.on(date(2027, 8, 31)),
        (ScanFlag.PARTIAL,),
    )


def test_day_00_is_usable_to_the_end_of_the_month_and_says_so() -> None:
    read = pack(f"]d201{GTIN}17280200")
    assert (read.expiry, read.flags) == (Expiry.at_end_of(2028, 2), (ScanFlag.EXPIRY_WITHOUT_DAY,))


def test_the_century_follows_the_given_day() -> None:
    early = read_scan(f"]d201{GTIN}17010131", today=date(1999, 1, 1))
    assert isinstance(early, ScannedPack)
    assert early.expiry == Expiry.on(date(2001, 1, 31))


def test_a_lot_that_may_have_swallowed_the_serial_is_flagged() -> None:
    read = pack(f"]d201{GTIN}17270831" + "10AB1221XYZ99")
    assert (read.lot, read.flags) == ("AB1221XYZ99", (ScanFlag.MAY_HAVE_LOST_SEPARATOR,))


@pytest.mark.parametrize(
    ("national", "candidates", "flags"),
    [
        ("0002143380", READINGS, ()),
        ("123456004001", ("123456-0040-01",), ()),
        ("0002-1433-80", ("0002-1433-80",), ()),
        ("ABC", (), (ScanFlag.NDC_UNREADABLE,)),
    ],
)
def test_the_national_number_stands_over_the_gtin(
    national: str, candidates: tuple[str, ...], flags: tuple[ScanFlag, ...]
) -> None:
    read = pack(f"]d20104006381333931715{national}")
    assert (read.ndc_candidates, read.flags) == (candidates, flags)


def test_a_logistic_unit_is_no_pack() -> None:
    unit = read_scan("]C100106141412345678908", today=TODAY)
    assert unit == ScannedSscc(
        raw="]C100106141412345678908",
        symbology="]C1",
        sscc="106141412345678908",
        elements=(("00", "106141412345678908"),),
    )


def test_a_digital_link_is_a_pack_and_another_address_is_text() -> None:
    assert pack(f"]Q1https://id.gs1.org/01/{GTIN}/10/A1?17=270831").kind is ScanKind.DIGITAL_LINK
    assert read_scan("]Q1https://example.com/", today=TODAY) == ScannedText(
        raw="https://example.com/", symbology="]Q1"
    )


@pytest.mark.parametrize("carrier", ["", "]C0", "]A0", "]d1", "]Q1"])
def test_our_own_codes_are_known_under_any_plain_carrier(carrier: str) -> None:
    assert read_scan(carrier + place_code("A3-02"), today=TODAY) == ScannedPlace("A3-02")
    assert read_scan(carrier + badge_code(TOKEN), today=TODAY) == ScannedBadge(TOKEN)
    assert read_scan(carrier + shelf_code("0002-1433-80"), today=TODAY) == ScannedShelf("0002-1433-80")


@pytest.mark.parametrize(
    "raw", ["]C0ABC-123", "ABC-123", "]C01012345", "]A0TOTE 7", "]F0A123A", "]I0123456", "]X0abc", "1021ABC"]
)
def test_a_plain_code_is_text_that_can_be_linked(raw: str) -> None:
    text = read_scan(raw, today=TODAY)
    assert isinstance(text, ScannedText)
    assert text.symbology + text.raw == raw


def test_a_hyphenated_ndc_in_a_plain_code_is_one_without_a_check_digit() -> None:
    read = pack("]C050242-040-62")
    assert (read.kind, read.ndc_candidates, read.flags) == (
        ScanKind.NDC,
        ("50242-040-62",),
        (ScanFlag.NO_CHECK_DIGIT,),
    )


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        *(("", CodeEmpty), ("\r\n", CodeEmpty), ("]", CodeEmpty), ("]d2", CodeEmpty), ("]d2\x1d", CodeEmpty)),
        *(("x" * 1_001, CodeTooLong), ("]d2" + MESSAGE * 50, CodeTooLong)),
        *(
            ("\uff10" + GTIN[1:], CharacterForeign),
            ("&\xe9\"'(", CharacterForeign),
            ("AB\x00C", CharacterForeign),
        ),
        *(
            ("]d201\x1b" + GTIN, CharacterForeign),
            ("]\x20\x20abc", CharacterForeign),
            ("]E0030002143380A", CharacterForeign),
        ),
        *(
            (f"]D201{GTIN}", LetterCaseReversed),
            ("]c1" + MESSAGE, LetterCaseReversed),
            ("]e0" + GTIN[1:], LetterCaseReversed),
        ),
        *(("+d2" + MESSAGE, LayoutMismatch), ("+E0" + GTIN[1:], LayoutMismatch)),
        *(
            (f"]d201{GTIN}10A]d201{GTIN}10B", CodesRunTogether),
            (f"]E0{GTIN[1:]}]E0{GTIN[1:]}", CodesRunTogether),
        ),
        *(
            ("]E00300021433803", CheckDigitWrong),
            ("300021433803", CheckDigitWrong),
            ("10300021433802", CheckDigitWrong),
        ),
        *(
            ("96385075", CheckDigitWrong),
            ("04252615", CheckDigitWrong),
            ("]I110300021433802", CheckDigitWrong),
        ),
        *(("01103000214338021727083110A", CheckDigitWrong), ("00106141412345678909", CheckDigitWrong)),
        *(
            ("]E0030002143380", CheckDigitWrong),
            ("]E003000214338", ElementTruncated),
            ("]E49638507", ElementTruncated),
        ),
        *(
            (f"01{GTIN[:13]}", ElementTruncated),
            ("001061414123456789", ElementTruncated),
            ("]E3" + GTIN[1:], ElementTruncated),
        ),
        *(("]E112", AddOnAlone), ("]E212345", AddOnAlone)),
        *(("1727083110AB12", ReadingAmbiguous), ("17270831" + "11250831", ReadingAmbiguous)),
        *(("RX1:P:A3-02:0000", OwnCodeDamaged), ("]C0RX1:X:A:0000", OwnCodeDamaged)),
        *(
            ("+A123BJC5D6E71G", FormatUnread),
            ("]C0+$$3231231ABC+X", FormatUnread),
            ("[)>\x1e06\x1d9N\x1e\x04", FormatUnread),
        ),
    ],
)
def test_what_cannot_be_read_exactly_is_refused_by_name(raw: str, refusal: type[ScanRefused]) -> None:
    with pytest.raises(ScanRefused) as refused:
        read_scan(raw, today=TODAY)
    assert type(refused.value) is refusal


def test_eight_digits_that_are_both_ean_8_and_upc_e_are_asked_about() -> None:
    both = [
        digits for digits in map(str, range(10_000_000, 10_030_000)) if _outcome(digits) == "ReadingAmbiguous"
    ]
    read = [digits for digits in map(str, range(10_000_000, 10_001_000)) if _outcome(digits) == "read"]
    assert both
    assert read


def _outcome(digits: str) -> str:
    try:
        read_scan(digits, today=TODAY)
    except ScanRefused as refusal:
        return refusal.code
    return "read"


def test_the_hyphenated_billing_form_in_a_plain_code_leads_to_its_native_codes() -> None:
    assert pack("50242-0040-62").ndc_candidates == ("50242-040-62", "050242-0040-62")
    assert isinstance(read_scan("]C0123-4567-89", today=TODAY), ScannedText)


def test_a_number_that_only_begins_like_a_date_is_text() -> None:
    assert isinstance(read_scan("17270831#7", today=TODAY), ScannedText)


def test_a_profile_takes_off_the_wrapping_and_puts_the_separator_back() -> None:
    profile = ScannerProfile(prefix="~", suffix="#", gs="^")
    assert pack(f"~]d2{MESSAGE.replace(chr(29), '^')}#", profile).elements == pack(MESSAGE).elements
    assert pack(MESSAGE, profile).elements == pack(MESSAGE).elements


def test_what_is_kept_of_a_scan_reads_the_same_without_the_scanners_profile() -> None:
    profile = ScannerProfile(prefix="~", suffix="#", gs="^")
    wrapped = pack(f"\x02~]d2{MESSAGE.replace(chr(29), '^')}#\r", profile)
    assert wrapped.raw == f"]d2{MESSAGE}"
    assert pack(wrapped.raw) == wrapped


@pytest.mark.parametrize("ended", ["\r", "\n", "\r\n", "\t"])
def test_the_end_of_a_line_is_no_part_of_the_code(ended: str) -> None:
    assert pack(f"\x02]d2{MESSAGE}\x03").elements == pack(f"]d2{MESSAGE}{ended}").elements
    assert pack(f"]d2{MESSAGE}{ended}", ScannerProfile(suffix=ended)).serial == "SN/9"


def test_a_blank_inside_or_at_the_end_of_a_plain_code_is_kept() -> None:
    assert read_scan("]A0A B ", today=TODAY) == ScannedText(raw="A B ", symbology="]A0")


def test_a_typed_line_may_spell_the_separator() -> None:
    assert scan_from_line("]d210A<GS>21B\r\n") == "]d210A\x1d21B"


@given(st.text(st.sampled_from("]dCQEeJ0123IHX[)>+:RP10217\x1d\x1e ()ABab#\u00e9\uff10"), max_size=40))
def test_no_input_crashes_and_every_refusal_says_what_to_do(raw: str) -> None:
    with suppress(ScanRefused):
        read_scan(raw, today=TODAY)
    described = describe_scan(raw, TODAY)
    assert ("kind" in described) != ("refused" in described)


@given(st.from_regex(r"(\]E0|\]I1|)[0-9]{8,14}", fullmatch=True))
def test_a_number_with_a_wrong_check_digit_is_never_a_product(raw: str) -> None:
    with suppress(ScanRefused):
        read = read_scan(raw, today=TODAY)
        if isinstance(read, ScannedPack):
            assert read.gtin14 is not None
            changed = raw[:-1] + str((int(raw[-1]) + 5) % 10)
            with pytest.raises(ScanRefused):
                read_scan(changed, today=TODAY)


def test_a_pack_is_described_with_the_documented_keys() -> None:
    assert describe_scan("]d2" + MESSAGE + "\x1d11250900\x1d3012", TODAY) == {
        "kind": "gs1",
        "symbology": "]d2",
        "elements": [
            ["01", GTIN],
            ["17", "270831"],
            ["10", "Ab1"],
            ["21", "SN/9"],
            ["11", "250900"],
            ["30", "12"],
        ],
        "gtin14": GTIN,
        "ndc10": "0002143380",
        "ndc_candidates": list(READINGS),
        "ndc11_candidates": ["00002143380", "00021043380", "00021433800"],
        "lot": "Ab1",
        "serial": "SN/9",
        "expiry": "2027-08-31",
        "expiry_precision": "day",
        "production_date": "2025-09",
        "quantity": 12,
    }


@pytest.mark.parametrize(
    ("raw", "described"),
    [
        (
            "]C100106141412345678908",
            {
                "kind": "sscc",
                "symbology": "]C1",
                "sscc": "106141412345678908",
                "elements": [["00", "106141412345678908"]],
            },
        ),
        (place_code("A3-02"), {"kind": "place", "place": "A3-02"}),
        (badge_code(TOKEN), {"kind": "badge"}),
        (shelf_code("0002-1433-80"), {"kind": "shelf_label", "ndc_candidates": ["0002-1433-80"]}),
        ("]C0TOTE7", {"kind": "other", "symbology": "]C0", "text": "TOTE7"}),
    ],
)
def test_other_meanings_are_described_without_keys_that_do_not_apply(
    raw: str, described: dict[str, object]
) -> None:
    assert describe_scan(raw, TODAY) == described


def test_a_refused_scan_is_described_by_class_element_sentence_and_remedy() -> None:
    assert describe_scan(f"]d201{GTIN[:13]}1", TODAY) == {
        "refused": {
            "class": "CheckDigitWrong",
            "element": "01",
            "sentence": "The check digit of the GTIN 00300021433801 is wrong.",
            "remedy": "Scan the code again, from another angle or distance. If the code is damaged, type the number printed beside it.",
        }
    }


def test_a_badge_never_shows_its_token() -> None:
    assert TOKEN not in repr(read_scan(badge_code(TOKEN), today=TODAY))


def test_a_patients_wristband_is_flagged_so_that_nothing_of_it_is_stored() -> None:
    assert (
        ScanFlag.PATIENT_IDENTITY
        in pack("]d2801895011015300123456" + str(check_digit("95011015300123456"))).flags
    )
