"""What a signal said, kept in a list: plainer and better typed than waiting for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance


def heard(signal: SignalInstance) -> list[tuple[object, ...]]:
    """Return a list that gets the arguments of the signal each time it is emitted from now on."""
    said: list[tuple[object, ...]] = []

    def keep(*arguments: object) -> None:
        said.append(arguments)

    signal.connect(keep)
    return said
