"""The one table model: frozen rows with a key, and only the changes announced.

`RowsModel` holds all its rows. `show` compares by key and announces removals, moves, insertions and
changed rows, never a reset, so selection and scroll position survive; `put` replaces one row. Sorting and
filtering happen in SQL: sorting 100,000 Python rows through a proxy model took 28.8 s when measured.

For lists that are too long to hold see `ui.kit.pages`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from ui.kit.columns import Align, Column, Keyed, RowT

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence


KEY_ROLE = Qt.ItemDataRole.UserRole + 1
NOWHERE = QModelIndex()
_ALIGN = {
    Align.LEFT: Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    Align.RIGHT: Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    Align.CENTER: Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter,
}


class TableModel(QAbstractTableModel, Generic[RowT]):
    """What both kinds of table model share: columns, and a row at a position, if it is there yet."""

    def __init__(self, columns: Sequence[Column[RowT]]) -> None:
        super().__init__()
        self.columns: tuple[Column[RowT], ...] = tuple(columns)

    def row_at(self, position: int) -> RowT | None:
        """Return the row at a position, or None while it has not been fetched."""
        raise NotImplementedError

    def peek(self, position: int) -> RowT | None:
        """Return the row at a position if it is here, without asking for it."""
        return self.row_at(position)

    def find_position(self, key: Hashable) -> int | None:
        """Return where the row with this key stands, or None when it is not (yet) here."""
        raise NotImplementedError

    @override
    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN[column.align]
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, KEY_ROLE}:
            return None
        row = self.row_at(index.row())
        if row is None:
            return None if role == KEY_ROLE else "…" if role == Qt.ItemDataRole.DisplayRole else "being read"
        if role == KEY_ROLE:
            return row.key
        return column.words(row) if role == Qt.ItemDataRole.DisplayRole else column.says(row)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return f"{section + 1:,}" if role == Qt.ItemDataRole.DisplayRole else None
        if not 0 <= section < len(self.columns):
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.columns[section].title
        return _ALIGN[self.columns[section].align] if role == Qt.ItemDataRole.TextAlignmentRole else None

    def announce(self, first: int, last: int) -> None:
        """Tell the views that the rows from `first` to `last` are to be painted anew."""
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))


class RowsModel(TableModel[RowT]):
    """A table of rows that are all here."""

    def __init__(self, columns: Sequence[Column[RowT]], rows: Iterable[RowT] = ()) -> None:
        super().__init__(columns)
        self._rows: list[RowT] = list(rows)
        self._numbered: dict[Hashable, int] | None = None  # made anew when asked for, not for every change

    @property
    def rows(self) -> Sequence[RowT]:
        """Return the rows in the order they are shown."""
        return tuple(self._rows)

    def show(self, rows: Iterable[RowT]) -> None:
        """Show these rows in this order, announcing only what differs.

        Raises:
            ValueError: Two rows have the same key.
        """
        wanted = list(rows)
        keys = [row.key for row in wanted]
        order = {key: place for place, key in enumerate(keys)}
        if len(order) != len(keys):
            raise ValueError("Two rows have the same key.")
        self._remove_others(order)
        self._arrange(order)
        self._insert_missing(wanted)
        self._replace_changed(wanted)

    def put(self, row: RowT) -> None:
        """Replace the row with the same key; add it at the end when there is none."""
        place = self._places.get(row.key)
        if place is None:
            self._insert(len(self._rows), [row])
        elif self._rows[place] != row:
            self._rows[place] = row
            self.announce(place, place)

    def drop(self, key: Hashable) -> None:
        """Take away the row with this key, if it is here."""
        place = self._places.get(key)
        if place is not None:
            self._remove(place, place)

    @override
    def row_at(self, position: int) -> RowT | None:
        return self._rows[position]

    @override
    def find_position(self, key: Hashable) -> int | None:
        return self._places.get(key)

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def _remove_others(self, kept: dict[Hashable, int]) -> None:
        last = len(self._rows) - 1
        while last >= 0:  # from the end, so that the places before stay true
            if self._rows[last].key in kept:
                last -= 1
                continue
            first = last
            while first > 0 and self._rows[first - 1].key not in kept:
                first -= 1
            self._remove(first, last)
            last = first - 1

    def _arrange(self, order: dict[Hashable, int]) -> None:
        arranged = sorted(self._rows, key=lambda row: order[row.key])
        if all(old is new for old, new in zip(self._rows, arranged, strict=True)):
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        keys = [self._rows[index.row()].key for index in before]
        self._rows = arranged
        self._numbered = None
        after = [
            self.index(self._places[key], index.column()) for key, index in zip(keys, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _insert_missing(self, wanted: Sequence[RowT]) -> None:
        here = set(self._places)
        place = 0
        while place < len(wanted):
            if wanted[place].key in here:
                place += 1
                continue
            end = place
            while end < len(wanted) and wanted[end].key not in here:
                end += 1
            self._insert(place, wanted[place:end])
            place = end

    def _replace_changed(self, wanted: Sequence[RowT]) -> None:
        changed = [place for place, row in enumerate(wanted) if self._rows[place] != row]
        self._rows = list(wanted)
        first: int | None = None
        for position, place in enumerate(changed):
            first = place if first is None else first
            if position + 1 == len(changed) or changed[position + 1] != place + 1:
                self.announce(first, place)
                first = None

    def _remove(self, first: int, last: int) -> None:
        self.beginRemoveRows(NOWHERE, first, last)
        del self._rows[first : last + 1]
        self._numbered = None
        self.endRemoveRows()

    def _insert(self, place: int, rows: Sequence[RowT]) -> None:
        self.beginInsertRows(NOWHERE, place, place + len(rows) - 1)
        self._rows[place:place] = rows
        self._numbered = None
        self.endInsertRows()

    @property
    def _places(self) -> dict[Hashable, int]:
        if self._numbered is None:
            self._numbered = {row.key: place for place, row in enumerate(self._rows)}
        return self._numbered


__all__ = ["KEY_ROLE", "Align", "Column", "Keyed", "RowsModel", "TableModel"]
