"""Refusals that more than one act may end in."""

from __future__ import annotations

from collections.abc import Sequence

from rxdesk.domain.errors import Refusal
from rxdesk.domain.expiry import Expiry


class NotPermitted(Refusal):
    """The person's role does not include the act."""

    def __init__(self, name: str, role: str, act: str) -> None:
        super().__init__(
            f"{name} ({role}) may not {act}.",
            "Ask somebody whose role includes it to sign in.",
        )


class PersonUnknown(Refusal):
    """The person is not one of the pharmacy's, or has left."""

    def __init__(self, person: str) -> None:
        super().__init__(
            f"Nobody working here is known as “{person}”.",
            "Sign in as somebody who works here.",
        )


class SignatureNeeded(Refusal):
    """The act on a controlled product needs a pharmacist's PIN."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} needs a pharmacist’s signature.",
            "Let a pharmacist enter their PIN.",
        )


class ReasonNeeded(Refusal):
    """The act overrides a rule or corrects an entry, and says no reason."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} needs a reason.", "Write in a few words why.")


class OrderDiffers(Refusal):
    """An order id was used before for something else."""

    def __init__(self, order_id: str) -> None:
        super().__init__(
            f"Order {order_id} was posted before with other content.",
            "Give the new order an id of its own.",
        )
        self.order_id = order_id


class ProductUnknown(Refusal):
    """Neither the pharmacy nor the catalogue knows the product."""

    def __init__(self, product: str) -> None:
        super().__init__(
            f"No product {product} is known here or in the catalogue.",
            "Check the NDC, import a newer catalogue, or set the product up with its details.",
        )
        self.product = product


class ProductNotKept(Refusal):
    """The product is not one of the pharmacy's own."""

    def __init__(self, product: str) -> None:
        super().__init__(
            f"Product {product} is not kept here.",
            "Receive it or set it up first.",
        )
        self.product = product


class PlaceUnknown(Refusal):
    """No such place."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"There is no place {place}.",
            "Scan a shelf label, choose a place from the list, or set the place up first.",
        )
        self.place = place


class PlaceUnsuitable(Refusal):
    """The place is not one where this may go or come from."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{place} cannot be used for this: {why}.", "Choose another place.")
        self.place = place


class LotUnknown(Refusal):
    """No such lot was ever here."""

    def __init__(self, product: str, lot: str) -> None:
        super().__init__(
            f"Lot {lot} of {product} was never here.",
            "Check the lot number; capital and small letters differ.",
        )
        self.lot = lot


class LotMissing(Refusal):
    """No lot number is given."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"No lot number is given for {name}.",
            "Scan the two-dimensional code on the pack, or type the lot printed beside LOT.",
        )


class LotUnfit(Refusal):
    """A lot number holds what nobody can see."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The lot number given for {name} holds blanks around it or characters that cannot be printed.",
            "Type it as it stands on the pack, without blanks around it.",
        )


class LotExpired(Refusal):
    """The lot is past its last usable day."""

    def __init__(self, name: str, lot: str, expiry: Expiry, remedy: str) -> None:
        super().__init__(f"{name}, lot {lot}, expired: it was usable through {expiry.shown}.", remedy)
        self.lot = lot
        self.expiry = expiry


class LotOnHold(Refusal):
    """The lot, container or place is held."""

    def __init__(self, name: str, lot: str, cause: str) -> None:
        super().__init__(
            f"{name}, lot {lot}, is on hold ({cause}).",
            "Set it aside. A pharmacist can lift the hold.",
        )
        self.lot = lot
        self.cause = cause


class ExpiryMissing(Refusal):
    """No expiry is known, and nobody said that it is unknown."""

    def __init__(self, name: str, lot: str) -> None:
        super().__init__(
            f"No expiry is given for {name}, lot {lot}.",
            "Type the date on the pack, or say that the pack bears none.",
        )


class NotEnoughStock(Refusal):
    """The line or product does not hold the quantity."""

    def __init__(self, name: str, asked: str, there: str, hidden: Sequence[str] = ()) -> None:
        also = f" Not offered: {'; '.join(hidden)}." if hidden else ""
        super().__init__(
            f"{asked} of {name} were asked for and {there} can be used.{also}",
            "Check what is on the shelf: receive what is missing, count the line, or take less.",
        )


class NotInSchedule(Refusal):
    """A rule for controlled products stands in the way."""

    def __init__(self, said: str, remedy: str) -> None:
        super().__init__(said, remedy)


class PackSizeUnconfirmed(Refusal):
    """The directory does not say for certain how much is in the package."""

    def __init__(self, name: str, package_text: str) -> None:
        super().__init__(
            f"How much is in one package of {name} is not certain: “{package_text}”.",
            "Look at the package and confirm its size.",
        )


class NotStockable(Refusal):
    """The listing is not something a pharmacy keeps."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"{name} is not pharmacy stock: {why}",
            "Choose the finished package of this product.",
        )


class EntryUnknown(Refusal):
    """There is no such entry."""

    def __init__(self, entry: str, what: str = "entry") -> None:
        super().__init__(f"There is no {what} {entry}.", "Choose it from the journal.")


class MomentWrong(Refusal):
    """The moment an order names cannot be."""

    def __init__(self, said: str) -> None:
        super().__init__(said, "Give the moment with its time zone, not later than now.")


class SayBeforeOrAfterCount(Refusal):
    """A late entry touches a line that was counted since; only a person knows which came first."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__(
            f"Since then this was counted: {'; '.join(lines)}.",
            "Say whether this happened before or after that count.",
        )
