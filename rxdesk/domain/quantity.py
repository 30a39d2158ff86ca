"""Quantities: exact whole thousandths of a base unit, never a float and never a pack.

Packs are a way to type and to show; see `packs_of`.
Source: 21 CFR 1304.22 counts units or volume of finished form; NADAC prices per EA, ML, GM.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from rxdesk.domain.errors import Refusal

Quantity = NewType("Quantity", int)
"""Thousandths of a base unit; signed where a field says so."""

THOUSAND = 1000
NOTHING = Quantity(0)
LARGEST = Quantity(10**12)
"""A billion units: more than any back room holds, far inside a 64-bit integer."""

_TYPED = re.compile(r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)?(?:\.(?P<part>\d{1,3}))?", re.ASCII)


class Unit(StrEnum):
    """The base unit in which a product is counted."""

    EACH = "EA"
    MILLILITRE = "ML"
    GRAM = "GM"


class QuantityUnread(Refusal):
    """What was typed is not an exact quantity."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"“{text}” is not a quantity.",
            "Type a number with at most three decimals, such as 30 or 2.5.",
        )
        self.text = text


def units(count: int) -> Quantity:
    """Return whole base units as a quantity."""
    return Quantity(count * THOUSAND)


def read_quantity(text: str) -> Quantity:
    """Read what a person typed: `30`, `1,000`, `2.5`, `.5`.

    Raises:
        QuantityUnread: The text is not a number, has more than three decimals, or is absurdly large.
    """
    stripped = text.strip()
    match = _TYPED.fullmatch(stripped)
    if match is None or (match["whole"] is None and match["part"] is None):
        raise QuantityUnread(text)
    whole = int((match["whole"] or "0").replace(",", ""))
    part = int((match["part"] or "").ljust(3, "0"))
    quantity = Quantity(whole * THOUSAND + part)
    if quantity > LARGEST:
        raise QuantityUnread(text)
    return quantity


def quantity_text(quantity: int) -> str:
    """Write a quantity as ISMP asks: commas from 1,000, no trailing zeros, a leading zero.

    Source: ISMP List of Error-Prone Abbreviations, Symbols, and Dose Designations (2021).
    """
    whole, part = divmod(abs(quantity), THOUSAND)
    sign = "−" if quantity < 0 else ""
    decimals = f".{part:03d}".rstrip("0") if part else ""
    return f"{sign}{whole:,}{decimals}"


_UNIT_WORDS = {Unit.EACH: "", Unit.MILLILITRE: " mL", Unit.GRAM: " g"}


def amount_text(quantity: int, unit: Unit) -> str:
    """Write a quantity with its unit: `30`, `2.5 mL`, `15 g`."""
    return quantity_text(quantity) + _UNIT_WORDS[unit]


def quantity_decimal(quantity: int) -> Decimal:
    """Return the exact number of base units, for exports."""
    return Decimal(quantity) / THOUSAND


def packs_of(quantity: Quantity, pack: Quantity) -> tuple[int, Quantity]:
    """Return whole packs and the loose rest in a quantity that is not negative."""
    if pack <= 0:
        return 0, quantity
    whole, rest = divmod(quantity, pack)
    return whole, Quantity(rest)


def packs_to_reach(quantity: Quantity, pack: Quantity) -> int:
    """Return how many whole packs are needed to hold at least `quantity`."""
    if quantity <= 0 or pack <= 0:
        return 0
    return -(-quantity // pack)
