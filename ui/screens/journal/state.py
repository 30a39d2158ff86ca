"""What the journal's screen shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from rxdesk.domain.identity import EntryId, PersonId, ProductId
from rxdesk.ports.rows import JournalRow, OpenDifference


class Group(StrEnum):
    """Kinds of entries as people divide them."""

    ALL = "all"
    RECEIVED = "received"
    DISPENSED = "dispensed"
    MOVED = "moved"
    COUNTED = "counted"
    HOLDS = "holds"
    ORDERED = "ordered"
    REVERSALS = "reversals"
    SET_UP = "set_up"
    PEOPLE = "people"
    PROGRAM = "program"


GROUP_WORDS: Final[dict[Group, str]] = {
    Group.ALL: "All",
    Group.RECEIVED: "Received",
    Group.DISPENSED: "Dispensed",
    Group.MOVED: "Moved",
    Group.COUNTED: "Counted",
    Group.HOLDS: "Holds",
    Group.ORDERED: "Ordered",
    Group.REVERSALS: "Reversals",
    Group.SET_UP: "Set up",
    Group.PEOPLE: "People",
    Group.PROGRAM: "Program",
}

KINDS_OF: Final[dict[Group, tuple[str, ...]]] = {
    Group.ALL: (),
    Group.RECEIVED: ("LotReceived", "OpeningStockLoaded"),
    Group.DISPENSED: ("ItemDispensed",),
    Group.MOVED: ("StockMoved",),
    Group.COUNTED: ("LineCounted", "DifferenceSettled", "DifferenceRecomputed"),
    Group.HOLDS: ("LotHeld", "LotReleased"),
    Group.ORDERED: ("ProductsOrdered",),
    Group.REVERSALS: ("EntryReversed",),
    Group.SET_UP: (
        *("PharmacyOpened", "PlaceSetUp", "ProductSetUp", "LevelsSet"),
        *("CodeLinked", "CodeUnlinked", "CatalogueReplaced"),
    ),
    Group.PEOPLE: (
        *("PersonAdded", "PersonChanged", "CredentialChanged"),
        *("PersonSignedIn", "SignInFailed", "StationLocked"),
    ),
    Group.PROGRAM: ("EpochBegun", "ClockStepped", "ProjectionsRebuilt"),
}
"""Every kind of entry belongs to one group."""

GROUP_OF: Final[dict[str, Group]] = {kind: group for group, kinds in KINDS_OF.items() for kind in kinds}


class Period(StrEnum):
    """A stretch of time counted back from today, or dates of one's own."""

    ANY = "any"
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    DATES = "dates"


PERIOD_WORDS: Final[dict[Period, str]] = {
    Period.ANY: "Any time",
    Period.TODAY: "Today",
    Period.WEEK: "Last 7 days",
    Period.MONTH: "Last 30 days",
    Period.YEAR: "Last 365 days",
    Period.DATES: "Dates …",
}

DAYS_OF: Final[dict[Period, int]] = {Period.TODAY: 1, Period.WEEK: 7, Period.MONTH: 30, Period.YEAR: 365}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the person wants to see of the journal."""

    text: str = ""
    group: Group = Group.ALL
    person: PersonId | None = None
    product: ProductId | None = None
    product_name: str = ""
    period: Period = Period.ANY
    first_day: date | None = None  # with Period.DATES; None: from the beginning
    last_day: date | None = None  # with Period.DATES, included; None: until now


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedEntry:
    """Another entry that this one is linked with."""

    entry: EntryId
    words: str  # "Reverses entry 1,204"


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One entry, with all there is to know of it."""

    entry: EntryId
    title: str  # "Entry 1,234"
    sentence: str
    facts: tuple[tuple[str, str], ...]  # caption and words
    links: tuple[LinkedEntry, ...]
    product: ProductId | None
    reversible: bool
    chain: tuple[tuple[str, str], ...]  # caption and words, of the hash chain
    stored: str  # the fact as it is stored, indented JSON


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as the table shows it."""

    row: JournalRow

    @property
    def key(self) -> EntryId:
        """Return the entry."""
        return self.row.entry


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """An open count difference as the table shows it."""

    difference: OpenDifference

    @property
    def key(self) -> EntryId:
        """Return the count it belongs to."""
        return self.difference.count
