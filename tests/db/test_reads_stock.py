"""Lists of stock lines: what they hold, in which order, under which chips."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from db.reads.reads import ReadsOnFile
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.facts import HoldReason, OpeningLine
from rxdesk.domain.fefo import Barrier, offers
from rxdesk.domain.identity import NO_SERIAL, LotNumber, PlaceId, ProductId, Serial
from rxdesk.domain.orders import (
    DispenseItem,
    HoldLot,
    LoadOpeningStock,
    MoveStock,
    ReceiveLot,
    ReleaseLot,
    ReverseEntry,
)
from rxdesk.domain.quantity import Quantity, units
from rxdesk.domain.stock import LineKey
from rxdesk.ports.queries import StockFilter, StockOrder, StockQuery
from rxdesk.ports.rows import Horizon, StockRow, horizon_of
from tests.db_files import (
    AMOXICILLIN,
    HYDROXYZINE,
    OTHER_SHELF,
    OXYCODONE,
    QUARANTINE,
    SAFE,
    SHELF,
    START,
    Bench,
)

TODAY = START.date()
PLACES = (SHELF, OTHER_SHELF, SAFE, QUARANTINE, PlaceId("RETURNS"))
PRODUCTS = (HYDROXYZINE, OXYCODONE, AMOXICILLIN)


def _line(
    lot: str,
    *,
    product: ProductId = HYDROXYZINE,
    left: int | None = 200,
    place: PlaceId = SHELF,
    count: int = 10,
    serial: str = "",
) -> OpeningLine:
    expiry = None if left is None else (TODAY + timedelta(days=left)).isoformat()
    return OpeningLine(
        product=product,
        lot=LotNumber(lot),
        expiry=expiry,
        serial=Serial(serial),
        place=place,
        quantity=units(count),
    )


def _load(bench: Bench, lines: Sequence[OpeningLine]) -> None:
    bench.post(LoadOpeningStock(id=bench.order_id(), file_name="old.csv", file_hash="", lines=tuple(lines)))


def _lots(rows: Sequence[StockRow]) -> list[str]:
    return [row.lot for row in rows]


def _is_sorted(values: Sequence[str] | Sequence[int] | Sequence[date]) -> bool:
    return list(values) == sorted(values)


def _shown(reads: ReadsOnFile, only: StockFilter) -> set[str]:
    return set(_lots(reads.stock_page(StockQuery(only=only)).rows))


@pytest.fixture
def mixed(bench: Bench) -> Bench:
    """A pharmacy with many lines drawn at random, some of them held or set aside."""
    chance = random.Random(20261123)
    lines = [
        _line(
            f"L{number:03d}",
            product=chance.choice(PRODUCTS),
            left=chance.choice((None, -40, -1, 0, 1, 29, 30, 31, 89, 90, 91, 179, 180, 181, 700)),
            place=chance.choice(PLACES),
            count=chance.randint(1, 200),
            serial=chance.choice(("", "", f"S{number}")),
        )
        for number in range(120)
    ]
    _load(bench, lines)
    for line in chance.sample(lines, 8):
        bench.post(HoldLot(id=bench.order_id(), product=line.product, lot=line.lot, cause=HoldReason.SUSPECT))
    bench.post(HoldLot(id=bench.order_id(), place=OTHER_SHELF, cause=HoldReason.TEMPERATURE))
    return bench


def test_a_line_says_what_it_is(bench: Bench, reads: ReadsOnFile) -> None:
    _load(bench, [_line("B7730A", left=21, count=42)])
    row = reads.stock_page(StockQuery()).rows[0]
    assert row.key == LineKey(HYDROXYZINE, LotNumber("B7730A"), NO_SERIAL, SHELF)
    assert (row.name, row.strength, row.labeler) == ("hydrOXYzine HCl", "25 mg", "Northfield Generics")
    assert (row.quantity, row.pack_quantity, row.days_left) == (units(42), units(100), 21)
    assert row.expiry == Expiry.on(TODAY + timedelta(days=21))
    assert (row.horizon, row.place_name, row.held_by) == (Horizon.D30, "A3-02", None)
    assert row.use_first


def test_used_up_lots_and_outside_places_are_not_listed(bench: Bench, reads: ReadsOnFile) -> None:
    _load(bench, [_line("GONE", count=30), _line("HERE")])
    bench.post(
        DispenseItem(
            id=bench.order_id(),
            product=HYDROXYZINE,
            quantity=units(30),
            rx_number="7001",
            reason="lot GONE first",
        )
    )
    assert _shown(reads, StockFilter.ALL) == {"HERE"}


def test_a_total_is_counted_anew_after_an_act(bench: Bench, reads: ReadsOnFile) -> None:
    _load(bench, [_line("ONE")])
    assert reads.stock_page(StockQuery()).total == 1
    bench.post(
        ReceiveLot(
            id=bench.order_id(),
            product=HYDROXYZINE,
            lot=LotNumber("TWO"),
            expiry="2028-01",
            packs=1,
            place=SHELF,
        )
    )
    assert reads.stock_page(StockQuery()).total == 2


@pytest.mark.parametrize("order", StockOrder)
@pytest.mark.parametrize("descending", [False, True])
def test_pages_hold_every_line_once_in_one_order(
    mixed: Bench, reads: ReadsOnFile, order: StockOrder, descending: bool
) -> None:
    whole = reads.stock_page(StockQuery(order=order, descending=descending, limit=1000))
    paged = [
        row
        for offset in range(0, whole.total, 17)
        for row in reads.stock_page(
            StockQuery(order=order, descending=descending, offset=offset, limit=17)
        ).rows
    ]
    assert paged == list(whole.rows)
    assert len({row.key for row in paged}) == whole.total == 120


@pytest.mark.parametrize("order", StockOrder)
def test_descending_is_ascending_the_other_way_round(
    mixed: Bench, reads: ReadsOnFile, order: StockOrder
) -> None:
    up = reads.stock_page(StockQuery(order=order, limit=1000)).rows
    down = reads.stock_page(StockQuery(order=order, descending=True, limit=1000)).rows
    assert list(reversed(down)) == list(up)


def test_each_order_sorts_by_what_it_names(mixed: Bench, reads: ReadsOnFile) -> None:
    def listed(order: StockOrder) -> Sequence[StockRow]:
        return reads.stock_page(StockQuery(order=order, limit=1000)).rows

    def until(row: StockRow) -> date:
        return date.min if row.expiry is None else row.expiry.usable_through

    assert [row.name.lower() for row in listed(StockOrder.NAME)] == sorted(
        row.name.lower() for row in listed(StockOrder.NDC)
    )
    assert _is_sorted([row.product for row in listed(StockOrder.NDC)])
    assert _is_sorted([row.lot for row in listed(StockOrder.LOT)])
    assert _is_sorted([until(row) for row in listed(StockOrder.EXPIRY)])
    assert _is_sorted([row.quantity for row in listed(StockOrder.QUANTITY)])
    assert _is_sorted([row.key.place for row in listed(StockOrder.PLACE)])


def test_within_a_product_the_nearest_expiry_comes_first(bench: Bench, reads: ReadsOnFile) -> None:
    _load(bench, [_line("A", left=90), _line("B", left=5), _line("C", left=None), _line("D", left=40)])
    assert _lots(reads.stock_page(StockQuery(order=StockOrder.NAME)).rows) == ["C", "B", "D", "A"]


def test_every_chip_shows_what_its_horizon_says(mixed: Bench, reads: ReadsOnFile) -> None:
    rows = reads.stock_page(StockQuery(limit=1000)).rows
    near = {
        StockFilter.EXPIRED: {Horizon.EXPIRED},
        StockFilter.D30: {Horizon.D30},
        StockFilter.D90: {Horizon.D30, Horizon.D90},
        StockFilter.D180: {Horizon.D30, Horizon.D90, Horizon.D180},
        StockFilter.NO_DATE: {Horizon.UNKNOWN},
    }
    for chip, horizons in near.items():
        assert _shown(reads, chip) == {row.lot for row in rows if row.horizon in horizons}
    assert all(row.horizon is horizon_of(row.expiry, TODAY) for row in rows)


def test_chips_count_what_they_show(mixed: Bench, reads: ReadsOnFile) -> None:
    counts = reads.stock_counts(StockQuery())
    for chip in StockFilter:
        page = reads.stock_page(StockQuery(only=chip, limit=1000))
        assert counts[chip] == page.total == len(page.rows)
    assert counts[StockFilter.ALL] == 120
    assert counts[StockFilter.HELD] > 8


def test_what_to_act_on_is_everything_near_doubtful_held_or_below_zero(
    mixed: Bench, reads: ReadsOnFile
) -> None:
    rows = reads.stock_page(StockQuery(limit=1000)).rows
    expected = {
        row.lot
        for row in rows
        if row.horizon is not Horizon.LATER or row.held_by is not None or row.quantity < 0
    }
    assert _shown(reads, StockFilter.TO_ACT_ON) == expected


def test_the_line_to_use_first_is_the_one_first_expiry_first_draws_from(
    mixed: Bench, reads: ReadsOnFile
) -> None:
    rows = reads.stock_page(StockQuery(limit=1000)).rows
    for product in PRODUCTS:
        card = reads.product_card(product)
        assert card is not None
        drawn = [offer.line.key for offer in card.offers if offer.barrier is None][:1]
        assert [row.key for row in rows if row.product == product and row.use_first] == drawn
        assert drawn, "the sample has stock of each product that may be drawn"


def test_rows_and_rules_agree_on_what_is_held(mixed: Bench, reads: ReadsOnFile) -> None:
    rows = {row.key: row for row in reads.stock_page(StockQuery(limit=1000)).rows}
    held = 0
    for product in PRODUCTS:
        card = reads.product_card(product)
        assert card is not None
        assert card.offers == offers([offer.line for offer in card.offers], TODAY)
        for offer in card.offers:
            row = rows[offer.line.key]
            assert (row.held_by, row.held_for) == (offer.line.held_by, offer.line.held_for)
            held += offer.barrier is Barrier.HELD
    assert held == reads.stock_counts(StockQuery())[StockFilter.HELD]


def test_a_lifted_hold_holds_no_more(bench: Bench, reads: ReadsOnFile) -> None:
    _load(bench, [_line("A")])
    hold = bench.entry(
        HoldLot(id=bench.order_id(), product=HYDROXYZINE, lot=LotNumber("A"), cause=HoldReason.RECALL)
    )
    row = reads.stock_page(StockQuery()).rows[0]
    assert (row.held_by, row.held_for, row.use_first) == (hold, HoldReason.RECALL, False)
    bench.post(ReleaseLot(id=bench.order_id(), hold=hold, note="cleared"))
    row = reads.stock_page(StockQuery()).rows[0]
    assert (row.held_by, row.held_for, row.use_first) == (None, None, True)


def test_controlled_lines_have_a_chip_of_their_own(bench: Bench, reads: ReadsOnFile) -> None:
    _load(bench, [_line("OPEN"), _line("LOCKED", product=OXYCODONE, place=SAFE)])
    assert _shown(reads, StockFilter.CONTROLLED) == {"LOCKED"}


def test_a_balance_below_zero_is_a_line_to_act_on(bench: Bench, reads: ReadsOnFile) -> None:
    _load(bench, [_line("A", count=10, left=700)])
    bench.post(
        DispenseItem(
            id=bench.order_id(),
            product=HYDROXYZINE,
            quantity=units(30),
            rx_number="7001",
            short_allowed=True,
            reason="the delivery is not booked yet",
        )
    )
    page = reads.stock_page(StockQuery(only=StockFilter.NEGATIVE))
    assert [row.quantity for row in page.rows] == [units(-20)]
    assert _shown(reads, StockFilter.TO_ACT_ON) == {"A"}


@pytest.mark.parametrize(
    ("text", "lots"),
    [
        ("hydrox", {"A", "B", "sn-lot"}),
        ("HYDROX 25", {"A", "B", "sn-lot"}),
        ("northfield amox", {"M"}),
        ("99301-0417", {"A", "B", "sn-lot"}),
        ("993010417", {"A", "B", "sn-lot"}),
        ("b1-07", {"B"}),
        ("SN-LOT", {"sn-lot"}),
        ("100044", {"sn-lot"}),
        ("hydrox b1-07", {"B"}),
        ("hydrox amox", set[str]()),
        ("100%", set[str]()),
        ("  ", {"A", "B", "M", "sn-lot"}),
    ],
)
def test_every_word_must_be_found_somewhere(
    bench: Bench, reads: ReadsOnFile, text: str, lots: set[str]
) -> None:
    _load(
        bench,
        [
            _line("A"),
            _line("B", place=OTHER_SHELF),
            _line("M", product=AMOXICILLIN),
            _line("sn-lot", serial="10004417"),
        ],
    )
    page = reads.stock_page(StockQuery(text=text))
    assert set(_lots(page.rows)) == lots
    assert page.total == len(lots) == reads.stock_counts(StockQuery(text=text))[StockFilter.ALL]


def test_a_list_may_be_of_one_place_or_product(mixed: Bench, reads: ReadsOnFile) -> None:
    rows = reads.stock_page(StockQuery(limit=1000)).rows
    for place in PLACES:
        page = reads.stock_page(StockQuery(place=place, limit=1000))
        assert {row.key for row in page.rows} == {row.key for row in rows if row.key.place == place}
    page = reads.stock_page(StockQuery(product=OXYCODONE, place=SAFE, limit=1000))
    assert {row.key for row in page.rows} == {
        row.key for row in rows if row.product == OXYCODONE and row.key.place == SAFE
    }


def test_rows_are_answered_in_the_order_of_their_keys_and_empty_lines_left_out(
    bench: Bench, reads: ReadsOnFile
) -> None:
    _load(bench, [_line("A"), _line("B")])
    keys = [LineKey(HYDROXYZINE, LotNumber(lot), NO_SERIAL, SHELF) for lot in ("B", "NEVER", "A")]
    assert _lots(reads.stock_rows(keys)) == ["B", "A"]
    assert reads.stock_rows([]) == []


def test_days_of_supply_follow_what_was_dispensed_and_not_reversed(bench: Bench, reads: ReadsOnFile) -> None:
    _load(bench, [_line("A", count=300)])

    def supply() -> int | None:
        return reads.stock_page(StockQuery()).rows[0].days_of_supply

    assert supply() is None
    entry = bench.entry(
        DispenseItem(id=bench.order_id(), product=HYDROXYZINE, quantity=units(90), rx_number="7001")
    )
    assert supply() == 210
    bench.post(ReverseEntry(id=bench.order_id(), entry=entry, reason="wrong patient label"))
    assert supply() is None


def test_moved_stock_is_listed_where_it_is(bench: Bench, reads: ReadsOnFile) -> None:
    _load(bench, [_line("A", count=30)])
    bench.post(
        MoveStock(
            id=bench.order_id(),
            product=HYDROXYZINE,
            lot=LotNumber("A"),
            quantity=units(10),
            from_place=SHELF,
            to_place=OTHER_SHELF,
        )
    )
    rows = reads.stock_page(StockQuery(order=StockOrder.PLACE)).rows
    assert [(row.key.place, row.quantity) for row in rows] == [
        (SHELF, Quantity(20_000)),
        (OTHER_SHELF, Quantity(10_000)),
    ]
