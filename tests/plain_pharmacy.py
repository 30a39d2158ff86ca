"""A pharmacy in dictionaries: what the journal must agree with, written without any of its code.

Every change of a line stands at a position. Most stand where they were written; what a count corrects, and
what is taken back or entered late, stands where it belongs. What a line held at any moment is then a plain
sum, and a count's difference is what was counted less that sum.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from rxdesk.domain.identity import EntryId, PlaceId, ProductId

Line = tuple[ProductId, str, str, PlaceId]
"""Product, lot, serial number (or nothing), place."""


@dataclass(slots=True)
class Count:
    """What somebody counted, and the position it stands for."""

    entry: EntryId
    at: int
    counted: int


@dataclass(slots=True)
class Change:
    """What an entry did to a line, and where that belongs."""

    line: Line
    at: int
    amount: int


@dataclass(slots=True)
class PlainPharmacy:
    """Lines, counts and open orders; quantities in whole units."""

    controlled: set[ProductId]
    changes: dict[Line, list[Change]] = field(default_factory=dict[Line, list[Change]])
    first: dict[Line, int] = field(default_factory=dict[Line, int])  # entry that first touched a line
    opened: set[Line] = field(default_factory=set[Line])
    counts: dict[Line, list[Count]] = field(default_factory=dict[Line, list[Count]])
    done: dict[EntryId, list[Change]] = field(default_factory=dict[EntryId, list[Change]])

    def book(self, line: Line) -> int:
        """Return what a line holds."""
        return sum(change.amount for change in self.changes.get(line, ()))

    def held_at(self, line: Line, position: int) -> int:
        """Return what a line should have held at a position, by everything known now."""
        return sum(change.amount for change in self.changes.get(line, ()) if change.at <= position)

    def newest(self, line: Line) -> Count | None:
        """Return the count that answers for a line."""
        return next(reversed(self.counts.get(line, [])), None)

    def open_differences(self) -> dict[EntryId, int]:
        """Return what waits for a pharmacist, by count."""
        waiting: dict[EntryId, int] = {}
        for line in self.counts:
            newest = self.newest(line)
            if newest is not None and line[0] in self.controlled:
                difference = newest.counted - self.held_at(line, newest.at)
                if difference:
                    waiting[newest.entry] = difference
        return waiting

    def write(self, entry: EntryId, seq: int, changes: list[Change]) -> None:
        """Take up what an entry did."""
        for change in changes:
            self.changes.setdefault(change.line, []).append(change)
            self.first.setdefault(change.line, seq)
        self.done[entry] = changes

    def late(self, line: Line, seq: int, amount: int) -> list[Change]:
        """Return what an entry does to a line that it belongs to before every count of it."""
        counts = self.counts.get(line)
        if not counts:
            return [Change(line, seq, amount)]
        if line[0] in self.controlled:
            return [Change(line, counts[-1].at, amount)]
        # The counted figure stands: what is entered late is answered where the first count stands.
        return [Change(line, counts[0].at, amount), Change(line, counts[0].at, -amount)]

    def count(self, line: Line, count: Count, seq: int) -> int:
        """Take up a count and return its difference; an ordinary product's is posted with it."""
        difference = count.counted - self.held_at(line, count.at)
        posted = difference != 0 and line[0] not in self.controlled
        self.write(count.entry, seq, [Change(line, count.at, difference)] if posted else [])
        self.counts.setdefault(line, []).append(count)
        return difference

    def backwards(self, entry: EntryId) -> list[Change]:
        """Return what taking an entry back does, the answers to counts that stand included."""
        net: dict[Line, tuple[int, int]] = {}
        for change in self.done[entry]:
            at, amount = net.get(change.line, (change.at, 0))
            net[change.line] = (at, amount - change.amount)
        back: list[Change] = []
        for line, (at, amount) in net.items():
            if not amount:
                continue
            back.append(Change(line, at, amount))
            if line[0] in self.controlled:
                continue
            counts = self.counts.get(line, [])
            own = next((place for place, count in enumerate(counts) if count.entry == entry), None)
            later = counts[own + 1 :] if own is not None else [count for count in counts if count.at >= at]
            if later:
                back.append(Change(line, later[0].at, -amount))
        return back

    def serial_elsewhere(self, line: Line, but: Collection[Line] = ()) -> bool:
        """Tell whether a pack with a serial number is in another line, some lines left out of account."""
        product, _, serial, _ = line
        return serial != "" and any(
            (other[0], other[2]) == (product, serial)
            and other != line
            and other not in but
            and self.book(other) > 0
            for other in self.changes
        )
