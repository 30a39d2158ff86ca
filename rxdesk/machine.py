"""The machine the program runs on: its clock, its ids, its way of keeping PINs."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Final

import uuid_utils
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251  # this is the clock everybody else asks

    def utc_offset_min(self) -> int:
        """Return how many minutes local time is ahead of UTC now."""
        offset = self.now().astimezone().utcoffset()
        return 0 if offset is None else int(offset.total_seconds() // 60)

    def today(self) -> date:
        """Return the pharmacy's local day."""
        return self.now().astimezone().date()


class RandomIds:
    """UUIDv7s: sortable by the moment of their making (RFC 9562, section 5.7)."""

    def new(self) -> str:
        """Return a new id as text."""
        return str(uuid_utils.uuid7())


class Argon2Secrets:
    """PINs as Argon2id hashes.

    A PIN never withstands an offline attack by itself; the delay after failures and, once it is on, the
    encryption of the file protect it. The cost is OWASP's minimum times two, about a twentieth of a second.

    Source: OWASP Password Storage Cheat Sheet, Argon2id; RFC 9106.
    """

    def __init__(self) -> None:
        self._hasher: Final = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)

    def hash_pin(self, pin: str) -> str:
        """Return the encoded Argon2id hash of a PIN."""
        return self._hasher.hash(pin)

    def pin_matches(self, pin: str, encoded: str) -> bool:
        """Tell whether a PIN is the one that was hashed."""
        try:
            return self._hasher.verify(encoded, pin)
        except (VerificationError, InvalidHashError):
            return False

    def hash_badge(self, token: str) -> str:
        """Return the digest under which a badge's 128-bit token is kept; random enough to need no salt."""
        return hashlib.sha256(token.encode()).hexdigest()
