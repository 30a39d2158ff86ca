"""Copies of the file: made whole, verified, and described beside them; and the way back from one.

A plain copy can miss what is still in the write-ahead log; VACUUM INTO cannot. The way back goes through
SQLite's backup call into the standing file, so that other processes see one consistent change, and begins a
new epoch, so that entries written after the copy can never be confused with those written from now on.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import select, update
from sqlcipher3 import dbapi2

from db import journal
from db.engine import FileAt, connect_for_maintenance, maintenance_engine, reader_engine
from db.journal import Writer, links, read_head
from db.schema import STATION
from db.troubles import translated
from rxdesk.domain.chain import breaks
from rxdesk.domain.errors import Trouble
from rxdesk.domain.facts import EpochBegun
from rxdesk.domain.identity import OrderId, StationId
from rxdesk.ports.ids import Ids
from rxdesk.ports.work import Stamp

_JOURNALS: Final = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'entry'"


class CopyFaulty(Trouble):
    """The copy that was made, or is to be restored, is not sound."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"The copy {path.name} is not sound: {why}.", "Use another copy or another disk.")


class CopyNotWritten(Trouble):
    """The copy could not be written where it was asked for."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"The copy {path.name} could not be written: {why}.", "Choose another folder or disk."
        )


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What lies beside a copy: enough to know later whether it is still what was made."""

    made_at: datetime
    station: str
    epoch: int
    entries: int
    head: str  # hash of the last entry, hex
    sha256: str  # of the copy's bytes, hex
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy that was made and verified."""

    path: Path
    manifest: Manifest


def verified_copy(file: FileAt, target: Path, *, now: datetime) -> Copy:
    """Write a whole copy, read it back, and only then give it its name.

    Raises:
        CopyNotWritten, CopyFaulty, Trouble: There is no copy; an older one of that name is untouched.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".rxdesk-copy-", dir=target.parent) as folder:
            draft = Path(folder) / "copy.sqlite3"
            with translated(file.path):
                connection = connect_for_maintenance(file)
                try:
                    connection.execute("VACUUM INTO ?", (str(draft),))
                finally:
                    connection.close()
            manifest = verify(FileAt(path=draft, key=file.key), now=now)
            _onto_disk(draft)
            draft.replace(target)
            described = target.with_suffix(".json")
            described.write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
            _onto_disk(described)
            _onto_disk(target.parent)
    except OSError as error:
        raise CopyNotWritten(target, error.strerror or str(error)) from error
    return Copy(path=target, manifest=manifest)


def verify(file: FileAt, *, now: datetime) -> Manifest:
    """Read a copy through: its pages, its chain, its head.

    Raises:
        CopyFaulty: Something in it does not hold.
        Trouble: It cannot be opened.
    """
    engine = reader_engine(file)
    try:
        with translated(file.path), engine.connect() as connection:
            if not connection.exec_driver_sql(_JOURNALS).scalar_one():
                raise CopyFaulty(file.path, "it holds no journal")
            sound = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check(1)")]
            if sound != ["ok"]:
                raise CopyFaulty(file.path, sound[0])
            broken = next(breaks(links(connection)), None)
            if broken is not None:
                raise CopyFaulty(file.path, broken.sentence.rstrip("."))
            station = connection.execute(select(STATION)).one()
            count = connection.exec_driver_sql("SELECT count(*) FROM entry").scalar_one()
            head = connection.exec_driver_sql("SELECT hash FROM entry ORDER BY seq DESC LIMIT 1").scalar()
    finally:
        engine.dispose()
    with file.path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Manifest(
        made_at=now,
        station=station.station,
        epoch=station.epoch,
        entries=count,
        head="" if head is None else head.hex(),
        sha256=digest,
        size=file.path.stat().st_size,
    )


def restore(
    file: FileAt, copy: Path, *, ids: Ids, program: str, now: datetime, utc_offset_min: int
) -> Manifest:
    """Put a verified copy in place of the file's content and begin a new epoch.

    What stood before is kept beside it as a copy of its own.

    Raises:
        CopyFaulty: The copy does not hold; the file is untouched.
        Trouble: The disk failed; the file is untouched.
    """
    manifest = verify(FileAt(path=copy, key=file.key), now=now)
    epoch = manifest.epoch
    if file.path.exists():
        kept = file.path.with_name(f"{file.path.stem}-before-restore-{now:%Y%m%dT%H%M%S}.sqlite3")
        epoch = max(epoch, verified_copy(file, kept, now=now).manifest.epoch)
    with tempfile.TemporaryDirectory(prefix=".rxdesk-restore-", dir=file.path.parent) as folder:
        staged = FileAt(path=Path(folder) / "staged.sqlite3", key=file.key)
        with translated(copy):
            _pour(FileAt(path=copy, key=file.key), staged)
            _begin_epoch(staged, epoch + 1, ids=ids, program=program, now=now, utc_offset_min=utc_offset_min)
        with translated(file.path):
            _pour(staged, file)
    return manifest


def _pour(source: FileAt, target: FileAt) -> None:
    """Replace one file's content by another's in one transaction that every process sees whole."""
    origin = connect_for_maintenance(source)
    try:
        into: dbapi2.Connection = connect_for_maintenance(target)
        try:
            origin.backup(into)
        finally:
            into.close()
    finally:
        origin.close()


def _begin_epoch(
    file: FileAt, epoch: int, *, ids: Ids, program: str, now: datetime, utc_offset_min: int
) -> None:
    engine = maintenance_engine(file)
    try:
        with engine.connect() as connection, connection.begin():
            row = connection.execute(select(STATION)).one()
            station = StationId(row.station)
            left = read_head(connection, Writer(station=station, epoch=row.epoch, program=program, ids=ids))
            connection.execute(update(STATION).values(epoch=epoch))
            writer = Writer(station=station, epoch=epoch, program=program, ids=ids)
            stamp = Stamp(
                order_id=OrderId(ids.new()),
                order_digest=b"",
                happened_at=now,
                recorded_at=now,
                utc_offset_min=utc_offset_min,
                person=None,
            )
            fact = EpochBegun(cause="restore", after_hash=left.hash.hex(), after_station_seq=left.station_seq)
            journal.append(connection, writer, read_head(connection, writer), fact, 0, stamp)
    finally:
        engine.dispose()


def _onto_disk(path: Path) -> None:
    """Have the disk itself hold a file or folder before anybody is told."""
    if os.name == "nt" and path.is_dir():
        return  # Windows has no handle on a folder that could be flushed
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
