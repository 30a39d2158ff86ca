"""One entry in full, beside the list."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from ui.kit.buttons import Button, IconButton, Kind
from ui.kit.cards import Card
from ui.kit.keys import REVERSE_ENTRY
from ui.kit.labels import Label, Line
from ui.kit.theme import look
from ui.screens.journal.state import Detail

_WIDTH = 372  # pixels at 100 %


class DetailCard(Card):
    """The sentence, who and when, links to other entries, and the entry's place in the chain.

    Signals:
        link_wanted: Another entry is to be shown: its id.
        reverse_wanted: The entry is to be reversed.
        product_wanted: Its product is to be shown.
        history_wanted: Its product's whole history is to be shown: the product.
        closed: The card was closed.
    """

    link_wanted = Signal(str)
    reverse_wanted = Signal()
    product_wanted = Signal()
    history_wanted = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__(padding=18, gap=10)
        self._title = Label("", "caption")
        self._sentence = Label("", "subtitle", wrap=True)
        self._facts = _Facts()
        self._links = QVBoxLayout()
        self._chain = _Facts(mono=True)
        self._stored = Label("", "mono", wrap=True)
        self._stored.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._stored.hide()
        self._more = Button("What is stored", "chevron-right", kind=Kind.QUIET)
        self._reverse = Button("Reverse…", "undo-2", keys=REVERSE_ENTRY.keys)
        self._product = Button("Show the product", "pill", kind=Kind.QUIET)
        self._history = Button("Its whole history", "history", kind=Kind.QUIET)
        self._shown: Detail | None = None
        close = IconButton("x", "Close the entry")
        close.clicked.connect(self.closed)
        self._lay_out(close)
        self._more.clicked.connect(self._toggle)
        self._reverse.clicked.connect(self.reverse_wanted)
        self._product.clicked.connect(self.product_wanted)
        self._history.clicked.connect(self._want_history)
        self.hide()

    def show_detail(self, detail: Detail | None) -> None:
        """Show an entry, or none."""
        self._shown = detail
        self.setVisible(detail is not None)
        self.setFixedWidth(look().px(_WIDTH))
        if detail is None:
            return
        self.setAccessibleName(f"{detail.title}: {detail.sentence}")
        self._title.setText(detail.title)
        self._sentence.setText(detail.sentence)
        self._facts.show_facts(detail.facts)
        self._chain.show_facts(detail.chain)
        self._stored.setText(detail.stored)
        self._reverse.setVisible(detail.reversible)
        self._product.setVisible(detail.product is not None)
        self._history.setVisible(detail.product is not None)
        while (item := self._links.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        for link in detail.links:
            button = Button(link.words, "link")
            button.clicked.connect(partial(self.link_wanted.emit, link.entry))
            self._links.addWidget(button)

    def _toggle(self) -> None:
        self._stored.setVisible(self._stored.isHidden())

    def _want_history(self) -> None:
        if self._shown is not None and self._shown.product is not None:
            self.history_wanted.emit(self._shown.product)

    def _lay_out(self, close: QWidget) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(10)
        for part in (self._sentence, self._reverse):
            column.addWidget(part)
        column.addLayout(self._links)
        column.addWidget(self._facts)
        for part in (self._product, self._history):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(Line())
        column.addWidget(Label("In the chain", "strong"))
        column.addWidget(self._chain)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._stored)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        head = QGridLayout()
        head.addWidget(self._title, 0, 0)
        head.setColumnStretch(0, 1)
        head.addWidget(close, 0, 1)
        self.column.addLayout(head)
        self.column.addWidget(scroll, 1)


class _Facts(QWidget):
    """Captions with words beside them, which can be selected and copied."""

    def __init__(self, *, mono: bool = False) -> None:
        super().__init__()
        self._mono = mono
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show other captions and words."""
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        for line, (caption, words) in enumerate(facts):
            # A zero-width blank after every few letters lets a hash break where a line ends.
            value = Label(
                _breakable(words) if self._mono else words, "mono" if self._mono else "body", wrap=True
            )
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setAccessibleName(f"{caption}: {words}")
            self._grid.addWidget(Label(caption, "hint"), line, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, line, 1)


def _breakable(words: str) -> str:
    return "\u200b".join(words[start : start + 8] for start in range(0, len(words), 8))
