"""The panel in which a pharmacist signs an act that needs it, without taking over the station.

The person who is signed in stays signed in; the signature stands beside theirs in the journal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rxdesk.desk import Desk
from rxdesk.domain.errors import Refusal
from rxdesk.domain.people import SIGNERS
from rxdesk.domain.records import Person
from rxdesk.ports.found import Found, FoundPerson
from ui.asking import Ask
from ui.kit.labels import Label
from ui.overlay import Covers, Overlay
from ui.pin_panel import ProofPanel
from ui.proving import Proof

if TYPE_CHECKING:
    from rxdesk.domain.identity import PersonId
    from rxdesk.ports.scanner import Scan
    from ui.scans import Listening, ScanRouter


class SignaturePanel(Overlay):
    """Asks a pharmacist for their PIN; a badge chooses the pharmacist and proves nothing."""

    def __init__(
        self,
        covers: Covers,
        *,
        desk: Desk,
        ask: Ask,
        router: ScanRouter,
        signed_in: Callable[[], PersonId | None],
    ) -> None:
        super().__init__(covers, "A pharmacist’s signature", width=760)
        self._desk = desk
        self._ask = ask
        self._router = router
        self._signed_in = signed_in
        self._listening: Listening | None = None
        self._signed: Callable[[Person], None] | None = None
        self._left: Callable[[], None] | None = None
        self._what = Label("", "body", wrap=True)
        self._panel = ProofPanel("Sign")
        self._proof = Proof(
            self._panel,
            ask,
            people=desk.reads.people,
            prove=desk.doors.prove,
            admits=lambda person: person.role in SIGNERS,
            proved=self._proved,
        )
        self.body.addWidget(self._what)
        self.body.addWidget(self._panel, 1)
        self._panel.chosen.connect(self._proof.choose)
        self._panel.entered.connect(self._proof.enter)
        self.closed.connect(self._leave)

    def ask_signature(
        self, refusal: Refusal, signed: Callable[[Person], None], left: Callable[[], None]
    ) -> None:
        """Open the panel.

        Args:
            refusal: Why a signature is needed; its sentence says what is signed.
            signed: Called with who signed.
            left: Called when the panel is closed and nobody signed.
        """
        self._signed, self._left = signed, left
        self._what.setText(f"{refusal.said} Signing means that you checked it.")
        self._listening = self._router.listen(self._scanned, in_dialog=True)
        self.open_overlay()
        self._proof.begin(self._signed_in())

    def _proved(self, person: Person) -> None:
        signed, self._left = self._signed, None
        self.close_overlay()
        if signed is not None:
            signed(person)

    def _leave(self) -> None:
        if self._listening is not None:
            self._listening.release()
            self._listening = None
        left, self._left = self._left, None
        if left is not None:
            left()

    def _scanned(self, scan: Scan) -> bool:
        self._ask(lambda: self._desk.reads.find(scan.text), self._found, self._panel_refused)
        return True

    def _found(self, found: Found) -> None:
        if isinstance(found, FoundPerson) and self._proof.admits(found.person):
            self._proof.choose(found.person)
        else:
            self._panel.show_complaint(
                "This is not a pharmacist’s badge.", "Scan a pharmacist’s badge, or choose who signs."
            )

    def _panel_refused(self, refusal: Refusal) -> None:
        self._panel.show_complaint(refusal.said, refusal.remedy)
