"""Rows, cards and persons made in one line, every field of which a test may give.

Products and identifiers here are invented; nothing is a clinical source.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from rxdesk.domain.catalogue import CatalogueHit, CatalogueRow, PackageState
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.facts import ProductDetails, ScheduleFrom
from rxdesk.domain.identity import EntryId, LotNumber, PersonId, PlaceId, ProductId, Serial
from rxdesk.domain.people import Role
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import NOTHING, Unit, units
from rxdesk.domain.records import Levels, Person, Place
from rxdesk.domain.schedule import Schedule
from rxdesk.domain.stock import LineKey
from rxdesk.ports.rows import (
    Demand,
    JournalRow,
    PlaceRow,
    ProductCard,
    ProductRow,
    StockRow,
    Today,
    horizon_of,
)

TODAY = date(2026, 11, 23)


NOW = datetime(2026, 11, 23, 14, 42, tzinfo=UTC)


PATEL = Person(person=PersonId("p1"), name="K. Patel", initials="KP", role=Role.TECHNICIAN, active=True)


def stock_row(
    lot: str = "B7730A", place: str = "A3-02", *, ndc: str = "99301-417-01", serial: str = "", **given: Any
) -> StockRow:
    """Return a line of stock; `expiry` may be ISO text, `quantity` whole units, everything else a field."""
    expiry = given.pop("expiry", "2026-12-14")
    expiry = Expiry.from_iso(expiry) if isinstance(expiry, str) else expiry
    usual: dict[str, Any] = {
        "name": "hydrOXYzine HCl",
        "generic_name": "hydroxyzine hydrochloride",
        "strength": "25 mg",
        "form": "TABLET",
        "labeler": "Northfield Generics",
        "unit": Unit.EACH,
        "pack_quantity": units(100),
        "schedule": Schedule.NONE,
        "flags": (),
        "place_name": "",
        "place_kind": PlaceKind.SHELF,
        "held_by": None,
        "held_for": None,
        "two_expiries": False,
        "use_first": False,
        "days_of_supply": None,
    }
    return StockRow(
        key=LineKey(ProductId(ndc), LotNumber(lot), Serial(serial), PlaceId(place)),
        expiry=expiry,
        days_left=None if expiry is None else expiry.days_left(TODAY),
        horizon=horizon_of(expiry, TODAY),
        quantity=units(given.pop("quantity", 42)),
        **(usual | given),
    )


def product_row(ndc: str = "99301-417-01", **given: Any) -> ProductRow:
    """Return a product the pharmacy keeps; any field may be given."""
    usual: dict[str, Any] = {
        "name": "hydrOXYzine HCl",
        "generic_name": "hydroxyzine hydrochloride",
        "strength": "25 mg",
        "form": "TABLET",
        "labeler": "Northfield Generics",
        "unit": Unit.EACH,
        "pack_quantity": units(100),
        "schedule": Schedule.NONE,
        "flags": (),
        "on_hand": units(142),
        "usable": units(142),
        "lots": 2,
        "next_expiry": Expiry.from_iso("2026-12-14"),
        "minimum": units(100),
        "maximum": None,
        "home": PlaceId("A3-02"),
        "on_order": NOTHING,
    }
    return ProductRow(product=ProductId(ndc), **(usual | given))


def product_card(row: ProductRow, **given: Any) -> ProductCard:
    """Return everything about a product; any field may be given."""
    details = ProductDetails(
        name=row.name,
        generic_name=row.generic_name,
        strength=row.strength,
        form=row.form,
        route="ORAL",
        labeler=row.labeler,
        unit=row.unit,
        pack_quantity=row.pack_quantity,
        package_text="100 TABLET in 1 BOTTLE",
        equivalence_key="",
        schedules=(ScheduleFrom(schedule=row.schedule, from_day=None),),
        pack_levels=(),
        ndc11="",
        flags=row.flags,
        source="typed",
    )
    usual: dict[str, Any] = {
        "details": details,
        "offers": (),
        "lines": (),
        "levels": Levels(product=row.product, minimum=row.minimum, maximum=row.maximum, home=row.home),
        "codes": (),
        "look_alikes": (),
        "equivalents": (),
        "demand": Demand(last_30_days=units(60), last_90_days=units(180), days_with_stock=90),
        "history": (),
    }
    return ProductCard(row=row, **(usual | given))


def catalogue_hit(ndc: str = "99301-417-01", *, stocked: bool = False, **given: Any) -> CatalogueHit:
    """Return a listed product that answers a search; any field of its row may be given."""
    usual: dict[str, Any] = {
        "ndc11": "",
        "name": "Hydroxyzine HCl",
        "generic_name": "hydroxyzine hydrochloride",
        "labeler": "Northfield Generics",
        "form": "TABLET",
        "route": "ORAL",
        "ingredients": (),
        "strength": "25 mg",
        "equivalence_key": "",
        "schedule": Schedule.NONE,
        "schedule_source": "",
        "product_type": "HUMAN PRESCRIPTION DRUG",
        "category": "ANDA",
        "application": "",
        "classes": "",
        "package_text": "100 TABLET in 1 BOTTLE",
        "state": PackageState.STOCKABLE,
        "doubt": "",
        "unit": Unit.EACH,
        "pack_quantity": units(100),
        "inner": (),
        "started_on": None,
        "ended_on": None,
        "sample": False,
        "excluded": False,
        "line": 1,
    }
    return CatalogueHit(row=CatalogueRow(ndc=ndc, **(usual | given)), stocked=stocked, forgiven=False)


def journal_row(seq: int, sentence: str, **given: Any) -> JournalRow:
    """Return an entry as the journal shows it; any field may be given."""
    usual: dict[str, Any] = {
        "entry": EntryId(f"e{seq}"),
        "happened_at": NOW,
        "recorded_at": NOW,
        "kind": "LotReceived",
        "product": None,
        "person": PATEL.name,
        "witness": "",
        "meaning": "",
        "reason": "",
        "corrects": None,
        "corrects_seq": None,
        "reversed_by": None,
        "reversed_by_seq": None,
        "reversible": True,
        "late": False,
    }
    return JournalRow(seq=seq, sentence=sentence, **(usual | given))


def place_row(place: str, kind: PlaceKind = PlaceKind.SHELF, *, lines: int = 0) -> PlaceRow:
    """Return a place with what is in it."""
    record = Place(place=PlaceId(place), name="", kind=kind, walk_order=0, active=True)
    return PlaceRow(place=record, lines=lines)


def nothing_today(**given: int) -> Today:
    """Return a day that asks for nothing; any figure may be given."""
    usual = dict.fromkeys(Today.__dataclass_fields__, 0)
    return Today(**(usual | given))
