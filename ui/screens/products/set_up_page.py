"""The page that sets a product up: find it, confirm it, or type what no directory lists."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rxdesk.domain.ismp import form_text
from rxdesk.domain.quantity import Unit
from rxdesk.domain.schedule import Schedule
from ui.kit.buttons import Button, IconButton, Kind
from ui.kit.cards import Banner, Card
from ui.kit.checks import CheckBox
from ui.kit.fields import ChoiceField, Form, TextField
from ui.kit.flow import FlowLayout
from ui.kit.labels import Label
from ui.kit.names import NameLabel
from ui.kit.preferences import Preferences
from ui.kit.shown import show_if
from ui.kit.stepper import QuantityStepper
from ui.kit.tones import Tone
from ui.parts.finder import HitList
from ui.parts.pages import Stack
from ui.screens.products.setting_up import SettingUp
from ui.screens.products.state import Details, SetUpState, Step
from ui.screens.products.typed import FORMS

_UNITS: Final = ((Unit.EACH, "Pieces"), (Unit.MILLILITRE, "mL"), (Unit.GRAM, "g"))
_SCHEDULES: Final = (
    ("", "Not controlled"),
    *(
        (schedule.symbol, schedule.symbol)
        for schedule in Schedule
        if schedule not in {Schedule.NONE, Schedule.I}
    ),
)
_FLAGS: Final = (
    ("refrigerated", "Refrigerate"),
    ("high_alert", "High alert"),
    ("hazardous", "Hazardous"),
    ("rems", "REMS"),
)


class SetUpPage(Card):
    """Takes a product into the pharmacy's own."""

    def __init__(
        self, setting_up: SettingUp, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(padding=20, gap=12, parent=parent)
        self._setting_up = setting_up
        self._step: Step | None = None
        close = IconButton("x", "Close")
        self._hits = HitList(name="products/hits", preferences=preferences)
        self._unlisted = Button("It is not listed: type its details", "pencil")
        self._search = QWidget()
        self._confirm, self._details = ConfirmPart(setting_up), DetailsPart(setting_up)
        self._stack = Stack()
        head = QHBoxLayout()
        head.addWidget(Label("Add a product", "title"), 1)
        head.addWidget(close)
        self.column.addLayout(head)
        self.column.addWidget(self._stack, 1)
        column = QVBoxLayout(self._search)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(
            Label(
                "Find it in the catalogue by name, NDC, GTIN or labeler. Enter takes it.", "muted", wrap=True
            )
        )
        column.addWidget(self._hits, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._unlisted)
        foot.addStretch(1)
        column.addLayout(foot)
        for part in (self._search, self._confirm, self._details):
            self._stack.add_part(part)
        close.clicked.connect(self._leave)
        self._hits.typed.connect(setting_up.search)
        self._hits.chosen.connect(setting_up.choose)
        self._unlisted.clicked.connect(setting_up.type_details)

    def show_state(self, state: SetUpState | None) -> None:
        """Show how far the conversation has come."""
        before, self._step = self._step, None if state is None else state.step
        if state is None:
            return
        self._hits.show_hits(state.asked, state.rows)
        self._confirm.show_state(state)
        self._details.show_state(state)
        parts: dict[Step, QWidget] = {
            Step.SEARCH: self._search,
            Step.CONFIRM: self._confirm,
            Step.DETAILS: self._details,
        }
        self._stack.show_part(parts[state.step])
        if before is None:
            self._hits.begin()
        elif before is not state.step:
            begin = {Step.CONFIRM: self._confirm.begin, Step.DETAILS: self._details.begin}
            begin.get(state.step, self._hits.go_to_rows)()

    def _leave(self) -> None:
        while self._setting_up.back():
            pass


class ConfirmPart(QWidget):
    """The product that was chosen, and its package size where a person must confirm it."""

    def __init__(self, setting_up: SettingUp) -> None:
        super().__init__()
        self._name, self._about = NameLabel("display"), Label(role="muted", wrap=True)
        self._doubt, self._problem = Banner(), Banner()
        self._quantity = QuantityStepper("Package size", whole=False)
        self._keep = Button("Keep this product", "plus", kind=Kind.PRIMARY, tall=True)
        self._another = Button("Another product", "undo-2", tall=True)
        acts = QHBoxLayout()
        acts.setSpacing(10)
        for part in (self._quantity, self._keep, self._another):
            acts.addWidget(part)
        acts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self._name, self._about, self._doubt, self._problem):
            column.addWidget(part)
        column.addLayout(acts)
        column.addStretch(1)
        self._quantity.quantity_changed.connect(setting_up.say_quantity)
        self._quantity.submitted.connect(setting_up.keep)
        self._keep.clicked.connect(setting_up.keep)
        self._another.clicked.connect(setting_up.back)

    def show_state(self, state: SetUpState) -> None:
        """Show the chosen product."""
        chosen = state.chosen
        if chosen is None:
            return
        row = chosen.hit.row
        self._name.show_name(chosen.title)
        self._about.setText(f"NDC {chosen.key} · {chosen.pack} · {row.labeler}")
        asks = state.asks_size or bool(state.said)
        show_if(self._quantity, asks)
        self._quantity.show_unit(f"{state.unit} in one package", whole=False)
        if self._quantity.quantity != state.quantity:
            self._quantity.show_quantity(state.quantity)
        show_if(self._doubt, bool(state.said))
        if state.said:
            self._doubt.show_message(state.said, "Count what is in one package and type it here.")
        self._keep.setEnabled(not asks or (state.quantity is not None and state.quantity > 0))
        _show_problem(self._problem, state.problem)

    def begin(self) -> None:
        """Put the keyboard where it is needed."""
        if self._quantity.isHidden():
            self._keep.setFocus()
        else:
            self._quantity.setFocus()
            self._quantity.select_all()


class DetailsPart(QWidget):
    """A product that no directory lists, as it stands on the pack."""

    def __init__(self, setting_up: SettingUp) -> None:
        super().__init__()
        self._setting_up = setting_up
        self._ndc = TextField("NDC", placeholder="0002-1433-80", mono=True)
        self._name = TextField("Name")
        self._generic = TextField("Generic name", placeholder="As the name, where there is no other")
        self._strength = TextField("Strength", placeholder="25 mg")
        self._labeler = TextField("Labeler")
        self._form = ChoiceField("Form", [("", "Choose …"), *((form, form_text(form)) for form in FORMS)])
        self._schedule = ChoiceField("Schedule", _SCHEDULES)
        self._unit = ChoiceField("Counted in", _UNITS)
        self._size = QuantityStepper("Package size", whole=False)
        self._flags = {key: CheckBox(words) for key, words in _FLAGS}
        self._problem = Banner()
        self._keep = Button("Keep this product", "plus", kind=Kind.PRIMARY, tall=True)
        self._back = Button("Back to the search", "undo-2", tall=True)
        self._left, self._right = Form(), Form()
        self._where: dict[str, tuple[Form, QWidget]] = {}
        self._lay_out()
        self._connect()

    def show_state(self, state: SetUpState) -> None:
        """Show what is wrong; what is typed stands in the fields already."""
        if state.step is Step.DETAILS and self._name.text() != state.details.name:
            self._name.setText(state.details.name)
        for field, (form, widget) in self._where.items():
            form.show_complaint(widget, state.problem if field == state.at else "")
        _show_problem(self._problem, "" if state.at in self._where else state.problem)

    def begin(self) -> None:
        """Put the keyboard on the first field."""
        self._ndc.setFocus()

    def _lay_out(self) -> None:
        size, flags = QWidget(), QWidget()
        beside = QHBoxLayout(size)  # the stepper keeps its width, its row takes the form's
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self._size)
        beside.addStretch(1)
        row = FlowLayout(flags, gap=14)
        for box in self._flags.values():
            row.addWidget(box)
        for form, key, words, field in (
            (self._left, "ndc", "NDC", self._ndc),
            (self._left, "name", "Name", self._name),
            (self._left, "generic_name", "Generic name", self._generic),
            (self._left, "strength", "Strength", self._strength),
            (self._left, "labeler", "Labeler", self._labeler),
            (self._right, "form", "Form", self._form),
            (self._right, "unit", "Counted in", self._unit),
            (self._right, "pack_quantity", "Package size", size),
            (self._right, "schedule", "Schedule", self._schedule),
            (self._right, "flags", "Marks", flags),
        ):
            form.add_field(words, field)
            self._where[key] = form, field
        across = QHBoxLayout()
        across.setSpacing(28)
        for form in (self._left, self._right):
            across.addWidget(form, 1, Qt.AlignmentFlag.AlignTop)
        acts = QHBoxLayout()
        acts.setSpacing(10)
        acts.addWidget(self._keep)
        acts.addWidget(self._back)
        acts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(
            Label("Type what stands on the pack. A catalogue imported later changes nothing here.", "muted")
        )
        column.addLayout(across)
        column.addWidget(self._problem)
        column.addLayout(acts)
        column.addStretch(1)

    def _connect(self) -> None:
        for field in (self._ndc, self._name, self._generic, self._strength, self._labeler):
            field.textEdited.connect(self._write)
            field.returnPressed.connect(self._setting_up.keep_details)
        for choice in (self._form, self._unit, self._schedule):
            choice.chosen.connect(self._write)
        for box in self._flags.values():
            box.toggled.connect(self._write)
        self._size.quantity_changed.connect(self._write)
        self._size.submitted.connect(self._setting_up.keep_details)
        self._keep.clicked.connect(self._setting_up.keep_details)
        self._back.clicked.connect(self._setting_up.back)

    def _write(self) -> None:
        self._setting_up.write(
            Details(
                ndc=self._ndc.text(),
                name=self._name.text(),
                generic_name=self._generic.text(),
                strength=self._strength.text(),
                form=self._form.key,
                labeler=self._labeler.text(),
                unit=self._unit.key,
                pack_quantity=self._size.quantity,
                schedule=self._schedule.key,
                flags=frozenset(key for key, box in self._flags.items() if box.isChecked()),
            )
        )


def _show_problem(banner: Banner, problem: str) -> None:
    show_if(banner, bool(problem))
    if problem:
        banner.show_message(problem, tone=Tone.WARNING)
