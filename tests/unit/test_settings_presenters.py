from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest

from rxdesk.desk import OldStockPreview
from rxdesk.domain.catalogue import (
    CatalogueDifference,
    CatalogueEdition,
    ImportReport,
    PackageState,
    Remark,
    RemarkKind,
)
from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.identity import OrderId, PersonId, PlaceId
from rxdesk.domain.labels import BadgeLabel, OwnCode, PlaceLabel
from rxdesk.domain.orders import AddPerson, ChangePerson, LoadOpeningStock, SetUpPlace
from rxdesk.domain.own_codes import badge_code, place_code
from rxdesk.domain.people import Role
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.records import Person
from rxdesk.domain.refusals import PlaceUnsuitable
from rxdesk.ports.rows import PersonRow, Pharmacy
from rxdesk.ports.scanner import DeviceReport, DeviceState, PortSeen, Scan
from rxdesk.usecases.sign_in import PinUnfit
from tests.fakes_desk import NOW, PATEL, FakeGiven, FakeReads, place_row
from ui.kept_scanners import KeptScanner, KeptScanners, read_kept_scanners
from ui.scan_words import ScanInWords
from ui.screens.settings.presenter.data import DataPresenter
from ui.screens.settings.presenter.go_live import GoLivePresenter
from ui.screens.settings.presenter.people import PeoplePresenter
from ui.screens.settings.presenter.places import PlacesPresenter
from ui.screens.settings.presenter.scanners import ScannersPresenter
from ui.screens.settings.state import (
    ImportShown,
    OldStockLine,
    PersonForm,
    PersonLine,
    PlaceForm,
    PlaceLine,
    PortChoice,
    ProblemLine,
    ScannerLine,
)

T = TypeVar("T")
BADGE = badge_code("0123456789ABCDEF" * 2)
OKAFOR = Person(
    person=PersonId("p2"), name="M. Okafor", initials="MO", role=Role.PHARMACIST_IN_CHARGE, active=True
)


@dataclass(slots=True)
class Station(FakeReads):
    edition: CatalogueEdition | None = None
    settings: dict[str, str] = field(default_factory=dict[str, str])

    def people(self) -> Sequence[PersonRow]:
        return [PersonRow(person=one, has_pin=True, has_badge=False) for one in (PATEL, OKAFOR)]

    def pharmacy(self) -> Pharmacy | None:
        return Pharmacy(name="Maple Street Pharmacy", sample=False)

    def catalogue_edition(self) -> CatalogueEdition | None:
        return self.edition

    def set_setting(self, owner: str, name: str, value: str) -> None:
        self.settings[owner + name] = value


class Doors:
    def __init__(self) -> None:
        self.pins: list[tuple[PersonId, PersonId, str]] = []
        self.badges: list[PersonId] = []

    def set_pin(self, *, by: PersonId, person: PersonId, pin: str) -> None:
        if len(pin) < 6:
            raise PinUnfit("it is not 6 to 12 digits")
        self.pins.append((by, person, pin))

    def issue_badge(self, *, by: PersonId, person: PersonId) -> str:
        self.badges.append(person)
        return BADGE


class Glass:
    """Every section's view at once: each keeps what it was shown."""

    def __init__(self) -> None:
        self.said = ""
        self.places: Sequence[PlaceLine] = ()
        self.people: Sequence[PersonLine] = ()
        self.forms: list[PlaceForm | PersonForm] = []
        self.pins_cleared = 0
        self.ports: Sequence[PortChoice] = ()
        self.scanners: Sequence[ScannerLine] = ()
        self.scan: tuple[str, ScanInWords] | None = None
        self.edition = ""
        self.backup = ""
        self.progress: list[tuple[int, int]] = []
        self.idle = 0
        self.imported: ImportShown | None = None
        self.mapping: dict[str, str] = {}
        self.titles: Sequence[str] = ()
        self.problems: Sequence[ProblemLine] = ()
        self.verdict = ""
        self.may_take = False

    def show_refusal(self, said: str, remedy: str) -> None:
        self.said = said

    def show_places(self, lines: Sequence[PlaceLine]) -> None:
        self.places = lines

    def show_people(self, lines: Sequence[PersonLine]) -> None:
        self.people = lines

    def show_form(self, form: PlaceForm | PersonForm) -> None:
        self.forms.append(form)

    def clear_pins(self) -> None:
        self.pins_cleared += 1

    def show_ports(self, ports: Sequence[PortChoice]) -> None:
        self.ports = ports

    def show_scanners(self, lines: Sequence[ScannerLine]) -> None:
        self.scanners = lines

    def show_wrapping(self, kept: KeptScanners) -> None:
        pass

    def show_scan(self, device: str, words: ScanInWords) -> None:
        self.scan = (device, words)

    def show_edition(self, sentence: str) -> None:
        self.edition = sentence

    def show_file(self, words: str) -> None:
        pass

    def show_backup(self, sentence: str) -> None:
        self.backup = sentence

    def show_progress(self, done: int, total: int) -> None:
        self.progress.append((done, total))

    def show_idle(self) -> None:
        self.idle += 1

    def show_import(self, shown: ImportShown | None) -> None:
        self.imported = shown

    def show_mapping(
        self, fields: Sequence[tuple[str, str]], columns: Sequence[str], mapping: dict[str, str]
    ) -> None:
        self.mapping = mapping

    def show_lines(self, titles: Sequence[str], lines: Sequence[OldStockLine]) -> None:
        self.titles = titles

    def show_problems(self, problems: Sequence[ProblemLine]) -> None:
        self.problems = problems

    def show_verdict(self, sentence: str, *, may_take: bool) -> None:
        self.verdict, self.may_take = sentence, may_take


class Scanners:
    def __init__(self) -> None:
        self.kept = KeptScanners()
        self.reports: Mapping[str, DeviceReport] = {}
        self.seen: list[PortSeen] = [
            PortSeen(url="/dev/ttyACM0", description="Xenon", vid=0x0C2E, pid=0x0B61)
        ]

    def use(self, kept: KeptScanners) -> None:
        self.kept = kept

    def ports(self) -> Sequence[PortSeen]:
        return self.seen


class Room:
    def __init__(self) -> None:
        self.reads = Station(place_rows=[place_row("A3-02", lines=2), place_row("SAFE", PlaceKind.SAFE)])
        self.given = FakeGiven(self.reads)
        self.glass = Glass()
        self.doors = Doors()
        self.scanners = Scanners()
        self.given.desk = replace(
            self.given.desk, doors=cast("Any", self.doors), scanners=cast("Any", self.scanners)
        )

    def inward(self, listener: Callable[[T], None]) -> Callable[[T], None]:
        return listener


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


# --- catalogue and backup ----------------------------------------------------------------------------


def edition() -> CatalogueEdition:
    return CatalogueEdition(
        sha256="ab",
        source_name="ndctext.zip",
        source_year=2026,
        rows=62_873,
        by_state={PackageState.STOCKABLE: 60_000},
    )


def report(*, unchanged: bool = False) -> ImportReport:
    return ImportReport(
        edition=edition(),
        replaced=None,
        unchanged=unchanged,
        remarks_by_about={"lost leading zeros": 7},
        remarks=(Remark(RemarkKind.REPAIRED, "package.txt", 12, "lost leading zeros", "Zeros were added."),),
        difference=CatalogueDifference(added=("1", "2"), changed=(), gone=("3",)),
    )


def test_an_import_says_how_far_it_is_and_what_it_did(room: Room) -> None:
    announced: list[Changes] = []

    def importing(
        person: PersonId,
        files: Sequence[Path],
        progress: Callable[[int, int], None],
        cancelled: Callable[[], bool],
    ) -> ImportReport:
        progress(100, 62_873)
        room.reads.edition = edition()
        return report()

    room.given.desk = replace(room.given.desk, import_catalogue=importing)
    presenter = DataPresenter(room.glass, room.given, inward=room.inward, announce=announced.append)
    presenter.import_catalogue([Path("ndctext.zip")])
    assert room.glass.progress == [(0, 0), (100, 62_873)]
    assert room.glass.idle == 1
    assert room.glass.imported is not None
    assert "2 are new, 0 changed, 1 are no longer listed" in room.glass.imported.sentence
    assert ("7", "lost leading zeros") in room.glass.imported.counts
    assert room.glass.edition.startswith("62,873 packages from ndctext.zip.")
    assert Topic.CATALOGUE in announced[0].topics


def test_a_cancelled_import_is_told_to_stop(room: Room) -> None:
    seen: list[bool] = []
    presenter: DataPresenter | None = None

    def importing(
        person: PersonId,
        files: Sequence[Path],
        progress: Callable[[int, int], None],
        cancelled: Callable[[], bool],
    ) -> ImportReport:
        assert presenter is not None
        presenter.cancel_import()
        seen.append(cancelled())
        return report(unchanged=True)

    room.given.desk = replace(room.given.desk, import_catalogue=importing)
    presenter = DataPresenter(room.glass, room.given, inward=room.inward, announce=lambda _: None)
    presenter.import_catalogue([Path("ndctext.zip")])
    assert seen == [True]


def test_the_same_files_again_change_nothing_and_say_so(room: Room) -> None:
    def importing(*_: object) -> ImportReport:
        return report(unchanged=True)

    room.given.desk = replace(room.given.desk, import_catalogue=importing)
    presenter = DataPresenter(room.glass, room.given, inward=room.inward, announce=lambda _: None)
    presenter.import_catalogue([Path("ndctext.zip")])
    assert room.glass.imported is not None
    assert room.glass.imported.sentence == "ndctext.zip had been imported already; nothing was changed."


# --- the old system's stock ---------------------------------------------------------------------------


class OldStock:
    def __init__(self) -> None:
        self.mappings: list[dict[str, str] | None] = []
        self.problems: tuple[tuple[int, str], ...] = ()

    def preview(self, file: Path, mapping: dict[str, str] | None) -> OldStockPreview:
        self.mappings.append(mapping)
        order = LoadOpeningStock(id=OrderId("o1"), file_name=file.name, file_hash="ab")
        return OldStockPreview(
            columns=("NDC", "Batch"),
            mapping=mapping or {"ndc": "NDC"},
            fields=(("ndc", "NDC"), ("lot", "Lot number")),
            rows=(("0002-4771-61",),),
            problems=self.problems,
            notes=((3, "The zeros of the NDC were put back."),),
            order=None if self.problems else order,
        )


@pytest.fixture
def old_stock(room: Room) -> OldStock:
    fake = OldStock()
    room.given.desk = replace(room.given.desk, old_stock=cast("Any", fake))
    return fake


def test_a_file_is_taken_over_whole(room: Room, old_stock: OldStock) -> None:
    presenter = GoLivePresenter(room.glass, room.given)
    presenter.choose_file(Path("stock.csv"))
    assert room.glass.may_take
    presenter.take_over()
    assert isinstance(room.given.orders[0], LoadOpeningStock)
    assert room.glass.verdict == "The old system’s stock was taken over."


def test_one_bad_line_stops_all_of_it(room: Room, old_stock: OldStock) -> None:
    old_stock.problems = ((7, "There is no lot number."),)
    presenter = GoLivePresenter(room.glass, room.given)
    presenter.choose_file(Path("stock.csv"))
    assert not room.glass.may_take
    assert [(problem.line, problem.stops) for problem in room.glass.problems] == [(7, True), (3, False)]
    presenter.take_over()
    assert room.given.orders == []


def test_another_column_for_a_field_reads_the_file_again(room: Room, old_stock: OldStock) -> None:
    presenter = GoLivePresenter(room.glass, room.given)
    presenter.choose_file(Path("stock.csv"))
    presenter.map_column("lot", "Batch")
    presenter.map_column("ndc", "")
    assert old_stock.mappings == [None, {"ndc": "NDC", "lot": "Batch"}, {"lot": "Batch"}]
    assert room.glass.titles == ["Lot number"]
