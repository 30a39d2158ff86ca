"""Lists of products, the card of one, and what to order."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from db.reads.reads import ReadsOnFile
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.facts import HoldReason, OpeningLine, OrderedLine, ProductDetails, ScheduleFrom
from rxdesk.domain.identity import NO_SERIAL, LotNumber, PlaceId, ProductId
from rxdesk.domain.orders import (
    DispenseItem,
    HoldLot,
    LinkCode,
    LoadOpeningStock,
    MarkOrdered,
    ReceiveLot,
    ReverseEntry,
    SetLevels,
    SetUpProduct,
)
from rxdesk.domain.quantity import NOTHING, Quantity, units
from rxdesk.domain.schedule import Schedule
from rxdesk.ports.queries import ProductFilter, ProductOrder, ProductQuery
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
    details,
)

TODAY = START.date()
UNKNOWN = ProductId("00000-0000-00")


def _line(
    lot: str,
    count: int,
    *,
    product: ProductId = HYDROXYZINE,
    left: int | None = 400,
    place: PlaceId = SHELF,
) -> OpeningLine:
    return OpeningLine(
        product=product,
        lot=LotNumber(lot),
        expiry=None if left is None else (TODAY + timedelta(days=left)).isoformat(),
        serial=NO_SERIAL,
        place=place,
        quantity=units(count),
    )


def _load(bench: Bench, *lines: OpeningLine) -> None:
    bench.post(LoadOpeningStock(id=bench.order_id(), file_name="old.csv", file_hash="", lines=lines))


def _set_up(bench: Bench, product: str, given: ProductDetails) -> ProductId:
    bench.post(SetUpProduct(id=bench.order_id(), product=ProductId(product), details=given))
    return ProductId(product)


def _set_levels(
    bench: Bench, minimum: int | None, maximum: int | None = None, product: ProductId = HYDROXYZINE
) -> None:
    bench.post(
        SetLevels(
            id=bench.order_id(),
            product=product,
            minimum=None if minimum is None else units(minimum),
            maximum=None if maximum is None else units(maximum),
            home=SHELF,
        )
    )


def _mark_ordered(bench: Bench, packs: int, product: ProductId = HYDROXYZINE) -> None:
    line = OrderedLine(product=product, packs=packs, quantity=units(100 * packs))
    bench.post(MarkOrdered(id=bench.order_id(), supplier="McKesson", lines=(line,)))


def _every_part(bench: Bench) -> None:
    """Load 150 tablets of which each part of the arithmetic has some."""
    _load(
        bench,
        _line("GOOD", 60),
        _line("HELD", 20),
        _line("EXPIRED", 5, left=-1),
        _line("SHORT", 10, left=30),
        _line("ASIDE", 40, place=QUARANTINE),
        _line("UNDATED", 15, left=None),
    )
    bench.post(
        HoldLot(id=bench.order_id(), product=HYDROXYZINE, lot=LotNumber("HELD"), cause=HoldReason.RECALL)
    )


def test_a_product_sums_up_its_lots(bench: Bench, reads: ReadsOnFile) -> None:
    _every_part(bench)
    _set_levels(bench, 100, 200)
    row = reads.product_page(ProductQuery(text="hydrox")).rows[0]
    assert (row.name, row.on_hand, row.lots) == ("hydrOXYzine HCl", units(150), 6)
    assert row.usable == units(70), "held, expired, undated and set-aside lots are not usable"
    assert row.next_expiry == Expiry.on(TODAY - timedelta(days=1))
    assert (row.minimum, row.maximum, row.home) == (units(100), units(200), SHELF)
    assert row.on_order == NOTHING


def test_a_product_without_stock_is_listed_with_nothing(reads: ReadsOnFile) -> None:
    row = reads.product_page(ProductQuery(text="amox")).rows[0]
    assert (row.on_hand, row.usable, row.lots, row.next_expiry) == (NOTHING, NOTHING, 0, None)
    assert (row.minimum, row.home) == (None, None)


@pytest.mark.parametrize("order", ProductOrder)
@pytest.mark.parametrize("descending", [False, True])
def test_pages_of_products_hold_each_once(
    bench: Bench, reads: ReadsOnFile, order: ProductOrder, descending: bool
) -> None:
    for number in range(20):
        _set_up(bench, f"99500-{number:04d}-01", details(f"Product {number % 7}"))
    _load(bench, _line("A", 10, product=ProductId("99500-0003-01")), _line("B", 5))
    whole = reads.product_page(ProductQuery(order=order, descending=descending, limit=1000))
    paged = [
        row
        for offset in range(0, whole.total, 4)
        for row in reads.product_page(
            ProductQuery(order=order, descending=descending, offset=offset, limit=4)
        ).rows
    ]
    assert paged == list(whole.rows)
    assert len({row.product for row in paged}) == whole.total == 23


def test_products_sort_by_what_is_on_hand_and_by_next_expiry(bench: Bench, reads: ReadsOnFile) -> None:
    _load(bench, _line("A", 10, left=50), _line("B", 90, product=OXYCODONE, left=5, place=SAFE))

    def listed(order: ProductOrder) -> list[ProductId]:
        return [row.product for row in reads.product_page(ProductQuery(order=order)).rows]

    assert listed(ProductOrder.ON_HAND) == [AMOXICILLIN, HYDROXYZINE, OXYCODONE]
    assert listed(ProductOrder.NEXT_EXPIRY) == [AMOXICILLIN, OXYCODONE, HYDROXYZINE]
    assert listed(ProductOrder.NAME) == [AMOXICILLIN, HYDROXYZINE, OXYCODONE]
    assert listed(ProductOrder.NDC) == sorted((AMOXICILLIN, HYDROXYZINE, OXYCODONE))


def test_chips_above_products_count_what_they_show(bench: Bench, reads: ReadsOnFile) -> None:
    _load(bench, _line("A", 10))
    _set_levels(bench, 100)
    shown = {
        chip: {row.product for row in reads.product_page(ProductQuery(only=chip)).rows}
        for chip in ProductFilter
    }
    assert shown == {
        ProductFilter.ALL: {HYDROXYZINE, OXYCODONE, AMOXICILLIN},
        ProductFilter.IN_STOCK: {HYDROXYZINE},
        ProductFilter.BELOW_MINIMUM: {HYDROXYZINE},
        ProductFilter.NO_LEVELS: {OXYCODONE, AMOXICILLIN},
        ProductFilter.CONTROLLED: {OXYCODONE},
    }
    assert reads.product_counts(ProductQuery()) == {chip: len(rows) for chip, rows in shown.items()}


@pytest.mark.parametrize(
    "text", ["hydroxyzine", "99301-0417-01", "993010417", "00399301417014", "MY-CODE", "25 northfield hydrox"]
)
def test_a_product_is_found_by_name_number_and_code(bench: Bench, reads: ReadsOnFile, text: str) -> None:
    bench.post(LinkCode(id=bench.order_id(), code="MY-CODE", product=HYDROXYZINE, quantity=units(30)))
    page = reads.product_page(ProductQuery(text=text))
    assert [row.product for row in page.rows] == [HYDROXYZINE]
    assert page.total == 1


def test_the_schedule_shown_is_that_of_the_day(bench: Bench, reads: ReadsOnFile) -> None:
    history = (
        ScheduleFrom(schedule=Schedule.III, from_day=None),
        ScheduleFrom(schedule=Schedule.II, from_day=TODAY + timedelta(days=1)),
    )
    hydrocodone = _set_up(
        bench, "99700-0001-01", msgspec.structs.replace(details("Hydrocodone"), schedules=history)
    )
    _load(bench, _line("A", 10, product=hydrocodone, place=SAFE))

    def schedules() -> tuple[Schedule, Schedule]:
        product = reads.product_page(ProductQuery(text="hydrocodone")).rows[0]
        card = reads.product_card(hydrocodone)
        assert card is not None
        return product.schedule, card.lines[0].schedule

    assert schedules() == (Schedule.III, Schedule.III)
    bench.clock.go_on(timedelta(days=1))
    assert schedules() == (Schedule.II, Schedule.II)


def test_a_card_holds_everything_about_a_product(bench: Bench, reads: ReadsOnFile) -> None:
    twin = _set_up(bench, "99800-0001-01", msgspec.structs.replace(details("Vistaril"), equivalence_key="k"))
    mine = msgspec.structs.replace(details("Hydroxyzine HCl", gtin14="00399301417014"), equivalence_key="k")
    _set_up(bench, HYDROXYZINE, mine)
    _every_part(bench)
    _set_levels(bench, 100, 200)
    card = reads.product_card(HYDROXYZINE)
    assert card is not None
    assert card.details == mine
    assert [row.key for row in card.lines] == [offer.line.key for offer in card.offers]
    assert [row.lot for row in card.lines][:2] == ["SHORT", "GOOD"]
    assert card.levels is not None
    assert card.levels.minimum == units(100)
    assert [code.code for code in card.codes] == ["00399301417014"]
    assert "hydrALAZINE" in card.look_alikes
    assert [row.product for row in card.equivalents] == [twin]
    assert card.history[0].sentence.startswith("Levels of hydrOXYzine HCl 25 mg")
    assert reads.product_card(UNKNOWN) is None


def test_products_without_a_known_equivalence_have_no_equivalents(reads: ReadsOnFile) -> None:
    card = reads.product_card(HYDROXYZINE)
    assert card is not None
    assert card.equivalents == ()


def test_demand_counts_fills_of_the_last_days_and_days_with_stock(bench: Bench, reads: ReadsOnFile) -> None:
    def dispense(count: int, rx: str) -> None:
        bench.post(
            DispenseItem(id=bench.order_id(), product=HYDROXYZINE, quantity=units(count), rx_number=rx)
        )

    _load(bench, _line("A", 100))
    dispense(10, "7001")  # 60 days ago in the end
    bench.clock.go_on(timedelta(days=40))
    dispense(20, "7002")  # 20 days ago
    bench.clock.go_on(timedelta(days=20))
    wrong = bench.entry(
        DispenseItem(id=bench.order_id(), product=HYDROXYZINE, quantity=units(5), rx_number="7003")
    )
    bench.post(ReverseEntry(id=bench.order_id(), entry=wrong, reason="not picked up"))
    card = reads.product_card(HYDROXYZINE)
    assert card is not None
    assert (card.demand.last_30_days, card.demand.last_90_days) == (units(20), units(30))
    assert card.demand.days_with_stock == 61


def test_a_reorder_line_shows_its_arithmetic(bench: Bench, reads: ReadsOnFile) -> None:
    _every_part(bench)
    _set_levels(bench, 100, 300)
    (row,) = reads.reorder_rows()
    assert (row.on_hand, row.held, row.expired) == (units(150), units(20), units(5))
    assert (row.short_dated, row.set_aside, row.available) == (units(10), units(40), units(75))
    assert (row.needed, row.packs, row.quantity) == (units(225), 3, units(300))
    assert row.why == (
        "150 on hand − 20 held − 5 expired − 10 short-dated − 40 set aside = 75 available; "
        "minimum 100, maximum 300: 225 needed, 3 packs of 100."
    )
    assert (row.gtin14, row.name) == ("00399301417014", "hydrOXYzine HCl")


def test_each_line_counts_in_one_part_only(bench: Bench, reads: ReadsOnFile) -> None:
    _load(bench, _line("ALL-OF-IT", 50, left=-1, place=QUARANTINE))
    bench.post(HoldLot(id=bench.order_id(), product=HYDROXYZINE, cause=HoldReason.RECALL))
    _set_levels(bench, 10)
    (row,) = reads.reorder_rows()
    assert (row.held, row.expired, row.set_aside, row.available) == (units(50), NOTHING, NOTHING, NOTHING)


def test_a_product_at_its_minimum_is_not_below_it(bench: Bench, reads: ReadsOnFile) -> None:
    _load(bench, _line("A", 100))
    _set_levels(bench, 100, 300)
    assert reads.reorder_rows() == []


def test_a_product_nobody_watches_is_never_proposed(bench: Bench, reads: ReadsOnFile) -> None:
    _set_levels(bench, None)
    assert reads.reorder_rows() == []


def test_a_watched_product_without_any_stock_is_proposed(bench: Bench, reads: ReadsOnFile) -> None:
    _set_levels(bench, 100)
    assert [(row.product, row.packs) for row in reads.reorder_rows()] == [(HYDROXYZINE, 1)]


def test_what_is_ordered_leaves_the_list_and_a_receipt_takes_it_off_order(
    bench: Bench, reads: ReadsOnFile
) -> None:
    _set_levels(bench, 100, 200)
    _mark_ordered(bench, 2)
    assert reads.reorder_rows() == []
    (row,) = reads.on_order_rows()
    assert (row.on_order, row.packs, row.needed) == (units(200), 0, NOTHING)
    bench.post(
        ReceiveLot(
            id=bench.order_id(),
            product=HYDROXYZINE,
            lot=LotNumber("N"),
            expiry="2028-01",
            packs=1,
            place=SHELF,
        )
    )
    (row,) = reads.on_order_rows()
    assert (row.on_order, row.available) == (units(100), units(100))


def test_what_is_on_order_without_levels_is_listed_too(bench: Bench, reads: ReadsOnFile) -> None:
    _mark_ordered(bench, 1, AMOXICILLIN)
    assert [(row.product, row.minimum, row.packs) for row in reads.on_order_rows()] == [
        (AMOXICILLIN, NOTHING, 0)
    ]


def test_lines_to_order_stand_by_name(bench: Bench, reads: ReadsOnFile) -> None:
    for product in (OXYCODONE, HYDROXYZINE, AMOXICILLIN):
        _set_levels(bench, 100, product=product)
    rows = reads.reorder_rows()
    assert [row.name for row in rows] == ["Amoxicillin", "hydrOXYzine HCl", "Oxycodone HCl"]
    assert rows[2].why.endswith("C-II: order on DEA Form 222 or CSOS.")
    assert Quantity(rows[2].quantity) == units(100)


def test_stock_of_other_places_counts_together(bench: Bench, reads: ReadsOnFile) -> None:
    _load(
        bench, _line("A", 40), _line("A", 30, place=OTHER_SHELF), _line("B", 20, place=PlaceId("RECEIVING"))
    )
    _set_levels(bench, 100)
    (row,) = reads.reorder_rows()
    assert (row.available, row.needed) == (units(90), units(10))
