"""First expiry first: which line is drawn from, in which order, and why another is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rxdesk.domain.expiry import Expiry
from rxdesk.domain.facts import HoldReason
from rxdesk.domain.fefo import Barrier, draw, offers
from rxdesk.domain.identity import EntryId, LotNumber, PlaceId, ProductId, Serial
from rxdesk.domain.places import ISSUABLE, PlaceKind
from rxdesk.domain.quantity import Quantity, units
from rxdesk.domain.records import StockLine

TODAY = date(2026, 11, 23)
LINE = StockLine(
    product=ProductId("0143-9714-01"),
    lot=LotNumber("A"),
    serial=Serial(""),
    place=PlaceId("A3-02"),
    place_kind=PlaceKind.SHELF,
    quantity=units(10),
    expiry=Expiry.from_iso("2027-12-31"),
    opened=False,
    first_seq=5,
    held_by=None,
    held_for=None,
)
HELD = {"held_by": EntryId("h"), "held_for": HoldReason.RECALL}

lines = st.builds(
    replace,
    st.just(LINE),
    lot=st.sampled_from([LotNumber(name) for name in "ABCD"]),
    place_kind=st.sampled_from([PlaceKind.SHELF, PlaceKind.SAFE, PlaceKind.QUARANTINE]),
    quantity=st.integers(min_value=-20, max_value=40).map(units),
    expiry=st.none() | st.dates(date(2026, 10, 1), date(2027, 3, 1)).map(Expiry.on),
    opened=st.booleans(),
    first_seq=st.integers(min_value=1, max_value=9),
    held_by=st.none() | st.just(EntryId("h")),
)


@pytest.mark.parametrize(
    ("changes", "barrier"),
    [
        ({}, None),
        ({"expiry": Expiry.on(TODAY)}, None),
        ({"expiry": Expiry.from_iso("2026-11")}, None),
        ({"expiry": Expiry.on(TODAY - timedelta(days=1))}, Barrier.EXPIRED),
        ({"expiry": None}, Barrier.NO_EXPIRY),
        ({"quantity": Quantity(0)}, Barrier.EMPTY),
        ({"quantity": units(-1)}, Barrier.EMPTY),
        (HELD, Barrier.HELD),
        (HELD | {"expiry": Expiry.on(date(2020, 1, 1))}, Barrier.HELD),
        ({"place_kind": PlaceKind.QUARANTINE}, Barrier.SET_ASIDE),
        ({"place_kind": PlaceKind.RETURNS}, Barrier.SET_ASIDE),
        ({"place_kind": PlaceKind.RECEIVING_HOLD}, Barrier.SET_ASIDE),
        ({"place_kind": PlaceKind.WILL_CALL}, Barrier.SET_ASIDE),
    ],
)
def test_what_stops_a_line_is_named(changes: dict[str, object], barrier: Barrier | None) -> None:
    [offer] = offers([replace(LINE, **changes)], TODAY)  # type: ignore[arg-type]
    assert offer.barrier is barrier
    assert bool(offer.why_not) == (barrier is not None)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"expiry": Expiry.from_iso("2027-01-31")}, {"opened": True, "first_seq": 1}),
        ({"expiry": Expiry.from_iso("2027-11")}, {}),  # a month is usable to its last day
        ({"opened": True, "first_seq": 9}, {"first_seq": 1}),
        ({"first_seq": 1}, {"first_seq": 2, "place": PlaceId("A1")}),
        ({"place": PlaceId("A1")}, {}),
        ({}, HELD | {"expiry": Expiry.from_iso("2026-12-31")}),
    ],
)
def test_the_line_that_is_due_comes_first(first: dict[str, object], second: dict[str, object]) -> None:
    due, later = replace(LINE, **first), replace(LINE, **second)  # type: ignore[arg-type]
    for given_lines in ([due, later], [later, due]):
        assert [offer.line for offer in offers(given_lines, TODAY)] == [due, later]


@given(st.lists(lines, max_size=6), st.integers(min_value=1, max_value=120).map(units))
def test_a_draw_takes_what_is_asked_or_says_what_is_missing(stock: list[StockLine], asked: Quantity) -> None:
    offered = offers(stock, TODAY)
    picks, missing = draw(offered, asked)
    assert sum(quantity for _, quantity in picks) + missing == asked
    assert all(0 < quantity <= line.quantity for line, quantity in picks)
    assert missing == 0 or len(picks) == sum(offer.barrier is None for offer in offered)


@given(st.lists(lines, max_size=6), st.integers(min_value=1, max_value=120).map(units))
def test_nothing_is_ever_drawn_that_may_not_be_issued(stock: list[StockLine], asked: Quantity) -> None:
    picks, _ = draw(offers(stock, TODAY), asked)
    for line, _quantity in picks:
        assert line.held_by is None
        assert line.place_kind in ISSUABLE
        assert line.expiry is not None
        assert line.expiry.usable_through >= TODAY


@given(st.lists(lines, max_size=6), st.integers(min_value=1, max_value=120).map(units))
def test_nothing_is_drawn_while_something_usable_expires_earlier(
    stock: list[StockLine], asked: Quantity
) -> None:
    offered = offers(stock, TODAY)
    picks, _ = draw(offered, asked)
    ends = [line.expiry.usable_through for line, _ in picks if line.expiry is not None]
    assert ends == sorted(ends)
    passed_over = [offer.line for offer in offered if offer.barrier is None][len(picks) :]
    assert all(
        line.expiry is not None and line.expiry.usable_through >= max(ends, default=date.min)
        for line in passed_over
    )
