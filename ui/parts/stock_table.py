"""The table of stock lines, as every screen that lists stock shows it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtWidgets import QWidget

from rxdesk.domain.stock import LineKey
from rxdesk.ports.rows import StockRow
from ui.kit.cards import EmptyState
from ui.kit.columns import Column
from ui.kit.preferences import Preferences
from ui.parts.list_table import ListTable
from ui.parts.stock_lines import STOCK_COLUMNS


class StockTable(ListTable):
    """A `ListTable` of stock lines."""

    def __init__(
        self,
        title: str,
        *,
        name: str,
        preferences: Preferences,
        empty: EmptyState,
        columns: Sequence[Column[StockRow]] = STOCK_COLUMNS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, columns, name=name, preferences=preferences, empty=empty, parent=parent)

    def current_line(self) -> StockRow | None:
        """Return the line the keyboard is on; None when there is none, or it is not read yet."""
        return self._line_of(self.view.current_key)

    def selected_lines(self) -> tuple[StockRow, ...]:
        """Return the selected lines from top to bottom, leaving out those not read yet."""
        lines = (self._line_of(key) for key in self.view.selected_keys())
        return tuple(line for line in lines if line is not None)

    def repaint_line(self, key: LineKey) -> None:
        """Paint a line anew when something beside the line itself has changed; nothing when it is not here."""
        line = self._line_of(key)
        if line is not None:
            self._lines.put(line)

    def _line_of(self, key: Hashable | None) -> StockRow | None:
        place = None if key is None else self._lines.find_position(key)
        return None if place is None else self._lines.peek(place)
