"""The directory as openFDA publishes it: JSON, one object a product with its packages inside.

The whole file is about 0.3 GB, so products are taken out one by one as they stream past. They stand in a
list called `results`; single answers and collections that nest them deeper are searched as well.

Source: openFDA drug/ndc endpoint and downloads, fields as in its `drugndc.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

import msgspec

from rxdesk.domain.catalogue import CatalogueRow, Ingredient
from rxdesk.domain.remarks import Remarks
from rxdesk.intake.directory_tables import FDA_SCHEDULE
from rxdesk.intake.files import Part
from rxdesk.intake.json_stream import JsonReader
from rxdesk.intake.listing import Drug, Package, RowMaker, clean, compose, make_drug


class _Ingredient(msgspec.Struct):
    name: str = ""
    strength: str = ""


class _Packaging(msgspec.Struct):
    package_ndc: str = ""
    description: str = ""
    marketing_start_date: str = ""
    marketing_end_date: str = ""
    sample: bool = False


class _Product(msgspec.Struct):
    product_ndc: str
    packaging: list[_Packaging]
    generic_name: str = ""
    brand_name: str = ""
    brand_name_suffix: str = ""
    labeler_name: str = ""
    dosage_form: str = ""
    route: list[str] = []
    active_ingredients: list[_Ingredient] = []
    dea_schedule: str = ""
    product_type: str = ""
    marketing_category: str = ""
    application_number: str = ""
    pharm_class: list[str] = []
    marketing_start_date: str = ""
    marketing_end_date: str = ""
    finished: bool = True


def read_json(part: Part, remarks: Remarks, seen: dict[str, int]) -> Iterator[CatalogueRow]:
    """Yield a row for each package of each product; `line` is the product's place in the file.

    Raises:
        JsonBroken: The file ends early or is not JSON.
    """
    maker = RowMaker(part.name, remarks, seen)
    for place, found in enumerate(products(part), 1):
        try:
            product = msgspec.convert(found, _Product, strict=False)
        except msgspec.ValidationError as error:
            maker.refuse(
                place,
                about="product unreadable",
                said=f"The product is not as openFDA describes it: {error}.",
            )
            continue
        drug = _drug(product, place, maker)
        for packaging in product.packaging:
            package = Package(
                line=place,
                ndc=packaging.package_ndc,
                text=packaging.description,
                started=packaging.marketing_start_date,
                ended=packaging.marketing_end_date,
                sample=packaging.sample,
            )
            if row := maker.row(drug, package):
                yield row


def _drug(product: _Product, place: int, maker: RowMaker) -> Drug:
    route = "; ".join(product.route)
    return make_drug(
        product_ndc=product.product_ndc,
        name=product.brand_name,
        suffix="" if product.brand_name.endswith(product.brand_name_suffix) else product.brand_name_suffix,
        generic_name=product.generic_name,
        labeler=product.labeler_name,
        form=product.dosage_form,
        route=route,
        composition=compose(
            tuple(map(_ingredient, product.active_ingredients)), form=product.dosage_form, route=route
        ),
        schedule=maker.schedule(product.dea_schedule, place),
        schedule_source=FDA_SCHEDULE,
        product_type=product.product_type,
        category=product.marketing_category,
        application=product.application_number,
        classes=",".join(product.pharm_class),
        started=product.marketing_start_date,
        ended=product.marketing_end_date,
        unfinished=not product.finished,
    )


def _ingredient(listed: _Ingredient) -> Ingredient:
    amount, _, unit = listed.strength.strip().partition(" ")  # "10 mg/1"
    return Ingredient(clean(listed.name), amount, unit.strip())


def products(part: Part) -> Iterator[dict[str, object]]:
    """Yield every object that lists packages, in the order of the file.

    Raises:
        JsonBroken: The file ends early or is not JSON.
    """
    reader = JsonReader(part.name, part.chunks())
    if reader.peek() == "[":
        yield from _listing_packages(reader.items())
        return
    for key in reader.entries():
        values = reader.items() if key == "results" and reader.peek() == "[" else iter([reader.value()])
        yield from _listing_packages(values)


def _listing_packages(values: Iterable[object]) -> Iterator[dict[str, object]]:
    """Yield the products in some values, however deep they lie."""
    for value in values:
        if isinstance(value, dict):
            found = cast("dict[str, object]", value)
            if "packaging" in found and "product_ndc" in found:
                yield found
            else:
                yield from _listing_packages(found.values())
        elif isinstance(value, list):
            yield from _listing_packages(cast("list[object]", value))
