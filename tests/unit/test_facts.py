"""What the journal stores of each kind of fact: bytes that stay the same, and old ones that stay readable."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from rxdesk.domain import facts
from rxdesk.domain.changes import Topic
from rxdesk.domain.facts import (
    FACT_KINDS,
    VERSIONS,
    CatalogueReplaced,
    ClockStepped,
    CodeLinked,
    CodeUnlinked,
    CredentialChanged,
    DifferenceRecomputed,
    DifferenceSettled,
    EntryReversed,
    EpochBegun,
    Fact,
    FactUnread,
    HoldReason,
    ItemDispensed,
    LevelsSet,
    LineCounted,
    LotHeld,
    LotReceived,
    LotReleased,
    OpeningLine,
    OpeningStockLoaded,
    OrderedLine,
    PackLevel,
    PersonAdded,
    PersonChanged,
    PersonSignedIn,
    PharmacyOpened,
    Pick,
    PlaceSetUp,
    ProductDetails,
    ProductSetUp,
    ProductsOrdered,
    ProjectionsRebuilt,
    ReversedMovement,
    ScheduleFrom,
    SignInFailed,
    StationLocked,
    StockMoved,
    canonical_bytes,
    read_fact,
)
from rxdesk.domain.identity import EntryId, LotNumber, PersonId, PlaceId, ProductId, Serial
from rxdesk.domain.people import Role
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import Quantity, Unit
from rxdesk.domain.schedule import Schedule
from rxdesk.domain.topics import changes_of

NDC = ProductId("0143-9714-01")
LOT = LotNumber("B7/30a")
SHELF = PlaceId("A3-02")
NONE = Serial("")
ONE = Quantity(1000)

STORED: dict[Fact, str] = {
    PharmacyOpened(
        pharmacy="Café", sample=False
    ): '{"kind":"PharmacyOpened","pharmacy":"Café","sample":false}',
    EpochBegun(
        cause="restore", after_hash="ab", after_station_seq=7
    ): '{"after_hash":"ab","after_station_seq":7,"cause":"restore","kind":"EpochBegun"}',
    ClockStepped(
        previous_at="2026-11-23T10:00:00+00:00", observed_at="2026-11-23T07:00:00+00:00"
    ): '{"kind":"ClockStepped","observed_at":"2026-11-23T07:00:00+00:00",'
    '"previous_at":"2026-11-23T10:00:00+00:00"}',
    ProjectionsRebuilt(differed=("stock",)): '{"differed":["stock"],"kind":"ProjectionsRebuilt"}',
    PersonAdded(
        person=PersonId("p"), name="Riya Shah", initials="RS", role=Role.PHARMACIST_IN_CHARGE
    ): '{"initials":"RS","kind":"PersonAdded","name":"Riya Shah","person":"p","role":"pharmacist_in_charge"}',
    PersonChanged(
        person=PersonId("p"), name="R", initials="R", role=Role.INTERN, active=False
    ): '{"active":false,"initials":"R","kind":"PersonChanged","name":"R","person":"p","role":"intern"}',
    CredentialChanged(
        person=PersonId("p"), credential="pin"
    ): '{"credential":"pin","kind":"CredentialChanged","person":"p"}',
    PersonSignedIn(person=PersonId("p"), means="pin"): '{"kind":"PersonSignedIn","means":"pin","person":"p"}',
    SignInFailed(person=None, failures=3): '{"failures":3,"kind":"SignInFailed","person":null}',
    StationLocked(person=PersonId("p"), cause="idle"): '{"cause":"idle","kind":"StationLocked","person":"p"}',
    PlaceSetUp(
        place=SHELF, name="Aisle 3", kind_of_place=PlaceKind.SHELF, walk_order=2, active=True
    ): '{"active":true,"kind":"PlaceSetUp","kind_of_place":"shelf","name":"Aisle 3","place":"A3-02","walk_order":2}',
    ProductSetUp(
        product=NDC,
        details=ProductDetails(
            name="Lisinopril",
            generic_name="lisinopril",
            strength="10 mg",
            form="tablet",
            route="oral",
            labeler="West-Ward",
            unit=Unit.EACH,
            pack_quantity=Quantity(100_000),
            package_text="100 TABLET in 1 BOTTLE",
            equivalence_key="k",
            schedules=(ScheduleFrom(schedule=Schedule.II, from_day=date(2014, 10, 6)),),
            pack_levels=(
                PackLevel(
                    gtin14="00301439714019", quantity=Quantity(100_000), level="saleable", derived=True
                ),
            ),
            ndc11="00143971401",
            flags=("rems",),
            source="catalogue",
        ),
    ): '{"details":{"equivalence_key":"k","flags":["rems"],"form":"tablet","generic_name":"lisinopril",'
    '"labeler":"West-Ward","name":"Lisinopril","ndc11":"00143971401","pack_levels":[{"derived":true,'
    '"gtin14":"00301439714019","level":"saleable","quantity":100000}],"pack_quantity":100000,'
    '"package_text":"100 TABLET in 1 BOTTLE","route":"oral","schedules":[{"from_day":"2014-10-06",'
    '"schedule":"II"}],"source":"catalogue","strength":"10 mg","unit":"EA"},"kind":"ProductSetUp",'
    '"product":"0143-9714-01"}',
    LevelsSet(
        product=NDC, minimum=ONE, maximum=None, home=SHELF
    ): '{"home":"A3-02","kind":"LevelsSet","maximum":null,"minimum":1000,"product":"0143-9714-01"}',
    CodeLinked(
        code="TOTE 7", product=NDC, quantity=ONE, level="case"
    ): '{"code":"TOTE 7","kind":"CodeLinked","level":"case","product":"0143-9714-01","quantity":1000}',
    CodeUnlinked(
        code="TOTE 7", product=NDC
    ): '{"code":"TOTE 7","kind":"CodeUnlinked","product":"0143-9714-01"}',
    CatalogueReplaced(
        file_name="ndctext.zip", file_hash="ab", rows=3, stockable=2, added=1, changed=0, gone=0
    ): '{"added":1,"changed":0,"file_hash":"ab","file_name":"ndctext.zip","gone":0,"kind":"CatalogueReplaced",'
    '"rows":3,"stockable":2}',
    LotReceived(
        product=NDC,
        lot=LOT,
        expiry="2028-06",
        serial=Serial("S1"),
        gtin14=None,
        packs=1,
        quantity=ONE,
        place=SHELF,
        supplier="McKesson",
        reference="INV-1",
        order_form="",
        raw_scan="]d2\x1d",
        arrived_expired=False,
    ): '{"arrived_expired":false,"expiry":"2028-06","gtin14":null,"kind":"LotReceived","lot":"B7/30a",'
    '"order_form":"","packs":1,"place":"A3-02","product":"0143-9714-01","quantity":1000,'
    '"raw_scan":"]d2\\u001d","reference":"INV-1","serial":"S1","supplier":"McKesson"}',
    ItemDispensed(
        product=NDC,
        rx_number="700100",
        fill_number=1,
        part=1,
        remaining=Quantity(0),
        picks=(Pick(lot=LOT, serial=NONE, place=SHELF, quantity=ONE, expiry=None),),
        verified=True,
        raw_scan="",
        out_of_order=False,
    ): '{"fill_number":1,"kind":"ItemDispensed","out_of_order":false,"part":1,"picks":[{"expiry":null,'
    '"lot":"B7/30a","place":"A3-02","quantity":1000,"serial":""}],"product":"0143-9714-01","raw_scan":"",'
    '"remaining":0,"rx_number":"700100","verified":true}',
    StockMoved(
        product=NDC,
        lot=LOT,
        serial=NONE,
        expiry=None,
        quantity=ONE,
        from_place=SHELF,
        to_place=PlaceId("@destroyed"),
        reference="",
    ): '{"expiry":null,"from_place":"A3-02","kind":"StockMoved","lot":"B7/30a","product":"0143-9714-01",'
    '"quantity":1000,"reference":"","serial":"","to_place":"@destroyed"}',
    LotHeld(
        product=NDC, lot=None, serial=None, place=None, cause=HoldReason.RECALL, note="class I"
    ): '{"cause":"recall","kind":"LotHeld","lot":null,"note":"class I","place":null,"product":"0143-9714-01",'
    '"serial":null}',
    LotReleased(
        hold=EntryId("e"), product=NDC, lot=LOT, note="good"
    ): '{"hold":"e","kind":"LotReleased","lot":"B7/30a","note":"good","product":"0143-9714-01"}',
    LineCounted(
        product=NDC,
        lot=LOT,
        serial=NONE,
        place=SHELF,
        expiry=None,
        counted=Quantity(0),
        at_seq=9,
        expected=Quantity(-1000),
        difference=ONE,
        adjusted=True,
    ): '{"adjusted":true,"at_seq":9,"counted":0,"difference":1000,"expected":-1000,"expiry":null,'
    '"kind":"LineCounted","lot":"B7/30a","place":"A3-02","product":"0143-9714-01","serial":""}',
    DifferenceSettled(
        count=EntryId("e"),
        product=NDC,
        lot=LOT,
        serial=NONE,
        place=SHELF,
        expiry=None,
        difference=Quantity(-1000),
        cause="broken",
    ): '{"cause":"broken","count":"e","difference":-1000,"expiry":null,"kind":"DifferenceSettled",'
    '"lot":"B7/30a","place":"A3-02","product":"0143-9714-01","serial":""}',
    DifferenceRecomputed(
        count=EntryId("e"),
        product=NDC,
        lot=LOT,
        serial=NONE,
        place=SHELF,
        expiry=None,
        change=ONE,
        adjusted=False,
    ): '{"adjusted":false,"change":1000,"count":"e","expiry":null,"kind":"DifferenceRecomputed",'
    '"lot":"B7/30a","place":"A3-02","product":"0143-9714-01","serial":""}',
    ProductsOrdered(
        supplier="McKesson", reference="", lines=(OrderedLine(product=NDC, packs=2, quantity=ONE),)
    ): '{"kind":"ProductsOrdered","lines":[{"packs":2,"product":"0143-9714-01","quantity":1000}],'
    '"reference":"","supplier":"McKesson"}',
    OpeningStockLoaded(
        file_name="old.csv",
        file_hash="",
        lines=(OpeningLine(product=NDC, lot=LOT, expiry=None, serial=NONE, place=SHELF, quantity=ONE),),
    ): '{"file_hash":"","file_name":"old.csv","kind":"OpeningStockLoaded","lines":[{"expiry":null,'
    '"lot":"B7/30a","place":"A3-02","product":"0143-9714-01","quantity":1000,"serial":""}]}',
    EntryReversed(
        entry=EntryId("e"),
        entry_kind="StockMoved",
        product=NDC,
        movements=(
            ReversedMovement(
                product=NDC,
                lot=LOT,
                serial=NONE,
                expiry=None,
                quantity=ONE,
                from_place=PlaceId("B1"),
                to_place=SHELF,
            ),
        ),
    ): '{"entry":"e","entry_kind":"StockMoved","kind":"EntryReversed","movements":[{"expiry":null,'
    '"from_place":"B1","lot":"B7/30a","product":"0143-9714-01","quantity":1000,"serial":"",'
    '"to_place":"A3-02"}],"product":"0143-9714-01"}',
}
"""One fact of every kind, and what has stood in journals for it since its first version."""


def _kind(fact: Fact) -> str:
    return type(fact).__name__


@pytest.mark.parametrize("fact", STORED, ids=_kind)
def test_a_fact_is_stored_as_it_always_was(fact: Fact) -> None:
    assert canonical_bytes(fact).decode() == STORED[fact]


@pytest.mark.parametrize("fact", STORED, ids=_kind)
def test_a_stored_fact_reads_back_equal(fact: Fact) -> None:
    assert read_fact(_kind(fact), 1, STORED[fact]) == fact


def test_every_kind_is_among_the_stored_ones() -> None:
    assert {_kind(fact) for fact in STORED} == set(FACT_KINDS) == set(VERSIONS)


@pytest.mark.parametrize("fact", STORED, ids=_kind)
def test_every_fact_alters_the_journal_and_names_its_product(fact: Fact) -> None:
    changes = changes_of(fact)
    assert Topic.JOURNAL in changes.topics
    product = getattr(fact, "product", None)
    assert product is None or changes.products == {product}


@pytest.mark.parametrize(
    ("kind", "version", "payload"),
    [
        ("LotEaten", 1, '{"kind":"LotEaten"}'),
        ("StationLocked", 2, '{"cause":"idle","kind":"StationLocked","person":"p"}'),
        ("StationLocked", 1, '{"cause":"idle","kind":"PersonSignedIn","person":"p"}'),
        ("StationLocked", 1, '{"cause":"asked","kind":"PersonSignedIn","means":"pin","person":"p"}'),
        ("StationLocked", 1, '{"cause":"idle","kind":"StationLocked"}'),
        ("StationLocked", 1, '{"cause":"idle","kind":"StationLocked","person":"p","extra":1}'),
        ("StationLocked", 1, '{"cause":"idle",'),
        ("StationLocked", 1, b'{"cause":"\xff","kind":"StationLocked","person":"p"}'),
        ("PersonSignedIn", 1, '{"cause":"idle","kind":"StationLocked","person":"p"}'),
    ],
)
def test_what_is_no_fact_of_its_kind_is_named_as_unread(
    kind: str, version: int, payload: str | bytes
) -> None:
    with pytest.raises(FactUnread):
        read_fact(kind, version, payload)


def test_an_old_payload_is_lifted_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    def second(shape: dict[str, Any]) -> dict[str, Any]:
        return {**{key: value for key, value in shape.items() if key != "why"}, "cause": shape["why"]}

    def third(shape: dict[str, Any]) -> dict[str, Any]:
        return shape | {"cause": {"away": "idle"}.get(shape["cause"], shape["cause"])}

    monkeypatch.setitem(VERSIONS, "StationLocked", 3)
    monkeypatch.setitem(facts._UPCASTERS, ("StationLocked", 1), second)  # pyright: ignore[reportPrivateUsage]
    monkeypatch.setitem(facts._UPCASTERS, ("StationLocked", 2), third)  # pyright: ignore[reportPrivateUsage]
    now = StationLocked(person=PersonId("p"), cause="idle")
    assert read_fact("StationLocked", 1, '{"kind":"StationLocked","person":"p","why":"away"}') == now
    assert read_fact("StationLocked", 2, '{"cause":"away","kind":"StationLocked","person":"p"}') == now
    assert read_fact("StationLocked", 3, canonical_bytes(now)) == now


def test_every_older_version_has_its_upcaster() -> None:
    needed = {(kind, version) for kind, newest in VERSIONS.items() for version in range(1, newest)}
    assert needed == set(facts._UPCASTERS)  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize("fact", STORED, ids=_kind)
def test_a_fact_cannot_be_changed(fact: Fact) -> None:
    field = msgspec.structs.fields(fact)[0].name
    with pytest.raises(AttributeError):
        setattr(fact, field, None)
