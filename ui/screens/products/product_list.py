"""The list of the pharmacy's own products: its columns, its chips, and the table for paper and files. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from rxdesk.domain.identity import ProductId
from rxdesk.domain.quantity import Quantity, quantity_decimal, quantity_text
from rxdesk.domain.sheets import Cell, ColumnKind, Section, SheetHead, TableSheet
from rxdesk.domain.sheets import Column as SheetColumn
from rxdesk.domain.wording import amount_words, titled, unit_words
from rxdesk.ports.queries import ProductFilter, ProductOrder, ProductQuery
from rxdesk.ports.rows import ProductRow
from ui.kit.columns import Align, Column
from ui.kit.tones import Chip, Fill, Status, Tone, status_chip
from ui.parts.paged_list import CountedFilter, ListView, PagedList
from ui.parts.wording import product_chips

if TYPE_CHECKING:
    from ui.parts.given import Given


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A product the pharmacy keeps, as the table shows it."""

    row: ProductRow

    @property
    def key(self) -> ProductId:
        """Return the product's NDC."""
        return self.row.product

    @property
    def title(self) -> str:
        """Return name, strength and form: "hydrOXYzine HCl 25 mg tablet"."""
        return titled(self.row.name, self.row.strength, self.row.form)


FILTER_WORDS: Final[dict[ProductFilter, str]] = {
    ProductFilter.ALL: "All",
    ProductFilter.IN_STOCK: "In stock",
    ProductFilter.BELOW_MINIMUM: "Below minimum",
    ProductFilter.NO_LEVELS: "No levels",
    ProductFilter.CONTROLLED: "Controlled",
}

_ORDER_OF_COLUMN: Final[dict[str, ProductOrder]] = {
    "product": ProductOrder.NAME,
    "ndc": ProductOrder.NDC,
    "labeler": ProductOrder.LABELER,
    "on_hand": ProductOrder.ON_HAND,
    "next_expiry": ProductOrder.NEXT_EXPIRY,
    "bin": ProductOrder.HOME,
}


def standing_chips(kept: KeptRow) -> tuple[Chip, ...]:
    """Return how a product stands: below its minimum, on order, none here; then what it is."""
    row = kept.row
    chips: list[Chip] = []
    if row.minimum is not None and row.usable < row.minimum:
        chips.append(status_chip(Status.LOW_STOCK))
    elif row.on_hand <= 0:
        chips.append(Chip("None here", "circle-dot", Tone.NEUTRAL))
    if row.on_order > 0:
        chips.append(Chip("On order", "truck", Tone.INFO, Fill.SOFT))
    return (*chips, *product_chips(row.schedule, row.flags))


def level_text(level: Quantity | None) -> str:
    """Return a level as lists show it; a dash where none is set."""
    return "–" if level is None else quantity_text(level)


PRODUCT_COLUMNS: Final[tuple[Column[KeptRow], ...]] = (
    Column(
        key="product",
        title="Product",
        text=lambda kept: kept.title,
        tall_man=True,
        weight=500,
        stretch=True,
        width=250,
    ),
    Column(key="ndc", title="NDC", text=lambda kept: kept.key, mono=True, muted=True, width=120),
    Column(
        key="on_hand",
        title="On hand",
        text=lambda kept: quantity_text(kept.row.on_hand),
        spoken=lambda kept: amount_words(kept.row.on_hand, kept.row.unit, kept.row.form),
        align=Align.RIGHT,
        weight=600,
        width=76,
    ),
    Column(
        key="minimum",
        title="Minimum",
        text=lambda kept: level_text(kept.row.minimum),
        align=Align.RIGHT,
        sortable=False,
        shown=False,  # the panel beside the list says it, and the chip whether stock is below it
        width=78,
    ),
    Column(key="bin", title="Bin", text=lambda kept: kept.row.home or "–", muted=True, width=92),
    Column(key="status", title="Status", chips=standing_chips, sortable=False, width=110),
    Column(
        key="maximum",
        title="Maximum",
        text=lambda kept: level_text(kept.row.maximum),
        align=Align.RIGHT,
        sortable=False,
        shown=False,
        width=90,
    ),
    Column(
        key="usable",
        title="Usable",
        text=lambda kept: quantity_text(kept.row.usable),
        align=Align.RIGHT,
        sortable=False,
        shown=False,
        width=82,
    ),
    Column(
        key="on_order",
        title="On order",
        text=lambda kept: quantity_text(kept.row.on_order),
        align=Align.RIGHT,
        sortable=False,
        shown=False,
        width=90,
    ),
    Column(
        key="next_expiry",
        title="Next expiry",
        text=lambda kept: "–" if kept.row.next_expiry is None else kept.row.next_expiry.shown,
        shown=False,
        width=112,
    ),
    Column(key="labeler", title="Labeler", text=lambda kept: kept.row.labeler, shown=False, width=180),
)


class ProductList(PagedList[ProductQuery, KeptRow]):
    """The conversation about the list of products."""

    def __init__(self, given: Given, view: ListView[KeptRow]) -> None:
        super().__init__(given, view, title="Products", query=ProductQuery(), column="product")

    @override
    def _read(self, query: ProductQuery) -> tuple[int, Sequence[KeptRow]]:
        page = self._given.desk.reads.product_page(query)
        return page.total, tuple(map(KeptRow, page.rows))

    @override
    def _count(self, query: ProductQuery) -> Sequence[CountedFilter]:
        counts = self._given.desk.reads.product_counts(replace(query, only=ProductFilter.ALL))
        return [CountedFilter(key, words, counts.get(key, 0)) for key, words in FILTER_WORDS.items()]

    @override
    def _narrowed(self, query: ProductQuery, key: str) -> ProductQuery:
        return replace(query, only=ProductFilter(key))

    @override
    def _sorted(self, query: ProductQuery, column: str, *, descending: bool) -> ProductQuery | None:
        order = _ORDER_OF_COLUMN.get(column)
        return None if order is None else replace(query, order=order, descending=descending)

    @override
    def _is_narrowed(self, query: ProductQuery) -> bool:
        return bool(query.text) or query.only is not ProductFilter.ALL

    @override
    def _sheet(self, rows: Sequence[KeptRow], query: ProductQuery, head: SheetHead) -> TableSheet:
        kind = ColumnKind
        only = "" if query.only is ProductFilter.ALL else f"Only: {FILTER_WORDS[query.only].lower()}."
        words = f"Only products that hold “{query.text}”." if query.text else ""
        return TableSheet(
            head=head,
            title=self._title,
            columns=(
                SheetColumn("Product", kind.NAME),
                SheetColumn("NDC", kind.IDENTIFIER),
                SheetColumn("Labeler"),
                SheetColumn("Schedule"),
                SheetColumn("On hand", kind.NUMBER),
                SheetColumn("Usable", kind.NUMBER),
                SheetColumn("On order", kind.NUMBER),
                SheetColumn("Minimum", kind.NUMBER),
                SheetColumn("Maximum", kind.NUMBER),
                SheetColumn("Unit"),
                SheetColumn("Bin", kind.IDENTIFIER),
            ),
            sections=(Section("", tuple(map(_cells, rows))),),
            notes=tuple(note for note in (only, words) if note),
        )


def _cells(kept: KeptRow) -> tuple[Cell, ...]:
    row = kept.row
    return (
        kept.title,
        row.product,
        row.labeler,
        row.schedule.symbol,
        quantity_decimal(row.on_hand),
        quantity_decimal(row.usable),
        quantity_decimal(row.on_order),
        None if row.minimum is None else quantity_decimal(row.minimum),
        None if row.maximum is None else quantity_decimal(row.maximum),
        unit_words(row.unit, row.form),
        row.home or "",
    )
