from __future__ import annotations

import pytest

from rxdesk.domain.catalogue import Ingredient
from rxdesk.domain.equivalents import equivalence_key


def key(*ingredients: tuple[str, str, str], form: str = "TABLET", route: str = "ORAL") -> str:
    return equivalence_key([Ingredient(*ingredient) for ingredient in ingredients], form=form, route=route)


def test_a_coat_makes_no_difference() -> None:
    plain = key(("IBUPROFEN", "800", "mg/1"))
    assert plain == key(("IBUPROFEN", "800", "mg/1"), form="TABLET, FILM COATED")


def test_a_release_makes_a_difference() -> None:
    plain = key(("METFORMIN HYDROCHLORIDE", "500", "mg/1"))
    assert plain != key(("METFORMIN HYDROCHLORIDE", "500", "mg/1"), form="TABLET, EXTENDED RELEASE")


def test_the_order_of_ingredients_and_routes_makes_no_difference() -> None:
    first = key(("A", "1", "mg/1"), ("B", "2", "mg/1"), route="ORAL; RECTAL")
    assert first == key(("B", "2", "mg/1"), ("A", "1", "mg/1"), route="RECTAL;  ORAL")


@pytest.mark.parametrize("same", [("80", "mg/mL"), (".08", "g/mL"), ("80.0", "mg/1mL"), ("80000", "ug/mL")])
def test_one_strength_written_differently_is_one_strength(same: tuple[str, str]) -> None:
    assert key(("X", "400", "mg/5mL"), form="SUSPENSION") == key(("X", *same), form="SUSPENSION")


@pytest.mark.parametrize(
    "other",
    [
        ("X", "5", "mg/1"),
        ("X", "10", "ug/1"),
        ("Y", "10", "mg/1"),
        ("X", "10", "mg/mL"),
        ("X", "10", "[iU]/1"),
    ],
)
def test_another_ingredient_or_strength_is_no_equivalent(other: tuple[str, str, str]) -> None:
    assert key(("X", "10", "mg/1")) != key(other)


@pytest.mark.parametrize(
    "unknown",
    [
        ("X", "", ""),
        ("X", "trace", "mg/1"),
        ("", "5", "mg/1"),
        ("X", "5", "mg/0mL"),
        ("X", "0", "mg/1"),
        ("X", "nan", "mg/1"),
    ],
)
def test_an_unknown_strength_has_no_equivalents(unknown: tuple[str, str, str]) -> None:
    assert key(unknown) == ""


def test_a_kit_and_a_product_without_ingredients_have_no_equivalents() -> None:
    assert key(("X", "5", "mg/1"), form="KIT") == ""
    assert key() == ""
