from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rxdesk.domain.catalogue import InnerPack, PackageState
from rxdesk.domain.package_nest import CUT_AT, read_nest
from rxdesk.domain.quantity import Quantity, Unit

if TYPE_CHECKING:
    from decimal import Decimal


@pytest.mark.parametrize(
    ("text", "unit", "total"),
    [
        ("100 TABLET in 1 BOTTLE (0143-9714-01)", Unit.EACH, 100_000),
        ("30 TABLET, FILM COATED in 1 BOTTLE, PLASTIC (0006-0773-31)", Unit.EACH, 30_000),
        (
            "4 BLISTER PACK in 1 CARTON (0003-4215-91)  > 7 TABLET in 1 BLISTER PACK",
            Unit.EACH,
            28_000,
        ),
        ("1 VIAL in 1 CARTON (0002-7512-01)  > 10 mL in 1 VIAL", Unit.MILLILITRE, 10_000),
        ("1 VIAL in 1 CARTON (0002-7512-01) / 10 mL in 1 VIAL", Unit.MILLILITRE, 10_000),
        (".5 mL in 1 SYRINGE (0002-7512-02)", Unit.MILLILITRE, 500),
        ("30500 uL in 1 BOTTLE (61314-320-01)", Unit.MILLILITRE, 30_500),
        ("4 L in 1 BOTTLE (0037-6820-04)", Unit.MILLILITRE, 4_000_000),
        ("28.35 g in 1 TUBE (0037-6820-05)", Unit.GRAM, 28_350),
        ("1 VIAL in 1 BAG (52584-135-10)  > 500 mg in 1 VIAL", Unit.GRAM, 500),
        ("5 POUCH in 1 BOX (50458-091-05)  > 1 PATCH in 1 POUCH > 72 h in 1 PATCH", Unit.EACH, 5_000),
        ("1 CAPSULE in 1 CAN (0019-9452-00)  > 100 mL in 1 CAPSULE", Unit.EACH, 1_000),
        ("15 SOLUTION/ DROPS in 1 CARTON (0019-9452-01)", Unit.EACH, 15_000),
        (
            "5 TRAY in 1 CASE (66689-401-50)  > 10 CUP, UNIT-DOSE in 1 TRAY > 5 mL in 1 CUP, UNIT-DOSE (66689-401-01)  (66689-401-01)",
            Unit.MILLILITRE,
            250_000,
        ),
    ],
)
def test_a_package_text_is_totalled_in_base_units(text: str, unit: Unit, total: int) -> None:
    nest = read_nest(text)
    assert (nest.state, nest.doubt) == (PackageState.STOCKABLE, "")
    assert (nest.unit, nest.total) == (unit, total)


def test_inner_packages_keep_their_own_ndc_and_size() -> None:
    nest = read_nest(
        "10 BLISTER PACK in 1 CARTON (0002-5123-77)  > 9 TABLET in 1 BLISTER PACK (0002-5123-01)"
    )
    assert nest.ndc == "0002-5123-77"
    assert nest.inner == (InnerPack("0002-5123-01", Quantity(9000)),)


def test_inner_packages_of_an_unread_text_are_known_without_a_size() -> None:
    nest = read_nest("3 POUCH in 1 BOX (0052-0273-03)  > 21 d in 1 POUCH (0052-0273-01)")
    assert nest.inner == (InnerPack("0052-0273-01", None),)


def test_codes_with_letters_name_packages_too() -> None:
    nest = read_nest("3 BAG in 1 POUCH (53157-120-PO)  > 70 mL in 1 BAG (53157-120-92)")
    assert (nest.ndc, nest.total) == ("53157-120-PO", 210_000)


def test_a_kit_is_taken_apart_and_never_totalled() -> None:
    nest = read_nest(
        "1 KIT in 1 CARTON (0002-7335-11)  *  5 mL in 1 VIAL (0002-7349-01)  *  2 BOX in 1 BAG > 5 mL in 1 VIAL"
    )
    assert nest.state is PackageState.KIT
    assert nest.total is None
    assert [len(part) for part in nest.parts] == [1, 2]
    assert nest.inner == (InnerPack("0002-7349-01", None),)


def test_a_text_that_ends_in_a_kit_is_a_kit() -> None:
    assert (
        read_nest("1 BLISTER PACK in 1 BOX (0173-0594-02)  > 1 KIT in 1 BLISTER PACK").state
        is PackageState.KIT
    )


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("5 h in 1 BOTTLE (63629-4771-3)", "PATCH"),
        ("450 cm2 in 1 CARTON (52544-044-24)", "TAPE"),
        ("5 mg in 1 BOTTLE (16477-505-01)", "TABLET"),
        ("5 VIAL in 1 CARTON (0002-7335-11)", "INJECTION"),
        ("255 POWDER, FOR SOLUTION in 1 BOTTLE, PLASTIC (0722-6920-01)", "POWDER, FOR SOLUTION"),
        ("1.5 TABLET in 1 BOTTLE (0002-7335-11)", "TABLET"),
        ("0 TABLET in 1 BOTTLE (0002-7335-11)", "TABLET"),
        ("1.5 CARTON in 1 BOX (0002-7335-11) > 2 mL in 1 CARTON", "SOLUTION"),
        ("133.2751 mg in 1 VIAL (0002-7335-11)", "SOLUTION"),
        ("2 CARTON in 1 BOX (0002-7335-11) > 10 mL in 1 VIAL", "SOLUTION"),
        ("100 TABLET in 2 BOTTLE (0002-7335-11)", "TABLET"),
        ("TABLET", "TABLET"),
        ("", "TABLET"),
    ],
)
def test_a_text_without_a_certain_total_is_to_be_confirmed(text: str, form: str) -> None:
    nest = read_nest(text, form=form)
    assert nest.state is PackageState.UNREAD
    assert nest.doubt.endswith(".")
    assert (nest.unit, nest.total) == (None, None)


def test_a_text_cut_off_at_the_column_limit_is_to_be_confirmed() -> None:
    whole = "1 CARTON in 1 BOX (0002-7335-11) > " * 12 + "10 mL in 1 CARTON"
    assert read_nest(whole[:CUT_AT]).state is PackageState.UNREAD


@pytest.mark.parametrize(
    "text",
    [
        "55000 CAPSULE, DELAYED RELEASE in 1 DRUM (0023-6101-00)",
        "74000 TABLET in 1 BOTTLE (60505-2663-7)",
        "1 kg in 1 BOX (61252-3006-5)",
        "5 BOTTLE in 1 CONTAINER (0002-0485-04)  > 6000 g in 1 BOTTLE",
    ],
)
def test_bulk_packages_are_not_pharmacy_stock(text: str) -> None:
    nest = read_nest(text)
    assert nest.state is PackageState.BULK
    assert "not pharmacy stock" in nest.doubt


def test_a_case_of_many_bottles_is_not_bulk() -> None:
    assert read_nest("24 BOTTLE in 1 CASE (0002-7335-11) > 1000 TABLET in 1 BOTTLE").total == 24_000_000


CONTAINERS = st.sampled_from(["CARTON", "BOX, UNIT-DOSE", "BLISTER PACK", "VIAL, MULTI-DOSE", "CASE", "TRAY"])
COUNTS = st.integers(1, 20)
CONTENTS = st.sampled_from(
    [
        ("TABLET, FILM COATED", Unit.EACH, 1000),
        ("mL", Unit.MILLILITRE, 1000),
        ("g", Unit.GRAM, 1000),
        ("PATCH", Unit.EACH, 1000),
    ]
)
MEASURED = st.decimals("0.001", "500", places=3, allow_nan=False)


@given(
    counts=st.lists(COUNTS, min_size=1, max_size=4),
    containers=st.lists(CONTAINERS, min_size=5, max_size=5),
    content=CONTENTS,
    separator=st.sampled_from([" > ", "  > ", " / ", ">"]),
)
def test_the_total_is_the_product_of_all_levels(
    counts: list[int], containers: list[str], content: tuple[str, Unit, int], separator: str
) -> None:
    name, unit, _ = content
    contents = [*containers[1 : len(counts)], name]
    text = separator.join(
        f"{count} {inside} in 1 {container}"
        for count, inside, container in zip(counts, contents, containers, strict=False)
    )
    total = 1
    for count in counts:
        total *= count
    nest = read_nest(text)
    assert (nest.unit, nest.total) == (unit, total * 1000)


@given(amount=MEASURED)
def test_decimal_volumes_are_exact_to_the_thousandth(amount: Decimal) -> None:
    assert read_nest(f"{amount} mL in 1 VIAL").total == int(amount * 1000)


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader_or_gives_a_total_without_a_unit(text: str) -> None:
    nest = read_nest(text)
    assert nest.text == text
    assert (nest.total is None) == (nest.unit is None)
    assert (nest.doubt == "") == (nest.state is PackageState.STOCKABLE)
