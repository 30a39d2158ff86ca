"""Journal files for tests: made once by the real migrations, then copied."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from db.engine import FileAt
from db.upgrade import open_ledger
from db.work import Ledger
from rxdesk.domain.facts import PackLevel, ProductDetails, ScheduleFrom
from rxdesk.domain.identity import EntryId, OrderId, PersonId, PlaceId, ProductId
from rxdesk.domain.orders import AddPerson, OpenPharmacy, Order, SetUpPlace, SetUpProduct
from rxdesk.domain.people import Role
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import Quantity, Unit, units
from rxdesk.domain.schedule import Schedule
from rxdesk.paths import shipped
from rxdesk.usecases.post import Outcome, Request, post

PHARMACIST = PersonId("person-pharmacist")
TECHNICIAN = PersonId("person-technician")
MANAGER = PersonId("person-manager")

HYDROXYZINE = ProductId("99301-0417-01")
OXYCODONE = ProductId("99406-0552-01")
AMOXICILLIN = ProductId("99093-4161-73")

SHELF = PlaceId("A3-02")
OTHER_SHELF = PlaceId("B1-07")
SAFE = PlaceId("SAFE")
QUARANTINE = PlaceId("QUARANTINE")

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class FixedClock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def utc_offset_min(self) -> int:
        return -300

    def today(self) -> date:
        return self.at.date()

    def go_on(self, step: timedelta = timedelta(minutes=1)) -> None:
        self.at += step


class CountedIds:
    """Ids that sort as they were made and never repeat."""

    def __init__(self, prefix: str = "id") -> None:
        self._prefix = prefix
        self._count = 0

    def new(self) -> str:
        self._count += 1
        return f"{self._prefix}-{self._count:08d}"


class Bench:
    """A ledger on a real file with a clock and ids, and short ways to post."""

    def __init__(self, path: Path, clock: FixedClock | None = None, ids: CountedIds | None = None) -> None:
        self.clock = clock or FixedClock()
        self.ids = ids or CountedIds(f"bench-{path.stem}")
        self.file = FileAt(path=path)
        self.ledger: Ledger = open_ledger(
            self.file, ids=self.ids, program="test", migrations=shipped("migrations"), now=self.clock.now()
        )

    def order_id(self) -> OrderId:
        return OrderId(self.ids.new())

    def post(
        self, order: Order, *, person: PersonId | None = PHARMACIST, signer: PersonId | None = PHARMACIST
    ) -> Outcome:
        self.clock.go_on()
        return post(self.ledger, self.clock, self.ids, Request(order=order, person=person, signer=signer))

    def entry(self, order: Order) -> EntryId:
        """Post an order and return the id of the entry it was about."""
        outcome = self.post(order)
        fact = outcome.fact
        return next(entry.id for entry in outcome.entries if entry.fact is fact)

    def close(self) -> None:
        self.ledger.close()


def details(
    name: str,
    *,
    unit: Unit = Unit.EACH,
    pack: Quantity | None = None,
    schedule: Schedule = Schedule.NONE,
    gtin14: str | None = None,
    strength: str = "25 mg",
    form: str = "tablet",
) -> ProductDetails:
    size = pack or units(100)
    levels: Sequence[PackLevel] = (
        () if gtin14 is None else (PackLevel(gtin14=gtin14, quantity=size, level="saleable", derived=True),)
    )
    return ProductDetails(
        name=name,
        generic_name=name.lower(),
        strength=strength,
        form=form,
        route="oral",
        labeler="Northfield Generics",
        unit=unit,
        pack_quantity=size,
        package_text=f"100 {form.upper()} in 1 BOTTLE",
        equivalence_key="",
        schedules=(ScheduleFrom(schedule=schedule, from_day=None),),
        pack_levels=tuple(levels),
        ndc11="",
        flags=(),
        source="typed",
    )


@cache
def _template() -> Path:
    path = Path(mkdtemp(prefix="rxdesk-template-")) / "rxdesk.sqlite3"
    bench = Bench(path, ids=CountedIds("template"))
    orders: list[Order] = [
        OpenPharmacy(
            id=OrderId("t-1"),
            pharmacy="Maple Street Pharmacy",
            person=PHARMACIST,
            name="Riya Shah",
            initials="RS",
            role=Role.PHARMACIST_IN_CHARGE,
        ),
        AddPerson(id=OrderId("t-2"), person=TECHNICIAN, name="K. Patel", initials="KP", role=Role.TECHNICIAN),
        AddPerson(id=OrderId("t-3"), person=MANAGER, name="Ana Ruiz", initials="AR", role=Role.MANAGER),
        SetUpPlace(id=OrderId("t-4"), place=SHELF, walk_order=1),
        SetUpPlace(id=OrderId("t-5"), place=OTHER_SHELF, walk_order=2),
        SetUpPlace(id=OrderId("t-6"), place=SAFE, kind_of_place=PlaceKind.SAFE, walk_order=3),
        SetUpProduct(
            id=OrderId("t-7"),
            product=HYDROXYZINE,
            details=details("Hydroxyzine HCl", gtin14="00399301417014"),
        ),
        SetUpProduct(
            id=OrderId("t-8"),
            product=OXYCODONE,
            details=details("Oxycodone HCl", schedule=Schedule.II, strength="5 mg"),
        ),
        SetUpProduct(
            id=OrderId("t-9"),
            product=AMOXICILLIN,
            details=details(
                "Amoxicillin", unit=Unit.MILLILITRE, strength="400 mg per 5 mL", form="suspension"
            ),
        ),
    ]
    for order in orders:
        bench.post(order, person=None if isinstance(order, OpenPharmacy) else PHARMACIST, signer=None)
    bench.close()
    return path


def opened_bench(folder: Path, name: str = "rxdesk") -> Bench:
    """Return a bench on a copy of a small pharmacy: three people, three places, three products."""
    path = folder / f"{name}.sqlite3"
    shutil.copy(_template(), path)
    return Bench(path, clock=FixedClock(START + timedelta(hours=1)))
