"""What a scan stands for."""

from __future__ import annotations

from dataclasses import dataclass

from rxdesk.domain.catalogue import CatalogueHit
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.identity import PersonId
from rxdesk.domain.people import Role
from rxdesk.domain.quantity import Quantity
from rxdesk.domain.records import Place
from rxdesk.domain.scan import ScanMeaning
from rxdesk.ports.rows import ProductCard, StockRow


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundProduct:
    """The scan is a pack of a product the pharmacy keeps."""

    scan: ScanMeaning
    card: ProductCard
    pack_quantity: Quantity  # base units in the pack that was scanned
    scanned_line: StockRow | None  # the line of the scanned lot (and serial), when it is here
    scanned_expiry: Expiry | None  # from the code, else what is known of the lot


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundListed:
    """The scan is a pack of products that are only listed in the catalogue: one, or several to choose from."""

    scan: ScanMeaning
    hits: tuple[CatalogueHit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """The scan is a place label."""

    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPerson:
    """The scan is a person's badge; it says who they are, and proves nothing."""

    person: PersonId
    name: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundNothing:
    """The scan is well-formed and nobody knows it: an unknown pack, text, tote or badge.

    Attributes:
        scan: What was read.
        code: The code a person may link to a product; empty when there is nothing to link.
    """

    scan: ScanMeaning
    code: str


Found = FoundProduct | FoundListed | FoundPlace | FoundPerson | FoundNothing
