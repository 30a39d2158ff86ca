"""The products of the sample pharmacy: real names from an old directory, shipped in a format of our own.

Not a clinical source. Every GTIN is derived from its NDC and marked so; the file says where the facts come
from and from which year.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import msgspec

from rxdesk.domain.facts import PackLevel, ProductDetails, ScheduleFrom
from rxdesk.domain.identity import ProductId
from rxdesk.domain.ismp import form_text
from rxdesk.domain.quantity import Quantity, Unit
from rxdesk.domain.schedule import Schedule
from rxdesk.paths import shipped

FORMAT: Final = "rxdesk sample products 1"


class SampleSchedule(msgspec.Struct, frozen=True):
    """A schedule and its first day."""

    schedule: Schedule
    since: date | None


class SampleInner(msgspec.Struct, frozen=True):
    """A package inside, with an NDC of its own."""

    ndc: str
    gtin14: str
    quantity: Quantity


class SampleProduct(msgspec.Struct, frozen=True, kw_only=True):
    """One product of the sample pharmacy."""

    ndc: ProductId
    ndc11: str
    gtin14: str
    gtin_derived: bool
    name: str
    generic_name: str
    strength: str
    form: str
    route: str
    labeler: str
    package_text: str
    unit: Unit
    pack_quantity: Quantity
    size_confirmed_by_hand: bool  # of a kit: what one package counts as was decided, not read
    equivalence_key: str
    schedules: tuple[SampleSchedule, ...]
    flags: tuple[str, ...]
    inner: tuple[SampleInner, ...]


class SampleProducts(msgspec.Struct, frozen=True, kw_only=True):
    """The file."""

    format: str
    notice: str  # says that it is not a clinical source
    source: str
    source_year: int
    gtins: str
    flags: str
    products: tuple[SampleProduct, ...]


def read_sample_products() -> SampleProducts:
    """Read the shipped file."""
    return msgspec.json.decode(shipped("resources", "sample_products.json").read_bytes(), type=SampleProducts)


def details_of(product: SampleProduct, source_year: int) -> ProductDetails:
    """Return what setting the product up needs, with its source and year."""
    outer = PackLevel(
        gtin14=product.gtin14, quantity=product.pack_quantity, level="saleable", derived=product.gtin_derived
    )
    inner = (
        PackLevel(gtin14=pack.gtin14, quantity=pack.quantity, level="inner", derived=product.gtin_derived)
        for pack in product.inner
    )
    return ProductDetails(
        name=product.name,
        generic_name=product.generic_name,
        strength=product.strength,
        form=form_text(product.form),
        route=product.route,
        labeler=product.labeler,
        unit=product.unit,
        pack_quantity=product.pack_quantity,
        package_text=product.package_text,
        equivalence_key=product.equivalence_key,
        schedules=tuple(ScheduleFrom(schedule=one.schedule, from_day=one.since) for one in product.schedules),
        pack_levels=(outer, *inner),
        ndc11=product.ndc11,
        flags=product.flags,
        source=f"sample:{source_year}",
    )
