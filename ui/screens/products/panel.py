"""The panel beside the list: one product, its levels and its codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from ui.kit.buttons import Button, Kind
from ui.kit.cards import Banner, Card, EmptyState
from ui.kit.chips import ChipLabel
from ui.kit.fields import ChoiceField, TextField
from ui.kit.flow import FlowLayout
from ui.kit.keys import LABEL, RECEIVE
from ui.kit.labels import Identifier, Label, Line, Metric
from ui.kit.names import NameLabel
from ui.kit.preferences import Preferences
from ui.kit.rows import RowsModel
from ui.kit.shown import show_if
from ui.kit.stepper import QuantityStepper
from ui.kit.table import TableView
from ui.kit.theme import look
from ui.kit.tones import Tone
from ui.parts.codes import CODE_COLUMNS, CodeRow
from ui.parts.labelled import Labelled
from ui.parts.pages import Stack
from ui.parts.tabs import Tab as TabWords
from ui.parts.tabs import TabStrip
from ui.screens.products.editing import Editing
from ui.screens.products.state import NO_HOME, LevelsTyped, PanelState, Tab

_WIDTH: Final = 340  # pixels of the panel at 100 %
_STACKS_BELOW: Final = 1000  # pixels of both at 100 %
_ANY_WIDTH: Final = 16_777_215  # Qt's own greatest width of a widget


class ProductPanel(Card):
    """One product: what it is, how much should be here, where it stands, which codes name it.

    Signals:
        look_up_wanted: Its lots and its history are wanted.
        receive_wanted: Goods of it are to be received.
        label_wanted: Its shelf label is to be printed.
    """

    look_up_wanted = Signal()
    receive_wanted = Signal()
    label_wanted = Signal()

    def __init__(self, editing: Editing, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(padding=18, gap=12, parent=parent)
        self._nothing = EmptyState("pill", "Choose a product to see its levels, its bin and its codes.")
        self._name = NameLabel("title", 500)
        self._described = Label(role="muted", wrap=True)
        self._chips, self._about = FlowLayout(gap=6), FlowLayout(gap=16)
        self._figures, self._numbers = tuple(Metric() for _ in range(3)), QWidget()
        self._look_up = Button("Look up", "scan-barcode")
        self._receive = Button(RECEIVE.words, "package-plus", keys=RECEIVE.keys)
        self._label = Button("Label", "printer", keys=LABEL.keys)
        self._tabs = TabStrip("Parts of the product")
        self._levels = LevelsPart(editing)
        self._codes = CodesPart(editing, preferences)
        self._parts: dict[Tab, QWidget] = {Tab.LEVELS: self._levels, Tab.CODES: self._codes}
        self._stack, self._whole = Stack(), QWidget()
        self._lay_out()
        self._tabs.chosen.connect(editing.choose_tab)
        self._look_up.clicked.connect(self.look_up_wanted)
        self._receive.clicked.connect(self.receive_wanted)
        self._label.clicked.connect(self.label_wanted)
        self.show_state(None)

    def show_state(self, state: PanelState | None) -> None:
        """Show a product, or that none is selected."""
        show_if(self._whole, state is not None)
        show_if(self._nothing, state is None)
        if state is None:
            return
        self._name.show_name(state.name)
        self._described.setText(state.described)
        _refill(self._chips, [ChipLabel(chip) for chip in state.chips])
        _refill(self._about, [Identifier(*pair) for pair in state.about if pair[1]])
        for figure, shown in zip(self._figures, state.figures, strict=True):
            figure.show_figure(*shown)
        show_if(self._numbers, state.tab is Tab.LEVELS)  # the codes need the room in a small window
        tabs = (TabWords(Tab.LEVELS, "Levels"), TabWords(Tab.CODES, "Codes", len(state.codes)))
        self._tabs.show_tabs(tabs, state.tab)
        self._levels.show_state(state)
        self._codes.show_state(state)
        self._stack.show_part(self._parts[state.tab])
        self.setAccessibleName(f"{state.name}, {state.described}")

    def show_homes(self, homes: Sequence[tuple[str, str]]) -> None:
        """Offer these places as bins."""
        self._levels.show_homes(homes)

    def begin(self) -> None:
        """Put the keyboard on the levels."""
        self._levels.begin()

    def _lay_out(self) -> None:
        figures = QHBoxLayout(self._numbers)
        figures.setContentsMargins(0, 0, 0, 0)
        figures.setSpacing(18)
        for figure in self._figures:
            figures.addWidget(figure)
        figures.addStretch(1)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for act in (self._look_up, self._receive, self._label):
            acts.addWidget(act)
        acts.addStretch(1)
        for part in self._parts.values():
            self._stack.add_part(part)
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._name)
        column.addWidget(self._described)
        column.addLayout(self._chips)
        column.addLayout(self._about)
        column.addWidget(self._numbers)
        column.addLayout(acts)
        column.addWidget(Line())
        column.addWidget(self._tabs)
        column.addWidget(self._stack, 1)
        self.column.addWidget(self._whole, 1)
        self.column.addWidget(self._nothing, 1)

    def stand(self, *, beside: bool) -> None:
        """Keep the width of a panel beside the list, or take what room there is below it."""
        self.setMinimumWidth(look().px(_WIDTH) if beside else 0)
        self.setMaximumWidth(look().px(_WIDTH) if beside else _ANY_WIDTH)


class Beside(QWidget):
    """The list with the panel beside it; where large text leaves no room for both, the panel goes below."""

    def __init__(self, table: QWidget, panel: ProductPanel) -> None:
        super().__init__()
        self._panel = panel
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(15)
        self._row.addWidget(table, 1)
        self._row.addWidget(panel)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= look().px(_STACKS_BELOW)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != direction:
            self._row.setDirection(direction)
        self._panel.stand(beside=beside)


class LevelsPart(QWidget):
    """Minimum, maximum and bin, edited in place."""

    def __init__(self, editing: Editing) -> None:
        super().__init__()
        self._editing = editing
        self._shown = LevelsTyped()
        self._homes: tuple[tuple[str, str], ...] = ((NO_HOME, "No bin of its own"),)
        self._minimum, self._maximum = TextField("Minimum"), TextField("Maximum")
        self._home = ChoiceField("Bin")
        self._problem = Banner()
        self._save = Button("Save", "check", kind=Kind.PRIMARY)
        self._saved = Label("The levels are saved.", "muted")
        levels = QHBoxLayout()
        levels.setSpacing(10)
        for words, field in (("Minimum", self._minimum), ("Maximum", self._maximum)):
            levels.addWidget(Labelled(words, field), 1)
        self._minimum.setToolTip("Below it the product stands on the reorder list.")
        self._maximum.setToolTip("An order fills up to it; without one, to the minimum.")
        bin_and_save = QHBoxLayout()
        bin_and_save.setSpacing(10)
        bin_and_save.addWidget(Labelled("Bin", self._home), 1)
        bin_and_save.addWidget(self._save, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        column.addLayout(levels)
        column.addLayout(bin_and_save)
        column.addWidget(self._problem)
        column.addWidget(self._saved)
        column.addStretch(1)
        for field in (self._minimum, self._maximum):
            field.textEdited.connect(self._typed)
            field.returnPressed.connect(editing.save)
        self._home.chosen.connect(self._typed)
        self._save.clicked.connect(editing.save)

    def show_state(self, state: PanelState) -> None:
        """Show the levels as they are typed."""
        self._shown = state.typed
        for field, text in ((self._minimum, state.typed.minimum), (self._maximum, state.typed.maximum)):
            if field.text() != text:
                field.setText(text)
            field.setPlaceholderText(state.unit)
        self._offer_homes()
        self._save.setEnabled(state.changed)
        show_if(self._saved, state.saved and not state.changed)
        self._problem.setVisible(bool(state.problem))
        if state.problem:
            self._problem.show_message(state.problem, tone=Tone.WARNING)

    def show_homes(self, homes: Sequence[tuple[str, str]]) -> None:
        """Offer these places."""
        self._homes = tuple(homes)
        self._offer_homes()

    def _offer_homes(self) -> None:
        # A bin that is no longer used stays what it is until somebody chooses another.
        home = self._shown.home
        known = home in {key for key, _ in self._homes}
        self._home.show_choices(self._homes if known else (*self._homes, (home, home)), home)

    def begin(self) -> None:
        """Put the keyboard on the minimum."""
        self._minimum.setFocus(Qt.FocusReason.OtherFocusReason)
        self._minimum.selectAll()

    def _typed(self) -> None:
        self._editing.type_levels(
            LevelsTyped(minimum=self._minimum.text(), maximum=self._maximum.text(), home=self._home.key)
        )


class CodesPart(QWidget):
    """The codes that stand for the product, and a new one to be linked."""

    def __init__(self, editing: Editing, preferences: Preferences) -> None:
        super().__init__()
        self._editing = editing
        self._rows: RowsModel[CodeRow] = RowsModel(CODE_COLUMNS[:2])
        self._table = TableView(
            self._rows, name="products/codes", title="Codes of the product", preferences=preferences
        )
        self._unlink = Button("Unlink", "x")
        self._code = TextField("Code", placeholder="Scan the pack, or type its code", mono=True)
        self._quantity = QuantityStepper("In the pack that bears it", whole=False)
        self._link = Button("Link", "link", kind=Kind.PRIMARY)
        self._problem = Banner()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._table, 1)
        column.addWidget(self._unlink, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._problem)
        column.addWidget(self._code)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._quantity)
        row.addStretch(1)
        row.addWidget(self._link)
        column.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._code.textEdited.connect(editing.type_code)
        self._code.returnPressed.connect(editing.link)
        self._quantity.quantity_changed.connect(editing.say_quantity)
        self._quantity.submitted.connect(editing.link)
        self._link.clicked.connect(editing.link)
        self._unlink.clicked.connect(self._take_back)
        self._table.current_changed.connect(self._settle)

    def show_state(self, state: PanelState) -> None:
        """Show the codes, and what is typed of a new one."""
        self._rows.show(state.codes)
        if self._code.text() != state.code:
            self._code.setText(state.code)
        if self._quantity.quantity != state.code_quantity:
            self._quantity.show_quantity(state.code_quantity)
        self._quantity.show_unit(state.unit, whole=False)
        self._link.setEnabled(state.can_link)
        self._problem.setVisible(bool(state.code_problem))
        if state.code_problem:
            self._problem.show_message(state.code_problem, tone=Tone.WARNING)
        self._settle()

    def _current(self) -> CodeRow | None:
        key = self._table.current_key
        return next((row for row in self._rows.rows if row.key == key), None)

    def _settle(self) -> None:
        row = self._current()
        self._unlink.setEnabled(row is not None and not row.code.derived)

    def _take_back(self) -> None:
        row = self._current()
        if row is not None:
            self._editing.unlink(row.key)


def _refill(layout: FlowLayout, parts: Sequence[QWidget]) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
    for part in parts:
        layout.addWidget(part)
