"""How quantities and products are put into words, on screen, on paper and in the journal alike."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rxdesk.domain.ismp import form_text, product_text
from rxdesk.domain.quantity import THOUSAND, Unit, quantity_text

_PLURALS: Final[dict[str, str]] = {
    "tablet": "tablets",
    "capsule": "capsules",
    "patch": "patches",
    "film": "films",
    "suppository": "suppositories",
    "lozenge": "lozenges",
    "troche": "troches",
    "insert": "inserts",
    "pellet": "pellets",
    "gum": "gums",
    "wafer": "wafers",
    "strip": "strips",
    "implant": "implants",
    "ring": "rings",
    "kit": "kits",
}
"""What is counted by the piece, by the last word of its form; everything else is counted in pieces."""


@lru_cache(maxsize=512)
def unit_words(unit: Unit, form: str) -> str:
    """Return what a product is counted in: "tablets", "mL", "g", "pieces".

    The word "units" is never used: beside insulin or heparin it would be read as a dose.

    Source: ISMP List of Error-Prone Abbreviations, Symbols, and Dose Designations (2021).
    """
    if unit is Unit.MILLILITRE:
        return "mL"
    if unit is Unit.GRAM:
        return "g"
    return _PLURALS.get(_piece(form), "pieces")


def amount_words(quantity: int, unit: Unit, form: str) -> str:
    """Return a quantity with what it counts: "30 tablets", "1 tablet", "2.5 mL"."""
    words = unit_words(unit, form)
    if abs(quantity) == THOUSAND and unit is Unit.EACH:
        words = _piece(form) if words != "pieces" else "piece"
    return f"{quantity_text(quantity)} {words}"


def counted(number: int, noun: str) -> str:
    """Return a number of things: "1 pack", "3 packs", "1,204 lines"."""
    return f"{number:,} {noun if number == 1 else f'{noun}s'}"


def titled(name: str, strength: str, form: str = "") -> str:
    """Return a product's name with its strength, and its form where it is given."""
    return " ".join(part for part in (name, product_text(strength, form) if form else strength) if part)


def _piece(form: str) -> str:
    """Return the noun a form ends in: "tablet" of "TABLET, FILM COATED" and of "film-coated tablet"."""
    words = form_text(form).split()
    return next((word for word in reversed(words) if word in _PLURALS), "")
