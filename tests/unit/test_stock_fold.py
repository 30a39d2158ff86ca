"""The fold from facts to movements to balances: stock is never made or lost, it moves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rxdesk.domain.facts import Fact, ItemDispensed, LineCounted, LotReceived, OpeningStockLoaded, StockMoved
from rxdesk.domain.identity import LotNumber, PlaceId, ProductId, Serial
from rxdesk.domain.places import COUNT_DIFFERENCE, OUTSIDE_PLACES, PATIENT, SUPPLIER, is_outside
from rxdesk.domain.quantity import Quantity
from rxdesk.domain.stock import LineKey, Movement, difference_movement, fold, movements_of
from tests.unit.test_facts import STORED

places = st.sampled_from([PlaceId("A"), PlaceId("B"), SUPPLIER, PATIENT, COUNT_DIFFERENCE])
movements = st.builds(
    Movement,
    product=st.sampled_from([ProductId("1"), ProductId("2")]),
    lot=st.sampled_from([LotNumber("x"), LotNumber("X")]),
    serial=st.sampled_from([Serial(""), Serial("S")]),
    expiry=st.none(),
    quantity=st.integers(min_value=1, max_value=10**9).map(Quantity),
    from_place=places,
    to_place=places,
)
KEY = LineKey(ProductId("1"), LotNumber("x"), Serial(""), PlaceId("A"))


@given(st.lists(movements, max_size=20))
def test_a_lot_s_balances_over_all_places_sum_to_zero(moved: list[Movement]) -> None:
    sums: dict[tuple[str, ...], int] = {}
    for key, balance in fold(moved).items():
        sums[key[:3]] = sums.get(key[:3], 0) + balance
    assert not any(sums.values())


@given(st.lists(movements, max_size=20))
def test_moving_everything_back_leaves_nothing(moved: list[Movement]) -> None:
    there_and_back = [*moved, *(movement.backwards() for movement in moved)]
    assert not any(fold(there_and_back).values())


@given(st.lists(movements, max_size=10), st.lists(movements, max_size=10))
def test_a_fold_of_two_histories_is_the_sum_of_theirs(first: list[Movement], second: list[Movement]) -> None:
    one, other, both = fold(first), fold(second), fold([*first, *second])
    assert both == {key: one.get(key, 0) + other.get(key, 0) for key in {*one, *other}}


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_a_difference_brings_a_line_to_what_was_counted(difference: int) -> None:
    movement = difference_movement(KEY, expiry=None, difference=difference)
    balances = {} if movement is None else fold([movement])
    assert balances.get(KEY, 0) == difference


@pytest.mark.parametrize("fact", STORED, ids=lambda fact: type(fact).__name__)
def test_every_movement_of_a_fact_is_of_something_and_goes_somewhere(fact: Fact) -> None:
    for movement in movements_of(fact):
        assert movement.quantity > 0
        assert movement.from_place != movement.to_place


@pytest.mark.parametrize(
    ("kind", "from_place", "to_place"),
    [
        (LotReceived, SUPPLIER, "A3-02"),
        (ItemDispensed, "A3-02", PATIENT),
        (StockMoved, "A3-02", "@destroyed"),
        (LineCounted, COUNT_DIFFERENCE, "A3-02"),
        (OpeningStockLoaded, COUNT_DIFFERENCE, "A3-02"),
    ],
)
def test_stock_comes_from_and_goes_to_where_its_kind_says(
    kind: type[Fact], from_place: str, to_place: str
) -> None:
    fact = next(fact for fact in STORED if isinstance(fact, kind))
    [movement] = movements_of(fact)
    assert (movement.from_place, movement.to_place) == (from_place, to_place)


def test_outside_places_are_known_by_their_code() -> None:
    assert all(is_outside(place) for place in OUTSIDE_PLACES)
    assert not is_outside("A3-02")
