"""Quantities: exact, read as people type them and written as ISMP asks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rxdesk.domain.quantity import (
    LARGEST,
    NOTHING,
    Quantity,
    QuantityUnread,
    Unit,
    amount_text,
    packs_of,
    packs_to_reach,
    quantity_decimal,
    quantity_text,
    read_quantity,
    units,
)

quantities = st.integers(min_value=0, max_value=LARGEST).map(Quantity)


@pytest.mark.parametrize(
    ("typed", "thousandths"),
    [
        ("30", 30_000),
        (" 30 ", 30_000),
        ("1,000", 1_000_000),
        ("2.5", 2_500),
        (".5", 500),
        ("0.125", 125),
        ("1,000,000,000", LARGEST),
        ("007", 7_000),
    ],
)
def test_a_typed_quantity_is_exact(typed: str, thousandths: int) -> None:
    assert read_quantity(typed) == thousandths


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        ".",
        "1.",
        "-1",
        "+1",
        "1e3",
        "1.0001",
        "1,00",
        "10,00",
        "1 000",
        "½",
        "\uff13",
        "1,000,000,001",
        "nan",
        "1.2.3",
    ],
)
def test_what_is_not_exact_is_refused(typed: str) -> None:
    with pytest.raises(QuantityUnread) as caught:
        read_quantity(typed)
    assert typed in caught.value.said


@given(quantities)
def test_what_is_written_reads_back_the_same(quantity: Quantity) -> None:
    assert read_quantity(quantity_text(quantity)) == quantity


@given(quantities)
def test_no_trailing_zero_and_no_naked_point_is_written(quantity: Quantity) -> None:
    text = quantity_text(quantity)
    assert not text.startswith(".")
    assert "." not in text or text[-1] not in ".0"


@pytest.mark.parametrize(
    ("quantity", "text"),
    [(0, "0"), (500, "0.5"), (1_000_000, "1,000"), (-2_500, "−2.5"), (999_999, "999.999")],
)
def test_a_quantity_is_written_as_ismp_asks(quantity: int, text: str) -> None:
    assert quantity_text(quantity) == text


def test_an_amount_has_its_unit_after_a_blank() -> None:
    assert amount_text(2_500, Unit.MILLILITRE) == "2.5 mL"
    assert amount_text(15_000, Unit.GRAM) == "15 g"
    assert amount_text(30_000, Unit.EACH) == "30"


@given(quantities)
def test_an_export_is_exact(quantity: Quantity) -> None:
    assert quantity_decimal(quantity) * 1000 == Decimal(quantity)


@given(quantities, st.integers(min_value=1, max_value=10**6).map(Quantity))
def test_packs_and_the_loose_rest_make_the_whole(quantity: Quantity, pack: Quantity) -> None:
    whole, rest = packs_of(quantity, pack)
    assert whole * pack + rest == quantity
    assert 0 <= rest < pack


@given(quantities, st.integers(min_value=1, max_value=10**6).map(Quantity))
def test_no_fewer_packs_would_reach(quantity: Quantity, pack: Quantity) -> None:
    packs = packs_to_reach(quantity, pack)
    assert packs * pack >= quantity
    assert packs == 0 or (packs - 1) * pack < quantity


def test_a_pack_of_unknown_size_is_no_pack() -> None:
    assert packs_of(units(5), NOTHING) == (0, units(5))
    assert packs_to_reach(units(5), NOTHING) == 0
