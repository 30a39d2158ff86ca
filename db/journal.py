"""Append one entry to the chain, and read entries back. Nothing else writes the journal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, insert, select

from db.moments import read_moment, stored
from db.prepared import run
from db.schema import ENTRY
from rxdesk.domain.chain import GENESIS, HASHED_FIELDS, Link, entry_hash, stored_bytes
from rxdesk.domain.facts import VERSIONS, Fact, FactUnread, canonical_bytes, read_fact
from rxdesk.domain.identity import EntryId, OrderId, PersonId, StationId
from rxdesk.domain.records import Entry
from rxdesk.ports.ids import Ids
from rxdesk.ports.work import Stamp

_C: Final = ENTRY.c
_INSERT: Final = insert(ENTRY).values(
    {name: bindparam(name) for name in (*HASHED_FIELDS, "prev_hash", "hash")}
)
_HEAD: Final = (
    select(_C.seq, _C.station_seq, _C.hash, _C.recorded_at)
    .where(_C.station == bindparam("station"), _C.epoch == bindparam("epoch"))
    .order_by(_C.station_seq.desc())
    .limit(1)
)
_COLUMNS: Final = tuple(_C[name] for name in ("seq", *HASHED_FIELDS, "prev_hash", "hash"))
_DIGEST: Final = select(_C.order_digest).where(_C.order_id == bindparam("order_id")).limit(1)
_BY_ORDER: Final = select(ENTRY).where(_C.order_id == bindparam("order_id")).order_by(_C.order_part)
_BY_ID: Final = select(ENTRY).where(_C.id == bindparam("id"))
_ALL: Final = select(ENTRY).where(_C.seq > bindparam("after")).order_by(_C.seq)

# Given with each statement: set on the connection it would stay there for every later one.
_STREAMED: Final = {"yield_per": 2000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of the station's chain."""

    seq: int  # position in this file, 0 when the chain is empty
    station_seq: int
    hash: bytes
    recorded_at: str | None  # as stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who writes: the station, its epoch and the program's version."""

    station: StationId
    epoch: int
    program: str
    ids: Ids


def read_head(connection: Connection, writer: Writer) -> Head:
    """Return the end of the writer's chain as it is now, inside the transaction that will write."""
    row = run(connection, _HEAD, {"station": writer.station, "epoch": writer.epoch}).first()
    if row is None:
        return Head(seq=0, station_seq=0, hash=GENESIS, recorded_at=None)
    return Head(seq=row.seq, station_seq=row.station_seq, hash=row.hash, recorded_at=row.recorded_at)


def append(connection: Connection, writer: Writer, head: Head, fact: Fact, part: int, stamp: Stamp) -> Entry:
    """Write one entry after `head` and return it as it now stands."""
    kind = type(fact).__name__
    values: dict[str, Any] = {
        "id": writer.ids.new(),
        "order_id": stamp.order_id,
        "order_part": part,
        "order_digest": stamp.order_digest,
        "station": writer.station,
        "epoch": writer.epoch,
        "station_seq": head.station_seq + 1,
        "kind": kind,
        "version": VERSIONS[kind],
        "happened_at": stored(stamp.happened_at),
        "recorded_at": stored(stamp.recorded_at),
        "utc_offset_min": stamp.utc_offset_min,
        "person": stamp.person,
        "witness": stamp.witness,
        "meaning": stamp.meaning,
        "reason": stamp.reason,
        "corrects": stamp.corrects,
        "program": writer.program,
        "payload": canonical_bytes(fact).decode(),
    }
    digest = entry_hash(head.hash, (stored_bytes(values[name]) for name in HASHED_FIELDS))
    values |= {"prev_hash": head.hash, "hash": digest}
    seq = run(connection, _INSERT, values).lastrowid
    return Entry(
        seq=seq,
        id=EntryId(values["id"]),
        order_id=stamp.order_id,
        order_part=part,
        station=writer.station,
        epoch=writer.epoch,
        station_seq=values["station_seq"],
        kind=kind,
        version=values["version"],
        happened_at=stamp.happened_at,
        recorded_at=stamp.recorded_at,
        utc_offset_min=stamp.utc_offset_min,
        person=stamp.person,
        witness=stamp.witness,
        meaning=stamp.meaning,
        reason=stamp.reason,
        corrects=stamp.corrects,
        program=writer.program,
        fact=fact,  # pyright: ignore[reportArgumentType]  # every Fact that is written is one of AnyFact
        hash=digest,
    )


def entry_of(row: Row[Any]) -> Entry:
    """Return a stored row as an entry.

    Raises:
        FactUnread: The payload or a moment is damaged, or was written by a newer program.
    """
    try:
        happened_at, recorded_at = read_moment(row.happened_at), read_moment(row.recorded_at)
    except ValueError as error:
        raise FactUnread(f"entry {row.seq}: {error}") from error
    return Entry(
        seq=row.seq,
        id=EntryId(row.id),
        order_id=OrderId(row.order_id),
        order_part=row.order_part,
        station=StationId(row.station),
        epoch=row.epoch,
        station_seq=row.station_seq,
        kind=row.kind,
        version=row.version,
        happened_at=happened_at,
        recorded_at=recorded_at,
        utc_offset_min=row.utc_offset_min,
        person=None if row.person is None else PersonId(row.person),
        witness=None if row.witness is None else PersonId(row.witness),
        meaning=row.meaning,
        reason=row.reason,
        corrects=None if row.corrects is None else EntryId(row.corrects),
        program=row.program,
        fact=read_fact(row.kind, row.version, row.payload),
        hash=row.hash,
    )


def find_entry(connection: Connection, entry: EntryId) -> Entry | None:
    """Return an entry by its id."""
    row = connection.execute(_BY_ID, {"id": entry}).one_or_none()
    return None if row is None else entry_of(row)


def taken_order(connection: Connection, order_id: OrderId) -> tuple[bytes, tuple[Entry, ...]] | None:
    """Return digest and entries of an order that was posted; None when it never was."""
    digest = run(connection, _DIGEST, {"order_id": order_id}).scalar()
    if digest is None:
        return None
    return digest, tuple(entry_of(row) for row in connection.execute(_BY_ORDER, {"order_id": order_id}))


def entries_after(connection: Connection, seq: int = 0) -> Iterator[Entry]:
    """Yield every entry after a position, in order, without holding them all in memory."""
    result = connection.execute(_ALL, {"after": seq}, execution_options=_STREAMED)
    for row in result:
        yield entry_of(row)


# The check reads the raw bytes that were stored: a damaged text must be seen, not fail to decode.
_LINKS: Final = (  # column names of ours, no input
    "SELECT seq, station, epoch, station_seq, prev_hash, hash, "  # noqa: S608
    + ", ".join(f"CAST({name} AS BLOB)" for name in HASHED_FIELDS)
    + " FROM entry ORDER BY seq"
)


def links(connection: Connection) -> Iterator[Link]:
    """Yield every row of the journal as the chain sees it: the stored bytes."""
    result = connection.exec_driver_sql(_LINKS, execution_options=_STREAMED)
    for row in result:
        yield Link(
            seq=row[0],
            station=row[1],
            epoch=row[2],
            station_seq=row[3],
            prev_hash=row[4],
            hash=row[5],
            fields=tuple(row[6:]),
        )
