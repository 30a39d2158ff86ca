import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.keystrokes import END, US_KEYS, Cut, Tempo, cut_of

TEMPO = Tempo()
CODE = "010030002143380210A1"


def reads(text: str) -> bool:
    return text.removeprefix("]d2") == CODE


def cut(text: str, gaps: list[int]) -> Cut | None:
    at_ms = [1_000]
    for gap in gaps:
        at_ms.append(at_ms[-1] + gap)
    return cut_of(text, at_ms[: len(text)], tempo=TEMPO, reads=reads)


def machine(text: str) -> list[int]:
    return [1] * (len(text) - 1)


def test_a_burst_that_reads_is_a_scan_with_and_without_its_suffix() -> None:
    assert cut(CODE, machine(CODE)) == Cut(0, len(CODE))
    assert cut(CODE + END, machine(CODE + END)) == Cut(0, len(CODE))


def test_a_letter_typed_just_before_a_scan_is_not_part_of_it() -> None:
    assert cut("x" + CODE + END, [22, *machine(CODE + END)]) == Cut(1, 1 + len(CODE))


def test_an_aim_identifier_begins_a_scan_however_close_the_typing_before() -> None:
    text = "x]d2" + CODE + END
    assert cut(text, machine(text)) == Cut(1, len(text) - 1)


def test_letters_typed_after_a_scan_without_suffix_are_not_part_of_it() -> None:
    assert cut(CODE + "ab", [*machine(CODE), 90, 120]) == Cut(0, len(CODE))


def test_a_fast_tail_after_a_stutter_is_never_cut_off() -> None:
    text = CODE + "234"
    assert cut(text, [*machine(CODE), 90, 1, 1]) == Cut(0, len(text))


def test_a_code_nobody_knows_is_a_scan_when_its_rhythm_is_a_machines() -> None:
    assert cut("TOTE-123" + END, machine("TOTE-123" + END)) == Cut(0, 8)


@pytest.mark.parametrize("gap", [20, 30, 35])
def test_an_unreadable_burst_at_a_fast_typists_rhythm_is_typing(gap: int) -> None:
    assert cut("amoxicillin", [gap] * 10) is None


def test_fewer_characters_than_a_code_has_are_typing() -> None:
    assert cut("1234" + END, machine("1234" + END)) is None


@given(
    st.text("abcdefghij0123", min_size=1, max_size=30),
    st.data(),
)
def test_what_is_cut_out_lies_inside_the_burst(text: str, data: st.DataObject) -> None:
    gaps = data.draw(st.lists(st.integers(0, 200), min_size=len(text) - 1, max_size=len(text) - 1))
    found = cut(text, gaps)
    assert found is None or 0 <= found.begin < found.end <= len(text)


def test_every_printable_ascii_character_has_a_key_on_a_us_keyboard() -> None:
    typed = {character for pair in US_KEYS.values() for character in pair}
    assert typed >= {chr(point) for point in range(0x20, 0x7F)}


def test_late_keys_belong_to_a_scan_only_twice() -> None:
    assert [TEMPO.limit(4, 0), TEMPO.limit(5, 0), TEMPO.limit(20, 1), TEMPO.limit(20, 2)] == [
        35,
        180,
        180,
        35,
    ]
