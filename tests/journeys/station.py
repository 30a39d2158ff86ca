"""A station of the whole house, and the words that scripts drive it with.

A script is the docstring of a test after its first line: one step per line, a verb and what it is about.
Each step waits for what it needs and fails with its own line. What is not shown to eyes or spoken by a screen reader cannot be used.

    begin PIN                   choose the only person and sign in
    open SCREEN                 press the screen's key
    scan CODE                   send a code from the scanner; <GS> and {place A1} stand for what they say
    type FIELD: WORDS           go to a field and type
    choose FIELD: WORDS         choose in a list of choices
    enter FIELD                 press Enter in a field
    press WORDS                 press a button or a tab
    key KEYS                    press keys where the keyboard is
    see WORDS                   wait until the words are shown or spoken
    miss WORDS                  wait until they are not
    stock NDC lot LOT in PLACE is AMOUNT    look into the file
    journal KIND: WORDS         the newest entry of a kind says so, in the file
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTableView,
    QWidget,
)
from pytestqt.exceptions import TimeoutError as NotInTime
from pytestqt.qtbot import QtBot
from sqlcipher3 import dbapi2
from typing_extensions import override

from rxdesk.compose import FILE_NAME, House
from rxdesk.domain.own_codes import place_code
from rxdesk.domain.quantity import THOUSAND
from rxdesk.ports.printer import InstalledPrinter, SentJob
from rxdesk.ports.scanner import DeviceState
from tests.fake_scanner import FakeScanner
from ui.app import screens
from ui.frame.window import Frame
from ui.opening import Wishes
from ui.workplace import Workplace

_PATIENCE_MS = 10_000
_PLACE = "{place "


@dataclass(slots=True)
class CapturedPrinter:
    """A printer that keeps what it is sent."""

    papers: list[tuple[str, bytes]] = field(default_factory=list[tuple[str, bytes]])

    def installed_printers(self) -> tuple[InstalledPrinter, ...]:
        return (InstalledPrinter("Label desk", default=True),)

    def print_pdf(self, pdf: bytes, *, printer: str, title: str, copies: int = 1) -> SentJob:
        self.papers.append((title, pdf))
        return SentJob(printer, str(len(self.papers)))


class Strangers(QObject):
    """Notes every window that is shown beside the one there is; lists of choices are no windows."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.seen: list[str] = []
        app.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            kind = watched.windowFlags() & Qt.WindowType.WindowType_Mask
            if not isinstance(watched, Frame) and kind in {Qt.WindowType.Widget, Qt.WindowType.Window}:
                self.seen.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


class Station:
    """The window on a data folder, with a scanner on a pseudo terminal and a captured printer."""

    def __init__(self, qtbot: QtBot, house: House, folder: Path, scanner: FakeScanner) -> None:
        self._qtbot = qtbot
        self._file = folder / FILE_NAME
        self._scanner = scanner
        self.printer = CapturedPrinter()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.strangers = Strangers(app)
        desk = replace(house.desk, printer=self.printer)
        self.workplace = Workplace(app, desk, screens(), Wishes(sound=False))
        self.workplace.begin()
        self._wait(lambda: hasattr(self.workplace, "frame") and self.workplace.frame.isVisible())
        self.window = self.workplace.frame
        self.window.activateWindow()  # keys that stand for an act work in the active window only
        self._wait(self.window.isActiveWindow)
        reports = self.workplace.hearing.reports
        self._wait(lambda: all(report.state is DeviceState.READY for report in reports.values()))

    def follow(self, test: Callable[..., None]) -> None:
        """Go through the script in a test's docstring."""
        for number, line in enumerate(inspect.cleandoc(test.__doc__ or "").splitlines()[1:], start=2):
            step = line.partition("#")[0].strip()
            if not step:
                continue
            verb, _, about = step.partition(" ")
            try:
                getattr(self, f"do_{verb}")(about.strip())
            except (AssertionError, NotInTime) as error:
                shown = "\n  ".join(sorted(set(self.words())))
                message = f"line {number}: {step}\n{error}\nshown:\n  {shown}"
                raise AssertionError(message) from error

    # --- the verbs ------------------------------------------------------------------------------------

    def do_begin(self, pin: str) -> None:
        self.do_type(f"PIN: {pin}")
        self.do_enter("PIN")
        self._wait(lambda: self.workplace.session.person is not None and not self.window.is_covered)

    def do_open(self, title: str) -> None:
        entry = next(entry for entry in screens() if entry.title == title)
        self.do_key(entry.shortcut)
        self._wait(lambda: self.window.current_page == entry.key)

    def do_scan(self, code: str) -> None:
        code = code.replace("<GS>", "\x1d")
        if code.startswith(_PLACE):
            code = place_code(code.removeprefix(_PLACE).rstrip("}"))
        self._scanner.scan(code)

    def do_type(self, about: str) -> None:
        name, _, words = about.partition(": ")
        typed = self._field(name)
        typed.setFocus()
        typed.selectAll()
        QTest.keyClicks(typed, words)

    def do_enter(self, name: str) -> None:
        QTest.keyClick(self._field(name), Qt.Key.Key_Return)

    def do_choose(self, about: str) -> None:
        name, _, words = about.partition(": ")
        self._wait(lambda: self._choice(name, words)[1] >= 0)
        choices, place = self._choice(name, words)
        choices.setFocus()
        choices.setCurrentIndex(place)
        choices.activated.emit(place)

    def do_press(self, words: str) -> None:
        self._wait(lambda: len(self._buttons(words)) == 1)
        self._buttons(words)[0].click()

    def do_key(self, keys: str) -> None:
        combination: QKeyCombination = cast("Any", QKeySequence(keys))[0]  # the stubs do not know it
        QTest.keyClick(
            QApplication.focusWidget() or self.window, combination.key(), combination.keyboardModifiers()
        )

    def do_see(self, words: str) -> None:
        self._wait(lambda: any(words in shown for shown in self.words()))

    def do_miss(self, words: str) -> None:
        self._wait(lambda: not any(words in shown for shown in self.words()))

    def do_stock(self, about: str) -> None:
        product, _, rest = about.partition(" lot ")
        lot, _, rest = rest.partition(" in ")
        place, _, amount = rest.partition(" is ")
        asked = "SELECT coalesce(sum(quantity), 0) FROM stock WHERE product = ? AND lot = ? AND place = ?"
        self._wait(
            lambda: self.in_file(asked, product, lot, place)[0][0] == int(amount.replace(",", "")) * THOUSAND
        )

    def do_journal(self, about: str) -> None:
        kind, _, words = about.partition(": ")
        asked = "SELECT payload FROM entry WHERE kind = ? ORDER BY seq DESC LIMIT 1"
        self._wait(lambda: any(words in row[0] for row in self.in_file(asked, kind)))

    # --- what is there --------------------------------------------------------------------------------

    def words(self) -> Iterator[str]:
        """Yield everything that is shown or spoken now."""
        for part in self.window.findChildren(QWidget):
            if not part.isVisible():
                continue
            yield part.accessibleName()
            if isinstance(part, (QLabel, QLineEdit, QAbstractButton)):
                yield part.text()
            elif isinstance(part, QComboBox):
                yield " / ".join(part.itemText(place) for place in range(part.count()))
            elif isinstance(part, QTableView):
                model = part.model()
                for row in range(model.rowCount()):
                    cells = (
                        str(model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole))
                        for column in range(model.columnCount())
                    )
                    yield " | ".join(cells)

    def in_file(self, asked: str, *values: object) -> list[Any]:
        """Ask the file itself, past everything the program keeps in memory."""
        connection = dbapi2.connect(f"file:{self._file}?mode=ro", uri=True)
        try:
            return connection.execute(asked, values).fetchall()
        finally:
            connection.close()

    def newest_paper(self, count: int) -> tuple[str, bytes]:
        """Return title and PDF of the last paper, once so many were printed."""
        self._wait(lambda: len(self.printer.papers) == count)
        return self.printer.papers[-1]

    def close(self) -> None:
        """Close the window; it has been the only one."""
        assert not self.strangers.seen
        self.window.close()
        self.window.deleteLater()

    def _field(self, name: str) -> QLineEdit:
        def found() -> list[QLineEdit]:
            return [
                part
                for part in self.window.findChildren(QLineEdit)
                if part.isVisible() and part.isEnabled() and not part.isReadOnly() and _named(part, name)
            ]

        self._wait(lambda: len(found()) == 1)
        return found()[0]

    def _choice(self, name: str, words: str) -> tuple[QComboBox, int]:
        for part in self.window.findChildren(QComboBox):
            if part.isVisible() and part.accessibleName() == name:
                places = (place for place in range(part.count()) if words in part.itemText(place))
                return part, next(places, -1)
        return QComboBox(), -1

    def _buttons(self, words: str) -> list[QAbstractButton]:
        return [
            part
            for part in self.window.findChildren(QAbstractButton)
            if part.isVisible() and part.isEnabled() and words in {part.text(), part.accessibleName()}
        ]

    def _wait(self, until: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(until, timeout=_PATIENCE_MS)


def _named(part: QWidget, name: str) -> bool:
    # The field of a quantity is called by its unit as well: "Quantity, tablets".
    return part.accessibleName().partition(",")[0] == name
