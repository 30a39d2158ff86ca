"""Codes as module matrices, drawn by zxing-cpp and read back before they may reach paper.

The encoder draws a wrong check digit without a word, and without its GS1 option draws a code that looks
right and is wrong. So what goes in is validated by its type (`Gs1Code`, `OwnCode`), and what comes out is decoded
and compared, text and AIM identifier, each time a new code is drawn. Options are never made of data: a bad
one aborts the process.

Source: ISO/IEC 16022 (Data Matrix), ISO/IEC 15417 (Code 128), ISO/IEC 15424 (AIM identifiers);
    GS1 General Specifications 5.4 and 5.6.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, TypeAlias, cast

import zxingcpp
from typing_extensions import Buffer
from zxingcpp import BarcodeFormat

from rxdesk.domain.errors import Trouble
from rxdesk.domain.labels import Gs1Code, LabelCode, OwnCode

Matrix: TypeAlias = tuple[tuple[bool, ...], ...]
"""Rows of modules, True where dark. A linear code is one row."""

_READING_SCALE = 4  # dots per module in the picture that is read back
_LINEAR_ROWS = 40  # height in dots of a linear code in that picture


class _Encode(Protocol):
    def __call__(
        self, content: str, symbology: BarcodeFormat, /, *, gs1: bool = ..., force_square: bool = ...
    ) -> zxingcpp.Barcode: ...


_encode = cast("_Encode", zxingcpp.create_barcode)  # pyright: ignore[reportUnknownMemberType]  # bare **kwargs


class CodeDoesNotReadBack(Trouble):
    """A code that was drawn does not decode to what it should say, so it is not printed."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"The code for “{text}” does not read back as it should.",
            "Nothing was printed; report this together with the text of the code.",
        )
        self.text = text


@dataclass(frozen=True, slots=True)
class Symbol:
    """A code ready to be laid out."""

    matrix: Matrix
    aim: str  # the AIM identifier a scanner sends before it: "]d2"
    content: bytes  # what a scanner sends, without the AIM identifier
    linear: bool
    quiet_modules: int  # blank modules it needs on each side; a linear one at its ends only

    @property
    def columns(self) -> int:
        """How many modules wide the code is."""
        return len(self.matrix[0])


def data_matrix(code: LabelCode) -> Symbol:
    """Return the square Data Matrix of a code: GS1 with FNC1 for a GTIN, plain for our own.

    Square because scanners that predate the rectangular extension do not read it.

    Raises:
        CodeDoesNotReadBack: What was drawn is not what should be read.
    """
    if isinstance(code, Gs1Code):
        return _gs1_data_matrix(code.gtin)
    return _plain_data_matrix(code.text)


@lru_cache(maxsize=4096)
def code_128(code: OwnCode) -> Symbol:
    """Return the Code 128 of one of our own codes, as a single row of modules.

    Raises:
        CodeDoesNotReadBack: What was drawn is not what should be read.
    """
    drawn = _encode(code.text, BarcodeFormat.Code128)
    matrix = _modules(drawn)[:1]
    return _read_back(Symbol(matrix, "]C0", code.text.encode(), linear=True, quiet_modules=10), code.text)


def read_codes(picture: memoryview) -> list[tuple[str, bytes]]:
    """Return AIM identifier and content of each code in a grey picture, as a scanner would send them.

    Args:
        picture: Rows of grey bytes, 0 black to 255 white, as a two-dimensional view.
    """
    # Never from a picture scaled down: in one, this reader took the bars of a sound Code 128 for a wrong
    # text whose check digit happened to agree, and reported both.
    found = zxingcpp.read_barcodes(picture, try_downscale=False)
    return [(code.symbology_identifier, bytes(code.bytes)) for code in found]


@lru_cache(maxsize=4096)
def _gs1_data_matrix(gtin: str) -> Symbol:
    drawn = _encode(f"[01]{gtin}", BarcodeFormat.DataMatrix, gs1=True, force_square=True)
    symbol = Symbol(_modules(drawn), "]d2", f"01{gtin}".encode(), linear=False, quiet_modules=1)
    return _read_back(symbol, gtin)


@lru_cache(maxsize=4096)
def _plain_data_matrix(text: str) -> Symbol:
    drawn = _encode(text, BarcodeFormat.DataMatrix, force_square=True)
    return _read_back(Symbol(_modules(drawn), "]d1", text.encode(), linear=False, quiet_modules=1), text)


def _modules(drawn: zxingcpp.Barcode) -> Matrix:
    image = zxingcpp.write_barcode_to_image(drawn, scale=1, add_quiet_zones=False, add_hrt=False)
    view = memoryview(cast("Buffer", image))  # it is one; its stub does not say so
    assert view.shape is not None
    width = view.shape[1]
    dots = view.tobytes()
    return tuple(
        tuple(dot < 128 for dot in dots[start : start + width]) for start in range(0, len(dots), width)
    )


def _read_back(symbol: Symbol, text: str) -> Symbol:
    if read_codes(_picture(symbol)) != [(symbol.aim, symbol.content)]:
        raise CodeDoesNotReadBack(text)
    return symbol


def _picture(symbol: Symbol) -> memoryview:
    scale, quiet = _READING_SCALE, symbol.quiet_modules * _READING_SCALE
    width = symbol.columns * scale + 2 * quiet
    blank = b"\xff" * width * quiet
    rows = _LINEAR_ROWS if symbol.linear else scale
    body = b"".join(
        (b"\xff" * quiet + b"".join((b"\0" if dark else b"\xff") * scale for dark in row) + b"\xff" * quiet)
        * rows
        for row in symbol.matrix
    )
    picture = blank + body + blank
    return memoryview(picture).cast("B", (len(picture) // width, width))
