"""Whose file this is, where its journal ends, and what is kept beside it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, select

from db.schema import DRAFT, ENTRY, PHARMACY, SETTING
from rxdesk.domain.chain import GENESIS
from rxdesk.domain.identity import PersonId
from rxdesk.ports.rows import Pharmacy

_PHARMACY: Final = select(PHARMACY)
_HEAD: Final = select(ENTRY.c.seq, ENTRY.c.hash).order_by(ENTRY.c.seq.desc()).limit(1)
_SETTING: Final = select(SETTING.c.value).where(
    SETTING.c.owner == bindparam("of_owner"), SETTING.c.name == bindparam("of_name")
)
_DRAFT: Final = select(DRAFT.c.content).where(
    DRAFT.c.person == bindparam("of_person"), DRAFT.c.screen == bindparam("of_screen")
)


def pharmacy(connection: Connection) -> Pharmacy | None:
    """Return whose file this is; None before the first run."""
    row = connection.execute(_PHARMACY).first()
    return None if row is None else Pharmacy(name=row.name, sample=bool(row.sample))


def head(connection: Connection) -> tuple[int, bytes]:
    """Return the journal's last position and hash; 0 and the chain's beginning when it is empty."""
    row = connection.execute(_HEAD).first()
    return (0, GENESIS) if row is None else (row.seq, row.hash)


def setting(connection: Connection, owner: str, name: str) -> str | None:
    """Return a setting's JSON text."""
    return connection.execute(_SETTING, {"of_owner": owner, "of_name": name}).scalar()


def draft(connection: Connection, person: PersonId, screen: str) -> str | None:
    """Return what a person left unfinished on a screen."""
    return connection.execute(_DRAFT, {"of_person": person, "of_screen": screen}).scalar()
