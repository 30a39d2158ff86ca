"""GS1 element strings, bracketed text and Digital Links, read exactly or refused.

biip knows every application identifier and its pattern; this gate adds what it leaves to its callers:
check digits are verified for all keys, a variable-length element ends at a separator and nowhere else,
days and centuries follow an injected date, characters are ASCII, and a repeat may not contradict.
"""

from __future__ import annotations

import re
from datetime import date, time
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from biip import ParseConfig, ParseError
from biip.gs1_application_identifiers import GS1ApplicationIdentifier
from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from biip.gs1_element_strings import GS1ElementString
from biip.upc import Upc

from rxdesk.domain.expiry import Expiry, ExpiryUnreadable
from rxdesk.domain.ndc import has_right_check_digit
from rxdesk.domain.scan_refusals import (
    CharacterForeign,
    CheckDigitWrong,
    DateImpossible,
    DigitalLinkMalformed,
    ElementMalformed,
    ElementsConflict,
    ElementTruncated,
    IdentifierUnknown,
    SeparatorLost,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    Elements: TypeAlias = tuple[tuple[str, str], ...]

SEPARATOR = "\x1d"  # GS, what a scanner sends for an FNC1 that is not the first
SET_82 = frozenset("!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")
"""Characters an element may hold; AI 8010 adds "#". Source: GS1 General Specifications 7.11."""

_CONFIG = ParseConfig(gs1_element_strings_verify_date=False)  # biip asks its own clock; dates are read below
_TITLES = {
    "00": "SSCC",
    "01": "GTIN",
    "02": "GTIN of the content",
    "10": "lot",
    "11": "production date",
    "17": "expiry",
    "21": "serial number",
    "30": "count",
    "37": "count",
    "715": "NDC",
}
# How many of the first digits of a value end in a check digit.
# Source: GS1 Barcode Syntax Dictionary, the components marked "csum".
_CHECKED_DIGITS = {
    **dict.fromkeys(("01", "02", "03", "8003", "8006", "8026"), 14),
    **dict.fromkeys(("00", "8017", "8018"), 18),
    **dict.fromkeys(("253", "255", "410", "411", "412", "413", "414", "415", "416", "417"), 13),
    "402": 17,
}
# Dates at the start of a value. Source: GS1 Barcode Syntax Dictionary, "yymmd0" and "yymmdd".
_DAY_MAY_BE_00 = frozenset({"11", "12", "13", "15", "16", "17", "4324", "4325"})
_DAY_IS_NAMED = frozenset({"4326", "7003", "7006", "7007", "7011", "8008"})
_PRIMARY_KEY = re.compile(r"/(?:00|01|253|255|401|402|414|415|417|8003|8004|8006|8010|8013|8017|8018)/[^/]")


def read_elements(message: str, *, today: date) -> Elements:
    """Return identifier and value of every element of a GS1 message, in their order.

    A separator is tolerated before the first element, after the last, and after fixed-length ones.

    Args:
        message: What the symbol holds, without symbol identifier; separators are GS.
        today: The day that decides the century of dates.

    Raises:
        ScanRefused: The message is not exactly what the standard allows; the subclass says how.

    Source: GS1 General Specifications 7.8, "Processing of data from a GS1 symbology".
    """
    elements: list[tuple[str, str]] = []
    rest = message.lstrip(SEPARATOR)
    while rest:
        ai, value, taken = _take(rest, today=today)
        elements.append((ai, value))
        rest = rest[taken:].lstrip(SEPARATOR)
    return _without_contradiction(elements)


def read_bracketed(text: str, *, today: date) -> Elements | None:
    """Return the elements of text as printed beside a symbol, "(01)00300021433802(10)A1".

    Blanks around a value are dropped, as printers set them freely. Brackets that hold no known
    identifier belong to the value before them.

    Returns:
        None when the text does not begin with a bracketed identifier.

    Raises:
        ScanRefused: An element is not what the standard allows.
    """
    pieces = re.split(r"\(([0-9]{2,4})\)", text)
    pairs: list[tuple[str, str]] = []
    for ai, value in zip(pieces[1::2], pieces[2::2], strict=True):
        if _known(ai):
            pairs.append((ai, value))
        elif pairs:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]}({ai}){value}")
    if pieces[0].strip() or not pairs or not _known(pieces[1]):
        return None
    return _without_contradiction([_whole(ai, value.strip(" "), today=today) for ai, value in pairs])


def read_digital_link(uri: str, *, today: date) -> Elements | None:
    """Return the elements of a GS1 Digital Link, or None for any other web address.

    Args:
        uri: The address; scheme and host may be in capitals, the path may not.
        today: The day that decides the century of dates.

    Raises:
        ScanRefused: The address names a GS1 key but does not follow the standard.

    Source: GS1 Digital Link Standard: URI Syntax, section 4.
    """
    try:
        parts = urlsplit(uri)
    except ValueError as error:  # a bracket where no address has one
        raise DigitalLinkMalformed from error
    key = _PRIMARY_KEY.search(parts.path)
    if parts.scheme not in {"http", "https"} or not parts.netloc or key is None:
        return None
    if "/01/" in parts.path and len(parts.path.partition("/01/")[2].partition("/")[0]) not in {8, 12, 13, 14}:
        raise DigitalLinkMalformed
    # biip reads the path. In a query it would take "+" for a blank, drop what is empty and keep the
    # last of a repeated parameter, where a contradiction must be seen.
    try:
        link = GS1DigitalLinkURI.parse(urlunsplit(parts._replace(query="")), config=_CONFIG)
    except ParseError as error:
        raise DigitalLinkMalformed from error
    query = parse_qsl(parts.query.replace("+", "%2B"), keep_blank_values=True)
    queried = [(name, value) for name, value in query if _known(name)]
    named = [(element.ai.ai, element.value) for element in link.element_strings]
    return _without_contradiction([_whole(ai, value, today=today) for ai, value in (*named, *queried)])


def upc_a_of(upc_e: str) -> str | None:
    """Return the twelve digits that eight digits of UPC-E stand for, or None when they are no UPC-E.

    Source: GS1 General Specifications 5.2.2.4.2.
    """
    try:
        return Upc.parse(upc_e).as_upc_a() if re.fullmatch(r"[0-9]{8}", upc_e) else None
    except ParseError:
        return None


def expiry_of(elements: Elements, *, today: date) -> Expiry | None:
    """Return the expiry of a pack from AI 17, or from the date of AI 7003, or None."""
    for ai, value in elements:
        if ai in {"17", "7003"}:
            return Expiry.from_ai17(value[:6], today=today)
    return None


def may_have_lost_a_separator(elements: Elements) -> bool:
    """Return whether the last lot or serial may have swallowed the elements after it.

    A lost separator cannot be proven: "10AB21X" is also a legal lot. It is suspected when the value
    goes on, after at least one character, with an element that the message lacks.
    """
    if not elements or elements[-1][0] not in {"10", "21"}:
        return False
    present = {ai for ai, _ in elements}
    value = elements[-1][1]
    swallowed = [rf"{ai}.+" for ai in ("10", "21") if ai not in present]
    if "17" not in present:
        swallowed.append(r"17[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])(?:$|10.|21.)")
    return bool(swallowed) and re.search(rf".(?:{'|'.join(swallowed)})$", value) is not None


def _known(ai: str) -> bool:
    try:
        return GS1ApplicationIdentifier.extract(ai).ai == ai
    except ParseError:
        return False


def _take(rest: str, *, today: date) -> tuple[str, str, int]:
    """Return identifier, value and length of the first element of `rest`."""
    segment = rest.partition(SEPARATOR)[0]
    for character in segment:
        if not character.isascii():  # biip's patterns take digits of any script
            raise CharacterForeign(character)
    try:
        identifier = GS1ApplicationIdentifier.extract(segment)
    except ParseError as error:
        raise IdentifierUnknown(segment) from error
    ai = identifier.ai
    try:
        element = GS1ElementString.extract(segment, config=_CONFIG)
    except ParseError as error:
        raise _why_unmatched(identifier, segment[len(ai) :]) from error
    left = segment[len(element) :]
    if left and (identifier.separator_required or not left[0].isdigit()):
        if left[0] not in _allowed(identifier):
            raise CharacterForeign(left[0], element=ai, title=_title(identifier))
        raise SeparatorLost(ai, _title(identifier), segment[len(ai) :])
    _check_value(identifier, element.value, today=today)
    return ai, element.value, len(element)


def _whole(ai: str, value: str, *, today: date) -> tuple[str, str]:
    """Return an element whose end is known, refusing what exceeds it."""
    read, exact, taken = _take(ai + value, today=today)
    if taken != len(ai + value):
        raise ElementMalformed(ai, _title(GS1ApplicationIdentifier.extract(ai)), value)
    return read, exact


def _why_unmatched(
    identifier: GS1ApplicationIdentifier, value: str
) -> CharacterForeign | ElementTruncated | DateImpossible | ElementMalformed:
    ai, title = identifier.ai, _title(identifier)
    allowed = _allowed(identifier)
    for character in value:
        if character not in allowed:
            return CharacterForeign(character, element=ai, title=title)
    if len(value) < _least_length(identifier):
        return ElementTruncated(ai, title, value)
    if ai in _DAY_MAY_BE_00 | _DAY_IS_NAMED:
        return DateImpossible(ai, title, value[:6])
    return ElementMalformed(ai, title, value)


def _check_value(identifier: GS1ApplicationIdentifier, value: str, *, today: date) -> None:
    ai, title = identifier.ai, _title(identifier)
    if not value:  # biip allows an empty count
        raise ElementTruncated(ai, title, value)
    checked = _CHECKED_DIGITS.get(ai)
    if checked is not None and not has_right_check_digit(value[:checked]):
        raise CheckDigitWrong(value[:checked], element=ai, title=title)
    if ai in {"8013", "8014"} and not _has_right_check_pair(value):
        raise CheckDigitWrong(value, element=ai, title=title)
    if ai in _DAY_MAY_BE_00 | _DAY_IS_NAMED:
        _check_date(ai, title, value, today=today)


def _check_date(ai: str, title: str, value: str, *, today: date) -> None:
    clock = value[6:]
    # 7007 is a range: a second date follows where others have a time.
    dates, clock = ((value[:6], clock), "") if ai == "7007" and clock else ((value[:6],), clock)
    if ai in _DAY_IS_NAMED and any(six.endswith("00") for six in dates):
        raise DateImpossible(ai, title, value)
    try:
        for six in dates:
            Expiry.from_ai17(six, today=today)
        if clock and clock != "9999":  # 99:99 is the standard's "no time"
            time.fromisoformat(clock)
    except (ExpiryUnreadable, ValueError) as error:
        raise DateImpossible(ai, title, value) from error


def _without_contradiction(elements: Iterable[tuple[str, str]]) -> Elements:
    """Return the elements with repeats of the same value dropped."""
    seen: dict[str, str] = {}
    for ai, value in elements:
        before = seen.setdefault(ai, value)
        if before != value:
            raise ElementsConflict(ai, _title(GS1ApplicationIdentifier.extract(ai)), (before, value))
    return tuple(seen.items())


def _title(identifier: GS1ApplicationIdentifier) -> str:
    return _TITLES.get(identifier.ai, identifier.data_title)


def _components(identifier: GS1ApplicationIdentifier) -> list[tuple[bool, str, bool, int]]:
    """Return optional, kind, variable and length of each component after the identifier."""
    found = re.findall(r"(\[?)\+([NXYZ])(\.\.)?([0-9]+)", identifier.format)
    return [(bool(optional), kind, bool(dots), int(length)) for optional, kind, dots, length in found]


def _least_length(identifier: GS1ApplicationIdentifier) -> int:
    return sum(
        1 if variable else length for optional, _, variable, length in _components(identifier) if not optional
    )


def _allowed(identifier: GS1ApplicationIdentifier) -> frozenset[str]:
    kinds = {kind for _, kind, _, _ in _components(identifier)}
    if "X" in kinds:
        return SET_82
    if "Y" in kinds:
        return frozenset("#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if "Z" in kinds:
        return frozenset("-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    return frozenset("0123456789")


_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)
_PAIR_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_VALUES_82 = {character: value for value, character in enumerate(sorted(SET_82))}


def _has_right_check_pair(number: str) -> bool:
    """Return whether a model number ends in its two check characters.

    Source: GS1 General Specifications 7.9.5, "Check character pair calculation": prime weights from
    the right, modulo 1021, written in 32 letters.
    """
    body, pair = number[:-2], number[-2:]
    if not body:
        return False
    weighted = sum(
        _VALUES_82[character] * prime for character, prime in zip(reversed(body), _PRIMES, strict=False)
    )
    high, low = divmod(weighted % 1021, 32)
    return pair == _PAIR_LETTERS[high] + _PAIR_LETTERS[low]
