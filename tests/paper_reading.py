"""Reads PDFs back as a person and a scanner would: pictures, codes, text and the faces it is set in."""

from __future__ import annotations

import ctypes
from io import BytesIO
from typing import Any, cast

import pypdfium2
from PIL import Image

from devices.printing.codes import read_codes
from devices.printing.preview import pages_as_images

_pdfium = cast("Any", pypdfium2)


def pictures(pdf: bytes, *, dpi: int) -> list[Image.Image]:
    """Return each page as a grey picture."""
    return [Image.open(BytesIO(png)).convert("L") for png in pages_as_images(pdf, dpi=dpi)]


def codes_on(picture: Image.Image) -> list[tuple[str, str]]:
    """Return AIM identifier and text of each code in a picture, in any order."""
    grey = memoryview(picture.tobytes()).cast("B", (picture.height, picture.width))
    return [(aim, content.decode()) for aim, content in read_codes(grey)]


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of each page with all white space taken out, since lines break where they must."""
    with _pdfium.PdfDocument(pdf) as document:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def bare(text: str) -> str:
    """Return text as `page_texts` gives it."""
    return "".join(text.split())


def bold_letters(pdf: bytes) -> str:
    """Return the characters of the first page that are set in a bold face, in order."""
    raw = _pdfium.raw
    with _pdfium.PdfDocument(pdf) as document:
        page = document[0].get_textpage()
        text: str = page.get_text_range()
        kept: list[str] = []
        for at, character in enumerate(text):
            name = ctypes.create_string_buffer(100)
            raw.FPDFText_GetFontInfo(page, at, name, 100, ctypes.c_int())
            if b"Bold" in name.value or b"Bd" in name.value:
                kept.append(character)
    return "".join(kept)


def page_sizes_mm(pdf: bytes) -> list[tuple[float, float]]:
    """Return width and height of each page."""
    with _pdfium.PdfDocument(pdf) as document:
        return [tuple(round(side / 72 * 25.4, 2) for side in page.get_size()) for page in document]
