from __future__ import annotations

from io import BytesIO

from PIL import Image

from devices.printing.canvas import PdfCanvas
from devices.printing.fonts import Family
from devices.printing.preview import pages_as_images
from rxdesk.domain.labels import Run


def _two_pages() -> bytes:
    canvas = PdfCanvas(title="Test", width_mm=50.8, height_mm=25.4)
    canvas.bar(x_mm=0, y_mm=0, width_mm=25.4, height_mm=25.4)
    canvas.next_page()
    canvas.text((Run("two", strong=False),), x_mm=5, baseline_mm=10, family=Family.SANS, size_pt=12)
    return canvas.finish()


def test_each_page_becomes_one_picture_at_its_true_size() -> None:
    pages = [Image.open(BytesIO(png)) for png in pages_as_images(_two_pages(), dpi=100)]
    assert [page.size for page in pages] == [(200, 100), (200, 100)]


def test_a_picture_shows_what_is_on_the_page() -> None:
    first = Image.open(BytesIO(pages_as_images(_two_pages(), dpi=100)[0])).convert("L")
    assert (first.getpixel((50, 50)), first.getpixel((150, 50))) == (0, 255)
