"""What the sheets people carry about say, from the rows that screens show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from rxdesk.domain.ismp import form_text
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import quantity_decimal
from rxdesk.domain.sheets import (
    Cell,
    Column,
    ColumnKind,
    PullLine,
    PullSheet,
    ReorderLine,
    ReorderSheet,
    Section,
    SheetHead,
    TableSheet,
)
from rxdesk.domain.wording import titled, unit_words
from rxdesk.ports.rows import Horizon, ReorderRow, StockRow

HORIZON_WORDS: Final[dict[Horizon, str]] = {
    Horizon.EXPIRED: "Expired",
    Horizon.UNKNOWN: "No expiry date",
    Horizon.D30: "Within 30 days",
    Horizon.D90: "Within 90 days",
    Horizon.D180: "Within 180 days",
    Horizon.LATER: "Later",
}
"""How near the end of its use a lot is, most urgent first; a lot nobody can date stands before dated ones."""

PULLED_TO: Final = frozenset({PlaceKind.QUARANTINE, PlaceKind.RETURNS})
"""Where stock is carried that is pulled from the shelves."""

_URGENCY: Final = {horizon: place for place, horizon in enumerate(HORIZON_WORDS)}
_NO_EXPIRY: Final = "unknown"


def reorder_sheet(head: SheetHead, rows: Sequence[ReorderRow]) -> ReorderSheet:
    """Return the sheet of what to order; a product whose open orders are enough is left out."""
    return ReorderSheet(head=head, lines=tuple(_reorder_line(row) for row in rows if row.packs))


def pull_sheet(head: SheetHead, rows: Sequence[StockRow]) -> PullSheet:
    """Return the sheet of what to take from the shelves, in the order in which people walk.

    One horizon's lines stand together, the most urgent first; within it lines stand by place and name.
    Lines that hold nothing are left out, and so are those in quarantine or among the returns: there is
    nothing to take, or it was taken already.
    """
    there = [row for row in rows if row.quantity > 0 and row.place_kind not in PULLED_TO]
    there.sort(key=lambda row: (_URGENCY[row.horizon], row.key.place, row.name.lower(), row.lot))
    return PullSheet(head=head, lines=tuple(map(_pull_line, there)))


def stock_sheet(
    head: SheetHead,
    rows: Sequence[StockRow],
    *,
    title: str,
    standing: Callable[[StockRow], str],
    notes: Sequence[str] = (),
) -> TableSheet:
    """Return lines of stock as a table for paper and spreadsheets.

    Args:
        head: Where the sheet comes from.
        rows: The lines, in the order they are printed.
        title: What the sheet is called.
        standing: How a line stands, in words: "Recalled, In quarantine".
        notes: What was left out, and what the figures mean.
    """
    kind = ColumnKind

    def cells(row: StockRow) -> tuple[Cell, ...]:
        return (
            titled(row.name, row.strength, row.form),
            row.product,
            row.lot,
            None if row.expiry is None else row.expiry.shown,
            row.days_left,
            quantity_decimal(row.quantity),
            unit_words(row.unit, row.form),
            row.key.place,
            standing(row),
        )

    return TableSheet(
        head=head,
        title=title,
        columns=(
            Column("Product", kind.NAME),
            Column("NDC", kind.IDENTIFIER),
            Column("Lot", kind.IDENTIFIER),
            Column("Expires", kind.DATE),
            Column("Days left", kind.NUMBER),
            Column("On hand", kind.NUMBER),
            Column("Unit"),
            Column("Bin", kind.IDENTIFIER),
            Column("Status"),
        ),
        sections=(Section("", tuple(map(cells, rows))),),
        notes=tuple(notes),
    )


def _reorder_line(row: ReorderRow) -> ReorderLine:
    return ReorderLine(
        name=row.name,
        strength=row.strength,
        form=form_text(row.form),
        labeler=row.labeler,
        ndc=row.product,
        gtin=row.gtin14,
        schedule=row.schedule.symbol,
        on_hand=row.on_hand,
        on_order=row.on_order,
        minimum=row.minimum,
        maximum=row.maximum,
        packs=row.packs,
        pack_size=row.pack_quantity,
        unit=unit_words(row.unit, row.form),
        why=row.why,
    )


def _pull_line(row: StockRow) -> PullLine:
    return PullLine(
        name=row.name,
        strength=row.strength,
        form=form_text(row.form),
        ndc=row.product,
        schedule=row.schedule.symbol,
        lot=row.lot,
        expires=_NO_EXPIRY if row.expiry is None else row.expiry.shown,
        horizon=HORIZON_WORDS[row.horizon],
        place=row.key.place,
        on_hand=row.quantity,
        unit=unit_words(row.unit, row.form),
    )
