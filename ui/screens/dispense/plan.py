"""Which lots a fill will draw from, and why not from the others: foreseen, before anything is posted. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rxdesk.domain.fefo import Offer, draw
from rxdesk.domain.identity import LotNumber, Serial
from rxdesk.domain.quantity import NOTHING, Quantity, quantity_text
from rxdesk.domain.records import StockLine
from rxdesk.domain.stock import LineKey
from rxdesk.ports.rows import ProductCard, StockRow
from rxdesk.usecases.dispense_item import drawing_order, earlier_line
from ui.kit.columns import Align, Column
from ui.kit.tones import Chip, Status, Tone, expiry_chip, status_chip
from ui.parts.wording import expiry_words


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawRow:
    """A lot of the product: what is taken of it, or why nothing is."""

    row: StockRow
    taken: Quantity
    why_not: str  # nothing when it is offered

    @property
    def key(self) -> LineKey:
        """Return the line's key."""
        return self.row.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a fill will draw."""

    rows: tuple[DrawRow, ...] = ()
    short: Quantity = NOTHING  # what is missing
    earlier: str = ""  # a sentence about the lot that goes first and would be passed over

    @property
    def drawn(self) -> tuple[DrawRow, ...]:
        """Return the lots that something is taken of."""
        return tuple(row for row in self.rows if row.taken > NOTHING)

    @property
    def others(self) -> tuple[DrawRow, ...]:
        """Return the lots that nothing is taken of."""
        return tuple(row for row in self.rows if row.taken <= NOTHING)


NO_PLAN: Final = Plan()
"""What is drawn while there is no product."""


def plan_of(
    card: ProductCard, quantity: Quantity | None, *, lot: LotNumber, serial: Serial, chosen: LineKey | None
) -> Plan:
    """Return what a fill will draw: the chosen line, else the pack in hand and then the first expiry."""
    asked = quantity or NOTHING
    if chosen is None:
        picks, missing = draw(drawing_order(card.offers, lot=lot, serial=serial), asked)
    else:
        picks, missing = _only(card.offers, chosen, asked)
    taken = {line.key: amount for line, amount in picks}
    rows = [
        DrawRow(row=row, taken=taken.get(row.key, NOTHING), why_not=offer.why_not)
        for offer, row in zip(card.offers, card.lines, strict=True)
    ]
    rows.sort(key=lambda row: row.taken <= NOTHING)
    earlier = earlier_line(card.offers, picks) if picks else None
    return Plan(
        rows=tuple(rows),
        short=missing,
        earlier="" if earlier is None else _earlier_words(earlier, picks[0][0]),
    )


def _only(
    offers: tuple[Offer, ...], chosen: LineKey, asked: Quantity
) -> tuple[tuple[tuple[StockLine, Quantity], ...], Quantity]:
    line = next((offer.line for offer in offers if offer.line.key == chosen), None)
    if line is None or asked <= NOTHING:
        return (), asked
    taken = Quantity(max(NOTHING, min(asked, line.quantity)))
    return ((line, taken),), Quantity(asked - taken)


def _earlier_words(earlier: StockLine, instead: StockLine) -> str:
    until = "" if earlier.expiry is None else f", usable through {earlier.expiry.shown},"
    return f"Lot {earlier.lot} in {earlier.place}{until} goes before lot {instead.lot}."


def turn_chips(row: DrawRow) -> tuple[Chip, ...]:
    """Return whether a lot is drawn from, waits for its turn, or may not be issued."""
    if row.taken > NOTHING:
        return (Chip("Take", "arrow-right", Tone.INFO),)
    if row.why_not:
        return (Chip("Not offered", "ban", Tone.NEUTRAL),)
    return (status_chip(Status.AVAILABLE, "Later"),)


DRAW_COLUMNS: Final[tuple[Column[DrawRow], ...]] = (
    Column(key="turn", title="", chips=turn_chips, width=24, sortable=False),
    Column(key="lot", title="Lot", text=lambda row: row.row.lot or "–", mono=True, width=86, sortable=False),
    Column(
        key="taken",
        title="Take",
        text=lambda row: quantity_text(row.taken) if row.taken else "",
        align=Align.RIGHT,
        weight=600,
        width=56,
        sortable=False,
    ),
    Column(
        key="on_hand",
        title="On hand",
        text=lambda row: quantity_text(row.row.quantity),
        align=Align.RIGHT,
        width=72,
        sortable=False,
    ),
    Column(
        key="place", title="Bin", text=lambda row: row.row.key.place, weight=600, width=74, sortable=False
    ),
    Column(
        key="expires",
        title="Expires",
        text=lambda row: expiry_words(row.row.expiry),
        width=102,
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
        key="why", title="Why not", text=lambda row: row.why_not, muted=True, stretch=True, sortable=False
    ),
)
