"""Finding a product by any part of its name, NDC, GTIN or labeler, and linking a code to it. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rxdesk.domain.catalogue import CatalogueHit, PackageState
from rxdesk.domain.errors import Refusal
from rxdesk.domain.identity import ProductId
from rxdesk.domain.orders import LinkCode, SetUpProduct
from rxdesk.domain.quantity import NOTHING, Quantity, Unit
from rxdesk.domain.scan import ScanFlag, ScanMeaning, ScannedPack
from rxdesk.domain.tall_man import shown_name
from rxdesk.domain.wording import titled, unit_words
from ui.kit.columns import Column
from ui.kit.tones import Chip, Fill, Status, Tone, status_chip
from ui.notices import Level, Notice
from ui.parts.given import Given
from ui.parts.wording import pack_words, product_chips

_STATE_CHIPS: Final[dict[PackageState, tuple[Chip, ...]]] = {
    PackageState.STOCKABLE: (),
    PackageState.BULK: (Chip("Not pharmacy stock", "ban", Tone.NEUTRAL),),
    PackageState.KIT: (Chip("Confirm its size", "package", Tone.CAUTION),),
    PackageState.UNREAD: (Chip("Confirm its size", "package", Tone.CAUTION),),
}


@dataclass(frozen=True, slots=True)
class HitRow:
    """A product that answers a search, as the list of results shows it."""

    hit: CatalogueHit

    @property
    def key(self) -> ProductId:
        """Return the product's NDC."""
        return ProductId(self.hit.row.ndc)

    @property
    def title(self) -> str:
        """Return the product's name in tall-man letters with strength and form."""
        row = self.hit.row
        return titled(shown_name(row.name, row.generic_name), row.strength, row.form)

    @property
    def unit(self) -> Unit:
        """Return the base unit; pieces while the directory does not say."""
        return self.hit.row.unit or Unit.EACH

    @property
    def pack(self) -> str:
        """Return the package in words, or the directory's own words while its size is not certain."""
        row = self.hit.row
        if row.pack_quantity is None:
            return row.package_text
        return pack_words(row.package_text, row.pack_quantity, self.unit, row.form)


def hit_chips(row: HitRow) -> tuple[Chip, ...]:
    """Return the chips of a result: whether it is kept, controlled, or found by a likely spelling."""
    hit = row.hit
    kept = (status_chip(Status.AVAILABLE, "Kept here"),) if hit.stocked else ()
    similar = (Chip("Similar spelling", "search", Tone.NEUTRAL, Fill.SOFT),) if hit.forgiven else ()
    return (*kept, *product_chips(hit.row.schedule, ()), *_STATE_CHIPS[hit.row.state], *similar)


HIT_COLUMNS: Final[tuple[Column[HitRow], ...]] = (
    Column(
        key="product",
        title="Product",
        text=lambda row: row.title,
        tall_man=True,
        weight=500,
        stretch=True,
        sortable=False,
    ),
    Column(
        key="ndc", title="NDC", text=lambda row: row.key, mono=True, muted=True, width=138, sortable=False
    ),
    Column(key="pack", title="Package", text=lambda row: row.pack, width=150, sortable=False),
    Column(
        key="labeler",
        title="Labeler",
        text=lambda row: row.hit.row.labeler,
        muted=True,
        width=190,
        sortable=False,
    ),
    Column(key="state", title="Status", chips=hit_chips, width=210, sortable=False),
)
"""What a list of results shows."""


class ProductSearch:
    """Asks for the products that answer what is typed, and keeps the newest answer only.

    Args:
        given: The desk and the way to ask it.
        found: Told of every answer: what was asked for, and the results.
    """

    def __init__(self, given: Given, found: Callable[[str, tuple[HitRow, ...]], None]) -> None:
        self._given = given
        self._found = found
        self._text = ""
        self.rows: tuple[HitRow, ...] = ()

    def search(self, text: str) -> None:
        """Look for products; nothing typed finds nothing."""
        self._text = text.strip()
        asked = self._text
        if not asked:
            self._answer(asked, ())
            return
        search = self._given.desk.reads.search
        self._given.ask(lambda: search(asked), lambda hits: self._answer(asked, hits))

    def row(self, product: ProductId) -> HitRow | None:
        """Return a result by its NDC."""
        return next((row for row in self.rows if row.key == product), None)

    def _answer(self, asked: str, hits: Sequence[CatalogueHit]) -> None:
        if asked == self._text:  # a later letter has asked again
            self.rows = tuple(map(HitRow, hits))
            self._found(asked, self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkState:
    """What the panel shows that links an unknown code to a product."""

    code: str
    said: str
    remedy: str
    rows: tuple[HitRow, ...] = ()
    chosen: HitRow | None = None
    quantity: Quantity | None = None  # in the pack that bears the code
    unit: str = ""
    problem: str = ""

    @property
    def ready(self) -> bool:
        """Return whether all is said that a link needs."""
        return self.chosen is not None and self.quantity is not None and self.quantity > NOTHING


class Linking:
    """Says once what an unknown code stands for, so that the task can go on.

    Args:
        given: The desk and the way to ask it.
        show: Told of every new state; None when the panel closes.
        linked: Called when the code is linked: the task reads it again.
    """

    def __init__(
        self, given: Given, show: Callable[[LinkState | None], None], linked: Callable[[], None]
    ) -> None:
        self._given = given
        self._show = show
        self._linked = linked
        self._level = "saleable"
        self.state: LinkState | None = None
        self._search = ProductSearch(given, self._found)

    def ask_what(self, code: str, scan: ScanMeaning) -> None:
        """Ask what a code stands for that nobody knows."""
        self._begin(
            LinkState(
                code=code,
                said=f"Nobody has said yet what the code {code} stands for.",
                remedy="Find the product by name or NDC; it is asked only once.",
            ),
            scan,
        )

    def ask_which(self, code: str, hits: Sequence[CatalogueHit], scan: ScanMeaning) -> None:
        """Ask which of several products a code stands for."""
        self._begin(
            LinkState(
                code=code,
                said=f"The code {code} may stand for {len(hits)} products.",
                remedy="Compare the NDC printed on the pack and choose; it is asked only once.",
                rows=tuple(map(HitRow, hits)),
            ),
            scan,
        )

    def search(self, text: str) -> None:
        """Look for the product."""
        self._search.search(text)

    def choose(self, product: ProductId) -> None:
        """Choose one of the results."""
        if self.state is None:
            return
        row = next((row for row in self.state.rows if row.key == product), None)
        if row is not None:
            quantity, words = row.hit.row.pack_quantity, unit_words(row.unit, row.hit.row.form)
            self._now(replace(self.state, chosen=row, quantity=quantity, unit=words, problem=""))

    def say_quantity(self, quantity: Quantity | None) -> None:
        """Say how much is in the pack that bears the code."""
        if self.state is not None:
            self._now(replace(self.state, quantity=quantity, problem=""))

    def link(self) -> None:
        """Link the code; a product that was only listed joins the pharmacy's own by it.

        Where the directory does not say for certain how much a package holds, the product is set up first,
        with the size the person has just confirmed.
        """
        state = self.state
        if state is None or state.chosen is None or state.quantity is None or not state.ready:
            return
        product, quantity, hit = state.chosen.key, state.quantity, state.chosen.hit
        link = LinkCode(
            id=self._given.desk.new_order_id(),
            code=state.code,
            product=product,
            quantity=quantity,
            level=self._level,
        )
        if hit.stocked or hit.row.state is PackageState.STOCKABLE:
            self._given.post(link, lambda _posted: self._done(), self._refused)
            return
        self._given.post(
            SetUpProduct(id=self._given.desk.new_order_id(), product=product, pack_quantity=quantity),
            lambda _posted: self._given.post(link, lambda _linked: self._done(), self._refused),
            self._refused,
        )

    def back(self) -> bool:
        """Go one step back: from the quantity to the results, from there out; False when not open."""
        if self.state is None:
            return False
        self._now(None if self.state.chosen is None else replace(self.state, chosen=None, quantity=None))
        return True

    def close(self) -> None:
        """Leave the code unlinked."""
        if self.state is not None:
            self._now(None)

    def _begin(self, state: LinkState, scan: ScanMeaning) -> None:
        several = isinstance(scan, ScannedPack) and ScanFlag.INNER_OR_CASE in scan.flags
        self._level = "case" if several else "saleable"
        self._given.notices.say(Notice(Level.REFUSED, state.said, state.remedy, inline=True))
        self._now(state)

    def _found(self, _asked: str, rows: tuple[HitRow, ...]) -> None:
        if self.state is not None:
            self._now(replace(self.state, rows=rows, chosen=None, quantity=None))

    def _done(self) -> None:
        self._now(None)
        self._linked()

    def _refused(self, refusal: Refusal) -> None:
        self._given.notices.say(Notice.of(refusal, inline=True))
        if self.state is not None:
            self._now(replace(self.state, problem=f"{refusal.said} {refusal.remedy}"))

    def _now(self, state: LinkState | None) -> None:
        self.state = state
        self._show(state)
