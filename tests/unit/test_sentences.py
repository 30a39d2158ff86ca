"""Every kind of fact in words."""

from __future__ import annotations

import re
from datetime import date

import pytest

from rxdesk.domain.facts import (
    FACT_KINDS,
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
)
from rxdesk.domain.identity import NO_SERIAL, EntryId, LotNumber, PersonId, PlaceId, ProductId, Serial
from rxdesk.domain.people import Role
from rxdesk.domain.places import PATIENT, SUPPLIER, PlaceKind
from rxdesk.domain.quantity import NOTHING, Quantity, Unit, units
from rxdesk.domain.schedule import Schedule
from rxdesk.domain.sentences import Called, called, sentence_of

HYDROXYZINE = ProductId("99301-0417-01")
INSULIN = ProductId("99217-2220-05")
KIM = PersonId("person-kim")
SHELF = PlaceId("A3-02")
LOT = LotNumber("B7730A")


class _Names:
    def product(self, product: ProductId) -> Called:
        if product == INSULIN:
            return called(
                product, name="Insulin glargine", strength="100 units per mL", unit=Unit.MILLILITRE, form=""
            )
        return called(product, name="hydroxyzine HCl", strength="25 mg", unit=Unit.EACH, form="TABLET")

    def person(self, person: PersonId) -> str:
        return "Kim Patel"


def _received(**changes: object) -> LotReceived:
    fields: dict[str, object] = {
        "product": HYDROXYZINE,
        "lot": LOT,
        "expiry": "2026-12-14",
        "serial": NO_SERIAL,
        "gtin14": None,
        "packs": 3,
        "quantity": units(300),
        "place": SHELF,
        "supplier": "",
        "reference": "",
        "order_form": "",
        "raw_scan": "",
        "arrived_expired": False,
    }
    return LotReceived(**(fields | changes))  # pyright: ignore[reportArgumentType]


def _dispensed(*picks: Pick, remaining: int = 0, part: int = 1, verified: bool = True) -> ItemDispensed:
    return ItemDispensed(
        product=HYDROXYZINE,
        rx_number="7001234",
        fill_number=0,
        part=part,
        remaining=Quantity(remaining),
        picks=picks,
        verified=verified,
        raw_scan="",
        out_of_order=False,
    )


def _pick(lot: str, place: str, count: int) -> Pick:
    return Pick(
        lot=LotNumber(lot), serial=NO_SERIAL, place=PlaceId(place), quantity=units(count), expiry="2027-08"
    )


def _moved(to_place: str) -> StockMoved:
    return StockMoved(
        product=HYDROXYZINE,
        lot=LOT,
        serial=NO_SERIAL,
        expiry=None,
        quantity=units(30),
        from_place=SHELF,
        to_place=PlaceId(to_place),
        reference="",
    )


def _counted(*, product: ProductId = HYDROXYZINE, difference: int = 0, adjusted: bool = True) -> LineCounted:
    return LineCounted(
        product=product,
        lot=LOT,
        serial=NO_SERIAL,
        place=SHELF,
        expiry=None,
        counted=units(42),
        at_seq=7,
        expected=Quantity(units(42) - difference),
        difference=Quantity(difference),
        adjusted=adjusted,
    )


def _held(**what: object) -> LotHeld:
    fields: dict[str, object] = {"product": None, "lot": None, "serial": None, "place": None, "note": ""}
    return LotHeld(cause=HoldReason.RECALL, **(fields | what))  # pyright: ignore[reportArgumentType]


def _reversed(
    kind: str, *movements: ReversedMovement, product: ProductId | None = HYDROXYZINE
) -> EntryReversed:
    return EntryReversed(entry=EntryId("e"), entry_kind=kind, product=product, movements=movements)


DETAILS = ProductDetails(
    name="hydroxyzine HCl",
    generic_name="hydroxyzine hydrochloride",
    strength="25 mg",
    form="TABLET",
    route="ORAL",
    labeler="Northfield Generics",
    unit=Unit.EACH,
    pack_quantity=units(1000),
    package_text="1000 TABLET in 1 BOTTLE",
    equivalence_key="",
    schedules=(ScheduleFrom(schedule=Schedule.NONE, from_day=date(2014, 10, 6)),),
    pack_levels=(),
    ndc11="",
    flags=(),
    source="typed",
)

SAID: list[tuple[Fact, str]] = [
    (PharmacyOpened(pharmacy="Maple Street", sample=False), "Maple Street was opened."),
    (PharmacyOpened(pharmacy="Maple Street", sample=True), "Maple Street was opened with sample data."),
    (
        EpochBegun(cause="restore", after_hash="", after_station_seq=1204),
        "The file was restored from a copy; a new chain begins after entry 1,204 of the old one.",
    ),
    (
        ClockStepped(previous_at="2026-11-23T09:41:05+00:00", observed_at="2026-11-22T08:00:00+00:00"),
        (
            "The computer’s clock went back to 2026-11-22 08:00:00 UTC; the entry before was recorded at "
            "2026-11-23 09:41:05 UTC."
        ),
    ),
    (
        ProjectionsRebuilt(differed=()),
        "Everything shown was written again from the journal; nothing had differed.",
    ),
    (
        ProjectionsRebuilt(differed=("stock", "lot")),
        "Everything shown was written again from the journal; these had differed: stock and lot.",
    ),
    (
        PersonAdded(person=KIM, name="Kim Patel", initials="KP", role=Role.TECHNICIAN),
        "Kim Patel (KP) joined as technician.",
    ),
    (
        PersonChanged(person=KIM, name="Kim Patel", initials="KP", role=Role.PHARMACIST, active=True),
        "Kim Patel (KP) is pharmacist.",
    ),
    (
        PersonChanged(person=KIM, name="Kim Patel", initials="KP", role=Role.PHARMACIST, active=False),
        "Kim Patel (KP) no longer works here.",
    ),
    (CredentialChanged(person=KIM, credential="pin"), "Kim Patel was given a new PIN."),
    (CredentialChanged(person=KIM, credential="badge"), "Kim Patel was given a new badge."),
    (PersonSignedIn(person=KIM, means="pin"), "Kim Patel signed in with PIN."),
    (
        SignInFailed(person=KIM, failures=3),
        "Signing in as Kim Patel failed: 3 wrong PINs in a row.",
    ),
    (SignInFailed(person=None, failures=1), "Signing in as somebody failed: 1 wrong PIN in a row."),
    (StationLocked(person=KIM, cause="asked"), "Kim Patel locked the station."),
    (
        StationLocked(person=KIM, cause="idle"),
        "The station locked itself: Kim Patel had not used it for a while.",
    ),
    (
        PlaceSetUp(
            place=PlaceId("SAFE"), name="SAFE", kind_of_place=PlaceKind.SAFE, walk_order=1, active=True
        ),
        "Place SAFE was set up (C-II safe).",
    ),
    (
        PlaceSetUp(place=SHELF, name="", kind_of_place=PlaceKind.SHELF, walk_order=1, active=False),
        "Place A3-02 is no longer used.",
    ),
    (
        ProductSetUp(product=HYDROXYZINE, details=DETAILS),
        "hydrOXYzine HCl 25 mg, NDC 99301-0417-01, was set up: 1,000 tablets a pack.",
    ),
    (
        LevelsSet(product=HYDROXYZINE, minimum=units(100), maximum=units(1200), home=SHELF),
        "Levels of hydrOXYzine HCl 25 mg: minimum 100, maximum 1,200, home A3-02.",
    ),
    (
        LevelsSet(product=HYDROXYZINE, minimum=None, maximum=None, home=None),
        "Levels of hydrOXYzine HCl 25 mg: not watched.",
    ),
    (
        CodeLinked(code="X1", product=HYDROXYZINE, quantity=units(100), level="saleable"),
        "Code X1 stands for 100 tablets of hydrOXYzine HCl 25 mg.",
    ),
    (
        CodeUnlinked(code="X1", product=HYDROXYZINE),
        "Code X1 no longer stands for hydrOXYzine HCl 25 mg.",
    ),
    (
        CatalogueReplaced(
            file_name="ndc.zip", file_hash="", rows=123456, stockable=9, added=1200, changed=5, gone=0
        ),
        "The catalogue was replaced from ndc.zip: 123,456 packages, 1,200 added, 5 changed, 0 gone.",
    ),
    (
        _received(),
        "Received 3 packs (300 tablets) of hydrOXYzine HCl 25 mg, lot B7730A, into A3-02.",
    ),
    (
        _received(packs=0, quantity=units(1), serial=Serial("77"), supplier="McKesson", reference="INV-9"),
        (
            "Received 1 tablet of hydrOXYzine HCl 25 mg, lot B7730A, serial 77, into A3-02, from McKesson, "
            "reference INV-9."
        ),
    ),
    (
        _received(packs=1, quantity=units(100), order_form="123456789", arrived_expired=True),
        (
            "Received 1 pack (100 tablets) of hydrOXYzine HCl 25 mg, lot B7730A, into A3-02, order form "
            "123456789; it had expired."
        ),
    ),
    (
        _received(product=INSULIN, packs=1, quantity=Quantity(2500)),
        "Received 1 pack (2.5 mL) of Insulin glargine 100 units per mL, lot B7730A, into A3-02.",
    ),
    (
        _dispensed(_pick("B7730A", "A3-02", 30)),
        (
            "Dispensed 30 tablets of hydrOXYzine HCl 25 mg, lot B7730A, from A3-02, for prescription 7001234, "
            "fill 0."
        ),
    ),
    (
        _dispensed(
            _pick("B7730A", "A3-02", 20),
            _pick("80H112", "B1-07", 10),
            remaining=60_000,
            part=2,
            verified=False,
        ),
        (
            "Dispensed 30 tablets of hydrOXYzine HCl 25 mg, from lot B7730A in A3-02 (20 tablets) and lot 80H112 "
            "in B1-07 (10 tablets), for prescription 7001234, fill 0, part 2; 60 tablets still owed; no pack was "
            "scanned."
        ),
    ),
    (
        _moved("B1-07"),
        "Moved 30 tablets of hydrOXYzine HCl 25 mg, lot B7730A, from A3-02 to B1-07.",
    ),
    (
        _moved("@destroyed"),
        "Destroyed 30 tablets of hydrOXYzine HCl 25 mg, lot B7730A, from A3-02.",
    ),
    (
        _moved("@wholesaler_return"),
        "Returned 30 tablets of hydrOXYzine HCl 25 mg, lot B7730A, from A3-02 to the wholesaler.",
    ),
    (
        _moved("@other_pharmacy"),
        "Sent 30 tablets of hydrOXYzine HCl 25 mg, lot B7730A, from A3-02 to another pharmacy.",
    ),
    (
        _held(product=HYDROXYZINE, lot=LOT, note="FDA D-1204"),
        "Put hydrOXYzine HCl 25 mg, lot B7730A, on hold: recall (FDA D-1204).",
    ),
    (_held(product=HYDROXYZINE), "Put every lot of hydrOXYzine HCl 25 mg on hold: recall."),
    (_held(place=SHELF), "Put everything in A3-02 on hold: recall."),
    (
        LotReleased(hold=EntryId("h"), product=HYDROXYZINE, lot=LOT, note="cleared"),
        "Lifted the hold on hydrOXYzine HCl 25 mg, lot B7730A: cleared.",
    ),
    (
        _counted(),
        "Counted 42 tablets of hydrOXYzine HCl 25 mg, lot B7730A, in A3-02: as expected.",
    ),
    (
        _counted(difference=-12_000),
        (
            "Counted 42 tablets of hydrOXYzine HCl 25 mg, lot B7730A, in A3-02: 12 tablets fewer than expected; "
            "the balance was corrected."
        ),
    ),
    (
        _counted(product=INSULIN, difference=-2_500, adjusted=False),
        (
            "Counted 42 mL of Insulin glargine 100 units per mL, lot B7730A, in A3-02: 2.5 mL less than expected; "
            "the difference waits for a pharmacist."
        ),
    ),
    (
        DifferenceSettled(
            count=EntryId("c"),
            product=HYDROXYZINE,
            lot=LOT,
            serial=NO_SERIAL,
            place=SHELF,
            expiry=None,
            difference=Quantity(-2000),
            cause="spilled",
        ),
        "Settled a count difference of −2 tablets of hydrOXYzine HCl 25 mg, lot B7730A, in A3-02: spilled.",
    ),
    (
        DifferenceRecomputed(
            count=EntryId("c"),
            product=HYDROXYZINE,
            lot=LOT,
            serial=NO_SERIAL,
            place=SHELF,
            expiry=None,
            change=Quantity(12_000),
            adjusted=True,
        ),
        (
            "A count difference of hydrOXYzine HCl 25 mg, lot B7730A, in A3-02 changed by +12 tablets because of "
            "an entry that belongs before the count; the balance was corrected."
        ),
    ),
    (
        ProductsOrdered(
            supplier="McKesson",
            reference="",
            lines=(OrderedLine(product=HYDROXYZINE, packs=2, quantity=units(200)),),
        ),
        "Ordered 2 packs (200 tablets) of hydrOXYzine HCl 25 mg from McKesson.",
    ),
    (
        ProductsOrdered(
            supplier="",
            reference="PO-11",
            lines=(OrderedLine(product=HYDROXYZINE, packs=2, quantity=units(200)),) * 3,
        ),
        "Ordered 3 products, reference PO-11.",
    ),
    (
        OpeningStockLoaded(
            file_name="old.csv",
            file_hash="",
            lines=(
                OpeningLine(
                    product=HYDROXYZINE,
                    lot=LOT,
                    expiry=None,
                    serial=NO_SERIAL,
                    place=SHELF,
                    quantity=NOTHING,
                ),
            )
            * 2,
        ),
        "Took over opening stock from old.csv: 2 lines of 1 product.",
    ),
    (
        _reversed(
            "LotReceived",
            ReversedMovement(
                product=HYDROXYZINE,
                lot=LOT,
                serial=NO_SERIAL,
                expiry=None,
                quantity=units(300),
                from_place=SHELF,
                to_place=SUPPLIER,
            ),
        ),
        "Reversed a receipt of hydrOXYzine HCl 25 mg: 300 tablets, lot B7730A, back from A3-02 to the supplier.",
    ),
    (
        _reversed(
            "ItemDispensed",
            ReversedMovement(
                product=HYDROXYZINE,
                lot=LOT,
                serial=NO_SERIAL,
                expiry=None,
                quantity=units(30),
                from_place=PATIENT,
                to_place=SHELF,
            ),
        ),
        "Reversed a fill of hydrOXYzine HCl 25 mg: 30 tablets, lot B7730A, back from the prescription to A3-02.",
    ),
    (_reversed("ProductsOrdered", product=None), "Reversed an order."),
]


@pytest.mark.parametrize(("fact", "sentence"), SAID, ids=[type(fact).__name__ for fact, _ in SAID])
def test_a_fact_says_what_happened(fact: Fact, sentence: str) -> None:
    assert sentence_of(fact, _Names()) == sentence


def test_every_kind_of_fact_has_a_sentence() -> None:
    assert {type(fact).__name__ for fact, _ in SAID} == set(FACT_KINDS)


@pytest.mark.parametrize("sentence", [sentence for _, sentence in SAID])
def test_a_sentence_keeps_to_the_notation_that_is_not_misread(sentence: str) -> None:
    assert not re.search(r"\d{4,}(?= tablets| mL)", sentence), "commas from 1,000"
    assert not re.search(r"\.\d*0\b(?= )|(?<!\d)\.\d", sentence), "no trailing zero, a leading zero"
    assert sentence.endswith(".")
    assert ".." not in sentence
