"""The card of one fill: the prescription, the product, the quantity, and whether the pack was verified."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from rxdesk.domain.quantity import NOTHING, quantity_text, units
from rxdesk.domain.wording import titled, unit_words
from ui.kit.buttons import Button, Kind
from ui.kit.cards import Banner, Card, Tier
from ui.kit.chips import ChipLabel
from ui.kit.fields import SearchField, TextField
from ui.kit.flow import FlowLayout
from ui.kit.keys import DISPENSE
from ui.kit.labels import Label, Line
from ui.kit.names import NameLabel
from ui.kit.shown import show_if
from ui.kit.stepper import QuantityStepper
from ui.kit.theme import look
from ui.kit.tones import Chip, Fill, Tone
from ui.parts.labelled import Labelled
from ui.parts.wording import described, pack_words, product_chips
from ui.screens.dispense.presenter import DispensePresenter
from ui.screens.dispense.state import DispenseState


class FillCard(Card):
    """What is said of a fill before it is posted."""

    def __init__(self, presenter: DispensePresenter) -> None:
        super().__init__(padding=18, gap=12)
        px = look().px
        self._order = ""
        self._needed = False
        self.rx_number = TextField("Prescription number", placeholder="Scan or type it", mono=True)
        self.search = SearchField("Find the product", placeholder="Scan the pack, or type a name or NDC")
        self._fill = QuantityStepper("Fill number", low=True)
        self._part = QuantityStepper("Part of this fill", least=units(1), low=True)
        self._owed = QuantityStepper("Still owed after this", whole=False, low=True)
        self._name, self._chips = NameLabel("title", 600), ChipLabel()
        self._described = Label(role="muted", wrap=True)
        self._verified = ChipLabel()
        self.quantity = QuantityStepper("Quantity", whole=False)
        self._reason = TextField("Reason", placeholder="In a few words")
        self._dispense = Button("Dispense", "arrow-right", kind=Kind.PRIMARY, keys=DISPENSE.keys, tall=True)
        self._short = Button("Dispense all the same", "triangle-alert", tall=True)
        self._instead = Button("Dispense the equivalent instead", "arrow-left-right", tall=True)
        self._banner, self._earlier, self._note = Banner(), Banner(), Banner()
        self._of_reason = Labelled("Reason", self._reason, width=px(330))
        self._product = QWidget()
        self._lay_out()
        self._connect(presenter)

    def show_state(self, state: DispenseState) -> None:
        """Show the fill as it stands."""
        begins = state.order_id != self._order
        self._order = state.order_id
        for field, text in ((self.rx_number, state.rx_number), (self._reason, state.reason)):
            if field.text() != text:
                field.setText(text)
        for stepper, quantity in (
            (self._fill, units(state.fill)),
            (self._part, units(state.part)),
            (self._owed, state.owed),
            (self.quantity, state.quantity),
        ):
            if stepper.quantity != quantity:
                stepper.show_quantity(quantity)
        self._show_product(state)
        self._show_obstacle(state)
        show_if(self._of_reason, state.needs_reason)
        if state.needs_reason and not self._needed and not begins:
            self._reason.setFocus()
        self._needed = state.needs_reason
        self._dispense.setEnabled(state.ready)
        if not state.asked and self.search.text():
            self.search.clear()

    def _show_product(self, state: DispenseState) -> None:
        card = state.card
        show_if(self._product, card is not None)
        show_if(self.search, card is None)
        self.quantity.setEnabled(card is not None)
        self._verified.show_chip(_verified_chip(state))
        if card is None:
            self.quantity.show_unit("", whole=False)
            return
        row = card.row
        unit = unit_words(row.unit, row.form)
        self._name.show_name(titled(row.name, row.strength))
        pack = pack_words(card.details.package_text, row.pack_quantity, row.unit, row.form)
        words = described(strength="", form=row.form, pack=pack, labeler=row.labeler)
        usable = f"{quantity_text(row.usable)} {unit} can be used"
        self._described.setText(f"{words} · NDC {row.product} · {usable}")
        self._chips.show_chip(next(iter(product_chips(row.schedule, row.flags)), None))
        self.quantity.show_unit(unit, whole=False)
        self._owed.show_unit(unit, whole=False)

    def _show_obstacle(self, state: DispenseState) -> None:
        obstacle = state.obstacle
        if obstacle is None:
            self._banner.hide()
        else:
            tier, tone = (Tier.STOP, Tone.DANGER) if obstacle.stop else (Tier.INLINE, Tone.WARNING)
            self._banner.show_message(obstacle.said, obstacle.remedy, tier=tier, tone=tone)
        show_if(self._short, obstacle is not None and obstacle.may_go_short and not state.short)
        show_if(self._instead, obstacle is not None and obstacle.instead is not None)
        if state.plan.earlier:
            self._earlier.show_message(state.plan.earlier, "Take it first, or write why it is passed over.")
        elif state.plan.short > NOTHING and state.quantity and obstacle is None and not state.short:
            there = quantity_text(state.quantity - state.plan.short)
            self._earlier.show_message(
                f"{there} of {quantity_text(state.quantity)} can be used.",
                "Receive what is missing, count the shelf, or take less.",
            )
        else:
            self._earlier.hide()
        if state.note:
            self._note.show_message(state.note, tone=Tone.OK)
        else:
            self._note.hide()

    def _lay_out(self) -> None:
        px = look().px
        head = FlowLayout(gap=14)
        for part in (
            Labelled("Prescription number", self.rx_number, width=px(210)),
            Labelled("Fill (0 is the first)", self._fill),
            Labelled("Part of a partial fill", self._part),
            Labelled("Still owed after this", self._owed),
        ):
            head.addWidget(part)
        name = QHBoxLayout()
        name.setSpacing(12)
        name.addWidget(self._name)
        name.addWidget(self._chips)
        name.addStretch(1)
        product = Card(padding=0, gap=2)
        product.setProperty("part", "")
        product.column.addLayout(name)
        product.column.addWidget(self._described)
        self._product = product
        middle = QHBoxLayout()
        middle.setSpacing(14)
        middle.addWidget(product, 1)
        middle.addWidget(self.search, 1)
        middle.addWidget(self._verified)
        acts = FlowLayout(gap=12)
        for part in (self.quantity, self._dispense, self._short, self._instead):
            acts.addWidget(part)
        self.column.addWidget(self._note)
        self.column.addLayout(head)
        self.column.addWidget(Line())
        self.column.addLayout(middle)
        self.column.addWidget(self._banner)
        self.column.addWidget(self._earlier)
        self.column.addWidget(self._of_reason)
        self.column.addLayout(acts)

    def _connect(self, presenter: DispensePresenter) -> None:
        self.rx_number.textEdited.connect(presenter.write_rx_number)
        self._fill.quantity_changed.connect(presenter.say_fill)
        self._part.quantity_changed.connect(presenter.say_part)
        self._owed.quantity_changed.connect(presenter.say_owed)
        self.quantity.quantity_changed.connect(presenter.say_quantity)
        self._reason.textEdited.connect(presenter.write_reason)
        self.search.textEdited.connect(presenter.search)
        for field in (self.rx_number, self._reason):
            field.returnPressed.connect(presenter.submit)
        self.quantity.submitted.connect(presenter.submit)
        self._dispense.clicked.connect(presenter.submit)
        self._short.clicked.connect(presenter.go_short)
        self._instead.clicked.connect(presenter.take_equivalent)


def _verified_chip(state: DispenseState) -> Chip | None:
    if state.card is None:
        return None
    if state.verified is None:
        return Chip("Not verified: scan the pack", "scan-barcode", Tone.CAUTION, Fill.SOFT)
    lot = f", lot {state.verified.lot}" if state.verified.lot else ""
    return Chip(f"Pack verified{lot}", "circle-check", Tone.OK, Fill.SOFT)
