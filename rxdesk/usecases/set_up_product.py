"""Take a product into the pharmacy's own."""

from __future__ import annotations

from rxdesk.domain.catalogue import CatalogueRow, PackageState
from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import PackLevel, ProductDetails, ProductSetUp, ScheduleFrom
from rxdesk.domain.identity import ProductId
from rxdesk.domain.ismp import form_text
from rxdesk.domain.ndc import Ndc, gtin14_from_ndc
from rxdesk.domain.orders import SetUpProduct
from rxdesk.domain.quantity import LARGEST, NOTHING, Quantity, Unit
from rxdesk.domain.records import Product
from rxdesk.domain.refusals import NotStockable, PackSizeUnconfirmed, ProductUnknown
from rxdesk.domain.schedule import Schedule, stricter
from rxdesk.usecases.deciding import Decision, Setting, is_gtin14


class UnitFixed(Refusal):
    """The base unit of a product that is in stock would change."""

    def __init__(self, name: str, unit: Unit) -> None:
        super().__init__(
            f"{name} is in stock, counted in {unit}: another unit would change what every balance means.",
            "Keep the unit, or send out and count to zero what is there first.",
        )


class PackLevelUnfit(Refusal):
    """A GTIN among the details cannot be one, or stands for nothing."""

    def __init__(self, gtin14: str) -> None:
        super().__init__(
            f"{gtin14} is not a GTIN of 14 digits with its check digit and a quantity.",
            "Scan the pack instead of typing, and say how much is in it.",
        )


class ScheduleUnclear(Refusal):
    """Two schedules are said to apply from one day on."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Two schedules of {name} begin on the same day.",
            "Keep the stricter one; it is the one that governs.",
        )


def set_up_product(order: SetUpProduct, setting: Setting) -> Decision:
    """Copy a product from the catalogue, or take the details somebody typed.

    Raises:
        ProductUnknown: The catalogue does not list it and no details are given.
        NotStockable: It is a bulk or unfinished listing.
        PackSizeUnconfirmed: Its package size is uncertain and nobody confirmed it.
        PackLevelUnfit, ScheduleUnclear: Its GTINs or schedules contradict themselves.
        UnitFixed: It is in stock in another base unit.
        SignatureNeeded: It would be less strictly controlled than it is known to be.
    """
    if order.details is not None:
        details = order.details
        if not NOTHING < details.pack_quantity <= LARGEST:
            raise PackSizeUnconfirmed(details.shown_name, details.package_text)
        days = [since.from_day for since in details.schedules]
        if len(set(days)) < len(days):
            raise ScheduleUnclear(details.shown_name)
        for level in details.pack_levels:
            if not NOTHING < level.quantity <= LARGEST or not is_gtin14(level.gtin14):
                raise PackLevelUnfit(level.gtin14)
    else:
        details = details_from_catalogue(setting, order.product, order.pack_quantity)
    _check_what_stays(setting, order.product, details)
    return Decision(facts=(ProductSetUp(product=order.product, details=details),))


def _check_what_stays(setting: Setting, product: ProductId, details: ProductDetails) -> None:
    """Refuse to change what balances and controlled acts rest on.

    Source: RxDesk rules 3.1 (a change of schedule is never a silent edit); 21 CFR 1304.11(d).
    """
    before = setting.known.find_product(product)
    row = setting.known.find_catalogue_row(product)
    if before is not None and before.details.unit is not details.unit and setting.known.stock_of(product):
        raise UnitFixed(before.details.shown_name, before.details.unit)
    if before is not None:
        known = before.schedule(setting.today)
    else:
        known = Schedule.NONE if row is None else row.schedule
    new = Product(product=product, details=details).schedule(setting.today)
    if known is not new and stricter(known, new) is known:
        setting.require_signature(f"Setting {details.shown_name} up as less strictly controlled")


def details_from_catalogue(
    setting: Setting, product: ProductId, confirmed: int | None = None
) -> ProductDetails:
    """Return a product's details as the catalogue has them.

    Args:
        setting: The circumstances.
        product: The NDC.
        confirmed: The package size a person confirmed, in thousandths; None when nobody did.

    Raises:
        ProductUnknown: The catalogue does not list it.
        NotStockable: It is a bulk or unfinished listing.
        PackSizeUnconfirmed: Its package size is uncertain and nobody confirmed it.
    """
    row = setting.known.find_catalogue_row(product)
    if row is None:
        raise ProductUnknown(product)
    if row.state is PackageState.BULK:
        raise NotStockable(row.name, row.doubt)
    size = row.pack_quantity if confirmed is None else Quantity(confirmed)
    if size is None or (row.state is not PackageState.STOCKABLE and confirmed is None):
        raise PackSizeUnconfirmed(row.name, row.package_text)
    return ProductDetails(
        name=row.name,
        generic_name=row.generic_name,
        strength=row.strength,
        form=form_text(row.form),
        route=row.route,
        labeler=row.labeler,
        unit=row.unit or Unit.EACH,
        pack_quantity=size,
        package_text=row.package_text,
        equivalence_key=row.equivalence_key,
        schedules=(ScheduleFrom(schedule=row.schedule, from_day=None),),
        pack_levels=pack_levels_of(row, size),
        ndc11=row.ndc11,
        flags=(),
        source="catalogue",
    )


def pack_levels_of(row: CatalogueRow, size: Quantity) -> tuple[PackLevel, ...]:
    """Return the GTINs that follow from a listing's NDCs, marked as derived.

    A GTIN can be computed only from a ten-digit NDC; from 2033 on packs must be linked instead.
    """
    levels: list[PackLevel] = []
    outer = gtin14_from_ndc(Ndc.parse(row.ndc))
    if outer is not None:
        levels.append(PackLevel(gtin14=outer, quantity=size, level="saleable", derived=True))
    for inner in row.inner:
        gtin = gtin14_from_ndc(Ndc.parse(inner.ndc))
        if gtin is not None and inner.quantity is not None and gtin != outer:
            levels.append(PackLevel(gtin14=gtin, quantity=inner.quantity, level="inner", derived=True))
    return tuple(levels)
