"""The page that covers the window while nobody is signed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout
from typing_extensions import override

from rxdesk.desk import Desk
from rxdesk.domain.records import Person
from ui.asking import Ask
from ui.kit.cards import Card, Icon
from ui.kit.chips import ChipLabel
from ui.kit.labels import Label
from ui.kit.theme import look
from ui.kit.tones import Chip, Tone
from ui.pin_panel import ProofPanel
from ui.screens.sign_in.presenter import SignIn

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from rxdesk.domain.identity import PersonId
    from ui.proving import Face

_WIDEST = 860  # pixels at 100 %
_TALLEST = 560


class SignInPage(QFrame):
    """Signing in. It hides everything behind it, so that nothing is read over a locked station."""

    def __init__(self, *, desk: Desk, ask: Ask, signed_in: Callable[[Person], None]) -> None:
        super().__init__()
        self.setProperty("part", "page")
        self._pharmacy = Label("RxDesk", "display")
        self._ribbon = ChipLabel()
        self._why = Label("", "muted", wrap=True)
        self._panel = ProofPanel("Sign in")
        self._card = Card(padding=24, gap=16)
        self._lay_out()
        self._presenter = SignIn(self, desk=desk, ask=ask, signed_in=signed_in)
        self._panel.chosen.connect(self._presenter.choose)
        self._panel.entered.connect(self._presenter.enter)

    def begin(self, wanted: PersonId | None = None, why: str = "") -> None:
        """Show who can sign in, with somebody chosen."""
        self._presenter.begin(wanted, why)
        self._panel.take_focus()

    def scanned(self, raw: str) -> None:
        """Take a scan that came while the page was shown."""
        self._presenter.scanned(raw)

    def show_pharmacy(self, name: str, *, sample: bool) -> None:
        """Show whose station this is."""
        self._pharmacy.setText(name)
        self._ribbon.show_chip(Chip("Sample data", "info", Tone.INFO) if sample else None)

    def show_why(self, sentence: str) -> None:
        """Say why the page is shown."""
        self._why.setText(sentence or "Choose who you are, or scan your badge; then type your PIN.")

    def show_faces(self, faces: Sequence[Face], chosen: PersonId | None) -> None:
        """Show who can be chosen, and who is."""
        self._panel.show_faces(faces, chosen)

    def show_complaint(self, said: str, remedy: str) -> None:
        """Say what is wrong."""
        self._panel.show_complaint(said, remedy)

    def show_busy(self, *, busy: bool) -> None:
        """Take no keys for a moment."""
        self._panel.show_busy(busy=busy)

    def clear_pin(self) -> None:
        """Forget what was typed."""
        self._panel.clear_pin()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._card.setMaximumWidth(look().px(_WIDEST))
        self._card.setMaximumHeight(min(look().px(_TALLEST), round(self.height() * 0.92)))

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.setSpacing(12)
        title.addWidget(Icon("pill-bottle", "primary", size=30))
        title.addWidget(self._pharmacy)
        title.addWidget(self._ribbon)
        title.addStretch(1)
        self._card.column.addLayout(title)
        self._card.column.addWidget(self._why)
        self._card.column.addWidget(self._panel, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._card, 20)
        row.addStretch(1)
        column.addLayout(row, 20)
        column.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


def build(*, desk: Desk, ask: Ask, signed_in: Callable[[Person], None]) -> SignInPage:
    """Return the page; it is no screen of the navigation, the window shows it while nobody is signed in."""
    return SignInPage(desk=desk, ask=ask, signed_in=signed_in)
