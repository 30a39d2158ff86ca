"""Which columns a person sees, in what order and how wide, remembered from one day to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from ui.kit.theme import look

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QHeaderView

    from ui.kit.columns import Column
    from ui.kit.preferences import Preferences

_NARROWEST = 96  # pixels a stretching column keeps even when that makes the table scroll sideways
_LEGIBLE = 190  # pixels that chips leave at least to a stretching column: a name has to be told from another


class _Kept(msgspec.Struct, frozen=True):
    """What is kept of a table's layout; widths are pixels at a text size of 100 %."""

    order: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    widths: dict[str, int] = {}


class Needed(NamedTuple):
    """What the chips of a column take, in pixels at a text size of 100 %."""

    least: int  # so that none is cut; the table rather scrolls sideways
    whole: int  # so that each can be read


_NOTHING = Needed(0, 0)


class TableLayout:
    """The layout of one table's columns."""

    def __init__(
        self, header: QHeaderView, columns: Sequence[Column[Any]], name: str, preferences: Preferences
    ) -> None:
        self._header = header
        self._columns = columns
        self._slot = f"table/{name}"
        self._preferences = preferences
        self._room = 0
        self._applying = False
        self._chosen: set[str] = set()  # columns of chips whose width is the person's choice
        self._needed: dict[str, Needed] = {}
        self._apply(self._kept())
        header.sectionResized.connect(self._resized)
        header.sectionMoved.connect(self._changed)

    def is_shown(self, key: str) -> bool:
        """Return whether a column is shown."""
        return not self._header.isSectionHidden(self._place(key))

    def show_column(self, key: str, *, shown: bool) -> None:
        """Show or hide a column; the last one that is shown stays."""
        visible = len(self._columns) - self._header.hiddenSectionCount()
        if shown or visible > 1:
            self._header.setSectionHidden(self._place(key), not shown)
            self._changed()
            self.fill(self._room)

    def restore_defaults(self) -> None:
        """Forget the person's layout and show the columns as they were made."""
        self._apply(self._made())
        self._changed()
        self.fill(self._room)

    def need(self, needed: Mapping[str, Needed]) -> None:
        """Have columns of chips wide enough for the widest that were seen; those of the person's choice stay.

        Args:
            needed: What each column of chips takes, by its key.
        """
        before = dict(self._needed)
        for key, (least, whole) in needed.items():
            known = self._needed.get(key, _NOTHING)
            self._needed[key] = Needed(max(least, known.least), max(whole, known.whole))
        if self._needed != before:
            self.fill(self._room)

    def fill(self, room: int) -> None:
        """Give columns of chips what they need, and the stretching column the room that the others leave.

        Args:
            room: Width of the viewport in pixels.
        """
        self._room = room
        stretching = next((c for c in self._columns if c.stretch and self.is_shown(c.key)), None)
        if not room:
            return
        self._applying = True
        self._widen_chips(room, stretching)
        if stretching is not None:
            place = self._place(stretching.key)
            others = self._width_without(place)
            self._header.resizeSection(place, max(look().px(_NARROWEST), room - others))
        self._applying = False

    def _widen_chips(self, room: int, stretching: Column[Any] | None) -> None:
        """Give each column of chips the least it needs, and all it needs while names stay legible."""
        chips = [
            column
            for column in self._columns
            if column.chips is not None and self.is_shown(column.key) and column.key not in self._chosen
        ]
        for column in chips:
            least = max(column.width, self._needed.get(column.key, _NOTHING).least)
            self._header.resizeSection(self._place(column.key), look().px(least))
        legible = 0
        place = -1
        if stretching is not None:
            place = self._place(stretching.key)
            legible = look().px(max(_LEGIBLE, stretching.width))
        spare = room - self._width_without(place) - legible
        for column in chips:
            place = self._place(column.key)
            standing = self._header.sectionSize(place)
            whole = look().px(self._needed.get(column.key, _NOTHING).whole)
            wider = min(whole - standing, max(0, spare))
            if wider > 0:
                self._header.resizeSection(place, standing + wider)
                spare -= wider

    def _width_without(self, place: int) -> int:
        return sum(self._header.sectionSize(n) for n in range(len(self._columns)) if n != place)

    def _apply(self, kept: _Kept) -> None:
        self._applying = True
        self._chosen = {c.key for c in self._columns if c.chips is not None and c.key in kept.widths}
        for place, column in enumerate(self._columns):
            width = kept.widths.get(column.key, column.width)
            self._header.setSectionHidden(place, False)  # a hidden section cannot be resized
            self._header.resizeSection(place, look().px(width))
            self._header.setSectionHidden(place, column.key in kept.hidden)
        known = [key for key in kept.order if any(column.key == key for column in self._columns)]
        for position, key in enumerate(known):
            self._header.moveSection(self._header.visualIndex(self._place(key)), position)
        self._applying = False

    def _kept(self) -> _Kept:
        text = self._preferences.get(self._slot)
        if text is None:
            return self._made()
        try:
            return msgspec.json.decode(text, type=_Kept)
        except msgspec.DecodeError:
            return self._made()  # kept by another version; a layout is not worth a question

    def _made(self) -> _Kept:
        order = tuple(column.key for column in self._columns)
        return _Kept(order, tuple(column.key for column in self._columns if not column.shown))

    def _resized(self, place: int, _before: int, after: int) -> None:
        if not self._applying and after:
            if self._columns[place].chips is not None:
                self._chosen.add(self._columns[place].key)
            self._changed()
            if not self._columns[place].stretch:
                self.fill(self._room)

    def _changed(self, *_moved: int) -> None:
        if self._applying:
            return
        order = [self._columns[self._header.logicalIndex(v)].key for v in range(len(self._columns))]
        sizes = {
            c.key: self._header.sectionSize(n)
            for n, c in enumerate(self._columns)
            if not c.stretch and (c.chips is None or c.key in self._chosen)
        }
        widths = {key: round(size * 100 / look().scale) for key, size in sizes.items() if size}
        hidden = [column.key for column in self._columns if not self.is_shown(column.key)]
        kept = _Kept(tuple(order), tuple(hidden), widths)
        self._preferences.set(self._slot, msgspec.json.encode(kept).decode())

    def _place(self, key: str) -> int:
        return next(n for n, column in enumerate(self._columns) if column.key == key)
