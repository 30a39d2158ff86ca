"""A scan in words: the characters that came, and what they mean. For the scanner tests. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from rxdesk.domain.ndc import ndc10_from_gtin
from rxdesk.domain.scan import (
    ScanFlag,
    ScannedBadge,
    ScannedPack,
    ScannedPlace,
    ScannedShelf,
    ScannedSscc,
    ScannedText,
    ScannerProfile,
    read_scan,
)
from rxdesk.domain.scan_refusals import ScanRefused

_NAMED: Final = {
    "\x1d": "<GS>",
    "\x1e": "<RS>",
    "\x04": "<EOT>",
    "\x02": "<STX>",
    "\x03": "<ETX>",
    "\r": "<CR>",
    "\n": "<LF>",
    "\t": "<Tab>",
    " ": "␠",
}

_ADVICE: Final[dict[ScanFlag, str]] = {
    ScanFlag.MAY_HAVE_LOST_SEPARATOR: (
        "The separator between fields may be missing: look in the scanner’s manual for “GS” or “group separator”."
    ),
    ScanFlag.SYMBOLOGY_ASSUMED: (
        "The scanner does not say which kind of code it read: look in its manual for “AIM identifier”, and turn it on."
    ),
    ScanFlag.NO_CHECK_DIGIT: "Nothing in the code vouches for its digits.",
    ScanFlag.EXPIRY_WITHOUT_DAY: "The expiry has no day: usable to the end of the month.",
    ScanFlag.INNER_OR_CASE: "This is the code of a case or an inner pack.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanInWords:
    """What came, and what it means."""

    characters: str
    meaning: str
    advice: tuple[str, ...]
    good: bool


def visible(raw: str) -> str:
    """Return characters so that each can be seen, those without a picture by name."""
    return "".join(
        _NAMED.get(letter, letter if letter.isprintable() else f"<{ord(letter):02X}>") for letter in raw
    )


def scan_in_words(raw: str, *, today: date, profile: ScannerProfile | None = None) -> ScanInWords:
    """Return a scan in words; a badge's token is never among them."""
    try:
        meaning = read_scan(raw, today=today, profile=profile)
    except ScanRefused as refusal:
        return ScanInWords(
            characters=visible(raw), meaning=refusal.said, advice=(refusal.remedy,), good=False
        )
    match meaning:
        case ScannedPack():
            advice = tuple(_ADVICE[flag] for flag in meaning.flags if flag in _ADVICE)
            words = _pack_words(meaning)
        case ScannedSscc():
            advice, words = (), f"A tote, case or pallet: SSCC {meaning.sscc}."
        case ScannedPlace():
            advice, words = (), f"The place {meaning.place_code}."
        case ScannedShelf():
            advice, words = (), f"The shelf label of {meaning.ndc}."
        case ScannedBadge():
            return ScanInWords(
                characters="(a badge’s code is not shown)", meaning="A person’s badge.", advice=(), good=True
            )
        case ScannedText():
            advice = ("If it stands on a package, scan it on Scan & look up: it can be linked to a product.",)
            words = "Text without a meaning of its own."
    return ScanInWords(characters=visible(raw), meaning=words, advice=advice, good=True)


def _pack_words(pack: ScannedPack) -> str:
    parts: list[str] = []
    if pack.gtin14 is not None:
        parts.append(f"GTIN {pack.gtin14}")
        if ndc10_from_gtin(pack.gtin14) is not None:
            parts.append(f"NDC {' or '.join(pack.ndc_candidates)}" if pack.ndc_candidates else "")
    elif pack.ndc_candidates:
        parts.append(f"NDC {' or '.join(pack.ndc_candidates)}")
    if pack.lot is not None:
        parts.append(f"lot {pack.lot}")
    if pack.expiry is not None:
        parts.append(f"expires {pack.expiry.shown}")
    if pack.serial is not None:
        parts.append(f"serial {pack.serial}")
    return (
        f"A package: {', '.join(part for part in parts if part)}."
        if parts
        else "A package, without a product in it."
    )
