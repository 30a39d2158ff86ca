"""The pharmacy's own products, their schedules, pack codes and levels."""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, update
from sqlalchemy.dialects.sqlite import insert as upsert

from db.projections.replacing import replacing
from db.schema import LEVEL, PACK_CODE, PRODUCT, PRODUCT_SCHEDULE
from rxdesk.domain.facts import CodeLinked, CodeUnlinked, LevelsSet, LotReceived, ProductSetUp
from rxdesk.domain.records import Entry

_PRODUCT: Final = replacing(PRODUCT)
_DROP_SCHEDULES: Final = delete(PRODUCT_SCHEDULE).where(PRODUCT_SCHEDULE.c.product == bindparam("of"))
_SCHEDULE: Final = insert(PRODUCT_SCHEDULE)
_DERIVED_CODE: Final = upsert(PACK_CODE).on_conflict_do_nothing()
_LINK: Final = replacing(PACK_CODE)
_UNLINK: Final = delete(PACK_CODE).where(PACK_CODE.c.code == bindparam("of"))
_SEEN_ON_A_PACK: Final = (
    update(PACK_CODE)
    .where(
        PACK_CODE.c.code == bindparam("of"),
        PACK_CODE.c.product == bindparam("for_product"),
        PACK_CODE.c.derived == 1,
    )
    .values(derived=0)
)
_LEVELS: Final = replacing(LEVEL)
_JSON: Final = msgspec.json.Encoder(order="sorted")


def apply(connection: Connection, entry: Entry) -> None:
    """Bring products, codes and levels up to date with an entry."""
    match entry.fact:
        case ProductSetUp() as fact:
            _set_up(connection, fact)
        case CodeLinked() as fact:
            connection.execute(
                _LINK,
                {
                    "code": fact.code,
                    "product": fact.product,
                    "quantity": fact.quantity,
                    "level": fact.level,
                    "derived": 0,
                },
            )
        case CodeUnlinked(code=code):
            connection.execute(_UNLINK, {"of": code})
        case LotReceived(gtin14=str() as gtin14, product=product):
            connection.execute(_SEEN_ON_A_PACK, {"of": gtin14, "for_product": product})
        case LevelsSet() as fact:
            connection.execute(
                _LEVELS,
                {
                    "product": fact.product,
                    "minimum": fact.minimum,
                    "maximum": fact.maximum,
                    "home": fact.home,
                },
            )
        case _:
            pass


def _set_up(connection: Connection, fact: ProductSetUp) -> None:
    details = fact.details
    words = (
        details.name,
        details.generic_name,
        details.strength,
        details.labeler,
        fact.product,
        fact.product.replace("-", ""),
        details.ndc11,
        *(level.gtin14 for level in details.pack_levels),
    )
    connection.execute(
        _PRODUCT,
        {
            "product": fact.product,
            "name": details.name,
            "generic_name": details.generic_name,
            "strength": details.strength,
            "form": details.form,
            "labeler": details.labeler,
            "unit": details.unit,
            "pack_quantity": details.pack_quantity,
            "equivalence_key": details.equivalence_key,
            "ndc11": details.ndc11,
            "flags": f" {' '.join(details.flags)} " if details.flags else "",
            "search_text": " ".join(words).lower(),
            "details": _JSON.encode(details).decode(),
        },
    )
    connection.execute(_DROP_SCHEDULES, {"of": fact.product})
    if details.schedules:
        connection.execute(
            _SCHEDULE,
            [
                {
                    "product": fact.product,
                    "from_day": "" if since.from_day is None else since.from_day.isoformat(),
                    "schedule": since.schedule,
                }
                for since in details.schedules
            ],
        )
    if details.pack_levels:
        connection.execute(
            _DERIVED_CODE,
            [
                {
                    "code": level.gtin14,
                    "product": fact.product,
                    "quantity": level.quantity,
                    "level": level.level,
                    "derived": int(level.derived),
                }
                for level in details.pack_levels
            ],
        )
