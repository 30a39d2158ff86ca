"""Keystrokes told apart: a scanner's burst or a person's typing. Pure; time comes with each key.

A keyboard scanner types as if on a US keyboard. Which key was struck, not which character the
desktop made of it, is what it meant: so Caps Lock and the keyboard layout change nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

END = "\r"
_ROWS = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'", 'ASDFGHJKL:"'),
    (41, "`", "~"),
    (43, "\\", "|"),
    (44, "zxcvbnm,./", "ZXCVBNM<>?"),
    (57, " ", " "),
    (71, "789", "789"),  # the keypad, some scanners' way to send digits
    (75, "456", "456"),
    (79, "1230", "1230"),
)
US_KEYS = {
    first + place: pair
    for first, plain, shifted in _ROWS
    for place, pair in enumerate(zip(plain, shifted, strict=True))
}
"""Key position to its plain and shifted character on a US keyboard.

Source: Linux input-event-codes.h, KEY_1 to KEY_KP0; the same numbers as scan code set 1, which Windows reports.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tempo:
    """How fast a scanner types. Milliseconds; measured under load with scanners of 0.3 to 15 ms a key."""

    gap: int = 35  # between the first keys of a scan
    grace: int = 180  # for a late key once the rhythm is established: USB and busy computers stutter
    late_allowed: int = 2  # with more, a fast typist's next words would be taken too
    hold: int = 50  # how long a key that may begin a scan waits before it counts as typing
    least: int = 5  # characters

    def limit(self, keys: int, late: int) -> int:
        """Return how long after `keys` keys, `late` of them late, the next one still belongs to them."""
        return self.grace if keys >= self.least and late < self.late_allowed else self.gap


@dataclass(frozen=True, slots=True)
class Cut:
    """Where in a burst the scan stands; what is before and after it was typed by a person."""

    begin: int
    end: int


def cut_of(text: str, at_ms: Sequence[int], *, tempo: Tempo, reads: Callable[[str], bool]) -> Cut | None:
    """Return where a burst of keys holds a scan, or None when a person typed all of it.

    The clock suggests a few places where typing may have run into the scan; `reads` decides among
    them. What reads as nothing is a scan all the same when its rhythm is a machine's: a code nobody
    knows must be told, not typed.

    Args:
        text: One character for each key; an `END` can only be the last.
        at_ms: When each key was struck.
        tempo: How fast a scanner types.
        reads: Whether a text is a code that can be read.
    """
    body = len(text.removesuffix(END))
    if body < tempo.least:
        return None
    gaps = [later - earlier for earlier, later in pairwise(at_ms[:body])]
    for begin, end in _suggested(text, gaps, tempo):
        if end - begin >= tempo.least and reads(text[begin:end]):
            return Cut(begin, end)
    machine = sorted(gaps)[int(len(gaps) * 0.8)] <= tempo.gap // 2
    return Cut(0, body) if machine else None


def _suggested(text: str, gaps: Sequence[int], tempo: Tempo) -> Iterator[tuple[int, int]]:
    """Give begin and end of every cut worth a reading, the whole first."""
    body = len(gaps) + 1
    rhythm = sorted(gaps)[len(gaps) // 2]
    begins = {0, *(place for place in range(1, 4) if text[place] == "]")}  # an AIM identifier begins a scan
    begins |= {place + 1 for place, gap in enumerate(gaps[:3]) if gap > rhythm + 4}
    ends = [body]
    if not text.endswith(END):
        # Without a suffix a person's next keys may follow, each at a person's pace. A scan's own end
        # after a stutter comes fast, and must never be cut off: a shorter lot may be legal too.
        while ends[-1] > 1 and gaps[ends[-1] - 2] > tempo.gap:
            ends.append(ends[-1] - 1)
    for begin in sorted(begins):
        for end in ends:
            yield begin, end
