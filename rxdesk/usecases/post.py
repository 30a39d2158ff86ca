"""Post an order: decide, write, apply, commit; or refuse and leave everything as it was.

Decision, 2026-11: an act may need several entries (a first receipt also sets the product up), so the
journal is unique in `order_id` and `order_part`, not in `order_id` alone. An order is taken as a
whole: its digest is kept with every part, and posting it again answers with the parts it made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from rxdesk.domain.changes import Changes
from rxdesk.domain.facts import ClockStepped, Fact, LevelsSet, PlaceSetUp, ProductSetUp
from rxdesk.domain.identity import OrderId, PersonId
from rxdesk.domain.orders import (
    AddPerson,
    ChangePerson,
    CountLot,
    DispenseItem,
    HoldLot,
    LinkCode,
    LoadOpeningStock,
    MarkOrdered,
    MoveStock,
    OpenPharmacy,
    Order,
    ReceiveLot,
    ReleaseLot,
    ReverseEntry,
    SetLevels,
    SettleDifference,
    SetUpPlace,
    SetUpProduct,
    UnlinkCode,
    order_bytes,
)
from rxdesk.domain.people import PERMISSIONS, ROLE_NAMES, Permission, Role
from rxdesk.domain.records import CountedLine, Entry, Person
from rxdesk.domain.refusals import (
    MomentWrong,
    NotPermitted,
    OrderDiffers,
    PersonUnknown,
    SayBeforeOrAfterCount,
)
from rxdesk.domain.stock import LineKey, movements_of
from rxdesk.domain.topics import changes_of
from rxdesk.ports.clock import Clock
from rxdesk.ports.ids import Ids
from rxdesk.ports.work import Stamp, Unit, Work
from rxdesk.usecases.count_lot import count_lot, settle_difference
from rxdesk.usecases.deciding import Decision, Setting
from rxdesk.usecases.dispense_item import dispense_item
from rxdesk.usecases.hold_lot import hold_lot, release_lot
from rxdesk.usecases.late_entries import is_controlled, recomputed_differences, touched_lines
from rxdesk.usecases.link_code import link_code, unlink_code
from rxdesk.usecases.load_opening_stock import load_opening_stock
from rxdesk.usecases.mark_ordered import mark_ordered
from rxdesk.usecases.move_stock import move_stock
from rxdesk.usecases.people import add_person, change_person, open_pharmacy
from rxdesk.usecases.receive_lot import receive_lot
from rxdesk.usecases.reverse_entry import reverse_entry
from rxdesk.usecases.set_levels import set_levels
from rxdesk.usecases.set_up_place import set_up_place
from rxdesk.usecases.set_up_product import set_up_product

CLOCK_TOLERANCE: Final = timedelta(minutes=2)
"""How far the clock may go back before it is an entry of its own (settled for stations out of step)."""


EARLIEST_YEAR: Final = 2000
"""Nothing that is in stock was done earlier; a moment before is a clock that was never set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How an order is decided, and who may give it."""

    decide: Callable[[Any, Setting], Decision]
    permission: Permission | None  # None: the first act of all, before anybody can be permitted
    act: str  # as in "may not …"


RULES: Final[dict[type[Order], Rule]] = {
    OpenPharmacy: Rule(decide=open_pharmacy, permission=None, act="begin a pharmacy"),
    AddPerson: Rule(decide=add_person, permission=Permission.PEOPLE, act="add people"),
    ChangePerson: Rule(decide=change_person, permission=Permission.PEOPLE, act="change people"),
    SetUpPlace: Rule(decide=set_up_place, permission=Permission.SET_UP, act="set up places"),
    SetUpProduct: Rule(decide=set_up_product, permission=Permission.SET_UP, act="set up products"),
    SetLevels: Rule(decide=set_levels, permission=Permission.SET_LEVELS, act="set levels"),
    LinkCode: Rule(decide=link_code, permission=Permission.LINK, act="link codes"),
    UnlinkCode: Rule(decide=unlink_code, permission=Permission.LINK, act="unlink codes"),
    ReceiveLot: Rule(decide=receive_lot, permission=Permission.RECEIVE, act="receive stock"),
    DispenseItem: Rule(decide=dispense_item, permission=Permission.DISPENSE, act="dispense"),
    MoveStock: Rule(decide=move_stock, permission=Permission.MOVE, act="move stock"),
    HoldLot: Rule(decide=hold_lot, permission=Permission.HOLD, act="hold stock"),
    ReleaseLot: Rule(decide=release_lot, permission=Permission.RELEASE, act="lift holds"),
    CountLot: Rule(decide=count_lot, permission=Permission.COUNT, act="count stock"),
    SettleDifference: Rule(
        decide=settle_difference, permission=Permission.SETTLE, act="settle count differences"
    ),
    MarkOrdered: Rule(decide=mark_ordered, permission=Permission.ORDER, act="mark products as ordered"),
    LoadOpeningStock: Rule(
        decide=load_opening_stock, permission=Permission.GO_LIVE, act="take over opening stock"
    ),
    ReverseEntry: Rule(decide=reverse_entry, permission=Permission.REVERSE, act="reverse entries"),
}
"""Every act there is."""


_ON_THE_WAY: Final = (PlaceSetUp, ProductSetUp, LevelsSet)
"""What an order may set up before it comes to what it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """An order, and on whose word it is given.

    Attributes:
        order: What is asked.
        person: Who asks, signed in; None only to begin a pharmacy.
        signer: Who has just proved with a PIN that they sign for it; None when nobody has.
    """

    order: Order
    person: PersonId | None
    signer: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an accepted order led to, on disk.

    Attributes:
        entries: The entries it made, in order.
        changes: What they altered.
        repeated: The order had been posted before; these are the entries it made then.
    """

    entries: tuple[Entry, ...]
    changes: Changes
    repeated: bool = False

    @property
    def fact(self) -> Fact:
        """Return the fact the order was about, setting aside what had to be set up on the way."""
        facts = [entry.fact for entry in self.entries]
        return next((fact for fact in facts if not isinstance(fact, _ON_THE_WAY)), facts[0])


def post(work: Work, clock: Clock, ids: Ids, request: Request) -> Outcome:
    """Post an order in a transaction of its own.

    Raises:
        Refusal: A rule said no; nothing was changed.
        Trouble: The file could not be written; nothing was changed.
    """
    with work() as unit:
        outcome = post_within(unit, clock, ids, request)
        unit.commit()
    return outcome


def post_within(unit: Unit, clock: Clock, ids: Ids, request: Request) -> Outcome:
    """Post an order inside a transaction that the caller commits.

    Raises:
        Refusal: A rule said no; the transaction holds nothing of this order.
    """
    order = request.order
    digest = hashlib.sha256(order_bytes(order) + b"\n" + (request.person or "").encode()).digest()
    taken = unit.taken_order(order.id)
    if taken is not None:
        stored_digest, entries = taken
        if stored_digest != digest:
            raise OrderDiffers(order.id)
        return Outcome(entries=entries, changes=_changes(entries), repeated=True)
    rule = RULES[type(order)]
    actor = _actor(unit, request, rule)
    signer = _signer(unit, request, actor)
    now = clock.now()
    happened_at = _moment(order.happened_at, now)
    setting = Setting(
        known=unit.known,
        now=now,
        happened_at=happened_at,
        today=clock.today(),
        actor=actor,
        signer=signer,
    )
    decision = rule.decide(order, setting)
    facts = (*decision.facts, *_kept_counts_true(order, decision, setting))
    note_clock(unit, clock, ids)
    signed_by_another = signer is not None and (actor is None or signer.person != actor.person)
    stamp = Stamp(
        order_id=order.id,
        order_digest=digest,
        happened_at=happened_at,
        recorded_at=now,
        utc_offset_min=clock.utc_offset_min(),
        person=request.person,
        witness=signer.person if signer is not None and signed_by_another else None,
        meaning=None if signer is None else ("verified" if signed_by_another else decision.meaning),
        reason=order.reason.strip(),
        corrects=decision.corrects,
    )
    entries = tuple(unit.append(fact, part=part, stamp=stamp) for part, fact in enumerate(facts))
    return Outcome(entries=entries, changes=_changes(entries))


def note_clock(unit: Unit, clock: Clock, ids: Ids) -> None:
    """Write an entry when the clock has gone back since the last one.

    Source: 21 CFR 11.10(e) (time-stamped audit trails), read with the EU GMP Annex 11 practice of
    logging clock changes.
    """
    last = unit.last_recorded_at()
    now = clock.now()
    if last is None or now >= last - CLOCK_TOLERANCE:
        return
    append_own(unit, clock, ids, ClockStepped(previous_at=last.isoformat(), observed_at=now.isoformat()))


def append_own(unit: Unit, clock: Clock, ids: Ids, fact: Fact, person: PersonId | None = None) -> Entry:
    """Write an entry that no order asked for: the program's own, or about the session."""
    return unit.append(fact, part=0, stamp=own_stamp(clock, ids, person))


def own_stamp(clock: Clock, ids: Ids, person: PersonId | None = None) -> Stamp:
    """Return the stamp of an entry that no order asked for."""
    now = clock.now()
    return Stamp(
        order_id=OrderId(ids.new()),
        order_digest=b"",
        happened_at=now,
        recorded_at=now,
        utc_offset_min=clock.utc_offset_min(),
        person=person,
    )


def _changes(entries: tuple[Entry, ...]) -> Changes:
    changes = Changes()
    for entry in entries:
        changes |= changes_of(entry.fact)
    return changes


def _actor(unit: Unit, request: Request, rule: Rule) -> Person | None:
    if rule.permission is None:
        return None
    if request.person is None:
        raise PersonUnknown("nobody")
    actor = _person(unit, request.person)
    if rule.permission not in PERMISSIONS[actor.role]:
        raise NotPermitted(actor.name, ROLE_NAMES[actor.role], rule.act)
    return actor


def _signer(unit: Unit, request: Request, actor: Person | None) -> Person | None:
    if request.signer is None:
        return None
    if actor is not None and request.signer == actor.person:
        return actor
    signer = _person(unit, request.signer)
    if signer.role is Role.INTEGRATION:
        raise NotPermitted(signer.name, ROLE_NAMES[signer.role], "sign for others")
    return signer


def _person(unit: Unit, person: PersonId) -> Person:
    found = unit.known.find_person(person)
    if found is None or not found.active:
        raise PersonUnknown(person if found is None else found.name)
    return found


def _moment(happened_at: datetime | None, now: datetime) -> datetime:
    if happened_at is None:
        return now
    if happened_at.tzinfo is None:
        raise MomentWrong("The moment of the act has no time zone.")
    if happened_at.year < EARLIEST_YEAR:
        raise MomentWrong(f"The moment of the act lies before {EARLIEST_YEAR}.")
    if happened_at.year > now.year + 1:
        raise MomentWrong("The moment of the act lies in the future.")
    moment = happened_at.astimezone(UTC)
    if moment > now + CLOCK_TOLERANCE:
        raise MomentWrong("The moment of the act lies in the future.")
    return moment


def _kept_counts_true(order: Order, decision: Decision, setting: Setting) -> tuple[Fact, ...]:
    """Return what keeps counts true that a late entry belongs before; asks when nobody said."""
    if order.happened_at is None or isinstance(order, (CountLot, ReverseEntry)):
        return ()

    def counted_since(count: CountedLine) -> bool:
        return count.counted_at > setting.happened_at

    movements = [movement for fact in decision.facts for movement in movements_of(fact)]
    if order.before_counts is None:
        since = [
            f"lot {key.lot} in {key.place}"
            for key in touched_lines(movements)
            if any(counted_since(count) for count in setting.known.counts_of(key))
        ]
        if since:
            raise SayBeforeOrAfterCount(since)
        return ()
    if not order.before_counts:
        return ()

    def waits(key: LineKey) -> bool:
        return is_controlled(setting.known, key, setting.today)

    return recomputed_differences(setting.known, movements, precedes=counted_since, waits=waits)
