"""The journal as people read it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.engine import maintenance_engine
from db.reads.reads import ReadsOnFile
from rxdesk.domain.facts import HoldReason, LotReceived, OpeningLine, OrderedLine
from rxdesk.domain.identity import NO_SERIAL, EntryId, LotNumber
from rxdesk.domain.orders import (
    DispenseItem,
    HoldLot,
    LoadOpeningStock,
    MarkOrdered,
    ReceiveLot,
    ReverseEntry,
    SetLevels,
)
from rxdesk.domain.quantity import units
from rxdesk.ports.queries import JournalQuery
from rxdesk.ports.rows import JournalRow
from tests.db_files import AMOXICILLIN, HYDROXYZINE, SHELF, TECHNICIAN, Bench


def _receive(bench: Bench, lot: str = "B7730A", *, hours_ago: int = 0, reason: str = "") -> EntryId:
    return bench.entry(
        ReceiveLot(
            id=bench.order_id(),
            product=HYDROXYZINE,
            lot=LotNumber(lot),
            expiry="2028-01",
            packs=3,
            place=SHELF,
            reason=reason,
            happened_at=bench.clock.now() - timedelta(hours=hours_ago) if hours_ago else None,
        )
    )


def _row(reads: ReadsOnFile, entry: EntryId) -> JournalRow:
    row = reads.journal_row(entry)
    assert row is not None
    return row


def test_an_entry_says_who_did_what_and_when(bench: Bench, reads: ReadsOnFile) -> None:
    row = _row(reads, _receive(bench))
    assert row.sentence == (
        "Received 3 packs (300 tablets) of hydrOXYzine HCl 25 mg, lot B7730A, into A3-02."
    )
    assert (row.person, row.witness, row.meaning, row.kind) == (
        "Riya Shah",
        "",
        "received",
        LotReceived.__name__,
    )
    assert row.recorded_at == row.happened_at == bench.clock.now()
    assert row.product == HYDROXYZINE
    assert row.reversible
    assert not row.late


def test_a_second_signature_is_the_witness(bench: Bench, reads: ReadsOnFile) -> None:
    outcome = bench.post(
        SetLevels(id=bench.order_id(), product=HYDROXYZINE, minimum=units(10)), person=TECHNICIAN
    )
    row = _row(reads, outcome.entries[0].id)
    assert (row.person, row.witness, row.meaning) == ("K. Patel", "Riya Shah", "verified")


def test_an_entry_and_its_reversal_point_to_each_other(bench: Bench, reads: ReadsOnFile) -> None:
    entry = _receive(bench)
    reversal = bench.entry(ReverseEntry(id=bench.order_id(), entry=entry, reason="wrong lot"))
    before, after = _row(reads, entry), _row(reads, reversal)
    assert (before.reversed_by, before.reversed_by_seq, before.reversible) == (reversal, after.seq, False)
    assert (after.corrects, after.corrects_seq, after.reason) == (entry, before.seq, "wrong lot")
    assert not after.reversible


def test_a_late_entry_says_so(bench: Bench, reads: ReadsOnFile) -> None:
    row = _row(reads, _receive(bench, hours_ago=5))
    assert row.late
    assert row.recorded_at - row.happened_at > timedelta(hours=4)


def test_an_unknown_entry_is_no_row(reads: ReadsOnFile) -> None:
    assert reads.journal_row(EntryId("nobody wrote this")) is None
    assert reads.entry(EntryId("nobody wrote this")) is None


def test_pages_are_newest_first_and_hold_each_entry_once(bench: Bench, reads: ReadsOnFile) -> None:
    for number in range(6):
        _receive(bench, f"L{number}")
    whole = reads.journal_page(JournalQuery(limit=1000))
    seqs = [row.seq for row in whole.rows]
    assert seqs == sorted(seqs, reverse=True)
    assert len(seqs) == whole.total == reads.head()[0]
    paged = [
        row.seq
        for offset in range(0, whole.total, 4)
        for row in reads.journal_page(JournalQuery(offset=offset, limit=4)).rows
    ]
    assert paged == seqs


def test_the_journal_of_a_product_holds_every_kind_that_concerns_it(bench: Bench, reads: ReadsOnFile) -> None:
    opening = OpeningLine(
        product=HYDROXYZINE,
        lot=LotNumber("OLD"),
        expiry="2028-01",
        serial=NO_SERIAL,
        place=SHELF,
        quantity=units(10),
    )
    bench.post(LoadOpeningStock(id=bench.order_id(), file_name="old.csv", file_hash="", lines=(opening,)))
    entry = _receive(bench)
    lines = tuple(
        OrderedLine(product=product, packs=1, quantity=units(100)) for product in (AMOXICILLIN, HYDROXYZINE)
    )
    bench.post(MarkOrdered(id=bench.order_id(), lines=lines))
    bench.post(SetLevels(id=bench.order_id(), product=AMOXICILLIN, minimum=units(10)))
    bench.post(ReverseEntry(id=bench.order_id(), entry=entry, reason="wrong lot"))
    page = reads.journal_page(JournalQuery(product=HYDROXYZINE))
    assert [row.kind for row in page.rows] == [
        "EntryReversed",
        "ProductsOrdered",
        "LotReceived",
        "OpeningStockLoaded",
        "ProductSetUp",
    ]
    assert page.total == 5


def test_the_journal_may_be_of_some_kinds_or_of_one_person(bench: Bench, reads: ReadsOnFile) -> None:
    _receive(bench)
    bench.post(
        HoldLot(id=bench.order_id(), product=HYDROXYZINE, cause=HoldReason.RECALL),
        person=TECHNICIAN,
        signer=None,
    )
    page = reads.journal_page(JournalQuery(kinds=("LotReceived", "LotHeld")))
    assert [row.kind for row in page.rows] == ["LotHeld", "LotReceived"]
    page = reads.journal_page(JournalQuery(person=TECHNICIAN))
    assert [(row.kind, row.person) for row in page.rows] == [("LotHeld", "K. Patel")]
    assert page.total == 1


def test_the_journal_may_be_of_a_time(bench: Bench, reads: ReadsOnFile) -> None:
    _receive(bench, "A")
    since = bench.clock.now() + timedelta(seconds=1)
    _receive(bench, "B")
    until = bench.clock.now() + timedelta(seconds=1)
    _receive(bench, "C")
    page = reads.journal_page(JournalQuery(since=since, until=until))
    assert ["lot B" in row.sentence for row in page.rows] == [True]


@pytest.mark.parametrize(
    "text", ["b7730a", "wrong shelf", "hydroxyzine lotreceived b77", "HYDROXYZINE wrong"]
)
def test_words_are_looked_for_in_payload_reason_and_product(
    bench: Bench, reads: ReadsOnFile, text: str
) -> None:
    _receive(bench, "80H112")
    entry = _receive(bench, "B7730A", reason="found on the wrong shelf")
    page = reads.journal_page(JournalQuery(text=text))
    assert [row.entry for row in page.rows] == [entry]
    assert page.total == 1


def test_an_entry_that_cannot_be_read_is_shown_as_that(bench: Bench, reads: ReadsOnFile) -> None:
    entry = _receive(bench)
    engine = maintenance_engine(bench.file)
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("DROP TRIGGER entry_is_never_changed")
        connection.exec_driver_sql('UPDATE entry SET payload = \'{"kind": "?"}\' WHERE id = ?', (entry,))
    engine.dispose()
    row = _row(reads, entry)
    assert row.sentence.startswith("This entry cannot be read.")
    assert not row.reversible


def test_an_entry_is_answered_whole(bench: Bench, reads: ReadsOnFile) -> None:
    found = reads.entry(_receive(bench))
    assert found is not None
    assert isinstance(found.fact, LotReceived)
    assert reads.head() == (found.seq, found.hash)
    assert reads.sentence_of(found.fact).startswith("Received 3 packs (300 tablets)")


def test_fills_of_a_prescription_are_found_by_its_number(bench: Bench, reads: ReadsOnFile) -> None:
    _receive(bench)
    entry = bench.entry(
        DispenseItem(id=bench.order_id(), product=HYDROXYZINE, quantity=units(30), rx_number="7001234")
    )
    assert [row.entry for row in reads.journal_page(JournalQuery(text="7001234")).rows] == [entry]
