"""How SQLite goes through large tables, in a file about whose sizes it has learned nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from sqlalchemy import Connection, event

from db.engine import reader_engine
from db.reads.reads import ReadsOnFile
from rxdesk.domain.facts import HoldReason, OrderedLine
from rxdesk.domain.identity import NO_SERIAL, LotNumber
from rxdesk.domain.orders import DispenseItem, HoldLot, MarkOrdered, ReceiveLot, SetLevels
from rxdesk.domain.quantity import units
from rxdesk.domain.stock import LineKey
from rxdesk.ports.queries import JournalQuery, StockFilter, StockOrder, StockQuery
from tests.db_files import HYDROXYZINE, SHELF, Bench

Ask = Callable[[ReadsOnFile], object]

LARGE = {"entry", "movement", "stock", "held_line", "lot", "product", "product_schedule", "pack_code", "fill"}


class Watched:
    """Answers, and the plan of every statement that was needed for them."""

    def __init__(self, bench: Bench, connection: Connection) -> None:
        self.reads = ReadsOnFile(connection, bench.clock, hash_badge=str)
        self._connection = connection

    def plans(self, ask: Ask) -> list[list[str]]:
        """Return the steps of each statement an answer took, in order."""
        asked: list[tuple[str, Any]] = []

        def note(*given: Any) -> None:
            asked.append((given[2], given[3]))

        event.listen(self._connection, "before_cursor_execute", note)
        ask(self.reads)
        event.remove(self._connection, "before_cursor_execute", note)
        return [
            [row[3] for row in self._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
            for sql, values in asked
        ]

    def scans(self, ask: Ask) -> list[str]:
        """Return the steps that go through a table that grows with the years."""
        steps = [step for plan in self.plans(ask) for step in plan]
        return [step for step in steps if step.startswith("SCAN ") and step.split()[1] in LARGE]


@pytest.fixture
def watched(bench: Bench) -> Iterator[Watched]:
    lot = LotNumber("A")
    bench.post(
        ReceiveLot(id=bench.order_id(), product=HYDROXYZINE, lot=lot, expiry="2028-01", packs=1, place=SHELF)
    )
    bench.post(DispenseItem(id=bench.order_id(), product=HYDROXYZINE, quantity=units(9), rx_number="7001"))
    bench.post(HoldLot(id=bench.order_id(), product=HYDROXYZINE, cause=HoldReason.RECALL))
    bench.post(SetLevels(id=bench.order_id(), product=HYDROXYZINE, minimum=units(500)))
    line = OrderedLine(product=HYDROXYZINE, packs=1, quantity=units(100))
    bench.post(MarkOrdered(id=bench.order_id(), lines=(line,)))
    engine = reader_engine(bench.file, snapshots=False)
    with engine.connect() as connection:
        yield Watched(bench, connection)
    engine.dispose()


KEY = LineKey(HYDROXYZINE, LotNumber("A"), NO_SERIAL, SHELF)
QUESTIONS: dict[str, Ask] = {
    "rows": lambda reads: reads.stock_rows([KEY]),
    "lines": lambda reads: reads.stock_page(StockQuery(product=HYDROXYZINE)),
    "card": lambda reads: reads.product_card(HYDROXYZINE),
    "find": lambda reads: reads.find("00399301417014"),
    "journal": lambda reads: reads.journal_page(JournalQuery(product=HYDROXYZINE)),
    "kinds": lambda reads: reads.journal_page(JournalQuery(kinds=("LotHeld",))),
    "on order": lambda reads: reads.on_order_rows(),
    "reorder": lambda reads: reads.reorder_rows(),
    "holds": lambda reads: reads.holds(),
    "places": lambda reads: reads.places(),
}


@pytest.mark.parametrize("asked", QUESTIONS)
def test_these_questions_go_through_no_large_table(watched: Watched, asked: str) -> None:
    assert watched.scans(QUESTIONS[asked]) == []


def _first_plan(watched: Watched, query: StockQuery) -> list[str]:
    return watched.plans(lambda reads: reads.stock_page(query))[0]


@pytest.mark.parametrize(
    ("order", "first"),
    [
        (StockOrder.NAME, "SCAN product USING COVERING INDEX product_name"),
        (StockOrder.NDC, "SCAN stock USING COVERING INDEX stock_on_hand"),
        (StockOrder.PLACE, "SCAN stock USING COVERING INDEX stock_place"),
    ],
)
def test_the_first_page_of_these_orders_is_read_without_sorting_all_lines(
    watched: Watched, order: StockOrder, first: str
) -> None:
    plan = _first_plan(watched, StockQuery(order=order))
    assert plan[0] == first
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan


@pytest.mark.parametrize("order", StockOrder)
@pytest.mark.parametrize("only", StockFilter)
@pytest.mark.parametrize("text", ["", "hydrox 25"])
def test_lines_used_up_long_ago_are_never_gone_through(
    watched: Watched, order: StockOrder, only: StockFilter, text: str
) -> None:
    plan = _first_plan(watched, StockQuery(order=order, only=only, text=text))
    through: Sequence[str] = [step for step in plan if " stock" in step and "held_line" not in step]
    assert through
    assert all("INDEX stock_on_hand" in step or "INDEX stock_place" in step for step in through)
    assert not any(step.startswith("SCAN lot") for step in plan)
