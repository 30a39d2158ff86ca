from contextlib import suppress
from datetime import date

import pytest
from biip.gs1_application_identifiers import GS1ApplicationIdentifier
from hypothesis import given
from hypothesis import strategies as st

from rxdesk.domain.gs1 import (
    SET_82,
    may_have_lost_a_separator,
    read_bracketed,
    read_digital_link,
    read_elements,
    upc_a_of,
)
from rxdesk.domain.ndc import check_digit
from rxdesk.domain.scan_refusals import (
    CharacterForeign,
    CheckDigitWrong,
    DateImpossible,
    DigitalLinkMalformed,
    ElementMalformed,
    ElementsConflict,
    ElementTruncated,
    IdentifierUnknown,
    ScanRefused,
    SeparatorLost,
)

TODAY = date(2026, 11, 23)
GTIN = "00300021433802"
FIXED = {"00", "01", "02", "11", "13", "15", "16", "17"}


def checked(length: int) -> st.SearchStrategy[str]:
    payloads = st.text("0123456789", min_size=length - 1, max_size=length - 1)
    return payloads.map(lambda payload: f"{payload}{check_digit(payload)}")


days = st.dates(date(1978, 1, 1), date(2076, 12, 31)).map(lambda day: day.strftime("%y%m%d"))
texts = st.text(sorted(SET_82), min_size=1, max_size=20)
values = {
    "00": checked(18),
    "01": checked(14),
    "11": days,
    "17": days,
    "10": texts,
    "21": texts,
    "30": st.text("0123456789", min_size=1, max_size=8),
    "240": st.text(sorted(SET_82), min_size=1, max_size=30),
    "414": checked(13),
    "715": st.text("0123456789", min_size=10, max_size=12),
    "8010": st.text("#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=5, max_size=30),
    "99": st.text(sorted(SET_82), min_size=1, max_size=90),
}
messages = st.lists(st.sampled_from(sorted(values)), min_size=1, max_size=6, unique=True).flatmap(
    lambda ais: st.tuples(*(st.tuples(st.just(ai), values[ai]) for ai in ais))
)


def written(elements: tuple[tuple[str, str], ...], *, everywhere: bool = False) -> str:
    """Return the message a symbol would hold, with separators only where the standard asks, or everywhere."""
    ended = [
        f"{ai}{value}" + ("\x1d" if everywhere or ai not in {*FIXED, "414"} else "") for ai, value in elements
    ]
    return "".join(ended) if everywhere else "".join(ended).removesuffix("\x1d")


@given(messages)
def test_any_legal_elements_read_back_identical(elements: tuple[tuple[str, str], ...]) -> None:
    assert read_elements(written(elements), today=TODAY) == elements


@given(messages)
def test_a_separator_before_after_and_between_all_elements_changes_nothing(
    elements: tuple[tuple[str, str], ...],
) -> None:
    assert read_elements("\x1d" + written(elements, everywhere=True), today=TODAY) == elements


@given(messages.filter(lambda elements: all("(" not in value for _, value in elements)))
def test_bracketed_text_reads_back_identical(elements: tuple[tuple[str, str], ...]) -> None:
    text = " ".join(f"({ai}){value}" for ai, value in elements)
    assert read_bracketed(text, today=TODAY) == elements


@given(st.text(max_size=60))
def test_whatever_comes_is_read_whole_or_refused(text: str) -> None:
    with suppress(ScanRefused):
        elements = read_elements(text, today=TODAY)
        assert "".join(ai + value for ai, value in elements) == text.replace("\x1d", "")


@given(checked(14), st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_in_a_gtin_is_refused(gtin: str, place: int, shift: int) -> None:
    wrong = gtin[:place] + str((int(gtin[place]) + shift) % 10) + gtin[place + 1 :]
    with pytest.raises(CheckDigitWrong) as refused:
        read_elements(f"01{wrong}10A1", today=TODAY)
    assert (refused.value.element, refused.value.number) == ("01", wrong)


@pytest.mark.parametrize(
    ("message", "refusal", "element"),
    [
        (f"01{GTIN}17270832", DateImpossible, "17"),
        (f"01{GTIN}17271331", DateImpossible, "17"),
        (f"01{GTIN}17270229", DateImpossible, "17"),
        (f"01{GTIN}172702", ElementTruncated, "17"),
        (f"01{GTIN}1727083A", CharacterForeign, "17"),
        (f"01{GTIN}10", ElementTruncated, "10"),
        (f"01{GTIN}30", ElementTruncated, "30"),
        (f"01{GTIN}10AB\x1d10AC", ElementsConflict, "10"),
        (f"01{GTIN}10AB#21X", CharacterForeign, "10"),
        (f"01{GTIN}10AB 21X", CharacterForeign, "10"),
        (f"01{GTIN}10ABCDEFGHIJKLMNOPQRST21XYZ", SeparatorLost, "10"),
        (f"01{GTIN}21ABCDEFGHIJKLMNOPQRSTU", SeparatorLost, "21"),
        (f"01{GTIN}3012345678910A", SeparatorLost, "30"),
        (f"01{GTIN}\x1d1", IdentifierUnknown, None),
        (f"01{GTIN}05", IdentifierUnknown, None),
        ("0100300021433", ElementTruncated, "01"),
        ("00106141412345678909", CheckDigitWrong, "00"),
        ("4140614141000011", CheckDigitWrong, "414"),
        ("8018950110153001234565", CheckDigitWrong, "8018"),
        ("80131987654Ad4X4bL5ttr2310c2J", CheckDigitWrong, "8013"),
        ("80032", ElementTruncated, "8003"),
        ("800310614141123452", ElementMalformed, "8003"),
        ("7003270800" + "1200", DateImpossible, "7003"),
        ("7003270831" + "2500", DateImpossible, "7003"),
        ("7007270831270800", DateImpossible, "7007"),
        (f"01\uff10{GTIN[1:]}", CharacterForeign, None),
    ],
)
def test_what_the_standard_forbids_is_refused_by_name_and_element(
    message: str, refusal: type[ScanRefused], element: str | None
) -> None:
    with pytest.raises(refusal) as refused:
        read_elements(message, today=TODAY)
    assert type(refused.value) is refusal
    assert refused.value.element == element


@pytest.mark.parametrize(
    "message",
    [
        *(
            "00106141412345678908",
            "4140614141000012",
            f"801895011015300123456{check_digit('95011015300123456')}",
            "423840012",
            "423840",
        ),
        *("70032708319999", "7003270831" + "2359", "7007270831270901", "800827083112", "43242708002359"),
    ],
)
def test_one_element_of_each_unusual_shape_is_read_whole(message: str) -> None:
    ((ai, value),) = read_elements(message, today=TODAY)
    assert ai + value == message


def test_the_standards_own_model_number_has_the_right_check_pair() -> None:
    number = "1987654Ad4X4bL5ttr2310c2K"
    assert read_elements(f"8013{number}", today=TODAY) == (("8013", number),)


def test_repeating_the_same_value_is_no_contradiction() -> None:
    assert read_elements(f"01{GTIN}10A\x1d10A", today=TODAY) == (("01", GTIN), ("10", "A"))


def test_lots_keep_their_letter_case_brackets_and_leading_zeros() -> None:
    assert read_elements(f"01{GTIN}1000aB(1)/-.", today=TODAY)[1] == ("10", "00aB(1)/-.")


def test_a_bracket_that_is_no_identifier_belongs_to_the_lot() -> None:
    assert read_bracketed(f"(01){GTIN}(10)A(05)B", today=TODAY) == (("01", GTIN), ("10", "A(05)B"))


@pytest.mark.parametrize("text", ["plain", "(see leaflet)", "x(01)00300021433802", "()", "(05)A"])
def test_text_without_a_bracketed_identifier_in_front_is_something_else(text: str) -> None:
    assert read_bracketed(text, today=TODAY) is None


def test_a_bracketed_number_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ElementMalformed):
        read_bracketed("(01)003000214338021", today=TODAY)


@pytest.mark.parametrize(
    "uri",
    [
        *(
            f"https://id.gs1.org/01/{GTIN}/10/A%2FB/21/x+y?17=270831",
            f"HTTPS://Example.COM/x/01/{GTIN}/10/A%2FB/21/x+y?17=270831",
        ),
        "http://e.x/01/300021433802/10/A%2FB?21=x%2By&17=270831&utm=1",
    ],
)
def test_a_digital_link_is_read_in_its_legal_forms(uri: str) -> None:
    elements = read_digital_link(uri, today=TODAY)
    assert elements is not None
    assert dict(elements) == {"01": GTIN, "10": "A/B", "21": "x+y", "17": "270831"}


@pytest.mark.parametrize(
    "uri", ["https://www.example.com/", "https://e.x/leaflet/99", "ftp://e.x/01/1", "https:/01/1"]
)
def test_any_other_address_is_no_digital_link(uri: str) -> None:
    assert read_digital_link(uri, today=TODAY) is None


@pytest.mark.parametrize(
    ("uri", "refusal"),
    [
        ("https://id.gs1.org/01/00300021433803", CheckDigitWrong),
        ("https://id.gs1.org/01/12345", DigitalLinkMalformed),
        ("https://id.gs1.]C117270831", DigitalLinkMalformed),
        (f"https://id.gs1.org/01/{GTIN}/10", DigitalLinkMalformed),
        (f"https://id.gs1.org/01/{GTIN}/17/270831", DigitalLinkMalformed),
        (f"https://id.gs1.org/01/{GTIN}?17=270832", DateImpossible),
        (f"https://id.gs1.org/01/{GTIN}?10=A&10=B", ElementsConflict),
        (f"https://id.gs1.org/01/{GTIN}?10=", ElementTruncated),
    ],
)
def test_an_incorrect_digital_link_is_refused(uri: str, refusal: type[ScanRefused]) -> None:
    with pytest.raises(refusal):
        read_digital_link(uri, today=TODAY)


@pytest.mark.parametrize(
    ("elements", "suspected"),
    [
        ((("01", GTIN), ("17", "270831"), ("10", "AB21XYZ")), True),
        ((("01", GTIN), ("10", "AB1727083121XYZ")), True),
        ((("01", GTIN), ("21", "XYZ17270831")), True),
        ((("01", GTIN), ("17", "270831"), ("21", "9"), ("10", "AB21XYZ")), False),
        ((("01", GTIN), ("17", "270831"), ("10", "21XYZ")), False),
        ((("01", GTIN), ("17", "270831")), False),
        ((), False),
    ],
)
def test_a_lost_separator_is_suspected_only_where_an_element_is_missing(
    elements: tuple[tuple[str, str], ...], *, suspected: bool
) -> None:
    assert may_have_lost_a_separator(elements) is suspected


@pytest.mark.parametrize(
    ("upc_e", "upc_a"), [("04252614", "042100005264"), ("04252615", None), ("425261", None)]
)
def test_upc_e_stands_for_twelve_digits(upc_e: str, upc_a: str | None) -> None:
    assert upc_a_of(upc_e) == upc_a


def test_biip_knows_the_national_number_of_the_united_states() -> None:
    assert GS1ApplicationIdentifier.extract("7150002143380").data_title == "NHRN NDC"
