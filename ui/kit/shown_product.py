"""A product and a lot as the product card shows them. No Qt, so presenters may write them."""

from __future__ import annotations

from dataclasses import dataclass

from ui.kit.tones import Chip, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLot:
    """A lot as the card shows it."""

    caption: str  # "Scanned lot"
    expiry: str  # "14 Dec 2026", "No expiry date"
    chip: Chip  # how long it may still be used
    lot: str
    serial: str = ""
    advice: str = ""  # "Oldest lot: use before 80H112"
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownProduct:
    """A product as the card shows it; every text is ready to be read."""

    name: str  # in tall-man letters
    described: str  # strength, form, package, labeler
    chips: tuple[Chip, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()  # caption and value: ("NDC", "99301-0417-01")
    place: str = ""
    figures: tuple[tuple[str, str], ...] = ()  # at most two: ("142", "tablets on hand · 2 lots")
    look_alike: str = ""  # "Looks like hydrALAZINE 25 mg. Check strength and use."
    lot: ShownLot | None = None
