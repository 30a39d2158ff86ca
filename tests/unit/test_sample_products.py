from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from rxdesk.domain.ndc import Ndc, gtin14_from_ndc
from rxdesk.domain.package_nest import read_nest
from rxdesk.domain.schedule import Schedule, schedule_on
from rxdesk.domain.tall_man import look_alikes
from rxdesk.intake.sample_products import FORMAT, SampleProduct, details_of, read_sample_products

SAMPLE = read_sample_products()


def test_the_file_says_what_it_is_not() -> None:
    assert SAMPLE.format == FORMAT
    assert SAMPLE.notice.startswith("Not a clinical source.")
    assert SAMPLE.source_year == 2015


@pytest.mark.parametrize("product", SAMPLE.products, ids=lambda product: product.ndc)
def test_each_product_agrees_with_itself(product: SampleProduct) -> None:
    ndc = Ndc.parse(product.ndc)
    assert product.ndc11 == ndc.ndc11
    assert (product.gtin14, product.gtin_derived) == (gtin14_from_ndc(ndc), True)
    nest = read_nest(product.package_text, form=product.form)
    if product.size_confirmed_by_hand:
        assert nest.total is None
    else:
        assert (nest.unit, nest.total) == (product.unit, product.pack_quantity)


def test_no_product_comes_twice() -> None:
    assert [
        ndc for ndc, count in Counter(product.ndc for product in SAMPLE.products).items() if count > 1
    ] == []


def test_the_sample_has_the_variety_of_a_back_room() -> None:
    today = date(2026, 11, 23)
    schedules = Counter(
        schedule_on(((one.schedule, one.since) for one in product.schedules), today)
        for product in SAMPLE.products
    )
    keys = Counter(product.equivalence_key for product in SAMPLE.products if product.equivalence_key)
    assert 140 <= len(SAMPLE.products) <= 180
    assert all(schedules[schedule] >= 3 for schedule in (Schedule.II, Schedule.III, Schedule.IV, Schedule.V))
    assert sum(1 for count in keys.values() if count > 1) >= 15
    assert {product.unit for product in SAMPLE.products} == {"EA", "ML", "GM"}
    assert sum(1 for product in SAMPLE.products if look_alikes(product.generic_name)) >= 10
    assert sum(1 for product in SAMPLE.products if "refrigerated" in product.flags) >= 10
    assert any(product.form == "KIT" for product in SAMPLE.products)


def test_hydrocodone_moved_to_schedule_two_in_october_2014() -> None:
    [product, *_] = [one for one in SAMPLE.products if "HYDROCODONE" in one.generic_name.upper()]
    history = [(one.schedule, one.since) for one in product.schedules]
    assert schedule_on(history, date(2014, 10, 5)) is Schedule.III
    assert schedule_on(history, date(2014, 10, 6)) is Schedule.II


def test_details_carry_their_source_and_derived_gtins() -> None:
    product = next(one for one in SAMPLE.products if one.inner)
    details = details_of(product, SAMPLE.source_year)
    assert details.source == "sample:2015"
    assert [level.level for level in details.pack_levels] == ["saleable", *["inner"] * len(product.inner)]
    assert all(level.derived for level in details.pack_levels)
