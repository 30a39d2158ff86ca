"""How quantities, packs, products and lots are put into words. No Qt."""

from __future__ import annotations

import re
from typing import Final

from rxdesk.domain.expiry import Expiry
from rxdesk.domain.ismp import product_text
from rxdesk.domain.quantity import Unit, quantity_text
from rxdesk.domain.schedule import Schedule
from rxdesk.domain.wording import unit_words
from ui.kit.tones import Chip, Status, Tone, status_chip

NO_EXPIRY: Final = "No expiry date"

_FLAG_CHIPS: Final[dict[str, Chip]] = {
    "refrigerated": status_chip(Status.COLD_CHAIN),
    "high_alert": Chip("High alert", "triangle-alert", Tone.WARNING),
    "hazardous": Chip("Hazardous", "octagon-alert", Tone.CAUTION),
    "rems": Chip("REMS", "shield-check", Tone.INFO),
}
_CONTAINER: Final = re.compile(r"in 1 ([A-Za-z]+)")


def pack_words(package_text: str, pack_quantity: int, unit: Unit, form: str) -> str:
    """Return the package in words: "bottle of 100", "vial of 10 mL", "pack of 30"."""
    container = _CONTAINER.findall(package_text)
    name = container[-1].lower() if container else "pack"
    size = quantity_text(pack_quantity)
    return f"{name} of {size}" if unit is Unit.EACH else f"{name} of {size} {unit_words(unit, form)}"


def described(*, strength: str, form: str, pack: str, labeler: str) -> str:
    """Return what a product is, on one line: "25 mg tablet · bottle of 100 · Northfield Generics"."""
    return " · ".join(part for part in (product_text(strength, form), pack, labeler) if part)


def expiry_words(expiry: Expiry | None) -> str:
    """Return an expiry as people read it."""
    return NO_EXPIRY if expiry is None else expiry.shown


def product_chips(schedule: Schedule, flags: tuple[str, ...]) -> tuple[Chip, ...]:
    """Return the chips that belong to a product whatever its lots are like."""
    controlled = (status_chip(Status.CONTROLLED, schedule.symbol),) if schedule.is_controlled else ()
    return (*controlled, *(_FLAG_CHIPS[flag] for flag in flags if flag in _FLAG_CHIPS))
