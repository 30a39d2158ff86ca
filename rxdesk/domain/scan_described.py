"""A scan's meaning as plain values, for other software and for the person who wonders.

The keys are the contract of `rxdesk scan`; the README documents them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, assert_never

from rxdesk.domain.expiry import Expiry
from rxdesk.domain.ndc import Ndc
from rxdesk.domain.scan import (
    ScanKind,
    ScannedBadge,
    ScannedPack,
    ScannedPlace,
    ScannedShelf,
    ScannedSscc,
    ScannedText,
    read_scan,
)
from rxdesk.domain.scan_refusals import ScanRefused

if TYPE_CHECKING:
    from datetime import date

    from rxdesk.domain.scan import ScanMeaning, ScannerProfile

Plain: TypeAlias = "str | int | list[str] | list[list[str]] | dict[str, str]"


def describe_scan(raw: str, today: date, profile: ScannerProfile | None = None) -> dict[str, Plain]:
    """Return what a scan means; keys that do not apply are absent.

    Keys: `kind`, `symbology`, `elements`, `gtin14`, `sscc`, `ndc10`, `ndc11_candidates`, `ndc_candidates`,
    `lot`, `serial`, `expiry`, `expiry_precision`, `production_date`, `quantity`, `place`, `text`, `flags`;
    or only `refused` with `class`, `element`, `sentence` and `remedy`. A badge's token is never among them.

    Args:
        raw: The scan as it came, GS for separators.
        today: The day that decides the century of dates.
        profile: What the scanner wraps around a code.
    """
    try:
        meaning = read_scan(raw, today=today, profile=profile)
    except ScanRefused as refusal:
        element = {} if refusal.element is None else {"element": refusal.element}
        return {
            "refused": {
                "class": refusal.code,
                **element,
                "sentence": refusal.sentence,
                "remedy": refusal.remedy,
            }
        }
    return {key: value for key, value in _described(meaning, today).items() if value not in ("", None, [])}


def _described(meaning: ScanMeaning, today: date) -> dict[str, Plain | None]:
    match meaning:
        case ScannedPack():
            return _pack(meaning, today)
        case ScannedSscc():
            return {
                "kind": ScanKind.SSCC.value,
                "symbology": meaning.symbology,
                "elements": [list(pair) for pair in meaning.elements],
                "sscc": meaning.sscc,
                "flags": [flag.value for flag in meaning.flags],
            }
        case ScannedPlace():
            return {"kind": ScanKind.PLACE.value, "place": meaning.place_code}
        case ScannedBadge():
            return {"kind": ScanKind.BADGE.value}
        case ScannedShelf():
            return {"kind": ScanKind.SHELF.value, "ndc_candidates": [meaning.ndc]}
        case ScannedText():
            return {"kind": ScanKind.OTHER.value, "symbology": meaning.symbology, "text": meaning.raw}
        case _:
            assert_never(meaning)


def _pack(pack: ScannedPack, today: date) -> dict[str, Plain | None]:
    aliases = (Ndc.parse(native).ndc11 for native in pack.ndc_candidates)
    produced = pack.element("11")
    count = pack.element("30") or pack.element("37")
    expiry = pack.expiry
    return {
        "kind": pack.kind.value,
        "symbology": pack.symbology,
        "elements": [list(pair) for pair in pack.elements],
        "gtin14": pack.gtin14,
        "sscc": pack.element("00"),
        "ndc10": pack.ndc10,
        "ndc_candidates": list(pack.ndc_candidates),
        "ndc11_candidates": list(dict.fromkeys(alias for alias in aliases if alias is not None)),
        "lot": pack.lot,
        "serial": pack.serial,
        "expiry": None if expiry is None else expiry.usable_through.isoformat(),
        "expiry_precision": None if expiry is None else expiry.precision.value,
        "production_date": None if produced is None else Expiry.from_ai17(produced, today=today).iso,
        "quantity": None if count is None else int(count),
        "flags": [flag.value for flag in pack.flags],
    }
