"""Products with lots, the packs that are scanned of them, and what comes of receiving them; for screens' tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rxdesk.desk import Posted
from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.facts import LotReceived
from rxdesk.domain.fefo import offers
from rxdesk.domain.identity import EntryId, ProductId, StationId
from rxdesk.domain.ndc import Ndc, gtin14_from_ndc
from rxdesk.domain.orders import Order, ReceiveLot
from rxdesk.domain.quantity import Quantity
from rxdesk.domain.records import Entry, StockLine
from rxdesk.domain.scan import ScannedPack, read_scan
from rxdesk.ports.found import FoundProduct
from rxdesk.ports.rows import ProductCard, ProductRow, StockRow
from rxdesk.ports.scanner import Scan
from rxdesk.usecases.post import Outcome
from tests.fakes_desk import POSTED
from tests.made_rows import NOW, PATEL, TODAY, product_card, product_row

HYDROXYZINE = ProductId("99301-417-01")


def card_of(*rows: StockRow, row: ProductRow | None = None, **given: Any) -> ProductCard:
    """Return a product with these lines, in the order in which they are drawn."""
    lines = [
        StockLine(
            product=line.product,
            lot=line.lot,
            serial=line.key.serial,
            place=line.key.place,
            place_kind=line.place_kind,
            quantity=line.quantity,
            expiry=line.expiry,
            opened=False,
            first_seq=number,
            held_by=line.held_by,
            held_for=line.held_for,
        )
        for number, line in enumerate(rows)
    ]
    ordered = offers(lines, TODAY)
    by_key = {line.key: line for line in rows}
    sorted_rows = tuple(by_key[offer.line.key] for offer in ordered)
    return product_card(row or product_row(), offers=ordered, lines=sorted_rows, **given)


def raw_pack(
    lot: str = "", expiry: str = "", serial: str = "", *, ndc: str = HYDROXYZINE, gtin: bool = True
) -> str:
    """Return what a scanner sends for a pack; `expiry` is YYMMDD. Without GTIN it is a pack's second code."""
    number = gtin14_from_ndc(Ndc.parse(ndc)) if gtin else None
    parts = [f"01{number}" if number else "", f"17{expiry}" if expiry else "", f"10{lot}\x1d" if lot else ""]
    return "]d2" + "".join(parts) + (f"21{serial}" if serial else "")


def scan_of(raw: str) -> Scan:
    """Return a pull of the trigger."""
    return Scan(text=raw, device="test scanner", scanned_at=NOW)


def found(card: ProductCard, raw: str) -> FoundProduct:
    """Return what the desk finds for the scan of a pack of a kept product."""
    meaning = read_scan(raw, today=TODAY)
    lot = meaning.lot if isinstance(meaning, ScannedPack) else None
    serial = (meaning.serial if isinstance(meaning, ScannedPack) else None) or ""
    line = next((row for row in card.lines if row.lot == lot and row.key.serial in {serial, ""}), None)
    expiry = meaning.expiry if isinstance(meaning, ScannedPack) else None
    return FoundProduct(
        scan=meaning,
        card=card,
        pack_quantity=card.row.pack_quantity,
        scanned_line=line,
        scanned_expiry=expiry or (None if line is None else line.expiry),
    )


def receipt_posted(order: Order) -> Posted:
    """Return what came of a receipt: one entry, named after its order. Other orders are just accepted."""
    if not isinstance(order, ReceiveLot):
        return POSTED
    fact = LotReceived(
        product=order.product,
        lot=order.lot,
        expiry=order.expiry,
        serial=order.serial,
        gtin14=order.gtin14,
        packs=order.packs,
        quantity=Quantity(order.packs * 100_000),
        place=order.place,
        supplier=order.supplier,
        reference=order.reference,
        order_form=order.order_form,
        raw_scan=order.raw_scan,
        arrived_expired=False,
    )
    entry = Entry(
        seq=42,
        id=EntryId(f"entry-of-{order.id}"),
        order_id=order.id,
        order_part=0,
        station=StationId("s1"),
        epoch=0,
        station_seq=42,
        kind="LotReceived",
        version=1,
        happened_at=NOW,
        recorded_at=NOW,
        utc_offset_min=0,
        person=PATEL.person,
        witness=None,
        meaning=None,
        reason="",
        corrects=None,
        program="test",
        fact=fact,
        hash=b"",
    )
    changes = Changes(topics=frozenset({Topic.STOCK}), products=frozenset({order.product}))
    sentence = f"Received {order.packs} pack of {order.product}, lot {order.lot}."
    return Posted(outcome=Outcome(entries=(entry,), changes=changes), sentence=sentence, rows=())


def held(row: StockRow, **given: Any) -> StockRow:
    """Return a line that is on hold."""
    return replace(row, held_by=EntryId("hold-1"), **given)
