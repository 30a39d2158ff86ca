"""The codes RxDesk prints for itself: places, badges, shelf labels.

`RX1:P:A3-02:1F0E` is version, kind, payload and check. The check makes a damaged code visible and
keeps a stranger's code from ever being taken for ours. Text of this shape travels unchanged through
Code 128, QR and Data Matrix, and through a keyboard.

Chosen: CRC-16/CCITT of everything before it, in four hexadecimal digits. It sees every single wrong
character, every exchange of two neighbours, letter case, and every three wrong bits. Refused: modulo
97 (letters count without their case, so "a1" equals "A1"), CRC-32 (four characters more on a bin label).
"""

from __future__ import annotations

import binascii
import re
from enum import StrEnum

from rxdesk.domain.errors import Refusal
from rxdesk.domain.ndc import Ndc

_BEGIN = "RX1:"
_LONGEST_PAYLOAD = 37  # the whole stays within the 48 characters a printed code may have
_PAYLOAD = re.compile(rf"[!-9;-~](?:[ -9;-~]{{0,{_LONGEST_PAYLOAD - 2}}}[!-9;-~])?")
_TOKEN = re.compile(r"[0-9A-F]{32}")


class OwnKind(StrEnum):
    """What one of our codes stands for; the letter in the code."""

    PLACE = "P"
    BADGE = "B"
    SHELF = "S"


class OwnCodeUnwritable(Refusal):
    """A text cannot be the payload of one of our codes.

    Attributes:
        text: What was to be written.
    """

    def __init__(self, text: str) -> None:
        super().__init__(
            f"“{text}” cannot be put into a code: it needs 1 to {_LONGEST_PAYLOAD} plain characters, no colon.",
            "Give it a shorter name of letters, digits, blanks, hyphens and dots.",
        )
        self.text = text


def place_code(code: str) -> str:
    """Return the text to print for a place.

    Raises:
        OwnCodeUnwritable: The place's code holds a colon, a character beyond ASCII, or is too long.
    """
    return _write(OwnKind.PLACE, code)


def badge_code(token: str) -> str:
    """Return the text to print on a person's badge.

    Args:
        token: 128 random bits as 32 hexadecimal capitals.

    Raises:
        ValueError: The token has another form, which only a mistake in code can cause.
    """
    if not _TOKEN.fullmatch(token):
        message = "a badge token is 32 hexadecimal capitals"
        raise ValueError(message)
    return _write(OwnKind.BADGE, token)


def shelf_code(ndc: str) -> str:
    """Return the text to print on the shelf label of a product, which is not a pack of it.

    Args:
        ndc: The native, hyphenated code.

    Raises:
        NdcUnreadable: It is not a native code.
    """
    return _write(OwnKind.SHELF, Ndc.parse(ndc).native)


def looks_own(text: str) -> bool:
    """Return whether `text` begins like one of our codes, so that nothing else may be read into it."""
    return text.startswith(_BEGIN)


def read_own_code(text: str) -> tuple[OwnKind, str] | None:
    """Return kind and payload of the code written as `text`, or None when its shape or check is wrong."""
    body, _, check = text.rpartition(":")
    if not looks_own(text) or check != _check(body):
        return None
    letter, _, payload = body.removeprefix(_BEGIN).partition(":")
    if letter not in set(OwnKind) or not _PAYLOAD.fullmatch(payload):
        return None
    return OwnKind(letter), payload


def _write(kind: OwnKind, payload: str) -> str:
    if not _PAYLOAD.fullmatch(payload):
        raise OwnCodeUnwritable(payload)
    body = f"{_BEGIN}{kind}:{payload}"
    return f"{body}:{_check(body)}"


def _check(body: str) -> str:
    return f"{binascii.crc_hqx(body.encode(), 0xFFFF):04X}"
