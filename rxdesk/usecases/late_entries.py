"""How an entry that belongs before a count keeps the counted figure true.

A counted line stands: what was counted was there. When an entry written later belongs before the
count (a late receipt, a reversal), the stock it moves was already in, or already gone, when the
count was made. The count's difference changes by as much, and that change is posted beside the entry:
at once for ordinary products, after a pharmacist's approval for controlled ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from rxdesk.domain.facts import DifferenceRecomputed
from rxdesk.domain.places import is_outside
from rxdesk.domain.quantity import Quantity
from rxdesk.domain.records import CountedLine
from rxdesk.domain.stock import LineKey, Movement, fold
from rxdesk.ports.known import Known


def touched_lines(movements: Iterable[Movement]) -> dict[LineKey, Quantity]:
    """Return the inside lines movements change, with the signed net change of each."""
    return {key: change for key, change in fold(movements).items() if change and not is_outside(key.place)}


def recomputed_differences(
    known: Known,
    movements: Iterable[Movement],
    *,
    precedes: Callable[[CountedLine], bool],
    today: date,
) -> tuple[DifferenceRecomputed, ...]:
    """Return what must be added so that counts the movements precede still stand.

    Args:
        known: The present state.
        movements: What the entry moves.
        precedes: Tells whether the entry belongs before a count.
        today: The day whose schedule decides whether the change waits for approval.
    """
    facts: list[DifferenceRecomputed] = []
    for key, change in touched_lines(movements).items():
        # Only the first such count matters: the figures of later ones follow from it.
        count = next((count for count in known.counts_of(key) if precedes(count)), None)
        if count is None:
            continue
        product = known.find_product(key.product)
        controlled = product is not None and product.schedule(today).is_controlled
        facts.append(
            DifferenceRecomputed(
                count=count.count,
                product=key.product,
                lot=key.lot,
                serial=key.serial,
                place=key.place,
                expiry=count.expiry,
                change=Quantity(-change),
                adjusted=not controlled,
            )
        )
    return tuple(facts)
