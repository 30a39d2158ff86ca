"""Where the sample pharmacy keeps what, and how much of it it needs."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from rxdesk.domain.facts import ProductDetails
from rxdesk.domain.identity import PlaceId, ProductId
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import Quantity, Unit
from rxdesk.domain.schedule import Schedule
from rxdesk.intake.sample_products import SampleProducts, details_of

REFRIGERATOR = PlaceId("FRIDGE-1")
SAFE = PlaceId("SAFE")
BINS_PER_SHELF = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A product the sample pharmacy keeps."""

    product: ProductId
    details: ProductDetails
    home: PlaceId
    fill: Quantity  # what one prescription takes
    fills_per_week: float
    by_serial: bool  # its packs are told apart

    @property
    def schedule_two(self) -> bool:
        """Tell whether it is kept in the safe."""
        return self.details.schedules[-1].schedule is Schedule.II

    @property
    def controlled(self) -> bool:
        """Tell whether it is a controlled substance."""
        return self.details.schedules[-1].schedule.is_controlled

    def level(self, weeks: float) -> Quantity:
        """Return how much lasts that many weeks, in whole packs and at least one."""
        needed = self.fills_per_week * weeks * self.fill
        packs = max(1, round(needed / self.details.pack_quantity))
        return Quantity(packs * self.details.pack_quantity)


def shelved(products: SampleProducts, chance: random.Random) -> tuple[Kept, ...]:
    """Give every sample product a home, a usual fill and a demand: a few move fast, most slowly."""
    listed = sorted(products.products, key=lambda product: (product.name.lower(), product.ndc))
    kept: list[Kept] = []
    bin_number = 0
    for product in listed:
        details = details_of(product, products.source_year)
        if details.schedules and details.schedules[-1].schedule is Schedule.II:
            home = SAFE
        elif "refrigerated" in details.flags:
            home = REFRIGERATOR
        else:
            shelf, place = divmod(bin_number, BINS_PER_SHELF)
            home = PlaceId(f"{chr(ord('A') + shelf // 4)}{shelf % 4 + 1}-{place + 1:02d}")
            bin_number += 1
        kept.append(
            Kept(
                product=product.ndc,
                details=details,
                home=home,
                fill=_usual_fill(details, chance),
                fills_per_week=chance.paretovariate(1.3) * 0.12,
                by_serial=details.pack_quantity <= 30_000 and chance.random() < 0.35,
            )
        )
    return tuple(kept)


def places_of(kept: Sequence[Kept]) -> tuple[tuple[PlaceId, str, PlaceKind], ...]:
    """Return every place the products need, in walk order."""
    shelves = sorted({one.home for one in kept} - {REFRIGERATOR, SAFE})
    return (
        *(
            (place, f"Aisle {place[0]}, shelf {place[1]}, bin {place[-2:]}", PlaceKind.SHELF)
            for place in shelves
        ),
        (REFRIGERATOR, "Refrigerator 1", PlaceKind.REFRIGERATOR),
        (SAFE, "C-II safe", PlaceKind.SAFE),
    )


def _usual_fill(details: ProductDetails, chance: random.Random) -> Quantity:
    if details.unit is not Unit.EACH:
        return details.pack_quantity
    if details.pack_quantity <= 12_000:
        return details.pack_quantity
    return Quantity(min(chance.choice((30, 30, 30, 60, 90, 20, 14)) * 1000, details.pack_quantity))
