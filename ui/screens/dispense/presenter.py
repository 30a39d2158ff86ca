"""The conversation of filling a prescription's item. No Qt.

The lots are chosen silently, first expiry first, and shown before anything is posted. A scanned pack
verifies the product; it is refused at once, and with its own sentence, when it is the wrong one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, Protocol

import msgspec

from rxdesk.desk import Posted
from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import ItemDispensed
from rxdesk.domain.identity import EntryId, LotNumber, PersonId, ProductId, Serial
from rxdesk.domain.quantity import NOTHING, THOUSAND, Quantity
from rxdesk.domain.refusals import NotEnoughStock, ProductNotKept
from rxdesk.domain.scan import ScannedBadge, ScannedPack, ScannedText, read_scan
from rxdesk.domain.stock import LineKey
from rxdesk.domain.wording import titled
from rxdesk.ports.found import Found, FoundListed, FoundNothing, FoundPerson, FoundPlace, FoundProduct
from rxdesk.ports.queries import JournalQuery
from rxdesk.ports.rows import JournalRow, ProductCard
from rxdesk.ports.scanner import Scan
from rxdesk.usecases.dispense_item import PackUnread, reads_as_rx_number
from rxdesk.usecases.scanned_packs import WrongProduct, require_issuable_pack
from ui.notices import Level, Notice
from ui.parts.finding import HitRow, Linking, LinkState, ProductSearch
from ui.parts.given import Given
from ui.parts.subjects import Pull
from ui.screens.dispense.plan import NO_PLAN, Plan, plan_of
from ui.screens.dispense.state import DispenseState, Draft, FillRow, Obstacle, Verified, draft_of

SCREEN: Final = "dispense"
_LATELY: Final = JournalQuery(kinds=(ItemDispensed.__name__,), limit=30)


class DispenseView(Protocol):
    """What shows the conversation."""

    def show(self, state: DispenseState) -> None:
        """Show everything anew; what has not changed is not painted again."""
        ...


class DispensePresenter:
    """Knows the fill at hand, and what each scan means for it."""

    def __init__(self, given: Given, view: DispenseView) -> None:
        self._given = given
        self._view = view
        self._kept = ""
        self._opened = False
        self._scan: Scan | None = None
        self.linking = Linking(given, self._show_link, self._read_again)
        self._search = ProductSearch(given, self._searched)
        self.state = DispenseState(order_id=given.desk.new_order_id())

    # --- what the screen is told ----------------------------------------------------------------------

    def shown(self) -> None:
        """Take up what was left unfinished, the first time."""
        if self._opened:
            return
        self._opened = True
        person, reads = self._person(), self._given.desk.reads

        def read() -> tuple[Draft, ProductCard | None, Sequence[JournalRow]]:
            draft = _read_draft(None if person is None else reads.draft(person, SCREEN))
            card = None if draft.product is None else reads.product_card(draft.product)
            return draft, card, reads.journal_page(_LATELY).rows

        self._given.ask(read, lambda answer: self._take_up(*answer))

    def changed(self, changes: Changes) -> None:
        """Ask for the product's lots and the last fills again when they were altered."""
        if not self._opened or not changes.topics & {Topic.STOCK, Topic.HOLDS, Topic.PRODUCTS}:
            return
        card, reads = self.state.card, self._given.desk.reads
        product = None if card is None else card.row.product

        def read() -> tuple[ProductCard | None, Sequence[JournalRow]]:
            return (
                None if product is None else reads.product_card(product),
                reads.journal_page(_LATELY).rows,
            )

        self._given.ask(read, lambda answer: self._renew(*answer))

    def scanned(self, scan: Scan) -> bool:
        """Take a pack, a shelf label or a prescription label; a badge is answered with False."""
        try:
            meaning = read_scan(scan.text, today=self._given.desk.today(), profile=scan.profile)
        except Refusal as refusal:
            self._given.notices.say(Notice.of(refusal))
            return True
        if isinstance(meaning, ScannedBadge):
            return False
        self._scan = scan
        self._look_up(scan)
        return True

    def open(self, subject: object) -> None:
        """Begin with a product, a quantity and the pack in hand, as far as they are known."""
        if isinstance(subject, Pull):
            if subject.quantity is not None:
                self._change(quantity=subject.quantity)
            if subject.scan is not None:
                self.scanned(subject.scan)
            else:
                self.choose(subject.product)
        elif isinstance(subject, str):
            self.choose(ProductId(subject))

    # --- what is typed --------------------------------------------------------------------------------

    def write_rx_number(self, rx_number: str) -> None:
        """Say which prescription it is."""
        self._change(rx_number=rx_number)

    def say_fill(self, fill: Quantity | None) -> None:
        """Say which fill it is; 0 is the first."""
        self._change(fill=0 if fill is None else fill // THOUSAND)

    def say_part(self, part: Quantity | None) -> None:
        """Say which part of a partial fill it is."""
        self._change(part=1 if part is None else max(1, part // THOUSAND))

    def say_owed(self, owed: Quantity | None) -> None:
        """Say how much is still owed after this part."""
        self._change(owed=owed or NOTHING)

    def say_quantity(self, quantity: Quantity | None) -> None:
        """Say how much is dispensed."""
        self._change(quantity=quantity, short=False)

    def write_reason(self, reason: str) -> None:
        """Say why a rule is overridden."""
        self._now(replace(self.state, reason=reason))

    def search(self, text: str) -> None:
        """Look for a product."""
        self._search.search(text)

    def choose(self, product: ProductId) -> None:
        """Dispense this product; it is verified when its pack is scanned."""
        reads = self._given.desk.reads
        self._given.ask(lambda: reads.product_card(product), lambda card: self._choose(product, card))

    def take_line(self, line: LineKey) -> None:
        """Take a lot out of turn, or give that up again; it takes a reason."""
        self._change(chosen=None if self.state.chosen == line else line)

    def go_short(self) -> None:
        """Dispense although less is on file than is taken; it takes a reason."""
        self._change(short=True)

    def take_equivalent(self) -> None:
        """Dispense the equivalent that was scanned instead."""
        obstacle, scan = self.state.obstacle, self._scan
        if obstacle is not None and obstacle.instead is not None and scan is not None:
            self._change(card=None, verified=None, chosen=None)
            self._look_up(scan)

    def submit(self) -> None:
        """Post the fill, if nothing is missing."""
        order = self.state.order()
        if order is not None:
            self._given.post(order, self._dispensed, self._refused)

    def back(self) -> bool:
        """Leave the question, the results, the product, the rest; False when there is nothing to leave."""
        if self.linking.back():
            return True
        state = self.state
        if state.asked:
            self._now(replace(state, asked="", hits=()))
        elif state.card is not None:
            self._change(card=None, verified=None, chosen=None, short=False, reason="")
        elif state.begun:
            self._clear("")
        else:
            return False
        return True

    def open_entry(self, entry: EntryId) -> None:
        """Show a fill in the journal."""
        self._given.go("journal", entry)

    def reverse(self, entry: EntryId) -> None:
        """Ask why a fill is to be reversed."""
        row = next((row.row for row in self.state.lately if row.key == entry), None)
        if row is not None and row.reversible:
            self._given.reverse(entry, row.sentence)

    # --- what a scan means ----------------------------------------------------------------------------

    def _look_up(self, scan: Scan) -> None:
        reads = self._given.desk.reads
        self._given.ask(lambda: reads.find(scan.text), self._answer)

    def _answer(self, found: Found) -> None:
        match found:
            case FoundProduct():
                self._take_pack(found)
            case FoundListed(hits=hits) if self.state.card is not None:
                self._stop(
                    WrongProduct(_title(self.state.card), titled(hits[0].row.name, hits[0].row.strength))
                )
            case FoundListed(hits=hits):
                self._stop(ProductNotKept(hits[0].row.ndc))
            case FoundNothing(scan=ScannedText(raw=raw)) if not self.state.rx_number and reads_as_rx_number(
                raw
            ):
                self._change(rx_number=raw)
            case FoundNothing(scan=ScannedPack()) if found.code:
                self.linking.ask_what(found.code, found.scan)
            case FoundNothing() | FoundPlace() | FoundPerson():
                self._stop(PackUnread())

    def _take_pack(self, found: FoundProduct) -> None:
        card = self.state.card
        if card is not None and card.row.product != found.card.row.product:
            refusal = WrongProduct(_title(card), _title(found.card))
            alike = any(row.product == found.card.row.product for row in card.equivalents)
            self._stop(refusal, instead=found.card.row.product if alike else None)
            return
        if not isinstance(found.scan, ScannedPack):
            if card is None:
                self._change(card=found.card)
            else:
                self._given.notices.say(_SHELF_VERIFIES_NOTHING)
            return
        try:
            self._check_pack(found.card, found.scan)
        except Refusal as refusal:
            self._change(card=found.card)
            self._stop(refusal)
            return
        verified = Verified(
            raw=found.scan.raw, lot=LotNumber(found.scan.lot or ""), serial=Serial(found.scan.serial or "")
        )
        self._change(card=found.card, verified=verified, chosen=None)

    def _check_pack(self, card: ProductCard, scan: ScannedPack) -> None:
        require_issuable_pack(
            card.row.name,
            card.offers,
            lot=LotNumber(scan.lot or ""),
            serial=Serial(scan.serial or ""),
            expiry=scan.expiry,
            today=self._given.desk.today(),
        )

    def _stop(self, refusal: Refusal, *, instead: ProductId | None = None) -> None:
        self._given.notices.say(Notice.of(refusal, inline=True))
        obstacle = Obstacle(said=refusal.said, remedy=refusal.remedy, stop=True, instead=instead)
        self._now(replace(self.state, obstacle=obstacle, note=""))

    # --- from the order to the next one ---------------------------------------------------------------

    def _dispensed(self, posted: Posted) -> None:
        self._clear(posted.sentence)

    def _refused(self, refusal: Refusal) -> None:
        self._given.notices.say(Notice.of(refusal, inline=True))
        card = self.state.card
        short = (
            isinstance(refusal, NotEnoughStock) and card is not None and not card.row.schedule.is_controlled
        )
        obstacle = Obstacle(said=refusal.said, remedy=refusal.remedy, may_go_short=short)
        self._now(replace(self.state, obstacle=obstacle, note=""))

    def _clear(self, note: str) -> None:
        self._scan = None
        fresh = DispenseState(order_id=self._given.desk.new_order_id(), lately=self.state.lately, note=note)
        self._now(fresh)

    def _choose(self, product: ProductId, card: ProductCard | None) -> None:
        if card is None:
            self._stop(ProductNotKept(product))
        else:
            self._change(card=card, verified=None, chosen=None, asked="", hits=())

    def _read_again(self) -> None:
        if self._scan is not None:
            self._look_up(self._scan)

    def _change(self, **fields: Any) -> None:
        state = replace(self.state, obstacle=None, note="", **fields)
        self._now(replace(state, plan=_plan(state)))

    def _renew(self, card: ProductCard | None, lately: Sequence[JournalRow]) -> None:
        state = replace(self.state, lately=tuple(map(FillRow, lately)))
        if card is not None and state.card is not None and state.card.row.product == card.row.product:
            state = replace(state, card=card)
            state = replace(state, plan=_plan(state))
        self._now(state)

    def _take_up(self, draft: Draft, card: ProductCard | None, lately: Sequence[JournalRow]) -> None:
        state = replace(self.state, lately=tuple(map(FillRow, lately)))
        if draft.order_id and not state.begun:
            self._kept = msgspec.json.encode(draft).decode()
            state = replace(
                state,
                order_id=draft.order_id,
                rx_number=draft.rx_number,
                fill=draft.fill,
                part=draft.part,
                owed=draft.owed,
                card=card,
                quantity=draft.quantity,
                reason=draft.reason,
            )
        self._now(replace(state, plan=_plan(state)))
        if draft.raw_scan and card is not None:  # the pack is verified anew: its lot may be on hold by now
            self._look_up(Scan(text=draft.raw_scan, device="draft", scanned_at=self._given.desk.now()))

    def _searched(self, asked: str, rows: tuple[HitRow, ...]) -> None:
        self._now(replace(self.state, asked=asked, hits=tuple(row for row in rows if row.hit.stocked)))

    def _show_link(self, link: LinkState | None) -> None:
        self._now(replace(self.state, link=link))

    def _person(self) -> PersonId | None:
        person = self._given.session.person
        return None if person is None else person.person

    def _now(self, state: DispenseState) -> None:
        self.state = state
        self._view.show(state)
        self._keep()

    def _keep(self) -> None:
        """Keep what is typed, at once: a crash loses nothing of it."""
        person, save = self._person(), self._given.desk.keeping.save_draft
        draft = draft_of(self.state)
        text = "" if draft == Draft() else msgspec.json.encode(draft).decode()
        if self._opened and person is not None and text != self._kept:
            self._kept = text
            self._given.ask(lambda: save(person, SCREEN, text), lambda _: None)


def _plan(state: DispenseState) -> Plan:
    if state.card is None:
        return NO_PLAN
    verified = state.verified
    return plan_of(
        state.card,
        state.quantity,
        lot=LotNumber("") if verified is None else verified.lot,
        serial=Serial("") if verified is None else verified.serial,
        chosen=state.chosen,
    )


def _title(card: ProductCard) -> str:
    return titled(card.row.name, card.row.strength, card.row.form)


def _read_draft(text: str | None) -> Draft:
    if not text:
        return Draft()
    try:
        return msgspec.json.decode(text, type=Draft)
    except msgspec.DecodeError:
        return Draft()  # kept by a version with another form; nothing of it was posted


_SHELF_VERIFIES_NOTHING: Final = Notice(
    Level.REFUSED,
    "A shelf label verifies nothing: it says what should stand there.",
    "Scan the code on the pack in your hand.",
)
