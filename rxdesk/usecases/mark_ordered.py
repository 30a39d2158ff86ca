"""Say that products were ordered, so that tomorrow's sheet does not repeat them."""

from __future__ import annotations

from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import ProductsOrdered
from rxdesk.domain.orders import MarkOrdered
from rxdesk.domain.quantity import LARGEST, NOTHING
from rxdesk.usecases.deciding import Decision, Setting, kept_product


class OrderedNothing(Refusal):
    """A line of the reorder has no quantity, or one that cannot be."""

    def __init__(self, name: str) -> None:
        super().__init__(f"No quantity of {name} is ordered.", "Type how many packs, or leave the line out.")


def mark_ordered(order: MarkOrdered, setting: Setting) -> Decision:
    """Put products on order until they are received.

    Raises:
        ProductNotKept: A line names a product that is not kept here.
        OrderedNothing: A line has no quantity.
    """
    for line in order.lines:
        product = kept_product(setting, line.product)
        if not NOTHING < line.quantity <= LARGEST or not 0 <= line.packs <= LARGEST:
            raise OrderedNothing(product.details.shown_name)
    return Decision(
        facts=(ProductsOrdered(supplier=order.supplier, reference=order.reference, lines=order.lines),),
        meaning="ordered",
    )
