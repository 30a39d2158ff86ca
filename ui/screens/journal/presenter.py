"""The journal's conversation: what to look for, one entry in full, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Protocol

import msgspec

from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.errors import Refusal
from rxdesk.domain.identity import EntryId, ProductId
from rxdesk.domain.orders import SettleDifference
from rxdesk.domain.records import Entry
from rxdesk.domain.sheets import Column, ColumnKind, Section, SheetHead, TableSheet
from rxdesk.ports.found import Found, FoundProduct
from rxdesk.ports.queries import JournalQuery
from rxdesk.ports.rows import JournalPage, JournalRow, PersonRow, ProductCard
from rxdesk.ports.scanner import Scan
from ui.asking import Reverse
from ui.moments import day_words, exact_moment_words
from ui.parts.given import Given
from ui.screens.journal.state import (
    DAYS_OF,
    GROUP_WORDS,
    KINDS_OF,
    Detail,
    DifferenceRow,
    EntryRow,
    Filters,
    LinkedEntry,
    Period,
)

PAGE: Final = 100
_EXPORTED_AT_ONCE: Final = 1_000
_MOST_PRINTED: Final = 2_000
"""Entries on paper; a longer history is a spreadsheet's matter."""

Deliver = Callable[[Sequence[EntryRow]], None]
Fetch = Callable[[int, int, Deliver], None]


class JournalView(Protocol):
    """The screen."""

    def show_filters(self, filters: Filters) -> None:
        """Show what is looked for."""
        ...

    def open_rows(self, total: int, fetch: Fetch, first: Sequence[EntryRow]) -> None:
        """Show the answer to a new question."""
        ...

    def renew_rows(self, total: int) -> None:
        """Ask the same question again, because something was committed."""
        ...

    def show_people(self, people: Sequence[PersonRow]) -> None:
        """Offer these people to look for."""
        ...

    def show_detail(self, detail: Detail | None) -> None:
        """Show one entry in full, or none."""
        ...

    def show_differences(self, differences: Sequence[DifferenceRow]) -> None:
        """Show count differences that wait for a pharmacist."""
        ...

    def show_refusal(self, said: str, remedy: str) -> None:
        """Say why something was not done; empty texts take the last one away."""
        ...

    def show_settled(self) -> None:
        """A difference was settled: be ready for the next."""
        ...


class JournalPresenter:
    """Asks for pages, entries and differences."""

    def __init__(self, view: JournalView, given: Given, *, reverse: Reverse) -> None:
        self._view = view
        self._given = given
        self._reverse = reverse
        self._filters = Filters()
        self._detail: Detail | None = None
        self._front = False
        self._stale = True
        self._began = False

    @property
    def filters(self) -> Filters:
        """Return what is looked for."""
        return self._filters

    def shown(self) -> None:
        """Ask for what is stale."""
        self._front = True
        if not self._began:
            self._began = True
            self._stale = False
            self._look()
            self._ask_people()
            self._ask_differences()
        elif self._stale:
            self._refresh()

    def hidden(self) -> None:
        """Stop asking until shown again."""
        self._front = False

    def changed(self, changes: Changes) -> None:
        """Refresh if in front; every change is an entry."""
        self._stale = True
        if self._front:
            self._refresh()
            if Topic.PEOPLE in changes.topics:
                self._ask_people()

    def look_for(self, filters: Filters) -> None:
        """Look for something else."""
        if filters == self._filters:
            return
        self._filters = filters
        self._look()

    def look_for_product(self, product: ProductId | None) -> None:
        """Look only at one product's history, or at everything again."""
        if product is None:
            self.look_for(replace(self._filters, product=None, product_name=""))
            return
        self._began = True
        self.look_for(Filters(product=product, product_name=str(product)))
        reads = self._given.desk.reads
        self._given.ask(lambda: reads.product_card(product), self._name_product)

    def open_entry(self, entry: EntryId) -> None:
        """Show one entry in full."""
        reads = self._given.desk.reads

        def read() -> tuple[JournalRow | None, Entry | None]:
            return reads.journal_row(entry), reads.entry(entry)

        self._given.ask(read, lambda read: self._show_entry(*read))

    def back(self) -> bool:
        """Close the entry that is shown, then forget the product; return whether there was a way back."""
        if self._detail is not None:
            self._detail = None
            self._view.show_detail(None)
            return True
        if self._filters.product is not None:
            self.look_for_product(None)
            return True
        return False

    def scanned(self, scan: Scan) -> None:
        """Look at the history of the product that was scanned; leave anything else to the look-up."""
        reads = self._given.desk.reads

        def found(found: Found) -> None:
            if isinstance(found, FoundProduct):
                self.look_for_product(found.card.row.product)
            else:
                self._given.go("scan", scan)

        self._given.ask(lambda: reads.find(scan.text), found, lambda _: self._given.go("scan", scan))

    def reverse_entry(self) -> None:
        """Ask why the entry that is shown is to be reversed."""
        if self._detail is not None and self._detail.reversible:
            self._reverse(self._detail.entry, self._detail.sentence)

    def go_to_product(self) -> None:
        """Show the product of the entry that is shown."""
        if self._detail is not None and self._detail.product is not None:
            self._given.go("products", self._detail.product)

    def settle(self, count: EntryId, cause: str) -> None:
        """Accept an open difference, naming its cause."""
        if len(cause.strip()) < 3:
            self._view.show_refusal(
                "Settling a difference needs its cause.",
                "Write which step failed: a miscount, a wrong label, a spill.",
            )
            return
        order = SettleDifference(id=self._given.desk.new_order_id(), count=count, cause=cause.strip())
        self._given.post(order, lambda _: self._view.show_settled(), self._refuse)

    def export(self, suffix: str) -> None:
        """Save what is looked for as a table: "csv" or "xlsx"."""
        desk, query, by = self._given.desk, self._query(), self._signed_in()
        filters = self._filters

        def make() -> bytes:
            sheet = _sheet(desk.sheet_head(by), _all_rows(desk.reads.journal_page, query), filters)
            return desk.tables.table_csv(sheet) if suffix == "csv" else desk.tables.table_xlsx(sheet)

        self._given.save_file(f"Journal {desk.today().isoformat()}.{suffix}", make)

    def print_rows(self) -> None:
        """Preview what is looked for on paper."""
        desk, query, by = self._given.desk, self._query(), self._signed_in()
        filters = self._filters

        def draw() -> bytes:
            rows = _all_rows(desk.reads.journal_page, query, most=_MOST_PRINTED)
            return desk.draughtsman.table_pdf(_sheet(desk.sheet_head(by), rows, filters))

        self._given.preview(f"Journal {desk.today().isoformat()}", draw)

    def _signed_in(self) -> str:
        person = self._given.session.person
        return "" if person is None else person.name

    def _look(self) -> None:
        self._view.show_filters(self._filters)
        query, reads = self._query(), self._given.desk.reads

        def fetch(offset: int, limit: int, deliver: Deliver) -> None:
            page = replace(query, offset=offset, limit=limit)
            self._given.ask(lambda: _rows_of(reads.journal_page(page)), deliver)

        def opened(page: JournalPage) -> None:
            if query == self._query():
                self._view.open_rows(page.total, fetch, _rows_of(page))

        self._given.ask(lambda: reads.journal_page(replace(query, limit=PAGE)), opened)

    def _refresh(self) -> None:
        self._stale = False
        query, reads = replace(self._query(), limit=1), self._given.desk.reads
        self._given.ask(lambda: reads.journal_page(query).total, self._view.renew_rows)
        self._ask_differences()
        if self._detail is not None:
            self.open_entry(self._detail.entry)

    def _query(self) -> JournalQuery:
        filters = self._filters
        since, until = _moments_of(filters, self._given.desk.today())
        return JournalQuery(
            product=filters.product,
            kinds=KINDS_OF[filters.group],
            person=filters.person,
            since=since,
            until=until,
            text=filters.text.strip(),
        )

    def _ask_people(self) -> None:
        self._given.ask(self._given.desk.reads.people, self._view.show_people)

    def _ask_differences(self) -> None:
        reads = self._given.desk.reads
        self._given.ask(
            lambda: tuple(DifferenceRow(difference) for difference in reads.open_differences()),
            self._view.show_differences,
        )

    def _name_product(self, card: ProductCard | None) -> None:
        if card is not None and card.row.product == self._filters.product:
            self._filters = replace(self._filters, product_name=f"{card.row.name} {card.row.strength}")
            self._view.show_filters(self._filters)

    def _show_entry(self, row: JournalRow | None, entry: Entry | None) -> None:
        if row is None or entry is None:
            return
        self._detail = detail_of(row, entry)
        self._view.show_detail(self._detail)

    def _refuse(self, refusal: Refusal) -> None:
        self._view.show_refusal(refusal.said, refusal.remedy)


def detail_of(row: JournalRow, entry: Entry) -> Detail:
    """Return one entry with all there is to know of it, in words."""
    facts = [
        ("Happened", exact_moment_words(row.happened_at)),
        ("Recorded", exact_moment_words(row.recorded_at) + (" — late" if row.late else "")),
        ("Person", row.person or "the program itself"),
        ("Signed by", row.witness),
        ("Signature means", row.meaning),
        ("Reason", row.reason),
        ("Product", row.product or ""),
    ]
    links = [
        LinkedEntry(entry=linked, words=f"{words} entry {seq:,}")
        for words, linked, seq in (
            ("Corrects", row.corrects, row.corrects_seq),
            ("Reversed by", row.reversed_by, row.reversed_by_seq),
        )
        if linked is not None and seq is not None
    ]
    chain = (
        ("Kind", f"{entry.kind}, version {entry.version}"),
        ("Entry id", entry.id),
        ("Order id", f"{entry.order_id}, part {entry.order_part}"),
        ("Station", entry.station),
        ("Place in chain", f"epoch {entry.epoch}, number {entry.station_seq:,}"),
        ("Program", entry.program),
        ("Hash", entry.hash.hex()),
    )
    return Detail(
        entry=row.entry,
        title=f"Entry {row.seq:,}",
        sentence=row.sentence,
        facts=tuple((caption, words) for caption, words in facts if words),
        links=tuple(links),
        product=row.product,
        reversible=row.reversible,
        chain=chain,
        stored=msgspec.json.format(msgspec.json.encode(entry.fact, order="sorted"), indent=2).decode(),
    )


def _rows_of(page: JournalPage) -> tuple[EntryRow, ...]:
    return tuple(EntryRow(row) for row in page.rows)


def _moments_of(filters: Filters, today: date) -> tuple[datetime | None, datetime | None]:
    """Return since when and until when, in UTC, of days in the pharmacy's own time."""
    if filters.period is Period.ANY:
        return None, None
    if filters.period is Period.DATES:
        last = filters.last_day
        return (
            None if filters.first_day is None else _midnight(filters.first_day),
            None if last is None else _midnight(last + timedelta(days=1)),
        )
    return _midnight(today - timedelta(days=DAYS_OF[filters.period] - 1)), None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone().astimezone(UTC)


def _all_rows(
    page_of: Callable[[JournalQuery], JournalPage], query: JournalQuery, *, most: int | None = None
) -> tuple[tuple[JournalRow, ...], int]:
    """Return every row that answers, or the first `most`, and how many there are in all."""
    rows: list[JournalRow] = []
    while True:
        page = page_of(replace(query, offset=len(rows), limit=_EXPORTED_AT_ONCE))
        rows.extend(page.rows)
        enough = most is not None and len(rows) >= most
        if not page.rows or len(rows) >= page.total or enough:
            return tuple(rows[:most]), page.total


def _sheet(head: SheetHead, found: tuple[tuple[JournalRow, ...], int], filters: Filters) -> TableSheet:
    rows, total = found
    kind = ColumnKind
    notes = [_said_of(filters)]
    if len(rows) < total:
        notes.append(f"The newest {len(rows):,} of {total:,} entries; export the table for all of them.")
    return TableSheet(
        head=head,
        title="Journal",
        columns=(
            Column("Entry", kind.NUMBER),
            Column("Happened", kind.MOMENT),
            Column("What happened"),
            Column("NDC", kind.IDENTIFIER),
            Column("Person"),
            Column("Signed by"),
            Column("Reason"),
            Column("Corrects", kind.NUMBER),
            Column("Reversed by", kind.NUMBER),
        ),
        sections=(
            Section(
                "",
                tuple(
                    (
                        row.seq,
                        row.happened_at.astimezone(),
                        row.sentence,
                        row.product or "",
                        row.person,
                        row.witness,
                        row.reason,
                        row.corrects_seq,
                        row.reversed_by_seq,
                    )
                    for row in rows
                ),
            ),
        ),
        notes=tuple(notes),
    )


def _said_of(filters: Filters) -> str:
    """Return in one sentence what the rows were chosen by."""
    parts = [GROUP_WORDS[filters.group].lower() + " entries"]
    if filters.product is not None:
        parts.append(f"of {filters.product_name}")
    if filters.text.strip():
        parts.append(f"with the words “{filters.text.strip()}”")
    if filters.period is Period.DATES:
        if filters.first_day is not None:
            parts.append(f"from {day_words(filters.first_day)}")
        if filters.last_day is not None:
            parts.append(f"to {day_words(filters.last_day)}")
    elif filters.period is not Period.ANY:
        parts.append(f"of the last {DAYS_OF[filters.period]} days")
    return f"Shown: {' '.join(parts)}, newest first."
