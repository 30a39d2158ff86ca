from typing import Any

import pytest

from rxdesk.domain.identity import ProductId
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import NOTHING, Unit, units
from rxdesk.domain.schedule import Schedule
from rxdesk.domain.sheets import pull_sections
from rxdesk.ports.rows import Demand, ReorderRow
from rxdesk.usecases.print_sheets import pull_sheet, reorder_sheet, stock_sheet
from tests.fakes_desk import HEAD
from tests.made_rows import stock_row


def reorder_row(**given: Any) -> ReorderRow:
    usual: dict[str, Any] = {
        "product": ProductId("99301-417-01"),
        "name": "hydrOXYzine HCl",
        "generic_name": "hydroxyzine hydrochloride",
        "strength": "25 mg",
        "form": "TABLET, FILM COATED",
        "labeler": "Northfield Generics",
        "unit": Unit.EACH,
        "schedule": Schedule.NONE,
        "gtin14": None,
        "pack_quantity": units(100),
        "on_hand": units(20),
        "held": NOTHING,
        "expired": NOTHING,
        "short_dated": NOTHING,
        "available": units(20),
        "on_order": NOTHING,
        "minimum": units(100),
        "maximum": units(300),
        "demand": Demand(last_30_days=NOTHING, last_90_days=NOTHING, days_with_stock=0),
        "packs": 3,
        "quantity": units(300),
        "why": "300 are wanted and 20 available.",
    }
    return ReorderRow(**(usual | given))


def test_a_reorder_line_says_what_to_order_and_why() -> None:
    (line,) = reorder_sheet(HEAD, [reorder_row()]).lines

    assert (line.ndc, line.form, line.unit) == ("99301-417-01", "film-coated tablet", "tablets")
    assert (line.packs, line.ordered) == (3, units(300))
    assert line.why == "300 are wanted and 20 available."


def test_a_product_of_which_enough_is_on_order_is_left_out() -> None:
    assert reorder_sheet(HEAD, [reorder_row(packs=0)]).lines == ()


def test_a_product_that_is_not_controlled_has_no_schedule_on_paper() -> None:
    plain, controlled = reorder_sheet(HEAD, [reorder_row(), reorder_row(schedule=Schedule.II)]).lines
    assert (plain.schedule, controlled.schedule) == ("", "C-II")


def test_what_has_expired_is_pulled_first_and_later_lots_follow_by_horizon() -> None:
    rows = [
        stock_row("LATER", expiry="2028-01"),
        stock_row("SOON", expiry="2026-12-01"),
        stock_row("GONE", expiry="2026-11-01"),
        stock_row("UNDATED", expiry=None),
    ]
    sections = pull_sections(pull_sheet(HEAD, rows).lines)

    assert [title for title, _ in sections] == ["Expired", "No expiry date", "Within 30 days", "Later"]


def test_within_a_horizon_lines_stand_as_people_walk() -> None:
    rows = [stock_row("L1", "B1-07"), stock_row("L2", "A3-02"), stock_row("L3", "A1-01")]
    assert [line.place for line in pull_sheet(HEAD, rows).lines] == ["A1-01", "A3-02", "B1-07"]


def test_a_line_below_zero_is_not_pulled() -> None:
    assert pull_sheet(HEAD, [stock_row(quantity=-3)]).lines == ()


@pytest.mark.parametrize("kind", [PlaceKind.QUARANTINE, PlaceKind.RETURNS])
def test_a_line_that_was_pulled_already_is_not_pulled_again(kind: PlaceKind) -> None:
    assert pull_sheet(HEAD, [stock_row(place_kind=kind)]).lines == ()


def test_an_expiry_is_written_as_precisely_as_the_pack_says_it() -> None:
    rows = [
        stock_row("A", expiry="2026-12"),
        stock_row("B", expiry="2026-12-14"),
        stock_row("C", expiry=None),
    ]
    assert {line.lot: line.expires for line in pull_sheet(HEAD, rows).lines} == {
        "A": "Dec 2026",
        "B": "14 Dec 2026",
        "C": "unknown",
    }


def test_a_stock_sheet_holds_one_row_as_long_as_its_columns_for_each_line() -> None:
    rows = [stock_row("A"), stock_row("B", expiry=None)]
    sheet = stock_sheet(
        HEAD, rows, title="Stock", standing=lambda row: f"lot {row.lot}", notes=("Only: expired.",)
    )

    (section,) = sheet.sections
    assert [row[2] for row in section.rows] == ["A", "B"]
    assert all(len(row) == len(sheet.columns) for row in section.rows)
    assert [row[-1] for row in section.rows] == ["lot A", "lot B"]
    assert sheet.notes == ("Only: expired.",)
