from collections.abc import Sequence

import pytest

from rxdesk.domain.identity import PersonId
from rxdesk.domain.people import SIGNERS, Role
from rxdesk.domain.records import Person
from rxdesk.ports.rows import PersonRow
from rxdesk.usecases.sign_in import PinWrong
from tests.fakes_desk import FakeGiven
from ui.proving import Face, Proof

PIN = "824713"


def person(number: int, role: Role, *, active: bool = True) -> Person:
    return Person(
        person=PersonId(f"p{number}"),
        name=f"Person {number}",
        initials=f"P{number}",
        role=role,
        active=active,
    )


TECHNICIAN, PHARMACIST, LEFT = (
    person(1, Role.TECHNICIAN),
    person(2, Role.PHARMACIST),
    person(3, Role.PHARMACIST, active=False),
)
NEW = person(4, Role.INTERN)


class Panel:
    def __init__(self) -> None:
        self.faces: Sequence[Face] = ()
        self.chosen: PersonId | None = None
        self.complaint = ""
        self.busy = False
        self.cleared = 0

    def show_faces(self, faces: Sequence[Face], chosen: PersonId | None) -> None:
        self.faces, self.chosen = faces, chosen

    def show_complaint(self, said: str, remedy: str) -> None:
        self.complaint = f"{said} {remedy}".strip()

    def show_busy(self, *, busy: bool) -> None:
        self.busy = busy

    def clear_pin(self) -> None:
        self.cleared += 1


class Door:
    def __init__(self) -> None:
        self.panel = Panel()
        self.given = FakeGiven()
        self.asked: list[tuple[PersonId, str]] = []
        self.proved: list[Person] = []
        self.roles = frozenset(Role)
        self.proof = Proof(
            self.panel,
            self.given.ask,
            people=self.people,
            prove=self.prove,
            admits=lambda one: one.role in self.roles,
            proved=self.proved.append,
        )

    def people(self) -> Sequence[PersonRow]:
        return [
            PersonRow(person=one, has_pin=one is not NEW, has_badge=False)
            for one in (TECHNICIAN, PHARMACIST, NEW, LEFT)
        ]

    def prove(self, one: PersonId, pin: str) -> Person:
        self.asked.append((one, pin))
        if pin != PIN:
            raise PinWrong
        return next(row.person for row in self.people() if row.person.person == one)


@pytest.fixture
def door() -> Door:
    return Door()


def test_people_who_left_cannot_be_chosen(door: Door) -> None:
    door.proof.begin()
    assert [face.person for face in door.panel.faces] == ["p1", "p2", "p4"]
    assert door.panel.chosen is None


def test_the_right_pin_proves_who_was_chosen(door: Door) -> None:
    door.proof.begin(TECHNICIAN.person)
    door.proof.enter(PIN)
    assert door.proved == [TECHNICIAN]
    assert not door.panel.busy


def test_a_wrong_pin_proves_nothing_and_says_what_to_do(door: Door) -> None:
    door.proof.begin(TECHNICIAN.person)
    door.proof.enter("111111")
    assert door.proved == []
    assert door.panel.complaint == "This PIN is not right. Try again, or ask the manager to set a new one."


def test_the_only_one_who_can_sign_is_chosen_at_once(door: Door) -> None:
    door.roles = SIGNERS
    door.proof.begin(TECHNICIAN.person)
    assert door.panel.chosen == PHARMACIST.person


def test_a_pin_without_a_person_is_not_checked(door: Door) -> None:
    door.proof.begin()
    door.proof.enter(PIN)
    assert door.asked == []
    assert door.panel.complaint.startswith("Nobody is chosen.")


def test_choosing_somebody_else_forgets_what_was_typed(door: Door) -> None:
    door.proof.begin(TECHNICIAN.person)
    before = door.panel.cleared
    door.proof.choose(PHARMACIST.person)
    assert door.panel.chosen == PHARMACIST.person
    assert door.panel.cleared == before + 1


def test_somebody_without_a_pin_is_told_who_sets_one(door: Door) -> None:
    door.proof.begin()
    door.proof.choose(NEW.person)
    assert door.panel.complaint.startswith("Person 4 has no PIN yet.")


def test_a_pin_is_checked_once_while_the_answer_is_on_its_way(door: Door) -> None:
    door.proof.begin(TECHNICIAN.person)
    door.given.held_back = True
    door.proof.enter(PIN)
    door.proof.enter(PIN)
    door.given.answer()
    assert len(door.asked) == 1
