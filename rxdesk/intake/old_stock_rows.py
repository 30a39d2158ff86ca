"""Lines of an old system's stock list read into typed rows, each with what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from msgspec import Struct

from rxdesk.domain.errors import Refusal
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.identity import LotNumber
from rxdesk.domain.ndc import NdcUnreadable, candidates_from_typed
from rxdesk.intake.listing import clean
from rxdesk.intake.old_stock_columns import FIELD_TITLES, Field

LOT_NOT_RECORDED: Final = LotNumber("UNKNOWN")
"""The lot of stock that the old system kept without one; a recall counts it as possible (rules, 11.3)."""


class Measure(StrEnum):
    """What an old system counts in."""

    UNITS = "units"
    PACKS = "packs"


_PACKS: Final = frozenset(
    {"PK", "PKG", "PKGS", "PACK", "PACKS", "PACKAGE", "PACKAGES", "BT", "BTL", "BOTTLE", "BX", "BOX"}
)
_UNITS: Final = frozenset(
    {
        "EA",
        "EACH",
        "UN",
        "UNIT",
        "UNITS",
        "TAB",
        "TABS",
        "TABLET",
        "TABLETS",
        "CAP",
        "CAPS",
        "CAPSULE",
        "CAPSULES",
    }
    | {"ML", "GM", "G", "GRAM", "GRAMS"}
)
_LOST_ZEROS: Final = re.compile(r"\d{7,9}", re.ASCII)
_SPREADSHEET_NUMBER: Final = re.compile(r"(\d+)\.0+", re.ASCII)


class OldStockRow(Struct, frozen=True, kw_only=True):
    """What an old system said of one lot in one bin; products are not looked up yet."""

    line: int
    ndc_text: str  # as written
    ndcs: tuple[str, ...]  # every native NDC it may mean
    name: str
    lot: LotNumber
    expiry: Expiry | None  # None: not recorded
    amount: Decimal | None  # None: no quantity column
    measure: Measure
    bin: str  # "" when not recorded
    minimum: Decimal | None
    maximum: Decimal | None
    price: Decimal | None


class ReadLine(Struct, frozen=True, kw_only=True):
    """A line, what it was read as, and what a person has to know of it."""

    line: int
    shown: tuple[str, ...]  # cells of the mapped fields, in the order of `Field`
    row: OldStockRow | None  # None: it cannot be taken over
    problems: tuple[str, ...]
    notes: tuple[str, ...]  # what was repaired or assumed


class _Reading:
    """Collects what is wrong and what was repaired while one line is read."""

    def __init__(self, cells: Sequence[str], places: Mapping[Field, int]) -> None:
        self.problems: list[str] = []
        self.notes: list[str] = []
        self._cells = cells
        self._places = places

    def text(self, field: Field) -> str:
        place = self._places.get(field)
        return clean(self._cells[place]) if place is not None and place < len(self._cells) else ""

    def number(self, field: Field) -> Decimal | None:
        """Return a number; a currency sign and commas are left aside, brackets mean below zero."""
        text = self.text(field)
        if not text:
            return None
        plain = text.replace(",", "").lstrip("$").strip()
        if plain.startswith("(") and plain.endswith(")"):
            plain = f"-{plain[1:-1]}"
        try:
            number = Decimal(plain)
        except InvalidOperation:
            self.problems.append(f"{FIELD_TITLES[field]} “{text}” is not a number.")
            return None
        if not number.is_finite():
            self.problems.append(f"{FIELD_TITLES[field]} “{text}” is not a number.")
            return None
        if number < 0:
            self.problems.append(f"{FIELD_TITLES[field]} {text} is below zero.")
            return None
        return number

    def ndcs(self) -> tuple[str, ...]:
        """Return every native NDC the line may mean."""
        text = self.text(Field.NDC)
        if not text:
            self.problems.append("The line has no NDC.")
            return ()
        number = _SPREADSHEET_NUMBER.fullmatch(text)
        digits = number[1] if number else text
        if _LOST_ZEROS.fullmatch(digits):
            self.notes.append(f"NDC {text} lost its leading zeros and is read as {digits.zfill(11)}.")
            digits = digits.zfill(11)
        try:
            return tuple(ndc.native for ndc in candidates_from_typed(digits))
        except NdcUnreadable as refusal:
            self.problems.append(refusal.said)
            return ()

    def expiry(self, today: date) -> Expiry | None:
        text = self.text(Field.EXPIRY)
        if not text:
            return None
        try:
            return Expiry.from_typed(text.split(" ")[0] if ":" in text else text, today=today)
        except Refusal as refusal:
            self.problems.append(refusal.said)
            return None

    def measure(self, default: Measure) -> Measure:
        text = self.text(Field.MEASURE).upper().rstrip(".")
        if not text:
            return default
        if text in _PACKS:
            return Measure.PACKS
        if text not in _UNITS:
            self.problems.append(f"“{text}” is neither packs nor units.")
        return Measure.UNITS

    def lot(self, amount: Decimal | None) -> LotNumber:
        """Return the lot as written, for lots are case-sensitive; the line without one says so."""
        text = self.text(Field.LOT)
        if text:
            return LotNumber(text)
        if amount:
            self.notes.append(f"The lot is not recorded; it is taken over as {LOT_NOT_RECORDED}.")
        return LOT_NOT_RECORDED


def read_line(
    line: int, cells: Sequence[str], places: Mapping[Field, int], *, today: date, counted_in: Measure
) -> ReadLine:
    """Read one line under a mapping.

    Args:
        line: Its number in the file, from 1.
        cells: Its cells.
        places: Which column holds which field.
        today: The day that decides the century of a two-digit year.
        counted_in: What quantities are in where the line does not say.
    """
    reading = _Reading(cells, places)
    amount = reading.number(Field.QUANTITY)
    minimum, maximum = reading.number(Field.MINIMUM), reading.number(Field.MAXIMUM)
    if minimum is not None and maximum is not None and maximum < minimum:
        reading.problems.append(f"The maximum {maximum} is below the minimum {minimum}.")
    row = OldStockRow(
        line=line,
        ndc_text=reading.text(Field.NDC),
        ndcs=reading.ndcs(),
        name=reading.text(Field.NAME),
        lot=reading.lot(amount),
        expiry=reading.expiry(today),
        amount=amount,
        measure=reading.measure(counted_in),
        bin=reading.text(Field.BIN),
        minimum=minimum,
        maximum=maximum,
        price=reading.number(Field.PRICE),
    )
    return ReadLine(
        line=line,
        shown=tuple(reading.text(field) for field in Field if field in places),
        row=None if reading.problems else row,
        problems=tuple(reading.problems),
        notes=tuple(reading.notes),
    )
