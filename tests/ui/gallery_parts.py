"""Every part of the kit on one page, for the gallery."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rxdesk.domain.expiry import Expiry
from rxdesk.domain.quantity import units
from ui.kit.buttons import Button, IconButton, Kind
from ui.kit.cards import Banner, Card, EmptyState, Tier
from ui.kit.chips import ChipLabel
from ui.kit.fields import ChoiceField, DateField, Form, PinField, SearchField, TextField
from ui.kit.flow import FlowLayout
from ui.kit.labels import Identifier, Label, Line, Metric, SectionHeader
from ui.kit.names import NameLabel
from ui.kit.page import page_layout
from ui.kit.stepper import QuantityStepper
from ui.kit.tones import Status, Tone, expiry_chip, status_chip


def parts_page() -> QWidget:
    """Return a page with every part of the kit."""
    page = QWidget()
    column = page_layout(page)
    header = SectionHeader("Every part", "A page only the gallery shows.")
    header.add_tool(Button("Tool", "settings", kind=Kind.QUIET))
    column.addWidget(header)
    row = QHBoxLayout()
    row.addWidget(_words_and_buttons(), 1)
    row.addWidget(_fields(), 1)
    column.addLayout(row)
    column.addStretch(1)
    return page


def _words_and_buttons() -> Card:
    card = Card()
    name = NameLabel("title", 500)
    name.show_name("hydrALAZINE 25 mg")
    card.column.addWidget(name)
    figures = QHBoxLayout()
    figures.addWidget(Metric("1,142", "tablets"))
    figures.addWidget(Identifier("NDC", "99301-0417-01"))
    figures.addWidget(Identifier("Lot", "B7730A", strong=True))
    figures.addStretch(1)
    card.column.addLayout(figures)
    chips = FlowLayout(gap=6)
    for days in (None, -9, 12, 64, 141, 400):
        chips.addWidget(ChipLabel(expiry_chip(days)))
    for status in Status:
        chips.addWidget(ChipLabel(status_chip(status)))
    card.column.addLayout(chips)
    card.column.addWidget(Line())
    buttons = FlowLayout()
    for kind in Kind:
        buttons.addWidget(Button(kind.value.capitalize(), "check", kind=kind, keys="F5"))
    off = Button("Disabled", "ban", keys="F8")
    off.setEnabled(False)
    buttons.addWidget(off)
    off = Button("Disabled", "check", kind=Kind.PRIMARY)
    off.setEnabled(False)
    buttons.addWidget(off)
    buttons.addWidget(IconButton("x", "Close"))
    card.column.addLayout(buttons)
    card.column.addLayout(_banners())
    card.column.addWidget(
        EmptyState("boxes", "Stock appears here once it is received.", "Receive the first lot")
    )
    return card


def _banners() -> QVBoxLayout:
    column = QVBoxLayout()
    for tier, tone, said, remedy in (
        (Tier.INLINE, None, "Looks like hydrALAZINE 25 mg. Check strength and use.", ""),
        (Tier.INLINE, Tone.INFO, "This code is not linked yet.", "Choose the product it belongs to."),
        (Tier.ACKNOWLEDGE, Tone.WARNING, "21 days are left on this lot.", "Use it first."),
        (Tier.STOP, None, "This lot is recalled.", "Take it off the shelf and hold it."),
    ):
        banner = Banner()
        answer = "Hold it" if tier == Tier.STOP else ""
        banner.show_message(
            said, remedy, tier=tier, tone=tone, answer=answer, dismissable=tier == Tier.INLINE
        )
        column.addWidget(banner)
    return column


def _fields() -> Card:
    card, form = Card(), Form()
    expiry = DateField("Expiry", today=lambda: date(2026, 11, 23))
    expiry.show_expiry(Expiry.at_end_of(2027, 8))
    wrong, off, pin = TextField("Name"), TextField("Off"), PinField()
    wrong.setText("A3-02")
    off.setText("cannot be changed")
    off.setEnabled(False)
    pin.setText("1234")
    stepper = QuantityStepper("Quantity", unit="tablets")
    stepper.show_quantity(units(1250))
    form.add_field("Name", wrong)
    form.add_field("Expiry", expiry, hint="As on the pack: 08/2027, 8/31/2027 or Aug 2027")
    form.add_field("Place", ChoiceField("Place", [("a", "Bin A3-02"), ("b", "Safe")]))
    form.add_field("PIN", pin)
    form.add_field("Search", SearchField("Search", placeholder="Any part of a name"))
    form.add_field("Disabled", off)
    form.add_field("Quantity", stepper)
    form.show_complaint(wrong, "A place with that name is there already. Choose another name.")
    card.column.addWidget(Label("Fields", "subtitle"))
    card.column.addWidget(form)
    card.column.addStretch(1)
    return card
