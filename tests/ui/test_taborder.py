from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.kit.taborder import follow_layout

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def stops(first: QWidget) -> list[str]:
    """Return the buttons Tab comes to, beginning with one of them."""
    found: list[QWidget] = [first]
    while (here := found[-1].nextInFocusChain()) is not None and here is not first:
        found.append(here)
    return [part.text() for part in found if isinstance(part, QPushButton)]


def test_what_was_made_late_is_reached_where_it_stands(qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    column, row = QVBoxLayout(whole), QHBoxLayout()
    first, last = QPushButton("first"), QPushButton("last")
    column.addWidget(first)
    column.addLayout(row)
    column.addWidget(last)
    row.addWidget(QPushButton("made late"))
    whole.show()
    follow_layout(whole)
    assert stops(first) == ["first", "made late", "last"]


def test_a_page_that_scrolls_is_gone_through_too(qtbot: QtBot) -> None:
    whole, area, page = QWidget(), QScrollArea(), QWidget()
    qtbot.addWidget(whole)
    below, inside = QPushButton("below"), QVBoxLayout(page)
    area.setWidget(page)
    area.setWidgetResizable(True)
    column = QVBoxLayout(whole)
    column.addWidget(area)
    column.addWidget(below)
    top = QPushButton("top of the page")
    inside.addWidget(QPushButton("hidden"))
    inside.itemAt(0).widget().hide()  # pyright: ignore[reportOptionalMemberAccess]
    inside.addWidget(top)
    whole.show()
    follow_layout(whole)
    assert stops(top)[:2] == ["top of the page", "below"]
