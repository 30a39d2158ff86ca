"""Random acts and reversals, compared step by step with a plain-Python pharmacy that shares no code.

After each history the file is checked: chain, guards, balances, and a replay that must give the same rows.
"""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import text

from db.check import check
from rxdesk.domain.errors import Refusal
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.facts import HoldReason, ItemDispensed, LineCounted, OrderedLine
from rxdesk.domain.identity import EntryId, LotNumber, PlaceId, ProductId
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

Line = tuple[ProductId, str, PlaceId]

products = st.sampled_from(PRODUCTS)
lots = st.sampled_from(sorted(LOTS))
places = st.sampled_from(PLACES)
amounts = st.integers(min_value=1, max_value=150)


class ActsAgainstAModel(RuleBasedStateMachine):
    """A pharmacy with a journal, beside a pharmacy in a dictionary."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(prefix="rxdesk-model-"))
        self.bench = opened_bench(self.folder)
        self.book: dict[Line, int] = {}  # what the book says, in units
        self.first: dict[Line, int] = {}  # when a line first held stock
        self.opened: set[Line] = set()
        self.held: dict[EntryId, tuple[ProductId, str]] = {}
        self.on_order: dict[ProductId, list[int]] = {product: [] for product in PRODUCTS}
        self.open_difference: dict[Line, tuple[EntryId, int]] = {}
        self.undo: dict[EntryId, dict[Line, int]] = {}  # entry → what it did to each inside line
        self.seq_of: dict[EntryId, int] = {}
        self.counted_at: dict[Line, list[int]] = {}
        self.receipts: dict[EntryId, tuple[ProductId, list[tuple[int, int]]]] = {}
        self.step = 0
        self.fill = 0

    # --- acts ---------------------------------------------------------------------------------

    @rule(product=products, lot=lots, place=places, amount=amounts)
    def receive(self, product: ProductId, lot: str, place: PlaceId, amount: int) -> None:
        order = ReceiveLot(
            id=self.bench.order_id(),
            product=product,
            lot=LotNumber(lot),
            expiry=LOTS[lot],
            quantity=units(amount),
            place=place,
            order_form="123456789" if product in CONTROLLED else "",
        )
        if self._expired(lot) and place != QUARANTINE:
            self._refused(order, LotExpired)
            return
        entry, seq = self._posted(order)
        line = (product, lot, place)
        self._add(line, amount, seq)
        self.undo[entry] = {line: amount}
        taken: list[tuple[int, int]] = []
        left = amount
        for index, outstanding in enumerate(self.on_order[product]):
            part = min(left, outstanding)
            if part:
                self.on_order[product][index] -= part
                taken.append((index, part))
                left -= part
        self.receipts[entry] = (product, taken)

    @rule(product=products, amount=amounts)
    def dispense(self, product: ProductId, amount: int) -> None:
        self.fill += 1
        order = DispenseItem(
            id=self.bench.order_id(),
            product=product,
            quantity=units(amount),
            rx_number=str(100_000 + self.fill),
            reason="code on the pack is torn" if product in CONTROLLED else "",
        )
        picks = self._first_expiry_first(product, amount)
        if picks is None:
            self._refused(order, NotEnoughStock)
            return
        outcome = self.bench.post(order)
        fact = outcome.fact
        assert isinstance(fact, ItemDispensed)
        drawn = {(product, str(pick.lot), pick.place): pick.quantity // 1000 for pick in fact.picks}
        assert drawn == picks
        assert list(drawn) == list(picks)
        for line, taken in picks.items():
            self._add(line, -taken, outcome.entries[0].seq)
            self.opened.add(line)
        self._remember(outcome.entries[0].id, outcome.entries[0].seq)
        self.undo[outcome.entries[0].id] = {line: -taken for line, taken in picks.items()}

    @rule(product=products, lot=lots, origin=places, goal=places, amount=amounts)
    def move(self, product: ProductId, lot: str, origin: PlaceId, goal: PlaceId, amount: int) -> None:
        order = MoveStock(
            id=self.bench.order_id(),
            product=product,
            lot=LotNumber(lot),
            quantity=units(amount),
            from_place=origin,
            to_place=goal,
        )
        if origin == goal:
            self._refused(order, PlaceUnsuitable)
            return
        if self.book.get((product, lot, origin), 0) < amount:
            self._refused(order, NotEnoughStock)
            return
        if goal != QUARANTINE and self._is_held(product, lot):
            self._refused(order, LotOnHold)
            return
        if goal != QUARANTINE and self._expired(lot):
            self._refused(order, LotExpired)
            return
        entry, seq = self._posted(order)
        self._add((product, lot, origin), -amount, seq)
        self._add((product, lot, goal), amount, seq)
        self.undo[entry] = {(product, lot, origin): -amount, (product, lot, goal): amount}

    @rule(product=products, lot=lots)
    def hold(self, product: ProductId, lot: str) -> None:
        entry, _ = self._posted(
            HoldLot(id=self.bench.order_id(), product=product, lot=LotNumber(lot), cause=HoldReason.RECALL)
        )
        self.held[entry] = (product, lot)

    @precondition(lambda self: bool(self.held))
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        hold = data.draw(st.sampled_from(sorted(self.held)))
        self._posted(ReleaseLot(id=self.bench.order_id(), hold=hold, note="maker says it is good"))
        del self.held[hold]

    @rule(product=products, lot=lots, place=places, counted=st.integers(min_value=0, max_value=200))
    def count(self, product: ProductId, lot: str, place: PlaceId, counted: int) -> None:
        line = (product, lot, place)
        order = CountLot(
            id=self.bench.order_id(),
            product=product,
            lot=LotNumber(lot),
            place=place,
            counted=units(counted),
            expiry=LOTS[lot],
        )
        outcome = self.bench.post(order)
        entry = outcome.entries[0]
        fact = entry.fact
        assert isinstance(fact, LineCounted)
        difference = counted - self.book.get(line, 0)
        assert fact.difference == difference * 1000
        assert fact.adjusted == (difference != 0 and product not in CONTROLLED)
        self._remember(entry.id, entry.seq)
        self.counted_at.setdefault(line, []).append(fact.at_seq)
        self.open_difference.pop(line, None)
        if product in CONTROLLED and difference:
            self.open_difference[line] = (entry.id, difference)
        elif difference:
            self._add(line, difference, entry.seq)

    @precondition(lambda self: bool(self.open_difference))
    @rule(data=st.data())
    def settle(self, data: st.DataObject) -> None:
        line = data.draw(st.sampled_from(sorted(self.open_difference)))
        count, difference = self.open_difference.pop(line)
        _, seq = self._posted(
            SettleDifference(id=self.bench.order_id(), count=count, cause="miscounted at receipt")
        )
        self._add(line, difference, seq)

    @rule(product=products, packs=st.integers(min_value=1, max_value=3))
    def mark_ordered(self, product: ProductId, packs: int) -> None:
        amount = packs * 100
        self._posted(
            MarkOrdered(
                id=self.bench.order_id(),
                lines=(OrderedLine(product=product, packs=packs, quantity=units(amount)),),
            )
        )
        self.on_order[product].append(amount)

    @precondition(lambda self: bool(self.undo))
    @rule(data=st.data())
    def reverse(self, data: st.DataObject) -> None:
        entry = data.draw(st.sampled_from(sorted(self.undo)))
        order = ReverseEntry(id=self.bench.order_id(), entry=entry, reason="entered by mistake")
        back: dict[Line, int] = {}
        for line, change in self.undo[entry].items():
            counted_since = any(at >= self.seq_of[entry] for at in self.counted_at.get(line, []))
            if counted_since and line[0] not in CONTROLLED:
                continue  # the counted figure stands
            back[line] = -change
        if any(change < 0 and self.book.get(line, 0) + change < 0 for line, change in back.items()):
            self._refused(order, StockMovedOn)
            return
        # Controlled lines counted since: the difference waits for a pharmacist, with the later change in it.
        opened = {
            line: change
            for line, change in self.undo[entry].items()
            if line[0] in CONTROLLED and any(at >= self.seq_of[entry] for at in self.counted_at.get(line, []))
        }
        outcome = self.bench.post(order)
        seq = outcome.entries[0].seq
        for line, change in back.items():
            self._add(line, change, seq)
        for line in self.undo[entry]:
            if line in opened:
                self._recompute(line, opened[line], self.seq_of[entry])
        if entry in self.receipts:
            product, taken = self.receipts.pop(entry)
            for index, part in taken:
                self.on_order[product][index] += part
        del self.undo[entry]
        again = ReverseEntry(id=self.bench.order_id(), entry=entry, reason="once more")
        self._refused(again, ReversedBefore)

    @rule(product=st.sampled_from((HYDROXYZINE, AMOXICILLIN)), lot=lots, place=places, amount=amounts)
    def receive_late(self, product: ProductId, lot: str, place: PlaceId, amount: int) -> None:
        """Enter a receipt of yesterday: it came before every count there is."""
        if self._expired(lot) and place != QUARANTINE:
            return
        line = (product, lot, place)
        order = ReceiveLot(
            id=self.bench.order_id(),
            product=product,
            lot=LotNumber(lot),
            expiry=LOTS[lot],
            quantity=units(amount),
            place=place,
            happened_at=self.bench.clock.now() - timedelta(days=1),
        )
        if self.counted_at.get(line):
            self._refused(order, SayBeforeOrAfterCount)
            order = ReceiveLot(
                id=self.bench.order_id(),
                product=product,
                lot=LotNumber(lot),
                expiry=LOTS[lot],
                quantity=units(amount),
                place=place,
                happened_at=self.bench.clock.now() - timedelta(days=1),
                before_counts=True,
            )
        outcome = self.bench.post(order)
        if not self.counted_at.get(line):
            self._add(line, amount, outcome.entries[0].seq)
        else:
            self.first.setdefault(line, outcome.entries[0].seq)
        left = amount
        for index, outstanding in enumerate(self.on_order[product]):
            part = min(left, outstanding)
            self.on_order[product][index] -= part
            left -= part

    @rule(product=products, lot=lots, place=places)
    def dispense_what_may_not_be_issued(self, product: ProductId, lot: str, place: PlaceId) -> None:
        """Choose one line by hand: expired, held and set-aside stock is never issued."""
        amount = self.book.get((product, lot, place), 0)
        if amount <= 0:
            return
        self.fill += 1
        order = DispenseItem(
            id=self.bench.order_id(),
            product=product,
            quantity=units(1),
            rx_number=str(900_000 + self.fill),
            reason="asked for this lot",
            picks=(_pick(lot, place),),
        )
        if self._is_held(product, lot):
            self._refused(order, LotOnHold)
        elif self._expired(lot):
            self._refused(order, LotExpired)
        elif place == QUARANTINE:
            self._refused(order, PlaceUnsuitable)

    # --- what must hold -------------------------------------------------------------------------

    @invariant()
    def stock_is_what_the_model_says(self) -> None:
        rows = self.bench.ledger.connection.execute(
            text(
                "SELECT product, lot, place, quantity FROM stock WHERE place NOT LIKE '@%' AND quantity <> 0"
            )
        ).all()
        self.bench.ledger.connection.rollback()
        shown = {(ProductId(row[0]), row[1], PlaceId(row[2])): row[3] for row in rows}
        assert shown == {line: amount * 1000 for line, amount in self.book.items() if amount}

    @invariant()
    def no_controlled_balance_is_negative(self) -> None:
        assert all(amount >= 0 for line, amount in self.book.items() if line[0] in CONTROLLED)

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

    # --- the plain pharmacy -----------------------------------------------------------------------

    def _posted(self, order: Order) -> tuple[EntryId, int]:
        outcome = self.bench.post(order)
        entry = outcome.entries[-1]
        self._remember(entry.id, entry.seq)
        return entry.id, entry.seq

    def _remember(self, entry: EntryId, seq: int) -> None:
        self.seq_of[entry] = seq

    def _refused(self, order: Order, kind: type[Refusal]) -> None:
        with self.bench.ledger() as unit:
            before = unit.known.head_seq()
        try:
            self.bench.post(order)
        except kind:
            pass
        else:
            message = f"{order} was not refused"
            raise AssertionError(message)
        with self.bench.ledger() as unit:
            assert unit.known.head_seq() == before

    def _add(self, line: Line, amount: int, seq: int) -> None:
        self.book[line] = self.book.get(line, 0) + amount
        self.first.setdefault(line, seq)

    def _recompute(self, line: Line, change: int, after_seq: int) -> None:
        # The newest count answers for the line; an older one that was superseded waits for nobody.
        count, difference = self.open_difference.get(line, (None, 0))
        if count is not None and self.seq_of[count] > after_seq:
            self.open_difference[line] = (count, difference + change)

    def _expired(self, lot: str) -> bool:
        return Expiry.from_iso(LOTS[lot]).is_expired_on(self.bench.clock.today())

    def _is_held(self, product: ProductId, lot: str) -> bool:
        return (product, lot) in self.held.values()

    def _first_expiry_first(self, product: ProductId, amount: int) -> dict[Line, int] | None:
        def rank(line: Line) -> tuple[date, bool, int, str]:
            return (
                Expiry.from_iso(LOTS[line[1]]).usable_through,
                line not in self.opened,
                self.first[line],
                line[2],
            )

        picks: dict[Line, int] = {}
        left = amount
        for line in sorted((line for line in self.book if line[0] == product), key=rank):
            usable = (
                self.book[line] > 0
                and line[2] != QUARANTINE
                and not self._expired(line[1])
                and not self._is_held(product, line[1])
            )
            if usable and left:
                picks[line] = min(left, self.book[line])
                left -= picks[line]
        return None if left else picks


def _pick(lot: str, place: PlaceId) -> PickFrom:
    return PickFrom(lot=LotNumber(lot), place=place, quantity=units(1))


TestActsAgainstAModel = ActsAgainstAModel.TestCase
TestActsAgainstAModel.settings = settings(
    max_examples=30,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
