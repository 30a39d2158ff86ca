"""The columns of the reorder lists. No Qt."""

from __future__ import annotations

from typing import Final

from rxdesk.domain.quantity import quantity_text
from rxdesk.domain.wording import titled
from ui.kit.columns import Align, Column
from ui.kit.tones import Chip, Fill, Tone
from ui.parts.wording import product_chips
from ui.screens.reorder.state import OrderLine


def _chips(line: OrderLine) -> tuple[Chip, ...]:
    row = line.row
    chips = list(product_chips(row.schedule, ()))
    if row.packs == 0 and row.on_order:
        chips.append(Chip("On its way", "truck", Tone.INFO, Fill.SOFT))
    elif line.changed:
        chips.append(Chip("Changed", "pencil", Tone.NEUTRAL, Fill.SOFT))
    return tuple(chips)


def _maximum(line: OrderLine) -> str:
    return "" if line.row.maximum is None else quantity_text(line.row.maximum)


_PRODUCT: Final[Column[OrderLine]] = Column(
    key="product",
    title="Product",
    text=lambda line: titled(line.row.name, line.row.strength, line.row.form),
    tall_man=True,
    weight=500,
    stretch=True,
    sortable=False,
)
_NDC: Final[Column[OrderLine]] = Column(
    key="ndc",
    title="NDC",
    text=lambda line: line.row.product,
    mono=True,
    muted=True,
    width=134,
    sortable=False,
)
_LABELER: Final[Column[OrderLine]] = Column(
    key="labeler",
    title="Labeler",
    text=lambda line: line.row.labeler,
    muted=True,
    width=150,
    sortable=False,
    shown=False,
)
_ON_HAND: Final[Column[OrderLine]] = Column(
    key="on_hand",
    title="On hand",
    text=lambda line: quantity_text(line.row.on_hand),
    align=Align.RIGHT,
    width=84,
    sortable=False,
)
_AVAILABLE: Final[Column[OrderLine]] = Column(
    key="available",
    title="Available",
    text=lambda line: quantity_text(line.row.available),
    align=Align.RIGHT,
    weight=600,
    width=90,
    sortable=False,
)
_ON_ORDER: Final[Column[OrderLine]] = Column(
    key="on_order",
    title="On order",
    text=lambda line: quantity_text(line.row.on_order),
    align=Align.RIGHT,
    width=86,
    sortable=False,
)
_MINIMUM: Final[Column[OrderLine]] = Column(
    key="minimum",
    title="Minimum",
    text=lambda line: quantity_text(line.row.minimum),
    align=Align.RIGHT,
    width=88,
    sortable=False,
)
_MAXIMUM: Final[Column[OrderLine]] = Column(
    key="maximum", title="Maximum", text=_maximum, align=Align.RIGHT, width=90, sortable=False
)
_DEMAND: Final[Column[OrderLine]] = Column(
    key="demand",
    title="30 days",
    text=lambda line: quantity_text(line.row.demand.last_30_days),
    align=Align.RIGHT,
    muted=True,
    width=80,
    sortable=False,
)
_PACKS: Final[Column[OrderLine]] = Column(
    key="packs",
    title="Packs",
    text=lambda line: f"{line.packs:,} × {quantity_text(line.row.pack_quantity)}" if line.packs else "—",
    spoken=lambda line: f"{line.packs:,} packs of {quantity_text(line.row.pack_quantity)}",
    align=Align.RIGHT,
    weight=700,
    width=104,
    sortable=False,
)
_MARKS: Final[Column[OrderLine]] = Column(key="marks", title="Marks", chips=_chips, width=84, sortable=False)

BELOW: Final = (
    *(_PRODUCT, _NDC, _LABELER, _ON_HAND, _AVAILABLE, _ON_ORDER),
    *(_MINIMUM, _MAXIMUM, _DEMAND, _PACKS, _MARKS),
)
"""What is below its minimum, the most urgent first as the desk gives it."""

ON_ORDER: Final = (_PRODUCT, _NDC, _LABELER, _ON_ORDER, _ON_HAND, _AVAILABLE, _MINIMUM, _DEMAND)
