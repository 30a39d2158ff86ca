"""What Receive shows, as one frozen record, and what of it is kept on disk at once. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec

from rxdesk.domain.expiry import Expiry
from rxdesk.domain.identity import OrderId, PlaceId, ProductId
from rxdesk.domain.quantity import Quantity
from ui.parts.finding import HitRow, LinkState
from ui.screens.receive.pending import Known, Missing, Pending
from ui.screens.receive.rows import ReceivedRow, TotalRow, totals_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What is the same for every pack of a delivery."""

    supplier: str = ""
    reference: str = ""
    order_form: str = ""
    place: PlaceId | None = None  # scanned or chosen; None: each product's own bin
    packs: int = 1  # in the next scan


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveState:
    """Everything the screen shows."""

    head: Head = Head()
    pending: Pending | None = None
    places: tuple[tuple[PlaceId, str], ...] = ()
    rows: tuple[ReceivedRow, ...] = ()  # newest first
    note: str = ""  # about the last pack
    asked: str = ""
    hits: tuple[HitRow, ...] = ()
    link: LinkState | None = None

    @property
    def totals(self) -> tuple[TotalRow, ...]:
        """Return the running totals by product."""
        return totals_of(self.rows)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Return what the pack in hand still needs."""
        return () if self.pending is None else self.pending.missing(self.head.order_form)


class Draft(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What survives a crash: everything typed or scanned that is not an entry yet."""

    supplier: str = ""
    reference: str = ""
    order_form: str = ""
    place: PlaceId | None = None
    started_at: datetime | None = None  # of the delivery: its receipts are read back from the journal
    order_id: OrderId | None = None  # from here on: the pack in hand
    product: ProductId | None = None
    gtin14: str | None = None
    lot: str = ""
    expiry: str | None = None
    no_expiry: bool = False
    serial: str = ""
    packs: int | None = 1
    pack_place: PlaceId | None = None
    size: Quantity | None = None
    reason: str = ""
    raw_scan: str = ""


def draft_of(state: ReceiveState, started_at: datetime | None) -> Draft:
    """Return what is to be kept of a state."""
    head, pending = state.head, state.pending
    kept = Draft(
        supplier=head.supplier,
        reference=head.reference,
        order_form=head.order_form,
        place=head.place,
        started_at=started_at,
    )
    if pending is None:
        return kept
    return msgspec.structs.replace(
        kept,
        order_id=pending.order_id,
        product=None if pending.known is None else pending.known.product,
        gtin14=pending.gtin14,
        lot=pending.lot,
        expiry=None if pending.expiry is None else pending.expiry.iso,
        no_expiry=pending.no_expiry,
        serial=pending.serial,
        packs=pending.packs,
        pack_place=pending.place,
        size=pending.size,
        reason=pending.reason,
        raw_scan=pending.raw_scan,
    )


def head_of(draft: Draft) -> Head:
    """Return the head of a delivery as it was left."""
    return Head(
        supplier=draft.supplier, reference=draft.reference, order_form=draft.order_form, place=draft.place
    )


def pending_of(draft: Draft, known: Known | None) -> Pending | None:
    """Return the pack in hand as it was left; None when there was none."""
    if draft.order_id is None:
        return None
    return Pending(
        order_id=draft.order_id,
        known=known,
        gtin14=draft.gtin14,
        lot=draft.lot,
        expiry=None if draft.expiry is None else Expiry.from_iso(draft.expiry),
        no_expiry=draft.no_expiry,
        serial=draft.serial,
        packs=draft.packs,
        place=draft.pack_place,
        size=draft.size,
        reason=draft.reason,
        raw_scan=draft.raw_scan,
    )


def read_draft(text: str | None) -> Draft:
    """Return a draft as it was kept; an empty one when there is none."""
    if not text:
        return Draft()
    try:
        return msgspec.json.decode(text, type=Draft)
    except msgspec.DecodeError:
        return Draft()  # kept by a version with another form; its entries are in the journal all the same
