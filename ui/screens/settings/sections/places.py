"""The section of places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from PySide6.QtWidgets import QWidget

from rxdesk.domain.identity import PlaceId
from rxdesk.domain.places import PLACE_KIND_NAMES, PlaceKind
from ui.context import Context
from ui.kit.buttons import Button, Kind
from ui.kit.cards import Banner, EmptyState
from ui.kit.columns import Align, Column
from ui.kit.fields import ChoiceField, Form, TextField
from ui.kit.keys import ADD, LABEL, SAVE
from ui.kit.labels import Label
from ui.kit.rows import RowsModel
from ui.kit.tablecard import TableCard
from ui.kit.tones import Chip, Fill, Tone
from ui.screens.settings.presenter.places import PlacesPresenter
from ui.screens.settings.sections.parts import beside, form_card, in_a_row
from ui.screens.settings.state import PLACE_KINDS, STANDING, PlaceForm, PlaceLine

_COLUMNS: Final[tuple[Column[PlaceLine], ...]] = (
    Column(key="code", title="Code", text=lambda line: line.key, weight=600, width=120, sortable=False),
    Column(
        key="name",
        title="Name",
        text=lambda line: "" if line.row.place.name == line.key else line.row.place.name,
        stretch=True,
        sortable=False,
    ),
    Column(
        key="kind",
        title="Kind",
        text=lambda line: PLACE_KIND_NAMES[line.row.place.kind],
        width=130,
        sortable=False,
    ),
    Column(
        key="walk",
        title="Walk",
        text=lambda line: f"{line.row.place.walk_order:,}",
        align=Align.RIGHT,
        muted=True,
        width=70,
        sortable=False,
    ),
    Column(
        key="lines",
        title="Lots",
        text=lambda line: f"{line.row.lines:,}",
        align=Align.RIGHT,
        width=70,
        sortable=False,
    ),
    Column(
        key="standing",
        title="",
        chips=lambda line: () if line.row.place.active else (Chip("Not used", "", Tone.NEUTRAL, Fill.SOFT),),
        width=100,
        sortable=False,
    ),
)


class PlacesSection(QWidget):
    """Every place, and the form for one of them."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._model = RowsModel[PlaceLine](_COLUMNS)
        self._table = TableCard(
            "Places",
            self._model,
            name="settings/places",
            preferences=context.preferences,
            empty=EmptyState(
                "map-pin", "A place is a shelf bin, a refrigerator, a safe. Make the first one at the right."
            ),
        )
        self._title = Label("New place", "subtitle")
        self._banner = Banner()
        self._form = Form()
        self._code = TextField("Code", placeholder="A3-02")
        self._name = TextField("Name", placeholder="Aisle A, shelf 3")
        self._kind = ChoiceField("Kind", PLACE_KINDS)
        self._walk = TextField("Walk order", placeholder="0")
        self._standing = ChoiceField("Standing", STANDING)
        self._save = Button("Save", "save", kind=Kind.PRIMARY, keys=SAVE.keys)
        self._new = Button("New place", "plus", keys=ADD.keys)
        self._labels = Button("Print labels", "printer", keys=LABEL.keys)
        self._is_new = True
        self._presenter = PlacesPresenter(self, context)
        self._lay_out()
        self._connect()

    def read(self) -> None:
        """Read every place."""
        self._presenter.read()

    def show_places(self, lines: Sequence[PlaceLine]) -> None:
        """Show every place."""
        self._model.show(lines)
        self._table.title.setText(f"{len(lines):,} places")

    def show_form(self, form: PlaceForm) -> None:
        """Show one place to be changed, or an empty form."""
        self._is_new = form.is_new
        self._title.setText("New place" if form.is_new else f"Place {form.place}")
        self._code.setText(form.place)
        self._code.setReadOnly(not form.is_new)
        self._name.setText(form.name)
        self._kind.show_choice(form.kind.value)
        self._walk.setText(form.walk_order)
        self._standing.show_choice("yes" if form.active else "no")

    def show_refusal(self, said: str, remedy: str) -> None:
        """Say why it was not saved."""
        if said:
            self._banner.show_message(said, remedy)
        else:
            self._banner.hide()

    def _connect(self) -> None:
        view = self._table.view
        view.current_changed.connect(self._choose)
        view.row_opened.connect(self._edit)
        self._save.clicked.connect(self._submit)
        self._new.clicked.connect(self._begin_new)
        self._labels.clicked.connect(self._print)
        for field in (self._code, self._name, self._walk):
            field.returnPressed.connect(self._submit)

    def _choose(self, key: object) -> None:
        if key is not None:
            self._presenter.choose(cast("PlaceId", key))

    def _edit(self) -> None:
        self._name.setFocus()

    def _begin_new(self) -> None:
        self._table.view.clearSelection()
        self._presenter.choose(None)
        self._code.setFocus()

    def _submit(self) -> None:
        self._presenter.save(
            PlaceForm(
                place=self._code.text(),
                name=self._name.text(),
                kind=PlaceKind(self._kind.key),
                walk_order=self._walk.text(),
                active=self._standing.key == "yes",
                is_new=self._is_new,
            )
        )

    def _print(self) -> None:
        self._presenter.print_labels([cast("PlaceId", key) for key in self._table.view.selected_keys()])

    def _lay_out(self) -> None:
        self._table.offer(export=False, paper=False)
        self._table.tools.insertWidget(0, self._labels)
        self._form.add_field("Code", self._code, hint="It stands on the label and never changes.")
        self._form.add_field("Name", self._name)
        self._form.add_field("Kind", self._kind, hint="It decides what may be done with the stock in it.")
        self._form.add_field("Walk order", self._walk, hint="Lists for walking are sorted by it.")
        self._form.add_field("Standing", self._standing)
        card = form_card(self._title, self._banner, self._form, in_a_row(self._save, self._new))
        beside(self, self._table, card)
