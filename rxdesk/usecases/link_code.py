"""Say once what an unknown code stands for, or take it back."""

from __future__ import annotations

from contextlib import suppress

from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import CodeLinked, CodeUnlinked, ProductSetUp
from rxdesk.domain.orders import LinkCode, UnlinkCode
from rxdesk.domain.own_codes import looks_own
from rxdesk.domain.quantity import Quantity
from rxdesk.domain.scan_refusals import ScanRefused
from rxdesk.usecases.deciding import GTIN_DIGITS, Decision, Setting, is_gtin14
from rxdesk.usecases.scanned_packs import read_storable
from rxdesk.usecases.set_up_product import details_from_catalogue


class CodeTaken(Refusal):
    """The code already stands for another product."""

    def __init__(self, code: str, product: str) -> None:
        super().__init__(
            f"Code {code} already stands for {product}.",
            "Unlink it first if that is wrong.",
        )
        self.product = product


class CodeNotLinked(Refusal):
    """The code stands for nothing that a person linked."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"Code {code} was not linked by anybody.", "Scan the code again to see what it stands for."
        )


class OwnCodeLinked(Refusal):
    """The code is one of ours: a badge, a place or a shelf label."""

    def __init__(self) -> None:
        super().__init__(
            "This is one of RxDesk’s own codes, and it already has a meaning.",
            "Scan the code on the manufacturer’s pack.",
        )


class CodeUnfit(Refusal):
    """The code looks like a GTIN and is not one."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"{code} has the length of a GTIN but its check digit is wrong.",
            "Scan the pack again instead of typing.",
        )


def link_code(order: LinkCode, setting: Setting) -> Decision:
    """Link a code to a product, which joins the pharmacy's own if it was only listed.

    Raises:
        CodeTaken: The code stands for another product.
        CodeUnfit: Fourteen digits with a wrong check digit.
        PatientScanned, BadgeScanned, OwnCodeLinked: The code is a wristband, a badge, or one of our labels.
        ProductUnknown, NotStockable, PackSizeUnconfirmed: The product cannot be set up.
    """
    _check_may_be_kept(order.code, setting)
    if len(order.code) == GTIN_DIGITS and order.code.isdigit() and not is_gtin14(order.code):
        raise CodeUnfit(order.code)
    meaning = setting.known.find_code(order.code)
    if meaning is not None and meaning.product != order.product:
        raise CodeTaken(order.code, meaning.product)
    linked = CodeLinked(
        code=order.code, product=order.product, quantity=Quantity(order.quantity), level=order.level
    )
    if setting.known.find_product(order.product) is not None:
        return Decision(facts=(linked,))
    details = details_from_catalogue(setting, order.product)
    return Decision(facts=(ProductSetUp(product=order.product, details=details), linked))


def _check_may_be_kept(code: str, setting: Setting) -> None:
    if looks_own(code):
        raise OwnCodeLinked
    # Only a code that reads is known for what it is; one that does not read stands for itself.
    with suppress(ScanRefused):
        read_storable(code, today=setting.today)


def unlink_code(order: UnlinkCode, setting: Setting) -> Decision:
    """Take back a link.

    Raises:
        CodeNotLinked: Nobody linked the code.
    """
    meaning = setting.known.find_code(order.code)
    if meaning is None:
        raise CodeNotLinked(order.code)
    return Decision(facts=(CodeUnlinked(code=order.code, product=meaning.product),))
