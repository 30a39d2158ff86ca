"""Names that are confused for each other, written so that they differ: hydrOXYzine, hydrALAZINE.

For what people read, on screen and on paper; never for identifiers or search keys. The list is a shipped
file, `resources/tall_man.csv`, because a pharmacy's own list will stand beside it one day.

Source: FDA, "FDA Name Differentiation Project", list of tall man names.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import Final

from rxdesk.paths import shipped

_WORD: Final = re.compile(r"[^\W\d_]+")


def tall_man(name: str) -> str:
    """Return a name with every word of the list in its tall-man form; all else as it is."""
    forms = _forms()
    return _WORD.sub(lambda word: forms.get(word[0].lower(), word[0]), name)


def shown_name(name: str, generic_name: str = "") -> str:
    """Return a product's name as people read it: the directory's, in tall-man letters.

    Some labelers list a generic in capitals throughout. Those are put into small letters, as capitals take
    from tall-man letters what tells names apart; the capitals of a brand are its own and stay.
    """
    words = [word.lower() for word in _WORD.findall(name)]
    of_generic = {word.lower() for word in _WORD.findall(generic_name)} | {"and"}
    if name.isupper() and of_generic.issuperset(words):
        name = name.capitalize()
    return tall_man(name)


def look_alikes(name: str) -> tuple[str, ...]:
    """Return the tall-man names that a name's words are confused with, in order; none for most names."""
    groups, forms = _groups(), _forms()
    words = [word.lower() for word in _WORD.findall(name)]
    alike = (
        other
        for word in words
        if word in forms
        for group in groups
        if forms[word] in group
        for other in group
    )
    own = {forms[word] for word in words if word in forms}
    return tuple(dict.fromkeys(other for other in alike if other not in own))


@cache
def _groups() -> tuple[tuple[str, ...], ...]:
    """Return the groups of names that are confused with each other."""
    groups: dict[str, list[str]] = {}
    text = shipped("resources", "tall_man.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        groups.setdefault(row["group"], []).append(row["name"])
    return tuple(map(tuple, groups.values()))


@cache
def _forms() -> dict[str, str]:
    """Return the tall-man form of each name in small letters."""
    return {name.lower(): name for group in _groups() for name in group}
