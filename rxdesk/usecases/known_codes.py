"""Which products a scan may stand for, asked of what rules may know."""

from __future__ import annotations

from rxdesk.domain import known_codes
from rxdesk.domain.identity import ProductId
from rxdesk.domain.scan import ScanMeaning
from rxdesk.ports.known import Known


def products_of(known: Known, scan: ScanMeaning) -> tuple[ProductId, ...]:
    """Return the products a scan stands for: none, one, or several when only a person can say."""
    return known_codes.products_of(
        scan,
        find_code=known.find_code,
        is_kept=lambda product: known.find_product(product) is not None,
        is_listed=lambda product: known.find_catalogue_row(product) is not None,
    )
