"""Random acts and reversals, compared step by step with a plain-Python pharmacy that shares no code.

After each history the file is checked: chain, guards, balances, and a replay that must give the same rows.
"""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import text

from db.check import check
from rxdesk.domain.errors import Refusal
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.facts import HoldReason, ItemDispensed, LineCounted, OrderedLine
from rxdesk.domain.identity import EntryId, LotNumber, PlaceId, ProductId, Serial
from rxdesk.domain.orders import (
    CountLot,
    DispenseItem,
    HoldLot,
    MarkOrdered,
    MoveStock,
    Order,
    PickFrom,
    ReceiveLot,
    ReleaseLot,
    ReverseEntry,
    SettleDifference,
)
from rxdesk.domain.quantity import units
from rxdesk.domain.refusals import (
    LotExpired,
    LotOnHold,
    NotEnoughStock,
    PlaceUnsuitable,
    SayBeforeOrAfterCount,
)
from rxdesk.usecases.count_lot import CountOvertaken, SerialElsewhere
from rxdesk.usecases.dispense_item import EarlierLotFirst
from rxdesk.usecases.move_stock import SerialMovesWhole
from rxdesk.usecases.receive_lot import SerialSeen
from rxdesk.usecases.reverse_entry import ReversedBefore, StockMovedOn
from tests.db_files import (
    AMOXICILLIN,
    HYDROXYZINE,
    OTHER_SHELF,
    OXYCODONE,
    QUARANTINE,
    SAFE,
    SHELF,
    opened_bench,
)
from tests.plain_pharmacy import Change, Count, Line, PlainPharmacy

LOTS = {
    "EXPIRED": "2026-11-01",
    "SOON": "2026-12",
    "LATER": "2027-06-30",
    "LAST": "2028-02",
    "Later": "2027-06-30",  # another lot: capitals count
}
PLACES = (SHELF, OTHER_SHELF, SAFE, QUARANTINE)
PRODUCTS = (HYDROXYZINE, OXYCODONE, AMOXICILLIN)
CONTROLLED = {OXYCODONE}
LOOSE = Serial("")

products = st.sampled_from(PRODUCTS)
lots = st.sampled_from(sorted(LOTS))
places = st.sampled_from(PLACES)
serials = st.sampled_from([LOOSE, LOOSE, LOOSE, Serial("S1"), Serial("S2")])
amounts = st.integers(min_value=1, max_value=100)


class ActsAgainstAModel(RuleBasedStateMachine):
    """A pharmacy with a journal, beside a pharmacy in dictionaries."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(prefix="rxdesk-model-"))
        self.bench = opened_bench(self.folder)
        self.plain = PlainPharmacy(controlled=set(CONTROLLED))
        self.held: dict[EntryId, tuple[ProductId | None, str, PlaceId | None]] = {}
        self.on_order: dict[ProductId, list[int]] = {product: [] for product in PRODUCTS}
        self.receipts: dict[EntryId, tuple[ProductId, list[tuple[int, int]]]] = {}
        self.settled: dict[EntryId, EntryId] = {}  # count → what settled it
        self.count_line: dict[EntryId, Line] = {}
        self.sent: set[tuple[ProductId, str]] = set()  # packs something was ever taken out of
        self.fill = 0

    # --- acts ---------------------------------------------------------------------------------

    @rule(product=products, lot=lots, serial=serials, place=places, amount=amounts, late=st.booleans())
    def receive(
        self, product: ProductId, lot: str, serial: Serial, place: PlaceId, amount: int, late: bool
    ) -> None:
        line = (product, lot, serial, place)
        order = self._receipt(line, amount, late=late)
        if self._expired(lot) and place != QUARANTINE:
            self._refused(order, LotExpired)
            return
        if serial and self._was_ever_here(product, serial):
            self._refused(order, SerialSeen)
            return
        if late and self.plain.counts.get(line):
            self._refused(order, SayBeforeOrAfterCount)
            order = self._receipt(line, amount, late=True, before_counts=True)
        outcome = self.bench.post(order)
        entry = outcome.entries[0]
        changes = self.plain.late(line, entry.seq, amount) if late else [Change(line, entry.seq, amount)]
        self.plain.write(entry.id, entry.seq, changes)
        taken: list[tuple[int, int]] = []
        left = amount
        for index, outstanding in enumerate(self.on_order[product]):
            part = min(left, outstanding)
            if part:
                self.on_order[product][index] -= part
                taken.append((index, part))
                left -= part
        self.receipts[entry.id] = (product, taken)

    @rule(product=products, amount=st.integers(min_value=1, max_value=150))
    def dispense(self, product: ProductId, amount: int) -> None:
        order = self._fill(product, amount)
        picks = self._first_expiry_first(product, amount)
        if picks is None:
            self._refused(order, NotEnoughStock)
            return
        self._dispensed(order, picks)

    @precondition(lambda self: any(self.plain.book(line) > 0 for line in self.plain.changes))
    @rule(data=st.data(), amount=amounts, reason=st.sampled_from(["", "asked for this lot"]))
    def dispense_one_s_own_choice(self, data: st.DataObject, amount: int, reason: str) -> None:
        """Choose one line by hand: what may not be issued never is, and an earlier lot takes a reason."""
        there = sorted(line for line in self.plain.changes if self.plain.book(line) > 0)
        line = data.draw(st.sampled_from(there))
        product, lot, serial, place = line
        pick = PickFrom(lot=LotNumber(lot), place=place, quantity=units(amount), serial=Serial(serial))
        given = reason or ("code on the pack is torn" if product in CONTROLLED else "")
        order = self._fill(product, amount, picks=(pick,), reason=given)
        if self._is_held(line):
            self._refused(order, LotOnHold)
        elif self._expired(lot):
            self._refused(order, LotExpired)
        elif place == QUARANTINE:
            self._refused(order, PlaceUnsuitable)
        elif self.plain.book(line) < amount:
            self._refused(order, NotEnoughStock)
        elif not given and self._passes_over(line):
            self._refused(order, EarlierLotFirst)
        else:
            self._dispensed(order, {line: amount})

    @rule(product=products, lot=lots, serial=serials, origin=places, goal=places, amount=amounts)
    def move(
        self, product: ProductId, lot: str, serial: Serial, origin: PlaceId, goal: PlaceId, amount: int
    ) -> None:
        line = (product, lot, serial, origin)
        there = self.plain.book(line)
        order = MoveStock(
            id=self.bench.order_id(),
            product=product,
            lot=LotNumber(lot),
            serial=serial,
            quantity=units(amount),
            from_place=origin,
            to_place=goal,
        )
        if origin == goal:
            self._refused(order, PlaceUnsuitable)
        elif there < amount:
            self._refused(order, NotEnoughStock)
        elif serial and there != amount:
            self._refused(order, SerialMovesWhole)
        elif goal != QUARANTINE and self._is_held(line):
            self._refused(order, LotOnHold)
        elif goal != QUARANTINE and self._expired(lot):
            self._refused(order, LotExpired)
        else:
            entry = self.bench.post(order).entries[0]
            changes = [
                Change(line, entry.seq, -amount),
                Change((product, lot, serial, goal), entry.seq, amount),
            ]
            self.plain.write(entry.id, entry.seq, changes)

    @rule(product=products, lot=lots)
    def hold_a_lot(self, product: ProductId, lot: str) -> None:
        order = HoldLot(
            id=self.bench.order_id(), product=product, lot=LotNumber(lot), cause=HoldReason.RECALL
        )
        self.held[self.bench.entry(order)] = (product, lot, None)

    @rule(place=places)
    def hold_a_place(self, place: PlaceId) -> None:
        order = HoldLot(id=self.bench.order_id(), place=place, cause=HoldReason.TEMPERATURE)
        self.held[self.bench.entry(order)] = (None, "", place)

    @precondition(lambda self: bool(self.held))
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        hold = data.draw(st.sampled_from(sorted(self.held)))
        self.bench.post(ReleaseLot(id=self.bench.order_id(), hold=hold, note="maker says it is good"))
        del self.held[hold]

    @rule(
        product=products,
        lot=lots,
        serial=serials,
        place=places,
        counted=st.integers(min_value=0, max_value=150),
        ago=st.integers(min_value=0, max_value=6),
    )
    def count(
        self, product: ProductId, lot: str, serial: Serial, place: PlaceId, counted: int, ago: int
    ) -> None:
        """Count a line; the figure may have been taken a few entries ago."""
        line = (product, lot, serial, place)
        at = self._head() - ago
        order = CountLot(
            id=self.bench.order_id(),
            product=product,
            lot=LotNumber(lot),
            serial=serial,
            place=place,
            counted=units(counted),
            expiry=LOTS[lot],
            at_seq=at,
        )
        newest = self.plain.newest(line)
        if newest is not None and newest.at > at:
            self._refused(order, CountOvertaken)
            return
        if serial and counted and self.plain.book(line) <= 0 and self.plain.serial_elsewhere(line):
            self._refused(order, SerialElsewhere)
            return
        entry = self.bench.post(order).entries[0]
        assert isinstance(entry.fact, LineCounted)
        difference = self.plain.count(line, Count(entry.id, at, counted), entry.seq)
        self.count_line[entry.id] = line
        assert entry.fact.difference == difference * 1000
        assert entry.fact.adjusted == (difference != 0 and product not in CONTROLLED)

    @precondition(lambda self: bool(self.plain.open_differences()))
    @rule(data=st.data())
    def settle(self, data: st.DataObject) -> None:
        waiting = self.plain.open_differences()
        count = data.draw(st.sampled_from(sorted(waiting)))
        line = self.count_line[count]
        order = SettleDifference(id=self.bench.order_id(), count=count, cause="miscounted at receipt")
        if waiting[count] > 0 and self.plain.book(line) <= 0 and self.plain.serial_elsewhere(line):
            self._refused(order, SerialElsewhere)
            return
        entry = self.bench.post(order).entries[0]
        newest = self.plain.newest(line)
        assert newest is not None
        self.plain.write(entry.id, entry.seq, [Change(line, newest.at, waiting[count])])
        self.settled[entry.id] = count

    @rule(product=products, packs=st.integers(min_value=1, max_value=3))
    def mark_ordered(self, product: ProductId, packs: int) -> None:
        amount = packs * 100
        line = OrderedLine(product=product, packs=packs, quantity=units(amount))
        self.bench.post(MarkOrdered(id=self.bench.order_id(), lines=(line,)))
        self.on_order[product].append(amount)

    @precondition(lambda self: bool(self.plain.done))
    @rule(data=st.data())
    def reverse(self, data: st.DataObject) -> None:
        entry = data.draw(st.sampled_from(sorted(self.plain.done)))
        order = ReverseEntry(id=self.bench.order_id(), entry=entry, reason="entered by mistake")
        back = self.plain.backwards(entry)
        net: dict[Line, int] = {}
        for change in back:
            net[change.line] = net.get(change.line, 0) + change.amount
        short = any(amount < 0 and self.plain.book(line) + amount < 0 for line, amount in net.items())
        twice = any(
            change.amount > 0 and self.plain.serial_elsewhere(change.line, set(net)) for change in back
        )
        if short or twice or entry in self.settled.values():
            self._refused(order, StockMovedOn)
            return
        posted = self.bench.post(order).entries[0]
        self.plain.write(posted.id, posted.seq, back)
        del self.plain.done[posted.id]
        del self.plain.done[entry]
        if entry in self.count_line:
            line = self.count_line.pop(entry)
            self.plain.counts[line] = [count for count in self.plain.counts[line] if count.entry != entry]
        self.settled.pop(entry, None)
        if entry in self.receipts:
            product, taken = self.receipts.pop(entry)
            for index, part in taken:
                self.on_order[product][index] += part
        again = ReverseEntry(id=self.bench.order_id(), entry=entry, reason="once more")
        self._refused(again, ReversedBefore)

    # --- what must hold -------------------------------------------------------------------------

    @invariant()
    def stock_is_what_the_model_says(self) -> None:
        rows = self._rows(
            "SELECT product, lot, serial, place, quantity FROM stock "
            "WHERE place NOT LIKE '@%' AND quantity <> 0"
        )
        shown = {row[:4]: row[4] for row in rows}
        book = {line: self.plain.book(line) * 1000 for line in self.plain.changes}
        assert shown == {line: amount for line, amount in book.items() if amount}

    @invariant()
    def what_waits_for_a_pharmacist_is_what_the_model_says(self) -> None:
        rows = self._rows('SELECT "count", unsettled FROM counted WHERE unsettled <> 0')
        waiting = {count: amount * 1000 for count, amount in self.plain.open_differences().items()}
        assert dict(rows) == waiting

    @invariant()
    def no_controlled_balance_is_negative(self) -> None:
        assert all(self.plain.book(line) >= 0 for line in self.plain.changes if line[0] in CONTROLLED)

    @invariant()
    def a_pack_is_in_one_place_at_most(self) -> None:
        rows = self._rows(
            "SELECT product, serial FROM stock WHERE serial <> '' AND place NOT LIKE '@%' AND quantity > 0 "
            "GROUP BY product, serial HAVING count(*) > 1"
        )
        assert not rows

    @invariant()
    def what_is_on_order_is_what_the_model_says(self) -> None:
        with self.bench.ledger() as unit:
            for product in PRODUCTS:
                assert unit.known.on_order(product) == sum(self.on_order[product]) * 1000

    def teardown(self) -> None:
        self.bench.close()
        report = check(self.bench.file)
        shutil.rmtree(self.folder)
        assert report.holds, [finding.sentences for finding in report.findings if not finding.holds]

    # --- asking both pharmacies -------------------------------------------------------------------

    def _receipt(
        self, line: Line, amount: int, *, late: bool, before_counts: bool | None = None
    ) -> ReceiveLot:
        product, lot, serial, place = line
        return ReceiveLot(
            id=self.bench.order_id(),
            product=product,
            lot=LotNumber(lot),
            serial=Serial(serial),
            expiry=LOTS[lot],
            quantity=units(amount),
            place=place,
            order_form="123456789" if product in CONTROLLED else "",
            happened_at=self.bench.clock.now() - timedelta(days=1) if late else None,
            before_counts=before_counts,
        )

    def _fill(
        self, product: ProductId, amount: int, *, picks: tuple[PickFrom, ...] = (), reason: str | None = None
    ) -> DispenseItem:
        self.fill += 1
        torn = "code on the pack is torn" if product in CONTROLLED else ""
        return DispenseItem(
            id=self.bench.order_id(),
            product=product,
            quantity=units(amount),
            rx_number=str(100_000 + self.fill),
            picks=picks,
            reason=torn if reason is None else reason,
        )

    def _dispensed(self, order: DispenseItem, picks: dict[Line, int]) -> None:
        entry = self.bench.post(order).entries[0]
        fact = entry.fact
        assert isinstance(fact, ItemDispensed)
        drawn = [
            ((fact.product, str(pick.lot), pick.serial, pick.place), pick.quantity // 1000)
            for pick in fact.picks
        ]
        assert drawn == list(picks.items())
        self.plain.write(entry.id, entry.seq, [Change(line, entry.seq, -n) for line, n in picks.items()])
        self.plain.opened.update(picks)

    def _refused(self, order: Order, kind: type[Refusal]) -> None:
        before = self._head()
        try:
            self.bench.post(order)
        except kind:
            pass
        else:
            message = f"{order} was not refused"
            raise AssertionError(message)
        assert self._head() == before

    def _head(self) -> int:
        with self.bench.ledger() as unit:
            return unit.known.head_seq()

    def _rows(self, statement: str) -> list[tuple[Any, ...]]:
        rows = [tuple(row) for row in self.bench.ledger.connection.execute(text(statement))]
        self.bench.ledger.connection.rollback()
        return rows

    def _was_ever_here(self, product: ProductId, serial: Serial) -> bool:
        """Tell whether a pack is here, or was used or counted away: its number belongs to one pack."""
        return bool(
            self._rows(
                f"SELECT 1 FROM stock WHERE product = '{product}' AND serial = '{serial}' AND quantity > 0"  # ours
            )
        )

    def _expired(self, lot: str) -> bool:
        return Expiry.from_iso(LOTS[lot]).is_expired_on(self.bench.clock.today())

    def _is_held(self, line: Line) -> bool:
        return (line[0], line[1], None) in self.held.values() or (None, "", line[3]) in self.held.values()

    def _usable(self, line: Line) -> bool:
        return (
            self.plain.book(line) > 0
            and line[3] != QUARANTINE
            and not self._expired(line[1])
            and not self._is_held(line)
        )

    def _passes_over(self, chosen: Line) -> bool:
        until = Expiry.from_iso(LOTS[chosen[1]]).usable_through
        return any(
            line[0] == chosen[0]
            and self._usable(line)
            and Expiry.from_iso(LOTS[line[1]]).usable_through < until
            for line in self.plain.changes
        )

    def _first_expiry_first(self, product: ProductId, amount: int) -> dict[Line, int] | None:
        def rank(line: Line) -> tuple[date, bool, int, str]:
            return (
                Expiry.from_iso(LOTS[line[1]]).usable_through,
                line not in self.plain.opened,
                self.plain.first[line],
                line[3],
            )

        picks: dict[Line, int] = {}
        left = amount
        for line in sorted((line for line in self.plain.changes if line[0] == product), key=rank):
            if self._usable(line) and left:
                picks[line] = min(left, self.plain.book(line))
                left -= picks[line]
        return None if left else picks


TestActsAgainstAModel = ActsAgainstAModel.TestCase
TestActsAgainstAModel.settings = settings(
    max_examples=30,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
