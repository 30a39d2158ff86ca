"""Where Tab goes: through what is shown in the order of its layouts, however late a part of it was made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def follow_layout(whole: QWidget) -> None:
    """Have Tab go through everything shown in a widget in the order in which it is laid out.

    Qt goes in the order in which widgets were made; filters, tabs and tiles are made when what they count is
    known, and would be reached after everything that stands below them.
    """
    for before, after in pairwise(_stops(whole)):
        QWidget.setTabOrder(before, after)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if not widget.isVisible():
        return
    if widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value and widget.focusProxy() is None:  # pyright: ignore[reportUnnecessaryComparison]  # the stubs know no None
        yield widget
    inside = widget.widget() if isinstance(widget, QScrollArea) else None
    if inside is not None:
        yield from _stops(inside)
        return
    layout = widget.layout()
    if layout is not None:  # pyright: ignore[reportUnnecessaryComparison]  # the stubs know no None
        for part in _parts(layout):
            yield from _stops(part)


def _parts(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        part, inner = item.widget(), item.layout()
        if part is not None:  # pyright: ignore[reportUnnecessaryComparison]  # the stubs know no None
            yield part
        elif inner is not None:  # pyright: ignore[reportUnnecessaryComparison]  # the stubs know no None
            yield from _parts(inner)
