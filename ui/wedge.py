"""Keyboard scanners: one filter on the application tells their bursts from typing.

What measurements showed to matter, and what would be undone by undoing it:

- Gaps come from the events' own timestamps. The time of handling makes typing during a busy moment
  look like a scan.
- Only events for a `QWindow` count: each key passes the application four to six times.
- A key that may begin a scan is held back at most `Tempo.hold` and then typed after all, in order.
- Inside a scan ShortcutOverride is accepted, or Ctrl+] (GS) would fire shortcuts; the releases of
  swallowed keys are swallowed too. Enter inside a scan never reaches a default button.
- A replayed key skips Qt's shortcuts: no shortcut may be a single letter.
- Events are Qt's own; only their values are kept.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from rxdesk.domain.scan import ScannedText, read_scan
from rxdesk.domain.scan_refusals import ScanRefused
from rxdesk.ports.scanner import Scan
from ui.keystrokes import END, US_KEYS, Tempo, cut_of
from ui.kit.fields import SECRET

if TYPE_CHECKING:
    from collections.abc import Callable

    from rxdesk.domain.scan import ScannerProfile
    from rxdesk.ports.clock import Clock

_GS: Final = "\x1d"
_MOST_KEYS: Final = 1_000
_LATE_LOOP_MS: Final = 12  # a timer later than this shows that keys may be waiting in the queue
_ENDS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_MODIFIERS: Final = frozenset(
    {
        *(Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr),
        *(Qt.Key.Key_Meta, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock),
    }
)
# X11 and Wayland report the kernel's key number plus eight, Windows the number itself.
_POSITION_OFFSET: Final = 0 if sys.platform == "win32" else 8


@dataclass(frozen=True, slots=True, kw_only=True)
class WedgeSettings:
    """How the keyboard scanner of this station types."""

    device: str = "Keyboard scanner"
    tempo: Tempo = field(default_factory=Tempo)
    positional: bool = True  # False for a scanner that was set to the computer's own layout
    profile: ScannerProfile | None = None


@dataclass(frozen=True, slots=True)
class _Struck:
    """A key held back, with all it takes to type it after all."""

    character: str
    at_ms: int
    key: int
    modifiers: Qt.KeyboardModifier
    scan_code: int
    virtual_key: int
    native_modifiers: int
    text: str


class WedgeFilter(QObject):
    """Takes keyboard scans out of the stream of key events and gives them on as scans.

    Install it on the application. A field whose property `rxdesk_secret` is true is never listened to.

    Args:
        scanned: Called with each scan, on the GUI thread but inside the filter. Give it `Bridge.inward` of
            the listener, so that a dialog or a fault of the listener does not happen in here.
        clock: Says when.
        settings: How the scanner types.
        parent: Qt's owner.
    """

    def __init__(
        self,
        scanned: Callable[[Scan], None],
        clock: Clock,
        settings: WedgeSettings | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._scanned = scanned
        self._clock = clock
        self._settings = settings or WedgeSettings()
        self._held: list[_Struck] = []
        self._late = 0
        self._last_ms = 0
        self._scan_ended_ms: int | None = None
        self._alt_digits = ""
        self._swallowed: set[int] = set()
        self._replaying = False
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setTimerType(Qt.TimerType.PreciseTimer)
        self._quiet.timeout.connect(self._fell_quiet)
        self._since_start = QElapsedTimer()
        self._since_start.start()
        self._due_ms = 0

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold back, swallow or let pass one event."""
        if self._replaying or not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            if not self._held or not self._belongs(event.timestamp()):
                return False
            event.accept()
            return True
        if not isinstance(watched, QWindow):
            return False
        if event.type() == QEvent.Type.KeyRelease:
            return self._released(event)
        return self._pressed(event)

    def _released(self, event: QKeyEvent) -> bool:
        if event.nativeScanCode() not in self._swallowed:
            return False
        self._swallowed.discard(event.nativeScanCode())
        return True

    def _pressed(self, event: QKeyEvent) -> bool:
        key, now = event.key(), event.timestamp()
        if key in _MODIFIERS:
            return False
        if self._is_rest_of_suffix(event, now):
            self._swallowed.add(event.nativeScanCode())
            return True
        self._scan_ended_ms = None
        if self._held and not self._belongs(now):
            self._decide()
        elif self._held and now - self._last_ms > self._settings.tempo.gap:
            self._late += 1
        if _is_secret(QApplication.focusWidget()):
            self._decide()
            return False
        character = self._character(event)
        if character is None or (character == END and not self._held):
            self._decide()
            return False
        self._hold(event, character, now)
        return True

    def _hold(self, event: QKeyEvent, character: str, now: int) -> None:
        self._held.append(
            _Struck(
                character,
                now,
                event.key(),
                event.modifiers(),
                event.nativeScanCode(),
                event.nativeVirtualKey(),
                event.nativeModifiers(),
                event.text(),
            )
        )
        self._swallowed.add(event.nativeScanCode())
        self._last_ms = now
        if character == END or len(self._held) >= _MOST_KEYS:
            self._decide()
        else:
            self._wait()

    def _belongs(self, now: int) -> bool:
        limit = self._settings.tempo.limit(len(self._held), self._late)
        return 0 <= now - self._last_ms <= limit  # the X server's clock starts anew every 49 days

    def _is_rest_of_suffix(self, event: QKeyEvent, now: int) -> bool:
        """Return whether this is the second half of CR LF or Tab Enter, which must not press a button."""
        if self._scan_ended_ms is None or not 0 <= now - self._scan_ended_ms <= self._settings.tempo.gap:
            return False
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return event.key() in _ENDS or (control and event.key() in {Qt.Key.Key_J, Qt.Key.Key_M})

    def _character(self, event: QKeyEvent) -> str | None:
        """Return what a scanner means by this key; None for a key no scanner strikes.

        An empty text is a key that is only part of a character: a digit of Alt+0029.
        """
        # xcb calls a release and press in the same millisecond auto-repeat: "66" at a scanner's speed.
        # A key a person holds down begins to repeat long after its first press was let go.
        if event.isAutoRepeat() and not self._held:
            return None
        if event.key() in _ENDS:
            return END
        modifiers = event.modifiers()
        position = event.nativeScanCode() - _POSITION_OFFSET
        pair = US_KEYS.get(position)
        if modifiers & Qt.KeyboardModifier.AltModifier:
            return self._alt_character(pair[0] if pair else event.text())
        self._alt_digits = ""
        if modifiers & Qt.KeyboardModifier.MetaModifier:
            return None
        if event.key() == Qt.Key.Key_F8:
            return _GS if self._held else None
        if self._settings.positional and position > 0:
            if pair is None:
                return None
            character = pair[bool(modifiers & Qt.KeyboardModifier.ShiftModifier)]
        else:
            character = event.text()
        if modifiers & Qt.KeyboardModifier.ControlModifier:  # control keys count only inside a scan
            inside = self._held and len(character) == 1 and character.isascii()
            return chr(ord(character.upper()) & 0x1F) if inside else None
        return character if len(character) == 1 and character.isprintable() else None

    def _alt_character(self, digit: str) -> str | None:
        if not self._held or not digit.isdigit():
            return None
        self._alt_digits += digit
        if int(self._alt_digits) == ord(_GS):
            self._alt_digits = ""
            return _GS
        return ""

    def _wait(self) -> None:
        tempo = self._settings.tempo
        pause = max(tempo.hold, tempo.limit(len(self._held), self._late))
        self._due_ms = self._since_start.elapsed() + pause
        self._quiet.start(pause)

    def _fell_quiet(self) -> None:
        if self._since_start.elapsed() - self._due_ms > _LATE_LOOP_MS:
            self._wait()  # the loop was busy: queued keys come first
        else:
            self._decide()

    def _decide(self) -> None:
        """Give the held keys on: as a scan, as typing, or both in their order."""
        self._quiet.stop()
        held, self._held, self._late, self._alt_digits = self._held, [], 0, ""
        if not held:
            return
        struck = [key for key in held if key.character]
        text = "".join(key.character for key in struck)
        cut = cut_of(text, [key.at_ms for key in struck], tempo=self._settings.tempo, reads=self._reads)
        if cut is None:
            self._replay(held)
            return
        self._replay(struck[: cut.begin])
        rest = struck[cut.end :]
        if rest and rest[0].character == END:
            self._scan_ended_ms = rest[0].at_ms
            rest = rest[1:]
        self._give(text[cut.begin : cut.end])
        self._replay(rest)

    def _give(self, text: str) -> None:
        settings = self._settings
        self._scanned(
            Scan(text=text, device=settings.device, scanned_at=self._clock.now(), profile=settings.profile)
        )

    def _reads(self, text: str) -> bool:
        try:
            meaning = read_scan(text, today=self._clock.today(), profile=self._settings.profile)
        except ScanRefused:
            return False
        return not isinstance(meaning, ScannedText)

    def _replay(self, keys: list[_Struck]) -> None:
        window = _focus_window()
        if window is None:
            return
        self._replaying = True
        try:
            for key in keys:
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    event = QKeyEvent(
                        kind,
                        key.key,
                        key.modifiers,
                        key.scan_code,
                        key.virtual_key,
                        key.native_modifiers,
                        key.text,
                    )
                    QCoreApplication.sendEvent(window, event)
        finally:
            self._replaying = False


def _focus_window() -> QWindow | None:
    return QGuiApplication.focusWindow()  # the stubs leave out that no window may have the focus


def _is_secret(field: QObject | None) -> bool:
    return field is not None and field.property(SECRET) is True
