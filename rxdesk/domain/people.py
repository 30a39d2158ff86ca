"""People, their roles, and what each role may do.

A manager cannot post stock by being manager; an integration cannot sign or witness.
Source: 21 CFR 11.10(g) (authority checks) as the model; the state board decides who may dispense.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a person is in the pharmacy."""

    TECHNICIAN = "technician"
    INTERN = "intern"
    PHARMACIST = "pharmacist"
    PHARMACIST_IN_CHARGE = "pharmacist_in_charge"
    MANAGER = "manager"
    INTEGRATION = "integration"


class Permission(StrEnum):
    """What an act asks of the person who does it."""

    SET_UP = "set_up"
    SET_LEVELS = "set_levels"
    RECEIVE = "receive"
    DISPENSE = "dispense"
    MOVE = "move"
    HOLD = "hold"
    RELEASE = "release"
    COUNT = "count"
    SETTLE = "settle"
    ORDER = "order"
    LINK = "link"
    REVERSE = "reverse"
    PEOPLE = "people"
    GO_LIVE = "go_live"


_EVERYDAY = frozenset(
    {
        Permission.SET_UP,
        Permission.SET_LEVELS,
        Permission.RECEIVE,
        Permission.DISPENSE,
        Permission.MOVE,
        Permission.HOLD,
        Permission.COUNT,
        Permission.ORDER,
        Permission.LINK,
        Permission.REVERSE,
    }
)
_PHARMACIST = _EVERYDAY | {Permission.RELEASE, Permission.SETTLE}

PERMISSIONS: Final[dict[Role, frozenset[Permission]]] = {
    Role.TECHNICIAN: _EVERYDAY,
    Role.INTERN: _EVERYDAY,
    Role.PHARMACIST: _PHARMACIST,
    Role.PHARMACIST_IN_CHARGE: _PHARMACIST | {Permission.PEOPLE, Permission.GO_LIVE},
    Role.MANAGER: frozenset(
        {
            Permission.SET_UP,
            Permission.SET_LEVELS,
            Permission.HOLD,
            Permission.ORDER,
            Permission.LINK,
            Permission.PEOPLE,
            Permission.GO_LIVE,
        }
    ),
    Role.INTEGRATION: frozenset(
        {Permission.RECEIVE, Permission.DISPENSE, Permission.ORDER, Permission.LINK, Permission.HOLD}
    ),
}

SIGNERS: Final = frozenset({Role.PHARMACIST, Role.PHARMACIST_IN_CHARGE})
"""Roles whose PIN signs a controlled act."""

ROLE_NAMES: Final[dict[Role, str]] = {
    Role.TECHNICIAN: "Technician",
    Role.INTERN: "Intern",
    Role.PHARMACIST: "Pharmacist",
    Role.PHARMACIST_IN_CHARGE: "Pharmacist-in-charge",
    Role.MANAGER: "Manager",
    Role.INTEGRATION: "Integration",
}
