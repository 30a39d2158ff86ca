"""Reversing an entry: a reason is asked for, and what stands in the way is named so that one can go there.

No Qt; `ui.reason_panel` is the view.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from rxdesk.desk import Desk, Posted
from rxdesk.domain.errors import Refusal
from rxdesk.domain.identity import EntryId
from rxdesk.domain.orders import ReverseEntry
from rxdesk.ports.queries import JournalQuery
from rxdesk.ports.rows import JournalRow
from rxdesk.usecases.reverse_entry import StockMovedOn
from ui.asking import Ask, PostOrder

USUAL_REASONS = (
    "Wrong product",
    "Wrong quantity",
    "Wrong lot or date",
    "Entered twice",
    "Did not happen",
)
_ENTRY = re.compile(r"\bentry (\d+)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class InTheWay:
    """An entry that has to be reversed first."""

    seq: int
    words: str


class ReasonView(Protocol):
    """The panel that asks why."""

    def ask_reason(self, sentence: str, reasons: Sequence[str]) -> None:
        """Show what is to be reversed, and ask why."""
        ...

    def show_refusal(self, said: str, remedy: str, in_the_way: Sequence[InTheWay]) -> None:
        """Say why it was not reversed, with entries to go to."""
        ...

    def show_busy(self, *, busy: bool) -> None:
        """Take no keys while it is being posted."""
        ...

    def close_overlay(self) -> None:
        """Go away."""
        ...


class Reversal:
    """The conversation of reversing one entry."""

    def __init__(
        self,
        view: ReasonView,
        *,
        desk: Desk,
        ask: Ask,
        post: PostOrder,
        open_entry: Callable[[EntryId], None],
    ) -> None:
        self._view = view
        self._desk = desk
        self._ask = ask
        self._post = post
        self._open_entry = open_entry
        self._entry: EntryId | None = None

    def begin(self, entry: EntryId, sentence: str) -> None:
        """Ask why an entry is to be reversed."""
        self._entry = entry
        self._view.ask_reason(sentence, USUAL_REASONS)

    def reverse(self, reason: str) -> None:
        """Post the reversal."""
        if self._entry is None:
            return
        order = ReverseEntry(id=self._desk.new_order_id(), entry=self._entry, reason=reason.strip())
        self._view.show_busy(busy=True)
        self._post(order, self._reversed, self._refuse)

    def go_to(self, seq: int) -> None:
        """Show an entry that stands in the way, by its place in the journal."""
        reads = self._desk.reads

        def find() -> JournalRow | None:
            # Entries are numbered without gaps, and the journal is read newest first.
            last, _ = reads.head()
            rows = reads.journal_page(JournalQuery(offset=last - seq, limit=1)).rows
            return next((row for row in rows if row.seq == seq), None)

        self._ask(find, self._show)

    def _show(self, row: JournalRow | None) -> None:
        if row is not None:
            self._view.close_overlay()
            self._open_entry(row.entry)

    def _reversed(self, _: Posted) -> None:
        self._entry = None
        self._view.show_busy(busy=False)
        self._view.close_overlay()

    def _refuse(self, refusal: Refusal) -> None:
        self._view.show_busy(busy=False)
        self._view.show_refusal(refusal.said, refusal.remedy, entries_named(refusal))


def entries_named(refusal: Refusal) -> tuple[InTheWay, ...]:
    """Return the entries that a refusal names as standing in the way; most refusals name none."""
    if not isinstance(refusal, StockMovedOn):
        return ()
    named = ((_ENTRY.search(words), words) for words in refusal.in_the_way)
    return tuple(InTheWay(seq=int(match[1]), words=words) for match, words in named if match is not None)
