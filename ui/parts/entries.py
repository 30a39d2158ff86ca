"""How entries of the journal look in lists. No Qt."""

from __future__ import annotations

from rxdesk.ports.rows import JournalRow
from ui.kit.tones import Chip, Tone


def entry_chips(entry: JournalRow) -> tuple[Chip, ...]:
    """Return whether an entry was reversed, reverses another, or was written down late."""
    chips: list[Chip] = []
    if entry.reversed_by is not None:
        chips.append(Chip("Reversed", "undo-2", Tone.NEUTRAL))
    if entry.corrects is not None:
        chips.append(Chip("Reversal", "undo-2", Tone.INFO))
    if entry.late:
        chips.append(Chip("Late", "history", Tone.CAUTION))
    return tuple(chips)
