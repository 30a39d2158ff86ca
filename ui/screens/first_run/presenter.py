"""The first run's conversation: four short steps, nothing written before the last one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from rxdesk.desk import Desk
from rxdesk.domain.errors import Refusal, Trouble
from rxdesk.domain.records import Person
from rxdesk.usecases.sign_in import PinUnfit
from ui.asking import Ask
from ui.scan_words import scan_in_words
from ui.screens.first_run.state import FirstPerson, ScanSeen, Step


class FirstRunView(Protocol):
    """The page."""

    def show_step(self, step: Step) -> None:
        """Show one step."""
        ...

    def show_complaint(self, field: str, sentence: str) -> None:
        """Say what is wrong with a field: "pharmacy", "name", "initials", "pin", "again"; empty: nothing is."""
        ...

    def show_refusal(self, said: str, remedy: str) -> None:
        """Say why the file was not begun; empty texts take it away."""
        ...

    def show_scan(self, scan: ScanSeen) -> None:
        """Show what the scanner sent and what it means."""
        ...

    def show_initials(self, initials: str) -> None:
        """Propose initials."""
        ...

    def show_busy(self, *, busy: bool) -> None:
        """Take no keys while the file is being made."""
        ...


class FirstRun:
    """Leads through the steps and begins the file."""

    def __init__(
        self,
        view: FirstRunView,
        *,
        desk: Desk,
        ask: Ask,
        opened: Callable[[str, Person], None],
        try_sample: Callable[[], None] | None,
    ) -> None:
        self._view = view
        self._desk = desk
        self._ask = ask
        self._opened = opened
        self._try_sample = try_sample
        self._typed = FirstPerson()
        self._pin = ""
        self._step = Step.PHARMACY

    def begin(self) -> None:
        """Show the first step."""
        self._show(Step.PHARMACY)

    def back(self) -> None:
        """Go one step back."""
        self._show(Step(max(0, self._step - 1)))

    def name_pharmacy(self, name: str) -> None:
        """Take the pharmacy's name and go on."""
        if not name.strip():
            self._view.show_complaint("pharmacy", "Type the pharmacy’s name; it stands on every sheet.")
            return
        self._view.show_complaint("pharmacy", "")
        self._typed = replace(self._typed, pharmacy=name.strip())
        self._show(Step.PERSON)

    def propose_initials(self, name: str) -> None:
        """Propose the initials of a name as it is typed."""
        self._view.show_initials(initials_of(name))

    def name_person(self, person: FirstPerson, *, pin: str, again: str) -> None:
        """Take the first person and go on; the PIN is looked at in full only when the file is begun."""
        complaints = {
            "name": "" if person.name.strip() else "Type your name as it should stand in the journal.",
            "initials": "" if person.initials.strip() else "Type one to four letters.",
            "pin": "" if pin.isdigit() and 6 <= len(pin) <= 12 else "A PIN has 6 to 12 digits.",
            "again": "" if pin == again else "The two PINs differ. Type the same one twice.",
        }
        for field, sentence in complaints.items():
            self._view.show_complaint(field, sentence)
        if any(complaints.values()):
            return
        self._typed = replace(
            person,
            pharmacy=self._typed.pharmacy,
            name=person.name.strip(),
            initials=person.initials.strip(),
        )
        self._pin = pin
        self._show(Step.SCANNER)

    def scanned(self, raw: str, device: str) -> None:
        """Show what the scanner sent."""
        words = scan_in_words(raw, today=self._desk.today())
        meaning = " ".join((words.meaning, *words.advice))
        self._view.show_scan(
            ScanSeen(shown=words.characters, meaning=meaning, good=words.good, device=device)
        )

    def test_done(self) -> None:
        """Go on after the scanner test."""
        self._show(Step.START)

    def start_empty(self) -> None:
        """Begin the file."""
        typed, pin, doors = self._typed, self._pin, self._desk.doors
        self._view.show_busy(busy=True)
        self._view.show_refusal("", "")
        self._ask(
            lambda: doors.open_pharmacy(
                pharmacy=typed.pharmacy, name=typed.name, initials=typed.initials, role=typed.role, pin=pin
            ),
            self._begun,
            self._refused,
            troubled=self._troubled,
        )

    def try_sample(self) -> None:
        """Open the sample pharmacy instead."""
        if self._try_sample is not None:
            self._try_sample()

    def _begun(self, person: Person) -> None:
        self._pin = ""
        self._opened(self._typed.pharmacy, person)

    def _refused(self, refusal: Refusal) -> None:
        self._view.show_busy(busy=False)
        if isinstance(refusal, PinUnfit):
            self._show(Step.PERSON)
            self._view.show_complaint("pin", f"{refusal.said} {refusal.remedy}")
        else:
            self._view.show_refusal(refusal.said, refusal.remedy)

    def _troubled(self, trouble: Trouble) -> None:
        self._view.show_busy(busy=False)
        self._view.show_refusal(trouble.said, trouble.remedy)

    def _show(self, step: Step) -> None:
        self._step = step
        self._view.show_step(step)


def initials_of(name: str) -> str:
    """Return the initials of a name: of "Kiran M. Patel", "KP"."""
    words = [word for word in name.replace(".", " ").split() if word[0].isalpha()]
    letters = [words[0][0], *(words[-1][0] for _ in words[1:2])] if words else []
    return "".join(letters).upper()
