from datetime import date

from rxdesk.domain.own_codes import badge_code, place_code
from rxdesk.domain.scan import ScannerProfile
from ui.scan_words import scan_in_words, visible

TODAY = date(2026, 11, 23)
PACK = "]d2010030093017171017271214" + "21SN1\x1d10B7730A"


def test_characters_without_a_picture_are_named() -> None:
    assert visible("]d201\x1dA B\r") == "]d201<GS>A␠B<CR>"
    assert visible("\x07") == "<07>"


def test_a_package_is_told_with_everything_in_it() -> None:
    words = scan_in_words(PACK, today=TODAY)
    assert words.good
    for part in ("GTIN 00300930171710", "0093-0171-71", "lot B7730A", "expires 14 Dec 2027", "serial SN1"):
        assert part in words.meaning


def test_a_place_label_is_told_by_its_code() -> None:
    words = scan_in_words(place_code("A3-02"), today=TODAY)
    assert words.good
    assert words.meaning == "The place A3-02."


def test_a_badge_is_known_and_its_token_never_shown() -> None:
    token = "0123456789ABCDEF" * 2
    words = scan_in_words(badge_code(token), today=TODAY)
    assert words.meaning == "A person’s badge."
    assert token not in words.characters


def test_a_refused_code_says_why_and_what_to_do() -> None:
    words = scan_in_words("]d20100300930171711", today=TODAY)
    assert not words.good
    assert words.meaning
    assert words.advice


def test_what_the_scanner_wraps_around_codes_is_taken_off() -> None:
    profile = ScannerProfile(prefix="~")
    assert (
        scan_in_words("~" + place_code("A3-02"), today=TODAY, profile=profile).meaning == "The place A3-02."
    )
