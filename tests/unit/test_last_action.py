from typing import Any

from rxdesk.desk import Posted
from rxdesk.domain.changes import Changes
from rxdesk.domain.facts import HoldReason, LotHeld, LotReceived
from rxdesk.domain.identity import EntryId, LotNumber, PlaceId, ProductId, Serial
from rxdesk.domain.quantity import units
from rxdesk.domain.records import Entry
from rxdesk.usecases.post import Outcome
from tests.fakes_desk import FakeGiven, FakeReads
from tests.made_rows import NOW, PATEL, journal_row, stock_row
from ui.frame.parts import LastAction
from ui.lastaction import LastActions, Reversible


def entry(fact: Any) -> Entry:
    given = dict.fromkeys(Entry.__dataclass_fields__)
    return Entry(**(given | {"id": EntryId("e1"), "recorded_at": NOW, "fact": fact}))  # pyright: ignore[reportArgumentType]


RECEIVED = LotReceived(
    product=ProductId("99301-417-01"),
    lot=LotNumber("B7730A"),
    expiry=None,
    serial=Serial(""),
    gtin14=None,
    packs=1,
    quantity=units(100),
    place=PlaceId("A3-02"),
    supplier="",
    reference="",
    order_form="",
    raw_scan="",
    arrived_expired=False,
)
HELD = LotHeld(
    product=RECEIVED.product, lot=RECEIVED.lot, serial=None, place=None, cause=HoldReason.RECALL, note=""
)


class Strip:
    def __init__(self) -> None:
        self.shown: list[LastAction | None] = []
        self.reads = FakeReads()
        self.given = FakeGiven(self.reads)
        self.last = LastActions(self.given.desk, self.given.ask, show=self.shown.append, person=lambda: PATEL)

    def post(self, fact: Any, sentence: str) -> LastAction:
        outcome = Outcome(entries=(entry(fact),), changes=Changes())
        self.last.posted(Posted(outcome=outcome, sentence=sentence, rows=(stock_row(),)))
        shown = self.shown[-1]
        assert shown is not None
        return shown


def test_what_was_done_is_told_with_its_product_standing_out() -> None:
    shown = Strip().post(RECEIVED, "Received 100 tablets of hydrOXYzine HCl 25 mg, lot B7730A.")
    assert shown.subject == "hydrOXYzine HCl 25 mg"
    assert shown.person == "K. Patel"
    assert shown.key == Reversible(
        EntryId("e1"), "Received 100 tablets of hydrOXYzine HCl 25 mg, lot B7730A."
    )


def test_only_what_can_be_reversed_offers_it() -> None:
    strip = Strip()
    assert strip.post(RECEIVED, "Received.").reversible
    assert not strip.post(HELD, "Held.").reversible


def test_after_a_start_the_newest_act_stands_there_and_not_a_sign_in() -> None:
    strip = Strip()
    strip.reads.journal = [
        journal_row(9, "K. Patel signed in.", kind="PersonSignedIn", reversible=False),
        journal_row(8, "Received 100 tablets.", person="M. Okafor"),
    ]
    strip.last.read()
    shown = strip.shown[-1]
    assert shown is not None
    assert (shown.said, shown.person) == ("Received 100 tablets.", "M. Okafor")


def test_a_journal_without_acts_says_so() -> None:
    strip = Strip()
    strip.last.read()
    assert strip.shown == [None]
