"""The reorder screen's conversation: packs are proposed, a person decides, and what was ordered is marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

import msgspec

from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import OrderedLine
from rxdesk.domain.identity import EntryId, ProductId
from rxdesk.domain.orders import MarkOrdered
from rxdesk.domain.sheets import ReorderSheet, reorder_table
from rxdesk.ports.queries import JournalQuery
from rxdesk.ports.rows import JournalRow, ReorderRow
from rxdesk.usecases.print_sheets import reorder_sheet
from ui.asking import Reverse
from ui.moments import moment_words
from ui.parts.given import Given
from ui.screens.reorder.state import MOST_PACKS, OpenOrder, OrderLine, ReorderState, Section

DRAFT: Final = "reorder"
_TOPICS: Final = frozenset({Topic.STOCK, Topic.PRODUCTS, Topic.ON_ORDER, Topic.HOLDS})
_ORDERS_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class _Read:
    """What one visit to the journal thread brings back."""

    below: tuple[ReorderRow, ...]
    on_order: tuple[ReorderRow, ...]
    draft: str | None


class ReorderView(Protocol):
    """The screen."""

    def show(self, state: ReorderState) -> None:
        """Show what is to be ordered, or what is on order."""
        ...

    def show_line(self, line: OrderLine | None) -> None:
        """Show one product with its arithmetic."""
        ...

    def show_orders(self, orders: Sequence[OpenOrder]) -> None:
        """Show the orders that the chosen product is on."""
        ...

    def show_marked(self) -> None:
        """The lines were marked: forget supplier and reference."""
        ...

    def show_refusal(self, said: str, remedy: str) -> None:
        """Say why something was not done; empty texts take the last one away."""
        ...


class ReorderPresenter:
    """Proposes packs, keeps what a person chose, marks what was ordered."""

    def __init__(self, view: ReorderView, given: Given, *, reverse: Reverse) -> None:
        self._view = view
        self._given = given
        self._reverse = reverse
        self._section = Section.TO_ORDER
        self._below: tuple[ReorderRow, ...] = ()
        self._on_order: tuple[ReorderRow, ...] = ()
        self._chosen: dict[ProductId, int] = {}
        self._current: ProductId | None = None
        self._front = False
        self._stale = True
        self._draft_read = False

    @property
    def state(self) -> ReorderState:
        """Return what is shown."""
        lines = self._lines()
        shown = tuple(line for line in lines if line.section is self._section)
        if self._section is Section.ON_ORDER:
            shown = tuple(OrderLine(row=row, packs=0) for row in self._on_order)
        to_mark = sum(1 for line in shown if line.packs)
        return ReorderState(
            section=self._section,
            lines=shown,
            counts=(
                (Section.TO_ORDER, sum(1 for line in lines if line.section is Section.TO_ORDER)),
                (Section.SCHEDULE_TWO, sum(1 for line in lines if line.section is Section.SCHEDULE_TWO)),
                (Section.ON_ORDER, len(self._on_order)),
            ),
            to_mark=to_mark,
            may_mark=to_mark > 0 and self._section is not Section.ON_ORDER,
        )

    def shown(self) -> None:
        """Ask for what is stale."""
        self._front = True
        if self._stale:
            self._read()

    def hidden(self) -> None:
        """Stop asking until shown again."""
        self._front = False

    def changed(self, changes: Changes) -> None:
        """Refresh if in front and concerned, else remember to."""
        if changes.topics & _TOPICS:
            self._stale = True
            if self._front:
                self._read()

    def show_section(self, section: Section) -> None:
        """Show another part."""
        self._section = section
        self._current = None
        self._view.show(self.state)
        self._view.show_line(None)
        self._view.show_orders(())

    def choose(self, product: ProductId | None) -> None:
        """Show one product's arithmetic, or the orders it is on."""
        self._current = product
        line = next((line for line in self.state.lines if line.key == product), None)
        self._view.show_line(line)
        if line is not None and self._section is Section.ON_ORDER:
            self._ask_orders(line.key)

    def set_packs(self, product: ProductId, packs: int) -> None:
        """Order so many packs; 0 leaves the product out."""
        row = next((row for row in self._below if row.product == product), None)
        if row is None or not 0 <= packs <= MOST_PACKS:
            return
        if packs == row.packs:
            self._chosen.pop(product, None)
        else:
            self._chosen[product] = packs
        self._keep_draft()
        self._view.show(self.state)
        self._view.show_line(next(line for line in self._lines() if line.key == product))

    def mark_ordered(self, supplier: str, reference: str) -> None:
        """Say that the section's lines were ordered, so that tomorrow's sheet does not repeat them."""
        lines = [line for line in self.state.lines if line.packs]
        if not lines or self._section is Section.ON_ORDER:
            return
        order = MarkOrdered(
            id=self._given.desk.new_order_id(),
            supplier=supplier.strip(),
            reference=reference.strip(),
            lines=tuple(
                OrderedLine(product=line.key, packs=line.packs, quantity=line.quantity) for line in lines
            ),
        )
        self._view.show_refusal("", "")

        def marked(_: object) -> None:
            for line in lines:
                self._chosen.pop(line.key, None)
            self._keep_draft()
            self._view.show_marked()

        self._given.post(order, marked, self._refuse)

    def cancel_order(self, order: OpenOrder) -> None:
        """Ask why an order is cancelled, and reverse it whole."""
        self._reverse(order.entry, order.sentence)

    def print_sheet(self) -> None:
        """Preview the reorder sheet."""
        desk, rows, by = self._given.desk, self._rows(), self._signed_in()
        title = f"Reorder sheet {desk.today().isoformat()}"
        self._given.preview(title, lambda: desk.draughtsman.reorder_pdf(self._sheet(rows, by)))

    def save(self, suffix: str) -> None:
        """Save the reorder sheet: "pdf", "csv" or "xlsx"."""
        desk, rows, by = self._given.desk, self._rows(), self._signed_in()

        def make() -> bytes:
            sheet = self._sheet(rows, by)
            match suffix:
                case "pdf":
                    return desk.draughtsman.reorder_pdf(sheet)
                case "csv":
                    return desk.tables.table_csv(reorder_table(sheet))
                case _:
                    return desk.tables.table_xlsx(reorder_table(sheet))

        self._given.save_file(f"Reorder sheet {desk.today().isoformat()}.{suffix}", make)

    def go_to_product(self) -> None:
        """Show the chosen product."""
        if self._current is not None:
            self._given.go("products", self._current)

    def _lines(self) -> tuple[OrderLine, ...]:
        return tuple(
            OrderLine(row=row, packs=self._chosen.get(row.product, row.packs)) for row in self._below
        )

    def _rows(self) -> tuple[ReorderRow, ...]:
        return tuple(replace(line.row, packs=line.packs, quantity=line.quantity) for line in self._lines())

    def _sheet(self, rows: Sequence[ReorderRow], by: str) -> ReorderSheet:
        return reorder_sheet(self._given.desk.sheet_head(by), rows)

    def _signed_in(self) -> str:
        person = self._given.session.person
        return "" if person is None else person.name

    def _read(self) -> None:
        self._stale = False
        reads, person, wanted = self._given.desk.reads, self._given.session.person, not self._draft_read

        def read() -> _Read:
            draft = reads.draft(person.person, DRAFT) if person is not None and wanted else None
            return _Read(tuple(reads.reorder_rows()), tuple(reads.on_order_rows()), draft)

        self._given.ask(read, self._show)

    def _show(self, read: _Read) -> None:
        self._below, self._on_order = read.below, read.on_order
        if not self._draft_read:
            self._draft_read = True
            self._chosen = _packs_kept(read.draft)
        below = {row.product for row in self._below}
        self._chosen = {product: packs for product, packs in self._chosen.items() if product in below}
        self._view.show(self.state)
        self.choose(self._current)

    def _keep_draft(self) -> None:
        person, keeping = self._given.session.person, self._given.desk.keeping
        if person is None:
            return
        content = msgspec.json.encode(self._chosen).decode() if self._chosen else ""
        self._given.ask(lambda: keeping.save_draft(person.person, DRAFT, content), lambda _: None)

    def _ask_orders(self, product: ProductId) -> None:
        query = JournalQuery(product=product, kinds=("ProductsOrdered",), limit=_ORDERS_SHOWN)
        reads = self._given.desk.reads

        def show(rows: tuple[JournalRow, ...]) -> None:
            if product == self._current:
                self._view.show_orders([_open_order(row) for row in rows if row.reversible])

        self._given.ask(lambda: reads.journal_page(query).rows, show)

    def _refuse(self, refusal: Refusal) -> None:
        self._view.show_refusal(refusal.said, refusal.remedy)


def _open_order(row: JournalRow) -> OpenOrder:
    return OpenOrder(
        entry=EntryId(row.entry), sentence=row.sentence, at=moment_words(row.happened_at), person=row.person
    )


def _packs_kept(draft: str | None) -> dict[ProductId, int]:
    """Return the packs somebody chose before; a draft of another program is not worth a question."""
    if not draft:
        return {}
    try:
        return msgspec.json.decode(draft, type=dict[ProductId, int])
    except msgspec.DecodeError:
        return {}
