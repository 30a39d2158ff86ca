from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.scanner.framing import CodeCutOff, CodeEndless, Ending, Frame, Framer, WrongLineSpeed
from rxdesk.domain.errors import Trouble

codes = st.binary(min_size=1, max_size=60).map(lambda raw: bytes(0x20 + byte % 0x5F for byte in raw))
ENDS = {
    Ending.CR: (b"", b"\r"),
    Ending.LF: (b"", b"\n"),
    Ending.TAB: (b"", b"\t"),
    Ending.STX_ETX: (b"\x02", b"\x03\r\n"),
    Ending.ANY: (b"", b"\r\n"),
}


def contents(out: list[Frame | Trouble]) -> list[bytes | str]:
    return [item.content if isinstance(item, Frame) else item.code for item in out]


@given(
    st.sampled_from(sorted(ENDS)),
    st.lists(codes, min_size=1, max_size=5),
    st.lists(st.integers(0, 400), max_size=20),
)
def test_however_the_reads_are_cut_the_same_frames_come_out(
    ending: Ending, sent: list[bytes], cuts: list[int]
) -> None:
    begin, end = ENDS[ending]
    stream = b"".join(begin + code + end for code in sent)
    framer, out = Framer(ending), list[Frame | Trouble]()
    edges = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    for tick, (left, right) in enumerate(pairwise(edges)):
        out += framer.feed(stream[left:right], tick * 0.01)
    assert contents(out) == sent


def test_two_codes_in_one_read_are_two_frames() -> None:
    assert contents(Framer(Ending.CR).feed(b"ABC\rDEF\r", 0.0)) == [b"ABC", b"DEF"]


def test_a_line_end_of_two_characters_makes_no_empty_frame() -> None:
    assert contents(Framer().feed(b"ABC\r\n\r\nDEF\r\n", 0.0)) == [b"ABC", b"DEF"]


def test_the_separator_and_blanks_stay_in_the_frame() -> None:
    (frame,) = Framer().feed(b"]d210A \x1d21B \r", 0.0)
    assert isinstance(frame, Frame)
    assert frame.text == "]d210A \x1d21B "


@pytest.mark.parametrize("ending", [Ending.SILENCE, Ending.ANY])
def test_silence_ends_a_code_of_a_scanner_that_sends_no_suffix(ending: Ending) -> None:
    framer = Framer(ending)
    assert framer.feed(b"ABC", 1.0) == []
    assert framer.feed(b"DEF", 1.05) == []
    assert framer.feed(b"", 1.12) == []
    assert contents(framer.feed(b"", 1.14)) == [b"ABCDEF"]


def test_after_silence_the_next_bytes_begin_a_new_code() -> None:
    framer = Framer(Ending.SILENCE)
    framer.feed(b"ABC", 1.0)
    assert contents(framer.feed(b"DEF", 2.0)) == [b"ABC"]


def test_once_a_suffix_was_seen_a_pause_no_longer_cuts_a_code_in_two() -> None:
    framer = Framer(Ending.ANY)
    framer.feed(b"FIRST\r", 0.0)
    framer.feed(b"SEC", 1.0)
    assert framer.feed(b"", 1.5) == []
    assert contents(framer.feed(b"OND\r", 1.6)) == [b"SECOND"]


@pytest.mark.parametrize("ending", [Ending.CR, Ending.LF, Ending.TAB, Ending.STX_ETX])
def test_a_code_that_never_ends_is_given_up_and_told(ending: Ending) -> None:
    framer = Framer(ending)
    framer.feed(b"HALF A CODE", 1.0)
    assert framer.feed(b"", 1.9) == []
    (cut,) = framer.feed(b"", 2.0)
    assert isinstance(cut, CodeCutOff)
    assert cut.received == 11
    assert framer.feed(b"", 9.0) == []


def test_a_new_start_of_text_tells_that_the_code_before_broke_off() -> None:
    out = Framer(Ending.STX_ETX).feed(b"\x02HALF\x02WHOLE\x03", 0.0)
    assert contents(out) == ["CodeCutOff", b"WHOLE"]


def test_a_code_under_way_when_the_wire_fails_is_dropped_and_told() -> None:
    framer = Framer()
    framer.feed(b"HALF", 0.0)
    assert contents(framer.broken_off()) == ["CodeCutOff"]
    assert framer.broken_off() == []
    assert contents(framer.feed(b"NEXT\r", 0.1)) == [b"NEXT"]


def test_noise_is_named_as_a_wrong_line_speed_and_never_a_code() -> None:
    garbled = bytes((byte * 37 + 0x80) & 0xFF for byte in b"]d20100300021433802172708311")
    framer = Framer()
    out = framer.feed(garbled, 0.0) + framer.feed(b"", 0.2)
    assert contents(out) == ["WrongLineSpeed"]
    assert isinstance(out[0], WrongLineSpeed)


def test_clean_pieces_inside_noise_are_no_codes_but_the_next_code_is() -> None:
    framer = Framer()
    assert contents(framer.feed(b"\xff\xfe\x90\rAB\r\x80\x80", 0.0)) == ["WrongLineSpeed"]
    assert contents(framer.feed(b"GOOD\r", 5.0)) == [b"GOOD"]


def test_one_strange_character_is_left_for_the_reading_to_refuse() -> None:
    assert contents(Framer().feed(b"K\xfchlschrank\r", 0.0)) == [b"K\xfchlschrank"]


def test_a_stream_without_end_is_told_once_and_the_next_code_is_read() -> None:
    framer = Framer(Ending.CR, longest=10)
    (endless,) = framer.feed(b"A" * 50, 0.0)
    assert isinstance(endless, CodeEndless)
    assert contents(framer.feed(b"AAA\rNEXT\r", 0.01)) == [b"NEXT"]


def test_a_stream_without_end_is_forgotten_after_silence() -> None:
    framer = Framer(Ending.CR, longest=10)
    framer.feed(b"A" * 50, 0.0)
    assert contents(framer.feed(b"NEXT\r", 5.0)) == [b"NEXT"]


@given(st.lists(st.tuples(st.binary(max_size=20), st.floats(0, 0.5)), max_size=20))
def test_any_bytes_at_any_times_give_frames_that_hold_no_line_end(reads: list[tuple[bytes, float]]) -> None:
    framer, now = Framer(longest=30), 0.0
    for received, pause in reads:
        now += pause
        for item in framer.feed(received, now):
            assert isinstance(item, Trouble) or (item.content and not {0x0D, 0x0A, 0x02} & set(item.content))
