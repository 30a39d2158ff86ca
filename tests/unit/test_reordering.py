"""The arithmetic of a reorder."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rxdesk.domain.quantity import NOTHING, Quantity, units
from rxdesk.domain.reordering import Standing, days_of_supply, days_with_stock, is_below, propose
from rxdesk.domain.schedule import Schedule

TODAY = date(2026, 11, 23)

amounts = st.integers(0, 1_000).map(units)


def _standing(
    on_hand: int, held: int = 0, expired: int = 0, short: int = 0, aside: int = 0, on_order: int = 0
) -> Standing:
    return Standing(
        on_hand=units(on_hand),
        held=units(held),
        expired=units(expired),
        short_dated=units(short),
        set_aside=units(aside),
        on_order=units(on_order),
    )


def test_the_arithmetic_stands_in_the_sentence() -> None:
    proposal = propose(
        _standing(120, held=20, short=10), minimum=units(100), maximum=units(200), pack=units(100)
    )
    assert proposal.why == (
        "120 on hand − 20 held − 0 expired − 10 short-dated = 90 available; "
        "minimum 100, maximum 200: 110 needed, 2 packs of 100."
    )
    assert (proposal.needed, proposal.packs, proposal.quantity) == (units(110), 2, units(200))


def test_what_is_on_order_is_not_ordered_again() -> None:
    proposal = propose(_standing(90, on_order=50), minimum=units(150), maximum=units(200), pack=units(100))
    assert proposal.why == (
        "90 on hand − 0 held − 0 expired − 0 short-dated = 90 available, 50 on order; "
        "minimum 150, maximum 200: 60 needed, 1 pack of 100."
    )


def test_enough_on_order_needs_nothing() -> None:
    proposal = propose(_standing(10, on_order=100), minimum=units(100), maximum=units(200), pack=units(100))
    assert (proposal.packs, proposal.quantity) == (0, NOTHING)
    assert proposal.why.endswith("minimum 100, maximum 200: nothing needed.")


def test_without_a_maximum_the_minimum_is_reached() -> None:
    proposal = propose(_standing(30), minimum=units(100), maximum=None, pack=units(30))
    assert (proposal.needed, proposal.packs, proposal.quantity) == (units(70), 3, units(90))


def test_stock_set_aside_is_named_and_not_counted_on() -> None:
    proposal = propose(_standing(100, aside=40), minimum=units(80), maximum=None, pack=units(20))
    assert "− 40 set aside = 60 available" in proposal.why
    assert proposal.packs == 1


def test_a_pack_of_unconfirmed_size_is_never_proposed() -> None:
    proposal = propose(_standing(0), minimum=units(100), maximum=None, pack=NOTHING)
    assert (proposal.packs, proposal.quantity) == (0, NOTHING)
    assert proposal.why.endswith("100 needed; the pack size is not confirmed, so decide by hand.")


@pytest.mark.parametrize(("schedule", "named"), [(Schedule.II, True), (Schedule.III, False)])
def test_only_what_needs_an_order_form_says_so(schedule: Schedule, named: bool) -> None:
    proposal = propose(_standing(0), minimum=units(100), maximum=None, pack=units(100), schedule=schedule)
    assert ("DEA Form 222" in proposal.why) is named


@given(on_hand=amounts, on_order=amounts, minimum=amounts, more=amounts, pack=st.integers(1, 500).map(units))
def test_a_proposal_reaches_the_level_with_less_than_one_pack_to_spare(
    on_hand: Quantity, on_order: Quantity, minimum: Quantity, more: Quantity, pack: Quantity
) -> None:
    standing = Standing(on_hand=on_hand, on_order=on_order)
    maximum = Quantity(minimum + more)
    proposal = propose(standing, minimum=minimum, maximum=maximum, pack=pack)
    assert (proposal.packs > 0) == is_below(standing, minimum)
    if proposal.packs:
        reached = on_hand + on_order + proposal.quantity
        assert maximum <= reached < maximum + pack


@pytest.mark.parametrize(
    ("quantity", "demand", "days"), [(units(30), units(90), 30), (units(10), units(900), 1), (-5, 100, 0)]
)
def test_days_of_supply_are_whole_days_at_past_demand(quantity: int, demand: int, days: int) -> None:
    assert days_of_supply(quantity, demand) == days


def test_without_demand_there_are_no_days_of_supply() -> None:
    assert days_of_supply(units(30), 0) is None


def test_days_with_stock_follow_the_balance_back() -> None:
    changes = {
        TODAY: (0, 5),  # 5 went today: there were 5 in the morning
        TODAY - timedelta(days=3): (5, 0),  # they came three days ago; before that nothing
    }
    assert days_with_stock(0, changes, TODAY, days=10) == 4


def test_a_day_on_which_all_that_came_went_again_had_stock() -> None:
    assert days_with_stock(0, {TODAY - timedelta(days=2): (7, 7)}, TODAY, days=10) == 1
