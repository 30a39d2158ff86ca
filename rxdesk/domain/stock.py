"""The fold from facts to movements to stock.

Double entry: every movement takes a quantity of one lot (and container) from one place and puts it
into another. Stock is never made or lost, so a lot's balances over all places, inside and outside,
sum to zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from rxdesk.domain.facts import (
    DifferenceRecomputed,
    DifferenceSettled,
    EntryReversed,
    Fact,
    ItemDispensed,
    LineCounted,
    LotReceived,
    OpeningLine,
    OpeningStockLoaded,
    ReversedMovement,
    StockMoved,
)
from rxdesk.domain.identity import LotNumber, PlaceId, ProductId, Serial
from rxdesk.domain.places import COUNT_DIFFERENCE, PATIENT, SUPPLIER
from rxdesk.domain.quantity import NOTHING, Quantity


class LineKey(NamedTuple):
    """One line of stock: a lot (and container) in a place."""

    product: ProductId
    lot: LotNumber
    serial: Serial
    place: PlaceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A quantity of one lot (and container) from one place to another."""

    product: ProductId
    lot: LotNumber
    serial: Serial
    expiry: str | None  # refines the lot; None: unknown or unchanged
    quantity: Quantity  # always above zero
    from_place: PlaceId
    to_place: PlaceId

    def backwards(self) -> Movement:
        """Return the movement that takes this one back."""
        return replace(self, from_place=self.to_place, to_place=self.from_place)

    @property
    def source(self) -> LineKey:
        """Return the line that loses the quantity."""
        return LineKey(self.product, self.lot, self.serial, self.from_place)

    @property
    def target(self) -> LineKey:
        """Return the line that gains the quantity."""
        return LineKey(self.product, self.lot, self.serial, self.to_place)


def difference_movement(key: LineKey, *, expiry: str | None, difference: int) -> Movement | None:
    """Return the movement that brings a line to its counted figure; None when nothing differs.

    Args:
        key: The line that was counted.
        expiry: The lot's expiry, as known.
        difference: Counted less expected, in thousandths; a surplus comes from the count difference.
    """
    if difference == 0:
        return None
    surplus = difference > 0
    return Movement(
        product=key.product,
        lot=key.lot,
        serial=key.serial,
        expiry=expiry,
        quantity=Quantity(abs(difference)),
        from_place=COUNT_DIFFERENCE if surplus else key.place,
        to_place=key.place if surplus else COUNT_DIFFERENCE,
    )


def movements_of(fact: Fact) -> tuple[Movement, ...]:
    """Return the movements a fact makes, in order; most kinds make none."""
    match fact:
        case LotReceived():
            return (_moved(fact, SUPPLIER, fact.place),)
        case ItemDispensed():
            return tuple(
                Movement(
                    product=fact.product,
                    lot=pick.lot,
                    serial=pick.serial,
                    expiry=pick.expiry,
                    quantity=pick.quantity,
                    from_place=pick.place,
                    to_place=PATIENT,
                )
                for pick in fact.picks
            )
        case StockMoved():
            return (_moved(fact, fact.from_place, fact.to_place),)
        case LineCounted() | DifferenceSettled() | DifferenceRecomputed():
            return _adjustment(fact)
        case OpeningStockLoaded():
            return tuple(
                _moved(line, COUNT_DIFFERENCE, line.place) for line in fact.lines if line.quantity > NOTHING
            )
        case EntryReversed():
            return tuple(_moved(undone, undone.from_place, undone.to_place) for undone in fact.movements)
        case _:
            return ()


def _moved(
    what: LotReceived | StockMoved | OpeningLine | ReversedMovement, from_place: PlaceId, to_place: PlaceId
) -> Movement:
    return Movement(
        product=what.product,
        lot=what.lot,
        serial=what.serial,
        expiry=what.expiry,
        quantity=what.quantity,
        from_place=from_place,
        to_place=to_place,
    )


def _adjustment(fact: LineCounted | DifferenceSettled | DifferenceRecomputed) -> tuple[Movement, ...]:
    match fact:
        case LineCounted(adjusted=False) | DifferenceRecomputed(adjusted=False):
            return ()
        case LineCounted() | DifferenceSettled():
            difference = fact.difference
        case DifferenceRecomputed():
            difference = fact.change
    key = LineKey(fact.product, fact.lot, fact.serial, fact.place)
    movement = difference_movement(key, expiry=fact.expiry, difference=difference)
    return () if movement is None else (movement,)


def fold(movements: Iterable[Movement]) -> dict[LineKey, Quantity]:
    """Return the balance of every line the movements touched, zeros included, outside places too."""
    balances: dict[LineKey, Quantity] = {}
    for movement in movements:
        source, target = movement.source, movement.target
        balances[source] = Quantity(balances.get(source, 0) - movement.quantity)
        balances[target] = Quantity(balances.get(target, 0) + movement.quantity)
    return balances
