"""Make a place, or change one."""

from __future__ import annotations

import re
from typing import Final

from rxdesk.domain.facts import PlaceSetUp
from rxdesk.domain.orders import SetUpPlace
from rxdesk.domain.places import INSIDE, PLACE_KIND_NAMES
from rxdesk.domain.refusals import PlaceUnsuitable
from rxdesk.usecases.deciding import Decision, Setting

_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,28}[A-Za-z0-9]|[A-Za-z0-9]", re.ASCII)


def set_up_place(order: SetUpPlace, setting: Setting) -> Decision:
    """Make a place of an inside kind, or change its name, kind or walk order.

    Raises:
        PlaceUnsuitable: The code cannot be printed on a label, the kind is outside, or a place that
            still holds stock would be closed or change its kind.
    """
    if _CODE.fullmatch(order.place) is None:
        raise PlaceUnsuitable(order.place, "its code needs letters, digits, blanks, dots or dashes")
    if order.kind_of_place not in INSIDE:
        raise PlaceUnsuitable(
            order.place, f"“{PLACE_KIND_NAMES[order.kind_of_place]}” is outside the pharmacy"
        )
    before = setting.known.find_place(order.place)
    if (
        before is not None
        and (before.kind is not order.kind_of_place or not order.active)
        and setting.known.place_holds_stock(order.place)
    ):
        raise PlaceUnsuitable(order.place, "it still holds stock; move that first")
    return Decision(
        facts=(
            PlaceSetUp(
                place=order.place,
                name=order.name or order.place,
                kind_of_place=order.kind_of_place,
                walk_order=order.walk_order,
                active=order.active,
            ),
        )
    )
