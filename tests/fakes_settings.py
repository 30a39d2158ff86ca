"""What the settings' presenters talk to: one view for every section, doors, scanners, a station in memory."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from rxdesk.domain.catalogue import (
    CatalogueEdition,
)
from rxdesk.domain.identity import PersonId
from rxdesk.domain.own_codes import badge_code
from rxdesk.domain.people import Role
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.records import Person
from rxdesk.ports.rows import PersonRow, Pharmacy
from rxdesk.ports.scanner import DeviceReport, PortSeen
from rxdesk.usecases.sign_in import PinUnfit
from tests.fakes_desk import FakeGiven, FakeReads
from tests.made_rows import PATEL, place_row
from ui.kept_scanners import KeptScanners
from ui.scan_words import ScanInWords
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
