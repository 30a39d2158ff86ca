from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import pytest

from rxdesk.domain.identity import PersonId
from rxdesk.domain.people import Role
from rxdesk.domain.records import Person
from rxdesk.domain.scan import ScannedBadge, ScannedText
from rxdesk.ports.found import Found, FoundNothing, FoundPerson
from rxdesk.ports.rows import PersonRow, Pharmacy
from tests.fakes_desk import FakeGiven, FakeReads
from tests.made_rows import PATEL
from ui.proving import Face
from ui.screens.sign_in.presenter import SignIn

OKAFOR = Person(person=PersonId("p2"), name="M. Okafor", initials="MO", role=Role.PHARMACIST, active=True)
FEED = Person(
    person=PersonId("p3"), name="Dispensing system", initials="DS", role=Role.INTEGRATION, active=True
)


@dataclass(slots=True)
class Station(FakeReads):
    answer: Found | None = None

    def people(self) -> Sequence[PersonRow]:
        return [PersonRow(person=one, has_pin=True, has_badge=False) for one in (PATEL, OKAFOR, FEED)]

    def pharmacy(self) -> Pharmacy | None:
        return Pharmacy(name="Maple Street Pharmacy", sample=True)

    def find(self, raw: str, *, brief: bool = False) -> Found:
        assert self.answer is not None
        return self.answer


class Page:
    def __init__(self) -> None:
        self.faces: Sequence[Face] = ()
        self.chosen: PersonId | None = None
        self.complaint = ""
        self.why = ""
        self.pharmacy = ("", False)

    def show_faces(self, faces: Sequence[Face], chosen: PersonId | None) -> None:
        self.faces, self.chosen = faces, chosen

    def show_complaint(self, said: str, remedy: str) -> None:
        self.complaint = said

    def show_busy(self, *, busy: bool) -> None:
        pass

    def clear_pin(self) -> None:
        pass

    def show_pharmacy(self, name: str, *, sample: bool) -> None:
        self.pharmacy = (name, sample)

    def show_why(self, sentence: str) -> None:
        self.why = sentence


class Doors:
    def sign_in(self, person: PersonId, pin: str) -> Person:
        return next(one for one in (PATEL, OKAFOR) if one.person == person)


class Locked:
    def __init__(self) -> None:
        self.reads = Station()
        self.page, self.given = Page(), FakeGiven(self.reads)
        self.signed_in: list[Person] = []
        self.presenter = SignIn(
            self.page,
            desk=replace(self.given.desk, doors=cast("Any", Doors())),
            ask=self.given.ask,
            signed_in=self.signed_in.append,
        )
        self.presenter.begin(None, "")


@pytest.fixture
def station() -> Locked:
    return Locked()


def test_people_are_offered_and_other_programs_are_not(station: Locked) -> None:
    assert [face.name for face in station.page.faces] == ["K. Patel", "M. Okafor"]
    assert station.page.pharmacy == ("Maple Street Pharmacy", True)


def test_a_badge_chooses_its_person_and_the_pin_proves_them(station: Locked) -> None:
    station.reads.answer = FoundPerson(person=OKAFOR.person, name=OKAFOR.name, role=OKAFOR.role)
    station.presenter.scanned("a badge")
    assert station.page.chosen == OKAFOR.person
    assert station.signed_in == []
    station.presenter.enter("824713")
    assert station.signed_in == [OKAFOR]


def test_a_badge_of_nobody_here_chooses_nobody(station: Locked) -> None:
    station.reads.answer = FoundPerson(person=FEED.person, name=FEED.name, role=FEED.role)
    station.presenter.scanned("a badge")
    assert station.page.chosen is None
    assert station.page.complaint == "Dispensing system cannot sign in here."


@pytest.mark.parametrize("meaning", [ScannedText(raw="X1"), ScannedBadge(token="0" * 32)])
def test_any_other_scan_is_said_not_to_have_been_used(
    station: Locked, meaning: ScannedText | ScannedBadge
) -> None:
    station.reads.answer = FoundNothing(scan=meaning, code="")
    station.presenter.scanned("X1")
    assert station.page.complaint == "Nobody is signed in, so the scan was not used."
