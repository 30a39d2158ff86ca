"""What a scan means: a pack, a logistic unit, one of our own codes, or text nobody knows yet.

The carrier decides. With an AIM identifier a symbol is GS1 or it is not, and nothing is tried twice;
without one only shapes that cannot be anything else are read, and what fails its check there is
refused rather than read some other way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from rxdesk.domain import gs1
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.ndc import (
    Ndc,
    NdcUnreadable,
    candidates_from_typed,
    has_right_check_digit,
    native_readings,
    ndc10_from_gtin,
)
from rxdesk.domain.own_codes import OwnKind, looks_own, read_own_code
from rxdesk.domain.scan_refusals import (
    AddOnAlone,
    CharacterForeign,
    CheckDigitWrong,
    CodeEmpty,
    CodesRunTogether,
    CodeTooLong,
    ElementTruncated,
    FormatUnread,
    LayoutMismatch,
    LetterCaseReversed,
    OwnCodeDamaged,
    ReadingAmbiguous,
    ScanRefused,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

LONGEST_SCAN = 1_000
"""Characters beyond which a scan is not one code; a GS1 DataMatrix on a pack holds under 100."""

_GS1_CARRIERS = frozenset({"]d2", "]C1", "]Q3", "]e0", "]J1"})
_RETAIL_CARRIERS = frozenset({"]E0", "]E3", "]E4", "]I0", "]I1"})
_ADD_ONS = frozenset({"]E1", "]E2"})
_CASE_REVERSED = frozenset({"]D2", "]c1", "]q3", "]j1"})
# "]" becomes "+" where a scanner set to a US keyboard meets a German one.
_LAYOUT_CHANGED = re.compile(r"\+(?:d2|C1|Q3|e0|J1)0[0-2][0-9]{10}|\+E0[0-9]{8,14}$")
_KEYED = re.compile(r"00[0-9]{18}|0[12][0-9]{14}")
_KEY_CUT_OFF = re.compile(r"00[0-9]{13,17}|0[12][0-9]{13}")  # fewer digits would be a trade item number
_DATED = re.compile(r"1[157][0-9]{6}")
_HYPHENATED_NDC = re.compile(
    r"[0-9]{4}-[0-9]{4}-[0-9]{2}|[0-9]{5}-(?:[0-9]{3}-[0-9]{2}|[0-9]{4}-[0-9]{1,2})|[0-9]{6}-[0-9]{4}-[0-9]{2}"
)
_HIBC = re.compile(r"\+(?:[A-Z][0-9A-Z]{3}|\$|[0-9]{5})")
_PATIENT_IDENTIFIERS = frozenset({"8018", *(str(ai) for ai in range(7250, 7260))})


class ScanKind(StrEnum):
    """What sort of code was read."""

    GS1 = "gs1"
    GTIN = "gtin"
    SSCC = "sscc"
    NDC = "ndc"
    DIGITAL_LINK = "digital_link"
    PLACE = "place"
    BADGE = "badge"
    SHELF = "shelf_label"
    OTHER = "other"


class ScanFlag(StrEnum):
    """Something to know about a scan that was read all the same."""

    PARTIAL = "partial"  # no product in it: the second symbol of a pack
    MAY_HAVE_LOST_SEPARATOR = "may_have_lost_separator"  # ask for lot and serial
    EXPIRY_WITHOUT_DAY = "expiry_without_day"  # day 00: usable to the end of the month
    INNER_OR_CASE = "inner_or_case"  # indicator 1 to 8: not the saleable unit
    VARIABLE_MEASURE = "variable_measure"  # indicator 9
    SYMBOLOGY_ASSUMED = "symbology_assumed"  # no AIM identifier: the shape decided
    ADD_ON_IGNORED = "add_on_ignored"
    NO_CHECK_DIGIT = "no_check_digit"  # nothing vouches for the digits
    NDC_UNREADABLE = "ndc_unreadable"  # AI 715 holds no National Drug Code
    PATIENT_IDENTITY = "patient_identity"  # a wristband: nothing of it may be stored


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerProfile:
    """What one scanner wraps around each code, and what it sends for a separator."""

    prefix: str = ""
    suffix: str = ""
    gs: str = (
        ""  # the substitute for GS, one of the characters outside GS1 set 82; empty when GS itself comes
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedPack:
    """A pack of a product, or the half of its data that one of two symbols holds."""

    raw: str  # as the symbol holds it: its identifier and GS kept, the scanner's own wrapping taken off
    kind: ScanKind
    symbology: str  # AIM identifier; empty when the scanner sends none
    gtin14: str | None = None
    ndc_candidates: tuple[str, ...] = ()  # native codes it may be; several when the hyphens are unknown
    lot: str | None = None  # letter case kept
    serial: str | None = None  # letter case kept
    expiry: Expiry | None = None
    elements: tuple[tuple[str, str], ...] = ()  # identifier and value, in the order of the symbol
    flags: tuple[ScanFlag, ...] = ()

    @property
    def ndc10(self) -> str | None:
        """Return the ten NDC digits in the GTIN, or None when it carries none."""
        return None if self.gtin14 is None else ndc10_from_gtin(self.gtin14)

    def element(self, ai: str) -> str | None:
        """Return the value under an application identifier, or None."""
        return next((value for name, value in self.elements if name == ai), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedSscc:
    """A logistic unit: a tote, a case or a pallet with a serial number of its own."""

    raw: str
    symbology: str
    sscc: str  # 18 digits
    elements: tuple[tuple[str, str], ...] = ()
    flags: tuple[ScanFlag, ...] = ()


@dataclass(frozen=True, slots=True)
class ScannedPlace:
    """One of our place labels."""

    place_code: str


@dataclass(frozen=True, slots=True)
class ScannedBadge:
    """A person's badge. The token is a secret and is never shown, logged or journaled."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ScannedShelf:
    """One of our shelf labels: it names the product that stands there, and is no pack of it."""

    ndc: str  # native, hyphenated


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedText:
    """A code without meaning of its own. A person may link it to a product."""

    raw: str  # without symbol identifier and scanner's wrapping: what a link is kept under
    symbology: str = ""


ScanMeaning: TypeAlias = ScannedPack | ScannedSscc | ScannedPlace | ScannedBadge | ScannedShelf | ScannedText


def read_scan(raw: str, *, today: date, profile: ScannerProfile | None = None) -> ScanMeaning:
    """Return what a scan means.

    Args:
        raw: The characters as they came, GS for separators; line ends and STX/ETX around them are ignored.
        today: The day that decides the century of dates.
        profile: What this scanner wraps around a code and sends instead of GS.

    Raises:
        ScanRefused: The code cannot be read exactly; the subclass says why and what to do.

    Source: ISO/IEC 15424 (symbology identifiers); GS1 General Specifications 5.1.2 and 7.8.
    """
    wrapping = profile or ScannerProfile()
    text = _unwrapped(raw, wrapping)
    _refuse_strange_characters(text)
    symbology, body = _carrier_of(text)
    if not body.strip(gs1.SEPARATOR):
        raise CodeEmpty
    if symbology in _ADD_ONS:
        raise AddOnAlone
    if symbology in _GS1_CARRIERS | _RETAIL_CARRIERS and re.search(r"\][A-Za-z][0-9]", body):
        raise CodesRunTogether
    if looks_own(body) and symbology not in _GS1_CARRIERS | _RETAIL_CARRIERS:
        return _own(body)
    if symbology in _GS1_CARRIERS or not symbology:
        body = _with_separators(body, wrapping)
    symbol = _Symbol(symbology + body, symbology, today)
    if symbology in _GS1_CARRIERS:
        return symbol.message(body)
    if symbology in _RETAIL_CARRIERS:
        return symbol.retail(body)
    return symbol.plain(body) if symbology else symbol.undeclared(body)


def scan_from_line(line: str) -> str:
    """Return the scan that a typed or stored line stands for, `<GS>` meaning the separator."""
    return line.rstrip("\r\n").replace("<GS>", gs1.SEPARATOR)


def _unwrapped(raw: str, profile: ScannerProfile) -> str:
    # Never str.strip(): it takes GS, which is white space to Python, and blanks that belong to a code.
    text = raw.removeprefix("\x02").rstrip("\r\n\t").removesuffix("\x03")
    text = text.removeprefix(profile.prefix)
    return text.removesuffix(profile.suffix) if profile.suffix.strip("\r\n\t") else text


def _refuse_strange_characters(text: str) -> None:
    if len(text) > LONGEST_SCAN:
        raise CodeTooLong(len(text), LONGEST_SCAN)
    for character in text:
        if not character.isascii() or (not character.isprintable() and character != gs1.SEPARATOR):
            raise FormatUnread("ISO/IEC 15434") if "[)>" in text else CharacterForeign(character)


def _carrier_of(text: str) -> tuple[str, str]:
    """Return AIM identifier, empty when none came, and what the symbol holds."""
    if not text.startswith("]"):
        return "", text
    if len(text) < 4:
        raise CodeEmpty
    symbology, body = text[:3], text[3:]
    if symbology in _CASE_REVERSED or (symbology == "]e0" and re.fullmatch(r"[0-9]{13}", body)):
        raise LetterCaseReversed(symbology)
    if not re.fullmatch(r"\][A-Za-z][0-9A-Za-z]", symbology):
        raise CharacterForeign("]")
    return symbology, body


def _with_separators(body: str, profile: ScannerProfile) -> str:
    return body.replace(profile.gs, gs1.SEPARATOR) if profile.gs else body


def _own(body: str) -> ScannedPlace | ScannedBadge | ScannedShelf:
    read = read_own_code(body)
    if read is None:
        raise OwnCodeDamaged
    kind, payload = read
    match kind:
        case OwnKind.PLACE:
            return ScannedPlace(payload)
        case OwnKind.BADGE:
            return ScannedBadge(payload)
        case OwnKind.SHELF:
            return ScannedShelf(payload)


@dataclass(frozen=True, slots=True)
class _Symbol:
    """One symbol being read: what each reading of its body needs beside the body."""

    raw: str
    symbology: str
    today: date

    def message(self, body: str) -> ScannedPack | ScannedSscc:
        """Read a GS1 message."""
        return self._meaning_of(ScanKind.GS1, gs1.read_elements(body, today=self.today))

    def retail(self, digits: str) -> ScannedPack | ScannedText:
        """Read a symbol that holds one trade item number."""
        flags: tuple[ScanFlag, ...] = ()
        if self.symbology in {"]I0", "]I1"} and len(digits) != 14:
            return ScannedText(raw=digits, symbology=self.symbology)
        for character in digits:
            if not character.isdigit():
                raise CharacterForeign(character)
        if self.symbology == "]E3":
            item = digits[: len(digits) - 5 if len(digits) > 16 else len(digits) - 2]
            digits, flags = item, (ScanFlag.ADD_ON_IGNORED,)
        if self.symbology == "]E0" and len(digits) == 8:
            return self._number(_expanded(digits), flags)
        lengths = {"]E4": (8,), "]I0": (14,), "]I1": (14,)}.get(self.symbology, (12, 13))
        if len(digits) not in lengths:
            raise ElementTruncated(None, "product number", digits)
        return self._number(digits, flags)

    def plain(self, body: str) -> ScanMeaning:
        """Read what no GS1 carrier holds: a web address, a hyphenated NDC, or text."""
        if body.startswith("[)>"):
            raise FormatUnread("ISO/IEC 15434")
        if _HIBC.match(body):
            raise FormatUnread("HIBC")
        if re.match(r"https?://", body, re.IGNORECASE):
            elements = gs1.read_digital_link(body, today=self.today)
            if elements is not None:
                return self._meaning_of(ScanKind.DIGITAL_LINK, elements)
        if _HYPHENATED_NDC.fullmatch(body):
            return ScannedPack(
                raw=self.raw,
                kind=ScanKind.NDC,
                symbology=self.symbology,
                ndc_candidates=tuple(str(ndc) for ndc in candidates_from_typed(body)),
                flags=(ScanFlag.NO_CHECK_DIGIT,),
            )
        return ScannedText(raw=body, symbology=self.symbology)

    def undeclared(self, body: str) -> ScanMeaning:
        """Read a symbol whose scanner names no symbology."""
        if _LAYOUT_CHANGED.match(body):
            raise LayoutMismatch(body[:3])
        if gs1.SEPARATOR in body or _KEYED.match(body):
            return self.message(body)
        if _KEY_CUT_OFF.fullmatch(body):
            raise ElementTruncated(body[:2], "SSCC" if body.startswith("00") else "GTIN", body[2:])
        elements = gs1.read_bracketed(body, today=self.today)
        if elements is not None:
            return self._meaning_of(ScanKind.GS1, elements)
        if re.fullmatch(r"[0-9]{12,14}", body):
            return self._number(body)
        if re.fullmatch(r"[0-9]{8}", body):
            return self._eight_digits(body)
        if _DATED.match(body) and self._is_message(body):
            raise ReadingAmbiguous(body, ("dates and lot of a pack", "a plain code"))
        return self.plain(body)

    def _is_message(self, body: str) -> bool:
        try:
            return len(gs1.read_elements(body, today=self.today)) > 1
        except ScanRefused:
            return False

    def _eight_digits(self, digits: str) -> ScannedPack:
        """Read an EAN-8 or a UPC-E: both have eight digits, and a check digit each in its own way.

        A zero in front is UPC-E: as an EAN-8 it would be a number a shop gives itself. A one may be
        either, all others are EAN-8.
        Source: GS1 General Specifications 1.4.3 (GS1-8 Prefixes 000-099 and 200-299).
        """
        assumed = (ScanFlag.SYMBOLOGY_ASSUMED,)
        if digits.startswith("1") and has_right_check_digit(digits) != (gs1.upc_a_of(digits) is not None):
            compressed = not has_right_check_digit(digits)
        elif digits.startswith("1") and has_right_check_digit(digits):
            raise ReadingAmbiguous(digits, ("an EAN-8", "a UPC-E"))
        else:
            compressed = digits.startswith("0")
        return self._number(_expanded(digits) if compressed else digits, assumed)

    def _number(self, digits: str, flags: tuple[ScanFlag, ...] = ()) -> ScannedPack:
        if not has_right_check_digit(digits):
            raise CheckDigitWrong(digits, title="product number")
        gtin14 = digits.zfill(14)
        return ScannedPack(
            raw=self.raw,
            kind=ScanKind.GTIN,
            symbology=self.symbology,
            gtin14=gtin14,
            ndc_candidates=_candidates(gtin14, None),
            flags=(*_level_flags(gtin14), *flags),
        )

    def _meaning_of(self, kind: ScanKind, elements: tuple[tuple[str, str], ...]) -> ScannedPack | ScannedSscc:
        values = dict(elements)
        gtin14, national = values.get("01"), values.get("715")
        flags = tuple(_flags_of(values, gs1.may_have_lost_a_separator(elements)))
        if "00" in values and gtin14 is None:
            return ScannedSscc(
                raw=self.raw, symbology=self.symbology, sscc=values["00"], elements=elements, flags=flags
            )
        return ScannedPack(
            raw=self.raw,
            kind=kind,
            symbology=self.symbology,
            gtin14=gtin14,
            ndc_candidates=_candidates(gtin14, national),
            lot=values.get("10"),
            serial=values.get("21"),
            expiry=gs1.expiry_of(elements, today=self.today),
            elements=elements,
            flags=flags,
        )


def _expanded(upc_e: str) -> str:
    upc_a = gs1.upc_a_of(upc_e)
    if upc_a is None:
        raise CheckDigitWrong(upc_e, title="product number")
    return upc_a


def _candidates(gtin14: str | None, national: str | None) -> tuple[str, ...]:
    """Return the native codes of a pack: from AI 715 if it names one, else from its GTIN."""
    named = () if national is None else _ndcs_of(national)
    ndc10 = None if gtin14 is None else ndc10_from_gtin(gtin14)
    carried = () if ndc10 is None else native_readings(ndc10)
    return tuple(str(ndc) for ndc in named or carried)


def _ndcs_of(text: str) -> tuple[Ndc, ...]:
    """Return what a 10- or 12-digit or hyphenated code may be; the billing form is none of them."""
    try:
        if re.fullmatch(r"[0-9]{12}", text):
            return (Ndc(text[:6], text[6:10], text[10:]),)
        return native_readings(text) if text.isdigit() else (Ndc.parse(text),)
    except NdcUnreadable:
        return ()


def _level_flags(gtin14: str) -> tuple[ScanFlag, ...]:
    if gtin14[0] == "0":
        return ()
    return (ScanFlag.VARIABLE_MEASURE,) if gtin14[0] == "9" else (ScanFlag.INNER_OR_CASE,)


def _flags_of(values: dict[str, str], lost_separator: bool) -> Iterator[ScanFlag]:  # noqa: FBT001  # private
    if "01" in values:
        yield from _level_flags(values["01"])
    elif "715" not in values and "00" not in values and not values.keys().isdisjoint({"10", "17", "21"}):
        yield ScanFlag.PARTIAL
    if lost_separator:
        yield ScanFlag.MAY_HAVE_LOST_SEPARATOR
    if values.get("17", "").endswith("00"):
        yield ScanFlag.EXPIRY_WITHOUT_DAY
    if "715" in values and not _ndcs_of(values["715"]):
        yield ScanFlag.NDC_UNREADABLE
    if not values.keys().isdisjoint(_PATIENT_IDENTIFIERS):
        yield ScanFlag.PATIENT_IDENTITY
