"""What the settings screen shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rxdesk.domain.catalogue import ImportReport, Remark
from rxdesk.domain.identity import PersonId, PlaceId
from rxdesk.domain.people import ROLE_NAMES, Role
from rxdesk.domain.places import INSIDE, PLACE_KIND_NAMES, PlaceKind
from rxdesk.ports.rows import PersonRow, PlaceRow


class Section(StrEnum):
    """The sections; also what other screens ask to be shown."""

    PLACES = "places"
    PEOPLE = "people"
    SCANNERS = "scanners"
    DISPLAY = "display"
    DATA = "data"
    GO_LIVE = "go_live"


SECTION_TITLES: Final[dict[Section, str]] = {
    Section.PLACES: "Places",
    Section.PEOPLE: "People",
    Section.SCANNERS: "Scanners",
    Section.DISPLAY: "Display",
    Section.DATA: "Catalogue and backup",
    Section.GO_LIVE: "Old system’s stock",
}

PLACE_KINDS: Final = tuple((kind.value, PLACE_KIND_NAMES[kind]) for kind in PlaceKind if kind in INSIDE)
ROLES: Final = tuple((role.value, ROLE_NAMES[role]) for role in Role)
STANDING: Final = (("yes", "In use"), ("no", "No longer used"))
WORKING: Final = (("yes", "Works here"), ("no", "Has left"))


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place as the table shows it."""

    row: PlaceRow

    @property
    def key(self) -> PlaceId:
        """Return the place's code."""
        return self.row.place.place


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceForm:
    """A place as it is typed."""

    place: str = ""
    name: str = ""
    kind: PlaceKind = PlaceKind.SHELF
    walk_order: str = "0"
    active: bool = True
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person as the table shows them."""

    row: PersonRow

    @property
    def key(self) -> PersonId:
        """Return the person."""
        return self.row.person.person


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonForm:
    """A person as they are typed."""

    person: PersonId | None = None  # None: somebody new
    name: str = ""
    initials: str = ""
    role: Role = Role.TECHNICIAN
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerLine:
    """A serial scanner that is listened to, with how it is."""

    device: str
    port: str
    state: str  # in words
    good: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PortChoice:
    """A serial port that exists now."""

    url: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkLine:
    """A remark of an import as the table shows it."""

    number: int
    remark: Remark

    @property
    def key(self) -> int:
        """Return its place in the report."""
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportShown:
    """What an import found and did, in words."""

    sentence: str
    counts: tuple[tuple[str, str], ...]
    remarks: tuple[RemarkLine, ...]
    report: ImportReport


@dataclass(frozen=True, slots=True, kw_only=True)
class OldStockLine:
    """A line of the old system's file as it was understood."""

    number: int
    cells: tuple[str, ...]

    @property
    def key(self) -> int:
        """Return its place among the lines shown."""
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemLine:
    """A line that cannot be taken over, or was taken with an assumption."""

    number: int
    line: int
    sentence: str
    stops: bool

    @property
    def key(self) -> int:
        """Return its place in the list."""
        return self.number
