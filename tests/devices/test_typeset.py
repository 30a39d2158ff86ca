from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from devices.printing.fonts import Family
from devices.printing.typeset import Line, fill, fill_at_any_length
from rxdesk.domain.labels import Run


def _texts(lines: tuple[Line, ...]) -> list[str]:
    return ["".join(run.text for run in line.runs) for line in lines]


def _filled(text: str, width_mm: float) -> list[str] | None:
    lines = fill((Run(text, strong=False),), family=Family.CONDENSED, size_pt=10, width_mm=width_mm)
    return None if lines is None else _texts(lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("400 mg per 5 mL", ["400 mg per", "5 mL"]),
        ("amoxicillin-clavulanate", ["amoxicillin-", "clavulanate"]),
        ("sodium 0.9 % saline", ["sodium", "0.9 % saline"]),
        ("", []),
    ],
)
def test_lines_end_where_nothing_is_misread(text: str, lines: list[str]) -> None:
    assert _filled(text, 19) == lines


@pytest.mark.parametrize("text", ["99301-0417-01-99301", "400000000000000000 mg"])
def test_figures_are_not_parted(text: str) -> None:
    assert _filled(text, 19) is None


def test_runs_keep_their_weight_over_lines() -> None:
    runs = (Run("hydr", strong=False), Run("OXY", strong=True), Run("zine chloride", strong=False))
    lines = fill(runs, family=Family.CONDENSED, size_pt=10, width_mm=19)
    assert lines is not None
    assert [run.text for line in lines for run in line.runs if run.strong] == ["OXY"]


@example("WW1  M", 6.0)  # two blanks part what one would keep together
@example("11MM/M1/", 6.0)  # the first word is parted before its last stroke
@given(st.text(alphabet="ab -/19%WM", max_size=60), st.floats(min_value=6, max_value=60))
def test_no_letter_is_lost_and_no_line_is_too_long(text: str, width_mm: float) -> None:
    lines = fill_at_any_length((Run(text, strong=True),), family=Family.SANS, size_pt=9, width_mm=width_mm)
    assert "".join("".join(_texts(lines)).split()) == "".join(text.split())
    assert all(line.width_mm <= width_mm for line in lines)
