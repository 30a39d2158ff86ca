"""What the first run shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from rxdesk.domain.people import PERMISSIONS, ROLE_NAMES, Permission, Role


class Step(IntEnum):
    """The steps, in order."""

    PHARMACY = 0
    PERSON = 1
    SCANNER = 2
    START = 3


STEP_TITLES: Final[dict[Step, str]] = {
    Step.PHARMACY: "Your pharmacy",
    Step.PERSON: "The first person",
    Step.SCANNER: "Your scanner",
    Step.START: "Begin",
}

FIRST_ROLES: Final[tuple[tuple[str, str], ...]] = tuple(
    (role.value, ROLE_NAMES[role])
    for role in (Role.PHARMACIST_IN_CHARGE, Role.MANAGER)
    if Permission.PEOPLE in PERMISSIONS[role]
)
"""Roles the first person may have: somebody has to be able to add the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPerson:
    """What was typed about the pharmacy and its first person."""

    pharmacy: str = ""
    name: str = ""
    initials: str = ""
    role: str = Role.PHARMACIST_IN_CHARGE.value


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanSeen:
    """One scan of the scanner test."""

    shown: str  # the characters, those without a picture named
    meaning: str  # in a sentence
    good: bool
    device: str
