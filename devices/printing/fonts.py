"""The faces on paper, their widths, and which characters they can draw.

Paper uses five files of IBM Plex as TrueType, since PDF cannot hold the WOFF2 files the window uses.
Widths come from the same files that are embedded, so what was measured is what is printed.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from functools import cache, lru_cache
from typing import Protocol, cast

from rxdesk.domain.errors import Refusal
from rxdesk.domain.labels import Run
from rxdesk.paths import shipped

MM_PER_PT = 25.4 / 72
ASCENT_EM = 0.78  # of every Plex face: from the baseline to the top of the tallest letter
DESCENT_EM = 0.22


class Family(StrEnum):
    """A family of faces: an ordinary one and one that stands out."""

    SANS = "IBMPlexSans"
    CONDENSED = "IBMPlexSansCondensed"
    MONO = "IBMPlexMono"

    def face(self, *, strong: bool) -> str:
        """Return the name of the face; the monospaced family has one weight only."""
        return f"{self.value}-Bold" if strong and self is not Family.MONO else f"{self.value}-Regular"


FACES = tuple(sorted({family.face(strong=strong) for family in Family for strong in (False, True)}))


class TextNotPrintable(Refusal):
    """A text for a label holds a character that no face can draw, so it would be read wrongly."""

    def __init__(self, text: str, character: str) -> None:
        super().__init__(
            f"“{visible(text)}” holds a character that cannot be printed: {_described(character)}.",
            "Correct the text, then print the label again.",
        )
        self.text = text
        self.character = character


class _TrueType(Protocol):
    charWidths: dict[int, float]  # noqa: N815  # reportlab's name; thousandths of an em
    charToGlyph: dict[int, int]  # noqa: N815  # reportlab's name


@cache
def load_face(face: str) -> _TrueType:
    """Read a face from its file and make it known to reportlab under its name, once per process."""
    # reportlab costs 70 ms to import: only who prints pays.
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415

    font = TTFont(face, str(shipped("resources", "fonts", f"{face}.ttf")))
    pdfmetrics.registerFont(font)  # pyright: ignore[reportUnknownMemberType]  # reportlab has no types
    return cast("_TrueType", font.face)


@lru_cache(maxsize=65536)
def text_width_mm(text: str, *, family: Family, size_pt: float, strong: bool = False) -> float:
    """Return how wide a text is on paper."""
    widths = load_face(family.face(strong=strong)).charWidths
    return sum(widths[ord(character)] for character in text) * size_pt * MM_PER_PT / 1000


def runs_width_mm(runs: tuple[Run, ...], *, family: Family, size_pt: float) -> float:
    """Return how wide a line of runs is on paper."""
    return sum(text_width_mm(run.text, family=family, size_pt=size_pt, strong=run.strong) for run in runs)


def printable(text: str) -> str:
    """Return a text for a label in its composed form, one blank for each stretch of white space.

    Raises:
        TextNotPrintable: A character has no glyph, or is a control, a format sign or a loose accent.
    """
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    for character in composed:
        if not _has_glyph(character):
            raise TextNotPrintable(text, character)
    return composed


def visible(text: str) -> str:
    """Return a text for a sheet in which every character can be drawn; one that cannot is spelled out.

    A whole sheet is not refused for one strange sign in a note, and nothing is left out:
    what has no glyph is written as its code point, `[U+1F48A]`.
    """
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(
        character if _has_glyph(character) else f"[U+{ord(character):04X}]" for character in composed
    )


@lru_cache(maxsize=4096)
def _has_glyph(character: str) -> bool:
    # Controls and format signs (C*) reorder or hide text; a loose accent (M*) would stand on its neighbour.
    if unicodedata.category(character)[0] in "CM":
        return False
    return all(ord(character) in load_face(face).charToGlyph for face in FACES)


def _described(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()
