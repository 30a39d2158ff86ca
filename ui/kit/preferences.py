"""What a person's choices about the glass are kept in: widths, order, theme, text size."""

from __future__ import annotations

from typing import Protocol


class Preferences(Protocol):
    """A small drawer of texts by key, one per person; keys look like `table/stock`."""

    def get(self, key: str) -> str | None:
        """Return what was kept under a key, or None."""
        ...

    def set(self, key: str, value: str) -> None:
        """Keep a text under a key."""
        ...


class SessionPreferences:
    """A drawer that is empty at every start: for first run, the gallery and tests."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        """Return what was kept under a key, or None."""
        return self._kept.get(key)

    def set(self, key: str, value: str) -> None:
        """Keep a text under a key."""
        self._kept[key] = value
