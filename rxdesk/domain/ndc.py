"""National Drug Codes in every shape a pharmacy meets, and the GTINs that carry them.

The key of a product is its native, hyphenated package code. Ten bare digits do not say where the
hyphens belong, so this module answers such digits with every reading and lets the catalogue, or
the person, decide. The 11-digit billing form is an alias that two products may share.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rxdesk.domain.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

# Blood-collection solutions are listed with letters: 53157-120-BO, 62646-AS3-BX.
_NATIVE = re.compile(r"([0-9]{4,6})-([0-9A-Z]{3,4})-([0-9A-Z]{1,2})")
_PREFIX = re.compile(r"^\s*NDC\s*[:#]?\s*", re.IGNORECASE)
_GTIN = re.compile(r"[0-9]{8}|[0-9]{12,14}")
_DRUG_PREFIX = "03"  # what stands after the packaging indicator when a GTIN carries an NDC


class NdcFormat(StrEnum):
    """Where the hyphens stand in a native code.

    Source: 21 CFR 207.33 for the ten-digit forms; 91 FR 10749 (5 March 2026) for the twelve-digit
    one, uniform from 7 March 2033.
    """

    F442 = "4-4-2"
    F532 = "5-3-2"
    F541 = "5-4-1"
    F642 = "6-4-2"


_FORMATS = frozenset(NdcFormat)  # made once: an import reads 300,000 codes
_TEN_DIGIT_FORMATS = (NdcFormat.F442, NdcFormat.F532, NdcFormat.F541)


class NdcUnreadable(Refusal):
    """A text has none of the shapes of a National Drug Code.

    Attributes:
        text: What was read or typed, unchanged.
    """

    def __init__(self, text: str) -> None:
        super().__init__(
            f"“{text}” is not a National Drug Code.",
            "Type it as on the pack, 10 digits with hyphens such as 0002-1433-80, or the 11 billing digits.",
        )
        self.text = text


class GtinUnreadable(Refusal):
    """A number is no trade item number: its length or its check digit says so.

    Attributes:
        text: The number as read or typed.
    """

    def __init__(self, text: str) -> None:
        wrong = "check digit" if re.fullmatch(_GTIN, text) else "length"
        super().__init__(
            f"“{text}” is not a product number: its {wrong} is wrong.",
            "Scan the code again, or compare each digit with the pack.",
        )
        self.text = text


@dataclass(frozen=True, slots=True, order=True)
class Ndc:
    """One package, named by its labeler, its product and its package segment.

    Two codes are equal only when their hyphens agree: 49799-0001-1 and 49799-001-01 are different
    products although both are billed as 49799000101.
    """

    labeler: str  # 4, 5 or, in the twelve-digit form, 6 digits
    product: str  # 3 or 4 digits, rarely letters
    package: str  # 1 or 2 digits, rarely letters

    def __post_init__(self) -> None:
        """Refuse segments that are no native form.

        Raises:
            NdcUnreadable: The segments hold other characters, or their lengths are none of the four forms.
        """
        lengths = f"{len(self.labeler)}-{len(self.product)}-{len(self.package)}"
        if lengths not in _FORMATS or not _NATIVE.fullmatch(self.native):
            raise NdcUnreadable(self.native)

    @classmethod
    def parse(cls, text: str) -> Ndc:
        """Return the code written as `text`: hyphenated, in one of the four native forms.

        Raises:
            NdcUnreadable: Anything else, the hyphenated 5-4-2 billing form included.
        """
        matched = _NATIVE.fullmatch(text)
        if matched is None:
            raise NdcUnreadable(text)
        return cls(*matched.groups())

    def __str__(self) -> str:
        return self.native

    @property
    def native(self) -> str:
        """Return the hyphenated code, which is the key of the product."""
        return f"{self.labeler}-{self.product}-{self.package}"

    @property
    def format(self) -> NdcFormat:
        """Return where the hyphens stand."""
        return NdcFormat("-".join(str(len(part)) for part in (self.labeler, self.product, self.package)))

    @property
    def digits(self) -> str:
        """Return the 10 or 12 characters without their hyphens, as a symbol carries them."""
        return self.labeler + self.product + self.package

    @property
    def ndc11(self) -> str | None:
        """Return the 11 billing digits (5-4-2), or None for a labeler that needs six digits.

        Source: 45 CFR 162.1002 and the HIPAA transaction guides: each segment is padded on its
        left to 5, 4 and 2 digits.
        """
        labeler = self.labeler.removeprefix("0") if len(self.labeler) == 6 else self.labeler
        if len(labeler) == 6:
            return None
        return labeler.zfill(5) + self.product.zfill(4) + self.package.zfill(2)

    @property
    def uniform(self) -> Ndc:
        """Return the same package in the twelve-digit form that is uniform from 7 March 2033.

        Source: 91 FR 10749: each segment of an existing code is padded on its left to 6-4-2.
        """
        return Ndc(self.labeler.zfill(6), self.product.zfill(4), self.package.zfill(2))


def native_readings(ndc10: str) -> tuple[Ndc, ...]:
    """Return the three codes that ten bare digits may mean: 4-4-2, 5-3-2 and 5-4-1.

    Raises:
        NdcUnreadable: Not exactly ten digits.
    """
    if not re.fullmatch(r"[0-9]{10}", ndc10):
        raise NdcUnreadable(ndc10)
    return tuple(_cut(ndc10, form) for form in _TEN_DIGIT_FORMATS)


def ndc11_candidates(ndc10: str) -> tuple[str, ...]:
    """Return the distinct 11-digit billing forms of ten bare digits, in the order of their readings.

    Raises:
        NdcUnreadable: Not exactly ten digits.
    """
    aliases = (reading.ndc11 for reading in native_readings(ndc10))
    return tuple(dict.fromkeys(alias for alias in aliases if alias is not None))


def natives_of_ndc11(ndc11: str) -> tuple[Ndc, ...]:
    """Return every native code whose billing form is these eleven digits.

    Each ten-digit form is possible only where the zero it would have been padded with stands; the
    twelve-digit form always is.

    Raises:
        NdcUnreadable: Not exactly eleven digits.
    """
    if not re.fullmatch(r"[0-9]{11}", ndc11):
        raise NdcUnreadable(ndc11)
    return tuple(_natives_of_billing(ndc11[:5], ndc11[5:9], ndc11[9:]))


def candidates_from_typed(text: str) -> tuple[Ndc, ...]:
    """Return every native code that a typed text may mean, the likeliest first.

    Hyphens and blanks separate segments alike, and a leading "NDC" is ignored. Bare digits may be
    10 (native), 11 (billing), 12 (the uniform form, or the UPC on a drug package) or 13 to 14 (its GTIN).

    Raises:
        NdcUnreadable: No shape fits.
    """
    bare = re.sub(r"[\s-]+", "-", _PREFIX.sub("", text).strip()).upper()
    readings = tuple(dict.fromkeys(_typed_readings(bare)))
    if not readings:
        raise NdcUnreadable(text)
    return readings


def check_digit(payload: str) -> int:
    """Return the digit that completes a GTIN, SSCC or GLN.

    Args:
        payload: The ASCII digits before the check digit.

    Source: GS1 General Specifications 7.9.1, "Standard check digit calculations": from the right,
    weights 3, 1, 3, ...; the digit brings the sum to a multiple of ten.
    """
    weighted = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(payload)))
    return -weighted % 10


def has_right_check_digit(number: str) -> bool:
    """Return whether `number` is ASCII digits and its last one follows from the others."""
    return re.fullmatch(r"[0-9]{2,}", number) is not None and check_digit(number[:-1]) == int(number[-1])


def gtin14_from_text(number: str) -> str:
    """Return the 14-digit form of a GTIN of 8, 12, 13 or 14 digits.

    Raises:
        GtinUnreadable: The number has another length or its check digit is wrong.
    """
    if not re.fullmatch(_GTIN, number) or not has_right_check_digit(number):
        raise GtinUnreadable(number)
    return number.zfill(14)


def gtin14_from_ndc(ndc: Ndc) -> str | None:
    """Return the GTIN-14 of the saleable unit that carries this code, or None where none can.

    Twelve digits do not fit into a GTIN beside the drug prefix, and letters do not belong in one.

    Source: GS1 Healthcare US guideline for NDC and GTIN: indicator 0, "03", the ten digits, check digit.
    """
    if not re.fullmatch(r"[0-9]{10}", ndc.digits):
        return None
    payload = "0" + _DRUG_PREFIX + ndc.digits
    return f"{payload}{check_digit(payload)}"


def ndc10_from_gtin(gtin14: str) -> str | None:
    """Return the ten digits a GTIN-14 carries in the drug block, or None outside it.

    A GTIN of the block need not be a drug: health items share it, so a catalogue without these
    digits is no error. The prefixes 300-379 of other countries stand one place further right.
    """
    return gtin14[3:13] if len(gtin14) == 14 and gtin14[1:3] == _DRUG_PREFIX else None


def _cut(digits: str, form: NdcFormat) -> Ndc:
    labeler, product, _ = (int(length) for length in form.split("-"))
    return Ndc(digits[:labeler], digits[labeler : labeler + product], digits[labeler + product :])


def _natives_of_billing(labeler: str, product: str, package: str) -> Iterator[Ndc]:
    if labeler.startswith("0"):
        yield Ndc(labeler[1:], product, package)
    if product.startswith("0"):
        yield Ndc(labeler, product[1:], package)
    if package.startswith("0"):
        yield Ndc(labeler, product, package[1:])
    yield Ndc("0" + labeler, product, package)


def _typed_readings(bare: str) -> Iterator[Ndc]:
    if "-" in bare:
        if matched := re.fullmatch(r"([0-9]{5})-([0-9]{4})-([0-9]{2})", bare):
            yield from _natives_of_billing(*matched.groups())
        elif _NATIVE.fullmatch(bare):
            yield Ndc.parse(bare)
        return
    if not re.fullmatch(r"[0-9]+", bare):
        return
    if len(bare) == 10:
        yield from native_readings(bare)
    elif len(bare) == 11:
        yield from natives_of_ndc11(bare)
    elif len(bare) in {12, 13, 14}:
        carried = ndc10_from_gtin(bare.zfill(14)) if has_right_check_digit(bare) else None
        if carried is not None:
            yield from native_readings(carried)
        if len(bare) == 12:
            yield _cut(bare, NdcFormat.F642)
