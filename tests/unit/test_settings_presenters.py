from dataclasses import replace

import pytest

from rxdesk.domain.identity import PlaceId
from rxdesk.domain.labels import BadgeLabel, OwnCode, PlaceLabel
from rxdesk.domain.orders import AddPerson, ChangePerson, SetUpPlace
from rxdesk.domain.own_codes import place_code
from rxdesk.domain.people import Role
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.refusals import PlaceUnsuitable
from rxdesk.ports.scanner import DeviceReport, DeviceState, PortSeen, Scan
from tests.fakes_settings import BADGE, OKAFOR, Room
from tests.made_rows import NOW, PATEL
from ui.kept_scanners import KeptScanner, KeptScanners, read_kept_scanners
from ui.screens.settings.presenter.people import PeoplePresenter
from ui.screens.settings.presenter.places import PlacesPresenter
from ui.screens.settings.presenter.scanners import ScannersPresenter
from ui.screens.settings.state import (
    PersonForm,
    PlaceForm,
)


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
def places(room: Room) -> PlacesPresenter:
    presenter = PlacesPresenter(room.glass, room.given)
    presenter.read()
    return presenter


@pytest.fixture
def people(room: Room) -> PeoplePresenter:
    presenter = PeoplePresenter(room.glass, room.given)
    presenter.read()
    return presenter


@pytest.fixture
def scanning(room: Room) -> ScannersPresenter:
    presenter = ScannersPresenter(room.glass, room.given, room.scanners)
    presenter.read()
    return presenter


# --- places ----------------------------------------------------------------------------------------


def test_a_new_place_is_made_and_the_form_is_free_for_the_next(room: Room, places: PlacesPresenter) -> None:
    places.save(PlaceForm(place=" B1-07 ", name="Aisle B", kind=PlaceKind.REFRIGERATOR, walk_order="12"))
    (order,) = room.given.orders
    assert isinstance(order, SetUpPlace)
    assert (order.place, order.name, order.kind_of_place, order.walk_order) == (
        "B1-07",
        "Aisle B",
        PlaceKind.REFRIGERATOR,
        12,
    )
    assert room.glass.forms[-1] == PlaceForm()


def test_a_code_that_exists_does_not_overwrite_the_place(room: Room, places: PlacesPresenter) -> None:
    places.save(PlaceForm(place="A3-02"))
    assert room.given.orders == []
    assert room.glass.said == "There is a place A3-02 already."


def test_an_old_place_is_changed_under_its_code(room: Room, places: PlacesPresenter) -> None:
    places.choose(PlaceId("SAFE"))
    form = room.glass.forms[-1]
    assert isinstance(form, PlaceForm)
    places.save(replace(form, active=False))
    (order,) = room.given.orders
    assert isinstance(order, SetUpPlace)
    assert (order.place, order.kind_of_place, order.active) == ("SAFE", PlaceKind.SAFE, False)


@pytest.mark.parametrize("walk", ["-1", "one", "1.5", "1234567"])
def test_a_walk_order_is_a_whole_number(room: Room, places: PlacesPresenter, walk: str) -> None:
    places.save(PlaceForm(place="B1-07", walk_order=walk))
    assert room.given.orders == []
    assert walk in room.glass.said


def test_a_refused_place_is_said_beside_the_form(room: Room, places: PlacesPresenter) -> None:
    room.given.refuse = lambda _: PlaceUnsuitable("SAFE", "it still holds stock; move that first")
    places.save(PlaceForm(place="SAFE", is_new=False, active=False))
    assert room.glass.said == "SAFE cannot be used for this: it still holds stock; move that first."


def test_the_labels_of_chosen_places_are_previewed(room: Room, places: PlacesPresenter) -> None:
    places.print_labels([PlaceId("A3-02"), PlaceId("SAFE")])
    assert room.given.previews == ["Labels of 2 places"]
    assert room.given.paper.labels[0] == PlaceLabel(
        name="A3-02", description="", code=OwnCode(place_code("A3-02"))
    )


# --- people ----------------------------------------------------------------------------------------


def test_somebody_new_is_added_and_nobody_changed(room: Room, people: PeoplePresenter) -> None:
    people.save(PersonForm(name=" A. Reyes ", initials="AR", role=Role.INTERN))
    (order,) = room.given.orders
    assert isinstance(order, AddPerson)
    assert (order.name, order.role) == ("A. Reyes", Role.INTERN)


def test_somebody_who_leaves_is_made_inactive(room: Room, people: PeoplePresenter) -> None:
    people.choose(OKAFOR.person)
    form = room.glass.forms[-1]
    assert isinstance(form, PersonForm)
    people.save(replace(form, active=False))
    (order,) = room.given.orders
    assert isinstance(order, ChangePerson)
    assert (order.person, order.active) == (OKAFOR.person, False)


def test_a_person_needs_name_and_initials(room: Room, people: PeoplePresenter) -> None:
    people.save(PersonForm(name="A. Reyes", initials=" "))
    assert room.given.orders == []
    assert room.glass.said == "A person needs a name and initials."


def test_a_pin_is_set_when_it_was_typed_twice(room: Room, people: PeoplePresenter) -> None:
    people.set_pin(OKAFOR.person, "824713", "824714")
    assert room.doors.pins == []
    people.set_pin(OKAFOR.person, "824713", "824713")
    assert room.doors.pins == [(PATEL.person, OKAFOR.person, "824713")]
    assert room.given.said[-1].said == "A new PIN was set for M. Okafor."


def test_no_pin_stays_in_its_field_whatever_came_of_it(room: Room, people: PeoplePresenter) -> None:
    before = room.glass.pins_cleared
    people.set_pin(OKAFOR.person, "1", "1")
    assert room.glass.pins_cleared == before + 1
    assert room.glass.said == "This PIN cannot be used: it is not 6 to 12 digits."


def test_a_new_badge_is_shown_on_paper_at_once(room: Room, people: PeoplePresenter) -> None:
    people.issue_badge(OKAFOR.person)
    assert room.given.previews == ["Badge of M. Okafor"]
    assert room.given.paper.labels == [
        BadgeLabel(
            person="M. Okafor",
            role="Pharmacist-in-charge",
            pharmacy="Maple Street Pharmacy",
            code=OwnCode(BADGE),
        )
    ]


# --- scanners --------------------------------------------------------------------------------------


def test_a_chosen_port_is_listened_to_and_kept_with_its_numbers(
    room: Room, scanning: ScannersPresenter
) -> None:
    scanning.add("/dev/ttyACM0", "Counter scanner", 9600)
    assert room.scanners.kept.serial == (
        KeptScanner(
            device="Counter scanner", url="/dev/ttyACM0", description="Xenon", vid=0x0C2E, pid=0x0B61
        ),
    )
    assert read_kept_scanners(room.reads.settings["scanners"]) == room.scanners.kept
    assert room.glass.ports == []


def test_two_scanners_do_not_share_a_name(room: Room, scanning: ScannersPresenter) -> None:
    scanning.add("/dev/ttyACM0", "Counter", 9600)
    room.scanners.seen.append(PortSeen(url="/dev/ttyACM1"))
    scanning.read()
    scanning.add("/dev/ttyACM1", "counter", 9600)
    assert len(room.scanners.kept.serial) == 1
    assert room.glass.said == "A scanner named counter is set up already."


def test_each_scanner_says_how_it_is(room: Room, scanning: ScannersPresenter) -> None:
    scanning.add("/dev/ttyACM0", "Counter", 9600)
    room.scanners.reports = {
        "Counter": DeviceReport(device="Counter", state=DeviceState.READY, port="/dev/ttyACM3")
    }
    scanning.show_states()
    (line,) = room.glass.scanners
    assert (line.port, line.state, line.good) == ("/dev/ttyACM3", "ready on /dev/ttyACM3", True)


def test_a_removed_scanner_is_forgotten(room: Room, scanning: ScannersPresenter) -> None:
    scanning.add("/dev/ttyACM0", "Counter", 9600)
    scanning.remove("Counter")
    assert room.scanners.kept.serial == ()
    assert [port.url for port in room.glass.ports] == ["/dev/ttyACM0"]


def test_only_one_character_stands_for_gs(room: Room, scanning: ScannersPresenter) -> None:
    scanning.wrap(prefix="", suffix="", gs="||")
    assert room.scanners.kept == KeptScanners()
    scanning.wrap(prefix="~", suffix="", gs="|")
    assert (room.scanners.kept.prefix, room.scanners.kept.gs) == ("~", "|")


def test_a_test_scan_is_read_as_the_scanners_are_set_up(room: Room, scanning: ScannersPresenter) -> None:
    scanning.wrap(prefix="~", suffix="", gs="")
    scanning.scanned(Scan(text="~" + place_code("A3-02"), device="Counter", scanned_at=NOW))
    assert room.glass.scan is not None
    device, words = room.glass.scan
    assert (device, words.meaning) == ("Counter", "The place A3-02.")


def test_settings_of_another_program_are_no_scanner() -> None:
    assert read_kept_scanners('{"serial": 4}') == KeptScanners()
