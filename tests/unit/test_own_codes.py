from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rxdesk.domain.ndc import NdcUnreadable
from rxdesk.domain.own_codes import (
    OwnCodeUnwritable,
    OwnKind,
    badge_code,
    looks_own,
    place_code,
    read_own_code,
    shelf_code,
)

TOKEN = "0123456789ABCDEF0123456789ABCDEF"
plain = st.text([chr(point) for point in range(0x21, 0x7F) if chr(point) != ":"], min_size=1, max_size=37)


@given(plain)
def test_a_place_code_reads_back_identical(payload: str) -> None:
    assert read_own_code(place_code(payload)) == (OwnKind.PLACE, payload)


def test_badge_and_shelf_codes_read_back_identical() -> None:
    assert read_own_code(badge_code(TOKEN)) == (OwnKind.BADGE, TOKEN)
    assert read_own_code(shelf_code("0002-1433-80")) == (OwnKind.SHELF, "0002-1433-80")


def test_the_printed_text_never_changes_between_versions() -> None:
    assert place_code("A3-02") == "RX1:P:A3-02:9914"


def test_every_code_fits_the_longest_text_a_label_may_carry() -> None:
    assert max(len(place_code("X" * 37)), len(badge_code(TOKEN)), len(shelf_code("123456-1234-12"))) <= 48


@pytest.mark.parametrize(
    "code", [place_code("C-II safe"), place_code("A3-02"), badge_code(TOKEN), shelf_code("0002-1433-80")]
)
def test_every_exchange_of_two_characters_is_seen(code: str) -> None:
    for left, right in combinations(range(len(code)), 2):
        if code[left] != code[right]:
            characters = list(code)
            characters[left], characters[right] = characters[right], characters[left]
            assert read_own_code("".join(characters)) is None


@pytest.mark.parametrize("code", [place_code("C-II safe"), shelf_code("0002-1433-80")])
def test_every_single_wrong_character_is_seen(code: str) -> None:
    for place in range(len(code)):
        for point in range(0x20, 0x7F):
            if chr(point) != code[place]:
                assert read_own_code(code[:place] + chr(point) + code[place + 1 :]) is None


def test_every_lost_or_doubled_character_is_seen() -> None:
    code = place_code("Fridge 1")
    for place in range(len(code)):
        assert read_own_code(code[:place] + code[place + 1 :]) is None
        assert read_own_code(code[:place] + code[place] + code[place:]) is None


@given(st.text(max_size=50))
def test_a_strangers_text_is_never_ours(text: str) -> None:
    assert read_own_code(text) is None


def test_a_damaged_code_of_ours_is_still_recognised_as_one() -> None:
    assert looks_own("RX1:P:A3-02:0000")
    assert not looks_own("0300021433802")


@pytest.mark.parametrize("payload", ["", "a:b", " A3", "A3 ", "Kühlschrank", "x" * 38, "a\x1db", "a\n"])
def test_a_place_that_cannot_be_written_as_a_code_is_refused(payload: str) -> None:
    with pytest.raises(OwnCodeUnwritable):
        place_code(payload)


def test_a_shelf_label_names_a_native_code() -> None:
    with pytest.raises(NdcUnreadable):
        shelf_code("00002143380")


@pytest.mark.parametrize("token", ["", TOKEN.lower(), TOKEN[1:]])
def test_a_badge_token_of_another_form_is_a_mistake(token: str) -> None:
    with pytest.raises(ValueError, match="32 hexadecimal"):
        badge_code(token)
