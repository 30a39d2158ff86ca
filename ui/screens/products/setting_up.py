"""Taking a product into the pharmacy's own: found in the catalogue, or typed when no directory lists it. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rxdesk.domain.catalogue import PackageState
from rxdesk.domain.errors import Refusal
from rxdesk.domain.identity import ProductId
from rxdesk.domain.orders import SetUpProduct
from rxdesk.domain.quantity import Quantity
from rxdesk.domain.wording import unit_words
from ui.notices import Notice
from ui.parts.finding import HitRow, ProductSearch
from ui.parts.given import Given
from ui.screens.products.state import Details, SetUpState, Step
from ui.screens.products.typed import DetailMissing, NdcUnclear, read_details


class SettingUp:
    """The conversation that ends in a product the pharmacy keeps.

    Args:
        given: The desk and the way to ask it.
        show: Called after every change of `state`.
        kept: Called with the product once it is kept, or was kept already.
    """

    def __init__(self, given: Given, show: Callable[[], None], kept: Callable[[ProductId], None]) -> None:
        self._given = given
        self._show = show
        self._kept = kept
        self._search = ProductSearch(given, self._found)
        self.state: SetUpState | None = None

    def begin(self) -> None:
        """Ask which product."""
        self._now(SetUpState())

    def search(self, text: str) -> None:
        """Look for the product in the catalogue."""
        self._search.search(text)

    def choose(self, product: ProductId) -> None:
        """Choose one of the results; one that is kept already is opened."""
        if self.state is None:
            return
        row = next((row for row in self.state.rows if row.key == product), None)
        if row is None:
            return
        if row.hit.stocked:
            self._finish(product)
            return
        listed = row.hit.row
        self._now(
            replace(
                self.state,
                step=Step.CONFIRM,
                chosen=row,
                quantity=listed.pack_quantity,
                unit=unit_words(row.unit, listed.form),
                said=listed.doubt,
                problem="",
            )
        )

    def say_quantity(self, quantity: Quantity | None) -> None:
        """Confirm how much is in the package."""
        if self.state is not None:
            self._now(replace(self.state, quantity=quantity, problem=""))

    def keep(self) -> None:
        """Take the chosen product into the pharmacy's own."""
        state = self.state
        if state is None or state.chosen is None:
            return
        product, certain = state.chosen.key, state.chosen.hit.row.state is PackageState.STOCKABLE
        order = SetUpProduct(
            id=self._given.desk.new_order_id(),
            product=product,
            pack_quantity=None if certain else state.quantity,
        )
        self._given.post(order, lambda _posted: self._finish(product), self._refused)

    def type_details(self) -> None:
        """Type the details of a product that no directory lists."""
        if self.state is not None:
            name = self.state.asked
            self._now(replace(self.state, step=Step.DETAILS, details=Details(name=name), problem="", at=""))

    def write(self, details: Details) -> None:
        """Take what is typed."""
        if self.state is not None and details != self.state.details:
            self._now(replace(self.state, details=details, problem="", at=""))

    def keep_details(self) -> None:
        """Take the product with the details that are typed."""
        if self.state is None:
            return
        try:
            product, details = read_details(self.state.details)
        except Refusal as refusal:
            self._refused(refusal)
            return
        order = SetUpProduct(id=self._given.desk.new_order_id(), product=product, details=details)
        self._given.post(order, lambda _posted: self._finish(product), self._refused)

    def back(self) -> bool:
        """Go one step back: to the results, from there out; False when not open."""
        if self.state is None:
            return False
        if self.state.step is Step.SEARCH:
            self._now(None)
        else:
            self._now(replace(self.state, step=Step.SEARCH, chosen=None, problem="", at="", said=""))
        return True

    def _found(self, asked: str, rows: tuple[HitRow, ...]) -> None:
        if self.state is not None:
            self._now(replace(self.state, asked=asked, rows=rows))

    def _finish(self, product: ProductId) -> None:
        self._now(None)
        self._kept(product)

    def _refused(self, refusal: Refusal) -> None:
        self._given.notices.say(Notice.of(refusal, inline=True))
        at = refusal.field if isinstance(refusal, (DetailMissing, NdcUnclear)) else ""
        if self.state is not None:
            self._now(replace(self.state, problem=f"{refusal.said} {refusal.remedy}", at=at))

    def _now(self, state: SetUpState | None) -> None:
        self.state = state
        self._show()
