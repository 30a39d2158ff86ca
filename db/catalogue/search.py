"""Search as somebody types: words in any order, parts of words, digits of NDCs, one mistake a word.

Each step asks the full text only for as many rows as are still wanted, in alphabetical order, because
ranking thousands of hits costs more than finding them. The steps, best first: the NDC whose digits were
typed; names that begin with the first word; generic names that do; every word somewhere; parts of words;
words one mistake away. Stocked products lead each of the exact steps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from rapidfuzz.distance import OSA
from sqlalchemy import Connection, Integer, Select, bindparam, func, select

from db.catalogue.load import shown_shelf
from db.catalogue.lookup import by_ndcs, listed
from db.catalogue.rows import from_columns
from db.catalogue.tables import SHELVES, Shelf
from db.catalogue.words import EDGE, words_of
from rxdesk.domain.catalogue import CatalogueHit
from rxdesk.domain.ndc import NdcUnreadable, candidates_from_typed

FEW: Final = 5
"""With fewer exact hits than this, typing mistakes are forgiven too."""

FORGIVEN_FROM: Final = 4
"""Letters a word needs before a mistake in it is forgiven: shorter ones are close to everything."""

_VARIANTS: Final = 40
_CANDIDATES: Final = 3_000
_CODE: Final = re.compile(r"(?:NDC)?[\s:#]*([0-9][0-9A-Z\s-]{2,})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class _Questions:
    """The statements of one shelf, built once."""

    words: Select[Any]
    stocked_words: Select[Any]
    codes: Select[Any]
    containing: Select[Any]
    near: Select[Any]
    rows: Select[Any]


def _questions(shelf: Shelf) -> _Questions:
    words, codes, vocabulary = shelf.words, shelf.codes, shelf.vocabulary
    most = bindparam("most", type_=Integer)
    stocked = (
        select(shelf.places.c.place)
        .join_from(shelf.places, shelf.listing, shelf.places.c.row == shelf.listing.c.row)
        .where(
            shelf.listing.c.ndc.in_(
                select(func.json_each(bindparam("stocked")).table_valued("value").c.value)
            )
        )
    )
    matching = select(words.c.rowid).where(words.c[words.name].op("MATCH")(bindparam("query")))
    return _Questions(
        words=matching.order_by(words.c.rowid).limit(most),
        # The sum keeps SQLite from asking the full text once for each stocked product.
        stocked_words=matching.where((words.c.rowid + 0).in_(stocked)).order_by(words.c.rowid).limit(most),
        codes=select(codes.c.rowid)
        .where(codes.c[codes.name].op("MATCH")(bindparam("query")))
        .order_by(codes.c.rowid)
        .limit(most),
        containing=select(vocabulary.c.word)
        .where(vocabulary.c[vocabulary.name].op("MATCH")(bindparam("query")))
        .limit(most),
        near=select(vocabulary.c.word)
        .where(vocabulary.c[vocabulary.name].op("MATCH")(bindparam("query")))
        .limit(_CANDIDATES),
        rows=select(shelf.places.c.place, *listed(shelf).selected_columns)
        .join_from(shelf.places, shelf.listing, shelf.places.c.row == shelf.listing.c.row)
        .where(shelf.places.c.place.in_(bindparam("places", expanding=True))),
    )


_QUESTIONS: Final = {name: _questions(shelf) for name, shelf in SHELVES.items()}


def search(
    connection: Connection, text: str, *, limit: int = 50, stocked: Collection[str] = ()
) -> tuple[CatalogueHit, ...]:
    """Return the packages that a typed text may mean, the likeliest first.

    Args:
        connection: Where to look.
        text: Words, parts of words, an NDC or a part of it, a GTIN; all of the words must fit.
        limit: The most hits wanted.
        stocked: Native NDCs of products the pharmacy keeps; they come first.
    """
    shelf = shown_shelf(connection)
    if shelf is None or not text.strip():
        return ()
    finder = _Finder(connection, shelf, limit, stocked)
    finder.find_code(text)
    finder.find_words(words_of(text))
    return finder.hits()


class _Finder:
    """Collects places, best first, until enough are found."""

    def __init__(self, connection: Connection, shelf: Shelf, limit: int, stocked: Collection[str]) -> None:
        self._connection = connection
        self._questions = _QUESTIONS[shelf.name]
        self._limit = limit
        self._stocked = stocked
        self._stocked_json = msgspec.json.encode(list(stocked)).decode() if stocked else ""
        self._exact: list[CatalogueHit] = []
        self._places: dict[int, bool] = {}  # place to whether a mistake was forgiven

    def find_code(self, text: str) -> None:
        """Look for an NDC or GTIN, whole or in part."""
        match = _CODE.fullmatch(text.strip())
        if match is None:
            return
        try:
            whole = by_ndcs(self._connection, [ndc.native for ndc in candidates_from_typed(text)])
        except NdcUnreadable:
            whole = ()
        self._exact = [
            CatalogueHit(row=row, stocked=row.ndc in self._stocked, forgiven=False) for row in whole
        ]
        digits = re.sub(r"[\s-]", "", match[1]).upper()
        if not whole and len(digits) > 2:
            self._take(self._questions.codes, f'"{digits}"')

    def find_words(self, words: list[str]) -> None:
        """Look for words: as typed, then in parts of words, then one mistake away."""
        if not words or self._exact:
            return
        self._take_groups([[] for _ in words], words, forgiven=False)
        if len(self._places) < self._limit:
            self._take_variants(words, self._containing, forgiven=False)
        if len(self._places) < FEW:
            self._take_variants(words, self._near, forgiven=True)

    def hits(self) -> tuple[CatalogueHit, ...]:
        """Return what was found, in the order of finding."""
        if not self._places:
            return tuple(self._exact[: self._limit])
        found = {
            place: from_columns(columns)
            for place, *columns in self._connection.execute(
                self._questions.rows, {"places": list(self._places)}
            )
        }
        hits = [
            CatalogueHit(row=found[place], stocked=found[place].ndc in self._stocked, forgiven=forgiven)
            for place, forgiven in self._places.items()
        ]
        return tuple([*self._exact, *hits][: self._limit])

    def _take(self, question: Select[Any], query: str, *, forgiven: bool = False, **more: str) -> None:
        """Add the places that fit a full-text query, up to the limit."""
        if len(self._places) >= self._limit:
            return
        asked = {"query": query, "most": self._limit, **more}
        for place in self._connection.execute(question, asked).scalars():
            if len(self._places) < self._limit:
                self._places.setdefault(place, forgiven)

    def _take_variants(
        self, words: list[str], variants_of: Callable[[str], Iterable[str]], *, forgiven: bool
    ) -> None:
        """Look for words or what may stand for them; nothing where no word has a variant."""
        variants = [list(variants_of(word)) for word in words]
        if any(variants):
            self._take_groups(variants, words, forgiven=forgiven)

    def _take_groups(self, variants: list[list[str]], words: list[str], *, forgiven: bool) -> None:
        """Look for rows with every word or one of its variants: stocked, by name, by generic name, all."""
        groups = [
            [_prefix(word), *map(_quoted, others)] for word, others in zip(words, variants, strict=True)
        ]
        rest = [_any(group) for group in groups[1:]]
        everywhere = _all([_any(groups[0]), *rest])
        if self._stocked_json:
            self._take(
                self._questions.stocked_words, everywhere, forgiven=forgiven, stocked=self._stocked_json
            )
        for column in ("name", "generic_name"):
            begins = f"{column} : ({_any([f'^ {word}' for word in groups[0]])})"
            self._take(self._questions.words, _all([begins, *rest]), forgiven=forgiven)
        self._take(self._questions.words, everywhere, forgiven=forgiven)

    def _containing(self, word: str) -> list[str]:
        """Return listed words that have a word inside."""
        if len(word) < 3 or not word.isalpha():
            return []
        asked = {"query": _quoted(word), "most": _VARIANTS}
        return [
            found.strip(EDGE)
            for found in self._connection.execute(self._questions.containing, asked).scalars()
        ]

    def _near(self, word: str) -> list[str]:
        """Return listed words that begin one mistake away from a word, the nearest first."""
        if len(word) < FORGIVEN_FROM or not word.isalpha():
            return []
        edged = f"{EDGE}{EDGE}{word}{EDGE}"
        trigrams = dict.fromkeys(edged[start : start + 3] for start in range(len(edged) - 2))
        # A single mistake spoils three trigrams at most, so a word one mistake away shares another.
        asked = {"query": _any(map(_quoted, trigrams))}
        near: list[tuple[int, int, str]] = []
        for found in self._connection.execute(self._questions.near, asked).scalars():
            other = found.strip(EDGE)
            distance = mistakes_between(word, other)
            if distance <= 1:
                near.append((distance, len(other), other))
        return [other for _, _, other in sorted(near)[:_VARIANTS]]


def mistakes_between(typed: str, listed_word: str) -> int:
    """Return how many mistakes lie between a typed word and the beginning of a listed one; 2 is too many.

    A mistake is a letter too many, too few, wrong, or swapped with its neighbour.
    """
    size = len(typed)
    return min(OSA.distance(typed, listed_word[:end], score_cutoff=1) for end in (size - 1, size, size + 1))


def _quoted(word: str) -> str:
    return f'"{word}"'


def _prefix(word: str) -> str:
    """Return a query for words that begin with a word; a number is meant whole: 5 is not 50."""
    return f'"{word}"*' if word.isalpha() else f'"{word}"'


def _any(queries: Iterable[str]) -> str:
    return " OR ".join(queries)


def _all(parts: Iterable[str]) -> str:
    return " AND ".join(f"({part})" for part in parts)
