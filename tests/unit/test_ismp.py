from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rxdesk.domain.catalogue import Ingredient
from rxdesk.domain.ismp import form_text, number_text, product_text, strength_text


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        ("25", "mg/1", "25 mg"),
        ("400", "mg/5mL", "400 mg per 5 mL"),
        (".5", "mg/mL", "0.5 mg per mL"),
        ("5.0", "mg/1", "5 mg"),
        ("1000", "mg/1", "1,000 mg"),
        ("100", "[iU]/mL", "100 units per mL"),
        ("400", "[USP&apos'U]/g", "400 units per g"),
        ("75", "ug/1", "75 mcg"),
        ("25", "ug/h", "25 mcg per hour"),
        ("9.5", "mg/24h", "9.5 mg per 24 hours"),
        ("1", "mg/3d", "1 mg per 3 days"),
        ("8", "mg/301", "8 mg per 30"),
        ("20", "meq/1", "20 mEq"),
        ("6", "[hp_X]/mL", "6X per mL"),
        ("1", "1/1", "1"),
        ("trace", "mg/1", "trace mg"),
    ],
)
def test_one_strength_is_written_without_strokes_or_error_prone_units(
    amount: str, unit: str, text: str
) -> None:
    assert strength_text([Ingredient("X", amount, unit)]) == text


def test_two_strengths_in_one_measure_share_it() -> None:
    pair = [Ingredient("A", "120", "mg/5mL"), Ingredient("B", "12", "mg/5mL")]
    assert strength_text(pair) == "120 mg and 12 mg per 5 mL"


def test_strengths_in_different_measures_each_name_theirs() -> None:
    pair = [Ingredient("A", "1", "mg/mL"), Ingredient("B", "2", "mg/g")]
    assert strength_text(pair) == "1 mg per mL and 2 mg per g"


def test_many_strengths_are_counted() -> None:
    assert strength_text([Ingredient(str(n), "1", "mg/1") for n in range(12)]) == "12 ingredients"


def test_a_product_without_strengths_says_nothing() -> None:
    assert strength_text([Ingredient("X", "", "")]) == ""


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("TABLET, FILM COATED", "film-coated tablet"),
        ("TABLET, FILM COATED, EXTENDED RELEASE", "extended-release film-coated tablet"),
        ("SOLUTION/ DROPS", "drops"),
        ("SUSPENSION/ DROPS", "suspension drops"),
        ("POWDER, FOR SUSPENSION", "powder for suspension"),
        ("INJECTION, SOLUTION", "injection solution"),
        ("INJECTION, POWDER, LYOPHILIZED, FOR SOLUTION", "lyophilized powder for injection solution"),
        ("INJECTION, SOLUTION, CONCENTRATE", "concentrate for injection solution"),
        ("AEROSOL, METERED", "metered aerosol"),
        ("KIT", "kit"),
        ("", ""),
    ],
)
def test_a_form_is_written_as_people_say_it(form: str, text: str) -> None:
    assert form_text(form) == text


def test_strength_and_form_make_one_phrase() -> None:
    assert product_text("400 mg per 5 mL", "SUSPENSION") == "400 mg per 5 mL suspension"


@given(st.decimals("0.0001", "9999999", places=4))
def test_a_number_never_ends_in_a_trailing_zero_nor_begins_with_a_point(number: object) -> None:
    text = number_text(str(number))
    assert text[0].isdigit()
    assert "." not in text or not text.endswith("0")


@given(st.text(max_size=40))
def test_no_text_breaks_a_strength_or_a_form(text: str) -> None:
    assert isinstance(strength_text([Ingredient(text, text, text)]), str)
    assert form_text(text) == form_text(text).strip()
