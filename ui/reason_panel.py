"""The panel that asks why an entry is to be reversed; the view of `ui.reversing.Reversal`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from rxdesk.desk import Desk
from rxdesk.domain.identity import EntryId
from ui.asking import Ask, PostOrder
from ui.kit.buttons import Button, Kind
from ui.kit.cards import Banner, Tier
from ui.kit.fields import TextField
from ui.kit.flow import FlowLayout
from ui.kit.labels import Label
from ui.overlay import Covers, Overlay
from ui.reversing import Reversal

if TYPE_CHECKING:
    from ui.reversing import InTheWay


class ReasonPanel(Overlay):
    """Asks why, and shows what stands in the way."""

    def __init__(
        self,
        covers: Covers,
        *,
        desk: Desk,
        ask: Ask,
        post: PostOrder,
        open_entry: Callable[[EntryId], None],
    ) -> None:
        super().__init__(covers, "Reverse an entry", width=620)
        self._sentence = Label("", "strong", wrap=True)
        self._banner = Banner()
        self._links = _holder()
        self._link_row = FlowLayout(self._links)
        self._reasons = _holder()
        self._reason_row = FlowLayout(self._reasons)
        self._reason = TextField("Reason", placeholder="Why did this not happen?")
        self._reason.setMaxLength(200)
        self._reverse = Button("Reverse", "undo-2", kind=Kind.PRIMARY, tall=True)
        self._presenter = Reversal(self, desk=desk, ask=ask, post=post, open_entry=open_entry)
        self.body.addWidget(self._sentence)
        self.body.addWidget(
            Label(
                "The entry stays visible in the journal; the reversal is a new entry linked to it.",
                "muted",
                wrap=True,
            )
        )
        self.body.addWidget(self._banner)
        self.body.addWidget(self._links)
        self.body.addWidget(self._reason)
        self.body.addWidget(self._reasons)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._reverse)
        self.body.addLayout(row)
        self._reverse.clicked.connect(self._submit)
        self._reason.returnPressed.connect(self._submit)

    def begin(self, entry: EntryId, sentence: str) -> None:
        """Ask why an entry is to be reversed."""
        self._presenter.begin(entry, sentence)

    def ask_reason(self, sentence: str, reasons: Sequence[str]) -> None:
        """Show what is to be reversed, and ask why."""
        self._sentence.setText(sentence)
        self._banner.hide()
        self._reason.clear()
        self._offer(self._link_row, self._links, ())
        self._offer(
            self._reason_row,
            self._reasons,
            [(words, partial(self._reason.setText, words)) for words in reasons],
        )
        self.open_overlay()
        self._reason.setFocus()

    def show_refusal(self, said: str, remedy: str, in_the_way: Sequence[InTheWay]) -> None:
        """Say why it was not reversed, with entries to go to."""
        self._banner.show_message(said, remedy, tier=Tier.STOP)
        self._offer(
            self._link_row,
            self._links,
            [(f"Show {way.words}", partial(self._presenter.go_to, way.seq)) for way in in_the_way],
        )
        self._reason.setFocus()

    def show_busy(self, *, busy: bool) -> None:
        """Take no keys while it is being posted."""
        self._reverse.setEnabled(not busy)

    def _submit(self) -> None:
        if self._reverse.isEnabled():
            self._presenter.reverse(self._reason.text())

    def _offer(
        self, row: FlowLayout, holder: QWidget, offers: Sequence[tuple[str, Callable[[], None]]]
    ) -> None:
        while (item := row.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        for words, chosen in offers:
            button = Button(words)
            button.clicked.connect(chosen)
            row.addWidget(button)
        holder.setVisible(bool(offers))


def _holder() -> QWidget:
    """Return a part whose height follows from how its buttons wrap."""
    holder = QWidget()
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder
