"""Credentials beside the journal: PIN hashes, badge digests and failures in a row."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert

from db.moments import read_moment, stored
from db.schema import CREDENTIAL
from rxdesk.domain.identity import PersonId

_C: Final = CREDENTIAL.c
_OF: Final = select(CREDENTIAL).where(_C.person == bindparam("of"))
_BADGE: Final = select(_C.person).where(_C.badge_digest == bindparam("digest"))
_TAKE_BADGE: Final = (
    update(CREDENTIAL).where(_C.badge_digest == bindparam("digest")).values(badge_digest=None)
)


class CredentialsOnFile:
    """The stored credentials, read and written on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def pin_hash(self, person: PersonId) -> str | None:
        """Return a person's encoded PIN hash; None when no PIN was set."""
        row = self._connection.execute(_OF, {"of": person}).first()
        return None if row is None else row.pin_hash

    def set_pin_hash(self, person: PersonId, encoded: str) -> None:
        """Keep a person's PIN hash in place of any other, and forget earlier failures."""
        self._set(person, pin_hash=encoded, failures=0, last_failure_at=None)

    def set_badge_digest(self, person: PersonId, digest: str) -> None:
        """Keep a person's badge digest in place of any other."""
        self._connection.execute(_TAKE_BADGE, {"digest": digest})
        self._set(person, badge_digest=digest)

    def person_of_badge(self, digest: str) -> PersonId | None:
        """Return whose badge this is; None when it is nobody's."""
        row = self._connection.execute(_BADGE, {"digest": digest}).first()
        return None if row is None else PersonId(row.person)

    def failures(self, person: PersonId) -> tuple[int, datetime | None]:
        """Return consecutive failures and the moment of the last one."""
        row = self._connection.execute(_OF, {"of": person}).first()
        if row is None:
            return 0, None
        return row.failures, None if row.last_failure_at is None else read_moment(row.last_failure_at)

    def note_failure(self, person: PersonId, at: datetime) -> int:
        """Count a failure and return how many there were in a row."""
        count = self.failures(person)[0] + 1
        self._set(person, failures=count, last_failure_at=stored(at))
        return count

    def wait_from(self, person: PersonId, at: datetime) -> None:
        """Let the wait after failures count from another moment."""
        self._set(person, last_failure_at=stored(at))

    def note_success(self, person: PersonId) -> None:
        """Forget earlier failures."""
        self._set(person, failures=0, last_failure_at=None)

    def _set(self, person: PersonId, **values: Any) -> None:
        statement = insert(CREDENTIAL).values(person=person, **({"failures": 0} | values))
        self._connection.execute(statement.on_conflict_do_update(index_elements=["person"], set_=values))
