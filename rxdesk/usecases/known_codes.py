"""Which products a scan may stand for, by what the pharmacy and the catalogue know."""

from __future__ import annotations

from rxdesk.domain.identity import ProductId
from rxdesk.domain.scan import ScanMeaning, ScannedPack, ScannedShelf, ScannedText
from rxdesk.ports.known import Known


def products_of(known: Known, scan: ScanMeaning) -> tuple[ProductId, ...]:
    """Return the products a scan stands for: none, one, or several when only a person can say.

    A code that a person linked, or that was seen on a pack, settles it. Otherwise the three readings of
    the NDC in a GTIN are looked up, first among the pharmacy's own products, then in the catalogue.
    """
    match scan:
        case ScannedPack(gtin14=gtin14, ndc_candidates=candidates, raw=raw):
            for code in (gtin14, raw):
                meaning = None if code is None else known.find_code(code)
                if meaning is not None:
                    return (meaning.product,)
            readings = tuple(ProductId(ndc) for ndc in candidates)
            kept = tuple(ndc for ndc in readings if known.find_product(ndc) is not None)
            if len(kept) == 1:
                return kept
            return tuple(ndc for ndc in readings if ndc in kept or known.find_catalogue_row(ndc) is not None)
        case ScannedShelf(ndc=ndc):
            return (ProductId(ndc),) if known.find_product(ProductId(ndc)) is not None else ()
        case ScannedText(raw=raw):
            meaning = known.find_code(raw)
            return () if meaning is None else (meaning.product,)
        case _:
            return ()
