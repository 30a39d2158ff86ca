"""The window's part of the command line, read into wishes. No Qt of its own."""

from __future__ import annotations

import argparse

from rxdesk.domain.errors import Refusal
from ui.kit.tokens import TextScale, Theme
from ui.offscreen import Screenshot
from ui.opening import Wishes

_SMALLEST = (640, 480)
_LARGEST = (7_680, 4_320)


class SizeUnread(Refusal):
    """The size asked for is none."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"“{text}” is not a size of a window.", "Give width and height in pixels, as in 1440x900."
        )


def wishes_of(arguments: argparse.Namespace) -> Wishes:
    """Return what was asked for.

    Raises:
        SizeUnread: The size is not width and height.
    """
    drawing = arguments.screenshot is not None
    return Wishes(
        theme=None if arguments.theme is None else Theme(arguments.theme),
        text=None if arguments.text is None else TextScale(arguments.text),
        screen=arguments.screen if drawing else None,
        subject=arguments.open,
        without_pin=drawing and arguments.sample and arguments.screen != "sign_in",
        size=_size(arguments.size),
    )


def screenshot_of(arguments: argparse.Namespace) -> Screenshot | None:
    """Return where the window is to be drawn, or None when it is to be opened."""
    return None if arguments.screenshot is None else Screenshot(file=arguments.screenshot)


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isascii() and width.isdigit() and height.isascii() and height.isdigit()):
        raise SizeUnread(text)
    size = (int(width), int(height))
    fits = all(least <= side <= most for side, least, most in zip(size, _SMALLEST, _LARGEST, strict=True))
    if not fits:
        raise SizeUnread(text)
    return size
