"""PINs and badges: kept as hashes outside the journal."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from rxdesk.domain.identity import PersonId


class Secrets(Protocol):
    """Hashes a PIN so that the file does not give it away, and checks one."""

    def hash_pin(self, pin: str) -> str:
        """Return the encoded Argon2id hash of a PIN."""
        ...

    def pin_matches(self, pin: str, encoded: str) -> bool:
        """Tell whether a PIN is the one that was hashed."""
        ...

    def hash_badge(self, token: str) -> str:
        """Return the digest under which a badge's 128-bit token is kept."""
        ...


class Credentials(Protocol):
    """The stored credentials of people; they live beside the journal, never in it."""

    def pin_hash(self, person: PersonId) -> str | None:
        """Return a person's encoded PIN hash; None when no PIN was set."""
        ...

    def set_pin_hash(self, person: PersonId, encoded: str) -> None:
        """Keep a person's PIN hash in place of any other, and forget earlier failures."""
        ...

    def set_badge_digest(self, person: PersonId, digest: str) -> None:
        """Keep a person's badge digest in place of any other."""
        ...

    def person_of_badge(self, digest: str) -> PersonId | None:
        """Return whose badge this is; None when it is nobody's."""
        ...

    def failures(self, person: PersonId) -> tuple[int, datetime | None]:
        """Return consecutive failures and the moment of the last one."""
        ...

    def note_failure(self, person: PersonId, at: datetime) -> int:
        """Count a failure and return how many there were in a row."""
        ...

    def wait_from(self, person: PersonId, at: datetime) -> None:
        """Let the wait after failures count from another moment."""
        ...

    def note_success(self, person: PersonId) -> None:
        """Forget earlier failures."""
        ...
