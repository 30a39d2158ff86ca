"""Choosing a person and proving with a PIN that one is that person: for signing in and for signing an act.

No Qt: the two panels that show it are views of this presenter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from rxdesk.domain.errors import Refusal
from rxdesk.domain.identity import PersonId
from rxdesk.domain.people import ROLE_NAMES
from rxdesk.domain.records import Person
from rxdesk.ports.rows import PersonRow
from ui.asking import Ask


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A person as a tile shows them."""

    person: PersonId
    name: str
    initials: str
    role: str  # in words
    has_pin: bool

    @property
    def key(self) -> PersonId:
        """Return whose tile this is."""
        return self.person


class ProofView(Protocol):
    """The panel: people as tiles, and a field for the PIN."""

    def show_faces(self, faces: Sequence[Face], chosen: PersonId | None) -> None:
        """Show who can be chosen, and who is."""
        ...

    def show_complaint(self, said: str, remedy: str) -> None:
        """Say what is wrong; empty texts take the last one away."""
        ...

    def show_busy(self, *, busy: bool) -> None:
        """Take no keys while the PIN is being checked."""
        ...

    def clear_pin(self) -> None:
        """Empty the field and be ready for the next try."""
        ...


class Proof:
    """The conversation of a proof: who, and which PIN.

    Args:
        view: The panel.
        ask: The way to the journal thread.
        people: Reads everybody.
        prove: Checks a PIN; raises PinWrong, TooManyTries.
        admits: Tells whether a person can be chosen here.
        proved: Called with who proved themselves.
    """

    def __init__(
        self,
        view: ProofView,
        ask: Ask,
        *,
        people: Callable[[], Sequence[PersonRow]],
        prove: Callable[[PersonId, str], Person],
        admits: Callable[[Person], bool],
        proved: Callable[[Person], None],
    ) -> None:
        self._view = view
        self._ask = ask
        self._people = people
        self._prove = prove
        self._admits = admits
        self._proved = proved
        self._faces: tuple[Face, ...] = ()
        self._chosen: PersonId | None = None
        self._wanted: PersonId | None = None
        self._busy = False

    def begin(self, wanted: PersonId | None = None) -> None:
        """Read who can be chosen, choosing `wanted` if they can be."""
        self._wanted = wanted
        self._complain()
        self._view.clear_pin()
        self._ask(self._people, self._show)

    def choose(self, person: PersonId) -> None:
        """Choose somebody; the PIN typed for another is forgotten."""
        if self._busy or person not in {face.person for face in self._faces}:
            return
        self._chosen = person
        self._view.show_faces(self._faces, person)
        self._view.clear_pin()
        self._complain_about_missing_pin()

    def admits(self, person: PersonId) -> bool:
        """Tell whether a person is among those who can be chosen."""
        return any(face.person == person for face in self._faces)

    def enter(self, pin: str) -> None:
        """Check the PIN of the one who is chosen."""
        person = self._chosen
        if self._busy:
            return
        if person is None:
            self._complain("Nobody is chosen.", "Choose who you are, then type your PIN.")
            return
        if not pin:
            self._complain("No PIN was typed.", "Type your PIN, 6 to 12 digits.")
            return
        self._set_busy(busy=True)
        prove = self._prove
        self._ask(lambda: prove(person, pin), self._accept, self._refuse, troubled=lambda _: self._free())

    def _show(self, rows: Sequence[PersonRow]) -> None:
        self._faces = tuple(_face(row) for row in rows if row.person.active and self._admits(row.person))
        known = {face.person for face in self._faces}
        if self._wanted in known:
            self._chosen = self._wanted
        elif self._chosen not in known:
            self._chosen = self._faces[0].person if len(self._faces) == 1 else None
        self._view.show_faces(self._faces, self._chosen)
        self._complain_about_missing_pin()

    def _complain_about_missing_pin(self) -> None:
        face = next((face for face in self._faces if face.person == self._chosen), None)
        if face is not None and not face.has_pin:
            self._complain(
                f"{face.name} has no PIN yet.",
                "Somebody who may change people sets one under Settings, People.",
            )
        else:
            self._complain()

    def _accept(self, person: Person) -> None:
        self._free()
        self._complain()
        self._proved(person)

    def _refuse(self, refusal: Refusal) -> None:
        self._free()
        self._complain(refusal.said, refusal.remedy)

    def _free(self) -> None:
        self._set_busy(busy=False)
        self._view.clear_pin()

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self._view.show_busy(busy=busy)

    def _complain(self, said: str = "", remedy: str = "") -> None:
        self._view.show_complaint(said, remedy)


def _face(row: PersonRow) -> Face:
    person = row.person
    return Face(
        person=person.person,
        name=person.name,
        initials=person.initials,
        role=ROLE_NAMES[person.role],
        has_pin=row.has_pin,
    )
