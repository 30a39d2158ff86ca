"""Declare that an entry did not happen. Both stay visible, linked both ways."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import (
    REVERSIBLE,
    DifferenceRecomputed,
    DifferenceSettled,
    EntryReversed,
    ItemDispensed,
    LineCounted,
    LotReceived,
    ReversedMovement,
    StockMoved,
)
from rxdesk.domain.identity import ProductId
from rxdesk.domain.orders import ReverseEntry
from rxdesk.domain.quantity import NOTHING, Quantity
from rxdesk.domain.records import CountedLine, Entry
from rxdesk.domain.refusals import EntryUnknown
from rxdesk.domain.stock import LineKey, Movement
from rxdesk.usecases.deciding import (
    Decision,
    Setting,
    kept_product,
    require_reason,
    require_signature_for_schedule_two,
)
from rxdesk.usecases.late_entries import recomputed_differences, touched_lines


class NotReversible(Refusal):
    """Entries of this kind are undone by another act."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"An entry of kind {kind} is not reversed.",
            "Do the opposite act instead: lift the hold, unlink the code, set the levels again.",
        )


class ReversedBefore(Refusal):
    """The entry was reversed already."""

    def __init__(self, by: str) -> None:
        super().__init__("This entry was reversed before.", f"See entry {by}.")


class StockMovedOn(Refusal):
    """What the entry put somewhere has since been used or moved."""

    def __init__(self, in_the_way: Sequence[str]) -> None:
        super().__init__(
            f"The stock has since moved on: {'; '.join(in_the_way)}.",
            "Reverse those entries first, newest first, or correct the balance by a count.",
        )
        self.in_the_way = tuple(in_the_way)


def reverse_entry(order: ReverseEntry, setting: Setting) -> Decision:
    """Undo an entry's movements, once, if the stock is still where the entry put it.

    The reversal keeps the original's place relative to counts: a count made after the original stands,
    and its difference is computed anew.

    Raises:
        EntryUnknown: There is no such entry.
        NotReversible: Its kind is undone in another way.
        ReversedBefore: It was reversed.
        StockMovedOn: A line would fall below zero; the entries in the way are named.
        ReasonNeeded, SignatureNeeded: See there.
    """
    require_reason(order.reason, "Reversing an entry")
    entry = setting.known.find_entry(order.entry)
    if entry is None:
        raise EntryUnknown(order.entry)
    if not isinstance(entry.fact, REVERSIBLE):
        raise NotReversible(entry.kind)
    by = setting.known.reversal_of(order.entry)
    if by is not None:
        raise ReversedBefore(by)
    product = _product_of(entry)
    if product is not None:
        require_signature_for_schedule_two(setting, kept_product(setting, product), "Reversing an entry")
    undone = tuple(movement.backwards() for movement in _movements_with_companions(setting, entry))
    recomputed = recomputed_differences(
        setting.known, undone, precedes=_counted_after(entry), today=setting.today
    )
    _check_still_there(setting, entry, undone, recomputed)
    taken_back = _open_companions_taken_back(setting, entry)
    reversed_fact = EntryReversed(
        entry=entry.id,
        entry_kind=entry.kind,
        product=product,
        movements=tuple(
            ReversedMovement(
                product=movement.product,
                lot=movement.lot,
                serial=movement.serial,
                expiry=movement.expiry,
                quantity=movement.quantity,
                from_place=movement.from_place,
                to_place=movement.to_place,
            )
            for movement in undone
        ),
    )
    return Decision(facts=(reversed_fact, *recomputed, *taken_back), meaning="reversed", corrects=entry.id)


def _product_of(entry: Entry) -> ProductId | None:
    match entry.fact:
        case LotReceived() | ItemDispensed() | StockMoved() | LineCounted() | DifferenceSettled():
            return entry.fact.product
        case _:
            return None


def _movements_with_companions(setting: Setting, entry: Entry) -> tuple[Movement, ...]:
    """Return what the entry moved, and what was posted beside it to keep earlier counts true."""
    movements = list(setting.known.movements_by(entry.id))
    for companion in setting.known.entries_of_order(entry.order_id):
        if isinstance(companion.fact, DifferenceRecomputed):
            movements.extend(setting.known.movements_by(companion.id))
    return tuple(movements)


def _open_companions_taken_back(setting: Setting, entry: Entry) -> tuple[DifferenceRecomputed, ...]:
    """Return what takes back changes to open differences that were written beside the entry."""
    return tuple(
        msgspec.structs.replace(companion.fact, change=Quantity(-companion.fact.change))
        for companion in setting.known.entries_of_order(entry.order_id)
        if isinstance(companion.fact, DifferenceRecomputed) and not companion.fact.adjusted
    )


def _counted_after(entry: Entry) -> Callable[[CountedLine], bool]:
    def precedes(count: CountedLine) -> bool:
        return count.at_seq >= entry.seq and count.count != entry.id

    return precedes


def _check_still_there(
    setting: Setting,
    entry: Entry,
    undone: tuple[Movement, ...],
    recomputed: tuple[DifferenceRecomputed, ...],
) -> None:
    kept_true: dict[LineKey, int] = {
        LineKey(fact.product, fact.lot, fact.serial, fact.place): fact.change
        for fact in recomputed
        if fact.adjusted
    }
    in_the_way: list[str] = []
    for key, change in touched_lines(undone).items():
        change_in_all = change + kept_true.get(key, 0)
        if change_in_all < 0 and setting.known.balance(key) + change_in_all < NOTHING:
            in_the_way.extend(
                f"entry {movement.seq} ({movement.kind})"
                for movement in setting.known.line_movements_after(key, entry.seq)
                if movement.change < NOTHING and setting.known.reversal_of(movement.entry) is None
            )
            if not in_the_way:
                in_the_way.append(f"lot {key.lot} in {key.place} was below zero already")
    if in_the_way:
        raise StockMovedOn(in_the_way)
