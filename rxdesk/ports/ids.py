"""Where new ids come from; tests bring a predictable source."""

from __future__ import annotations

from typing import Protocol


class Ids(Protocol):
    """A source of ids that never repeat."""

    def new(self) -> str:
        """Return a new UUIDv7 as text (RFC 9562, section 5.7): sortable by the moment of its making."""
        ...
