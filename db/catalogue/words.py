"""Text taken apart into the words it is found by; the same for what is listed and for what is typed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from rxdesk.domain.catalogue import CatalogueRow
from rxdesk.domain.ismp import form_text

EDGE: Final = "_"
"""Stands around a word in the vocabulary, so that its beginning and its end are trigrams too."""

_WORD: Final = re.compile(r"\d+(?:\.\d+)?|\.\d+|[a-z]+")
_GROUPED: Final = re.compile(r"(?<=\d),(?=\d{3})")
_SAME: Final = {"ug": "mcg", "iu": "units", "unit": "units"}


def words_of(text: str) -> list[str]:
    """Return the words of a text in small plain letters; numbers are words of their own: `10mg` is two.

    `1,000` is one number and `.5` is `0.5`, as strengths are listed.
    """
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.replace("µg", "mcg").replace("μg", "mcg"))
        plain = plain.encode("ascii", "ignore").decode()
    found: list[str] = _WORD.findall(_GROUPED.sub("", plain))
    return [f"0{word}" if word[0] == "." else _SAME.get(word, word) for word in found]


@lru_cache(maxsize=4096)  # names repeat from package to package
def _joined(text: str) -> str:
    return " ".join(words_of(text))


def searched(row: CatalogueRow) -> tuple[str, str, str]:
    """Return what a row is found by: its name, its generic name, and labeler, strength and form."""
    other = " ".join((_joined(row.labeler), _joined(row.strength), _joined(form_text(row.form))))
    return _joined(row.name), _joined(row.generic_name), other


def digits_of(row: CatalogueRow) -> str:
    """Return the digits a row is found by: those of its native NDC and of its billing form."""
    return f"{row.ndc.replace('-', '')} {row.ndc11}"


def sort_key(row: CatalogueRow) -> tuple[str, tuple[tuple[float, str], ...], str, int, str]:
    """Return what orders rows for a reader: name, strength by number, labeler, size, NDC."""
    return (_joined(row.name), _natural(row.strength), row.labeler, row.pack_quantity or 0, row.ndc)


@lru_cache(maxsize=4096)
def _natural(strength: str) -> tuple[tuple[float, str], ...]:
    """Return a strength so that 5 mg comes before 10 mg."""
    return tuple(
        (float(word), "") if word[0].isdigit() else (float("inf"), word) for word in words_of(strength)
    )
