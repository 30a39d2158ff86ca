"""A box to tick, as eyes and keys find it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from ui.kit.checks import CheckBox

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def box(qtbot: QtBot, words: str = "Refrigerate") -> CheckBox:
    made = CheckBox(words)
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    made.show()
    return made


def test_a_press_anywhere_on_its_words_takes_it(qtbot: QtBot) -> None:
    choice = box(qtbot)
    QTest.mouseClick(choice, Qt.MouseButton.LeftButton, pos=QPoint(choice.width() - 4, 4))
    assert choice.isChecked()


def test_the_space_bar_takes_it_and_leaves_it(qtbot: QtBot) -> None:
    choice = box(qtbot)
    states: list[bool] = []
    choice.toggled.connect(states.append)
    for _ in range(2):
        QTest.keyClick(choice, Qt.Key.Key_Space)
    assert states == [True, False]


def test_taken_and_left_look_different_and_unusable_is_a_third(qtbot: QtBot) -> None:
    choice = box(qtbot)
    pictures: list[QImage] = [choice.grab().toImage()]
    choice.setChecked(True)
    pictures.append(choice.grab().toImage())
    choice.setEnabled(False)
    pictures.append(choice.grab().toImage())
    assert all(one != other for place, one in enumerate(pictures) for other in pictures[place + 1 :])


def test_its_words_fit(qtbot: QtBot) -> None:
    assert box(qtbot, "The pack bears no date").sizeHint().width() > box(qtbot, "REMS").sizeHint().width()
