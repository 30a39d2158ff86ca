"""What setting up codes, products, people and moments refuses: one refusal at a time, on a real file."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import (
    ClockStepped,
    CodeLinked,
    OpeningLine,
    OpeningStockLoaded,
    OrderedLine,
    PackLevel,
    ScheduleFrom,
)
from rxdesk.domain.identity import EntryId, LotNumber, OrderId, PersonId, PlaceId, ProductId, Serial
from rxdesk.domain.orders import (
    AddPerson,
    ChangePerson,
    LinkCode,
    LoadOpeningStock,
    MarkOrdered,
    OpenPharmacy,
    SetLevels,
    SettleDifference,
    SetUpPlace,
    SetUpProduct,
    UnlinkCode,
)
from rxdesk.domain.own_codes import badge_code, place_code
from rxdesk.domain.people import Role
from rxdesk.domain.quantity import LARGEST, Quantity, Unit, units
from rxdesk.domain.refusals import (
    EntryUnknown,
    MomentWrong,
    NotEnoughStock,
    NotInSchedule,
    NotPermitted,
    PackSizeUnconfirmed,
    PersonUnknown,
    ProductUnknown,
    SignatureNeeded,
)
from rxdesk.domain.schedule import Schedule
from rxdesk.usecases.link_code import CodeNotLinked, CodeTaken, CodeUnfit, OwnCodeLinked
from rxdesk.usecases.load_opening_stock import AlreadyLive, OpeningLineUnfit
from rxdesk.usecases.mark_ordered import OrderedNothing
from rxdesk.usecases.people import AlreadyOpened, NameMissing, NameTaken, NobodyInCharge, PersonKnown
from rxdesk.usecases.post import Request, post_within
from rxdesk.usecases.scanned_packs import PatientScanned
from rxdesk.usecases.set_levels import LevelsCrossed
from rxdesk.usecases.set_up_product import PackLevelUnfit, ScheduleUnclear, UnitFixed
from tests.db_files import (
    AMOXICILLIN,
    HYDROXYZINE,
    MANAGER,
    OTHER_SHELF,
    OXYCODONE,
    PHARMACIST,
    SAFE,
    SHELF,
    TECHNICIAN,
    Bench,
    details,
)
from tests.given_orders import GTIN, LOT, PACK, head, move, receipt, refused

# --- codes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        (badge_code("0123456789ABCDEF0123456789ABCDEF"), OwnCodeLinked),
        (place_code("A3-02"), OwnCodeLinked),
        ("RX1:B:torn", OwnCodeLinked),
        ("]C18018123456789012345675", PatientScanned),
        ("00399301417015", CodeUnfit),
    ],
)
def test_a_code_that_may_not_be_kept_is_not_linked(bench: Bench, code: str, refusal: type[Refusal]) -> None:
    caught = refused(
        bench, LinkCode(id=bench.order_id(), code=code, product=HYDROXYZINE, quantity=units(1)), refusal
    )
    assert "0123456789ABCDEF" not in str(caught)
    assert "1234567890" not in str(caught)


def test_a_code_stands_for_one_product_until_it_is_unlinked(bench: Bench) -> None:
    link = LinkCode(id=bench.order_id(), code="TOTE-7", product=HYDROXYZINE, quantity=units(100))
    assert isinstance(bench.post(link).fact, CodeLinked)
    other = LinkCode(id=bench.order_id(), code="TOTE-7", product=AMOXICILLIN, quantity=units(100))
    refused(bench, other, CodeTaken)
    bench.post(UnlinkCode(id=bench.order_id(), code="TOTE-7"))
    refused(bench, UnlinkCode(id=bench.order_id(), code="TOTE-7"), CodeNotLinked)
    bench.post(other)


# --- products and levels --------------------------------------------------------------------------


def test_a_product_in_stock_keeps_its_base_unit(bench: Bench) -> None:
    bench.post(receipt(bench))
    changed = details("Hydroxyzine HCl", unit=Unit.MILLILITRE)
    refused(bench, SetUpProduct(id=bench.order_id(), product=HYDROXYZINE, details=changed), UnitFixed)


def test_nobody_sets_a_controlled_product_free_without_a_pharmacist(bench: Bench) -> None:
    order = SetUpProduct(id=bench.order_id(), product=OXYCODONE, details=details("Oxycodone HCl"))
    refused(bench, order, SignatureNeeded, person=TECHNICIAN, signer=None)
    refused(bench, order, SignatureNeeded, person=MANAGER, signer=MANAGER)
    bench.post(order, person=TECHNICIAN, signer=PHARMACIST)


def test_a_product_may_be_set_up_as_more_strictly_controlled(bench: Bench) -> None:
    stricter = details("Hydroxyzine HCl", schedule=Schedule.IV)
    order = SetUpProduct(id=bench.order_id(), product=HYDROXYZINE, details=stricter)
    bench.post(order, person=TECHNICIAN, signer=None)


@pytest.mark.parametrize(
    "level",
    [
        PackLevel(gtin14="00399301417015", quantity=units(1), level="saleable", derived=False),
        PackLevel(gtin14="399301417014", quantity=units(1), level="saleable", derived=False),
        PackLevel(gtin14=GTIN, quantity=Quantity(0), level="saleable", derived=False),
    ],
)
def test_a_gtin_among_the_details_is_one(bench: Bench, level: PackLevel) -> None:
    wrong = msgspec.structs.replace(details("Drug"), pack_levels=(level,))
    order = SetUpProduct(id=bench.order_id(), product=ProductId("0093-4161-73"), details=wrong)
    refused(bench, order, PackLevelUnfit)


def test_a_product_needs_a_catalogue_row_or_details_with_a_size(bench: Bench) -> None:
    new = ProductId("0093-4161-73")
    refused(bench, SetUpProduct(id=bench.order_id(), product=new), ProductUnknown)
    for size in (-1, LARGEST + 1, 2**63):
        unsized = details("Drug", pack=Quantity(size))
        refused(bench, SetUpProduct(id=bench.order_id(), product=new, details=unsized), PackSizeUnconfirmed)


def test_two_schedules_never_begin_on_one_day(bench: Bench) -> None:
    twice = (
        ScheduleFrom(schedule=Schedule.III, from_day=None),
        ScheduleFrom(schedule=Schedule.II, from_day=None),
    )
    unclear = msgspec.structs.replace(details("Hydrocodone"), schedules=twice)
    order = SetUpProduct(id=bench.order_id(), product=ProductId("0093-4161-73"), details=unclear)
    refused(bench, order, ScheduleUnclear)


def test_levels_do_not_cross(bench: Bench) -> None:
    crossed: dict[str, Any] = {"product": HYDROXYZINE, "minimum": units(50), "maximum": units(40)}
    refused(bench, SetLevels(id=bench.order_id(), **crossed), LevelsCrossed)
    nested = LoadOpeningStock(
        id=bench.order_id(),
        file_name="old.csv",
        file_hash="",
        levels=(SetLevels(id=OrderId("l"), **crossed),),
    )
    refused(bench, nested, LevelsCrossed)


@pytest.mark.parametrize(("quantity", "packs"), [(0, 1), (-1, 1), (LARGEST + 1, 1), (1000, -1)])
def test_a_reorder_of_nothing_is_refused(bench: Bench, quantity: int, packs: int) -> None:
    line = OrderedLine(product=HYDROXYZINE, packs=packs, quantity=Quantity(quantity))
    refused(bench, MarkOrdered(id=bench.order_id(), lines=(line,)), OrderedNothing)


# --- opening stock --------------------------------------------------------------------------------


def opening(bench: Bench, *lines: OpeningLine, **changes: Any) -> LoadOpeningStock:
    fields: dict[str, Any] = {"id": bench.order_id(), "file_name": "old.csv", "file_hash": "", "lines": lines}
    return LoadOpeningStock(**(fields | changes))


def line(**changes: Any) -> OpeningLine:
    fields: dict[str, Any] = {
        "product": HYDROXYZINE,
        "lot": LOT,
        "expiry": "2027-12-31",
        "serial": Serial(""),
        "place": SHELF,
        "quantity": units(10),
    }
    return OpeningLine(**(fields | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"product": ProductId("0000-0000-00")},
        {"place": PlaceId("NOWHERE")},
        {"place": PlaceId("@supplier")},
        {"lot": LotNumber("")},
        {"lot": LotNumber("B7 ")},
        {"expiry": "2027-13"},
        {"quantity": Quantity(0)},
        {"quantity": Quantity(-5)},
        {"quantity": Quantity(250)},
        {"quantity": Quantity(10**30)},
    ],
)
def test_opening_stock_is_taken_over_whole_or_not_at_all(bench: Bench, changes: dict[str, Any]) -> None:
    refusal = refused(bench, opening(bench, line(), line(**changes)), OpeningLineUnfit)
    assert refusal.said.startswith("Line 2 ")


def test_one_pack_is_taken_over_into_one_place(bench: Bench) -> None:
    twice = opening(bench, line(serial=PACK), line(serial=PACK, place=OTHER_SHELF))
    refused(bench, twice, OpeningLineUnfit)
    bench.post(receipt(bench, serial=PACK))
    refused(bench, opening(bench, line(serial=PACK, place=OTHER_SHELF)), OpeningLineUnfit)


def test_opening_stock_of_schedule_two_is_signed_for(bench: Bench) -> None:
    order = opening(bench, line(product=OXYCODONE, place=SAFE))
    refused(bench, order, SignatureNeeded, person=MANAGER, signer=None)
    bench.post(order, person=MANAGER, signer=PHARMACIST)


def test_opening_stock_is_taken_over_once_and_is_what_the_order_was_about(bench: Bench) -> None:
    shelf = SetUpPlace(id=OrderId("p"), place=PlaceId("C9"))
    outcome = bench.post(opening(bench, line(place=PlaceId("C9")), places=(shelf,)))
    assert isinstance(outcome.fact, OpeningStockLoaded)
    refused(bench, opening(bench, line()), AlreadyLive)


def test_an_empty_file_is_not_taken_over(bench: Bench) -> None:
    refused(bench, opening(bench), OpeningLineUnfit)


# --- people ---------------------------------------------------------------------------------------


def test_a_file_belongs_to_one_pharmacy(bench: Bench) -> None:
    order = OpenPharmacy(
        id=bench.order_id(),
        pharmacy="Another",
        person=PersonId("x"),
        name="X",
        initials="X",
        role=Role.MANAGER,
    )
    refused(bench, order, AlreadyOpened, person=None)


def test_two_people_of_one_name_cannot_be_told_apart(bench: Bench) -> None:
    order = AddPerson(
        id=bench.order_id(), person=PersonId("x"), name=" riya SHAH ", initials="RS", role=Role.INTERN
    )
    refused(bench, order, NameTaken)


def test_nobody_is_added_over_somebody_else(bench: Bench) -> None:
    order = AddPerson(
        id=bench.order_id(), person=PHARMACIST, name="Robin Reed", initials="RR", role=Role.INTERN
    )
    assert "Riya Shah" in refused(bench, order, PersonKnown).said


def test_nobody_is_nameless(bench: Bench) -> None:
    order = AddPerson(id=bench.order_id(), person=PersonId("x"), name="  ", initials="X", role=Role.INTERN)
    refused(bench, order, NameMissing)
    refused(bench, change(bench, TECHNICIAN, " ", Role.TECHNICIAN), NameMissing)


def change(bench: Bench, person: PersonId, name: str, role: Role, *, active: bool = True) -> ChangePerson:
    return ChangePerson(
        id=bench.order_id(), person=person, name=name, initials="XX", role=role, active=active
    )


def test_somebody_who_may_let_people_in_always_stays(bench: Bench) -> None:
    bench.post(change(bench, MANAGER, "Ana Ruiz", Role.MANAGER, active=False))
    refused(bench, change(bench, PHARMACIST, "Riya Shah", Role.PHARMACIST), NobodyInCharge)
    left = change(bench, PHARMACIST, "Riya Shah", Role.PHARMACIST_IN_CHARGE, active=False)
    refused(bench, left, NobodyInCharge)
    refused(bench, change(bench, PersonId("nobody"), "X", Role.INTERN), PersonUnknown)


def test_who_leaves_while_signed_in_can_neither_act_nor_sign(bench: Bench) -> None:
    bench.post(change(bench, TECHNICIAN, "K. Patel", Role.TECHNICIAN, active=False))
    assert "K. Patel" in refused(bench, receipt(bench), PersonUnknown, person=TECHNICIAN).said
    refused(bench, receipt(bench), PersonUnknown, signer=TECHNICIAN)


def test_whose_role_changes_while_signed_in_may_do_what_the_new_role_may(bench: Bench) -> None:
    bench.post(change(bench, TECHNICIAN, "K. Patel", Role.MANAGER))
    refused(bench, receipt(bench), NotPermitted, person=TECHNICIAN, signer=None)


def test_an_integration_signs_for_nobody(bench: Bench) -> None:
    robot = PersonId("robot")
    order = AddPerson(
        id=bench.order_id(), person=robot, name="Dispensing robot", initials="DR", role=Role.INTEGRATION
    )
    bench.post(order)
    refused(bench, receipt(bench), NotPermitted, signer=robot)
    bench.post(receipt(bench), person=robot, signer=None)
    schedule_two = receipt(bench, product=OXYCODONE, place=SAFE, order_form="123456789")
    refused(bench, schedule_two, SignatureNeeded, person=robot, signer=robot)


# --- moments --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 23, 8, 0),  # noqa: DTZ001  # without a zone is what is refused
        datetime(2026, 11, 23, 10, 30, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=UTC),
    ],
)
def test_a_moment_that_cannot_be_is_refused(bench: Bench, moment: datetime) -> None:
    refused(bench, receipt(bench, happened_at=moment), MomentWrong)


def test_a_clock_set_back_between_two_orders_of_one_batch_is_an_entry(bench: Bench) -> None:
    def ask(lot: str) -> Request:
        return Request(order=receipt(bench, lot=lot), person=PHARMACIST)

    with bench.ledger() as unit:
        post_within(unit, bench.clock, bench.ids, ask("ONE"))
        bench.clock.go_on(-timedelta(hours=3))
        post_within(unit, bench.clock, bench.ids, ask("TWO"))
        unit.commit()
    kinds = [
        row[0]
        for row in bench.ledger.connection.exec_driver_sql("SELECT kind FROM entry ORDER BY seq DESC LIMIT 3")
    ]
    bench.ledger.connection.rollback()
    assert kinds == ["LotReceived", ClockStepped.__name__, "LotReceived"]


def test_a_refused_order_leaves_the_others_of_its_batch_alone(bench: Bench) -> None:
    before = head(bench)
    with bench.ledger() as unit:
        post_within(unit, bench.clock, bench.ids, Request(order=receipt(bench), person=PHARMACIST))
        too_much = Request(order=move(bench, quantity=units(101)), person=PHARMACIST)
        with pytest.raises(NotEnoughStock):
            post_within(unit, bench.clock, bench.ids, too_much)
        post_within(unit, bench.clock, bench.ids, Request(order=move(bench), person=PHARMACIST))
        unit.commit()
    assert head(bench) == before + 2


def test_a_product_s_schedule_history_decides_on_the_day_of_the_act(bench: Bench) -> None:
    product = ProductId("0093-4161-73")
    soon = bench.clock.today() + timedelta(days=1)
    history = (
        ScheduleFrom(schedule=Schedule.III, from_day=date(2000, 1, 1)),
        ScheduleFrom(schedule=Schedule.II, from_day=soon),
    )
    kept = msgspec.structs.replace(details("Hydrocodone"), schedules=history)
    bench.post(SetUpProduct(id=bench.order_id(), product=product, details=kept))
    bench.post(receipt(bench, product=product, place=SAFE), signer=None)
    bench.clock.go_on(timedelta(days=1))
    refused(bench, receipt(bench, product=product, place=SAFE), NotInSchedule)


def test_a_difference_that_does_not_wait_is_not_settled(bench: Bench) -> None:
    order = SettleDifference(id=bench.order_id(), count=EntryId("none"), cause="miscounted")
    refused(bench, order, EntryUnknown)
