"""How counts stay true: where in the journal an entry belongs, and what that does to a count.

A counted line stands: what was counted was there. When an entry written later belongs before the
count (a late receipt, a reversal), the stock it moves was already in, or already gone, when the
count was made. The count's difference changes by as much, and that change is posted beside the entry:
at once for ordinary products, after a pharmacist's approval for controlled ones.

Of several counts of a line the newest answers for it: what an older one left open is in its figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from rxdesk.domain.facts import (
    DifferenceRecomputed,
    DifferenceSettled,
    EntryReversed,
    LineCounted,
)
from rxdesk.domain.identity import EntryId
from rxdesk.domain.places import is_outside
from rxdesk.domain.quantity import Quantity
from rxdesk.domain.records import CountedLine, Entry
from rxdesk.domain.refusals import EntryUnknown
from rxdesk.domain.stock import LineKey, Movement, fold
from rxdesk.ports.known import Known


def touched_lines(movements: Iterable[Movement]) -> dict[LineKey, Quantity]:
    """Return the inside lines movements change, with the signed net change of each."""
    return {key: change for key, change in fold(movements).items() if change and not is_outside(key.place)}


def position_of(known: Known, entry: Entry, key: LineKey) -> int:
    """Return the journal position from which what an entry did to a line was so.

    For most entries that is their own. A count, and whatever corrects it, stands for the moment of counting;
    a reversal undoes the past of the entry it names; a late entry that kept a count true belongs before it.

    Args:
        known: The present state.
        entry: An entry that moved stock in or out of the line.
        key: The line.
    """
    match entry.fact:
        case LineCounted(at_seq=at_seq):
            return at_seq
        case DifferenceSettled(count=count) | DifferenceRecomputed(count=count):
            return _count(known, count).at_seq
        case EntryReversed(entry=undone):
            return position_of(known, _entry(known, undone), key)
        case _:
            return min(
                (
                    _count(known, fact.count).at_seq
                    for beside in known.entries_of_order(entry.order_id)
                    if isinstance(fact := beside.fact, DifferenceRecomputed) and _line_of(fact) == key
                ),
                default=entry.seq,
            )


def expected_at(known: Known, key: LineKey, position: int) -> Quantity:
    """Return what a line should have held at a journal position, by everything known now."""
    later = sum(
        movement.change
        for movement in known.line_movements_after(key, position)
        if position_of(known, _entry(known, movement.entry), key) > position
    )
    return Quantity(known.balance(key) - later)


def newest_count(known: Known, key: LineKey, *, but: EntryId | None = None) -> CountedLine | None:
    """Return the count that answers for a line; None when it was never counted.

    Args:
        known: The present state.
        key: The line.
        but: A count to leave out of account.
    """
    return next((count for count in reversed(known.counts_of(key)) if count.count != but), None)


def recomputed_differences(
    known: Known,
    movements: Iterable[Movement],
    *,
    precedes: Callable[[CountedLine], bool],
    waits: Callable[[LineKey], bool],
) -> tuple[DifferenceRecomputed, ...]:
    """Return what must be added so that counts the movements precede still stand.

    A change that is posted at once goes to the first such count: the figures of later ones follow from it.
    One that waits goes to the newest, which alone answers for the line.

    Args:
        known: The present state.
        movements: What the entry moves.
        precedes: Tells whether the entry belongs before a count.
        waits: Tells whether the change of a line waits for a pharmacist.
    """
    facts: list[DifferenceRecomputed] = []
    for key, change in touched_lines(movements).items():
        counts = [count for count in known.counts_of(key) if precedes(count)]
        if counts:
            held = waits(key)
            facts.append(recomputed(counts[-1 if held else 0], Quantity(-change), waits=held))
    return tuple(facts)


def recomputed(count: CountedLine, change: Quantity, *, waits: bool) -> DifferenceRecomputed:
    """Return the change of a count's difference; one that waits is posted when a pharmacist settles it."""
    return DifferenceRecomputed(
        count=count.count,
        product=count.key.product,
        lot=count.key.lot,
        serial=count.key.serial,
        place=count.key.place,
        expiry=count.expiry,
        change=change,
        adjusted=not waits,
    )


def is_controlled(known: Known, key: LineKey, day: date) -> bool:
    """Tell whether a line's product is controlled on a day."""
    product = known.find_product(key.product)
    return product is not None and product.schedule(day).is_controlled


def _line_of(fact: DifferenceRecomputed) -> LineKey:
    return LineKey(fact.product, fact.lot, fact.serial, fact.place)


def _entry(known: Known, entry: EntryId) -> Entry:
    found = known.find_entry(entry)
    if found is None:
        raise EntryUnknown(entry)
    return found


def _count(known: Known, count: EntryId) -> CountedLine:
    found = known.find_count(count)
    if found is None:
        raise EntryUnknown(count, "count")
    return found
