"""The journal as the person sees it: what to look for, the entries, one of them in full, and open differences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import cast

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from rxdesk.domain.changes import Changes
from rxdesk.domain.expiry import ExpiryPrecision
from rxdesk.domain.identity import EntryId, PersonId, ProductId
from rxdesk.ports.rows import PersonRow
from rxdesk.ports.scanner import Scan
from ui.context import Context
from ui.kit.buttons import Button, Kind
from ui.kit.cards import Banner, EmptyState
from ui.kit.fields import ChoiceField, DateField, SearchField, TextField
from ui.kit.flow import FlowLayout
from ui.kit.page import page_layout
from ui.kit.pages import PagedRowsModel
from ui.kit.rows import RowsModel
from ui.kit.tablecard import TableCard
from ui.parts.pages import BackPage
from ui.parts.subjects import Waiting
from ui.parts.tabs import Tab, TabStrip
from ui.screens.journal.columns import DIFFERENCES, ENTRIES
from ui.screens.journal.detail import DetailCard
from ui.screens.journal.presenter import Fetch, JournalPresenter
from ui.screens.journal.state import (
    GROUP_WORDS,
    PERIOD_WORDS,
    Detail,
    DifferenceRow,
    EntryRow,
    Filters,
    Group,
    Period,
)

_TYPING_MS = 180  # after the last letter; a search for each letter would only make the next one wait
_ENTRIES, _DIFFERENCES = "entries", "differences"


class JournalScreen:
    """The screen; see `ui.context.Screen`."""

    def __init__(self, context: Context) -> None:
        self._page = BackPage(self.back)
        self._tabs = TabStrip("Parts of the journal")
        self._text = SearchField(
            "Words in the journal", placeholder="Lot, prescription number, place, reason …"
        )
        self._group = ChoiceField("Kind", [(group.value, _group_words(group)) for group in Group])
        self._person = ChoiceField("Person", (("", "Everybody"),))
        self._period = ChoiceField("Period", [(period.value, PERIOD_WORDS[period]) for period in Period])
        today = context.desk.today
        self._first, self._last = DateField("First day", today=today), DateField("Last day", today=today)
        self._product = Button("", "x", kind=Kind.SECONDARY)
        self._banner = Banner()
        self._entries = PagedRowsModel[EntryRow](ENTRIES)
        self._differences = RowsModel[DifferenceRow](DIFFERENCES)
        preferences = context.preferences
        self._table = TableCard(
            "Journal",
            self._entries,
            name="journal",
            preferences=preferences,
            empty=EmptyState(
                "book-open-text", "No entry answers this. Take a filter away, or look for other words."
            ),
        )
        self._open = TableCard(
            "Count differences that wait for a pharmacist",
            self._differences,
            name="journal/differences",
            preferences=preferences,
            empty=EmptyState("clipboard-check", "No count difference waits to be settled."),
        )
        self._open.offer(export=False, paper=False)
        self._cause = TextField(
            "Cause", placeholder="Which step failed? A miscount, a wrong label, a spill …"
        )
        self._cause.setMaxLength(200)
        self._settle = Button("Settle", "circle-check", kind=Kind.PRIMARY)
        self._detail = DetailCard()
        self._stack = QStackedWidget()
        self._typing = QTimer(self._page, interval=_TYPING_MS, singleShot=True)
        self._presenter = JournalPresenter(self, context, reverse=context.reverse)
        self._lay_out()
        self._connect()
        self.show_filters(self._presenter.filters)
        self._show_tabs(0)

    @property
    def widget(self) -> QWidget:
        """Return what is shown."""
        return self._page

    def shown(self) -> None:
        """Ask for what is stale."""
        self._presenter.shown()

    def hidden(self) -> None:
        """The screen went to the back."""
        self._presenter.hidden()

    def changed(self, changes: Changes) -> None:
        """Refresh now, or when the screen comes to the front."""
        self._presenter.changed(changes)

    def scanned(self, scan: Scan) -> bool:
        """Show the history of what was scanned."""
        self._presenter.scanned(scan)
        return True

    def open(self, subject: object) -> None:
        """Show an entry by its id, a product's history by its NDC, or the count differences that wait."""
        if subject is Waiting.DIFFERENCES:
            self._choose_tab(_DIFFERENCES)
        elif isinstance(subject, str):
            self._choose_tab(_ENTRIES)
            if _is_product(subject):
                self._presenter.look_for_product(ProductId(subject))
            else:
                self._presenter.open_entry(EntryId(subject))

    def back(self) -> bool:
        """Close the entry, then forget the product."""
        return self._presenter.back()

    # --- what the presenter shows -----------------------------------------------------------------

    def show_filters(self, filters: Filters) -> None:
        """Show what is looked for."""
        if self._text.text().strip() != filters.text.strip():
            self._text.setText(filters.text)
        self._person.show_choice(filters.person or "")
        self._period.show_choice(filters.period.value)
        for field in (self._first, self._last):
            field.setVisible(filters.period is Period.DATES)
        self._product.setText(filters.product_name)
        self._product.setAccessibleName(f"Only {filters.product_name}: show every product again")
        self._product.setVisible(filters.product is not None)
        self._group.show_choice(filters.group.value)

    def open_rows(self, total: int, fetch: Fetch, first: Sequence[EntryRow]) -> None:
        """Show the answer to a new question."""
        self._entries.open(total, fetch, first)
        self._table.title.setText(f"{total:,} entries" if total != 1 else "1 entry")

    def renew_rows(self, total: int) -> None:
        """Ask the same question again."""
        self._entries.renew(total)
        self._table.title.setText(f"{total:,} entries" if total != 1 else "1 entry")

    def show_people(self, people: Sequence[PersonRow]) -> None:
        """Offer these people to look for."""
        choices = [("", "Everybody"), *((row.person.person, row.person.name) for row in people)]
        self._person.show_choices(choices)

    def show_detail(self, detail: Detail | None) -> None:
        """Show one entry in full, or none."""
        self._detail.show_detail(detail)
        if detail is not None:
            self._table.view.select_key(detail.entry)

    def show_differences(self, differences: Sequence[DifferenceRow]) -> None:
        """Show count differences that wait for a pharmacist."""
        self._differences.show(differences)
        self._show_tabs(len(differences))
        self._settle.setEnabled(bool(differences))

    def show_refusal(self, said: str, remedy: str) -> None:
        """Say why something was not done."""
        if said:
            self._banner.show_message(said, remedy, dismissable=True)
        else:
            self._banner.hide()

    def show_settled(self) -> None:
        """A difference was settled: be ready for the next."""
        self._cause.clear()
        self._banner.hide()

    # --- wiring ---------------------------------------------------------------------------------------

    def _connect(self) -> None:
        presenter, view = self._presenter, self._table.view
        self._tabs.chosen.connect(self._choose_tab)
        self._text.textEdited.connect(self._wait_for_more)
        self._text.returnPressed.connect(self._look)
        self._text.down_pressed.connect(view.setFocus)
        self._typing.timeout.connect(self._look)
        self._person.chosen.connect(self._look)
        self._period.chosen.connect(self._look)
        self._first.expiry_changed.connect(self._look)
        self._last.expiry_changed.connect(self._look)
        self._product.clicked.connect(partial(presenter.look_for_product, None))
        self._group.chosen.connect(self._look)
        self._table.export_wanted.connect(self._choose_format)
        self._table.print_wanted.connect(presenter.print_rows)
        view.current_changed.connect(self._follow)
        view.row_opened.connect(presenter.open_entry)
        view.search_wanted.connect(self._type_on)
        self._detail.link_wanted.connect(presenter.open_entry)
        self._detail.reverse_wanted.connect(presenter.reverse_entry)
        self._detail.product_wanted.connect(presenter.go_to_product)
        self._detail.history_wanted.connect(presenter.look_for_product)
        self._detail.closed.connect(presenter.back)
        self._banner.dismissed.connect(self._banner.hide)
        self._open.view.row_opened.connect(self._ask_cause)
        self._cause.returnPressed.connect(self._settle.click)
        self._settle.clicked.connect(self._settle_current)

    def _wait_for_more(self) -> None:
        self._typing.start()

    def _look(self) -> None:
        self._typing.stop()
        person = self._person.key
        self._presenter.look_for(
            replace(
                self._presenter.filters,
                text=self._text.text(),
                group=Group(self._group.key),
                person=PersonId(person) if person else None,
                period=Period(self._period.key),
                first_day=_first_day(self._first),
                last_day=None if self._last.expiry is None else self._last.expiry.usable_through,
            )
        )

    def _follow(self, key: object) -> None:
        if key is not None:
            self._presenter.open_entry(cast("EntryId", key))

    def _type_on(self, letters: str) -> None:
        self._text.setFocus()
        self._text.setText(letters)
        self._typing.start()

    def _ask_cause(self) -> None:
        self._cause.setFocus()

    def _settle_current(self) -> None:
        key = self._open.view.current_key or next((row.key for row in self._differences.rows), None)
        if key is not None:
            self._presenter.settle(cast("EntryId", key), self._cause.text())

    def _choose_format(self) -> None:
        menu = QMenu(self._table)
        for suffix, words in (("csv", "CSV table"), ("xlsx", "Excel workbook")):
            menu.addAction(words).triggered.connect(partial(self._presenter.export, suffix))
        menu.popup(self._table.mapToGlobal(QPoint(self._table.width() - 240, 52)))

    def _choose_tab(self, key: str) -> None:
        self._stack.setCurrentIndex(0 if key == _ENTRIES else 1)
        self._show_tabs(len(self._differences.rows))

    def _show_tabs(self, waiting: int) -> None:
        current = _ENTRIES if self._stack.currentIndex() <= 0 else _DIFFERENCES
        tabs = [Tab(_ENTRIES, "Entries"), Tab(_DIFFERENCES, "Count differences", waiting)]
        self._tabs.show_tabs(tabs, current)

    def _lay_out(self) -> None:
        looking = FlowLayout(gap=10)
        self._text.setMinimumWidth(320)
        for part in (self._text, self._group, self._person, self._period):
            looking.addWidget(part)
        for part in (self._first, self._last, self._product):
            looking.addWidget(part)
        for field in (self._first, self._last):
            field.setFixedWidth(150)
        entries = QWidget()
        column = QVBoxLayout(entries)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(looking)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._table, 1)
        row.addWidget(self._detail)
        column.addLayout(row, 1)
        differences = QWidget()
        column = QVBoxLayout(differences)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._open, 1)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._cause, 1)
        row.addWidget(self._settle)
        column.addLayout(row)
        self._stack.addWidget(entries)
        self._stack.addWidget(differences)
        page = page_layout(self._page)
        page.addWidget(self._tabs)
        page.addWidget(self._banner)
        page.addWidget(self._stack, 1)


def build(context: Context) -> JournalScreen:
    """Return the screen."""
    return JournalScreen(context)


def _group_words(group: Group) -> str:
    return "Every kind" if group is Group.ALL else GROUP_WORDS[group]


def _is_product(text: str) -> bool:
    """Return whether a subject is an NDC; an entry's id is a UUID."""
    return text.count("-") == 2


def _first_day(field: DateField) -> date | None:
    """Return the first day a date or month stands for."""
    expiry = field.expiry
    if expiry is None:
        return None
    last = expiry.usable_through
    return last if expiry.precision is ExpiryPrecision.DAY else last.replace(day=1)
