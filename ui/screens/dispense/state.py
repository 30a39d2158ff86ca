"""What Dispense shows, as one frozen record, and what of it is kept on disk at once. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from rxdesk.domain.identity import EntryId, LotNumber, OrderId, ProductId, Serial
from rxdesk.domain.orders import DispenseItem, PickFrom
from rxdesk.domain.quantity import NOTHING, Quantity
from rxdesk.domain.stock import LineKey
from rxdesk.ports.rows import JournalRow, ProductCard
from ui.moments import time_words
from ui.parts.finding import HitRow, LinkState
from ui.screens.dispense.plan import NO_PLAN, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """The pack that was scanned, and is the product."""

    raw: str
    lot: LotNumber
    serial: Serial


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """Why a fill or a pack was refused, and what else can be done about it."""

    said: str
    remedy: str
    stop: bool = False
    instead: ProductId | None = None  # an equivalent that may be dispensed
    may_go_short: bool = False


@dataclass(frozen=True, slots=True)
class FillRow:
    """A fill that was dispensed lately."""

    row: JournalRow

    @property
    def key(self) -> EntryId:
        """Return the entry's id."""
        return self.row.entry

    @property
    def when(self) -> str:
        """Return its local time."""
        return time_words(self.row.happened_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class DispenseState:
    """Everything the screen shows."""

    order_id: OrderId
    rx_number: str = ""
    fill: int = 0
    part: int = 1
    owed: Quantity = NOTHING
    card: ProductCard | None = None
    quantity: Quantity | None = None
    verified: Verified | None = None
    chosen: LineKey | None = None  # a lot taken out of turn
    reason: str = ""
    short: bool = False  # dispense although less is on file
    plan: Plan = NO_PLAN
    obstacle: Obstacle | None = None
    note: str = ""  # about the last fill
    asked: str = ""
    hits: tuple[HitRow, ...] = ()
    link: LinkState | None = None
    lately: tuple[FillRow, ...] = ()

    @property
    def needs_reason(self) -> bool:
        """Return whether the fill takes a reason."""
        unverified = self.verified is None and self.card is not None and self.card.row.schedule.is_controlled
        return bool(self.plan.earlier) or self.short or self.chosen is not None or unverified

    @property
    def ready(self) -> bool:
        """Return whether all is said that a fill needs."""
        enough = self.quantity is not None and self.quantity > NOTHING
        reasoned = bool(self.reason.strip()) or not self.needs_reason
        return bool(self.rx_number.strip()) and self.card is not None and enough and reasoned

    @property
    def begun(self) -> bool:
        """Return whether anything stands here that is not posted yet."""
        return bool(self.rx_number or self.card or self.quantity or self.reason)

    def order(self) -> DispenseItem | None:
        """Return what is asked of the desk; None while something is missing."""
        if self.card is None or self.quantity is None or not self.ready:
            return None
        picks: tuple[PickFrom, ...] = ()
        if self.chosen is not None:
            key = self.chosen
            picks = (PickFrom(lot=key.lot, place=key.place, serial=key.serial, quantity=self.quantity),)
        return DispenseItem(
            id=self.order_id,
            product=self.card.row.product,
            quantity=self.quantity,
            rx_number=self.rx_number.strip(),
            fill_number=self.fill,
            part=self.part,
            remaining=self.owed,
            raw_scan="" if self.verified is None else self.verified.raw,
            picks=picks,
            short_allowed=self.short,
            reason=self.reason.strip(),
        )


class Draft(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What survives a crash: the fill as far as it was typed."""

    order_id: OrderId = OrderId("")
    rx_number: str = ""
    fill: int = 0
    part: int = 1
    owed: Quantity = NOTHING
    product: ProductId | None = None
    quantity: Quantity | None = None
    reason: str = ""
    raw_scan: str = ""


def draft_of(state: DispenseState) -> Draft:
    """Return what is to be kept of a state; nothing of one that is not begun."""
    if not state.begun:
        return Draft()
    return Draft(
        order_id=state.order_id,
        rx_number=state.rx_number,
        fill=state.fill,
        part=state.part,
        owed=state.owed,
        product=None if state.card is None else state.card.row.product,
        quantity=state.quantity,
        reason=state.reason,
        raw_scan="" if state.verified is None else state.verified.raw,
    )
