"""Strengths and dosage forms written so that they are not misread.

The directory writes `ACTIVE_NUMERATOR_STRENGTH 400`, unit `mg/5mL`, form `TABLET, FILM COATED`; people read
`400 mg per 5 mL` and `film-coated tablet`. No strokes, no trailing zeros, a leading zero, commas from
1,000, `units` for U and IU, `mcg` for µg.

Source: ISMP List of Error-Prone Abbreviations, Symbols, and Dose Designations (2021); units in the
directory follow UCUM, the Unified Code for Units of Measure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from rxdesk.domain.catalogue import Ingredient

LISTED_AT_MOST: Final = 4
"""Strengths of products with more ingredients are counted, not listed: a vitamin may have thirty."""

_UNITS: Final = {
    "ug": "mcg",
    "[iU]": "units",
    "U": "units",
    "[USP'U]": "units",
    "[USP&apos'U]": "units",
    "[arb'U]": "units",
    "[AU]": "allergy units",
    "[BAU]": "bioequivalent allergy units",
    "[PNU]": "protein nitrogen units",
    "[PFU]": "plaque-forming units",
    "meq": "mEq",
    "umol": "micromol",
    "uCi": "microcurie",
    "mCi": "millicurie",
    "Ci": "curie",
    "uL": "microliter",
    "cm2": "cm²",
    "h": "hour",
    "d": "day",
    "wk": "week",
    "min": "minute",
    "1": "",
}
_PLURAL: Final = frozenset({"hour", "day", "week", "minute"})
_HOMEOPATHIC: Final = re.compile(r"[\[{][hk]p_([A-Z]+)[\]}]")
_PER: Final = re.compile(r"(?P<count>\d*\.?\d*)\s*(?P<unit>.*)", re.ASCII)
_BEFORE: Final = re.compile(r"[^/]*")

# The liquid a person gives or takes; what stands before the comma says only that it is injected.
_INJECTED: Final = frozenset({"SOLUTION", "SUSPENSION", "EMULSION"})


def number_text(number: str) -> str:
    """Write a decimal number as ISMP asks: `.50` as `0.5`, `1000` as `1,000`; other text as it is."""
    try:
        value = Decimal(number.replace(",", ""))
    except InvalidOperation:
        return number.strip()
    if not value.is_finite():
        return number.strip()
    plain = f"{value:,f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def strength_text(ingredients: Sequence[Ingredient]) -> str:
    """Write the strength of a product: `25 mg`, `5 mg and 325 mg`, `400 mg per 5 mL`.

    Returns:
        Nothing when the directory gives no strength; `12 ingredients` when there are too many to list.
    """
    given = [ingredient for ingredient in ingredients if ingredient.amount]
    if len(given) > LISTED_AT_MOST:
        return f"{len(given)} ingredients"
    written: list[str] = []
    pending: list[str] = []
    for place, ingredient in enumerate(given):
        amount, per = _amount_per(ingredient.amount, ingredient.unit)
        pending.append(amount)
        following = given[place + 1] if place + 1 < len(given) else None
        if following is None or _per(following.unit) != per:
            written.append(_joined(pending) + per)
            pending = []
    return _joined(written)


def _joined(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


@lru_cache(maxsize=4096)
def _amount_per(amount: str, unit: str) -> tuple[str, str]:
    """Return an amount and what it is in: `("400 mg", " per 5 mL")`."""
    numerator = _BEFORE.match(unit)
    bare = numerator[0].strip() if numerator else ""
    homeopathic = _HOMEOPATHIC.fullmatch(bare)
    if homeopathic:
        return number_text(amount) + homeopathic[1], _per(unit)
    return f"{number_text(amount)} {_UNITS.get(bare, bare)}".rstrip(), _per(unit)


@lru_cache(maxsize=1024)
def _per(unit: str) -> str:
    """Return what an amount is in, from a unit: ` per 5 mL` of `mg/5mL`, nothing of `mg/1`."""
    denominator = unit.partition("/")[2].strip()
    match = _PER.fullmatch(denominator)
    if not denominator or match is None:
        return ""
    count, name = match["count"], match["unit"]
    if not name:
        # `mg/301` is per 30 of `1`, the unit of items: the directory writes number and unit together.
        count = count.removesuffix("1")
        return f" per {number_text(count)}" if count else ""
    word = _UNITS.get(name, name)
    if word == "":
        return f" per {number_text(count)}" if count else ""
    if not count or count == "1":
        return f" per {word.removesuffix('s') if word == 'units' else word}"
    return f" per {number_text(count)} {word}{'s' if word in _PLURAL else ''}"


@lru_cache(maxsize=1024)
def form_text(form: str) -> str:
    """Write a dosage form as people say it: `film-coated tablet` for `TABLET, FILM COATED`.

    Solutions in drops are drops; what is injected says so: `lyophilized powder for injection solution`.
    """
    noun, *modifiers = [part.strip().upper() for part in form.split(",")]
    if "/" in noun:  # SOLUTION/ DROPS, SUSPENSION/ DROPS
        liquid, _, drops = (part.strip() for part in noun.partition("/"))
        noun = drops if liquid == "SOLUTION" else f"{liquid} {drops}"
    purposes = [modifier for modifier in modifiers if modifier.startswith("FOR ")]
    adjectives = [modifier for modifier in modifiers if modifier not in purposes]
    if noun == "INJECTION":
        noun, adjectives, purposes = _injected(adjectives, purposes)
    said = [_hyphenated(adjective) for adjective in reversed(adjectives)]
    return " ".join([*said, noun.lower(), *(purpose.lower() for purpose in purposes)]).strip()


def _injected(adjectives: list[str], purposes: list[str]) -> tuple[str, list[str], list[str]]:
    """Return noun, adjectives and purposes of an injection."""
    if "POWDER" in adjectives:
        liquid = purposes[0].removeprefix("FOR ") if purposes else ""
        rest = [adjective for adjective in adjectives if adjective != "POWDER"]
        return "POWDER", rest, [f"FOR INJECTION {liquid}".rstrip()]
    liquids = [adjective for adjective in adjectives if adjective in _INJECTED]
    rest = [adjective for adjective in adjectives if adjective not in _INJECTED]
    if "CONCENTRATE" in rest:
        rest.remove("CONCENTRATE")
        return "CONCENTRATE", rest, [" ".join(["FOR INJECTION", *liquids])]
    return " ".join(["INJECTION", *liquids]), rest, purposes


def _hyphenated(adjective: str) -> str:
    return (
        adjective.lower()
        .replace(" coated", "-coated")
        .replace(" release", "-release")
        .replace("liquid filled", "liquid-filled")
    )


def product_text(strength: str, form: str) -> str:
    """Write strength and form together: `25 mg tablet`, `400 mg per 5 mL suspension`."""
    return f"{strength} {form_text(form)}".strip()
