"""What the finder finds beyond screens and commands: products, the pharmacy's own first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from rxdesk.desk import Desk
from rxdesk.domain.catalogue import CatalogueHit
from rxdesk.domain.identity import ProductId
from rxdesk.domain.tall_man import shown_name
from rxdesk.domain.wording import titled
from ui.asking import Ask
from ui.frame.parts import Found

_SHORTEST: Final = 2  # letters; one letter is found in everything
_MOST: Final = 12


def product_finder(desk: Desk, ask: Ask) -> Callable[[str, Callable[[Sequence[Found]], None]], None]:
    """Return a provider for the finder that finds products; the subject of each is its NDC."""

    def find(text: str, deliver: Callable[[Sequence[Found]], None]) -> None:
        if len(text) < _SHORTEST:
            deliver(())
            return
        ask(
            lambda: desk.reads.search(text, limit=_MOST),
            lambda hits: deliver([_found(hit) for hit in hits]),
            lambda _: deliver(()),
        )

    return find


def _found(hit: CatalogueHit) -> Found:
    row = hit.row
    return Found(
        words=titled(shown_name(row.name, row.generic_name), row.strength),
        kind="Product" if hit.stocked else "In the catalogue",
        icon="pill" if hit.stocked else "book-open-text",
        subject=ProductId(row.ndc),
    )
