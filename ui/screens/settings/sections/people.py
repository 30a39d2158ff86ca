"""The section of people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from PySide6.QtWidgets import QWidget

from rxdesk.domain.identity import PersonId
from rxdesk.domain.people import ROLE_NAMES, Role
from ui.context import Context
from ui.kit.buttons import Button, Kind
from ui.kit.cards import Banner, EmptyState
from ui.kit.columns import Column
from ui.kit.fields import ChoiceField, Form, PinField, TextField
from ui.kit.keys import ADD, SAVE
from ui.kit.labels import Label, Line
from ui.kit.rows import RowsModel
from ui.kit.tablecard import TableCard
from ui.kit.tones import Chip, Fill, Tone
from ui.screens.settings.presenter.people import PeoplePresenter
from ui.screens.settings.sections.parts import beside, form_card, in_a_row
from ui.screens.settings.state import ROLES, WORKING, PersonForm, PersonLine


def _proofs(line: PersonLine) -> tuple[Chip, ...]:
    row = line.row
    if not row.person.active:
        return (Chip("Has left", "log-out", Tone.NEUTRAL, Fill.SOFT),)
    pin = (
        Chip("PIN", "check", Tone.OK, Fill.NONE)
        if row.has_pin
        else Chip("No PIN", "triangle-alert", Tone.CAUTION)
    )
    return (pin, Chip("Badge", "check", Tone.OK, Fill.NONE)) if row.has_badge else (pin,)


_COLUMNS: Final[tuple[Column[PersonLine], ...]] = (
    Column(
        key="name",
        title="Name",
        text=lambda line: line.row.person.name,
        weight=600,
        stretch=True,
        sortable=False,
    ),
    Column(
        key="initials", title="Initials", text=lambda line: line.row.person.initials, width=84, sortable=False
    ),
    Column(
        key="role",
        title="Role",
        text=lambda line: ROLE_NAMES[line.row.person.role],
        width=170,
        sortable=False,
    ),
    Column(key="proofs", title="Signs in with", chips=_proofs, width=170, sortable=False),
)


class PeopleSection(QWidget):
    """Everybody, and the form for one of them."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._model = RowsModel[PersonLine](_COLUMNS)
        self._table = TableCard(
            "People",
            self._model,
            name="settings/people",
            preferences=context.preferences,
            empty=EmptyState("users", "Nobody is here yet."),
        )
        self._title = Label("New person", "subtitle")
        self._banner = Banner()
        self._form, self._proof = Form(), Form()
        self._name = TextField("Name", placeholder="Kiran Patel")
        self._initials = TextField("Initials", placeholder="KP")
        self._initials.setMaxLength(4)
        self._role = ChoiceField("Role", ROLES)
        self._working = ChoiceField("Standing", WORKING)
        self._save = Button("Save", "save", kind=Kind.PRIMARY, keys=SAVE.keys)
        self._new = Button("New person", "plus", keys=ADD.keys)
        self._pin, self._again = PinField("New PIN"), PinField("New PIN again")
        self._set_pin = Button("Set the PIN", "lock-keyhole")
        self._badge = Button("Issue a badge", "scan-barcode")
        self._person: PersonId | None = None
        self._presenter = PeoplePresenter(self, context)
        self._lay_out()
        self._connect()
        self.show_form(PersonForm())

    def read(self) -> None:
        """Read everybody."""
        self._presenter.read()

    def show_people(self, lines: Sequence[PersonLine]) -> None:
        """Show everybody."""
        self._model.show(lines)
        self._table.title.setText("1 person" if len(lines) == 1 else f"{len(lines):,} people")

    def show_form(self, form: PersonForm) -> None:
        """Show one person to be changed, or an empty form."""
        self._person = form.person
        self._title.setText("New person" if form.person is None else form.name)
        self._name.setText(form.name)
        self._initials.setText(form.initials)
        self._role.show_choice(form.role.value)
        self._working.show_choice("yes" if form.active else "no")
        self._working.setEnabled(form.person is not None)
        for part in (self._pin, self._again, self._set_pin, self._badge):
            part.setEnabled(form.person is not None and form.active)

    def show_refusal(self, said: str, remedy: str) -> None:
        """Say why it was not done."""
        if said:
            self._banner.show_message(said, remedy)
        else:
            self._banner.hide()

    def clear_pins(self) -> None:
        """Forget the PINs that were typed."""
        self._pin.clear()
        self._again.clear()

    def _connect(self) -> None:
        view = self._table.view
        view.current_changed.connect(self._choose)
        view.row_opened.connect(self._edit)
        self._save.clicked.connect(self._submit)
        self._new.clicked.connect(self._begin_new)
        self._set_pin.clicked.connect(self._submit_pin)
        self._again.returnPressed.connect(self._submit_pin)
        self._pin.returnPressed.connect(self._again.setFocus)
        self._badge.clicked.connect(self._issue_badge)
        for field in (self._name, self._initials):
            field.returnPressed.connect(self._submit)

    def _choose(self, key: object) -> None:
        if key is not None:
            self._presenter.choose(cast("PersonId", key))

    def _edit(self) -> None:
        self._name.setFocus()

    def _begin_new(self) -> None:
        self._table.view.clearSelection()
        self._presenter.choose(None)
        self._name.setFocus()

    def _submit(self) -> None:
        self._presenter.save(
            PersonForm(
                person=self._person,
                name=self._name.text(),
                initials=self._initials.text(),
                role=Role(self._role.key),
                active=self._working.key == "yes",
            )
        )

    def _submit_pin(self) -> None:
        self._presenter.set_pin(self._person, self._pin.take(), self._again.take())

    def _issue_badge(self) -> None:
        self._presenter.issue_badge(self._person)

    def _lay_out(self) -> None:
        self._table.offer(export=False, paper=False)
        self._form.add_field("Name", self._name, hint="As it stands in the journal.")
        self._form.add_field("Initials", self._initials)
        self._form.add_field("Role", self._role)
        self._form.add_field(
            "Standing", self._working, hint="Leavers are never deleted: what they did stays theirs."
        )
        self._proof.add_field("New PIN", self._pin, hint="6 to 12 digits that nobody guesses.")
        self._proof.add_field("Again", self._again)
        card = form_card(
            self._title,
            self._banner,
            self._form,
            in_a_row(self._save, self._new),
            Line(),
            self._proof,
            in_a_row(self._set_pin, self._badge),
            Label("A badge says who somebody is; the PIN proves it.", "hint", wrap=True),
        )
        beside(self, self._table, card)
