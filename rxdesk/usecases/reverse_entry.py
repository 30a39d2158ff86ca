"""Declare that an entry did not happen. Both stay visible, linked both ways."""

from __future__ import annotations

from collections.abc import Sequence

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
from rxdesk.domain.identity import NO_SERIAL, ProductId
from rxdesk.domain.orders import ReverseEntry
from rxdesk.domain.places import is_outside
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
from rxdesk.usecases.late_entries import (
    expected_at,
    is_controlled,
    newest_count,
    position_of,
    recomputed,
    recomputed_differences,
    touched_lines,
)


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


class PlaceClosed(Refusal):
    """The stock would go back to a place that is no longer used."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"The stock would go back to {place}, which is no longer used.",
            "Take the place back into use first, then reverse the entry.",
        )
        self.place = place


def reverse_entry(order: ReverseEntry, setting: Setting) -> Decision:
    """Undo an entry's movements, once, if the stock is still where the entry put it.

    The reversal keeps the original's place relative to counts: a count made after the original stands,
    and its difference is computed anew. Taking back a count opens again what it had answered.

    Raises:
        EntryUnknown: There is no such entry.
        NotReversible: Its kind is undone in another way.
        ReversedBefore: It was reversed.
        StockMovedOn: A line would fall below zero, or a settled count would be taken back; the entries in
            the way are named.
        PlaceClosed: The stock would go back to a place that is no longer used.
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
    _check_not_settled(setting, entry)
    undone = tuple(movement.backwards() for movement in _movements_with_companions(setting, entry))
    kept_true = _kept_true(setting, entry, undone)
    _check_still_there(setting, entry, undone, kept_true)
    _check_where_it_goes_back(setting, undone)
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
    reopened = _reopened(setting, entry)
    return Decision(facts=(reversed_fact, *kept_true, *reopened), meaning="reversed", corrects=entry.id)


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


def _kept_true(
    setting: Setting, entry: Entry, undone: tuple[Movement, ...]
) -> tuple[DifferenceRecomputed, ...]:
    """Return what keeps the counts true that came after the entry."""

    def precedes(count: CountedLine) -> bool:
        position = position_of(setting.known, entry, count.key)
        if isinstance(entry.fact, LineCounted):
            return (count.at_seq, count.count) > (position, entry.id)
        return count.at_seq >= position

    def waits(key: LineKey) -> bool:
        # What a pharmacist approved waits for a pharmacist again, whatever the schedule is by now.
        return isinstance(entry.fact, DifferenceSettled) or is_controlled(setting.known, key, setting.today)

    return recomputed_differences(setting.known, undone, precedes=precedes, waits=waits)


def _reopened(setting: Setting, entry: Entry) -> tuple[DifferenceRecomputed, ...]:
    """Return the difference that waits again when the count that answered it is taken back."""
    if not isinstance(entry.fact, LineCounted):
        return ()
    fact = entry.fact
    key = LineKey(fact.product, fact.lot, fact.serial, fact.place)
    earlier = newest_count(setting.known, key, but=entry.id)
    if earlier is None or (earlier.at_seq, earlier.count) > (fact.at_seq, entry.id):
        return ()
    found = setting.known.find_entry(earlier.count)
    if found is None or not isinstance(found.fact, LineCounted):
        raise EntryUnknown(earlier.count, "count")
    if not is_controlled(setting.known, key, setting.today):
        return ()
    waiting = found.fact.counted - expected_at(setting.known, key, earlier.at_seq)
    if waiting == earlier.unsettled:
        return ()
    return (recomputed(earlier, Quantity(waiting - earlier.unsettled), waits=True),)


def _check_not_settled(setting: Setting, entry: Entry) -> None:
    """Refuse to take back a count whose difference a pharmacist has settled since."""
    fact = entry.fact
    if not isinstance(fact, LineCounted):
        return
    key = LineKey(fact.product, fact.lot, fact.serial, fact.place)
    for movement in setting.known.line_movements_after(key, entry.seq):
        later = setting.known.find_entry(movement.entry)
        if (
            later is not None
            and isinstance(later.fact, DifferenceSettled)
            and later.fact.count == entry.id
            and setting.known.reversal_of(later.id) is None
        ):
            raise StockMovedOn([f"entry {later.seq} ({later.kind})"])


def _check_where_it_goes_back(setting: Setting, undone: tuple[Movement, ...]) -> None:
    """Refuse to put stock into a place nobody uses, or one pack into two places."""
    lines = touched_lines(undone)
    for key, change in lines.items():
        if change < 0:
            continue
        place = setting.known.find_place(key.place)
        if place is not None and not place.active:
            raise PlaceClosed(place.place)
        if key.serial == NO_SERIAL:
            continue
        for other, balance in setting.known.serial_places(key.product, key.serial):
            if other != key and not is_outside(other.place) and balance + lines.get(other, 0) > NOTHING:
                raise StockMovedOn([f"the pack with serial {key.serial} is in {other.place}"])


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
