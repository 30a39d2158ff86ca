"""Which products a scan may stand for."""

from __future__ import annotations

from datetime import date

from rxdesk.domain.identity import ProductId
from rxdesk.domain.known_codes import products_of
from rxdesk.domain.quantity import units
from rxdesk.domain.records import CodeMeaning
from rxdesk.domain.scan import read_scan

GTIN = "00399301417014"
READINGS = tuple(map(ProductId, ("9930-1417-01", "99301-417-01", "99301-4170-1")))
OUTER = ProductId("99301-0417-10")


def _meant(
    raw: str,
    *,
    kept: tuple[ProductId, ...] = (),
    listed: tuple[ProductId, ...] = (),
    code: ProductId | None = None,
    derived: bool = False,
) -> tuple[ProductId, ...]:
    def find_code(text: str) -> CodeMeaning | None:
        if code is None or text not in {GTIN, "A-17"}:
            return None
        return CodeMeaning(code=text, product=code, quantity=units(100), level="saleable", derived=derived)

    scan = read_scan(raw, today=date(2026, 11, 23))
    return products_of(scan, find_code=find_code, is_kept=kept.__contains__, is_listed=listed.__contains__)


def test_a_linked_code_settles_it() -> None:
    assert _meant(GTIN, code=OUTER, kept=READINGS, listed=READINGS) == (OUTER,)


def test_a_kept_product_goes_before_listed_ones() -> None:
    assert _meant(GTIN, kept=READINGS[1:2], listed=READINGS) == READINGS[1:2]


def test_several_listed_readings_are_all_named() -> None:
    assert _meant(GTIN, listed=READINGS[:2]) == READINGS[:2]


def test_two_kept_readings_are_both_named() -> None:
    assert _meant(GTIN, kept=READINGS[:2]) == READINGS[:2]


def test_a_code_only_computed_is_one_reading_more() -> None:
    assert _meant(GTIN, code=OUTER, derived=True, kept=(OUTER,)) == (OUTER,)
    assert _meant(GTIN, code=OUTER, derived=True, kept=(OUTER, READINGS[0])) == (OUTER, READINGS[0])


def test_linked_text_stands_for_its_product_and_other_text_for_nothing() -> None:
    assert _meant("A-17", code=OUTER) == (OUTER,)
    assert _meant("B-18", code=OUTER) == ()
