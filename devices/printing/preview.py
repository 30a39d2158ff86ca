"""PDF pages as pictures, for a preview that shows exactly what will be printed.

Chosen: pypdfium2 (4 MB). Refused: QtPdf, which comes only with the 400 MB Addons wheel of PySide6.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from threading import Lock
from types import TracebackType
from typing import Protocol, Self, cast

from PIL.Image import Image

# pdfium keeps global state and must never be entered from two threads at once.
_ONE_AT_A_TIME = Lock()


class _Bitmap(Protocol):
    def to_pil(self) -> Image: ...
    def close(self) -> None: ...


class _Page(Protocol):
    def render(self, *, scale: float) -> _Bitmap: ...
    def close(self) -> None: ...


class _Document(Protocol):
    """The few verbs of pdfium that are used; its Python package has no types."""

    def __len__(self) -> int: ...
    def __getitem__(self, at: int) -> _Page: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def pages_as_images(pdf: bytes, *, dpi: int) -> tuple[bytes, ...]:
    """Render each page as a PNG of its true size at `dpi`."""
    return tuple(_png(picture) for picture in _pictures(pdf, dpi=dpi))


def _pictures(pdf: bytes, *, dpi: int) -> Iterator[Image]:
    """Render one page after the other as a picture, holding no more than one at a time."""
    # pdfium is loaded only by who previews: it must not slow the start of the program.
    from pypdfium2 import PdfDocument  # noqa: PLC0415

    with _ONE_AT_A_TIME, cast("_Document", PdfDocument(pdf)) as document:
        for at in range(len(document)):
            page = document[at]
            bitmap = page.render(scale=dpi / 72)
            # A copy, because the picture would share memory with a bitmap that is about to go.
            picture = bitmap.to_pil().convert("RGB")
            bitmap.close()
            page.close()
            yield picture


def _png(picture: Image) -> bytes:
    kept = BytesIO()
    picture.save(kept, "PNG", compress_level=1)
    return kept.getvalue()
