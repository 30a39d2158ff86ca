"""Catalogue rows to columns and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

import msgspec

from rxdesk.domain.catalogue import CatalogueRow, Ingredient, InnerPack, PackageState
from rxdesk.domain.quantity import Quantity, Unit
from rxdesk.domain.schedule import Schedule

_INGREDIENTS: Final = msgspec.json.Decoder(tuple[tuple[str, str, str], ...])
_INNER_PACKS: Final = msgspec.json.Decoder(tuple[tuple[str, int | None], ...])


def to_columns(row: CatalogueRow) -> tuple[object, ...]:
    """Return the values of a row in the order of the listing's columns, `row` left out."""
    return (
        row.ndc,
        row.ndc11,
        row.name,
        row.generic_name,
        row.labeler,
        row.form,
        row.route,
        _ingredients_json(row.ingredients),
        row.strength,
        row.equivalence_key,
        row.schedule.value,
        row.schedule_source,
        row.product_type,
        row.category,
        row.application,
        row.classes,
        row.package_text,
        row.state.value,
        row.doubt,
        None if row.unit is None else row.unit.value,
        row.pack_quantity,
        _inner_json(row.inner) if row.inner else "[]",
        None if row.started_on is None else row.started_on.isoformat(),
        None if row.ended_on is None else row.ended_on.isoformat(),
        int(row.sample),
        int(row.excluded),
        row.line,
    )


def from_columns(columns: Sequence[Any]) -> CatalogueRow:
    """Return the row that `to_columns` was given."""
    (
        ndc,
        ndc11,
        name,
        generic_name,
        labeler,
        form,
        route,
        ingredients,
        strength,
        equivalence_key,
        schedule,
        schedule_source,
        product_type,
        category,
        application,
        classes,
        package_text,
        state,
        doubt,
        unit,
        pack_quantity,
        inner_packs,
        started_on,
        ended_on,
        sample,
        excluded,
        line,
    ) = columns
    return CatalogueRow(
        ndc=ndc,
        ndc11=ndc11,
        name=name,
        generic_name=generic_name,
        labeler=labeler,
        form=form,
        route=route,
        ingredients=tuple(Ingredient(*listed) for listed in _INGREDIENTS.decode(ingredients)),
        strength=strength,
        equivalence_key=equivalence_key,
        schedule=Schedule(schedule),
        schedule_source=schedule_source,
        product_type=product_type,
        category=category,
        application=application,
        classes=classes,
        package_text=package_text,
        state=PackageState(state),
        doubt=doubt,
        unit=None if unit is None else Unit(unit),
        pack_quantity=None if pack_quantity is None else Quantity(pack_quantity),
        inner=tuple(
            InnerPack(inner, None if held is None else Quantity(held))
            for inner, held in _INNER_PACKS.decode(inner_packs)
        ),
        started_on=None if started_on is None else date.fromisoformat(started_on),
        ended_on=None if ended_on is None else date.fromisoformat(ended_on),
        sample=bool(sample),
        excluded=bool(excluded),
        line=line,
    )


@lru_cache(maxsize=64)  # packages of one product follow each other
def _ingredients_json(ingredients: tuple[Ingredient, ...]) -> str:
    return msgspec.json.encode([(one.substance, one.amount, one.unit) for one in ingredients]).decode()


def _inner_json(inner: tuple[InnerPack, ...]) -> str:
    return msgspec.json.encode([(one.ndc, one.quantity) for one in inner]).decode()
