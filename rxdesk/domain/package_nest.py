"""A package text read as a nest of packages, down to base units.

The directory writes `4 BLISTER PACK in 1 CARTON (0003-4215-91) > 7 TABLET in 1 BLISTER PACK`: outermost
first, `>` between levels in old files and ` / ` in new ones, `*` between the parts of a kit, an NDC in
brackets where a level bears one. A total is stated only where the text leaves no doubt; a kit, a bulk
container and any text that does not add up say why a person has to confirm the size.

Source: 21 CFR 207.33 (package code); FDA NDC directory, column PACKAGEDESCRIPTION, 2015 and later.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from msgspec import Struct

from rxdesk.domain.catalogue import InnerPack, PackageState
from rxdesk.domain.quantity import LARGEST, THOUSAND, Quantity, Unit

CUT_AT: Final = 255
"""Characters after which copies of the directory cut a package text off."""

BULK_COUNT: Final = 10_000
"""More dosage units than this in one container are bulk: the largest stock bottles hold 10,000."""

BULK_GRAMS: Final = 5_000
"""More grams than this in one container are bulk: the largest jars of cream hold about 2,000."""


class Level(Struct, frozen=True, gc=False):
    """One level of a nest: `7 TABLET in 1 BLISTER PACK (0003-4215-11)`."""

    count: Decimal  # how much of `content` is in one `container`
    content: str  # "TABLET", "mL", or the container of the next level
    container: str  # "BLISTER PACK"
    ndc: str  # native NDC of the container; "" when it bears none


class PackageNest(Struct, frozen=True, kw_only=True, gc=False):
    """A package text and what is certain about it."""

    text: str  # as listed
    levels: tuple[Level, ...]  # outermost first; of a kit, those around the kit; () when unread
    parts: tuple[tuple[Level, ...], ...]  # of a kit: the nest of each part
    state: PackageState
    doubt: str  # why the size is to be confirmed or the package refused; "" when stockable
    unit: Unit | None  # base unit; None while to be confirmed
    total: Quantity | None  # base units in the outermost package; None while to be confirmed
    inner: tuple[InnerPack, ...]  # packages inside that bear an NDC of their own

    @property
    def ndc(self) -> str:
        """Return the NDC the text gives for the outermost package, or nothing."""
        return self.levels[0].ndc if self.levels else ""


_BETWEEN_LEVELS: Final = re.compile(r"\s*>\s*|\s+/\s+")
_BETWEEN_PARTS: Final = re.compile(r"\s*\*\s*")
_LEVEL: Final = re.compile(
    r"(?P<count>\d+(?:\.\d+)?|\.\d+)\s+(?P<content>\S.*?)\s+in\s+1\s+(?P<container>\S.*)", re.ASCII
)
# Blood-collection solutions are listed with letters: 53157-120-BO.
_CODE: Final = re.compile(r"\((\d{4,6}-[0-9A-Z]{3,4}-[0-9A-Z]{1,2})\)", re.ASCII)

_MEASURES: Final[dict[str, tuple[Unit, Decimal]]] = {
    "mL": (Unit.MILLILITRE, Decimal(1)),
    "L": (Unit.MILLILITRE, Decimal(1000)),
    "uL": (Unit.MILLILITRE, Decimal("0.001")),
    "g": (Unit.GRAM, Decimal(1)),
    "mg": (Unit.GRAM, Decimal("0.001")),
    "kg": (Unit.GRAM, Decimal(1000)),
}
_SPELLED: Final = {"h": "hours", "d": "days", "wk": "weeks", "min": "minutes", "cm2": "square centimetres"}
_COUNTED_FORMS: Final = frozenset(
    {"TABLET", "CAPSULE", "PATCH", "SUPPOSITORY", "LOZENGE", "STRIP", "FILM", "SWAB", "RING"}
)
# Forms that are poured or weighed: a count of them in a bottle is a volume or a weight without its unit.
_POURED_FORMS: Final = frozenset(
    {"POWDER", "GRANULE", "SOLUTION", "SUSPENSION", "CREAM", "OINTMENT", "GEL", "LOTION", "LIQUID", "SYRUP"}
    | {"FOR SOLUTION", "FOR SUSPENSION", "EMULSION", "ELIXIR", "SHAMPOO", "PASTE", "OIL", "RINSE"}
)
_POURED_FROM: Final = frozenset({"BOTTLE", "JAR", "TUBE", "CAN", "JUG", "CONTAINER"})
_BULK_CONTAINERS: Final = frozenset({"DRUM", "PAIL", "TANK", "DEWAR", "TOTE"})
_CONTAINERS: Final = (
    _POURED_FROM
    | _BULK_CONTAINERS
    | {"AMPULE", "APPLICATOR", "BAG", "BLISTER PACK", "BOX", "CANISTER", "CARTON", "CARTRIDGE", "CASE", "CUP"}
    | {"CELLO PACK", "CYLINDER", "DIALPACK", "DOSE PACK", "INHALER", "PACKAGE", "PACKET", "POUCH", "SYRINGE"}
    | {"TRAY", "VIAL"}
)


class _Weighed(Struct, frozen=True, kw_only=True, gc=False):
    """What some levels come to, whatever NDCs they bear."""

    levels: tuple[Level, ...]
    state: PackageState
    doubt: str
    unit: Unit | None
    sizes: tuple[Quantity | None, ...]  # base units in one container of each level, outermost first


def read_nest(text: str, *, form: str = "") -> PackageNest:
    """Read a package text; what is not certain is said, never guessed.

    Args:
        text: The directory's package description, as listed.
        form: The directory's dosage form; a tablet sold by the gram is then seen as a contradiction.
    """
    if "*" in text or form == "KIT":
        return _kit(text)
    parts = _parts(text)
    weighed = _weigh(tuple([part.partition("(")[0].strip() for part in parts]), form)
    if weighed.state is PackageState.KIT:
        return _kit(text)
    doubt = weighed.doubt
    state, unit, sizes = weighed.state, weighed.unit, weighed.sizes
    if _is_cut_off(text, weighed.levels):
        doubt = f"The package text is cut off after {CUT_AT} characters."
        state, unit, sizes = PackageState.UNREAD, None, (None,) * len(weighed.levels)
    codes = [_code(part) for part in parts]
    return PackageNest(
        text=text,
        levels=tuple(map(_coded, weighed.levels, codes)),
        parts=(),
        state=state,
        doubt=doubt,
        unit=unit,
        total=sizes[0] if sizes else None,
        inner=_inner(codes, sizes) if len(codes) > 1 else (),
    )


def _parts(text: str) -> list[str]:
    """Split a text into its levels; five in six have one, and need no regular expression."""
    return _BETWEEN_LEVELS.split(text.strip()) if ">" in text or "/" in text else [text]


def _inner(codes: Sequence[str], sizes: Sequence[Quantity | None]) -> tuple[InnerPack, ...]:
    return tuple(
        InnerPack(code, size)
        for code, size in zip(codes[1:], sizes[1:], strict=False)
        if code not in {"", codes[0]}
    )


@lru_cache(maxsize=16384)  # 62,873 packages share some 9,000 different nests, NDCs left aside
def _weigh(bodies: tuple[str, ...], form: str) -> _Weighed:
    """Total a nest, or say why it cannot be."""
    levels = _levels(bodies)
    if not levels:
        blank = not any(bodies)
        said = (
            "The directory gives no package text."
            if blank
            else "The package text is not in a shape that can be read."
        )
        return _doubted(levels, said)
    if any(level.content == "KIT" for level in levels):
        return _Weighed(levels=levels, state=PackageState.KIT, doubt="", unit=None, sizes=())
    counted = levels
    if len(levels) > 1 and _head(levels[-1].container) in _COUNTED_FORMS:
        counted = levels[:-1]  # `72 h in 1 PATCH`: what one patch gives is its strength, not its count
    last = counted[-1]
    unit, scale = _MEASURES.get(last.content, (Unit.EACH, Decimal(1)))
    doubt = _contradiction(levels) or _doubtful_content(last, unit, form)
    if doubt:
        return _doubted(levels, doubt)
    innermost = size = last.count * scale
    sizes = [_quantity(size)]
    for level in reversed(counted[:-1]):
        size *= level.count
        sizes.append(_quantity(size))
    if sizes[-1] is None:
        return _doubted(levels, "The package text gives an amount that is not a whole thousandth of a unit.")
    bulk = _bulk(counted, unit, innermost)
    return _Weighed(
        levels=levels,
        state=PackageState.BULK if bulk else PackageState.STOCKABLE,
        doubt=bulk,
        unit=unit,
        sizes=tuple(reversed(sizes)),
    )


def _doubted(levels: tuple[Level, ...], doubt: str) -> _Weighed:
    return _Weighed(
        levels=levels, state=PackageState.UNREAD, doubt=doubt, unit=None, sizes=(None,) * len(levels)
    )


def _kit(text: str) -> PackageNest:
    """Take a kit apart without totalling it."""
    outer, *parts = (_coded_levels(part) for part in _BETWEEN_PARTS.split(text))
    inner = {
        level.ndc: InnerPack(level.ndc, None)
        for level in (*outer[1:], *(level for part in parts for level in part))
        if level.ndc and level.ndc != (outer[0].ndc if outer else "")
    }
    return PackageNest(
        text=text,
        levels=outer,
        parts=tuple(part for part in parts if part),
        state=PackageState.KIT,
        doubt="This is a kit of several products; confirm what one kit counts as.",
        unit=None,
        total=None,
        inner=tuple(inner.values()),
    )


def _coded_levels(text: str) -> tuple[Level, ...]:
    """Return the levels of a part of a kit with their NDCs."""
    parts = _parts(text)
    levels = _levels(part.partition("(")[0].strip() for part in parts)
    return tuple(map(_coded, levels, map(_code, parts)))


def _levels(bodies: Iterable[str]) -> tuple[Level, ...]:
    """Return the levels of a nest, or nothing when any of them is not in the known shape."""
    levels = [_level(body) for body in bodies]
    return tuple(level for level in levels if level is not None) if None not in levels else ()


def _code(part: str) -> str:
    found = _CODE.search(part)
    return found[1] if found else ""


def _coded(level: Level, code: str) -> Level:
    return Level(level.count, level.content, level.container, code) if code else level


def _is_cut_off(text: str, levels: tuple[Level, ...]) -> bool:
    """Return whether a text ends where copies of the directory cut it, and not with a finished level."""
    return (len(text) == CUT_AT and not text.endswith(")")) or (len(text) > CUT_AT and not levels)


@lru_cache(maxsize=8192)  # 62,873 packages share some 3,000 different levels
def _level(body: str) -> Level | None:
    """Read one level without its code."""
    match = _LEVEL.fullmatch(body)
    if match is None:
        return None
    content, container = (" ".join(match[name].split()) for name in ("content", "container"))
    return Level(Decimal(match["count"]), content, container, "")


def _contradiction(levels: tuple[Level, ...]) -> str:
    """Return why the levels cannot be one nest, or nothing."""
    for outer, inside in itertools.pairwise(levels):
        if outer.content != inside.container:
            return f"The package holds {outer.content}, yet the text goes on with {inside.container}."
        if outer.count != outer.count.to_integral_value():
            return f"The text counts {outer.count} {outer.content}, which is not a whole number of packages."
    if any(level.count == 0 for level in levels):
        return "The package text counts none of something."
    return ""


def _doubtful_content(last: Level, unit: Unit, form: str) -> str:
    """Return why the innermost amount cannot be counted in base units, or nothing."""
    if unit is Unit.EACH:
        return _uncountable(last)
    if _head(form) in _COUNTED_FORMS:
        return f"The text measures a {form.lower()} in {last.content} instead of counting it."
    return ""


def _uncountable(last: Level) -> str:
    """Return why the content of the innermost package is not a number of items, or nothing."""
    content = last.content.lower()
    if not last.content[0].isupper():  # durations, areas, activities: what one gives, not how many there are
        return f"The text gives {_SPELLED.get(content, content)}, which does not say how many there are."
    if _head(last.content) in _CONTAINERS:
        return f"The text does not say what one {content} holds."
    if last.count != last.count.to_integral_value():
        return f"The text counts {last.count} {content}, which is not a whole number."
    if last.count > 1 and _head(last.content) in _POURED_FORMS and _head(last.container) in _POURED_FROM:
        return f"The text counts {last.count} {content} without saying of what measure."
    return ""


def _bulk(levels: tuple[Level, ...], unit: Unit, innermost: Decimal) -> str:
    """Return why the package is bulk rather than pharmacy stock, or nothing."""
    for level in levels:
        if _head(level.container) in _BULK_CONTAINERS:
            return f"A {level.container.lower()} is a bulk container, not pharmacy stock."
    if unit is Unit.EACH and innermost > BULK_COUNT:
        return f"More than {BULK_COUNT:,} in one container is bulk, not pharmacy stock."
    last = levels[-1]
    heavy = innermost > BULK_GRAMS or last.content == "kg"
    if unit is Unit.GRAM and heavy and last.container != "CYLINDER":  # a gas is sold by weight in cylinders
        return "Kilograms in one container are bulk, not pharmacy stock."
    return ""


def _head(name: str) -> str:
    """Return a form or container without what follows its comma or stroke: `VIAL` of `VIAL, MULTI-DOSE`."""
    return name.partition(",")[0].partition("/")[0]


def _quantity(base_units: Decimal) -> Quantity | None:
    """Return an exact quantity, or None where thousandths do not suffice or it is absurdly large."""
    thousandths = base_units * THOUSAND
    if thousandths != thousandths.to_integral_value() or not 0 < thousandths <= LARGEST:
        return None
    return Quantity(int(thousandths))
