"""Two years in the life of the sample pharmacy, day by day."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from rxdesk.compose import House, open_house
from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import HoldReason, OrderedLine
from rxdesk.domain.identity import NO_SERIAL, LotNumber, OrderId, PersonId, PlaceId, Serial
from rxdesk.domain.orders import (
    AddPerson,
    CountLot,
    DispenseItem,
    HoldLot,
    MarkOrdered,
    MoveStock,
    Order,
    ReceiveLot,
    SetLevels,
    SetUpPlace,
    SetUpProduct,
)
from rxdesk.domain.people import Role
from rxdesk.domain.quantity import Quantity, packs_to_reach
from rxdesk.domain.records import StockLine
from rxdesk.intake.sample_products import read_sample_products
from rxdesk.machine import SystemClock
from rxdesk.ports.work import Unit
from rxdesk.sample.shelves import Kept, places_of, shelved
from rxdesk.usecases.post import Request, post_within

SEED: Final = 20_260_101
DAYS: Final = 730
NAME: Final = "Maple Street Pharmacy"
PIN: Final = "204060"
"""Everybody's PIN in the sample; it guards nothing."""

WHOLESALER: Final = "Northfield Wholesale"
_RETURNS: Final = PlaceId("RETURNS")
_REVERSE_DISTRIBUTOR: Final = PlaceId("@reverse_distributor")
_COMMIT_EVERY: Final = 200
_SUNDAY: Final = 6

Progress = Callable[[int, int], None]


class SampleClock:
    """A clock that is set to the day that is being told."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """Return the moment that is being told."""
        return self.at

    def utc_offset_min(self) -> int:
        """Return the local offset; the sample keeps the computer's."""
        return SystemClock().utc_offset_min()

    def today(self) -> date:
        """Return the local day that is being told."""
        return self.at.astimezone().date()


@dataclass(slots=True)
class _Staff:
    pharmacist: PersonId
    technician: PersonId
    manager: PersonId


def make_sample(folder: Path, progress: Progress, *, days: int = DAYS, now: datetime | None = None) -> None:
    """Write a sample pharmacy into an empty folder.

    Args:
        folder: Where; nothing of a real pharmacy.
        progress: Told the day that was written and how many there are.
        days: How long the pharmacy has been open.
        now: When the sample ends; the present by default.
    """
    end = (now or SystemClock().now()) - timedelta(minutes=5)
    clock = SampleClock(end - timedelta(days=days))
    with open_house(folder, clock=clock) as house:
        _Teller(house, clock, end, days).tell(progress)


class _Teller:
    """Tells the story; every sentence of it is an order posted like any other."""

    def __init__(self, house: House, clock: SampleClock, end: datetime, days: int) -> None:
        self._house = house
        self._clock = clock
        self._end = end
        self._days = days
        self._chance = random.Random(SEED)  # noqa: S311  # a story, not a secret
        self._kept = shelved(read_sample_products(), self._chance)
        self._schedule_two = {kept.product for kept in self._kept if kept.schedule_two}
        self._coming: list[tuple[Kept, int]] = []
        self._rx_number = 700_100
        self._form_number = 234_000_000
        self._unit: Unit | None = None
        self._posted = 0
        first = house.desk.doors.open_pharmacy(
            pharmacy=NAME,
            name="Riya Shah",
            initials="RS",
            role=Role.PHARMACIST_IN_CHARGE,
            pin=PIN,
            sample=True,
        )
        self._staff = _Staff(
            pharmacist=first.person,
            technician=house.desk.new_person_id(),
            manager=house.desk.new_person_id(),
        )

    def tell(self, progress: Progress) -> None:
        """Set the pharmacy up, work through its days, and leave it as one finds one on a morning."""
        self._set_up()
        for number in range(self._days):
            self._clock.at = self._end - timedelta(days=self._days - number)
            if self._clock.today().weekday() != _SUNDAY:
                self._work_a_day()
            progress(number + 1, self._days)
        self._leave_work_to_do()
        self._commit()

    # --- the story ------------------------------------------------------------------------------

    def _set_up(self) -> None:
        staff = self._staff
        boss = staff.pharmacist
        self._post(
            AddPerson(
                id=self._id(), person=staff.technician, name="K. Patel", initials="KP", role=Role.TECHNICIAN
            ),
            boss,
        )
        self._post(
            AddPerson(id=self._id(), person=staff.manager, name="Ana Ruiz", initials="AR", role=Role.MANAGER),
            boss,
        )
        self._commit()
        for person in (staff.technician, staff.manager):
            self._house.desk.doors.set_pin(by=boss, person=person, pin=PIN)
        for order, (place, name, kind) in enumerate(places_of(self._kept), start=1):
            self._post(
                SetUpPlace(id=self._id(), place=place, name=name, kind_of_place=kind, walk_order=order), boss
            )
        for kept in self._kept:
            self._post(SetUpProduct(id=self._id(), product=kept.product, details=kept.details), boss)
            levels = SetLevels(
                id=self._id(),
                product=kept.product,
                minimum=kept.level(2),
                maximum=Quantity(kept.level(2) + kept.level(3)),
                home=kept.home,
            )
            self._post(levels, staff.manager)
        for kept in self._kept:
            self._receive(kept, packs_to_reach(kept.level(4), kept.details.pack_quantity))

    def _work_a_day(self) -> None:
        self._go_on(minutes=-480)
        arrived, self._coming = self._coming, []
        for kept, packs in arrived:
            self._receive(kept, packs)
        for kept in self._kept:
            for _ in range(_events(self._chance, kept.fills_per_week / 6)):
                self._dispense(kept)
        if self._clock.today().weekday() in {0, 3}:
            self._reorder(self._kept)
        if self._chance.random() < 0.35:
            self._count(self._chance.choice(self._kept))
        if self._clock.today().day in {1, 2}:
            self._pull_expired()
            if self._clock.today().month % 3 == 1:
                self._send_returns_away()

    def _receive(self, kept: Kept, packs: int) -> None:
        months = self._chance.choice((7, 11, 14, 18, 22, 26, 30)) if self._chance.random() > 0.06 else 3
        day = self._clock.today() + timedelta(days=months * 30 + self._chance.randrange(28))
        lot = LotNumber(f"{self._chance.choice('ABCEFHKLMNPRTX')}{self._chance.randrange(1000, 99999)}")
        by_month = self._chance.random() < 0.4
        for serial in range(packs) if kept.by_serial else (None,):
            self._go_on(minutes=1)
            self._post(
                ReceiveLot(
                    id=self._id(),
                    product=kept.product,
                    lot=lot,
                    expiry=f"{day:%Y-%m}" if by_month else day.isoformat(),
                    serial=NO_SERIAL
                    if serial is None
                    else Serial(str(self._chance.randrange(10**9, 10**10))),
                    gtin14=kept.details.pack_levels[0].gtin14,
                    packs=packs if serial is None else 1,
                    place=kept.home,
                    supplier=WHOLESALER,
                    reference=f"INV-{self._clock.today():%y%m%d}",
                    order_form=self._next_form() if kept.schedule_two else "",
                ),
                self._staff.technician,
            )

    def _dispense(self, kept: Kept) -> None:
        self._rx_number += self._chance.randrange(1, 4)
        self._go_on(minutes=self._chance.randrange(1, 4))
        self._post(
            DispenseItem(
                id=self._id(),
                product=kept.product,
                quantity=kept.fill,
                rx_number=str(self._rx_number),
                fill_number=0 if kept.schedule_two else self._chance.choice((0, 0, 1, 2)),
                reason="code on the pack could not be read" if kept.controlled else "",
            ),
            self._staff.pharmacist,
            may_be_refused=True,  # the shelf is empty: the patient comes back tomorrow
        )

    def _reorder(self, among: Sequence[Kept]) -> None:
        lines: list[OrderedLine] = []
        coming = {kept.product for kept, _ in self._coming}
        for kept in among:
            on_hand = sum(line.quantity for line in self._stock(kept))
            with_order = on_hand + self._on_order(kept)
            if with_order >= kept.level(2) or kept.product in coming:
                continue
            packs = packs_to_reach(
                Quantity(kept.level(2) + kept.level(3) - with_order), kept.details.pack_quantity
            )
            quantity = Quantity(packs * kept.details.pack_quantity)
            lines.append(OrderedLine(product=kept.product, packs=packs, quantity=quantity))
            self._coming.append((kept, packs))
        if lines:
            self._go_on(minutes=5)
            order = MarkOrdered(id=self._id(), supplier=WHOLESALER, lines=tuple(lines))
            self._post(order, self._staff.manager)

    def _count(self, kept: Kept) -> None:
        lines = self._stock(kept)
        if not lines:
            return
        line = self._chance.choice(lines)
        wrong = 0 if self._chance.random() < 0.8 else self._chance.choice((-2, -1, 1)) * 1000
        self._go_on(minutes=3)
        self._post(
            CountLot(
                id=self._id(),
                product=kept.product,
                lot=line.lot,
                serial=line.serial,
                place=line.place,
                counted=max(0, line.quantity + (0 if kept.controlled else wrong)),
            ),
            self._staff.technician,
        )

    def _pull_expired(self) -> None:
        today = self._clock.today()
        for kept in self._kept:
            for line in self._stock(kept):
                if line.expiry is not None and line.expiry.is_expired_on(today) and line.place != _RETURNS:
                    self._move(kept, line, _RETURNS)

    def _send_returns_away(self) -> None:
        for kept in self._kept:
            for line in self._stock(kept):
                if line.place == _RETURNS:
                    self._move(kept, line, _REVERSE_DISTRIBUTOR, reason="quarterly return")

    def _move(self, kept: Kept, line: StockLine, to_place: PlaceId, reason: str = "") -> None:
        self._go_on(minutes=2)
        order = MoveStock(
            id=self._id(),
            reason=reason,
            product=kept.product,
            lot=line.lot,
            serial=line.serial,
            quantity=line.quantity,
            from_place=line.place,
            to_place=to_place,
        )
        # A balance below zero holds nothing to move.
        self._post(order, self._staff.technician, may_be_refused=line.quantity < 0)

    def _leave_work_to_do(self) -> None:
        """Leave one of each thing a morning may ask for."""
        self._clock.at = self._end - timedelta(minutes=60)
        self._reorder(self._kept[::2])
        ordinary = [kept for kept in self._kept if not kept.controlled and self._stock(kept)]
        recalled, undated, short, *_ = self._chance.sample(ordinary, 6)
        line = self._stock(recalled)[0]
        self._post(
            HoldLot(
                id=self._id(),
                product=recalled.product,
                lot=line.lot,
                cause=HoldReason.RECALL,
                note="maker's letter of this week: particles in the lot",
            ),
            self._staff.pharmacist,
        )
        self._post(
            ReceiveLot(
                id=self._id(),
                product=undated.product,
                lot=LotNumber("NO-DATE-1"),
                expiry_unknown=True,
                packs=1,
                place=undated.home,
                supplier=WHOLESALER,
            ),
            self._staff.technician,
        )
        for days, kept in zip(
            (-9, -3, 12, 21, 27, 64, 83, 150), self._chance.sample(ordinary, 8), strict=True
        ):
            day = self._clock.today() + timedelta(days=days)
            self._go_on(minutes=1)
            self._post(
                ReceiveLot(
                    id=self._id(),
                    product=kept.product,
                    lot=LotNumber(f"S{self._chance.randrange(1000, 9999)}"),
                    expiry=day.isoformat(),
                    packs=1,
                    place=_RETURNS if days < 0 else kept.home,
                    supplier=WHOLESALER,
                ),
                self._staff.technician,
            )
        on_hand = sum(line.quantity for line in self._stock(short) if line.held_by is None)
        self._rx_number += 1
        self._post(
            DispenseItem(
                id=self._id(),
                product=short.product,
                quantity=max(on_hand, 1000) + 10_000,
                rx_number=str(self._rx_number),
                short_allowed=True,
                reason="delivery is on the counter, not entered yet",
            ),
            self._staff.pharmacist,
            may_be_refused=True,
        )
        safe = next(kept for kept in reversed(self._kept) if kept.schedule_two and self._stock(kept))
        line = self._stock(safe)[0]
        self._post(
            CountLot(
                id=self._id(),
                product=safe.product,
                lot=line.lot,
                serial=line.serial,
                place=line.place,
                counted=max(0, line.quantity - 1000),
            ),
            self._staff.pharmacist,
        )

    # --- how it is told --------------------------------------------------------------------------

    def _id(self) -> OrderId:
        return self._house.desk.new_order_id()

    def _next_form(self) -> str:
        self._form_number += 1
        return str(self._form_number)

    def _go_on(self, *, minutes: int) -> None:
        self._clock.at += timedelta(minutes=minutes)

    def _open(self) -> Unit:
        if self._unit is None:
            self._unit = self._house.ledger().__enter__()
        return self._unit

    def _post(self, order: Order, person: PersonId, *, may_be_refused: bool = False) -> None:
        product = getattr(order, "product", None)
        signer = self._staff.pharmacist if product in self._schedule_two else None
        request = Request(order=order, person=person, signer=signer)
        try:
            post_within(self._open(), self._clock, self._house.ids, request)
        except Refusal:
            if not may_be_refused:
                raise
        self._posted += 1
        if self._posted % _COMMIT_EVERY == 0:
            self._commit()

    def _commit(self) -> None:
        unit, self._unit = self._unit, None
        if unit is not None:
            unit.commit()
            unit.__exit__(None, None, None)

    def _stock(self, kept: Kept) -> list[StockLine]:
        return list(self._open().known.stock_of(kept.product))

    def _on_order(self, kept: Kept) -> int:
        return self._open().known.on_order(kept.product)


def _events(chance: random.Random, rate: float) -> int:
    """Return how often something happened in a day, at a mean rate: a Poisson draw by waiting times."""
    count, waited = 0, chance.expovariate(1.0)
    while waited < rate:
        count += 1
        waited += chance.expovariate(1.0)
    return count
