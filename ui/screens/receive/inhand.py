"""The card of the pack in hand: what is known of it, and a field for each thing it does not say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QWidget

from rxdesk.domain.quantity import quantity_text, units
from ui.kit.buttons import Button, Kind
from ui.kit.cards import Banner, Card, Tier
from ui.kit.checks import CheckBox
from ui.kit.fields import ChoiceField, DateField, TextField
from ui.kit.flow import FlowLayout
from ui.kit.keys import QUARANTINE, RECEIVE
from ui.kit.labels import Identifier, Label
from ui.kit.names import NameLabel
from ui.kit.shown import show_if
from ui.kit.stepper import QuantityStepper
from ui.kit.theme import look
from ui.kit.tones import Tone
from ui.parts.labelled import Labelled
from ui.screens.receive.pending import Missing, Pending, Problem, ProblemKind
from ui.screens.receive.presenter import ReceivePresenter
from ui.screens.receive.state import ReceiveState

_ASKED = {
    Missing.PRODUCT: "Scan the product’s code on the same pack, or find the product below.",
    Missing.LOT: "Type the lot printed beside LOT, or scan the pack’s other code.",
    Missing.EXPIRY: "Type the expiry printed beside EXP, or say that the pack bears none.",
    Missing.SIZE: "Look at the package and type how much one holds.",
    Missing.PACKS: "Type how many packs there are.",
    Missing.PLACE: "Scan the shelf’s label, or choose where the pack goes.",
    Missing.ORDER_FORM: "Type the number of DEA Form 222 or the CSOS order above.",
}
_WAYS_ON = {
    None: "Everything is known. Press F6 to receive it.",
    ProblemKind.PLAIN: "Press F6 to try again, or Esc to set the pack aside.",
    ProblemKind.DATE: "Write why both dates are right, or press Esc to set the pack aside.",
    ProblemKind.EXPIRED: "Press F8 to receive it into quarantine, or Esc to set it aside.",
    ProblemKind.STOP: "Press Esc to set the pack aside.",
}


class InHand(Card):
    """The pack in hand."""

    def __init__(self, presenter: ReceivePresenter, today: Callable[[], date]) -> None:
        super().__init__(padding=14, gap=8)
        self._order = ""
        self._asked: Missing | None = None
        self._name, self._described = NameLabel("title", 600), Label(role="muted", wrap=True)
        self._serial, self._ndc = Identifier("Serial"), Identifier("NDC")
        self._banner, self._asks = Banner(), Label(role="strong", wrap=True)
        px = look().px
        self._lot = TextField("Lot number", placeholder="Beside LOT", mono=True)
        self._expiry = DateField("Expiry", today=today)
        self._no_expiry = CheckBox("The pack bears no date")
        self._place = ChoiceField("Goes into")
        self._size = QuantityStepper("In one pack", whole=False, low=True)
        self._packs = QuantityStepper("Packs", unit="packs", least=units(1), low=True)
        self._reason = TextField("Reason", placeholder="Why the new date is right")
        self._receive = Button("Receive", "package-plus", kind=Kind.PRIMARY, keys=RECEIVE.keys, tall=True)
        self._quarantine = Button("Receive into quarantine", "ban", keys=QUARANTINE.keys, tall=True)
        self._drop = Button("Set aside", "x", keys="Esc", tall=True)
        self._drop.setShortcut("")  # Esc is the page's own: it goes one level back
        self._of_reason = Labelled("Why is this date right?", self._reason, width=px(300))
        self._of_size = Labelled("One pack holds", self._size)
        self._of_packs = Labelled("How many", self._packs)
        self._lay_out()
        self._connect(presenter)

    def show_state(self, state: ReceiveState) -> None:
        """Show the pack in hand, if there is one."""
        pending = state.pending
        show_if(self, pending is not None)
        if pending is None:
            self._order = ""
            return
        begins = pending.order_id != self._order
        self._order = pending.order_id
        self._show_known(pending)
        _write(self._lot, pending.lot)
        if self._expiry.expiry != pending.expiry and (begins or not self._expiry.hasFocus()):
            self._expiry.show_expiry(pending.expiry)
        self._no_expiry.setChecked(pending.no_expiry)
        places = [(place, place if words == place else f"{place} · {words}") for place, words in state.places]
        self._place.show_choices([("", "Choose a place"), *places], pending.place or "")
        if self._size.quantity != pending.size:
            self._size.show_quantity(pending.size)
        packs = None if pending.packs is None else units(pending.packs)
        if self._packs.quantity != packs:
            self._packs.show_quantity(packs)
        show_if(self._of_packs, not pending.serial)
        uncertain = pending.known is not None and pending.known.pack is None
        show_if(self._of_size, uncertain)
        self._show_problem(pending)
        self._show_missing(state.missing, begins=begins, problem=pending.problem)

    def _show_known(self, pending: Pending) -> None:
        known = pending.known
        self._name.show_name("A pack whose product is not known yet" if known is None else known.title)
        together = pending.quantity
        amount = (
            "" if known is None or together is None else f" · {quantity_text(together)} {known.unit} in all"
        )
        self._described.setText("" if known is None else f"{known.described}{amount}")
        self._ndc.show_value("" if known is None else known.product)
        self._serial.show_value(pending.serial)
        self._size.show_unit("" if known is None else known.unit, whole=False)
        until = pending.usable_until
        self._expiry.setPlaceholderText(
            until.shown if until is not None and pending.expiry is None else "2027-08 or 8/31/2027"
        )

    def _show_problem(self, pending: Pending) -> None:
        problem = pending.problem
        kind = None if problem is None else problem.kind
        if problem is None:
            self._banner.hide()
        else:
            stop = kind in {ProblemKind.STOP, ProblemKind.EXPIRED}
            self._banner.show_message(
                problem.said,
                problem.remedy,
                tier=Tier.STOP if stop else Tier.INLINE,
                tone=Tone.DANGER if stop else Tone.WARNING,
            )
        show_if(self._of_reason, kind is ProblemKind.DATE)
        show_if(self._quarantine, kind is ProblemKind.EXPIRED)
        if kind is ProblemKind.DATE and not self._reason.hasFocus():
            self._reason.setFocus()
        self._receive.setText("The date is right: receive" if kind is ProblemKind.DATE else "Receive")

    def _show_missing(self, missing: tuple[Missing, ...], *, begins: bool, problem: Problem | None) -> None:
        first = next(iter(missing), None)
        kind = None if problem is None else problem.kind
        self._asks.setText(_WAYS_ON[kind] if first is None else _ASKED[first])
        show_if(self._receive, kind not in {ProblemKind.STOP, ProblemKind.EXPIRED})
        self._receive.setEnabled(not missing)
        if begins:
            self._reason.clear()
        if begins or first != self._asked:
            fields: dict[Missing, QWidget] = {
                Missing.LOT: self._lot,
                Missing.EXPIRY: self._expiry,
                Missing.SIZE: self._size,
                Missing.PLACE: self._place,
            }
            typing = self._lot.hasFocus() or self._expiry.hasFocus() or self._size.hasFocus()
            if first is not None and first in fields and (begins or not typing):
                fields[first].setFocus()
            elif first is None and begins:
                self._receive.setFocus()
        self._asked = first

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self._name, 1)
        head.addWidget(self._ndc)
        head.addWidget(self._serial)
        px = look().px
        fields = FlowLayout(gap=14)
        for part in (
            Labelled("Lot", self._lot, width=px(150)),
            Labelled("Expires", self._expiry, width=px(170)),
            Labelled("", self._no_expiry),
            Labelled("Goes into", self._place, width=px(200)),
            self._of_packs,
            self._of_size,
            self._of_reason,
        ):
            fields.addWidget(part)
        acts = QHBoxLayout()
        acts.setSpacing(10)
        acts.addWidget(self._asks, 1)
        for act in (self._receive, self._quarantine, self._drop):
            acts.addWidget(act)
        self._no_expiry.setMinimumHeight(px(look().design.size.control))
        self.column.addLayout(head)
        self.column.addWidget(self._described)
        self.column.addWidget(self._banner)
        self.column.addLayout(fields)
        self.column.addLayout(acts)

    def _connect(self, presenter: ReceivePresenter) -> None:
        self._lot.textEdited.connect(presenter.write_lot)
        self._expiry.expiry_changed.connect(presenter.say_expiry)
        self._no_expiry.clicked.connect(presenter.say_no_expiry)
        self._place.chosen.connect(presenter.put_into)
        self._size.quantity_changed.connect(presenter.say_size)
        self._packs.quantity_changed.connect(presenter.say_packs)
        self._reason.textEdited.connect(presenter.write_reason)
        for field in (self._lot, self._expiry, self._reason):
            field.returnPressed.connect(presenter.submit)
        for stepper in (self._size, self._packs):
            stepper.submitted.connect(presenter.submit)
        self._receive.clicked.connect(presenter.submit)
        self._quarantine.clicked.connect(presenter.put_into_quarantine)
        self._drop.clicked.connect(presenter.back)


def _write(field: TextField, text: str) -> None:
    if field.text() != text:
        field.setText(text)
