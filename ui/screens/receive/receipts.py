"""Receipts as rows: the one just posted, and those of a delivery that was left unfinished. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from rxdesk.desk import Posted
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.facts import LotReceived
from rxdesk.domain.identity import ProductId
from rxdesk.domain.wording import titled, unit_words
from rxdesk.ports.queries import JournalQuery
from rxdesk.ports.reads import Reads
from rxdesk.ports.rows import JournalRow
from ui.moments import time_words
from ui.parts.finding import HitRow
from ui.parts.wording import expiry_words
from ui.screens.receive.pending import Known, known_card, known_hit
from ui.screens.receive.rows import ReceivedRow

_MOST: Final = 500  # receipts read back


def received_row(posted: Posted, known: Known) -> ReceivedRow | None:
    """Return the row of a receipt that was just accepted."""
    for entry in posted.outcome.entries:
        if isinstance(entry.fact, LotReceived):
            return ReceivedRow(
                entry=entry.id,
                fact=entry.fact,
                title=known.title,
                unit=known.unit,
                when=time_words(entry.recorded_at),
                expires=_expires(entry.fact),
                sentence=posted.sentence,
            )
    return None


def receipts_since(reads: Reads, since: datetime) -> tuple[ReceivedRow, ...]:
    """Return the receipts of a delivery that began at a moment, newest first."""
    page = reads.journal_page(JournalQuery(kinds=(LotReceived.__name__,), since=since, limit=_MOST))
    names: dict[ProductId, tuple[str, str]] = {}
    rows: list[ReceivedRow] = []
    for listed in page.rows:
        entry = reads.entry(listed.entry)
        if entry is not None and isinstance(entry.fact, LotReceived):
            product = entry.fact.product
            if product not in names:
                names[product] = _names(reads, product)
            rows.append(_read_back(listed, entry.fact, *names[product]))
    return tuple(rows)


def alike_packs(row: ReceivedRow, rows: Sequence[ReceivedRow]) -> tuple[ReceivedRow, ...]:
    """Return the receipts that no serial number tells from this one, itself included; none when it has one."""
    return tuple(
        other
        for other in rows
        if not row.fact.serial
        and not other.reversed
        and (other.fact.product, other.fact.lot, other.fact.serial) == (row.fact.product, row.fact.lot, "")
    )


def known_of(reads: Reads, product: ProductId | None) -> Known | None:
    """Return what is known of a product, kept or only listed."""
    if product is None:
        return None
    card = reads.product_card(product)
    if card is not None:
        return known_card(card)
    return next((known_hit(HitRow(hit)) for hit in reads.search(product) if hit.row.ndc == product), None)


def _read_back(listed: JournalRow, fact: LotReceived, title: str, unit: str) -> ReceivedRow:
    return ReceivedRow(
        entry=listed.entry,
        fact=fact,
        title=title,
        unit=unit,
        when=time_words(listed.recorded_at),
        expires=_expires(fact),
        sentence=listed.sentence,
        reversed=listed.reversed_by is not None,
    )


def _names(reads: Reads, product: ProductId) -> tuple[str, str]:
    card = reads.product_card(product)
    if card is None:
        return product, ""
    row = card.row
    return titled(row.name, row.strength, row.form), unit_words(row.unit, row.form)


def _expires(fact: LotReceived) -> str:
    return expiry_words(None if fact.expiry is None else Expiry.from_iso(fact.expiry))
