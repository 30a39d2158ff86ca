"""The one module that knows storage and devices: it puts the desk together. No Qt.

`open_house` opens a data folder; the house is closed by whoever opened it. Everything in it that touches
the file belongs to one thread at a time: the journal thread in the window, the main thread of a command.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from db.backup import Manifest, restore
from db.catalogue.staging import stage_on
from db.check import CheckReport, check
from db.engine import FileAt, reader_engine
from db.keeping import KeepingOnFile
from db.lock import WindowLock
from db.reads.reads import ReadsOnFile
from db.rebuild import rebuild
from db.upgrade import open_ledger, schema_version
from db.work import Ledger
from devices.exports.tables import TableExports
from devices.printing.draughtsman import PdfDraughtsman
from devices.printing.system import ComputerPrinters
from devices.scanner.group import ScannerGroup
from rxdesk.desk import Desk, Posted, Progress
from rxdesk.domain.catalogue import ImportReport
from rxdesk.domain.identity import OrderId, PersonId
from rxdesk.domain.orders import OpenPharmacy
from rxdesk.domain.own_codes import badge_code
from rxdesk.domain.people import Role
from rxdesk.domain.records import Person
from rxdesk.domain.scan import ScannerProfile
from rxdesk.domain.sheets import SheetHead
from rxdesk.domain.stock import movements_of
from rxdesk.intake.directory import open_directory
from rxdesk.intake.old_stock import OldStockReader
from rxdesk.machine import Argon2Secrets, RandomIds, SystemClock
from rxdesk.paths import shipped
from rxdesk.ports.clock import Clock
from rxdesk.ports.ids import Ids
from rxdesk.usecases import sign_in as signing
from rxdesk.usecases.post import Outcome, Request, own_stamp, post
from rxdesk.usecases.replace_catalogue import replace_catalogue

FILE_NAME: Final = "rxdesk.sqlite3"


def program_version() -> str:
    """Return the program's version; a checkout that was never installed says so."""
    try:
        return version("rxdesk")
    except PackageNotFoundError:
        return "checkout"


class DoorsOnFile:
    """Who is here, and how they prove it."""

    def __init__(self, ledger: Ledger, clock: Clock, ids: Ids, hashing: Argon2Secrets) -> None:
        self._ledger = ledger
        self._clock = clock
        self._ids = ids
        self._hashing = hashing

    def open_pharmacy(
        self, *, pharmacy: str, name: str, initials: str, role: str, pin: str, sample: bool = False
    ) -> Person:
        """Begin the file, add its first person and set their PIN; the PIN is looked at first."""
        signing.require_fit_pin(pin)
        person = PersonId(self._ids.new())
        order = OpenPharmacy(
            id=OrderId(self._ids.new()),
            pharmacy=pharmacy,
            person=person,
            name=name,
            initials=initials,
            role=Role(role),
            sample=sample,
        )
        post(self._ledger, self._clock, self._ids, Request(order=order, person=None))
        signing.set_pin(self._ledger, self._clock, self._ids, self._hashing, by=None, person=person, pin=pin)
        return self.sign_in(person, pin)

    def sign_in(self, person: PersonId, pin: str) -> Person:
        """Sign a person in."""
        return signing.sign_in(self._ledger, self._clock, self._ids, self._hashing, person=person, pin=pin)

    def prove(self, person: PersonId, pin: str) -> Person:
        """Check a PIN for signing an act."""
        return signing.prove(self._ledger, self._clock, self._ids, self._hashing, person=person, pin=pin)

    def lock(self, person: PersonId, cause: str) -> None:
        """Note that the station was locked."""
        signing.lock_station(self._ledger, self._clock, self._ids, person=person, cause=cause)

    def set_pin(self, *, by: PersonId, person: PersonId, pin: str) -> None:
        """Set a PIN."""
        signing.set_pin(self._ledger, self._clock, self._ids, self._hashing, by=by, person=person, pin=pin)

    def issue_badge(self, *, by: PersonId, person: PersonId) -> str:
        """Make a new badge for a person and return the text to print on it."""
        token = secrets.token_hex(16).upper()
        signing.issue_badge(
            self._ledger, self._clock, self._ids, self._hashing, by=by, person=person, token=token
        )
        return badge_code(token)


@dataclass(slots=True, kw_only=True)
class House(AbstractContextManager["House"]):
    """An opened data folder. Leaving it lets go of the file, the scanners and the lock."""

    desk: Desk
    ledger: Ledger
    reads: ReadsOnFile
    clock: Clock
    ids: Ids
    _close: Callable[[], None]

    def post(self, request: Request) -> Outcome:
        """Post an order; the answer is on disk."""
        return post(self.ledger, self.clock, self.ids, request)

    def __enter__(self) -> Self:
        """Enter."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go."""
        self._close()


def open_house(folder: Path, *, window: bool = False, clock: Clock | None = None) -> House:
    """Open a data folder, making or migrating its file where needed.

    Args:
        folder: Where the file is, or will be.
        window: True for the one window per file: it takes the lock, or is refused.
        clock: The clock to ask; the computer's by default.

    Raises:
        Trouble: The file cannot be used: busy, newer, damaged, unwritable, or opened in another window.
    """
    lock = WindowLock(folder) if window else None
    if lock is not None:
        lock.acquire()
    try:
        return _open_house(folder, clock or SystemClock(), lock)
    except BaseException:
        if lock is not None:
            lock.release()
        raise


def _open_house(folder: Path, clock: Clock, lock: WindowLock | None) -> House:
    ids = RandomIds()
    hashing = Argon2Secrets()
    file = FileAt(path=folder / FILE_NAME)
    program = program_version()
    ledger = open_ledger(file, ids=ids, program=program, migrations=shipped("migrations"), now=clock.now())
    engine = reader_engine(file, snapshots=False)
    connection = engine.connect()
    reads = ReadsOnFile(connection, clock, hash_badge=hashing.hash_badge)
    scanners = ScannerGroup(clock)

    def close() -> None:
        scanners.stop()
        connection.close()
        engine.dispose()
        ledger.close()
        if lock is not None:
            lock.release()

    def sheet_head(made_by: str) -> SheetHead:
        pharmacy = reads.pharmacy()
        seq, head = reads.head()
        return SheetHead(
            pharmacy="" if pharmacy is None else pharmacy.name,
            made_at=clock.now().astimezone(),
            made_by=made_by,
            station=ledger.writer.station,
            journal_seq=seq,
            journal_hash=head.hex(),
            ribbon="Sample pharmacy: not a record" if pharmacy is not None and pharmacy.sample else "",
        )

    def import_catalogue(
        person: PersonId | None, paths: Sequence[Path], progress: Progress, cancelled: Callable[[], bool]
    ) -> ImportReport:
        return replace_catalogue(
            ledger,
            clock,
            ids,
            partial(stage_on, ledger),
            person=person,
            source=open_directory(paths),
            progress=progress,
            cancelled=cancelled,
        )

    def post_and_read(request: Request) -> Posted:
        outcome = post(ledger, clock, ids, request)
        keys = [
            key
            for entry in outcome.entries
            for movement in movements_of(entry.fact)
            for key in (movement.source, movement.target)
        ]
        return Posted(
            outcome=outcome,
            sentence=reads.sentence_of(outcome.fact),
            rows=tuple(reads.stock_rows(tuple(dict.fromkeys(keys)))),
        )

    def set_profile(profile: ScannerProfile) -> None:
        reads.profile = profile

    desk = Desk(
        post=post_and_read,
        reads=reads,
        doors=DoorsOnFile(ledger, clock, ids, hashing),
        keeping=KeepingOnFile(ledger, clock),
        import_catalogue=import_catalogue,
        old_stock=OldStockReader(reads, ids, clock),
        draughtsman=PdfDraughtsman(),
        tables=TableExports(),
        printer=ComputerPrinters(),
        scanners=scanners,
        sheet_head=sheet_head,
        new_order_id=lambda: OrderId(ids.new()),
        new_person_id=lambda: PersonId(ids.new()),
        now=clock.now,
        today=clock.today,
        program=program,
        file=file.path,
        set_profile=set_profile,
    )
    return House(desk=desk, ledger=ledger, reads=reads, clock=clock, ids=ids, _close=close)


def check_folder(folder: Path) -> CheckReport:
    """Look at everything a data folder's file promises; nothing is mended.

    Raises:
        Trouble: The file cannot be opened at all.
    """
    return check(FileAt(path=folder / FILE_NAME))


def rebuild_folder(folder: Path, person: PersonId | None) -> tuple[str, ...]:
    """Write every projection again from the journal, with the file to ourselves.

    Returns:
        The names of the tables that had differed.

    Raises:
        Trouble: The file is open in a window, its chain is broken, or the disk failed; nothing changed.
    """
    with _exclusively(folder):
        with open_house(folder) as house:
            clock, ids, writer = house.clock, house.ids, house.ledger.writer
        return rebuild(FileAt(path=folder / FILE_NAME), writer, own_stamp(clock, ids, person))


def restore_folder(folder: Path, copy: Path) -> Manifest:
    """Put a verified copy in place of a data folder's file and begin a new epoch.

    Raises:
        Trouble: The file is open in a window, the copy is not sound, or the disk failed; nothing changed.
    """
    clock = SystemClock()
    schema_version(FileAt(path=copy))  # a newer program's copy would lock this one out
    with _exclusively(folder):
        return restore(
            FileAt(path=folder / FILE_NAME),
            copy,
            ids=RandomIds(),
            program=program_version(),
            now=clock.now(),
            utc_offset_min=clock.utc_offset_min(),
        )


@contextmanager
def _exclusively(folder: Path) -> Generator[None]:
    lock = WindowLock(folder)
    lock.acquire()
    try:
        yield
    finally:
        lock.release()
