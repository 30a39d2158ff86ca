"""The sheets people carry about: what to order, and what to pull."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from devices.printing.codes import data_matrix
from devices.printing.fonts import Family, runs_width_mm, visible
from devices.printing.grid import (
    PADDING_X_MM,
    Align,
    CellContent,
    GridColumn,
    GridRow,
    Mark,
    TickBox,
    Words,
)
from devices.printing.pagination import GridSection
from devices.printing.sheet_pages import PageSize, sheet_pdf
from rxdesk.domain.labels import Gs1Code, OwnCode, Run, tall_man_runs
from rxdesk.domain.own_codes import shelf_code
from rxdesk.domain.quantity import quantity_text
from rxdesk.domain.sheets import (
    PullLine,
    PullSheet,
    ReorderLine,
    ReorderSheet,
    figure_text,
    pull_sections,
    reorder_sections,
)

_MODULE_MM: Final = 0.42  # office printers draw 600 dpi: ten dots
_LOT_MM: Final = 33.0
_SMALLEST_LOT_PT: Final = 7.5
_C_II: Final = "C-II"


def reorder_pdf(sheet: ReorderSheet) -> bytes:
    """Draw the reorder sheet; see `rxdesk.ports.printer.Draughtsman.reorder_pdf`."""
    size = PageSize.of(sheet.paper)
    narrow = (13.0, 16.0, 16.0, 17.0, 17.0, 21.0, 19.0, 10.0)
    code, on_hand, on_order, minimum, maximum, order, pack, done = narrow
    columns = (
        GridColumn("", code),
        GridColumn("Product", size.inner_width_mm - sum(narrow)),
        GridColumn("On hand", on_hand, Align.RIGHT),
        GridColumn("On order", on_order, Align.RIGHT),
        GridColumn("Minimum", minimum, Align.RIGHT),
        GridColumn("Maximum", maximum, Align.RIGHT),
        GridColumn("To order", order, Align.RIGHT),
        GridColumn("Pack of", pack, Align.RIGHT),
        GridColumn("Done", done, Align.CENTRE),
    )
    sections = tuple(
        GridSection(
            title,
            tuple(map(_reorder_row, lines)),
            totals=_reorder_totals(lines),
            own_page=all(line.schedule == _C_II for line in lines),
        )
        for title, lines in reorder_sections(sheet.lines)
    ) or (GridSection("", (), when_empty="Nothing is below its minimum."),)
    return sheet_pdf(
        title="Reorder sheet",
        head=sheet.head,
        size=size,
        columns=columns,
        sections=sections,
        notes=sheet.notes,
    )


def pull_pdf(sheet: PullSheet) -> bytes:
    """Draw the pull list; see `rxdesk.ports.printer.Draughtsman.pull_pdf`."""
    size = PageSize.of(sheet.paper)
    done, place, lot, expires, on_hand = narrow = (10.0, 26.0, _LOT_MM, 25.0, 26.0)
    columns = (
        GridColumn("Done", done, Align.CENTRE),
        GridColumn("Place", place),
        GridColumn("Product", size.inner_width_mm - sum(narrow)),
        GridColumn("Lot", lot),
        GridColumn("Expires", expires),
        GridColumn("On hand", on_hand, Align.RIGHT),
    )
    sections = tuple(
        GridSection(horizon, tuple(map(_pull_row, lines))) for horizon, lines in pull_sections(sheet.lines)
    ) or (GridSection("", (), when_empty="Nothing is to be pulled."),)
    return sheet_pdf(
        title="Pull list", head=sheet.head, size=size, columns=columns, sections=sections, notes=sheet.notes
    )


def _reorder_row(line: ReorderLine) -> GridRow:
    code = Gs1Code(line.gtin) if line.gtin is not None else OwnCode(shelf_code(line.ndc))
    pack = "1 pack" if line.packs == 1 else f"{figure_text(Decimal(line.packs))} packs"
    return GridRow(
        (
            Mark(data_matrix(code), _MODULE_MM),
            (*_product(line.name, line.strength, line.form, line.schedule), _ndc(line.ndc, line.labeler)),
            (_figure(quantity_text(line.on_hand)),),
            (_figure(quantity_text(line.on_order)),),
            (_figure(quantity_text(line.minimum)),),
            (_figure("none" if line.maximum is None else quantity_text(line.maximum)),),
            (
                Words((Run(pack, strong=True),), size_pt=12),
                Words((Run(f"{quantity_text(line.ordered)} {line.unit}".strip(), strong=False),), size_pt=8),
            ),
            (
                _figure(quantity_text(line.pack_size)),
                Words((Run(visible(line.unit), strong=False),), size_pt=8),
            ),
            TickBox(),
        ),
        remark=Words((Run(visible(line.why), strong=False),), size_pt=8, quiet=True) if line.why else None,
    )


def _reorder_totals(lines: tuple[ReorderLine, ...]) -> GridRow:
    products = "1 product" if len(lines) == 1 else f"{figure_text(Decimal(len(lines)))} products"
    packs = sum(line.packs for line in lines)
    nothing: CellContent = ()
    return GridRow(
        (
            nothing,
            (Words((Run(products, strong=True),), size_pt=10),),
            *(nothing,) * 4,
            (
                Words(
                    (Run("1 pack" if packs == 1 else f"{figure_text(Decimal(packs))} packs", strong=True),),
                    size_pt=10,
                ),
            ),
            *(nothing,) * 2,
        )
    )


def _pull_row(line: PullLine) -> GridRow:
    return GridRow(
        (
            TickBox(),
            (Words((Run(visible(line.place), strong=True),), size_pt=11),),
            (*_product(line.name, line.strength, line.form, line.schedule), _ndc(line.ndc, "")),
            (_unparted(visible(line.lot), size_pt=10, width_mm=_LOT_MM),),
            (Words((Run(visible(line.expires), strong=True),), size_pt=10),),
            (
                Words((Run(quantity_text(line.on_hand), strong=True),), size_pt=11),
                Words((Run(visible(line.unit), strong=False),), size_pt=8),
            ),
        )
    )


def _product(name: str, strength: str, form: str, schedule: str) -> tuple[Words, ...]:
    """Set a product's name with its tall letters, and its strength heavier than its form."""
    second = [
        run
        for run in (Run(visible(strength), strong=True), Run(f" {visible(form)}", strong=False))
        if run.text.strip()
    ]
    if schedule:
        second.append(Run(f" · {schedule}", strong=True))
    return (Words(tall_man_runs(visible(name)), size_pt=11), Words(tuple(second), size_pt=9.5))


def _ndc(ndc: str, labeler: str) -> Words:
    said = f"NDC {visible(ndc)}" + (f" · {visible(labeler)}" if labeler else "")
    return Words((Run(said, strong=False),), size_pt=8)


def _unparted(text: str, *, size_pt: float, width_mm: float) -> Words:
    """Set a lot number on one line if it can be: two lines are read as two lots."""
    runs = (Run(text, strong=True),)
    wide = runs_width_mm(runs, family=Family.CONDENSED, size_pt=size_pt)
    room = width_mm - 2 * PADDING_X_MM
    return Words(runs, size_pt=max(_SMALLEST_LOT_PT, min(size_pt, size_pt * room / max(wide, 1.0) - 0.01)))


def _figure(text: str) -> Words:
    return Words((Run(text, strong=False),), size_pt=10)
