from dataclasses import replace
from typing import Any, cast

import pytest

from rxdesk.domain.own_codes import place_code
from rxdesk.domain.people import Role
from rxdesk.domain.records import Person
from rxdesk.usecases.sign_in import PinUnfit
from tests.fakes_desk import FakeGiven
from tests.made_rows import PATEL
from ui.screens.first_run.presenter import FirstRun, initials_of
from ui.screens.first_run.state import FirstPerson, ScanSeen, Step

PIN = "824713"
TYPED = FirstPerson(name=" Kiran Patel ", initials="KP", role=Role.MANAGER.value)


class Page:
    def __init__(self) -> None:
        self.step = Step.PHARMACY
        self.complaints: dict[str, str] = {}
        self.said = ""
        self.scan: ScanSeen | None = None
        self.busy = False

    def show_step(self, step: Step) -> None:
        self.step = step

    def show_complaint(self, field: str, sentence: str) -> None:
        self.complaints[field] = sentence

    def show_refusal(self, said: str, remedy: str) -> None:
        self.said = said

    def show_scan(self, scan: ScanSeen) -> None:
        self.scan = scan

    def show_initials(self, initials: str) -> None:
        pass

    def show_busy(self, *, busy: bool) -> None:
        self.busy = busy


class Doors:
    def __init__(self) -> None:
        self.opened: list[dict[str, str]] = []
        self.unfit = False

    def open_pharmacy(self, **given: str) -> Person:
        if self.unfit:
            raise PinUnfit("its digits are all the same or in a row")
        self.opened.append(given)
        return PATEL


class Start:
    def __init__(self) -> None:
        self.page, self.doors, self.given = Page(), Doors(), FakeGiven()
        self.opened: list[tuple[str, Person]] = []
        self.samples: list[None] = []
        self.run = FirstRun(
            self.page,
            desk=replace(self.given.desk, doors=cast("Any", self.doors)),
            ask=self.given.ask,
            opened=lambda pharmacy, person: self.opened.append((pharmacy, person)),
            try_sample=lambda: self.samples.append(None),
        )
        self.run.begin()

    def come_to_the_scanner(self) -> None:
        self.run.name_pharmacy(" Maple Street Pharmacy ")
        self.run.name_person(TYPED, pin=PIN, again=PIN)


@pytest.fixture
def start() -> Start:
    return Start()


def test_the_file_is_begun_only_at_the_end(start: Start) -> None:
    start.come_to_the_scanner()
    start.run.test_done()
    assert start.doors.opened == []
    start.run.start_empty()
    assert start.doors.opened == [
        {
            "pharmacy": "Maple Street Pharmacy",
            "name": "Kiran Patel",
            "initials": "KP",
            "role": "manager",
            "pin": PIN,
        }
    ]
    assert start.opened == [("Maple Street Pharmacy", PATEL)]


def test_a_pharmacy_has_a_name(start: Start) -> None:
    start.run.name_pharmacy("  ")
    assert start.page.step is Step.PHARMACY
    assert start.page.complaints["pharmacy"]


@pytest.mark.parametrize(("pin", "again", "field"), [("12345", "12345", "pin"), (PIN, "824714", "again")])
def test_a_pin_is_long_enough_and_typed_twice_alike(start: Start, pin: str, again: str, field: str) -> None:
    start.run.name_pharmacy("Maple Street Pharmacy")
    start.run.name_person(TYPED, pin=pin, again=again)
    assert start.page.step is Step.PERSON
    assert start.page.complaints[field]


def test_a_pin_that_is_easy_to_guess_leads_back_to_its_field(start: Start) -> None:
    start.come_to_the_scanner()
    start.doors.unfit = True
    start.run.start_empty()
    assert start.page.step is Step.PERSON
    assert start.page.complaints["pin"].startswith("This PIN cannot be used")
    assert not start.page.busy


def test_a_scan_is_shown_character_by_character_with_its_meaning(start: Start) -> None:
    start.come_to_the_scanner()
    start.run.scanned(place_code("A3-02"), "Keyboard scanner")
    assert start.page.scan == ScanSeen(
        shown=place_code("A3-02"), meaning="The place A3-02.", good=True, device="Keyboard scanner"
    )


def test_the_sample_is_tried_without_beginning_a_file(start: Start) -> None:
    start.come_to_the_scanner()
    start.run.try_sample()
    assert start.samples == [None]
    assert start.doors.opened == []


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Kiran Patel", "KP"), ("Kiran M. Patel", "KP"), ("kiran", "K"), ("", ""), ("Ana-Maria  Ruiz", "AR")],
)
def test_initials_are_those_of_the_first_and_the_last_name(name: str, initials: str) -> None:
    assert initials_of(name) == initials
