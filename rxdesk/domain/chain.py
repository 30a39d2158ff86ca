"""The hash chain: what an entry's hash covers, and what a broken chain looks like.

Each station and epoch has its own chain. An entry's hash is SHA-256 over the previous hash and the
stored bytes of every field but the local `seq` and the hash itself, each preceded by its length, so
that no two different rows have the same preimage.

What a chain alone cannot see: a tail that was cut off, and a whole chain computed anew. Anchors
outside the file see those.

Source: Crosby & Wallach, "Efficient Data Structures for Tamper-Evident Logging" (2009), section 2.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

GENESIS: Final = bytes(32)
"""The previous hash of a chain's first entry."""

_DOMAIN: Final = b"rxdesk-entry-1\n"

HASHED_FIELDS: Final = (
    "id",
    "order_id",
    "order_part",
    "order_digest",
    "station",
    "epoch",
    "station_seq",
    "kind",
    "version",
    "happened_at",
    "recorded_at",
    "utc_offset_min",
    "person",
    "witness",
    "meaning",
    "reason",
    "corrects",
    "program",
    "payload",
)
"""The fields a hash covers, in this order, after the previous hash."""


def entry_hash(prev_hash: bytes, fields: Iterable[bytes | None]) -> bytes:
    """Return the hash of an entry from the stored bytes of `HASHED_FIELDS`, in that order."""
    parts = [_DOMAIN, prev_hash]
    for field in fields:
        if field is None:
            parts.append(b"-")
        else:
            parts.append(b"%d:" % len(field))
            parts.append(field)
    return hashlib.sha256(b"".join(parts)).digest()


def stored_bytes(value: str | int | bytes | None) -> bytes | None:
    """Return a field as the bytes that are hashed: text as UTF-8, numbers as decimal digits."""
    if value is None or isinstance(value, bytes):
        return value
    return str(value).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One row of the journal as the chain sees it."""

    seq: int  # position in this file
    station: str
    epoch: int
    station_seq: int
    prev_hash: bytes
    hash: bytes
    fields: tuple[bytes | None, ...]  # HASHED_FIELDS, stored bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A place where the chain does not hold, and what that looks like."""

    seq: int
    sentence: str


def breaks(links: Iterable[Link]) -> Iterator[Break]:
    """Walk the journal in order of `seq` and yield every place where a chain does not hold."""
    heads: dict[tuple[str, int], tuple[int, bytes]] = {}
    for link in links:
        chain = (link.station, link.epoch)
        station_seq, head = heads.get(chain, (0, GENESIS))
        if link.station_seq != station_seq + 1:
            yield Break(
                seq=link.seq,
                sentence=(
                    f"Entry {link.seq} has number {link.station_seq} where {station_seq + 1} was expected: "
                    "an entry before it is missing, or the order was changed."
                ),
            )
        elif link.prev_hash != head:
            yield Break(
                seq=link.seq,
                sentence=(
                    f"Entry {link.seq} does not continue the entry before it: "
                    "one of the two was rewritten or replaced."
                ),
            )
        if entry_hash(link.prev_hash, link.fields) != link.hash:
            yield Break(
                seq=link.seq,
                sentence=f"Entry {link.seq} is not what was written: a field of it was changed.",
            )
        heads[chain] = (link.station_seq, link.hash)
