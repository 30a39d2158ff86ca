"""Taking over the old system's stock: a file, what its columns mean, what it would do, and all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from rxdesk.desk import OldStockPreview, Posted
from rxdesk.domain.errors import Refusal
from ui.notices import Level, Notice
from ui.parts.given import Given
from ui.screens.settings.state import OldStockLine, ProblemLine


class GoLiveView(Protocol):
    """The section."""

    def show_mapping(
        self,
        fields: Sequence[tuple[str, str]],
        columns: Sequence[str],
        mapping: dict[str, str],
    ) -> None:
        """Show which column of the file stands for which field."""
        ...

    def show_lines(self, titles: Sequence[str], lines: Sequence[OldStockLine]) -> None:
        """Show the first lines as they were understood."""
        ...

    def show_problems(self, problems: Sequence[ProblemLine]) -> None:
        """Show the lines that cannot be taken over, and those taken with an assumption."""
        ...

    def show_verdict(self, sentence: str, *, may_take: bool) -> None:
        """Say what taking over would do."""
        ...

    def show_refusal(self, said: str, remedy: str) -> None:
        """Say why it was not done; empty texts take the last one away."""
        ...


class GoLivePresenter:
    """The conversation about the old system's stock."""

    def __init__(self, view: GoLiveView, given: Given) -> None:
        self._view = view
        self._given = given
        self._file: Path | None = None
        self._preview: OldStockPreview | None = None

    def choose_file(self, file: Path) -> None:
        """Read a file under columns proposed from its headings."""
        self._file = file
        self._read(None)

    def map_column(self, field: str, column: str) -> None:
        """Let a column stand for a field, or none; the file is read again."""
        if self._preview is None:
            return
        mapping = {name: heading for name, heading in self._preview.mapping.items() if name != field}
        if column:
            mapping[field] = column
        self._read(mapping)

    def take_over(self) -> None:
        """Post all of it, or nothing."""
        order = None if self._preview is None else self._preview.order
        if order is None:
            return
        self._view.show_verdict("The stock is being taken over.", may_take=False)
        self._given.post(order, self._taken, self._refuse)

    def _read(self, mapping: dict[str, str] | None) -> None:
        file, old_stock = self._file, self._given.desk.old_stock
        if file is None:
            return
        self._view.show_refusal("", "")
        self._view.show_verdict("The file is being read.", may_take=False)
        self._given.ask(lambda: old_stock.preview(file, mapping), self._show, self._refuse)

    def _show(self, preview: OldStockPreview) -> None:
        self._preview = preview
        self._view.show_mapping(preview.fields, preview.columns, preview.mapping)
        titles = [title for field, title in preview.fields if field in preview.mapping]
        lines = [OldStockLine(number=number, cells=cells) for number, cells in enumerate(preview.rows)]
        self._view.show_lines(titles, lines)
        told = [(line, sentence, True) for line, sentence in preview.problems]
        told += [(line, sentence, False) for line, sentence in preview.notes]
        self._view.show_problems(
            [
                ProblemLine(number=number, line=line, sentence=sentence, stops=stops)
                for number, (line, sentence, stops) in enumerate(told)
            ]
        )
        self._view.show_verdict(verdict(preview), may_take=preview.order is not None)

    def _taken(self, _: Posted) -> None:
        self._preview = None
        self._view.show_verdict("The old system’s stock was taken over.", may_take=False)
        self._given.notices.say(Notice(Level.DONE, "The old system’s stock was taken over."))

    def _refuse(self, refusal: Refusal) -> None:
        self._view.show_refusal(refusal.said, refusal.remedy)
        may_take = self._preview is not None and self._preview.order is not None
        self._view.show_verdict("Nothing was taken over.", may_take=may_take)


def verdict(preview: OldStockPreview) -> str:
    """Return in a sentence what taking over would do, or why it cannot be done."""
    if preview.problems:
        count = len(preview.problems)
        lines = "1 line cannot" if count == 1 else f"{count:,} lines cannot"
        return f"{lines} be taken over. Correct the file or the columns; it is all of it or nothing."
    order = preview.order
    if order is None:
        return "There is nothing to take over in this file."
    return (
        f"Taking over will load {len(order.lines):,} lines of stock, set up {len(order.products):,} products and "
        f"{len(order.places):,} places, and set {len(order.levels):,} levels. It can be done once."
    )
