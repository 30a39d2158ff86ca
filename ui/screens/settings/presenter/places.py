"""Places: make one, change one, print its label."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rxdesk.desk import Posted
from rxdesk.domain.errors import Refusal
from rxdesk.domain.identity import PlaceId
from rxdesk.domain.labels import OwnCode, PlaceLabel
from rxdesk.domain.orders import SetUpPlace
from rxdesk.domain.own_codes import place_code
from rxdesk.domain.records import Place
from ui.parts.given import Given
from ui.screens.settings.state import PlaceForm, PlaceLine


class PlacesView(Protocol):
    """The section."""

    def show_places(self, lines: Sequence[PlaceLine]) -> None:
        """Show every place."""
        ...

    def show_form(self, form: PlaceForm) -> None:
        """Show one place to be changed, or an empty form for a new one."""
        ...

    def show_refusal(self, said: str, remedy: str) -> None:
        """Say why it was not saved; empty texts take the last one away."""
        ...


class PlacesPresenter:
    """The conversation about places."""

    def __init__(self, view: PlacesView, given: Given) -> None:
        self._view = view
        self._given = given
        self._places: dict[PlaceId, Place] = {}

    def read(self) -> None:
        """Read every place."""
        reads = self._given.desk.reads

        def show(lines: tuple[PlaceLine, ...]) -> None:
            self._places = {line.key: line.row.place for line in lines}
            self._view.show_places(lines)

        self._given.ask(lambda: tuple(PlaceLine(row) for row in reads.places()), show)

    def choose(self, place: PlaceId | None) -> None:
        """Show one place to be changed."""
        known = self._places.get(place) if place is not None else None
        self._view.show_refusal("", "")
        self._view.show_form(PlaceForm() if known is None else _form_of(known))

    def save(self, form: PlaceForm) -> None:
        """Make the place, or change it."""
        code = form.place.strip()
        if not code:
            self._view.show_refusal("A place needs a code.", "Type what stands on its label, such as A3-02.")
            return
        if form.is_new and PlaceId(code) in self._places:
            self._view.show_refusal(
                f"There is a place {code} already.",
                "Choose it from the list to change it, or type another code.",
            )
            return
        walk = form.walk_order.strip() or "0"
        if not (walk.isascii() and walk.isdigit() and len(walk) <= 6):
            self._view.show_refusal(
                f"“{form.walk_order}” is not a place in the walk.",
                "Type a whole number; people walk from 0 up.",
            )
            return
        order = SetUpPlace(
            id=self._given.desk.new_order_id(),
            place=PlaceId(code),
            name=form.name.strip(),
            kind_of_place=form.kind,
            walk_order=int(walk),
            active=form.active,
        )
        self._given.post(order, self._saved, self._refuse)

    def print_labels(self, places: Sequence[PlaceId]) -> None:
        """Preview the labels of these places."""
        wanted = [self._places[place] for place in places if place in self._places]
        if not wanted:
            self._view.show_refusal("No place is chosen.", "Choose one or more places in the list.")
            return
        try:
            labels = [place_label(place) for place in wanted]
        except Refusal as refusal:
            self._refuse(refusal)
            return
        draughtsman = self._given.desk.draughtsman
        title = f"Label of {wanted[0].place}" if len(wanted) == 1 else f"Labels of {len(wanted):,} places"
        self._given.preview(title, lambda: draughtsman.label_pdf(labels, stock=draughtsman.label_stocks()[0]))

    def _saved(self, _: Posted) -> None:
        self._view.show_refusal("", "")
        self._view.show_form(PlaceForm())
        self.read()

    def _refuse(self, refusal: Refusal) -> None:
        self._view.show_refusal(refusal.said, refusal.remedy)


def place_label(place: Place) -> PlaceLabel:
    """Return the label of a place.

    Raises:
        Refusal: Its code cannot be printed as a code.
    """
    description = "" if place.name == place.place else place.name
    return PlaceLabel(name=place.place, description=description, code=OwnCode(place_code(place.place)))


def _form_of(place: Place) -> PlaceForm:
    return PlaceForm(
        place=place.place,
        name="" if place.name == place.place else place.name,
        kind=place.kind,
        walk_order=str(place.walk_order),
        active=place.active,
        is_new=False,
    )
