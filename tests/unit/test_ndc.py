from __future__ import annotations

import csv
import gzip
from typing import TYPE_CHECKING

import pytest
from biip.checksums import gs1_standard_check_digit
from hypothesis import given
from hypothesis import strategies as st

from rxdesk.domain.ndc import (
    GtinUnreadable,
    Ndc,
    NdcFormat,
    NdcUnreadable,
    candidates_from_typed,
    check_digit,
    gtin14_from_ndc,
    gtin14_from_text,
    has_right_check_digit,
    native_readings,
    natives_of_ndc11,
    ndc10_from_gtin,
    ndc11_candidates,
)

if TYPE_CHECKING:
    from pathlib import Path


def digits(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


natives = st.one_of(
    st.builds(Ndc, digits(4), digits(4), digits(2)),
    st.builds(Ndc, digits(5), digits(3), digits(2)),
    st.builds(Ndc, digits(5), digits(4), digits(1)),
    st.builds(Ndc, digits(6), digits(4), digits(2)),
)


@pytest.mark.parametrize(
    ("native", "form", "ndc11", "uniform"),
    [
        ("0002-1433-80", NdcFormat.F442, "00002143380", "000002-1433-80"),
        ("50242-040-62", NdcFormat.F532, "50242004062", "050242-0040-62"),
        ("60575-4112-1", NdcFormat.F541, "60575411201", "060575-4112-01"),
        ("060575-4112-01", NdcFormat.F642, "60575411201", "060575-4112-01"),
        ("123456-0040-01", NdcFormat.F642, None, "123456-0040-01"),
    ],
)
def test_each_native_form_knows_its_aliases(
    native: str, form: NdcFormat, ndc11: str | None, uniform: str
) -> None:
    ndc = Ndc.parse(native)
    assert (ndc.format, ndc.ndc11, ndc.uniform.native, str(ndc)) == (form, ndc11, uniform, native)


@pytest.mark.parametrize(
    "text",
    [
        *("", "0002143380", "0002-143-80", "00002-1433-80", "0002-1433-8", "0002-1433-80 ", "0002-1433-80-1"),
        *("abcd-1433-80", "1234567-123-12", "123456-123-12", "\uff10002-1433-80", "0002\u20101433\u201080"),
    ],
)
def test_what_is_no_native_form_is_refused(text: str) -> None:
    with pytest.raises(NdcUnreadable):
        Ndc.parse(text)


def test_the_few_codes_with_letters_are_codes_without_a_gtin() -> None:
    ndc = Ndc.parse("62646-AS3-BX")
    assert (ndc.format, ndc.ndc11, gtin14_from_ndc(ndc)) == (NdcFormat.F532, "626460AS3BX", None)
    assert candidates_from_typed("62646-as3-bx") == (ndc,)


def test_segments_that_are_no_native_form_make_no_code() -> None:
    with pytest.raises(NdcUnreadable):
        Ndc("00002", "1433", "80")


def test_ten_bare_digits_have_three_readings_and_their_billing_forms() -> None:
    assert [str(reading) for reading in native_readings("0002143380")] == [
        *("0002-1433-80", "00021-433-80", "00021-4338-0"),
    ]
    assert ndc11_candidates("0002143380") == ("00002143380", "00021043380", "00021433800")


@pytest.mark.parametrize("number", ["", "123456789", "12345678901", "12345-7890", "\uff11234567890"])
def test_other_than_ten_digits_have_no_readings(number: str) -> None:
    with pytest.raises(NdcUnreadable):
        native_readings(number)


@given(natives)
def test_the_billing_form_leads_back_to_the_native_code(ndc: Ndc) -> None:
    if ndc.ndc11 is not None:
        assert ndc in natives_of_ndc11(ndc.ndc11)
        assert all(native.ndc11 == ndc.ndc11 for native in natives_of_ndc11(ndc.ndc11))


def test_one_billing_form_may_belong_to_two_companies() -> None:
    assert {"49799-0001-1", "49799-001-01"} <= {str(native) for native in natives_of_ndc11("49799000101")}


def test_eleven_digits_are_exactly_eleven() -> None:
    with pytest.raises(NdcUnreadable):
        natives_of_ndc11("1234567890")


@given(natives)
def test_a_native_code_typed_with_hyphens_means_only_itself(ndc: Ndc) -> None:
    assert candidates_from_typed(f" NDC {ndc.native} ") == (ndc,)
    assert candidates_from_typed(ndc.native.replace("-", " ")) == (ndc,)


@given(natives)
def test_a_native_code_typed_without_hyphens_is_among_the_candidates(ndc: Ndc) -> None:
    assert ndc in candidates_from_typed(ndc.digits)


def test_the_hyphenated_billing_form_is_understood() -> None:
    assert Ndc.parse("50242-040-62") in candidates_from_typed("50242-0040-62")


@pytest.mark.parametrize("typed", ["300021433802", "0300021433802", "00300021433802"])
def test_the_upc_of_a_drug_typed_in_any_length_leads_to_its_readings(typed: str) -> None:
    assert candidates_from_typed(typed)[:3] == native_readings("0002143380")


@pytest.mark.parametrize(
    "typed", ["", "NDC", "123", "aspirin", "2143380", "0300021433807", "0002-14338", "4006381333931"]
)
def test_what_cannot_be_a_code_is_refused_with_the_text_in_the_sentence(typed: str) -> None:
    with pytest.raises(NdcUnreadable) as refused:
        candidates_from_typed(typed)
    assert f"“{typed}”" in refused.value.said


@given(st.text("0123456789", min_size=1, max_size=17))
def test_the_check_digit_agrees_with_another_implementation(payload: str) -> None:
    assert check_digit(payload) == gs1_standard_check_digit(payload)
    assert has_right_check_digit(f"{payload}{check_digit(payload)}")


@given(digits(13), st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(payload: str, place: int, shift: int) -> None:
    number = f"{payload}{check_digit(payload)}"
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert not has_right_check_digit(wrong)


@pytest.mark.parametrize("number", ["", "7", "12a4", "\uff10\uff10", "\u0660\u0660"])
def test_what_is_not_ascii_digits_has_no_check_digit(number: str) -> None:
    assert not has_right_check_digit(number)


@given(natives)
def test_the_gtin_of_a_ten_digit_code_carries_its_digits(ndc: Ndc) -> None:
    gtin = gtin14_from_ndc(ndc)
    if ndc.format is NdcFormat.F642:
        assert gtin is None
    else:
        assert gtin is not None
        assert gtin14_from_text(gtin) == gtin
        assert ndc10_from_gtin(gtin) == ndc.digits


def test_a_known_package_has_its_known_gtin() -> None:
    assert gtin14_from_ndc(Ndc.parse("0002-1433-80")) == "00300021433802"
    assert ndc10_from_gtin("50300021433807") == "0002143380"


@pytest.mark.parametrize("gtin", ["03400930000120", "00012345678905", "0300021433802", "10030002143389"])
def test_a_gtin_outside_the_drug_block_carries_no_ndc(gtin: str) -> None:
    assert ndc10_from_gtin(gtin) is None


@pytest.mark.parametrize("number", ["300021433807", "3000214338020", "123", "30002143380a"])
def test_a_gtin_of_wrong_length_or_check_digit_is_refused(number: str) -> None:
    with pytest.raises(GtinUnreadable) as refused:
        gtin14_from_text(number)
    assert number in refused.value.said


def test_every_package_of_the_directory_has_the_published_billing_form(shared: Path) -> None:
    directory = shared / "data" / "ndc" / "ndc_packages_2015.csv.gz"
    with gzip.open(directory, "rt", encoding="utf-8", newline="") as opened:
        rows = [(row["NDCPACKAGECODE"], row["NDC_FORMAT"], row["NDC11"]) for row in csv.DictReader(opened)]
    wrong = [row for row in rows if (Ndc.parse(row[0]).format, Ndc.parse(row[0]).ndc11) != row[1:]]
    assert len(rows) > 60_000
    assert wrong == []
