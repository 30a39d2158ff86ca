"""The table of stock lines, as every screen that lists stock shows it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from rxdesk.domain.stock import LineKey
from rxdesk.ports.reads import StockRow
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

    def selected_lines(self) -> tuple[StockRow, ...]:
        """Return the selected lines from top to bottom, leaving out those not read yet."""
        keys = self.view.selected_keys()
        places = [self._lines.find_position(key) for key in keys if isinstance(key, LineKey)]
        rows = [self._lines.peek(place) for place in places if place is not None]
        return tuple(row for row in rows if row is not None)
