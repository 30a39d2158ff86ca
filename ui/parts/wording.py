"""How quantities, packs, products and lots are put into words. No Qt."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rxdesk.domain.expiry import Expiry
from rxdesk.domain.ismp import form_text, product_text
from rxdesk.domain.quantity import THOUSAND, Unit, quantity_text
from rxdesk.domain.schedule import Schedule
from ui.kit.tones import Chip, Fill, Status, Tone, status_chip

NO_EXPIRY: Final = "No expiry date"

_FLAG_CHIPS: Final[dict[str, Chip]] = {
    "refrigerated": status_chip(Status.COLD_CHAIN),
    "high_alert": Chip("High alert", "triangle-alert", Tone.WARNING),
    "hazardous": Chip("Hazardous", "octagon-alert", Tone.CAUTION),
    "rems": Chip("REMS", "shield-check", Tone.INFO),
}
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

_CONTAINER: Final = re.compile(r"in 1 ([A-Za-z]+)")


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


def pack_words(package_text: str, pack_quantity: int, unit: Unit, form: str) -> str:
    """Return the package in words: "bottle of 100", "vial of 10 mL", "pack of 30"."""
    container = _CONTAINER.findall(package_text)
    name = container[-1].lower() if container else "pack"
    size = quantity_text(pack_quantity)
    return f"{name} of {size}" if unit is Unit.EACH else f"{name} of {size} {unit_words(unit, form)}"


def described(*, strength: str, form: str, pack: str, labeler: str) -> str:
    """Return what a product is, on one line: "25 mg tablet · bottle of 100 · Northfield Generics"."""
    return " · ".join(part for part in (product_text(strength, form), pack, labeler) if part)


def titled(name: str, strength: str, form: str = "") -> str:
    """Return a product's name with its strength, and its form where it is given."""
    return " ".join(part for part in (name, product_text(strength, form) if form else strength) if part)


def expiry_words(expiry: Expiry | None) -> str:
    """Return an expiry as people read it."""
    return NO_EXPIRY if expiry is None else expiry.shown


def product_chips(schedule: Schedule, flags: tuple[str, ...]) -> tuple[Chip, ...]:
    """Return the chips that belong to a product whatever its lots are like."""
    controlled = (status_chip(Status.CONTROLLED, schedule.symbol),) if schedule.is_controlled else ()
    return (*controlled, *(_FLAG_CHIPS[flag] for flag in flags if flag in _FLAG_CHIPS))


def controlled_mark(schedule: Schedule) -> tuple[str, ...]:
    """Return the mark a label bears for a controlled product."""
    return (schedule.symbol,) if schedule.is_controlled else ()


def calm_chip(words: str, icon: str = "") -> Chip:
    """Return a chip without colour, for something worth naming and nothing more."""
    return Chip(words, icon, Tone.NEUTRAL, Fill.SOFT)


def _piece(form: str) -> str:
    """Return the noun a form ends in: "tablet" of "TABLET, FILM COATED" and of "film-coated tablet"."""
    words = form_text(form).split()
    return next((word for word in reversed(words) if word in _PLURALS), "")
