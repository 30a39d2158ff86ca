"""Places: where stock is, inside the pharmacy and outside it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from rxdesk.domain.identity import PlaceId


class PlaceKind(StrEnum):
    """What a place is for; it decides what may be done with the stock in it."""

    SHELF = "shelf"
    REFRIGERATOR = "refrigerator"
    SAFE = "safe"
    RECEIVING_HOLD = "receiving_hold"
    QUARANTINE = "quarantine"
    WILL_CALL = "will_call"
    RETURNS = "returns"
    SUPPLIER = "supplier"
    PATIENT = "patient"
    WHOLESALER_RETURN = "wholesaler_return"
    REVERSE_DISTRIBUTOR = "reverse_distributor"
    DESTROYED = "destroyed"
    OTHER_PHARMACY = "other_pharmacy"
    COUNT_DIFFERENCE = "count_difference"


ISSUABLE: Final = frozenset({PlaceKind.SHELF, PlaceKind.REFRIGERATOR, PlaceKind.SAFE})
"""Places from which stock may be dispensed."""

INSIDE: Final = ISSUABLE | {
    PlaceKind.RECEIVING_HOLD,
    PlaceKind.QUARANTINE,
    PlaceKind.WILL_CALL,
    PlaceKind.RETURNS,
}
"""Places whose stock is on hand.

Source: 21 CFR 1304.11(a): on hand includes returned, expired and awaiting-destruction stock.
"""

SET_ASIDE: Final = frozenset({PlaceKind.QUARANTINE, PlaceKind.RETURNS, PlaceKind.RECEIVING_HOLD})
"""Inside places where expired or held stock may always go."""

PLACE_KIND_NAMES: Final[dict[PlaceKind, str]] = {
    PlaceKind.SHELF: "Shelf",
    PlaceKind.REFRIGERATOR: "Refrigerator",
    PlaceKind.SAFE: "C-II safe",
    PlaceKind.RECEIVING_HOLD: "Receiving hold",
    PlaceKind.QUARANTINE: "Quarantine",
    PlaceKind.WILL_CALL: "Will-call",
    PlaceKind.RETURNS: "Returns bin",
    PlaceKind.SUPPLIER: "Supplier",
    PlaceKind.PATIENT: "Patient",
    PlaceKind.WHOLESALER_RETURN: "Returned to wholesaler",
    PlaceKind.REVERSE_DISTRIBUTOR: "Reverse distributor",
    PlaceKind.DESTROYED: "Destroyed",
    PlaceKind.OTHER_PHARMACY: "Other pharmacy",
    PlaceKind.COUNT_DIFFERENCE: "Count difference",
}

SUPPLIER: Final = PlaceId("@supplier")
PATIENT: Final = PlaceId("@patient")
COUNT_DIFFERENCE: Final = PlaceId("@count_difference")

OUTSIDE_PLACES: Final[dict[PlaceId, PlaceKind]] = {
    PlaceId(f"@{kind}"): kind for kind in PlaceKind if kind not in INSIDE
}
"""The outside places, which every pharmacy has and nobody sets up."""

FIRST_PLACES: Final[dict[PlaceId, PlaceKind]] = {
    PlaceId("RECEIVING"): PlaceKind.RECEIVING_HOLD,
    PlaceId("QUARANTINE"): PlaceKind.QUARANTINE,
    PlaceId("WILL-CALL"): PlaceKind.WILL_CALL,
    PlaceId("RETURNS"): PlaceKind.RETURNS,
}
"""The inside places every pharmacy needs from its first day."""


def is_outside(place: str) -> bool:
    """Tell whether a place code names an outside place."""
    return place.startswith("@")
