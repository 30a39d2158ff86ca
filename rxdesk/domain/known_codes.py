"""Which products a scan may stand for, by what the pharmacy and the catalogue know."""

from __future__ import annotations

from collections.abc import Callable

from rxdesk.domain.identity import ProductId
from rxdesk.domain.records import CodeMeaning
from rxdesk.domain.scan import ScanMeaning, ScannedPack, ScannedShelf, ScannedText


def products_of(
    scan: ScanMeaning,
    *,
    find_code: Callable[[str], CodeMeaning | None],
    is_kept: Callable[[ProductId], bool],
    is_listed: Callable[[ProductId], bool],
) -> tuple[ProductId, ...]:
    """Return the products a scan stands for: none, one, or several when only a person can say.

    A code that a person linked, or that was seen on a pack, settles it. Otherwise the readings of the NDC
    in a GTIN are looked up, first among the pharmacy's own products, then in the catalogue. A code that was
    only computed from an NDC is one reading more: another product's NDC may give the same digits.

    Args:
        scan: What was read.
        find_code: Looks up a GTIN-14 or linked code.
        is_kept: Tells whether a product is one of the pharmacy's own.
        is_listed: Tells whether the catalogue lists it.
    """
    match scan:
        case ScannedPack():
            return _products_of_pack(scan, find_code, is_kept, is_listed)
        case ScannedShelf(ndc=ndc):
            product = ProductId(ndc)
            return (product,) if is_kept(product) or is_listed(product) else ()
        case ScannedText(raw=raw):
            meaning = find_code(raw)
            return () if meaning is None else (meaning.product,)
        case _:
            return ()


def _products_of_pack(
    scan: ScannedPack,
    find_code: Callable[[str], CodeMeaning | None],
    is_kept: Callable[[ProductId], bool],
    is_listed: Callable[[ProductId], bool],
) -> tuple[ProductId, ...]:
    derived: tuple[ProductId, ...] = ()
    for code in (scan.gtin14, scan.raw):
        meaning = None if code is None else find_code(code)
        if meaning is not None and not meaning.derived:
            return (meaning.product,)
        if meaning is not None:
            derived = (meaning.product,)
    readings = tuple(ProductId(ndc) for ndc in scan.ndc_candidates)
    kept = tuple(dict.fromkeys((*derived, *(ndc for ndc in readings if is_kept(ndc)))))
    if len(kept) == 1:
        return kept
    return tuple(dict.fromkeys((*kept, *(ndc for ndc in readings if ndc in kept or is_listed(ndc)))))
