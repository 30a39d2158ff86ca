"""The desk: all a person can ask for, as one frozen record. It is the only thing `ui` holds.

Every callable that touches the journal's file runs on the journal thread: `ui.bridge` sees to that. Those
of `paper` are pure and slow; they run there too, or on any worker. Those of `devices` return at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from rxdesk.domain.catalogue import ImportReport
from rxdesk.domain.identity import OrderId, PersonId
from rxdesk.domain.records import Person
from rxdesk.domain.scan import ScannerProfile
from rxdesk.domain.sheets import SheetHead
from rxdesk.intake.old_stock import OldStockPreview
from rxdesk.ports.printer import Draughtsman, SystemPrinter, TableWriter
from rxdesk.ports.reads import Reads
from rxdesk.ports.rows import StockRow
from rxdesk.ports.scanner import Scanners
from rxdesk.usecases.post import Outcome, Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """An accepted order, on disk, and the stock lines it touched as they now stand.

    Attributes:
        outcome: The entries and what they changed.
        sentence: What happened, in words, for the last-action strip.
        rows: Touched lines that are not zero now.
    """

    outcome: Outcome
    sentence: str
    rows: tuple[StockRow, ...]


class Doors(Protocol):
    """Who is here, and how they prove it."""

    def open_pharmacy(
        self, *, pharmacy: str, name: str, initials: str, role: str, pin: str, sample: bool = False
    ) -> Person:
        """Begin the file, add its first person and set their PIN."""
        ...

    def sign_in(self, person: PersonId, pin: str) -> Person:
        """Sign a person in. Raises PinWrong, TooManyTries."""
        ...

    def prove(self, person: PersonId, pin: str) -> Person:
        """Check a PIN for signing an act. Raises PinWrong, TooManyTries."""
        ...

    def lock(self, person: PersonId, cause: str) -> None:
        """Note that the station was locked: "idle", "asked", "switch"."""
        ...

    def set_pin(self, *, by: PersonId, person: PersonId, pin: str) -> None:
        """Set a PIN. Raises PinUnfit, NotPermitted."""
        ...

    def issue_badge(self, *, by: PersonId, person: PersonId) -> str:
        """Make a new badge for a person and return the text to print on it; it is shown only once."""
        ...


class Keeping(Protocol):
    """The file itself: backup, check, settings, drafts."""

    def backup(self, target: Path) -> str:
        """Write a verified copy and return a sentence about it. Raises Trouble."""
        ...

    def last_backup_at(self) -> datetime | None:
        """Return when the last backup was made; None when there is none."""
        ...

    def set_setting(self, owner: str, name: str, value: str) -> None:
        """Keep a setting's JSON text; owner is a person's id, or empty for the station."""
        ...

    def save_draft(self, person: PersonId, screen: str, content: str) -> None:
        """Keep what a person is typing, on disk at once; empty content forgets it."""
        ...

    def changed_elsewhere(self) -> bool:
        """Tell whether another process has written to the file since this was last asked."""
        ...


class OldStock(Protocol):
    """Taking over the old system's stock; see `rxdesk.intake.old_stock`."""

    def preview(self, file: Path, mapping: Mapping[str, str] | None) -> OldStockPreview:
        """Read the file under a column mapping, or one proposed from its headings."""
        ...


Progress = Callable[[int, int], None]
"""Called with what is done and what there is to do in all (0: not known)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """All a person can ask for.

    Attributes:
        post: Posts an order; raises Refusal or Trouble. The answer is on disk.
        reads: Every question.
        doors: Who is here.
        keeping: The file itself.
        import_catalogue: Replaces the catalogue from files; arguments: who, paths, progress, a callable
            that answers True to cancel. Raises Refusal, Trouble.
        old_stock: Takes over the old system's stock.
        draughtsman: Labels and sheets as PDF and pictures.
        tables: Tables as CSV and XLSX.
        printer: The computer's printers.
        scanners: Serial scanners and their states.
        sheet_head: Who, when and at which journal position a sheet is made: for a person's name.
        new_order_id: A new id for an order.
        new_person_id: A new id for a person.
        now: The present moment, aware UTC.
        today: The pharmacy's local day.
        program: The program's version.
        file: Where the data is.
        set_profile: Sets what all scanners wrap around codes, for `reads.find`.
    """

    post: Callable[[Request], Posted]
    reads: Reads
    doors: Doors
    keeping: Keeping
    import_catalogue: Callable[[PersonId | None, Sequence[Path], Progress, Callable[[], bool]], ImportReport]
    old_stock: OldStock
    draughtsman: Draughtsman
    tables: TableWriter
    printer: SystemPrinter
    scanners: Scanners
    sheet_head: Callable[[str], SheetHead]
    new_order_id: Callable[[], OrderId]
    new_person_id: Callable[[], PersonId]
    now: Callable[[], datetime]
    today: Callable[[], date]
    program: str
    file: Path
    set_profile: Callable[[ScannerProfile], None]
