"""What the day asks for, who is here, and what is kept beside the journal."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from db.engine import reader_engine
from db.keeping import KeepingOnFile
from db.reads.reads import ReadsOnFile
from rxdesk.domain.chain import GENESIS
from rxdesk.domain.facts import HoldReason, OpeningLine
from rxdesk.domain.identity import NO_SERIAL, LotNumber, PlaceId, ProductId
from rxdesk.domain.orders import (
    ChangePerson,
    CountLot,
    DispenseItem,
    HoldLot,
    LoadOpeningStock,
    MarkOrdered,
    OrderedLine,
    ReceiveLot,
    ReverseEntry,
    SetLevels,
    SettleDifference,
    SetUpPlace,
)
from rxdesk.domain.people import Role
from rxdesk.domain.quantity import Quantity, units
from rxdesk.ports.rows import Pharmacy, Today
from tests.db_files import HYDROXYZINE, MANAGER, OXYCODONE, SAFE, SHELF, START, Bench

TODAY = START.date()


def _load(bench: Bench, *lines: tuple[ProductId, str, int | None]) -> None:
    bench.post(
        LoadOpeningStock(
            id=bench.order_id(),
            file_name="old.csv",
            file_hash="",
            lines=tuple(
                OpeningLine(
                    product=product,
                    lot=LotNumber(lot),
                    expiry=None if left is None else (TODAY + timedelta(days=left)).isoformat(),
                    serial=NO_SERIAL,
                    place=SHELF if product == HYDROXYZINE else SAFE,
                    quantity=units(100),
                )
                for product, lot, left in lines
            ),
        )
    )


def _count(bench: Bench, counted: int) -> None:
    bench.post(
        CountLot(
            id=bench.order_id(), product=OXYCODONE, lot=LotNumber("O1"), place=SAFE, counted=units(counted)
        )
    )


def test_the_day_asks_for_nothing_in_an_empty_pharmacy(reads: ReadsOnFile) -> None:
    assert reads.today() == Today(
        expired_lines=0,
        within_30_days=0,
        undated_lines=0,
        below_minimum=0,
        holds=0,
        negative_lines=0,
        open_differences=0,
        on_order_products=0,
        received_today=0,
        dispensed_today=0,
        products=3,
        lines=0,
        catalogue_rows=0,
    )


def test_the_day_counts_what_waits(bench: Bench, reads: ReadsOnFile) -> None:
    _load(
        bench,
        (HYDROXYZINE, "EXPIRED", -1),
        (HYDROXYZINE, "SOON", 20),
        (HYDROXYZINE, "UNDATED", None),
        (OXYCODONE, "O1", 400),
    )
    bench.post(HoldLot(id=bench.order_id(), product=HYDROXYZINE, cause=HoldReason.RECALL))
    _count(bench, 98)
    bench.post(SetLevels(id=bench.order_id(), product=HYDROXYZINE, minimum=units(10)))
    line = OrderedLine(product=OXYCODONE, packs=1, quantity=units(100))
    bench.post(MarkOrdered(id=bench.order_id(), lines=(line,)))
    day = reads.today()
    assert (day.expired_lines, day.within_30_days, day.undated_lines, day.lines) == (1, 1, 1, 4)
    assert (day.holds, day.open_differences, day.below_minimum, day.on_order_products) == (1, 1, 1, 1)
    assert day.below_minimum == len(reads.reorder_rows())


def test_the_day_counts_receipts_and_fills_that_stand(bench: Bench, reads: ReadsOnFile) -> None:
    bench.post(
        ReceiveLot(
            id=bench.order_id(),
            product=HYDROXYZINE,
            lot=LotNumber("A"),
            expiry="2028-01",
            packs=1,
            place=SHELF,
        )
    )
    fills = [
        bench.entry(
            DispenseItem(id=bench.order_id(), product=HYDROXYZINE, quantity=units(10), rx_number=f"700{part}")
        )
        for part in range(2)
    ]
    bench.post(ReverseEntry(id=bench.order_id(), entry=fills[0], reason="not picked up"))
    assert (reads.today().received_today, reads.today().dispensed_today) == (1, 1)
    bench.clock.go_on(timedelta(days=1))
    assert (reads.today().received_today, reads.today().dispensed_today) == (0, 0)


def test_holds_that_stand_are_listed_newest_first(bench: Bench, reads: ReadsOnFile) -> None:
    _load(bench, (HYDROXYZINE, "A", 100), (HYDROXYZINE, "B", 100))
    bench.post(
        HoldLot(
            id=bench.order_id(),
            product=HYDROXYZINE,
            lot=LotNumber("A"),
            cause=HoldReason.RECALL,
            note="FDA D-1204",
        )
    )
    bench.post(HoldLot(id=bench.order_id(), place=SHELF, cause=HoldReason.TEMPERATURE))
    place, lot = reads.holds()
    assert (place.name, place.place, place.quantity) == ("", SHELF, units(200))
    assert (lot.name, lot.lot, lot.quantity) == ("hydrOXYzine HCl", "A", units(100))
    assert (lot.cause, lot.note, lot.held_by) == (HoldReason.RECALL, "FDA D-1204", "Riya Shah")


def test_an_open_difference_waits_until_it_is_settled(bench: Bench, reads: ReadsOnFile) -> None:
    _load(bench, (OXYCODONE, "O1", 400))
    _count(bench, 98)
    (open_difference,) = reads.open_differences()
    assert (open_difference.counted, open_difference.expected) == (units(98), units(100))
    assert (open_difference.unsettled, open_difference.counted_by) == (Quantity(-2000), "Riya Shah")
    bench.post(SettleDifference(id=bench.order_id(), count=open_difference.count, cause="spilled"))
    assert reads.open_differences() == []


def test_places_stand_in_walk_order_with_what_is_in_them(bench: Bench, reads: ReadsOnFile) -> None:
    _load(bench, (HYDROXYZINE, "A", 100), (HYDROXYZINE, "B", 100))
    bench.post(SetUpPlace(id=bench.order_id(), place=PlaceId("A1-01"), walk_order=1, active=False))
    rows = reads.places()
    assert [row.place.place for row in rows] == [
        "QUARANTINE",
        "RECEIVING",
        "RETURNS",
        "WILL-CALL",
        "A1-01",
        "A3-02",
        "B1-07",
        "SAFE",
    ]
    assert {row.place.place: row.lines for row in rows if row.lines} == {SHELF: 2}
    assert not rows[4].place.active


def test_people_stand_by_name_and_leavers_last(bench: Bench, reads: ReadsOnFile) -> None:
    bench.post(
        ChangePerson(
            id=bench.order_id(),
            person=MANAGER,
            name="Ana Ruiz",
            initials="AR",
            role=Role.MANAGER,
            active=False,
        )
    )
    with bench.ledger() as unit:
        unit.credentials.set_pin_hash(MANAGER, "hash")
        unit.commit()
    rows = reads.people()
    assert [row.person.name for row in rows] == ["K. Patel", "Riya Shah", "Ana Ruiz"]
    assert [(row.has_pin, row.has_badge) for row in rows] == [(False, False), (False, False), (True, False)]


def test_the_file_says_whose_it_is(reads: ReadsOnFile) -> None:
    assert reads.pharmacy() == Pharmacy(name="Maple Street Pharmacy", sample=False)
    assert reads.catalogue_edition() is None


def test_a_new_file_belongs_to_nobody(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "new.sqlite3")
    engine = reader_engine(bench.file, snapshots=False)
    with engine.connect() as connection:
        reads = ReadsOnFile(connection, bench.clock, hash_badge=str)
        assert reads.pharmacy() is None
        assert reads.head() == (0, GENESIS)
        assert reads.today().products == 0
        assert list(reads.search("anything")) == []
    engine.dispose()
    bench.close()


def test_settings_and_drafts_are_read_as_they_were_kept(bench: Bench, reads: ReadsOnFile) -> None:
    keeping = KeepingOnFile(bench.ledger, bench.clock)
    keeping.set_setting(MANAGER, "theme", '"dark"')
    keeping.save_draft(MANAGER, "receive", '{"lot": "B7730A"}')
    assert reads.setting(MANAGER, "theme") == '"dark"'
    assert reads.setting("", "theme") is None
    assert reads.draft(MANAGER, "receive") == '{"lot": "B7730A"}'
    keeping.save_draft(MANAGER, "receive", "")
    assert reads.draft(MANAGER, "receive") is None


@pytest.mark.parametrize("offset", [-1, 0])
def test_what_is_read_is_what_was_committed_last(bench: Bench, reads: ReadsOnFile, offset: int) -> None:
    before = reads.head()[0]
    _load(bench, (HYDROXYZINE, "A", offset))
    assert reads.head()[0] == before + 1
    assert reads.today().expired_lines == -offset
