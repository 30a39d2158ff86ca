"""The panels of a product: counting, holding and moving one of its lots."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtWidgets import QHBoxLayout

from rxdesk.domain.facts import HoldReason
from rxdesk.domain.identity import PlaceId
from rxdesk.domain.sentences import HOLD_CAUSES
from ui.kit.buttons import Button, IconButton, Kind
from ui.kit.cards import Banner, Card
from ui.kit.checks import CheckBox
from ui.kit.fields import ChoiceField, DateField, Form, TextField
from ui.kit.labels import Label
from ui.kit.shown import show_if
from ui.kit.stepper import QuantityStepper
from ui.kit.theme import look
from ui.kit.tones import Tone
from ui.screens.scan.counting import Counting, CountState
from ui.screens.scan.holding import Holding, HoldState, Reach
from ui.screens.scan.lines import LineChoice
from ui.screens.scan.moving import MoveState, Moving

_REACH_WORDS: Final = {
    Reach.LOT: "This lot, wherever it is",
    Reach.PACK: "Only the pack with this serial number",
    Reach.PRODUCT: "Every lot of this product",
}
_OTHER_LOT: Final = ("", "Another lot that is not listed here")


class Panel(Card):
    """A card with a title, a way out, and room for what is wrong."""

    def __init__(self, leave: Callable[[], None]) -> None:
        super().__init__(gap=12)
        self.title, self.problem = Label(role="subtitle"), Banner()
        close = IconButton("x", "Close")
        close.clicked.connect(leave)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(close)
        self.column.addLayout(head)
        self.column.addWidget(self.problem)

    def add_form(self, form: Form) -> None:
        """Add labelled fields, no wider than can be read across at a glance."""
        form.setMaximumWidth(look().px(680))
        self.column.addWidget(form)

    def show_problem(self, problem: str) -> None:
        """Say what is wrong, or that nothing is."""
        if problem:
            self.problem.show_message(problem, tone=Tone.WARNING)
        else:
            self.problem.hide()


class CountPanel(Panel):
    """Asks for one figure, and shows none beforehand."""

    def __init__(self, counting: Counting, today: Callable[[], date]) -> None:
        super().__init__(counting.close)
        self._counting = counting
        self._line = ChoiceField("Lot and place")
        self._lot = TextField("Lot number", placeholder="As printed beside LOT", mono=True)
        self._place = ChoiceField("Place")
        self._expiry = DateField("Expiry", today=today)
        self._figure = QuantityStepper("Counted", whole=False)
        self._submit = Button("Count", "clipboard-check", kind=Kind.PRIMARY, tall=True)
        self._zero = Banner()
        self._other = Form()
        self._other.add_field("Lot number", self._lot)
        self._other.add_field("Place", self._place)
        self._other.add_field("Expiry", self._expiry)
        line = Form()
        line.add_field("Count", self._line)
        acts = QHBoxLayout()
        acts.setSpacing(10)
        acts.addWidget(self._figure)
        acts.addWidget(self._submit)
        acts.addStretch(1)
        for part in (line, self._other):
            self.add_form(part)
        self.column.addLayout(acts)
        self.column.addWidget(self._zero)
        self.column.addWidget(
            Label(
                "Type what is on the shelf. What is on file is not shown, so that the shelf is counted.",
                "hint",
            )
        )
        self.column.addStretch(1)
        self._line.chosen.connect(self._choose_line)
        self._figure.quantity_changed.connect(counting.say)
        self._figure.submitted.connect(counting.submit)
        self._submit.clicked.connect(counting.submit)
        self._zero.answered.connect(counting.submit)
        self._lot.textEdited.connect(self._name_other)
        self._place.chosen.connect(self._name_other)
        self._expiry.expiry_changed.connect(self._name_other)

    def show_state(self, state: CountState) -> None:
        """Show how far the count has come."""
        self.title.setText(f"Count {state.name}")
        _show_lines(self._line, state.lines, state.line, others=(_OTHER_LOT,))
        self._place.show_choices([(place, place) for place in state.places], state.other_place)
        show_if(self._other, state.line is None)
        self._figure.show_unit(state.unit, whole=False)
        if self._figure.quantity != state.counted:
            self._figure.show_quantity(state.counted)
        self._submit.setEnabled(state.ready)
        if state.confirm_zero:
            self._zero.show_message(
                "Is there really none at all?",
                "Press Enter again to say that the place is empty.",
                answer="The place is empty",
            )
        else:
            self._zero.hide()
        self.show_problem(state.problem)

    def begin(self) -> None:
        """Put the keyboard on the figure."""
        self._lot.clear()
        self._expiry.show_expiry(None)
        self._figure.setFocus()

    def _choose_line(self, key: str) -> None:
        self._counting.choose_line(key)
        (self._figure if key else self._lot).setFocus()

    def _name_other(self) -> None:
        place = PlaceId(self._place.key) if self._place.key else None
        self._counting.name_other(lot=self._lot.text(), place=place, expiry=self._expiry.expiry)


class HoldPanel(Panel):
    """Asks what is held and why, or lifts the hold that stands."""

    def __init__(self, holding: Holding) -> None:
        super().__init__(holding.close)
        self._line = ChoiceField("Lot and place")
        self._reach = ChoiceField("Hold")
        self._cause = ChoiceField("Why", [(cause, HOLD_CAUSES[cause].capitalize()) for cause in HoldReason])
        self._note = TextField("Note", placeholder="In a few words")
        self._carry = CheckBox("")
        self._hold = Button("Put on hold", "ban", kind=Kind.DANGER, tall=True)
        self._carry_only = Button("Move to quarantine", "move", tall=True)
        self._release = Button("Lift the hold", "circle-check", tall=True)
        self._fields = Form()
        self._fields.add_field("Lot", self._line)
        self._fields.add_field("Hold", self._reach)
        self._fields.add_field("Why", self._cause)
        self._fields.add_field("Note", self._note)
        acts = QHBoxLayout()
        acts.setSpacing(10)
        for act in (self._hold, self._carry_only, self._release):
            acts.addWidget(act)
        acts.addStretch(1)
        self.add_form(self._fields)
        self.column.addWidget(self._carry)
        self.column.addLayout(acts)
        self.column.addStretch(1)
        self._line.chosen.connect(holding.choose_line)
        self._reach.chosen.connect(holding.choose_reach)
        self._cause.chosen.connect(holding.choose_cause)
        self._note.textEdited.connect(holding.write)
        self._note.returnPressed.connect(lambda: self._submit(holding))
        self._carry.toggled.connect(holding.carry)
        self._hold.clicked.connect(holding.hold)
        self._carry_only.clicked.connect(holding.carry_only)
        self._release.clicked.connect(holding.release)

    def show_state(self, state: HoldState) -> None:
        """Show what may be held, or lifted."""
        held = state.standing is not None
        self.title.setText(f"{'On hold' if held else 'Hold and quarantine'}: {state.name}")
        _show_lines(self._line, state.lines, state.line)
        self._reach.show_choices([(reach, _REACH_WORDS[reach]) for reach in state.reaches], state.reach)
        self._cause.show_choice(state.cause)
        if self._note.text() != state.note:
            self._note.setText(state.note)
        self._carry.setText(f"Carry it to {state.quarantine} as well")
        self._carry.setChecked(state.carry)
        show_if(self._carry, state.can_carry and not held)
        show_if(self._hold, not held)
        show_if(self._carry_only, held and state.can_carry)
        show_if(self._release, held)
        for field in (self._reach, self._cause):
            field.setEnabled(not held)
        self.show_problem(state.problem)

    def begin(self) -> None:
        """Put the keyboard on the cause."""
        (self._cause if self._cause.isEnabled() else self._note).setFocus()

    def _submit(self, holding: Holding) -> None:
        if holding.state is not None and holding.state.standing is None:
            holding.hold()
        else:
            holding.release()


class MovePanel(Panel):
    """Asks where a lot is carried."""

    def __init__(self, moving: Moving) -> None:
        super().__init__(moving.close)
        self._moving = moving
        self._line = ChoiceField("Lot and place")
        self._target = ChoiceField("To")
        self._reference = TextField("Reference", placeholder="Authorisation, manifest or invoice number")
        self._reason = TextField("Reason", placeholder="In a few words")
        self._quantity = QuantityStepper("Quantity to move", whole=False)
        self._submit = Button("Move", "move", kind=Kind.PRIMARY, tall=True)
        form = Form()
        form.add_field("Lot", self._line)
        form.add_field("To", self._target, hint="Or scan the label of the place.")
        self._out = Form()
        self._out.add_field("Reason", self._reason)
        self._out.add_field("Reference", self._reference)
        acts = QHBoxLayout()
        acts.setSpacing(10)
        acts.addWidget(self._quantity)
        acts.addWidget(self._submit)
        acts.addStretch(1)
        self.add_form(form)
        self.add_form(self._out)
        self.column.addLayout(acts)
        self.column.addStretch(1)
        self._line.chosen.connect(moving.choose_line)
        self._target.chosen.connect(moving.choose_target)
        self._quantity.quantity_changed.connect(moving.say_quantity)
        self._quantity.submitted.connect(moving.move)
        self._submit.clicked.connect(moving.move)
        for field in (self._reason, self._reference):
            field.textEdited.connect(self._write)

    def show_state(self, state: MoveState) -> None:
        """Show what is carried where."""
        self.title.setText(f"Move {state.name}")
        _show_lines(self._line, state.lines, state.line)
        self._target.show_choices([("", "Choose a place"), *state.places], state.target or "")
        show_if(self._out, state.goes_out)
        self._quantity.show_unit(state.unit, whole=False)
        if self._quantity.quantity != state.quantity:
            self._quantity.show_quantity(state.quantity)
        self._submit.setEnabled(state.ready)
        self.show_problem(state.problem)

    def begin(self) -> None:
        """Put the keyboard on the target."""
        self._reason.clear()
        self._reference.clear()
        self._target.setFocus()

    def _write(self) -> None:
        self._moving.write(reference=self._reference.text(), reason=self._reason.text())


def _show_lines(
    field: ChoiceField,
    lines: tuple[LineChoice, ...],
    line: object,
    *,
    others: tuple[tuple[str, str], ...] = (),
) -> None:
    current = next((choice.key for choice in lines if choice.line == line), "")
    field.show_choices([*((choice.key, choice.words) for choice in lines), *others], current)
