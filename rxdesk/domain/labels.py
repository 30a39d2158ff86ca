"""What a label says: the words, figures and codes, and nothing about paper.

Names arrive in tall-man letters; `tall_man_runs` says which letters stand out. How a label is laid out,
and whether it fits at all, is the printer's side of the house.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from rxdesk.domain.errors import Refusal
from rxdesk.domain.ndc import has_right_check_digit

if TYPE_CHECKING:
    from rxdesk.domain.quantity import Quantity

# A run of capitals stands out only in a word that also has small letters and is long enough to be a
# name: "hydrOXYzine" and "NovoLOG" do, the salt "HCl" and the suffix "XR" do not.
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CAPITALS = re.compile(r"[A-Z]{2,}")
_SHORTEST_TALL_MAN_WORD = 6

_GTIN_DIGITS = 14
_OWN_CODE = re.compile(r"[!-~](?:[ -~]{0,46}[!-~])?")


class CodeNotPrintable(Refusal):
    """The text of a code holds something no scanner would hand back as it was written."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"The code {text!r} cannot be printed: a code is 1 to 48 plain letters, digits and signs.",
            "Give the place, person or product another code.",
        )
        self.text = text


class GtinNotValid(Refusal):
    """A GTIN is not fourteen digits with the right last one, so it must not reach paper."""

    def __init__(self, gtin: str) -> None:
        super().__init__(
            f"The GTIN {gtin!r} is not 14 digits with a correct check digit.",
            "Scan the package again and correct the product's GTIN.",
        )
        self.gtin = gtin


class ProductNameless(Refusal):
    """A shelf label without the product's name would be worse than none."""

    def __init__(self, ndc: str) -> None:
        super().__init__(
            f"The product {ndc} has no name, so its shelf cannot be labelled.",
            "Give the product its name, then print the label.",
        )
        self.ndc = ndc


@dataclass(frozen=True, slots=True)
class Gs1Code:
    """A product's GTIN, printed as GS1 element string (01): any scanner of the trade reads it.

    Raises:
        GtinNotValid: It is not 14 digits with a correct check digit.
    """

    gtin: str  # 14 digits as text, zero-padded

    def __post_init__(self) -> None:
        if len(self.gtin) != _GTIN_DIGITS or not has_right_check_digit(self.gtin):
            raise GtinNotValid(self.gtin)


@dataclass(frozen=True, slots=True)
class OwnCode:
    """A code only RxDesk gives meaning to: a place, a badge, a product that has no GTIN.

    Raises:
        CodeNotPrintable: It is empty, longer than 48 characters, or not printable ASCII.
    """

    text: str  # exactly what a scanner sends back, without AIM identifier

    def __post_init__(self) -> None:
        if _OWN_CODE.fullmatch(self.text) is None:
            raise CodeNotPrintable(self.text)


LabelCode: TypeAlias = Gs1Code | OwnCode


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfLabel:
    """Where a product stands, how much should be there, and the code that names it.

    Raises:
        ProductNameless: It has no name.
    """

    name: str  # in tall-man letters: "hydrOXYzine HCl"
    strength: str  # "25 mg"; empty for a device
    form: str  # "tablet"
    labeler: str  # left out whole, never cut, when the label has no room for it
    ndc: str  # hyphenated, as on the package
    place: str  # the bin as people call it: "A3-02"; empty when it has none
    minimum: Quantity | None  # None when no level is set
    maximum: Quantity | None  # None when no level is set
    unit: str  # "tablets", "mL": what the levels count
    code: LabelCode
    marks: tuple[str, ...] = ()  # warnings in a word or two: "C-II", "High alert", "Refrigerate"

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ProductNameless(self.ndc)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLabel:
    """The name of a shelf, refrigerator, safe or bin, and the code that sets it by one scan."""

    name: str  # "A3-02"
    description: str  # "Aisle A, shelf 3"; may be empty
    code: OwnCode


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeLabel:
    """Who a person is. The code is half of a sign-in; the PIN is never printed."""

    person: str
    role: str
    pharmacy: str
    code: OwnCode


LabelContent: TypeAlias = ShelfLabel | PlaceLabel | BadgeLabel


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one line of text that is either ordinary or stands out."""

    text: str
    strong: bool


def tall_man_runs(name: str) -> tuple[Run, ...]:
    """Say which letters of a name stand out, so that look-alikes are told apart.

    Args:
        name: A name already in tall-man letters; any other text comes back as one ordinary run.

    Returns:
        Runs that, joined, are exactly `name`; no two neighbours have the same weight.

    Source: FDA Name Differentiation Project; ISMP, List of Look-Alike Drug Names with Recommended
        Tall Man (Mixed Case) Letters, 2023: the differing letters are capitals, best also bold.
    """
    strong: list[tuple[int, int]] = []
    for word in _WORD.finditer(name):
        letters = word.group()
        if len(letters) < _SHORTEST_TALL_MAN_WORD or letters.isupper():
            continue
        strong += [
            (word.start() + part.start(), word.start() + part.end()) for part in _CAPITALS.finditer(letters)
        ]
    runs: list[Run] = []
    at = 0
    for start, end in strong:
        if start > at:
            runs.append(Run(name[at:start], strong=False))
        runs.append(Run(name[start:end], strong=True))
        at = end
    if at < len(name) or not runs:
        runs.append(Run(name[at:], strong=False))
    return tuple(runs)
