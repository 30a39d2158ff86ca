from __future__ import annotations

from ui.kit.chips import chips_width, chips_within, least_width
from ui.kit.tones import Chip

THREE = (Chip("Low stock", "package-open"), Chip("C-II", "lock"), Chip("High alert", "triangle-alert"))


def test_chips_that_have_room_are_all_shown() -> None:
    assert chips_within(THREE, chips_width(THREE)) == THREE


def test_chips_without_room_are_counted_and_none_is_cut() -> None:
    room = chips_width(THREE) - 1
    shown = chips_within(THREE, room)
    assert [chip.words for chip in shown] == ["Low stock", "C-II", "+1"]
    assert chips_width(shown) <= room


def test_in_the_least_room_the_first_chip_stands_whole_and_the_others_in_number() -> None:
    assert [chip.words for chip in chips_within(THREE, least_width(THREE))] == ["Low stock", "+2"]
