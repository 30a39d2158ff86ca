"""Equivalents: products with the same ingredients, strength, form and route.

What a pharmacist may order or substitute instead. The key is derived from the directory, never typed, and
says only that; therapeutic equivalence is the pharmacist's judgement (FDA's Orange Book is not in here).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import Final

from rxdesk.domain.catalogue import Ingredient

# A coat changes how a tablet looks, not what it releases; the Orange Book lists all of these as TABLET.
_COATS: Final = frozenset({"FILM COATED", "COATED", "SUGAR COATED", "GELATIN COATED", "COATED PELLETS"})
# Decimal multiples, so that 0.5 g and 500 mg, or 400 mg per 5 mL and 80 mg per mL, are one strength.
_SCALES: Final[dict[str, tuple[str, Fraction]]] = {
    "kg": ("g", Fraction(1000)),
    "g": ("g", Fraction(1)),
    "mg": ("g", Fraction(1, 1000)),
    "ug": ("g", Fraction(1, 10**6)),
    "ng": ("g", Fraction(1, 10**9)),
    "L": ("mL", Fraction(1000)),
    "mL": ("mL", Fraction(1)),
    "uL": ("mL", Fraction(1, 1000)),
    "d": ("h", Fraction(24)),
    "h": ("h", Fraction(1)),
}
_UNIT: Final = re.compile(r"(?P<count>\d*\.?\d*)(?P<name>.*)", re.ASCII)


def equivalence_key(ingredients: Sequence[Ingredient], *, form: str, route: str) -> str:
    """Return a text that is equal for equivalents and for nothing else.

    Returns:
        Nothing for a kit and where an ingredient's strength is missing or unreadable: such products
        have no equivalents as far as known.
    """
    if not ingredients or not form or form.upper() == "KIT":
        return ""
    parts: list[str] = []
    for ingredient in ingredients:
        strength = _strength(ingredient.amount, ingredient.unit)
        if not strength or not ingredient.substance:
            return ""
        parts.append(f"{' '.join(ingredient.substance.upper().split())} {strength}")
    routes = sorted({" ".join(one.upper().split()) for one in route.split(";")})
    return "|".join(("+".join(sorted(parts)), _released_form(form), ";".join(routes)))


@lru_cache(maxsize=1024)
def _released_form(form: str) -> str:
    parts = [" ".join(part.upper().split()) for part in form.split(",")]
    return ",".join([parts[0], *sorted(part for part in parts[1:] if part not in _COATS)])


@lru_cache(maxsize=8192)
def _strength(amount: str, unit: str) -> str:
    """Return a strength in lowest terms, or nothing when it is no number."""
    numerator, _, denominator = unit.partition("/")
    try:
        value = Fraction(Decimal(amount.replace(",", "")))
    except (InvalidOperation, ValueError, OverflowError):
        return ""
    above, above_name = _scaled(numerator)
    below, below_name = _scaled(denominator or "1")
    if not below or value <= 0:
        return ""
    return f"{value * above / below} {above_name}/{below_name}"


def _scaled(unit: str) -> tuple[Fraction, str]:
    """Return how many of its basic unit a unit such as `5mL` is."""
    match = _UNIT.fullmatch(unit.strip())
    if match is None:
        return Fraction(1), unit
    count, name = match["count"], match["name"].strip()
    if not name:  # `1`, or `301`: thirty of `1`
        count = count.removesuffix("1")
        name = "1"
    base, scale = _SCALES.get(name, (name, Fraction(1)))
    return Fraction(count) * scale if count not in {"", "."} else scale, base
