"""The list of products found, and the panel that links an unknown code to one of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit.buttons import Button, Kind
from ui.kit.cards import Banner, Card
from ui.kit.fields import SearchField
from ui.kit.labels import Label
from ui.kit.names import NameLabel
from ui.kit.preferences import Preferences
from ui.kit.rows import RowsModel
from ui.kit.shown import show_if
from ui.kit.stepper import QuantityStepper
from ui.kit.table import TableView
from ui.kit.tones import Tone
from ui.parts.finding import HIT_COLUMNS, HitRow, Linking, LinkState


class HitList(QWidget):
    """Products found, one to be chosen with Enter; with a search field above when it has its own.

    Signals:
        typed: Other words are looked for.
        chosen: A product was chosen: its NDC.
    """

    typed = Signal(str)
    chosen = Signal(object)

    def __init__(
        self, *, name: str, preferences: Preferences, field: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._rows: RowsModel[HitRow] = RowsModel(HIT_COLUMNS)
        self._field = SearchField("Find a product", placeholder="Name, NDC, GTIN or labeler")
        self._words = Label(role="muted", wrap=True)
        self._table = TableView(self._rows, name=name, title="Products found", preferences=preferences)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._field)
        column.addWidget(self._words)
        column.addWidget(self._table, 1)
        column.addStretch(0)
        show_if(self._field, field)
        self._field.textEdited.connect(self.typed)
        self._field.down_pressed.connect(self.go_to_rows)
        self._field.returnPressed.connect(self._choose_first)
        self._table.row_opened.connect(self.chosen)
        self.show_hits("", ())

    def show_hits(self, asked: str, rows: Sequence[HitRow]) -> None:
        """Show what was found."""
        self._rows.show(rows)
        show_if(self._table, bool(rows))
        if rows and any(row.hit.forgiven for row in rows):
            self._words.setText(f"Nothing is spelled “{asked}”. These come near it.")
        elif asked and not rows:
            self._words.setText(f"Nothing is found for “{asked}”. Try fewer letters, or the NDC on the pack.")
        show_if(self._words, bool(asked) and (not rows or rows[0].hit.forgiven))

    def go_to_rows(self) -> None:
        """Put the keyboard on the first result."""
        if self._rows.rows:
            self._table.setFocus()
            if self._table.current_key is None:
                self._table.select_key(self._rows.rows[0].key)

    def begin(self) -> None:
        """Empty the field and put the keyboard there."""
        self._field.clear()
        self._field.setFocus()

    def _choose_first(self) -> None:
        if self._rows.rows:
            self.chosen.emit(self._rows.rows[0].key)


class LinkPanel(Card):
    """Asks once what an unknown code stands for."""

    def __init__(self, *, name: str, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(gap=10, parent=parent)
        self._open = False
        self._said, self._problem = Banner(), Banner()
        self._hits = HitList(name=name, preferences=preferences)
        self._name = NameLabel("subtitle", 600)
        self._pack = Label(role="muted")
        self._quantity = QuantityStepper("How much is in this pack", whole=False)
        self._link = Button("Link the code", "link", kind=Kind.PRIMARY, tall=True)
        self._back = Button("Another product", "undo-2")
        self._confirm = self._confirmation()
        self.column.addWidget(self._said)
        self.column.addWidget(self._problem)
        self.column.addWidget(self._hits, 1)
        self.column.addWidget(self._confirm)
        self.column.addStretch(0)

    def follow(self, linking: Linking) -> None:
        """Hand the person's wishes to the conversation."""
        self._hits.typed.connect(linking.search)
        self._hits.chosen.connect(linking.choose)
        self._quantity.quantity_changed.connect(linking.say_quantity)
        self._quantity.submitted.connect(linking.link)
        self._link.clicked.connect(linking.link)
        self._back.clicked.connect(linking.back)
        self._said.dismissed.connect(linking.close)

    def show_state(self, state: LinkState | None) -> None:
        """Show how far the conversation has come."""
        if state is None:
            self._open = False
            return
        self._said.show_message(state.said, state.remedy, tone=Tone.INFO, dismissable=True)
        self._problem.setVisible(bool(state.problem))
        if state.problem:
            self._problem.show_message(state.problem, tone=Tone.WARNING)
        self._hits.show_hits("", state.rows)
        beginning = not self._open
        self._open = True
        chosen = state.chosen
        was_choosing = self._confirm.isHidden()
        show_if(self._hits, chosen is None)
        show_if(self._confirm, chosen is not None)
        if chosen is None:
            if not beginning and was_choosing:
                return
            if state.rows:
                self._hits.go_to_rows()
            else:
                self._hits.begin()
            return
        self._name.show_name(chosen.title)
        self._pack.setText(f"NDC {chosen.key} · {chosen.pack} · {chosen.hit.row.labeler}")
        self._quantity.show_unit(f"{state.unit} in the pack that bears this code", whole=False)
        if self._quantity.quantity != state.quantity:
            self._quantity.show_quantity(state.quantity)
        self._link.setEnabled(state.ready)
        if was_choosing:
            self._quantity.setFocus()
            self._quantity.select_all()

    def _confirmation(self) -> QWidget:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._quantity)
        row.addWidget(self._link)
        row.addWidget(self._back)
        row.addStretch(1)
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._name)
        column.addWidget(self._pack)
        column.addSpacing(6)
        column.addLayout(row)
        column.addStretch(1)
        part.hide()
        return part
