"""The program in a process of its own, receiving until it is killed; says on standard output what a person saw.

    painted SERIAL     a row with this serial number was painted in Receive
    kept TEXT          so much of the reference had been typed, and was on disk
    shown NUMBER TEXT  so many receipts, and this reference, stood there when the delivery was taken up

The window, the reader of the serial port and the file are the real ones; only the person is not.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QStyleOptionViewItem, QTableView

from rxdesk.compose import open_house
from ui.app import screens
from ui.frame.window import Frame
from ui.kit.cells import CellDelegate
from ui.kit.theme import dress
from ui.kit.tokens import Theme
from ui.opening import Wishes
from ui.pin_panel import FaceTile
from ui.workplace import Workplace

_TYPED_EVERY_MS = 25
_REFERENCE = "Reference"


def say(line: str) -> None:
    """Say something at once: the next moment may not come."""
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


def tell_of_painted_rows() -> None:
    """Say each serial number when its cell has been painted for the first time."""
    paint, seen = CellDelegate.paint, set[str]()

    def painted(
        self: CellDelegate,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        paint(self, painter, option, index)
        text = str(index.data())
        if text.startswith("S0") and text not in seen:
            seen.add(text)
            say(f"painted {text}")

    CellDelegate.paint = painted


class Person:
    """Signs in, and types a reference letter by letter for ever."""

    def __init__(self, pin: str) -> None:
        self._pin = pin
        self._typed = 0
        self._timer = QTimer(interval=_TYPED_EVERY_MS)

    def act(self, workplace: Workplace) -> None:
        """Do what the window asks for: called when the sign-in page stands, and when the screen does."""
        self._workplace, self._window = workplace, workplace.frame
        if workplace.session.person is None:
            self._wait_for(self._sign_in)
        else:
            self._wait_for(self._begin_to_type)

    def _wait_for(self, act: Callable[[], None]) -> None:
        self._timer.timeout.connect(act)
        self._timer.start()

    def _sign_in(self) -> None:
        if any(tile.isChecked() for tile in self._window.findChildren(FaceTile)):
            self._timer.timeout.disconnect()
            pin = field(self._window, "PIN")
            QTest.keyClicks(pin, self._pin)
            QTest.keyClick(pin, Qt.Key.Key_Return)

    def _begin_to_type(self) -> None:
        # Everything asked before this is answered first, the delivery as it was left among it.
        self._timer.timeout.disconnect()
        self._workplace.bridge.ask(lambda: None, self._show_delivery)

    def _show_delivery(self, _: None) -> None:
        tables = self._window.findChildren(QTableView)
        shown = next(
            table for table in tables if table.accessibleName().startswith("Received in this delivery")
        )
        self._reference = field(self._window, _REFERENCE)
        say(f"shown {shown.model().rowCount()} {self._reference.text()}")
        self._timer.timeout.connect(self._type)

    def _type(self) -> None:
        self._reference.setFocus()
        self._reference.end(False)
        QTest.keyClicks(self._reference, "INV-0123456789"[self._typed % 14])
        self._typed += 1
        typed = self._reference.text()
        self._workplace.bridge.ask(lambda: None, lambda _: say(f"kept {typed}"))


def field(window: Frame, name: str) -> QLineEdit:
    """Return the visible field of a name."""
    return next(
        part for part in window.findChildren(QLineEdit) if part.accessibleName() == name and part.isVisible()
    )


def main(folder: Path, pin: str) -> None:
    """Be the program until it is killed."""
    app = QApplication(sys.argv[:1])
    dress(app, Theme.LIGHT)
    tell_of_painted_rows()
    person = Person(pin)
    with open_house(folder, window=True) as house:
        wishes = Wishes(screen="receive", sound=False, ready=lambda _: person.act(workplace))
        workplace = Workplace(app, house.desk, screens(), wishes)
        QTimer.singleShot(0, workplace.begin)
        app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
