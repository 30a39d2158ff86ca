"""Fields read what a person types, and say in a sentence what they cannot read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from rxdesk.domain.expiry import Expiry
from rxdesk.domain.labels import tall_man_runs
from rxdesk.domain.quantity import Quantity, units
from tests.ui.heard import heard
from ui.kit.buttons import Button, IconButton, Kind
from ui.kit.cards import Banner, Tier
from ui.kit.fields import SECRET, ChoiceField, DateField, Form, PinField, SearchField, TextField
from ui.kit.names import sentence_html
from ui.kit.stepper import QuantityStepper

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def today() -> date:
    return date(2026, 11, 23)


@pytest.fixture
def stepper(qtbot: QtBot) -> QuantityStepper:
    made = QuantityStepper("Quantity", unit="tablets")
    qtbot.addWidget(made)
    made.show()
    return made


def field_of(widget: QWidget) -> QWidget:
    return widget.focusProxy() or widget


def type_into(widget: QWidget, text: str) -> None:
    QTest.keyClicks(field_of(widget), text)


def test_an_empty_quantity_is_not_zero(stepper: QuantityStepper) -> None:
    assert stepper.quantity is None
    assert stepper.complaint == ""


def test_a_typed_quantity_is_read_with_its_comma(stepper: QuantityStepper, qtbot: QtBot) -> None:
    type_into(stepper, "1,250")
    assert stepper.quantity == units(1250)


@pytest.mark.parametrize(("key", "after"), [(Qt.Key.Key_Up, 31), (Qt.Key.Key_Down, 29)])
def test_the_arrow_keys_step(stepper: QuantityStepper, qtbot: QtBot, key: Qt.Key, after: int) -> None:
    stepper.show_quantity(units(30))
    changed = heard(stepper.quantity_changed)
    QTest.keyClick(field_of(stepper), key)
    assert changed == [(units(after),)]


def test_nothing_steps_below_the_least(stepper: QuantityStepper, qtbot: QtBot) -> None:
    stepper.show_quantity(units(0))
    QTest.keyClick(field_of(stepper), Qt.Key.Key_Down)
    assert stepper.quantity == units(0)


def test_half_a_tablet_is_refused_in_a_sentence_and_half_a_millilitre_is_read(
    stepper: QuantityStepper, qtbot: QtBot
) -> None:
    type_into(stepper, "2.5")
    assert stepper.quantity is None
    assert stepper.complaint == "Only whole units are counted here. Type a number without a point."
    stepper.show_quantity(None)
    stepper.show_unit("mL", whole=False)
    type_into(stepper, "2.5")
    assert stepper.quantity == Quantity(2500)


def test_words_in_a_quantity_say_what_to_type(stepper: QuantityStepper, qtbot: QtBot) -> None:
    type_into(stepper, "many")
    assert stepper.quantity is None
    assert "30 or 2.5" in stepper.complaint


def test_a_quantity_is_announced_once_and_never_when_it_is_shown(
    stepper: QuantityStepper, qtbot: QtBot
) -> None:
    heard: list[object] = []
    stepper.quantity_changed.connect(heard.append)
    stepper.show_quantity(units(5))
    type_into(stepper, "0")
    assert heard == [units(50)]


@pytest.fixture
def expiry(qtbot: QtBot) -> DateField:
    made = DateField("Expiry", today=today)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2027-08", "Aug 2027"),
        ("08/2027", "Aug 2027"),
        ("12/14/2026", "14 Dec 2026"),
        ("2026-12-14", "14 Dec 2026"),
    ],
)
def test_a_date_is_read_as_packs_print_it_and_shown_in_one_way(
    expiry: DateField, typed: str, shown: str, qtbot: QtBot
) -> None:
    type_into(expiry, typed)
    assert expiry.expiry == Expiry.from_typed(typed, today=today())
    expiry.clearFocus()
    other = TextField("other")
    qtbot.addWidget(other)
    expiry.setFocus()
    assert expiry.expiry is not None
    assert expiry.expiry.shown == shown


def test_a_date_that_cannot_be_is_complained_about(expiry: DateField, qtbot: QtBot) -> None:
    type_into(expiry, "13/2027")
    assert expiry.expiry is None
    assert "is not an expiry date" in expiry.complaint


def test_an_emptied_date_is_no_date_and_no_complaint(expiry: DateField, qtbot: QtBot) -> None:
    type_into(expiry, "2027-08")
    changed = heard(expiry.expiry_changed)
    expiry.selectAll()
    QTest.keyClick(expiry, Qt.Key.Key_Delete)
    assert changed == [(None,)]
    assert expiry.complaint == ""


def test_a_pin_is_marked_secret_hidden_and_taken_away_when_it_is_read(qtbot: QtBot) -> None:
    pin = PinField()
    qtbot.addWidget(pin)
    QTest.keyClicks(pin, "4711")
    assert pin.property(SECRET) is True
    assert "4711" not in pin.displayText()
    assert pin.take() == "4711"
    assert pin.text() == ""


def test_escape_empties_a_search_before_it_leads_back(qtbot: QtBot) -> None:
    search = SearchField("Search")
    qtbot.addWidget(search)
    QTest.keyClicks(search, "hydr")
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert search.text() == ""


def test_a_choice_has_a_key_that_outlives_its_words(qtbot: QtBot) -> None:
    choice = ChoiceField("Place", [("a3", "Bin A3-02"), ("safe", "Safe")])
    qtbot.addWidget(choice)
    choice.show_choice("safe")
    choice.show_choices([("fridge", "Fridge 1"), ("safe", "The safe")])
    assert choice.key == "safe"


def test_a_complaint_stands_below_its_field_and_is_spoken(qtbot: QtBot) -> None:
    form, field = Form(), TextField("")
    qtbot.addWidget(form)
    form.add_field("Name", field)
    form.show()
    form.show_complaint(field, "A place with that name is there already.")
    assert field.accessibleName() == "Name"
    assert field.accessibleDescription() == "A place with that name is there already."
    assert field.property("invalid") is True
    form.show_complaint(field)
    assert field.property("invalid") is False


def test_enter_presses_no_button(qtbot: QtBot) -> None:
    dialog, field, button = QDialog(), TextField("Name"), Button("Destroy", kind=Kind.DANGER)
    qtbot.addWidget(dialog)
    column = QVBoxLayout(dialog)
    column.addWidget(field)
    column.addWidget(button)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    dialog.show()
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert pressed == []
    assert not button.isDefault()
    assert not button.autoDefault()


def test_the_key_on_a_button_presses_it_while_it_can_be_seen(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    button = Button("Receive", "package-plus", keys="F6", parent=window)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert len(pressed) == 1
    button.hide()
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert len(pressed) == 1


def test_a_button_with_only_an_icon_has_a_spoken_name(qtbot: QtBot) -> None:
    button = IconButton("x", "Dismiss")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Dismiss"
    assert button.sizeHint().width() >= 24
    assert button.sizeHint().height() >= 24


def test_a_stop_is_painted_in_the_stop_colour_and_asks_for_an_answer(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    banner = Banner(parent=window)
    window.show()
    banner.show_message("This lot is recalled.", "Take it off the shelf.", tier=Tier.STOP, answer="Hold it")
    assert banner.isVisible()
    assert banner.ink() == "on_danger"
    assert banner.accessibleName() == "This lot is recalled. Take it off the shelf."
    said = heard(banner.answered)
    QTest.mouseClick(banner.findChildren(Button)[0], Qt.MouseButton.LeftButton)
    assert len(said) == 1


@pytest.mark.parametrize(
    ("name", "tall"),
    [
        ("hydrOXYzine HCl", ["OXY"]),
        ("hydrALAZINE 25 mg", ["ALAZINE"]),
        ("DOBUTamine", ["DOBUT"]),
        ("oxyCODONE IR 5 mg", ["CODONE"]),
        ("ondansetron ODT 4 mg", []),
        ("losartan 50 mg per 5 mL", []),
        ("", []),
    ],
)
def test_only_tall_letters_are_bold(name: str, tall: list[str]) -> None:
    runs = [(run.text, run.strong) for run in tall_man_runs(name)]
    assert "".join(text for text, _ in runs) == name
    assert [text for text, stands in runs if stands] == tall


@pytest.mark.parametrize(("typed", "reversals"), [("", 1), ("7001234", 0)])
def test_ctrl_z_is_the_windows_unless_there_is_something_typed_to_take_back(
    qtbot: QtBot, typed: str, reversals: int
) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    field = TextField("Prescription number")
    column.addWidget(field)
    shortcut = QShortcut(QKeySequence("Ctrl+Z"), window)
    said = heard(shortcut.activated)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field.setFocus()
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(said) == reversals
    assert field.text() == ""


def test_a_sentence_never_brings_markup_along() -> None:
    assert sentence_html("<b>hydrALAZINE</b> & more") == "&lt;b&gt;<b>hydrALAZINE</b>&lt;/b&gt; &amp; more"
