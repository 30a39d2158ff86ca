"""A listing of the directory turned into a catalogue row; every format ends here.

What a format gives for a product is read once (`Drug`), what it gives for each of its packages makes the
row (`RowMaker.row`). Whatever is corrected, doubtful or left out on the way is written into the remarks.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final

from msgspec import Struct

from rxdesk.domain.catalogue import CatalogueRow, Ingredient, PackageState
from rxdesk.domain.equivalents import equivalence_key
from rxdesk.domain.ismp import strength_text
from rxdesk.domain.ndc import Ndc, NdcUnreadable, candidates_from_typed
from rxdesk.domain.package_nest import PackageNest, read_nest
from rxdesk.domain.remarks import Remarks
from rxdesk.domain.schedule import Schedule, ScheduleUnread, read_schedule

_UNFINISHED: Final = frozenset({"BULK INGREDIENT", "DRUG FOR FURTHER PROCESSING", "UNFINISHED"})
_ABOUT: Final = {
    PackageState.BULK: "bulk, not pharmacy stock",
    PackageState.KIT: "kit, size to be confirmed",
    PackageState.UNREAD: "package size to be confirmed",
}
_DAY: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})|(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


class Drug(Struct, frozen=True, kw_only=True, gc=False):
    """What a directory says of a product, whatever it is packed in."""

    product_ndc: str
    name: str
    generic_name: str
    labeler: str
    form: str
    route: str
    ingredients: tuple[Ingredient, ...]
    strength: str
    equivalence_key: str
    schedule: Schedule
    schedule_source: str
    product_type: str
    category: str
    application: str
    classes: str
    started_on: date | None
    ended_on: date | None
    unfinished: bool
    excluded: bool


class Package(Struct, frozen=True, kw_only=True, gc=False):
    """What a directory says of one package, still in its own words."""

    line: int
    ndc: str
    text: str
    started: str = ""
    ended: str = ""
    sample: bool = False
    excluded: bool = False


@lru_cache(maxsize=16384)  # labelers, forms and names repeat from product to product
def clean(text: str) -> str:
    """Return a text without the blanks that directories leave around and inside it."""
    return " ".join(text.split())


@lru_cache(maxsize=4096)
def read_day(text: str) -> date | None:
    """Return the day written as `20120601`, `2012-06-01` or `06/01/2012`; None when it is no day."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = (match[1], match[2], match[3]) if match[1] else (match[6], match[4], match[5])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


class Composition(Struct, frozen=True, gc=False):
    """What a product is made of, and what follows from it."""

    ingredients: tuple[Ingredient, ...]
    strength: str
    equivalence_key: str


def compose(ingredients: tuple[Ingredient, ...], *, form: str, route: str) -> Composition:
    """Write the strength of some ingredients and the key of their equivalents."""
    key = equivalence_key(ingredients, form=clean(form), route=clean(route))
    return Composition(ingredients, strength_text(ingredients), key)


@lru_cache(maxsize=16384)  # hundreds of makers list the same tablet
def read_composition(substances: str, amounts: str, units: str, form: str, route: str) -> Composition:
    """Pair the directory's three `;`-joined lists; a list of another length leaves strengths unknown."""
    names = _listed(substances)
    numbers, measures = _listed(amounts), _listed(units)
    if len(numbers) != len(names) or len(measures) != len(names):
        numbers = measures = [""] * len(names)
    return compose(tuple(map(Ingredient, names, numbers, measures)), form=form, route=route)


def _listed(joined: str) -> list[str]:
    return [clean(part) for part in joined.split(";")] if joined.strip() else []


def make_drug(  # noqa: PLR0913  # one argument per column; all are named
    *,
    product_ndc: str,
    name: str,
    suffix: str = "",
    generic_name: str,
    labeler: str,
    form: str,
    route: str,
    composition: Composition,
    schedule: Schedule,
    schedule_source: str,
    product_type: str = "",
    category: str = "",
    application: str = "",
    classes: str = "",
    started: str = "",
    ended: str = "",
    unfinished: bool = False,
    excluded: bool = False,
) -> Drug:
    """Read the columns of a product."""
    proprietary, generic, kind, market = (
        clean(f"{name} {suffix}"),
        clean(generic_name),
        clean(product_type),
        clean(category),
    )
    listed_form, listed_route = clean(form).upper(), clean(route).upper()
    return Drug(
        product_ndc=product_ndc.strip(),
        name=proprietary or generic,
        generic_name=generic,
        labeler=clean(labeler),
        form=listed_form,
        route=listed_route,
        ingredients=composition.ingredients,
        strength=composition.strength,
        equivalence_key=composition.equivalence_key,
        schedule=schedule,
        schedule_source=schedule_source.strip() if schedule.is_controlled else "",
        product_type=kind,
        category=market,
        application=application.strip(),
        classes=clean(classes),
        started_on=read_day(started),
        ended_on=read_day(ended),
        unfinished=unfinished or kind.upper() in _UNFINISHED or market.upper() in _UNFINISHED,
        excluded=excluded,
    )


class RowMaker:
    """Makes catalogue rows of one directory and sees to it that each package comes once."""

    def __init__(self, file: str, remarks: Remarks, seen: dict[str, int]) -> None:
        """Begin a file.

        Args:
            file: Its name, for remarks.
            remarks: Where corrections and refusals are written.
            seen: NDCs taken in so far and their lines, shared by the files of one directory.
        """
        self._file = file
        self._remarks = remarks
        self._seen = seen

    def schedule(self, text: str, line: int) -> Schedule:
        """Read a schedule; what is none is noted and taken as not controlled."""
        try:
            return read_schedule(text)
        except ScheduleUnread:
            said = f"“{text}” is not a DEA schedule; the product is listed as not controlled."
            self._remarks.noted(self._file, line, about="schedule unread", said=said)
            return Schedule.NONE

    def refuse(self, line: int, *, about: str, said: str) -> None:
        """Leave a line out."""
        self._remarks.refused(self._file, line, about=about, said=said)

    def row(self, drug: Drug, package: Package) -> CatalogueRow | None:
        """Return the row of a package, or None where it is refused; the remarks say why."""
        nest = read_nest(package.text.strip(), form=drug.form)
        key = self._ndc(package, drug, nest)
        if key is None:
            return None
        ndc, ndc11 = key
        first = self._seen.get(ndc)
        if first is not None:
            said = f"Package {ndc} is listed again; its first listing, on line {first:,}, stands."
            self._remarks.refused(self._file, package.line, about="listed twice", said=said)
            return None
        self._seen[ndc] = package.line
        if nest.ndc and nest.ndc != ndc:
            said = f"The package text of {ndc} names {nest.ndc}; the NDC column stands."
            self._remarks.noted(self._file, package.line, about="package text names another NDC", said=said)
        state, doubt = _state(drug, nest)
        if doubt:
            said = f"{ndc} {drug.name}: {doubt}"
            self._remarks.noted(self._file, package.line, about=_ABOUT[state], said=said)
        confirmed = state is not PackageState.UNREAD
        return CatalogueRow(
            ndc=ndc,
            ndc11=ndc11,
            name=drug.name,
            generic_name=drug.generic_name,
            labeler=drug.labeler,
            form=drug.form,
            route=drug.route,
            ingredients=drug.ingredients,
            strength=drug.strength,
            equivalence_key=drug.equivalence_key,
            schedule=drug.schedule,
            schedule_source=drug.schedule_source,
            product_type=drug.product_type,
            category=drug.category,
            application=drug.application,
            classes=drug.classes,
            package_text=nest.text,
            state=state,
            doubt=doubt,
            unit=nest.unit if confirmed else None,
            pack_quantity=nest.total if confirmed else None,
            inner=nest.inner,
            started_on=read_day(package.started) or drug.started_on,
            ended_on=read_day(package.ended) or drug.ended_on,
            sample=package.sample,
            excluded=package.excluded or drug.excluded,
            line=package.line,
        )

    def _ndc(self, package: Package, drug: Drug, nest: PackageNest) -> tuple[str, str] | None:
        """Return the native NDC of a package and its 11-digit alias, or None where it stays unknown."""
        text = package.ndc.strip().upper()
        native = _native(text)
        if native is not None:
            return text, native
        known = _from_digits(text, drug.product_ndc, nest.ndc)
        if known is not None:
            ndc, about = known
            said = f"“{text}” in the NDC column is read as {ndc}."
            self._remarks.repaired(self._file, package.line, about=about, said=said)
            return ndc.native, ndc.ndc11 or ""
        said = f"“{text}” is not an NDC whose hyphens are known."
        self._remarks.refused(self._file, package.line, about="NDC unreadable", said=said)
        return None


def _native(text: str) -> str | None:
    """Return the 11-digit alias of a hyphenated native NDC, nothing where it has none, None where it is none."""
    try:
        return Ndc.parse(text).ndc11 or ""
    except NdcUnreadable:
        return None


def _from_digits(text: str, product_ndc: str, text_ndc: str) -> tuple[Ndc, str] | None:
    """Return the native NDC that bare or billing digits stand for, when something else says where hyphens go.

    A spreadsheet that took the column for numbers dropped its leading zeros: 7 to 9 digits are 11.
    """
    about = "hyphens put back"
    if text.isascii() and text.isdigit() and 7 <= len(text) <= 9:
        text, about = text.zfill(11), "lost leading zeros"
    try:
        readings = candidates_from_typed(text)
    except NdcUnreadable:
        return None
    for reading in readings:
        if reading.native == text_ndc or (
            product_ndc and f"{reading.labeler}-{reading.product}" == product_ndc
        ):
            return reading, about
    return (readings[0], about) if len(readings) == 1 else None


def _state(drug: Drug, nest: PackageNest) -> tuple[PackageState, str]:
    """Return whether a package can be received without a question, and why not."""
    if drug.unfinished:
        return PackageState.BULK, "This is a bulk ingredient or an unfinished drug, not pharmacy stock."
    if drug.schedule is Schedule.I:
        return PackageState.BULK, "A schedule I substance is not pharmacy stock."
    return nest.state, nest.doubt
