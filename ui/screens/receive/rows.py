"""What has been received in this delivery, pack by pack and product by product. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rxdesk.domain.facts import LotReceived
from rxdesk.domain.identity import EntryId, ProductId
from rxdesk.domain.quantity import quantity_text
from ui.kit.columns import Align, Column
from ui.kit.tones import Chip, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedRow:
    """One receipt, as it stands on disk."""

    entry: EntryId
    fact: LotReceived
    title: str
    unit: str
    when: str  # local time
    expires: str
    sentence: str
    reversed: bool = False

    @property
    def key(self) -> EntryId:
        """Return the entry's id."""
        return self.entry

    @property
    def amount(self) -> str:
        """Return how much it was: "100 tablets"."""
        return f"{quantity_text(self.fact.quantity)} {self.unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalRow:
    """What was received of one product in this delivery."""

    product: ProductId
    title: str
    packs: int
    amount: str

    @property
    def key(self) -> ProductId:
        """Return the product's NDC."""
        return self.product


def totals_of(rows: Iterable[ReceivedRow]) -> tuple[TotalRow, ...]:
    """Return the running totals by product, the newest first; reversed receipts count no more."""
    groups: dict[ProductId, list[ReceivedRow]] = {}
    for row in rows:
        if not row.reversed:
            groups.setdefault(row.fact.product, []).append(row)
    return tuple(
        TotalRow(
            product=product,
            title=group[0].title,
            packs=sum(row.fact.packs for row in group),
            amount=f"{quantity_text(sum(row.fact.quantity for row in group))} {group[0].unit}",
        )
        for product, group in groups.items()
    )


def received_chips(row: ReceivedRow) -> tuple[Chip, ...]:
    """Return what is out of the ordinary about a receipt."""
    chips: list[Chip] = []
    if row.reversed:
        chips.append(Chip("Reversed", "undo-2", Tone.NEUTRAL))
    if row.fact.arrived_expired:
        chips.append(Chip("Arrived expired", "octagon-x", Tone.DANGER))
    if row.fact.expiry is None:
        chips.append(Chip("No date", "circle-question-mark", Tone.NEUTRAL))
    return tuple(chips)


RECEIVED_COLUMNS: Final[tuple[Column[ReceivedRow], ...]] = (
    Column(key="when", title="Time", text=lambda row: row.when, muted=True, width=70, sortable=False),
    Column(
        key="product",
        title="Product",
        text=lambda row: row.title,
        tall_man=True,
        weight=500,
        stretch=True,
        sortable=False,
    ),
    Column(
        key="ndc",
        title="NDC",
        text=lambda row: row.fact.product,
        mono=True,
        muted=True,
        width=122,
        sortable=False,
    ),
    Column(key="lot", title="Lot", text=lambda row: row.fact.lot, mono=True, width=96, sortable=False),
    Column(key="expires", title="Expires", text=lambda row: row.expires, width=104, sortable=False),
    Column(
        key="serial",
        title="Serial",
        text=lambda row: row.fact.serial,
        mono=True,
        muted=True,
        width=108,
        sortable=False,
    ),
    Column(
        key="amount",
        title="Received",
        text=lambda row: row.amount,
        align=Align.RIGHT,
        weight=600,
        width=112,
        sortable=False,
    ),
    Column(key="place", title="To", text=lambda row: row.fact.place, muted=True, width=86, sortable=False),
    Column(key="state", title="", chips=received_chips, width=24, sortable=False),
)

TOTAL_COLUMNS: Final[tuple[Column[TotalRow], ...]] = (
    Column(
        key="product",
        title="Product",
        text=lambda row: row.title,
        tall_man=True,
        weight=500,
        stretch=True,
        sortable=False,
    ),
    Column(
        key="packs",
        title="Packs",
        text=lambda row: f"{row.packs:,}",
        align=Align.RIGHT,
        weight=600,
        width=64,
        sortable=False,
    ),
    Column(
        key="amount",
        title="Quantity",
        text=lambda row: row.amount,
        align=Align.RIGHT,
        width=110,
        sortable=False,
    ),
)
