from __future__ import annotations

import pytest

from devices.printing import codes
from devices.printing.codes import CodeDoesNotReadBack, code_128, data_matrix
from rxdesk.domain.labels import Gs1Code, OwnCode
from rxdesk.domain.own_codes import shelf_code


def test_a_gtin_becomes_a_square_gs1_data_matrix() -> None:
    symbol = data_matrix(Gs1Code("00399301417014"))
    assert (symbol.aim, symbol.content, symbol.columns, len(symbol.matrix)) == (
        "]d2",
        b"0100399301417014",
        16,
        16,
    )


@pytest.mark.parametrize("length", [1, 7, 12, 17, 24, 31, 48])
def test_our_own_codes_are_square_at_every_length(length: int) -> None:
    symbol = data_matrix(OwnCode("A" * length))
    assert symbol.columns == len(symbol.matrix)


@pytest.mark.parametrize(
    "text", ["(01)00399301417014", "[01]123", "~d029", "\\x41", "^FNC1", "{GS}", "%&'\"`"]
)
def test_signs_that_encoders_give_a_meaning_are_only_text(text: str) -> None:
    code = OwnCode(text)
    assert (data_matrix(code).aim, data_matrix(code).content, code_128(code).content) == (
        "]d1",
        text.encode(),
        text.encode(),
    )


def test_a_code_128_that_a_scaled_picture_misreads_is_still_drawn() -> None:
    # Read from a picture scaled down, these bars also gave RX':S:99301-717-0':4"20, check digit and all.
    text = shelf_code("99301-417-01")
    assert (code_128(OwnCode(text)).aim, text) == ("]C0", "RX1:S:99301-417-01:4F20")


def test_a_code_that_reads_as_something_else_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = codes.data_matrix(OwnCode("THAT")).matrix

    def drawn_wrong(_drawn: object) -> codes.Matrix:
        return wrong

    monkeypatch.setattr(codes, "_modules", drawn_wrong)
    with pytest.raises(CodeDoesNotReadBack):
        data_matrix(OwnCode("THIS"))
