"""`rxdesk label` and `rxdesk report reorder`: paper as PDF files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rxdesk.cli.output import err, out
from rxdesk.compose import House
from rxdesk.domain.errors import Refusal
from rxdesk.domain.identity import ProductId
from rxdesk.domain.labels import ShelfLabel
from rxdesk.domain.refusals import ProductNotKept
from rxdesk.ports.printer import LabelStock
from rxdesk.usecases.print_label import shelf_label
from rxdesk.usecases.print_sheets import reorder_sheet


class StockUnknown(Refusal):
    """There is no label stock of that name."""

    def __init__(self, key: str, known: Sequence[LabelStock]) -> None:
        super().__init__(
            f"There is no label stock named {key}.",
            f"Choose one of: {', '.join(stock.key for stock in known)}.",
        )


def write_labels(house: House, ndcs: Sequence[str], *, stock_key: str | None, skip: int, file: Path) -> int:
    """Write shelf labels for products as a PDF.

    Raises:
        StockUnknown, ProductNotKept, Refusal: A label cannot be drawn; no file is written.
    """
    stocks = house.desk.draughtsman.label_stocks()
    stock = next((stock for stock in stocks if stock_key in {None, stock.key}), None)
    if stock is None:
        raise StockUnknown(str(stock_key), stocks)
    labels: list[ShelfLabel] = []
    for ndc in ndcs:
        card = house.reads.product_card(ProductId(ndc))
        if card is None:
            raise ProductNotKept(ndc)
        labels.append(shelf_label(card))
    file.write_bytes(house.desk.draughtsman.label_pdf(labels, stock=stock, skip=skip))
    out(f"Wrote {len(labels)} label{'s' if len(labels) != 1 else ''} on {stock.title} to {file}.")
    return 0


def write_reorder(house: House, *, made_by: str, file: Path) -> int:
    """Write the reorder sheet as a PDF."""
    rows = house.reads.reorder_rows()
    sheet = reorder_sheet(house.desk.sheet_head(made_by), rows)
    file.write_bytes(house.desk.draughtsman.reorder_pdf(sheet))
    if not rows:
        err("Nothing is below its minimum.")
    out(f"Wrote {len(rows)} line{'s' if len(rows) != 1 else ''} to {file}.")
    return 0
