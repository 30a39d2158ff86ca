"""Sections of a table broken over pages.

Everything is measured first and drawn afterwards, because "page 2 of 7" is known only then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from devices.printing.fonts import Family
from devices.printing.grid import GridColumn, GridRow, SetRow, Words, set_row
from rxdesk.domain.labels import Run

_ABOVE_TITLE_MM: Final = 2.0


@dataclass(frozen=True, slots=True)
class GridSection:
    """Rows under one title, with their totals."""

    title: str
    rows: tuple[GridRow, ...]
    totals: GridRow | None = None
    own_page: bool = False
    when_empty: str = "There are no lines."


@dataclass(frozen=True, slots=True)
class PagePart:
    """A set row at its height on a page."""

    y_mm: float
    row: SetRow


Page: TypeAlias = tuple[PagePart, ...]


def paginate(
    columns: Sequence[GridColumn],
    sections: Sequence[GridSection],
    *,
    notes: Sequence[str],
    height_mm: float,
) -> Iterator[Page]:
    """Break sections over pages: a title never stands alone, totals never leave their last row.

    Args:
        columns: The columns of every section.
        sections: What the table holds.
        notes: Sentences after the last row.
        height_mm: What one page has for rows.
    """
    pages = _Pages(columns, height_mm)
    for section in sections:
        pages.put_section(section)
    width = sum(column.width_mm for column in columns)
    if notes:
        pages.put([set_row([GridColumn("", width)], GridRow(((Words((Run(" ", strong=False),)),),)))])
    for note in notes:
        pages.put(
            [
                set_row(
                    [GridColumn("", width)],
                    GridRow(((Words((Run(note, strong=False),), size_pt=8, quiet=True),),)),
                )
            ]
        )
    yield from pages.finished()


class _Pages:
    """Pages being filled from the top."""

    def __init__(self, columns: Sequence[GridColumn], height_mm: float) -> None:
        self._columns = columns
        self._height = height_mm
        self._pages: list[list[PagePart]] = [[]]
        self._y = 0.0
        self._break_before_next = False

    def put(self, rows: Sequence[SetRow]) -> bool:
        """Put rows that must stay together, on a new page if they do not fit; say whether one began."""
        needed = sum(row.height_mm for row in rows)
        begun = bool(self._pages[-1]) and (self._break_before_next or self._y + needed > self._height)
        if begun:
            self._pages.append([])
            self._y = 0.0
        self._break_before_next = False
        for row in rows:
            self._pages[-1].append(PagePart(self._y, row))
            self._y += row.height_mm
        return begun

    def put_section(self, section: GridSection) -> None:
        """Put a section's title, rows and totals."""
        if section.own_page:
            self._break_before_next = True
        heading = [self._heading(section.title)] if section.title else []
        again = [self._heading(f"{section.title} (continued)")] if section.title else []
        rows = [set_row(self._columns, row, shaded=at % 2 == 1) for at, row in enumerate(section.rows)] or [
            self._sentence(section.when_empty)
        ]
        groups = [[row] for row in rows]
        groups[0] = [*heading, *groups[0]]
        if section.totals is not None:
            groups[-1].append(set_row(self._columns, section.totals, ruled=True))
        for at, group in enumerate(groups):
            self._put_continued(group, again if at else [])
        if section.own_page:
            self._break_before_next = True

    def finished(self) -> Iterator[Page]:
        """Give the pages."""
        return (tuple(page) for page in self._pages)

    def _put_continued(self, group: list[SetRow], again: list[SetRow]) -> None:
        needed = sum(row.height_mm for row in group)
        if again and self._pages[-1] and self._y + needed > self._height:
            self._break_before_next = True
            group = [*again, *group]
        self.put(group)

    def _heading(self, title: str) -> SetRow:
        width = sum(column.width_mm for column in self._columns)
        words = Words((Run(title, strong=True),), size_pt=11, family=Family.SANS)
        return set_row([GridColumn("", width)], GridRow(((words,),))).lowered(_ABOVE_TITLE_MM)

    def _sentence(self, sentence: str) -> SetRow:
        width = sum(column.width_mm for column in self._columns)
        return set_row([GridColumn("", width)], GridRow(((Words((Run(sentence, strong=False),)),),)))
