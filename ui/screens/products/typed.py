"""Details of a product as a person types them, read into what the journal keeps. No Qt."""

from __future__ import annotations

from typing import Final

from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import PackLevel, ProductDetails, ScheduleFrom
from rxdesk.domain.identity import ProductId
from rxdesk.domain.ndc import candidates_from_typed, gtin14_from_ndc
from rxdesk.domain.quantity import NOTHING, Unit
from rxdesk.domain.schedule import read_schedule
from ui.screens.products.state import Details

FORMS: Final[tuple[str, ...]] = (
    "TABLET",
    "TABLET, FILM COATED",
    "CAPSULE",
    "SOLUTION",
    "SUSPENSION",
    "POWDER, FOR SUSPENSION",
    "INJECTION, SOLUTION",
    "CREAM",
    "OINTMENT",
    "GEL",
    "PATCH",
    "AEROSOL, METERED",
    "SOLUTION/ DROPS",
    "SUPPOSITORY",
    "STRIP",
    "KIT",
    "DEVICE",
)
"""Dosage forms in the directory's own words; there are others, and the catalogue has them all."""


class DetailMissing(Refusal):
    """A detail that every product needs was not typed.

    Attributes:
        field: The field of `Details` that is empty.
    """

    def __init__(self, field: str, words: str) -> None:
        super().__init__(f"The {words} is missing.", "Type it as it stands on the pack.")
        self.field = field


class NdcUnclear(Refusal):
    """What was typed may be more than one National Drug Code.

    Attributes:
        field: The field of `Details` it was typed into.
    """

    def __init__(self, text: str, readings: tuple[str, ...]) -> None:
        super().__init__(
            f"“{text}” may be {' or '.join(readings)}.", "Type it with the hyphens that stand on the pack."
        )
        self.field = "ndc"


def read_details(details: Details) -> tuple[ProductId, ProductDetails]:
    """Return the product's key and its details.

    Raises:
        DetailMissing: The NDC, the name, the form or the package size is not typed.
        NdcUnreadable, NdcUnclear: The NDC is none, or may be several.
        ScheduleUnread: There is no such schedule.
    """
    for field, words in (("ndc", "NDC"), ("name", "name"), ("form", "form")):
        if not str(getattr(details, field)).strip():
            raise DetailMissing(field, words)
    if details.pack_quantity is None or details.pack_quantity <= NOTHING:
        raise DetailMissing("pack_quantity", "package size")
    ndc, *others = candidates_from_typed(details.ndc)
    if others:
        raise NdcUnclear(details.ndc.strip(), tuple(reading.native for reading in (ndc, *others)))
    size = details.pack_quantity
    gtin = gtin14_from_ndc(ndc)
    levels = () if gtin is None else (PackLevel(gtin14=gtin, quantity=size, level="saleable", derived=True),)
    return ProductId(ndc.native), ProductDetails(
        name=details.name.strip(),
        generic_name=details.generic_name.strip() or details.name.strip(),
        strength=details.strength.strip(),
        form=details.form,
        route="",
        labeler=details.labeler.strip(),
        unit=Unit(details.unit),
        pack_quantity=size,
        package_text="",
        equivalence_key="",
        schedules=(ScheduleFrom(schedule=read_schedule(details.schedule), from_day=None),),
        pack_levels=levels,
        ndc11=ndc.ndc11 or "",
        flags=tuple(sorted(details.flags)),
        source="typed",
    )
