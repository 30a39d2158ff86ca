"""Set a product's minimum, maximum and home bin."""

from __future__ import annotations

from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import LevelsSet
from rxdesk.domain.orders import SetLevels
from rxdesk.domain.quantity import Quantity, quantity_text
from rxdesk.usecases.deciding import Decision, Setting, inside_place, kept_product


class LevelsCrossed(Refusal):
    """The maximum is below the minimum."""

    def __init__(self, minimum: int, maximum: int) -> None:
        super().__init__(
            f"A maximum of {quantity_text(maximum)} is below the minimum of {quantity_text(minimum)}.",
            "Type a maximum that is at least the minimum, or leave it empty.",
        )


def set_levels(order: SetLevels, setting: Setting) -> Decision:
    """Set the levels of a product that is kept here.

    Raises:
        ProductNotKept: The product is not one of the pharmacy's own.
        PlaceUnknown, PlaceUnsuitable: The home bin cannot be used.
        LevelsCrossed: The maximum is below the minimum.
    """
    kept_product(setting, order.product)
    if order.home is not None:
        inside_place(setting, order.home)
    return Decision(facts=(levels_set(order),))


def levels_set(order: SetLevels) -> LevelsSet:
    """Return the fact of levels that make sense together.

    Raises:
        LevelsCrossed: The maximum is below the minimum.
    """
    if order.minimum is not None and order.maximum is not None and order.maximum < order.minimum:
        raise LevelsCrossed(order.minimum, order.maximum)
    return LevelsSet(
        product=order.product,
        minimum=None if order.minimum is None else Quantity(order.minimum),
        maximum=None if order.maximum is None else Quantity(order.maximum),
        home=order.home,
    )
