"""The journal as people read it: which entries a page holds first, then these whole and in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, Final

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Text,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    union,
)

from db.moments import read_moment, stored
from db.reads import conditions as on
from db.reads.driving import driving
from db.schema import ENTRY, MOVEMENT, ORDERED, PERSON, PRODUCT, REVERSAL
from rxdesk.domain.facts import (
    REVERSIBLE,
    EntryReversed,
    Fact,
    FactUnread,
    OpeningStockLoaded,
    ProductsOrdered,
    read_fact,
)
from rxdesk.domain.identity import EntryId, PersonId, ProductId
from rxdesk.domain.quantity import Unit
from rxdesk.domain.sentences import Called, called, sentence_of
from rxdesk.ports.queries import JournalQuery
from rxdesk.ports.rows import JournalRow

LATE_AFTER: Final = timedelta(minutes=1)
"""An entry recorded so long after the act is shown as a late one."""

_UNREAD: Final = (
    "This entry cannot be read. Run `rxdesk check`, and restore the last backup if it confirms this."
)
_REVERSIBLE_KINDS: Final = frozenset(kind.__name__ for kind in REVERSIBLE)
_JSON: Final = msgspec.json.Encoder()

_E: Final = ENTRY.c
_corrected: Final = ENTRY.alias("corrected")
_reversing: Final = ENTRY.alias("reversing")
_actor: Final = PERSON.alias("actor")
_signer: Final = PERSON.alias("signer")
_page_of: Final = on.json_list("seqs", "page")
_ROWS: Final = (
    select(
        _E.seq,
        _E.id,
        _E.happened_at,
        _E.recorded_at,
        _E.kind,
        _E.version,
        _E.payload,
        _E.meaning,
        _E.reason,
        _E.corrects,
        func.coalesce(_actor.c.name, _E.person, "").label("person"),
        func.coalesce(_signer.c.name, _E.witness, "").label("witness"),
        _corrected.c.seq.label("corrects_seq"),
        REVERSAL.c.by.label("reversed_by"),
        _reversing.c.seq.label("reversed_by_seq"),
    )
    .select_from(driving(_page_of, ENTRY, _E.seq == _page_of.c.value))
    .outerjoin(_actor, _actor.c.person == _E.person)
    .outerjoin(_signer, _signer.c.person == _E.witness)
    .outerjoin(_corrected, _corrected.c.id == _E.corrects)
    .outerjoin(REVERSAL, REVERSAL.c.entry == _E.id)
    .outerjoin(_reversing, _reversing.c.id == REVERSAL.c.by)
    .order_by(_page_of.c.key)
)

# In the words of its index.
_product: Final[ColumnElement[str]] = literal_column("entry.payload ->> '$.product'", type_=Text)
_opening: Final = ENTRY.alias("opening")
_ABOUT_PRODUCT: Final = union(
    select(_E.seq).where(_product == bindparam("of_product")),
    select(ORDERED.c.entry_seq).where(ORDERED.c.product == bindparam("of_product")),
    # The one kind whose many lines are not in a table of their own.
    select(MOVEMENT.c.entry_seq).where(
        MOVEMENT.c.product == bindparam("of_product"),
        # The sum keeps SQLite from going through all lines of an opening instead of those of the product.
        (MOVEMENT.c.entry_seq + 0).in_(
            select(_opening.c.seq).where(_opening.c.kind == on.written(OpeningStockLoaded.__name__))
        ),
    ),
).subquery("about")

_products: Final = on.json_list("products", "of")
_PRODUCTS: Final = select(
    *(PRODUCT.c.product, PRODUCT.c.name, PRODUCT.c.generic_name),
    *(PRODUCT.c.strength, PRODUCT.c.unit, PRODUCT.c.form),
).select_from(driving(_products, PRODUCT, PRODUCT.c.product == _products.c.value))
_PEOPLE: Final = select(PERSON.c.person, PERSON.c.name)
_SEQ: Final = select(_E.seq).where(_E.id == bindparam("of_entry"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesRead:
    """What some products and everybody are called."""

    products: dict[ProductId, Called]
    people: dict[PersonId, str]

    def product(self, product: ProductId) -> Called:
        """Return what a product is called; its NDC when it is not known."""
        known = self.products.get(product)
        return Called(title=product, unit=Unit.EACH, form="") if known is None else known

    def person(self, person: PersonId) -> str:
        """Return a person's name; their id when they are not known."""
        return self.people.get(person, person)


def journal_seqs(connection: Connection, query: JournalQuery) -> list[int]:
    """Return the positions of a page's entries, newest first."""
    statement = (
        _found(*_variant(query)).order_by(_E.seq.desc()).limit(bindparam("most")).offset(bindparam("skipped"))
    )
    values = _values(query) | {"most": query.limit, "skipped": query.offset}
    return [row[0] for row in connection.execute(statement, values)]


def journal_total(connection: Connection, query: JournalQuery) -> int:
    """Return how many entries a query has over all its pages."""
    statement = select(func.count()).select_from(_found(*_variant(query)).subquery())
    return connection.execute(statement, _values(query)).scalar_one()


def journal_rows(connection: Connection, seqs: Sequence[int]) -> list[JournalRow]:
    """Return the entries at some positions, in their order."""
    if not seqs:
        return []
    rows = connection.execute(_ROWS, {"seqs": _JSON.encode(seqs).decode()}).all()
    facts = [_fact(row) for row in rows]
    names = names_in(connection, [fact for fact in facts if fact is not None])
    return [_journal_row(row, fact, names) for row, fact in zip(rows, facts, strict=True)]


def seq_of(connection: Connection, entry: EntryId) -> int | None:
    """Return the position of an entry."""
    return connection.execute(_SEQ, {"of_entry": entry}).scalar()


def names_in(connection: Connection, facts: Iterable[Fact]) -> NamesRead:
    """Return what the products in some facts and all people are called."""
    products = {product for fact in facts for product in _products_in(fact)}
    rows = connection.execute(_PRODUCTS, {"products": _JSON.encode(sorted(products)).decode()})
    return NamesRead(
        products={
            ProductId(row.product): called(
                ProductId(row.product),
                name=row.name,
                generic_name=row.generic_name,
                strength=row.strength,
                unit=Unit(row.unit),
                form=row.form,
            )
            for row in rows
        },
        people={PersonId(row.person): row.name for row in connection.execute(_PEOPLE)},
    )


def _products_in(fact: Fact) -> Iterable[ProductId]:
    match fact:
        case ProductsOrdered(lines=lines):
            return [line.product for line in lines[:1]]  # more are counted, not named
        case EntryReversed(movements=movements, product=product):
            named = [movement.product for movement in movements]
            return named if product is None else [*named, product]
        case _:
            product: ProductId | None = getattr(fact, "product", None)
            return () if product is None else (product,)


def _fact(row: Row[*tuple[Any, ...]]) -> Fact | None:
    try:
        return read_fact(row.kind, row.version, row.payload)
    except FactUnread:
        return None  # shown as what it is; `check` names the damage


def _journal_row(row: Row[*tuple[Any, ...]], fact: Fact | None, names: NamesRead) -> JournalRow:
    happened_at, recorded_at = read_moment(row.happened_at), read_moment(row.recorded_at)
    product: str | None = getattr(fact, "product", None)
    return JournalRow(
        seq=row.seq,
        entry=EntryId(row.id),
        happened_at=happened_at,
        recorded_at=recorded_at,
        kind=row.kind,
        sentence=_UNREAD if fact is None else sentence_of(fact, names),
        product=None if product is None else ProductId(product),
        person=row.person,
        witness=row.witness,
        meaning=row.meaning or "",
        reason=row.reason,
        corrects=None if row.corrects is None else EntryId(row.corrects),
        corrects_seq=row.corrects_seq,
        reversed_by=None if row.reversed_by is None else EntryId(row.reversed_by),
        reversed_by_seq=row.reversed_by_seq,
        reversible=row.kind in _REVERSIBLE_KINDS and row.reversed_by is None and fact is not None,
        late=recorded_at - happened_at > LATE_AFTER,
    )


def _variant(query: JournalQuery) -> tuple[bool, bool, bool, bool, bool, int]:
    return (
        query.product is not None,
        bool(query.kinds),
        query.person is not None,
        query.since is not None,
        query.until is not None,
        len(on.words_in(query.text)),
    )


def _values(query: JournalQuery) -> dict[str, Any]:
    return {
        "of_product": query.product,
        "of_kinds": _JSON.encode(query.kinds).decode(),
        "of_person": query.person,
        "since": None if query.since is None else stored(query.since),
        "until": None if query.until is None else stored(query.until),
        **on.word_values(on.words_in(query.text)),
    }


@cache
def _found(
    of_product: bool,  # noqa: FBT001  # the variants of one statement, each built once
    of_kinds: bool,  # noqa: FBT001
    of_person: bool,  # noqa: FBT001
    since: bool,  # noqa: FBT001
    until: bool,  # noqa: FBT001
    words: int,
) -> Select[int]:
    statement = select(_E.seq)
    if of_product:
        statement = statement.where(_E.seq.in_(select(_ABOUT_PRODUCT.c.seq)))
    if of_kinds:
        statement = statement.where(_E.kind.in_(select(on.json_list("of_kinds", "kinds").c.value)))
    if of_person:
        statement = statement.where(
            or_(_E.person == bindparam("of_person"), _E.witness == bindparam("of_person"))
        )
    if since:
        statement = statement.where(_E.recorded_at >= bindparam("since"))
    if until:
        statement = statement.where(_E.recorded_at < bindparam("until"))
    return statement.where(*(_has_word(number) for number in range(words)))


def _has_word(number: int) -> ColumnElement[bool]:
    """Return the condition that a word stands in the payload, the reason, or what its product is called."""
    word = bindparam(f"word_{number}", type_=Text)
    return or_(
        func.instr(func.lower(_E.payload), word) > 0,
        func.instr(func.lower(_E.reason), word) > 0,
        _product.in_(select(PRODUCT.c.product).where(func.instr(PRODUCT.c.search_text, word) > 0)),
    )
