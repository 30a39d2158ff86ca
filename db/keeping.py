"""What is kept beside the journal: settings, drafts, the moment of the last copy."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import bindparam, delete, select

from db.backup import Copy, verified_copy
from db.moments import read_moment, stored
from db.projections.replacing import replacing
from db.schema import DRAFT, SETTING
from db.work import Ledger
from rxdesk.domain.identity import PersonId
from rxdesk.ports.clock import Clock

_SET: Final = replacing(SETTING)
_SETTING: Final = select(SETTING.c.value).where(
    SETTING.c.owner == bindparam("of_owner"), SETTING.c.name == bindparam("of_name")
)
_SAVE: Final = replacing(DRAFT)
_FORGET: Final = delete(DRAFT).where(
    DRAFT.c.person == bindparam("of_person"), DRAFT.c.screen == bindparam("of_screen")
)
_LAST_COPY: Final = "last_copy_at"
STATION: Final = ""
"""The owner of settings that are the station's."""


class KeepingOnFile:
    """Writes what is not journaled, each in a durable transaction of its own."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger = ledger
        self._clock = clock
        self._seen = self._data_version()

    def backup(self, target: Path) -> str:
        """Write a verified copy and return a sentence about it.

        Raises:
            CopyNotWritten, CopyFaulty, Trouble: There is no copy.
        """
        copy = self.copy(target)
        return (
            f"Backed up {copy.manifest.entries:,} entries to {copy.path.name} "
            f"({copy.manifest.size / 1_000_000:,.1f} MB), read back and verified."
        )

    def copy(self, target: Path) -> Copy:
        """Write a verified copy and remember when.

        Raises:
            CopyNotWritten, CopyFaulty, Trouble: There is no copy.
        """
        now = self._clock.now()
        copy = verified_copy(self._ledger.file, target, now=now)
        self.set_setting(STATION, _LAST_COPY, msgspec.json.encode(stored(now)).decode())
        return copy

    def last_backup_at(self) -> datetime | None:
        """Return when the last copy was made; None when there is none."""
        with self._ledger():
            value = self._ledger.connection.execute(
                _SETTING, {"of_owner": STATION, "of_name": _LAST_COPY}
            ).scalar()
        return None if value is None else read_moment(msgspec.json.decode(value, type=str))

    def set_setting(self, owner: str, name: str, value: str) -> None:
        """Keep a setting's JSON text; owner is a person's id, or empty for the station."""
        with self._ledger() as unit:
            self._ledger.connection.execute(_SET, {"owner": owner, "name": name, "value": value})
            unit.commit()

    def save_draft(self, person: PersonId, screen: str, content: str) -> None:
        """Keep what a person is typing, on disk at once; empty content forgets it."""
        with self._ledger() as unit:
            if content:
                self._ledger.connection.execute(
                    _SAVE,
                    {
                        "person": person,
                        "screen": screen,
                        "content": content,
                        "saved_at": stored(self._clock.now()),
                    },
                )
            else:
                self._ledger.connection.execute(_FORGET, {"of_person": person, "of_screen": screen})
            unit.commit()

    def changed_elsewhere(self) -> bool:
        """Tell whether another process has written to the file since this was last asked."""
        version = self._data_version()
        changed = version != self._seen
        self._seen = version
        return changed

    def _data_version(self) -> int:
        # On the bare connection, so that asking does not take the write lock.
        driver = self._ledger.connection.connection.driver_connection
        assert driver is not None
        return driver.execute("PRAGMA data_version").fetchone()[0]
