"""The last-action strip's content: the newest act, and whether it can be reversed. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rxdesk.desk import Desk, Posted
from rxdesk.domain.facts import REVERSIBLE
from rxdesk.domain.identity import EntryId
from rxdesk.domain.records import Entry, Person
from rxdesk.domain.wording import titled
from rxdesk.ports.queries import JournalQuery
from rxdesk.ports.rows import JournalRow
from ui.asking import Ask
from ui.frame.parts import LastAction
from ui.moments import time_words

_LOOKED_THROUGH = 40  # entries: signing in and out stands between acts
_NOT_ACTS = frozenset({"PersonSignedIn", "SignInFailed", "StationLocked", "ClockStepped", "EpochBegun"})


@dataclass(frozen=True, slots=True)
class Reversible:
    """An entry the strip offers to reverse."""

    entry: EntryId
    sentence: str


class LastActions:
    """Keeps the strip true.

    Args:
        desk: The journal.
        ask: The way to it.
        show: Shows the newest act, or that there is none.
        person: Who is signed in.
    """

    def __init__(
        self,
        desk: Desk,
        ask: Ask,
        *,
        show: Callable[[LastAction | None], None],
        person: Callable[[], Person | None],
    ) -> None:
        self._desk = desk
        self._ask = ask
        self._show = show
        self._person = person

    def read(self) -> None:
        """Show the newest act of the journal, whoever did it: after a start, or a change elsewhere."""
        query = JournalQuery(limit=_LOOKED_THROUGH)
        self._ask(lambda: self._desk.reads.journal_page(query).rows, self._show_newest)

    def posted(self, posted: Posted) -> None:
        """Show what was just done here."""
        entry = _main_entry(posted)
        person = self._person()
        self._show(
            LastAction(
                said=posted.sentence,
                subject=_subject(posted),
                at=time_words(entry.recorded_at),
                person="" if person is None else person.name,
                reversible=isinstance(entry.fact, REVERSIBLE),
                key=Reversible(entry.id, posted.sentence),
            )
        )

    def _show_newest(self, rows: tuple[JournalRow, ...]) -> None:
        row = next((row for row in rows if row.kind not in _NOT_ACTS), None)
        if row is None:
            self._show(None)
            return
        self._show(
            LastAction(
                said=row.sentence,
                at=time_words(row.recorded_at),
                person=row.person,
                reversible=row.reversible,
                key=Reversible(row.entry, row.sentence),
            )
        )


def _subject(posted: Posted) -> str:
    """Return the product's name as the sentence has it, to stand out; empty when it names none."""
    titles = (titled(row.name, row.strength) for row in posted.rows)
    return next((title for title in titles if title in posted.sentence), "")


def _main_entry(posted: Posted) -> Entry:
    """Return the entry the order was about; what had to be set up on the way stands beside it."""
    fact = posted.outcome.fact
    return next(entry for entry in posted.outcome.entries if entry.fact is fact)
