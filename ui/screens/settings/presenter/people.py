"""People: who works here, what they may do, and how they prove who they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rxdesk.desk import Posted
from rxdesk.domain.errors import Refusal
from rxdesk.domain.identity import PersonId
from rxdesk.domain.labels import BadgeLabel, OwnCode
from rxdesk.domain.orders import AddPerson, ChangePerson, Order
from rxdesk.domain.people import ROLE_NAMES
from rxdesk.domain.records import Person
from ui.notices import Level, Notice
from ui.parts.given import Given
from ui.screens.settings.state import PersonForm, PersonLine


class PeopleView(Protocol):
    """The section."""

    def show_people(self, lines: Sequence[PersonLine]) -> None:
        """Show everybody."""
        ...

    def show_form(self, form: PersonForm) -> None:
        """Show one person to be changed, or an empty form for somebody new."""
        ...

    def show_refusal(self, said: str, remedy: str) -> None:
        """Say why it was not done; empty texts take the last one away."""
        ...

    def clear_pins(self) -> None:
        """Forget the PINs that were typed."""
        ...


class PeoplePresenter:
    """The conversation about people."""

    def __init__(self, view: PeopleView, given: Given) -> None:
        self._view = view
        self._given = given
        self._people: dict[PersonId, Person] = {}

    def read(self) -> None:
        """Read everybody."""
        reads = self._given.desk.reads

        def show(lines: tuple[PersonLine, ...]) -> None:
            self._people = {line.key: line.row.person for line in lines}
            self._view.show_people(lines)

        self._given.ask(lambda: tuple(PersonLine(row) for row in reads.people()), show)

    def choose(self, person: PersonId | None) -> None:
        """Show one person to be changed."""
        known = self._people.get(person) if person is not None else None
        self._view.show_refusal("", "")
        self._view.clear_pins()
        self._view.show_form(PersonForm() if known is None else _form_of(known))

    def save(self, form: PersonForm) -> None:
        """Add the person, or change them."""
        name, initials = form.name.strip(), form.initials.strip()
        if not name or not initials:
            self._view.show_refusal(
                "A person needs a name and initials.", "Type both; they stand in the journal."
            )
            return
        self._given.post(self._order(form, name, initials), self._saved, self._refuse)

    def set_pin(self, person: PersonId | None, pin: str, again: str) -> None:
        """Set somebody's PIN, typed twice."""
        by = self._given.session.person
        self._view.clear_pins()
        if person is None or by is None:
            self._view.show_refusal(
                "Nobody is chosen.", "Save the person first, then choose them in the list."
            )
            return
        if pin != again:
            self._view.show_refusal("The two PINs differ.", "Type the same PIN twice.")
            return
        doors, name = self._given.desk.doors, self._people[person].name
        self._given.ask(
            lambda: doors.set_pin(by=by.person, person=person, pin=pin),
            lambda _: self._done(f"A new PIN was set for {name}."),
            self._refuse,
        )

    def issue_badge(self, person: PersonId | None) -> None:
        """Make a new badge and preview its label; any earlier badge stops working."""
        by = self._given.session.person
        if person is None or by is None:
            self._view.show_refusal(
                "Nobody is chosen.", "Save the person first, then choose them in the list."
            )
            return
        desk, holder = self._given.desk, self._people[person]

        def issue() -> tuple[str, str]:
            pharmacy = desk.reads.pharmacy()
            return desk.doors.issue_badge(
                by=by.person, person=person
            ), "" if pharmacy is None else pharmacy.name

        def print_badge(issued: tuple[str, str]) -> None:
            code, pharmacy = issued
            badge = BadgeLabel(
                person=holder.name, role=ROLE_NAMES[holder.role], pharmacy=pharmacy, code=OwnCode(code)
            )
            drawing = desk.draughtsman
            self._done(f"A new badge was issued for {holder.name}; print it now, it is shown only once.")
            self._given.preview(
                f"Badge of {holder.name}",
                lambda: drawing.label_pdf([badge], stock=drawing.label_stocks()[0]),
            )

        self._given.ask(issue, print_badge, self._refuse)

    def _order(self, form: PersonForm, name: str, initials: str) -> Order:
        desk = self._given.desk
        if form.person is None:
            return AddPerson(
                id=desk.new_order_id(),
                person=desk.new_person_id(),
                name=name,
                initials=initials,
                role=form.role,
            )
        return ChangePerson(
            id=desk.new_order_id(),
            person=form.person,
            name=name,
            initials=initials,
            role=form.role,
            active=form.active,
        )

    def _saved(self, _: Posted) -> None:
        self._view.show_refusal("", "")
        self._view.show_form(PersonForm())
        self.read()

    def _done(self, sentence: str) -> None:
        self._view.show_refusal("", "")
        self._given.notices.say(Notice(Level.DONE, sentence))
        self.read()

    def _refuse(self, refusal: Refusal) -> None:
        self._view.show_refusal(refusal.said, refusal.remedy)


def _form_of(person: Person) -> PersonForm:
    return PersonForm(
        person=person.person,
        name=person.name,
        initials=person.initials,
        role=person.role,
        active=person.active,
    )
