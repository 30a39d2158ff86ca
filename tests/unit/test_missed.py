"""Changes wait for a screen that is at the back."""

from __future__ import annotations

from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.identity import ProductId
from ui.parts.missed import Missed

STOCK_OF_ONE = Changes(topics=frozenset({Topic.STOCK}), products=frozenset({ProductId("0002-4771-61")}))
ANY_PLACE = Changes(topics=frozenset({Topic.PLACES}))


def test_changes_reach_a_screen_in_front_at_once() -> None:
    told: list[Changes] = []
    missed = Missed(told.append)
    missed.shown()
    missed.changed(STOCK_OF_ONE)
    assert told == [STOCK_OF_ONE]


def test_what_was_missed_is_told_once_and_together() -> None:
    told: list[Changes] = []
    missed = Missed(told.append)
    missed.changed(STOCK_OF_ONE)
    missed.changed(STOCK_OF_ONE)
    assert told == []
    missed.shown()
    missed.hidden()
    missed.shown()
    assert told == [STOCK_OF_ONE]


def test_changes_that_may_concern_every_product_still_may() -> None:
    told: list[Changes] = []
    missed = Missed(told.append)
    missed.changed(STOCK_OF_ONE)
    missed.changed(ANY_PLACE)
    missed.shown()
    assert told == [Changes(topics=frozenset({Topic.STOCK, Topic.PLACES}))]
