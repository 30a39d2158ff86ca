"""Take over the old system's stock, bins and levels: all of it or nothing."""

from __future__ import annotations

from rxdesk.domain.errors import Refusal
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.facts import (
    Fact,
    LevelsSet,
    OpeningLine,
    OpeningStockLoaded,
    PlaceSetUp,
    ProductDetails,
    ProductSetUp,
)
from rxdesk.domain.identity import NO_SERIAL, PlaceId, ProductId, Serial
from rxdesk.domain.orders import LoadOpeningStock
from rxdesk.domain.quantity import LARGEST
from rxdesk.domain.records import Product
from rxdesk.domain.refusals import SignatureNeeded
from rxdesk.usecases.deciding import (
    Decision,
    Setting,
    inside_place,
    kept_product,
    require_lot_number,
    require_signature_for_schedule_two,
    require_whole,
)
from rxdesk.usecases.set_levels import levels_set
from rxdesk.usecases.set_up_place import set_up_place
from rxdesk.usecases.set_up_product import set_up_product


class AlreadyLive(Refusal):
    """Opening stock was loaded before."""

    def __init__(self) -> None:
        super().__init__(
            "Opening stock was taken over before.",
            "Receive or count what is missing; the door for opening stock is closed.",
        )


class OpeningLineUnfit(Refusal):
    """A line of the old system's file cannot be stock."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(f"Line {number} cannot be taken over: {why}.", "Correct the file and load it again.")
        self.number = number


def load_opening_stock(order: LoadOpeningStock, setting: Setting) -> Decision:
    """Set up places and products, set levels and load stock, in one transaction.

    Raises:
        AlreadyLive: It was done before.
        OpeningLineUnfit: A line names a product or place that is neither known nor set up with it, has no
            lot, an unreadable expiry, or no quantity; or one pack comes twice.
        SignatureNeeded: A C-II product is among it and no pharmacist signed.
        ProductUnknown, NotStockable, PackSizeUnconfirmed, PlaceUnsuitable, LevelsCrossed: See there.
    """
    if setting.known.has_opening():
        raise AlreadyLive
    facts: list[Fact] = []
    places: set[PlaceId] = set()
    products: set[ProductId] = set()
    for place in order.places:
        facts.extend(set_up_place(place, setting).facts)
        places.add(place.place)
    for product in order.products:
        facts.extend(set_up_product(product, setting).facts)
        products.add(product.product)
    for levels in order.levels:
        if levels.product not in products:
            kept_product(setting, levels.product)
        if levels.home is not None:
            _require_place(levels.home, places, setting)
        facts.append(levels_set(levels))
    details = {fact.product: fact.details for fact in facts if isinstance(fact, ProductSetUp)}
    serials: set[tuple[ProductId, Serial]] = set()
    for number, line in enumerate(order.lines, start=1):
        try:
            _check_line(line, setting, details=details, places=places)
        except SignatureNeeded:
            raise
        except Refusal as refusal:
            raise OpeningLineUnfit(number, refusal.said.rstrip(".")) from refusal
        if not 0 < line.quantity <= LARGEST:
            why = "its quantity is not above zero, or larger than any pharmacy holds"
            raise OpeningLineUnfit(number, why)
        if line.serial != NO_SERIAL:
            pack = (line.product, line.serial)
            if pack in serials or setting.known.serial_places(*pack):
                raise OpeningLineUnfit(number, f"the pack with serial {line.serial} is there already")
            serials.add(pack)
    facts.append(OpeningStockLoaded(file_name=order.file_name, file_hash=order.file_hash, lines=order.lines))
    if not any(isinstance(fact, (PlaceSetUp, ProductSetUp, LevelsSet)) for fact in facts) and not order.lines:
        raise OpeningLineUnfit(0, "the file holds no lines")
    return Decision(facts=tuple(facts), meaning="taken over")


def _check_line(
    line: OpeningLine,
    setting: Setting,
    *,
    details: dict[ProductId, ProductDetails],
    places: set[PlaceId],
) -> None:
    product = _product(line.product, details, setting)
    _require_place(line.place, places, setting)
    require_lot_number(product.details.shown_name, line.lot)
    require_whole(product, line.quantity)
    require_signature_for_schedule_two(setting, product, "Taking over stock")
    if line.expiry is not None:
        Expiry.from_iso(line.expiry)


def _product(product: ProductId, new: dict[ProductId, ProductDetails], setting: Setting) -> Product:
    details = new.get(product)
    return kept_product(setting, product) if details is None else Product(product=product, details=details)


def _require_place(place: PlaceId, new: set[PlaceId], setting: Setting) -> None:
    if place not in new:
        inside_place(setting, place)
