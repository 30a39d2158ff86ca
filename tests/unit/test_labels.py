from __future__ import annotations

import pytest

from rxdesk.domain.labels import CodeNotPrintable, Gs1Code, GtinNotValid, OwnCode, Run, tall_man_runs


def _bold(name: str) -> list[str]:
    return [run.text for run in tall_man_runs(name) if run.strong]


@pytest.mark.parametrize(
    ("name", "bold"),
    [
        ("hydrOXYzine HCl", ["OXY"]),
        ("HYDROmorphone", ["HYDRO"]),
        ("buPROPion and hydroCHLOROthiazide", ["PROP", "CHLORO"]),
        ("NovoLOG Mix 70/30", ["LOG"]),
        ("insulin glargine", []),
        ("AZT", []),
        ("OXYCONTIN", []),
        ("", []),
    ],
)
def test_the_capitals_inside_a_tall_man_name_stand_out(name: str, bold: list[str]) -> None:
    assert _bold(name) == bold


def test_the_runs_of_a_name_joined_are_the_name() -> None:
    assert tall_man_runs("hydrOXYzine HCl") == (
        Run("hydr", strong=False),
        Run("OXY", strong=True),
        Run("zine HCl", strong=False),
    )


@pytest.mark.parametrize("gtin", ["00399301417015", "0399301417014", "", "0039930141701x", "٠٠٣٩٩٣٠١٤١٧٠١٤"])
def test_a_gtin_with_a_wrong_digit_never_becomes_a_code(gtin: str) -> None:
    with pytest.raises(GtinNotValid):
        Gs1Code(gtin)


@pytest.mark.parametrize("text", ["", " A", "A ", "A\tB", "A\x1dB", "Ä", "x" * 49])
def test_a_code_that_a_scanner_would_not_hand_back_is_refused(text: str) -> None:
    with pytest.raises(CodeNotPrintable):
        OwnCode(text)
