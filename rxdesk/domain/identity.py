"""The names by which things are known: distinct types, so that none is taken for another."""

from __future__ import annotations

from typing import NewType

ProductId = NewType("ProductId", str)
"""A native package NDC with its hyphens, as text: `0002-4771-61`."""

LotNumber = NewType("LotNumber", str)
"""A lot number as printed: case-sensitive text. A lot is a product and a lot number."""

Serial = NewType("Serial", str)
"""The serial number of one physical pack; the empty text stands for stock without one."""

PlaceId = NewType("PlaceId", str)
"""A place's code, as on its label: `A3-02`. Outside places begin with `@`: `@supplier`."""

PersonId = NewType("PersonId", str)
"""A UUIDv7 of a person; never their name."""

EntryId = NewType("EntryId", str)
"""A UUIDv7 of a journal entry."""

OrderId = NewType("OrderId", str)
"""The id somebody gave an order; posting the same order twice posts it once."""

StationId = NewType("StationId", str)
"""A UUIDv7 of one installed RxDesk."""

NO_SERIAL = Serial("")
"""Stock that is not told apart pack by pack."""
