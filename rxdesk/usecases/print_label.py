"""What the shelf label of a product says."""

from __future__ import annotations

from typing import Final

from rxdesk.domain.ismp import form_text
from rxdesk.domain.labels import OwnCode, ShelfLabel
from rxdesk.domain.own_codes import shelf_code
from rxdesk.domain.wording import unit_words
from rxdesk.ports.rows import ProductCard

_MARKS: Final[dict[str, str]] = {
    "high_alert": "High alert",
    "hazardous": "Hazardous",
    "refrigerated": "Refrigerate",
    "rems": "REMS",
}
"""Warnings in the order of how much depends on them."""


def shelf_label(card: ProductCard) -> ShelfLabel:
    """Return the label for the place where a product stands.

    Its code names the product and is never one of the product's own packs: who scans the shelf has not
    verified the pack in their hand, so the label does not bear the pack's GTIN.

    Raises:
        NdcUnreadable: The product is not known by a native NDC, so no scanner could find it again.

    Source: ISMP, Improving Medication Safety in Community Pharmacy: scan the package, not a label near it.
    """
    row = card.row
    controlled = (row.schedule.symbol,) if row.schedule.is_controlled else ()
    return ShelfLabel(
        name=row.name,
        strength=row.strength,
        form=form_text(row.form),
        labeler=row.labeler,
        ndc=row.product,
        place=row.home or "",
        minimum=row.minimum,
        maximum=row.maximum,
        unit=unit_words(row.unit, row.form),
        code=OwnCode(shelf_code(row.product)),
        marks=(*controlled, *(words for flag, words in _MARKS.items() if flag in row.flags)),
    )
