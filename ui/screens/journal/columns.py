"""The columns of the journal and of open count differences. No Qt."""

from __future__ import annotations

from typing import Final

from rxdesk.domain.identity import NO_SERIAL
from rxdesk.domain.quantity import amount_text
from rxdesk.domain.wording import titled
from ui.kit.columns import Align, Column
from ui.kit.tones import Chip, Fill, Tone
from ui.moments import moment_words
from ui.screens.journal.state import GROUP_OF, GROUP_WORDS, DifferenceRow, EntryRow, Group


def marks_of(entry: EntryRow) -> tuple[Chip, ...]:
    """Return the chips that say what became of an entry."""
    row = entry.row
    chips: list[Chip] = []
    if row.reversed_by is not None:
        chips.append(Chip("Reversed", "undo-2", Tone.CAUTION, Fill.SOFT))
    if row.corrects is not None:
        chips.append(Chip("Correction", "undo-2", Tone.INFO, Fill.SOFT))
    if row.late:
        chips.append(Chip("Late", "history", Tone.NEUTRAL, Fill.SOFT))
    if row.witness:
        chips.append(Chip("Signed", "shield-check", Tone.NEUTRAL, Fill.SOFT))
    return tuple(chips)


ENTRIES: Final[tuple[Column[EntryRow], ...]] = (
    Column(
        key="seq",
        title="Entry",
        text=lambda entry: f"{entry.row.seq:,}",
        align=Align.RIGHT,
        muted=True,
        width=70,
        sortable=False,
    ),
    Column(
        key="happened",
        title="Happened",
        text=lambda entry: moment_words(entry.row.happened_at),
        width=152,
        sortable=False,
    ),
    Column(
        key="kind",
        title="Kind",
        text=lambda entry: GROUP_WORDS[GROUP_OF.get(entry.row.kind, Group.PROGRAM)],
        muted=True,
        width=100,
        sortable=False,
        shown=False,
    ),
    Column(
        key="sentence",
        title="What happened",
        text=lambda entry: entry.row.sentence,
        tall_man=True,
        stretch=True,
        sortable=False,
    ),
    Column(
        key="marks",
        title="Marks",
        chips=marks_of,
        width=72,
        sortable=False,
    ),
    Column(key="person", title="Person", text=lambda entry: entry.row.person, width=104, sortable=False),
    Column(
        key="reason",
        title="Reason",
        text=lambda entry: entry.row.reason,
        width=160,
        sortable=False,
        shown=False,
    ),
    Column(
        key="product",
        title="NDC",
        text=lambda entry: entry.row.product or "",
        mono=True,
        muted=True,
        width=140,
        sortable=False,
        shown=False,
    ),
)
"""Newest first, always: the journal has one order."""


def _lot(row: DifferenceRow) -> str:
    key = row.difference.key
    return key.lot if key.serial == NO_SERIAL else f"{key.lot} · {key.serial}"


DIFFERENCES: Final[tuple[Column[DifferenceRow], ...]] = (
    Column(
        key="product",
        title="Product",
        text=lambda row: titled(row.difference.name, row.difference.strength),
        tall_man=True,
        weight=500,
        stretch=True,
        sortable=False,
    ),
    Column(key="lot", title="Lot", text=_lot, mono=True, width=140, sortable=False),
    Column(key="place", title="Place", text=lambda row: row.difference.key.place, width=100, sortable=False),
    Column(
        key="counted",
        title="Counted",
        text=lambda row: amount_text(row.difference.counted, row.difference.unit),
        align=Align.RIGHT,
        width=90,
        sortable=False,
    ),
    Column(
        key="expected",
        title="Expected",
        text=lambda row: amount_text(row.difference.expected, row.difference.unit),
        align=Align.RIGHT,
        width=90,
        sortable=False,
    ),
    Column(
        key="difference",
        title="Difference",
        text=lambda row: amount_text(row.difference.unsettled, row.difference.unit),
        align=Align.RIGHT,
        weight=600,
        width=100,
        sortable=False,
    ),
    Column(
        key="counted_at",
        title="Counted at",
        text=lambda row: moment_words(row.difference.counted_at),
        width=150,
        sortable=False,
    ),
    Column(key="by", title="By", text=lambda row: row.difference.counted_by, width=120, sortable=False),
)
