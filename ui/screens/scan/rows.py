"""The rows below the product: its lots, its history and its equivalents. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rxdesk.domain.identity import EntryId, ProductId
from rxdesk.domain.quantity import quantity_text
from rxdesk.domain.stock import LineKey
from rxdesk.domain.wording import titled
from rxdesk.ports.rows import JournalRow, ProductCard, ProductRow, StockRow
from ui.kit.columns import Align, Column
from ui.kit.tones import expiry_chip
from ui.parts.entries import entry_chips
from ui.parts.stock_lines import amount_of, status_chips
from ui.parts.wording import expiry_words, pack_words, product_chips


@dataclass(frozen=True, slots=True)
class LotRow:
    """A lot of the product in one place, and its turn: when it is drawn, or why it is not."""

    row: StockRow
    turn: str

    @property
    def key(self) -> LineKey:
        """Return the line's key."""
        return self.row.key


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """An entry about the product."""

    row: JournalRow
    when: str  # local date and time

    @property
    def key(self) -> EntryId:
        """Return the entry's id."""
        return self.row.entry


@dataclass(frozen=True, slots=True)
class EquivalentRow:
    """A kept product that may be substituted."""

    row: ProductRow

    @property
    def key(self) -> ProductId:
        """Return the product's NDC."""
        return self.row.product


def lot_rows(card: ProductCard) -> tuple[LotRow, ...]:
    """Return the product's lots in drawing order, each with its turn."""
    rows: list[LotRow] = []
    turn = 0
    for offer, line in zip(card.offers, card.lines, strict=True):
        if offer.barrier is None:
            turn += 1
            rows.append(LotRow(line, "Use first" if turn == 1 else f"Number {turn} in line"))
        else:
            why = offer.why_not
            rows.append(LotRow(line, f"Not offered: {why}"))
    return tuple(rows)


LOT_COLUMNS: Final[tuple[Column[LotRow], ...]] = (
    Column(key="lot", title="Lot", text=lambda row: row.row.lot or "–", mono=True, width=120, sortable=False),
    Column(
        key="expires",
        title="Expires",
        text=lambda row: expiry_words(row.row.expiry),
        width=130,
        sortable=False,
    ),
    Column(
        key="left",
        title="Time left",
        chips=lambda row: (expiry_chip(row.row.days_left),),
        width=110,
        sortable=False,
    ),
    Column(
        key="on_hand",
        title="On hand",
        text=lambda row: quantity_text(row.row.quantity),
        spoken=lambda row: amount_of(row.row),
        align=Align.RIGHT,
        weight=600,
        width=90,
        sortable=False,
    ),
    Column(key="bin", title="Bin", text=lambda row: row.row.key.place, width=110, sortable=False),
    Column(
        key="serial",
        title="Serial",
        text=lambda row: row.row.key.serial,
        mono=True,
        width=140,
        sortable=False,
    ),
    Column(key="turn", title="Turn", text=lambda row: row.turn, stretch=True, width=190, sortable=False),
    Column(key="status", title="Status", chips=lambda row: status_chips(row.row), width=110, sortable=False),
)

HISTORY_COLUMNS: Final[tuple[Column[HistoryRow], ...]] = (
    Column(key="when", title="When", text=lambda row: row.when, muted=True, width=150, sortable=False),
    Column(
        key="said",
        title="What happened",
        text=lambda row: row.row.sentence,
        tall_man=True,
        stretch=True,
        sortable=False,
    ),
    Column(key="who", title="Who", text=lambda row: row.row.person, width=150, sortable=False),
    Column(
        key="reason", title="Reason", text=lambda row: row.row.reason, muted=True, width=190, sortable=False
    ),
    Column(key="state", title="", chips=lambda row: entry_chips(row.row), width=24, sortable=False),
)

EQUIVALENT_COLUMNS: Final[tuple[Column[EquivalentRow], ...]] = (
    Column(
        key="product",
        title="Product",
        text=lambda row: titled(row.row.name, row.row.strength, row.row.form),
        tall_man=True,
        weight=500,
        stretch=True,
        sortable=False,
    ),
    Column(
        key="ndc",
        title="NDC",
        text=lambda row: row.row.product,
        mono=True,
        muted=True,
        width=138,
        sortable=False,
    ),
    Column(
        key="labeler",
        title="Labeler",
        text=lambda row: row.row.labeler,
        muted=True,
        width=190,
        sortable=False,
    ),
    Column(
        key="pack",
        title="Package",
        text=lambda row: pack_words("", row.row.pack_quantity, row.row.unit, row.row.form),
        width=130,
        sortable=False,
    ),
    Column(
        key="usable",
        title="Usable",
        text=lambda row: quantity_text(row.row.usable),
        align=Align.RIGHT,
        weight=600,
        width=90,
        sortable=False,
    ),
    Column(key="bin", title="Bin", text=lambda row: row.row.home or "", width=100, sortable=False),
    Column(
        key="state",
        title="",
        chips=lambda row: product_chips(row.row.schedule, row.row.flags),
        width=24,
        sortable=False,
    ),
)
