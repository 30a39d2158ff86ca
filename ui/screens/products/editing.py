"""The panel of one product: its levels, its bin and its codes. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rxdesk.domain.errors import Refusal
from rxdesk.domain.identity import PlaceId, ProductId
from rxdesk.domain.orders import LinkCode, SetLevels, UnlinkCode
from rxdesk.domain.quantity import Quantity, quantity_text, read_quantity
from rxdesk.domain.scan import ScanMeaning, ScannedPack, ScannedText
from rxdesk.domain.wording import counted, unit_words
from rxdesk.ports.rows import ProductCard
from ui.notices import Notice
from ui.parts.codes import code_rows
from ui.parts.given import Given
from ui.parts.wording import described, pack_words, product_chips
from ui.screens.products.state import NO_HOME, LevelsTyped, PanelState, Tab


class Editing:
    """The conversation about the product that is selected.

    Args:
        given: The desk and the way to ask it.
        show: Called after every change of `state`.
    """

    def __init__(self, given: Given, show: Callable[[], None]) -> None:
        self._given = given
        self._show = show
        self._wanted: ProductId | None = None
        self._asking = False
        self._tab = Tab.LEVELS
        self.state: PanelState | None = None

    def open(self, product: ProductId | None) -> None:
        """Show a product, or none; while somebody runs down the list only the newest is asked for."""
        self._wanted = product
        if product is None:
            self._now(None)
        else:
            self._ask()

    def renew(self) -> None:
        """Ask for the product again; what is typed stays."""
        if self._wanted is not None:
            self._ask()

    def choose_tab(self, tab: str) -> None:
        """Show the levels, or the codes."""
        self._tab = Tab(tab)
        if self.state is not None:
            self._now(replace(self.state, tab=self._tab))

    def type_levels(self, typed: LevelsTyped) -> None:
        """Take what stands in the fields."""
        if self.state is not None and typed != self.state.typed:
            self._now(replace(self.state, typed=typed, problem="", saved=False))

    def save(self) -> None:
        """Set the levels that are typed; an empty field sets none."""
        state = self.state
        if state is None:
            return
        if not state.changed:
            self._now(replace(state, saved=True))
            return
        try:
            minimum, maximum = _level(state.typed.minimum), _level(state.typed.maximum)
        except Refusal as refusal:
            self._refused(refusal)
            return
        order = SetLevels(
            id=self._given.desk.new_order_id(),
            product=state.product,
            minimum=minimum,
            maximum=maximum,
            home=PlaceId(state.typed.home) if state.typed.home else None,
        )
        self._given.post(order, lambda _posted: self._saved(state.product), self._refused)

    def undo(self) -> bool:
        """Put back what is on file; False when nothing else is typed."""
        if self.state is None or not self.state.changed:
            return False
        self._now(replace(self.state, typed=self.state.kept, problem=""))
        return True

    def take_scan(self, meaning: ScanMeaning) -> bool:
        """Take the code of a pack to be linked; False when the codes are not what is looked at."""
        if self.state is None or self._tab is not Tab.CODES:
            return False
        if isinstance(meaning, ScannedPack):
            self.type_code(meaning.gtin14 or meaning.raw)
        elif isinstance(meaning, ScannedText):
            self.type_code(meaning.raw)
        else:
            return False
        return True

    def type_code(self, code: str) -> None:
        """Take a code to be linked."""
        if self.state is not None and code != self.state.code:
            self._now(replace(self.state, code=code, code_problem=""))

    def say_quantity(self, quantity: Quantity | None) -> None:
        """Say how much is in the pack that bears the code."""
        if self.state is not None:
            self._now(replace(self.state, code_quantity=quantity, code_problem=""))

    def link(self) -> None:
        """Link the code to the product."""
        state = self.state
        if state is None or state.code_quantity is None or not state.can_link:
            return
        order = LinkCode(
            id=self._given.desk.new_order_id(),
            code=state.code.strip(),
            product=state.product,
            quantity=state.code_quantity,
        )
        self._given.post(order, lambda _posted: self._linked(), self._code_refused)

    def unlink(self, code: str) -> None:
        """Take back what a code was said to stand for."""
        order = UnlinkCode(id=self._given.desk.new_order_id(), code=code)
        self._given.post(order, None, self._code_refused)

    def _ask(self) -> None:
        product, reads = self._wanted, self._given.desk.reads
        if self._asking or product is None:
            return
        self._asking = True
        self._given.ask(
            lambda: reads.product_card(product),
            lambda card: self._answered(product, card),
            troubled=lambda _trouble: self._stop_asking(),
        )

    def _answered(self, product: ProductId, card: ProductCard | None) -> None:
        self._stop_asking()
        if product != self._wanted:
            self._ask()
        elif card is None:
            self._now(None)
        else:
            self._now(self._filled(card))

    def _stop_asking(self) -> None:
        self._asking = False

    def _filled(self, card: ProductCard) -> PanelState:
        fresh, before = _panel_of(card, self._tab), self.state
        if before is None or before.product != fresh.product:
            return fresh
        return replace(
            fresh,
            typed=before.typed if before.changed else fresh.typed,
            problem=before.problem,
            saved=before.saved and fresh.kept == before.kept,
            code=before.code,
            code_quantity=before.code_quantity,
            code_problem=before.code_problem,
        )

    def _saved(self, product: ProductId) -> None:
        if self.state is not None and self.state.product == product:
            self._now(replace(self.state, kept=self.state.typed, problem="", saved=True))

    def _linked(self) -> None:
        if self.state is not None:
            self._now(replace(self.state, code="", code_problem=""))

    def _refused(self, refusal: Refusal) -> None:
        self._given.notices.say(Notice.of(refusal, inline=True))
        if self.state is not None:
            self._now(replace(self.state, problem=f"{refusal.said} {refusal.remedy}"))

    def _code_refused(self, refusal: Refusal) -> None:
        self._given.notices.say(Notice.of(refusal, inline=True))
        if self.state is not None:
            self._now(replace(self.state, code_problem=f"{refusal.said} {refusal.remedy}"))

    def _now(self, state: PanelState | None) -> None:
        if state != self.state:
            self.state = state
            self._show()


def _panel_of(card: ProductCard, tab: Tab) -> PanelState:
    row = card.row
    unit = unit_words(row.unit, row.form)
    pack = pack_words(card.details.package_text, row.pack_quantity, row.unit, row.form)
    levels = LevelsTyped(
        minimum="" if row.minimum is None else quantity_text(row.minimum),
        maximum="" if row.maximum is None else quantity_text(row.maximum),
        home=row.home or NO_HOME,
    )
    return PanelState(
        product=row.product,
        name=row.name,
        described=described(strength=row.strength, form=row.form, pack=pack, labeler=row.labeler),
        chips=product_chips(row.schedule, row.flags),
        figures=(
            (quantity_text(row.on_hand), f"{unit} · {counted(row.lots, 'lot')}"),
            (quantity_text(card.demand.last_90_days), "dispensed in 90 days"),
            (quantity_text(row.on_order), "on order"),
        ),
        about=(("NDC", row.product), ("11 digits", card.details.ndc11)),
        unit=unit,
        tab=tab,
        typed=levels,
        kept=levels,
        codes=code_rows(card),
        code_quantity=row.pack_quantity,
    )


def _level(text: str) -> Quantity | None:
    return read_quantity(text) if text.strip() else None
