from __future__ import annotations

import pytest

from devices.printing.codes import code_128, data_matrix
from devices.printing.fonts import Family
from devices.printing.layout import BarItem, CodeItem, Item, LabelWouldNotRead, Layout, TextItem, lint
from rxdesk.domain.labels import Gs1Code, OwnCode, Run

MATRIX = data_matrix(Gs1Code("00399301417014"))
LINEAR = code_128(OwnCode("A3-02"))


def _text(*, x: float = 2.0, baseline: float = 5.0, size: float = 8.0, text: str = "25 mg") -> TextItem:
    return TextItem(
        x_mm=x, baseline_mm=baseline, runs=(Run(text, strong=False),), family=Family.CONDENSED, size_pt=size
    )


def _matrix(*, x: float = 38.0, y: float = 14.0, module: float = 0.5) -> CodeItem:
    return CodeItem(x_mm=x, y_mm=y, symbol=MATRIX, module_mm=module)


def _linear(*, x: float = 5.0, y: float = 10.0, module: float = 0.25, height: float = 6.0) -> CodeItem:
    return CodeItem(x_mm=x, y_mm=y, symbol=LINEAR, module_mm=module, bar_height_mm=height)


def _lint(*items: Item, dpi: int = 203) -> Layout:
    return lint(Layout(width_mm=50, height_mm=25, items=items), dpi=dpi)


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        ([_text(x=49)], "does not lie inside"),
        ([_text(baseline=0.5)], "does not lie inside"),
        ([_text(baseline=25.0)], "does not lie inside"),
        ([BarItem(x_mm=40, y_mm=1, width_mm=11, height_mm=1)], "does not lie inside"),
        ([_text(size=5.75)], "smaller than 6 points"),
        ([_matrix(x=41.8)], "does not lie inside"),
        ([_matrix(x=0.2)], "does not lie inside"),
        ([_matrix(module=0.25)], "0.3 mm and 3 dots"),
        ([_matrix(module=0.3)], "0.3 mm and 3 dots"),
        ([_linear(module=0.2)], "0.25 mm and 2 dots"),
        ([_linear(height=2.0)], "lower than 4 mm"),
        ([_linear(x=1.0)], "does not lie inside"),
        ([_matrix(), _text(x=31.3, baseline=18, text="25 mg")], "quiet zone"),
        ([_linear(), _text(x=1.0, baseline=13)], "quiet zone"),
        ([_matrix(), _matrix(x=29.6)], "quiet zone"),
        ([_text(), _text(x=3.0, baseline=6.0)], "stands on"),
        ([_text(), BarItem(x_mm=1, y_mm=4, width_mm=20, height_mm=0.3)], "stands on"),
    ],
)
def test_what_would_not_read_is_refused(items: list[Item], reason: str) -> None:
    with pytest.raises(LabelWouldNotRead, match=reason):
        _lint(*items)


def test_a_finer_printer_allows_smaller_modules() -> None:
    layout = _lint(_matrix(module=0.3), dpi=300)
    assert len(layout.items) == 1


def test_what_reads_passes_unchanged() -> None:
    items = (_text(), _matrix(), _linear(x=5, y=15.0, module=0.25, height=6.0))
    assert _lint(*items).items == items


def test_white_text_may_stand_on_its_bar() -> None:
    bar = BarItem(x_mm=1, y_mm=2, width_mm=12, height_mm=4)
    mark = TextItem(
        x_mm=2,
        baseline_mm=5,
        runs=(Run("C-II", strong=True),),
        family=Family.CONDENSED,
        size_pt=7,
        white=True,
    )
    assert _lint(bar, mark).items == (bar, mark)
