"""Begin a pharmacy's file, and say who works there."""

from __future__ import annotations

from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import PersonAdded, PersonChanged, PharmacyOpened
from rxdesk.domain.orders import AddPerson, ChangePerson, OpenPharmacy
from rxdesk.domain.people import PERMISSIONS, Permission, Role
from rxdesk.domain.refusals import PersonUnknown
from rxdesk.usecases.deciding import Decision, Setting


class AlreadyOpened(Refusal):
    """The data file belongs to a pharmacy already."""

    def __init__(self) -> None:
        super().__init__(
            "This data file belongs to a pharmacy already.", "Sign in, or choose another folder."
        )


class NameTaken(Refusal):
    """Somebody of that name works here already."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Somebody named {name} works here already.",
            "Add a second initial so that both can be told apart.",
        )


class NameMissing(Refusal):
    """A name or initials hold nothing that can be read."""

    def __init__(self) -> None:
        super().__init__("A name or its initials are empty.", "Type both; every entry is signed with them.")


class PersonKnown(Refusal):
    """Somebody has this id already."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is known under this id already.", "Change that person instead of adding one."
        )


class NobodyInCharge(Refusal):
    """Nobody would be left who may let people in."""

    def __init__(self) -> None:
        super().__init__(
            "Nobody would be left who may add people.",
            "Make somebody else manager or pharmacist-in-charge first.",
        )


def open_pharmacy(order: OpenPharmacy, setting: Setting) -> Decision:
    """Begin the file with the pharmacy's name and its first person.

    Raises:
        AlreadyOpened: It was begun before.
        NameMissing: The pharmacy or the person has no name.
        NobodyInCharge: The first person's role may not add others.
    """
    if setting.known.is_opened():
        raise AlreadyOpened
    if not (order.pharmacy.strip() and order.name.strip() and order.initials.strip()):
        raise NameMissing
    if Permission.PEOPLE not in PERMISSIONS[order.role]:
        raise NobodyInCharge
    return Decision(
        facts=(
            PharmacyOpened(pharmacy=order.pharmacy.strip(), sample=order.sample),
            PersonAdded(
                person=order.person, name=order.name.strip(), initials=order.initials.strip(), role=order.role
            ),
        )
    )


def add_person(order: AddPerson, setting: Setting) -> Decision:
    """Let a person work here.

    Raises:
        PersonKnown: The id is somebody's already.
        NameMissing: There is no name.
        NameTaken: Somebody active has the name.
    """
    known = setting.known.find_person(order.person)
    if known is not None:
        raise PersonKnown(known.name)
    _check_name(order, setting)
    return Decision(
        facts=(
            PersonAdded(
                person=order.person, name=order.name.strip(), initials=order.initials.strip(), role=order.role
            ),
        )
    )


def change_person(order: ChangePerson, setting: Setting) -> Decision:
    """Change a person's name, role or standing.

    Raises:
        PersonUnknown: There is nobody of that id.
        NameMissing: There is no name.
        NameTaken: Somebody else who is active has the name.
        NobodyInCharge: Nobody would be left who may add people.
    """
    if setting.known.find_person(order.person) is None:
        raise PersonUnknown(order.person)
    _check_name(order, setting)
    others = [person for person in setting.known.people() if person.person != order.person and person.active]
    if not _in_charge(order.role, active=order.active) and not any(
        _in_charge(person.role, active=True) for person in others
    ):
        raise NobodyInCharge
    return Decision(
        facts=(
            PersonChanged(
                person=order.person,
                name=order.name.strip(),
                initials=order.initials.strip(),
                role=order.role,
                active=order.active,
            ),
        )
    )


def _in_charge(role: Role, *, active: bool) -> bool:
    return active and Permission.PEOPLE in PERMISSIONS[role]


def _check_name(order: AddPerson | ChangePerson, setting: Setting) -> None:
    wanted = order.name.strip().casefold()
    if not wanted or not order.initials.strip():
        raise NameMissing
    for other in setting.known.people():
        if other.active and other.person != order.person and other.name.casefold() == wanted:
            raise NameTaken(other.name)
