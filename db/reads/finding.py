"""What a scan stands for, and what a typed text may mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import msgspec
from sqlalchemy import Connection, and_, bindparam, case, func, or_, select

from db.catalogue import lookup
from db.catalogue.search import FORGIVEN_FROM, mistakes_between
from db.catalogue.search import search as search_listings
from db.known import KnownOnFile
from db.reads import conditions as on
from db.reads.products import details_of
from db.schema import PACK_CODE, PRODUCT
from rxdesk.domain.catalogue import CatalogueHit, CatalogueRow, PackageState
from rxdesk.domain.identity import ProductId
from rxdesk.domain.known_codes import products_of
from rxdesk.domain.records import Product
from rxdesk.domain.scan import ScanFlag, ScanKind, ScanMeaning, ScannedPack, ScannedText

_P: Final = PRODUCT.c
_begins: Final = case((func.instr(_P.search_text, bindparam("word_0")) == 1, 0), else_=1)
_bears: Final = _P.product.in_(select(PACK_CODE.c.product).where(PACK_CODE.c.code == bindparam("of_code")))
_KEPT: Final = {
    count: select(_P.product)
    .where(or_(and_(*on.contains_words(count, _P.search_text)), _bears))
    .order_by(_begins, _P.name.collate("NOCASE"), _P.product)
    .limit(bindparam("most"))
    for count in range(1, on.MOST_WORDS + 1)
}
"""Kept products with every word of a search, by how many words it has; names that begin with it first."""


_ALL_KEPT: Final = select(_P.product, _P.search_text).order_by(_P.name.collate("NOCASE"), _P.product)


def products_meant(connection: Connection, scan: ScanMeaning) -> tuple[ProductId, ...]:
    """Return the products a scan stands for: none, one, or several when only a person can say."""
    return products_of(
        scan,
        find_code=KnownOnFile(connection).find_code,
        is_kept=lambda product: bool(details_of(connection, [product])),
        is_listed=lambda product: lookup.by_ndc(connection, product) is not None,
    )


def listings_of(connection: Connection, products: Sequence[ProductId], today: date) -> list[CatalogueHit]:
    """Return some products as hits, kept ones as the pharmacy knows them."""
    kept = details_of(connection, products)
    listed = {row.ndc: row for row in lookup.by_ndcs(connection, products)}
    hits: list[CatalogueHit] = []
    for product in products:
        if product in kept:
            row = _row_of(Product(product=product, details=kept[product]), today)
            hits.append(CatalogueHit(row=row, stocked=True, forgiven=False))
        elif product in listed:
            hits.append(CatalogueHit(row=listed[product], stocked=False, forgiven=False))
    return hits


def listed_packs(connection: Connection, scan: ScannedPack) -> list[CatalogueHit]:
    """Return the listings that a pack may be of, those among them that hold it as an inner package."""
    matches = lookup.by_readings(connection, scan.ndc_candidates)
    return [CatalogueHit(row=match.row, stocked=False, forgiven=False) for match in matches]


def code_to_link(scan: ScanMeaning) -> str:
    """Return the code a person may link to a product; nothing where there is none, or a patient's."""
    match scan:
        case ScannedPack(flags=flags) if ScanFlag.PATIENT_IDENTITY in flags:
            return ""
        case ScannedPack(gtin14=str() as gtin14):
            return gtin14
        case ScannedPack(kind=ScanKind.NDC, raw=raw) | ScannedText(raw=raw):
            return raw
        case _:
            return ""


def search(connection: Connection, text: str, *, limit: int, today: date) -> list[CatalogueHit]:
    """Return kept and listed products that a text may mean, kept ones first."""
    words = on.words_in(text)
    if not words:
        return []
    values = on.word_values(words) | {"of_code": text.strip(), "most": limit}
    kept = [ProductId(row[0]) for row in connection.execute(_KEPT[len(words)], values)]
    hits = listings_of(connection, kept, today)
    if not kept:
        forgiven = _kept_forgiving_a_mistake(connection, words, limit)
        hits = [
            msgspec.structs.replace(hit, forgiven=True) for hit in listings_of(connection, forgiven, today)
        ]
        kept = forgiven
    if len(hits) < limit:
        hits.extend(_also_listed(connection, text, limit=limit, found=kept, today=today))
    return hits[:limit]


def _kept_forgiving_a_mistake(connection: Connection, words: Sequence[str], limit: int) -> list[ProductId]:
    """Return kept products that fit once a typing mistake in each word is forgiven, by name.

    Every kept product is looked through, which is done only where nothing fits exactly: a few thousand
    products take a few milliseconds, and need no index of their own.
    """

    def fits(word: str, text: str) -> bool:
        if word in text:
            return True
        if len(word) < FORGIVEN_FROM or not word.isalpha():
            return False
        return any(mistakes_between(word, other) <= 1 for other in text.split())

    found: list[ProductId] = []
    for product, text in connection.execute(_ALL_KEPT):
        if all(fits(word, text) for word in words):
            found.append(ProductId(product))
            if len(found) == limit:
                break
    return found


def _also_listed(
    connection: Connection, text: str, *, limit: int, found: Iterable[ProductId], today: date
) -> list[CatalogueHit]:
    """Return what the catalogue finds besides; a kept product found only by it comes first."""
    seen = set(found)
    hits = [
        hit for hit in search_listings(connection, text, limit=limit) if ProductId(hit.row.ndc) not in seen
    ]
    details = details_of(connection, [ProductId(hit.row.ndc) for hit in hits])
    kept = [
        CatalogueHit(
            row=_row_of(
                Product(product=ProductId(hit.row.ndc), details=details[ProductId(hit.row.ndc)]), today
            ),
            stocked=True,
            forgiven=hit.forgiven,
        )
        for hit in hits
        if ProductId(hit.row.ndc) in details
    ]
    return [*kept, *(hit for hit in hits if ProductId(hit.row.ndc) not in details)]


def _row_of(product: Product, today: date) -> CatalogueRow:
    """Return a kept product as a listing: what the pharmacy knows stands over what a directory says."""
    details = product.details
    return CatalogueRow(
        ndc=product.product,
        ndc11=details.ndc11,
        name=details.name,
        generic_name=details.generic_name,
        labeler=details.labeler,
        form=details.form,
        route=details.route,
        ingredients=(),
        strength=details.strength,
        equivalence_key=details.equivalence_key,
        schedule=product.schedule(today),
        schedule_source=details.source,
        product_type="",
        category="",
        application="",
        classes="",
        package_text=details.package_text,
        state=PackageState.STOCKABLE,
        doubt="",
        unit=details.unit,
        pack_quantity=details.pack_quantity,
        inner=(),
        started_on=None,
        ended_on=None,
        sample=False,
        excluded=False,
        line=0,
    )
