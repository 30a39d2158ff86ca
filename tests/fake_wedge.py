"""A keyboard scanner and a typist without hardware, for X11: real key events by key position.

A scanner in keyboard mode sends no characters. It sends key positions as if on a US keyboard, and the
desktop makes characters of them with whatever layout and Caps Lock are on. This does the same with the
XTEST extension, so that a test meets the damage a real scanner would meet. Use a display of its own
(`xvfb-run -a`, or `Xvfb -displayfd`): two tests on one display type into each other.

By hand, into the focused window of $DISPLAY:

    python tests/fake_wedge.py --char-ms 1 ']d2010030002143380217270831' '10A1<GS>21X'
    python tests/fake_wedge.py --person --char-ms 90 'amoxicillin'
"""

from __future__ import annotations

import argparse
import ctypes
import ctypes.util
import random
import time
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import Self

_SHIFT, _CONTROL, _ALT, _ENTER, _TAB, _CAPS_LOCK, _NUM_LOCK, _F8 = 42, 29, 56, 28, 15, 58, 69, 66
_ROWS = (
    (2, "1234567890-="),
    (16, "qwertyuiop[]"),
    (30, "asdfghjkl;'"),
    (41, "`"),
    (43, "\\"),
    (44, "zxcvbnm,./"),
    (57, " "),
)
_KEYS = {character: first + place for first, row in _ROWS for place, character in enumerate(row)}
_SHIFTED = dict(zip('!@#$%^&*()_+{}:"~|<>?', "1234567890-=[];'`\\,./", strict=True))
_KEYPAD = {"0": 82, "1": 79, "2": 80, "3": 81, "4": 75, "5": 76, "6": 77, "7": 71, "8": 72, "9": 73}
_X_OFFSET = 8


class Separator(StrEnum):
    """What the scanner strikes for GS."""

    CONTROL = "ctrl"
    F8 = "f8"
    ALT = "alt"  # Alt+0029 on the keypad
    LOST = "lost"


class FakeWedge:
    """One connection to an X display, striking keys on it.

    Args:
        display: Its name; $DISPLAY without one.

    Raises:
        OSError: There is no such display, or no XTEST.
    """

    def __init__(self, display: str | None = None) -> None:
        self._x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        self._test = ctypes.CDLL(ctypes.util.find_library("Xtst") or "libXtst.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        opened = self._x.XOpenDisplay(display.encode() if display else None)
        if not opened:
            message = "there is no X display to type on"
            raise OSError(message)
        self._display = ctypes.c_void_p(opened)

    def __enter__(self) -> Self:
        self.release_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release_all()
        self._x.XCloseDisplay(self._display)

    def release_all(self) -> None:
        """Let every key go: a test that was killed leaves one down, and X repeats it for ever."""
        for key in (*_KEYS.values(), *_KEYPAD.values(), _SHIFT, _CONTROL, _ALT, _ENTER, _TAB, _F8):
            self._strike(key, down=False)
        self._flush()

    def scan(
        self, text: str, *, char_ms: float = 1.0, suffix: str = "\r", separator: Separator = Separator.CONTROL
    ) -> None:
        """Strike a code as a scanner does: evenly, each key let go at once.

        Args:
            text: What the symbol holds, GS for separators.
            char_ms: From one key to the next.
            suffix: What follows the code: CR, TAB or nothing.
            separator: What is struck for GS.
        """
        due = time.perf_counter()
        for keys in _strokes(text + suffix, separator):
            self._chord(keys)
            due += char_ms / 1000
            time.sleep(max(0.0, due - time.perf_counter()))

    def type(
        self, text: str, *, mean_ms: float = 90.0, spread: float = 0.35, luck: random.Random | None = None
    ) -> None:
        """Strike a text as a person does: unevenly, never under 20 ms, each key held a while."""
        luck = luck or random.Random()
        for keys in _strokes(text, Separator.CONTROL):
            held_s = luck.uniform(0.02, 0.05)
            for key in keys:
                self._strike(key, down=True)
            self._flush()
            time.sleep(held_s)
            for key in reversed(keys):
                self._strike(key, down=False)
            self._flush()
            time.sleep(max(0.0, max(20.0, luck.gauss(mean_ms, mean_ms * spread)) / 1000 - held_s))

    def caps_lock(self) -> None:
        """Turn Caps Lock on, or off again."""
        self._chord((_CAPS_LOCK,))

    def _chord(self, keys: tuple[int, ...]) -> None:
        for key in keys:
            self._strike(key, down=True)
        for key in reversed(keys):
            self._strike(key, down=False)
        self._flush()

    def _strike(self, key: int, *, down: bool) -> None:
        self._test.XTestFakeKeyEvent(
            self._display, ctypes.c_uint(key + _X_OFFSET), ctypes.c_int(down), ctypes.c_ulong(0)
        )

    def _flush(self) -> None:
        self._x.XSync(self._display, 0)


def _strokes(text: str, separator: Separator) -> Iterator[tuple[int, ...]]:
    """Give the keys of each character, modifiers first, as a US-configured scanner strikes them."""
    for character in text:
        if character == "\x1d" and separator is not Separator.CONTROL:
            if separator is Separator.F8:
                yield (_F8,)
            elif separator is Separator.ALT:
                yield from ((_ALT, _KEYPAD[digit]) for digit in "0029")
        elif character in "\r\t":
            yield (_ENTER if character == "\r" else _TAB,)
        elif character in _KEYS:
            yield (_KEYS[character],)
        elif character in _SHIFTED:
            yield (_SHIFT, _KEYS[_SHIFTED[character]])
        elif character.lower() in _KEYS:
            yield (_SHIFT, _KEYS[character.lower()])
        elif ord(character) < 0x20:
            yield (_CONTROL, _KEYS[chr(ord(character) + 0x40).lower()])
        else:
            message = f"a US keyboard cannot type {character!r}"
            raise ValueError(message)


def _main() -> None:
    arguments = argparse.ArgumentParser(description="A keyboard scanner, or a typist, for X11.")
    arguments.add_argument(
        "texts", nargs="+", help="scanned or typed one after the other; <GS> is the separator"
    )
    arguments.add_argument("--char-ms", type=float, default=1.0)
    arguments.add_argument("--suffix", choices=("enter", "tab", "none"), default="enter")
    arguments.add_argument("--separator", choices=list(Separator), type=Separator, default=Separator.CONTROL)
    arguments.add_argument("--person", action="store_true", help="type as a person does")
    given = arguments.parse_args()
    suffix = {"enter": "\r", "tab": "\t", "none": ""}[given.suffix]
    with FakeWedge() as wedge:
        for text in given.texts:
            meant = text.replace("<GS>", "\x1d")
            if given.person:
                wedge.type(meant, mean_ms=given.char_ms)
            else:
                wedge.scan(meant, char_ms=given.char_ms, suffix=suffix, separator=given.separator)


if __name__ == "__main__":
    _main()
