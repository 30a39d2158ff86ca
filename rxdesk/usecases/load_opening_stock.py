"""Take over the old system's stock, bins and levels: all of it or nothing."""

from __future__ import annotations

from rxdesk.domain.errors import Refusal
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.facts import Fact, LevelsSet, OpeningStockLoaded, PlaceSetUp, ProductSetUp
from rxdesk.domain.identity import PlaceId, ProductId
from rxdesk.domain.orders import LoadOpeningStock
from rxdesk.domain.places import is_outside
from rxdesk.domain.quantity import Quantity
from rxdesk.domain.refusals import PlaceUnknown, PlaceUnsuitable, ProductNotKept
from rxdesk.usecases.deciding import Decision, Setting
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
            lot, an unreadable expiry, or no quantity.
        ProductUnknown, NotStockable, PackSizeUnconfirmed, PlaceUnsuitable: See there.
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
        _require_product(levels.product, products, setting)
        if levels.home is not None:
            _require_place(levels.home, places, setting)
        facts.append(
            LevelsSet(
                product=levels.product,
                minimum=None if levels.minimum is None else Quantity(levels.minimum),
                maximum=None if levels.maximum is None else Quantity(levels.maximum),
                home=levels.home,
            )
        )
    for number, line in enumerate(order.lines, start=1):
        try:
            _require_product(line.product, products, setting)
            _require_place(line.place, places, setting)
            if line.expiry is not None:
                Expiry.from_iso(line.expiry)
        except Refusal as refusal:
            raise OpeningLineUnfit(number, refusal.said.rstrip(".")) from refusal
        if not line.lot.strip():
            raise OpeningLineUnfit(number, "it has no lot number")
        if line.quantity <= 0:
            raise OpeningLineUnfit(number, "its quantity is not above zero")
    facts.append(OpeningStockLoaded(file_name=order.file_name, file_hash=order.file_hash, lines=order.lines))
    if not any(isinstance(fact, (PlaceSetUp, ProductSetUp, LevelsSet)) for fact in facts) and not order.lines:
        raise OpeningLineUnfit(0, "the file holds no lines")
    return Decision(facts=tuple(facts), meaning="taken over")


def _require_product(product: ProductId, new: set[ProductId], setting: Setting) -> None:
    if product not in new and setting.known.find_product(product) is None:
        raise ProductNotKept(product)


def _require_place(place: PlaceId, new: set[PlaceId], setting: Setting) -> None:
    if is_outside(place):
        raise PlaceUnsuitable(place, "it is outside the pharmacy")
    if place not in new and setting.known.find_place(place) is None:
        raise PlaceUnknown(place)
