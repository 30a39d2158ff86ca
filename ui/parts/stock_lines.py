"""How lines of stock look in every list: their chips, their columns, their filters. No Qt."""

from __future__ import annotations

from typing import Final

from rxdesk.domain.facts import HoldReason
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import quantity_text
from rxdesk.domain.wording import amount_words, titled
from rxdesk.ports.queries import StockFilter, StockOrder
from rxdesk.ports.rows import Horizon, StockRow
from ui.kit.columns import Align, Column
from ui.kit.tones import Chip, Fill, Status, Tone, expiry_chip, status_chip
from ui.parts.wording import product_chips

HOLD_WORDS: Final[dict[HoldReason, str]] = {
    HoldReason.RECALL: "Recalled",
    HoldReason.SUSPECT: "Suspect",
    HoldReason.TEMPERATURE: "Temperature",
    HoldReason.DAMAGE: "Damaged",
    HoldReason.EXPIRY: "Held for expiry",
    HoldReason.OTHER: "On hold",
}
"""What a hold is for, as people say it."""

FILTER_WORDS: Final[dict[StockFilter, str]] = {
    StockFilter.ALL: "All lots",
    StockFilter.TO_ACT_ON: "To act on",
    StockFilter.EXPIRED: "Expired",
    StockFilter.D30: "Within 30 days",
    StockFilter.D90: "Within 90 days",
    StockFilter.D180: "Within 180 days",
    StockFilter.NO_DATE: "No date",
    StockFilter.HELD: "On hold",
    StockFilter.CONTROLLED: "Controlled",
    StockFilter.NEGATIVE: "Below zero",
}
"""The chips above stock lists."""

ORDER_OF_COLUMN: Final[dict[str, StockOrder]] = {
    "product": StockOrder.NAME,
    "ndc": StockOrder.NDC,
    "lot": StockOrder.LOT,
    "expires": StockOrder.EXPIRY,
    "left": StockOrder.EXPIRY,
    "on_hand": StockOrder.QUANTITY,
    "bin": StockOrder.PLACE,
}
"""What a click on a column's header sorts by."""

_LISTED_FLAGS: Final = frozenset({"refrigerated"})
"""Flags that say where a line belongs; the others are about use, and stand on the product's card."""

_WAITING: Final[dict[PlaceKind, Chip]] = {
    PlaceKind.QUARANTINE: status_chip(Status.QUARANTINE),
    PlaceKind.RETURNS: status_chip(Status.RETURN_PENDING, "For return"),
    PlaceKind.RECEIVING_HOLD: Chip("In receiving", "circle-pause", Tone.INFO, Fill.SOFT),
    PlaceKind.WILL_CALL: Chip("Will-call", "package", Tone.INFO, Fill.SOFT),
}

_UNFIT: Final[dict[Horizon, Chip]] = {
    Horizon.EXPIRED: Chip("To pull", "ban", Tone.DANGER, Fill.SOFT),
    Horizon.UNKNOWN: Chip("Find its date", "calendar", Tone.NEUTRAL, Fill.SOFT),
}
"""What is to be done with a line that nobody may dispense because of its date."""


def status_chips(row: StockRow) -> tuple[Chip, ...]:
    """Return the chips that say how a line stands, what stops it first."""
    chips: list[Chip] = []
    if row.held_by is not None:
        words = HOLD_WORDS[row.held_for or HoldReason.OTHER]
        recalled = row.held_for is HoldReason.RECALL
        chips.append(status_chip(Status.RECALLED if recalled else Status.QUARANTINE, words))
    if row.place_kind in _WAITING:
        chips.append(_WAITING[row.place_kind])
    elif row.held_by is None and row.horizon in _UNFIT:
        chips.append(_UNFIT[row.horizon])
    if row.quantity < 0:
        chips.append(Chip("Below zero", "minus", Tone.WARNING, Fill.SOFT))
    if row.two_expiries:
        chips.append(Chip("Two dates", "calendar", Tone.CAUTION, Fill.SOFT))
    if row.use_first:
        chips.append(Chip("Use first", "arrow-right", Tone.INFO, Fill.SOFT))
    chips.extend(product_chips(row.schedule, tuple(flag for flag in row.flags if flag in _LISTED_FLAGS)))
    return tuple(chips) or (status_chip(Status.AVAILABLE),)


def row_title(row: StockRow) -> str:
    """Return the product of a line as lists show it: "hydrOXYzine HCl 25 mg tablet"."""
    return titled(row.name, row.strength, row.form)


def amount_of(row: StockRow) -> str:
    """Return how much a line holds, with what it counts."""
    return amount_words(row.quantity, row.unit, row.form)


STOCK_COLUMNS: Final[tuple[Column[StockRow], ...]] = (
    Column(
        key="product", title="Product", text=row_title, tall_man=True, weight=500, stretch=True, width=240
    ),
    Column(key="ndc", title="NDC", text=lambda row: row.product, mono=True, muted=True, width=122),
    Column(key="lot", title="Lot", text=lambda row: row.lot or "–", mono=True, width=98),
    Column(
        key="expires",
        title="Expires",
        text=lambda row: "–" if row.expiry is None else row.expiry.shown,
        spoken=lambda row: "no expiry date" if row.expiry is None else row.expiry.shown,
        width=108,
    ),
    Column(key="left", title="Time left", chips=lambda row: (expiry_chip(row.days_left),), width=124),
    Column(
        key="on_hand",
        title="On hand",
        text=lambda row: quantity_text(row.quantity),
        spoken=amount_of,
        align=Align.RIGHT,
        weight=600,
        width=82,
    ),
    Column(key="bin", title="Bin", text=lambda row: row.key.place, muted=True, width=92),
    Column(key="status", title="Status", chips=status_chips, sortable=False, width=120),
    Column(
        key="labeler", title="Labeler", text=lambda row: row.labeler, width=170, sortable=False, shown=False
    ),
    Column(
        key="serial",
        title="Serial",
        text=lambda row: row.key.serial,
        mono=True,
        width=130,
        sortable=False,
        shown=False,
    ),
    Column(
        key="supply",
        title="Days of supply",
        text=lambda row: "" if row.days_of_supply is None else f"{row.days_of_supply:,}",
        align=Align.RIGHT,
        width=110,
        sortable=False,
        shown=False,
    ),
)
"""What every list of stock lines shows, in this order until the person chooses otherwise."""
