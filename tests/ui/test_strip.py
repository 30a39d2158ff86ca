"""The strip with the newest act."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from ui.frame.parts import LastAction
from ui.frame.strip import LastActionStrip
from ui.kit.paint import text_width
from ui.kit.theme import look

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.mark.parametrize("reversible", [True, False])
def test_a_long_sentence_leaves_room_for_when_and_who(qtbot: QtBot, reversible: bool) -> None:
    strip = LastActionStrip()
    qtbot.addWidget(strip)
    strip.resize(600, 46)
    strip.show()
    said = "Reversed a fill of hydrOXYzine HCl 25 mg: " + "100 tablets, lot EARLY, back to A3-02; " * 4
    strip.show_action(
        LastAction(said=said, at="15:33", person="Kiran Patel", reversible=reversible, key=object())
    )
    layout = strip.layout()
    assert layout is not None
    layout.activate()
    button = strip.findChildren(QPushButton)[0]
    sentence = next(part for part in strip.findChildren(QWidget) if part is not button)
    end = button.x() if reversible else strip.width()
    room = text_width("15:33  Kiran Patel", look().font("caption"))
    assert sentence.geometry().right() < end - room
