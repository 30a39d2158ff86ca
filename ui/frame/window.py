"""The window: what stays while screens change. It knows no screen; it shows pages and voices wishes.

Below 1,320 pixels the navigation becomes a rail. A lock or a first run covers everything by `cover`, and
what is below cannot be reached by mouse, key or screen reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ui.frame.cheatsheet import CheatSheet
from ui.frame.finder import Finder
from ui.frame.navigation import Navigation
from ui.frame.noticearea import NoticeArea
from ui.frame.parts import Found
from ui.frame.statusbar import StatusBar
from ui.frame.strip import LastActionStrip
from ui.frame.topbar import TopBar
from ui.kit import keys
from ui.kit.page import MARGIN
from ui.kit.paint import painter_on
from ui.kit.shown import show_if
from ui.kit.taborder import follow_layout
from ui.kit.theme import look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from ui.frame.parts import Badge, LastAction, Page, Provider, ShownPerson, Status
    from ui.kit.tones import Chip, Tone
    from ui.notices import Notice

_RAIL_BELOW = 1320  # pixels at 100 %
_LEAST = QSize(1024, 640)


class Frame(QWidget):
    """The main window.

    Signals:
        page_changed: Another page is in front: its key.
        scan_typed: Enter in the scan bar: the text.
        scan_edited: The text of the scan bar while it is typed.
        results_wanted: Down in the scan bar: on to what was found.
        find_chosen: Something the finder found was chosen: the `Found`.
        reverse_wanted: The last action should be reversed: its key.
        theme_wanted: Another theme should be worn.
        lock_wanted: The station should be locked, or the person changed.
        back_wanted: One level back in the page that is in front.
        status_pressed: A state in the status bar was pressed: its key.
        closing: The window is about to close.
    """

    page_changed = Signal(str)
    scan_typed = Signal(str)
    scan_edited = Signal(str)
    results_wanted = Signal()
    find_chosen = Signal(object)
    reverse_wanted = Signal(object)
    theme_wanted = Signal()
    lock_wanted = Signal()
    back_wanted = Signal()
    status_pressed = Signal(str)
    closing = Signal()

    def __init__(self, pages: Sequence[Page], *, pharmacy: str) -> None:
        super().__init__()
        self._pages = {page.key: page for page in pages}
        self._current = ""
        self._cover: QWidget | None = None
        self._ribbon = _Ribbon()
        self._body = QWidget()
        self._navigation = Navigation(pages, pharmacy)
        self._top = TopBar()
        self._notices = NoticeArea()
        self._stack = QStackedWidget()
        self._strip = LastActionStrip()
        self._status = StatusBar()
        for page in pages:
            self._stack.addWidget(_scrolled(page.widget))
        self._arrange()
        self._scrim = _Scrim(self)
        self._finder = Finder(self)
        self._finder.look_in([self.find_here])
        self._sheet = CheatSheet(pages, self)
        self._connect()
        self._bind_keys()
        self.setMinimumSize(_LEAST)
        self.setWindowTitle(f"RxDesk: {pharmacy}")
        if pages:
            self.show_page(pages[0].key)

    @property
    def current_page(self) -> str:
        """Return the key of the page in front."""
        return self._current

    @property
    def is_covered(self) -> bool:
        """Return whether something covers the window, as a lock does."""
        return self._cover is not None

    def show_page(self, key: str) -> None:
        """Bring a page to the front."""
        if key == self._current:
            return
        self._current = key
        self._navigation.show_current(key)
        self._stack.setCurrentIndex(list(self._pages).index(key))
        self.page_changed.emit(key)

    def show_badge(self, key: str, badge: Badge | None) -> None:
        """Show a count beside a page's name, or none."""
        self._navigation.show_badge(key, badge)

    def show_pharmacy(self, pharmacy: str) -> None:
        """Show another pharmacy's name."""
        self._navigation.show_pharmacy(pharmacy)
        self.setWindowTitle(f"RxDesk: {pharmacy}")

    def show_person(self, person: ShownPerson | None, note: str = "") -> None:
        """Show who is signed in, and a note such as "locks in 4 min"."""
        self._top.person.show_person(person, note)

    def show_scanner(self, chip: Chip | None) -> None:
        """Say in the scan bar whether a scanner is ready."""
        self._top.scan_bar.show_scanner(chip)

    def flash_scan(self, tone: Tone) -> None:
        """Light up the scan bar: a scan was heard, or refused."""
        self._top.scan_bar.flash(tone)

    def focus_scan_bar(self) -> None:
        """Go to the scan bar."""
        self._top.scan_bar.take_focus()

    def show_action(self, action: LastAction | None) -> None:
        """Show the newest act in the strip."""
        self._strip.show_action(action)

    def show_notice(self, notice: Notice) -> None:
        """Show a notice above the page."""
        self._notices.show_notice(notice)

    def show_statuses(self, statuses: Iterable[Status]) -> None:
        """Show devices, backup and database in the status bar."""
        self._status.show_statuses(statuses)

    def show_clock(self, words: str) -> None:
        """Show date and time in the status bar."""
        self._status.show_clock(words)

    def show_ribbon(self, words: str) -> None:
        """Show the permanent ribbon of a sample or training file; nothing takes it away."""
        self._ribbon.setText(words)
        show_if(self._ribbon, bool(words))

    def find_in(self, providers: Sequence[Provider]) -> None:
        """Let the finder find among these, after the pages and commands it knows itself."""
        self._finder.look_in([self.find_here, *providers])

    def cover(self, widget: QWidget | None) -> None:
        """Cover the whole window with a widget, as when it is locked, or uncover it.

        The caller keeps the widget; while it covers, nothing below can be reached or read.
        """
        if self._cover is not None and self._cover is not widget:
            self._cover.hide()
        self._cover = widget
        self._body.setVisible(widget is None)
        for panel in (self._scrim, self._finder, self._sheet):
            panel.hide()
        if widget is not None:
            widget.setParent(self)
            self._place_panels()
            widget.show()
            widget.raise_()
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_finder(self) -> None:
        """Open the finder."""
        self._sheet.hide()
        self._raise_scrim()
        self._finder.open()
        self._place_panels()

    def open_keys(self) -> None:
        """Open the cheat sheet."""
        self._finder.hide()
        self._raise_scrim()
        self._sheet.open()
        self._place_panels()

    def go_back(self) -> None:
        """Close the panel that is open, or wish to go one level back in the page."""
        if not self._finder.isHidden():
            self._finder.close_panel()
        elif not self._sheet.isHidden():
            self._sheet.close_panel()
        else:
            self.back_wanted.emit()

    def find_here(self, text: str, deliver: Callable[[Sequence[Found]], None]) -> None:
        """Find pages and commands; the frame's own provider."""
        pages = [
            Found(words=page.title, kind="Screen", icon=page.icon, keys=page.shortcut, subject=page)
            for page in self._pages.values()
        ]
        commands = [
            Found(words=command.words, kind="Command", icon="command", keys=command.keys, subject=command)
            for command in keys.COMMANDS
            if command.scope == keys.Scope.EVERYWHERE and command not in {keys.FIND, keys.BACK}
        ]
        wanted = text.casefold().split()
        deliver([one for one in (*pages, *commands) if all(part in one.words.casefold() for part in wanted)])

    def follow(self, found: Found) -> None:
        """Go where something that was found leads, or pass the choice on."""
        acts: dict[object, Callable[[], None]] = {
            keys.HELP: self.open_keys,
            keys.SCAN_BAR: self.focus_scan_bar,
            keys.REVERSE: self._strip.want_reverse,
            keys.THEME: self.theme_wanted.emit,
            keys.LOCK: self.lock_wanted.emit,
            keys.DISMISS: self._notices.dismiss_newest,
        }
        page = next((page for page in self._pages.values() if page is found.subject), None)
        if page is not None:
            self.show_page(page.key)
        elif isinstance(found.subject, keys.Command):
            acts[found.subject]()
        else:
            self.find_chosen.emit(found)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        follow_layout(self._body)
        return super().focusNextPrevChild(next)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.StyleChange:
            self._fit()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    def _arrange(self) -> None:
        page = QVBoxLayout()
        page.setSpacing(0)
        page.addWidget(self._top)
        page.addWidget(self._notices)
        page.addWidget(self._stack, 1)
        strip = QHBoxLayout()
        strip.setContentsMargins(MARGIN, 7, MARGIN - 4, 14)
        strip.addWidget(self._strip)
        page.addLayout(strip)
        page.addWidget(self._status)
        body = QHBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self._navigation)
        body.addLayout(page, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._ribbon, 0, Qt.AlignmentFlag.AlignTop)  # alone, while the body is covered
        column.addWidget(self._body, 1)

    def _connect(self) -> None:
        self._navigation.chosen.connect(self.show_page)
        self._navigation.help_wanted.connect(self.open_keys)
        self._top.scan_bar.submitted.connect(self.scan_typed)
        self._top.scan_bar.edited.connect(self.scan_edited)
        self._top.scan_bar.down_pressed.connect(self.results_wanted)
        self._top.find_wanted.connect(self.open_finder)
        self._top.theme_wanted.connect(self.theme_wanted)
        self._top.person_wanted.connect(self.lock_wanted)
        self._strip.reverse_wanted.connect(self.reverse_wanted)
        self._status.pressed.connect(self.status_pressed)
        self._finder.chosen.connect(self.follow)
        self._finder.closed.connect(self._scrim.hide)
        self._sheet.closed.connect(self._scrim.hide)
        self._scrim.pressed.connect(self.go_back)

    def _bind_keys(self) -> None:
        bound: dict[str, Callable[[], None]] = {
            keys.HELP.keys: self.open_keys,
            keys.SCAN_BAR.keys: self.focus_scan_bar,
            keys.FIND.keys: self.open_finder,
            keys.BACK.keys: self.go_back,
            keys.REVERSE.keys: self._strip.want_reverse,
            keys.THEME.keys: self.theme_wanted.emit,
            keys.LOCK.keys: self.lock_wanted.emit,
            keys.DISMISS.keys: self._notices.dismiss_newest,
        }
        for page in self._pages.values():
            if page.shortcut:
                bound[page.shortcut] = _showing(self, page.key)
        for sequence, act in bound.items():
            QShortcut(QKeySequence(sequence), self).activated.connect(_unless_covered(self, act))

    def _fit(self) -> None:
        rail = self.width() < look().px(_RAIL_BELOW)
        self._navigation.show_rail(rail=rail)
        self._top.show_rail(rail=rail)
        self._place_panels()

    def _raise_scrim(self) -> None:
        self._scrim.show()
        self._scrim.raise_()

    def _place_panels(self) -> None:
        self._scrim.setGeometry(self.rect())
        width = min(look().px(620), self.width() - 80)
        self._finder.setFixedWidth(width)
        self._finder.move((self.width() - width) // 2, look().px(96))
        sheet = self._sheet.sizeHint()
        self._sheet.resize(min(sheet.width(), self.width() - 40), min(sheet.height(), self.height() - 40))
        self._sheet.move(
            (self.width() - self._sheet.width()) // 2, (self.height() - self._sheet.height()) // 2
        )
        if self._cover is not None:
            ribbon = 0 if self._ribbon.isHidden() else self._ribbon.sizeHint().height()
            self._cover.setGeometry(QRect(0, ribbon, self.width(), self.height() - ribbon))


class _Scrim(QWidget):
    """Dims the window behind a panel; a press on it closes the panel."""

    pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        painter.fillRect(self.rect(), look().color("overlay"))
        painter.end()


class _Ribbon(QLabel):
    """The permanent ribbon of a file that is not the real one."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "ribbon")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()


def _scrolled(page: QWidget) -> QScrollArea:
    # Large text in a small window needs more room than there is; nothing may be squeezed or cut.
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area


def _showing(frame: Frame, key: str) -> Callable[[], None]:
    return lambda: frame.show_page(key)


def _unless_covered(frame: Frame, act: Callable[[], None]) -> Callable[[], None]:
    def act_if_open() -> None:
        if not frame.is_covered:
            act()

    return act_if_open
