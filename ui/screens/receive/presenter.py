"""The conversation of receiving a delivery, pack by pack. No Qt.

A scanned pack that says everything is posted at once. One that does not is the pack *in hand*: what is
missing is asked for, or scanned from its other code, before the next pack is taken. Whatever is typed is
kept on disk with every change, and the order's id with it, so that a crash neither loses nor repeats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, Protocol

import msgspec

from rxdesk.desk import Posted
from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.errors import Refusal
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.identity import EntryId, PersonId, PlaceId, ProductId
from rxdesk.domain.places import PLACE_KIND_NAMES, PlaceKind
from rxdesk.domain.quantity import THOUSAND, Quantity
from rxdesk.domain.refusals import PackSizeUnconfirmed
from rxdesk.domain.scan import ScanMeaning, ScannedBadge, ScannedPack, read_scan
from rxdesk.ports.found import Found, FoundListed, FoundNothing, FoundPerson, FoundPlace, FoundProduct
from rxdesk.ports.rows import PlaceRow
from rxdesk.ports.scanner import Scan
from ui.notices import Level, Notice
from ui.parts.finding import HitRow, Linking, LinkState, ProductSearch
from ui.parts.given import Given
from ui.parts.subjects import Arrival
from ui.screens.receive.pending import (
    CodesDiffer,
    Known,
    Pending,
    Problem,
    ProblemKind,
    belongs_to,
    kind_of,
    known_card,
    known_hit,
    merged,
)
from ui.screens.receive.receipts import alike_packs, known_of, receipts_since, received_row
from ui.screens.receive.rows import ReceivedRow
from ui.screens.receive.state import Draft, ReceiveState, draft_of, head_of, pending_of, read_draft

SCREEN: Final = "receive"


class ReceiveView(Protocol):
    """What shows the conversation."""

    def show(self, state: ReceiveState) -> None:
        """Show everything anew; what has not changed is not painted again."""
        ...


class ReceivePresenter:
    """Knows the delivery, the pack in hand, and what each scan means for them."""

    def __init__(self, given: Given, view: ReceiveView) -> None:
        self._given = given
        self._view = view
        self._started_at: datetime | None = None
        self._quarantine: PlaceId | None = None
        self._kept = ""  # the draft as it is on disk
        self._opened = False
        self._scan: Scan | None = None
        self.linking = Linking(given, self._show_link, self._read_again)
        self._search = ProductSearch(given, self._searched)
        self.state = ReceiveState()

    # --- what the screen is told ----------------------------------------------------------------------

    def shown(self) -> None:
        """Read what was left unfinished, the first time."""
        if self._opened:
            return
        self._opened = True
        person, reads = self._person(), self._given.desk.reads

        def read() -> tuple[Sequence[PlaceRow], Draft, tuple[ReceivedRow, ...], Known | None]:
            text = None if person is None else reads.draft(person, SCREEN)
            draft = read_draft(text)
            rows = () if draft.started_at is None else receipts_since(reads, draft.started_at)
            return reads.places(), draft, rows, known_of(reads, draft.product)

        self._given.ask(read, lambda answer: self._take_up(*answer))

    def changed(self, changes: Changes) -> None:
        """Ask for the receipts again when some may have been reversed, and for new places."""
        reads, started_at = self._given.desk.reads, self._started_at
        if changes.topics & {Topic.PLACES}:
            self._given.ask(reads.places, self._know_places)
        if started_at is not None and self.state.rows and changes.topics & {Topic.COUNTS}:
            self._given.ask(lambda: receipts_since(reads, started_at), self._show_rows)

    def scanned(self, scan: Scan) -> bool:
        """Take a pack, a place or a second code; a badge is answered with False."""
        try:
            meaning = read_scan(scan.text, today=self._given.desk.today(), profile=scan.profile)
        except Refusal as refusal:
            self._given.notices.say(Notice.of(refusal))
            return True
        if isinstance(meaning, ScannedBadge):
            return False
        pending = self.state.pending
        if pending is not None and isinstance(meaning, ScannedPack):
            self._complete(scan, pending, meaning)
        elif isinstance(meaning, ScannedPack) and meaning.gtin14 is None and not meaning.ndc_candidates:
            self._begin(None, meaning)
        else:
            self._look_up(scan)
        return True

    def open(self, subject: object) -> None:
        """Begin with a product, and with the pack in hand when it was scanned; nothing is posted yet."""
        if self.state.pending is not None:
            self._say_unfinished()
        elif isinstance(subject, Arrival):
            self._arrive(subject)
        elif isinstance(subject, str):
            self.choose(ProductId(subject))

    # --- the head of the delivery ---------------------------------------------------------------------

    def write_head(self, *, supplier: str, reference: str, order_form: str) -> None:
        """Say where the goods come from."""
        head = replace(self.state.head, supplier=supplier, reference=reference, order_form=order_form)
        self._now(replace(self.state, head=head))

    def choose_place(self, key: str) -> None:
        """Put what comes into one place; an empty key leaves each product to its own bin."""
        place = PlaceId(key) if key else None
        pending = self.state.pending
        if pending is not None and place is not None:
            pending = replace(pending, place=place)
        self._now(replace(self.state, head=replace(self.state.head, place=place), pending=pending))

    def say_packs_at_once(self, packs: int) -> None:
        """Say how many packs the next scan stands for."""
        self._now(replace(self.state, head=replace(self.state.head, packs=max(1, packs))))

    def finish(self) -> None:
        """End the delivery: the next one begins with an empty head."""
        if self.state.pending is not None:
            self._say_unfinished()
            return
        self._started_at = None
        self._now(ReceiveState(places=self.state.places))

    def reverse(self, entry: EntryId) -> None:
        """Ask why a receipt is to be reversed."""
        row = next((row for row in self.state.rows if row.entry == entry), None)
        if row is not None and not row.reversed:
            self._given.reverse(entry, row.sentence)

    # --- the pack in hand -----------------------------------------------------------------------------

    def search(self, text: str) -> None:
        """Look for a product to receive without scanning."""
        self._search.search(text)

    def choose(self, product: ProductId) -> None:
        """Receive this product, typing what the pack says."""
        reads = self._given.desk.reads
        self._given.ask(lambda: known_of(reads, product), self._choose)

    def write_lot(self, lot: str) -> None:
        """Say which lot the pack bears."""
        self._change(lot=lot)

    def say_expiry(self, expiry: Expiry | None) -> None:
        """Say which expiry the pack bears."""
        self._change(expiry=expiry, no_expiry=False)

    def say_no_expiry(self, none: bool) -> None:
        """Say that the pack bears no date that can be read, or take that back."""
        self._change(no_expiry=none, **({"expiry": None} if none else {}))

    def say_packs(self, packs: Quantity | None) -> None:
        """Say how many packs there are; a serial number stands for one."""
        self._change(packs=None if packs is None else packs // THOUSAND)

    def say_size(self, size: Quantity | None) -> None:
        """Confirm how much is in one pack."""
        self._change(size=size)

    def write_reason(self, reason: str) -> None:
        """Say why the second date of a lot is right."""
        pending = self.state.pending
        if pending is not None:  # the question stands while it is answered
            self._now(replace(self.state, pending=replace(pending, reason=reason)))

    def put_into(self, key: str) -> None:
        """Put the pack in hand into a place."""
        self._change(place=PlaceId(key) if key else None)

    def put_into_quarantine(self) -> None:
        """Receive what arrived expired into quarantine."""
        if self._quarantine is not None:
            self._change(place=self._quarantine)
            self.submit()

    def submit(self) -> None:
        """Receive the pack in hand, if nothing is missing."""
        pending = self.state.pending
        if pending is not None and not self.state.missing:
            self._post(pending)

    def back(self) -> bool:
        """Leave the question, the results, or the pack in hand; False when there is nothing to leave."""
        if self.linking.back():
            return True
        state = self.state
        if not state.asked and state.pending is None:
            return False
        self._now(replace(state, asked="", hits=(), pending=None if not state.asked else state.pending))
        return True

    # --- from a scan to an entry ----------------------------------------------------------------------

    def _look_up(self, scan: Scan) -> None:
        reads = self._given.desk.reads
        self._given.ask(lambda: reads.find(scan.text, brief=True), lambda found: self._answer(scan, found))

    def _answer(self, scan: Scan, found: Found) -> None:
        self._scan = scan
        if not isinstance(found, FoundPlace) and self._blocked(found):
            return
        match found:
            case FoundProduct():
                self._begin(known_card(found.card, found.pack_quantity), found.scan)
            case FoundListed(hits=(only,)):
                self._begin(known_hit(HitRow(only)), found.scan)
            case FoundListed():
                code = found.scan.gtin14 or found.scan.raw if isinstance(found.scan, ScannedPack) else ""
                self.linking.ask_which(code, found.hits, found.scan)
            case FoundPlace():
                self.choose_place(found.place.place)
                self.submit()
            case FoundNothing(code=""):
                self._given.notices.say(_NO_PACK)
            case FoundNothing():
                self.linking.ask_what(found.code, found.scan)
            case FoundPerson():
                self._given.notices.say(_NO_PACK)

    def _blocked(self, found: Found) -> bool:
        """Tell whether a pack came while another one waits for what it does not say."""
        pending = self.state.pending
        if pending is None or (pending.known is None and isinstance(found, (FoundProduct, FoundListed))):
            return False
        self._say_unfinished()
        return True

    def _begin(self, known: Known | None, scan: ScanMeaning) -> None:
        head = self.state.head
        pending = self.state.pending or self._fresh()
        both = self._merged(replace(pending, known=known or pending.known), scan)
        if both is None:
            return
        pending = both
        place = pending.place or head.place or (None if known is None else known.home)
        packs = 1 if pending.serial else head.packs
        self._take(replace(pending, place=place, packs=packs))

    def _complete(self, scan: Scan, pending: Pending, meaning: ScannedPack) -> None:
        if not belongs_to(pending, meaning):
            self._say_unfinished()
            return
        both = self._merged(pending, meaning)
        if both is None:
            return
        if pending.known is None and (meaning.gtin14 or meaning.ndc_candidates):
            self._look_up(scan)
        else:
            self._take(replace(both, problem=None))

    def _merged(self, pending: Pending, scan: ScanMeaning) -> Pending | None:
        """Return the pack in hand with what a code adds; None when the code is of another pack, which is said."""
        if not isinstance(scan, ScannedPack):
            return pending
        try:
            return merged(pending, scan)
        except CodesDiffer as refusal:
            self._given.notices.say(Notice.of(refusal))
            return None

    def _take(self, pending: Pending) -> None:
        """Post a pack that says everything; ask for what another one does not say."""
        if pending.missing(self.state.head.order_form):
            self._now(replace(self.state, pending=pending, note="", asked="", hits=()))
        else:
            self._post(pending)

    def _post(self, pending: Pending) -> None:
        head = self.state.head
        order = pending.order(supplier=head.supplier, reference=head.reference, order_form=head.order_form)
        if order is not None:
            self._begin_delivery()
            self._given.post(
                order,
                lambda posted: self._received(pending, posted),
                lambda refusal: self._refused(pending, refusal),
            )

    def _begin_delivery(self) -> None:
        """Have the delivery on disk before its first receipt, or a crash would part the two."""
        if self._started_at is None:
            self._started_at = self._given.desk.now()
            self._keep()

    def _received(self, pending: Pending, posted: Posted) -> None:
        row = None if pending.known is None else received_row(posted, pending.known)
        if row is None:
            return
        if self._started_at is None:
            self._started_at = posted.outcome.entries[0].recorded_at
        rows = (row, *(other for other in self.state.rows if other.entry != row.entry))
        in_hand = self.state.pending
        self._now(
            replace(
                self.state,
                head=replace(self.state.head, packs=1),
                rows=rows,
                note=self._said_of_another(row, rows),
                pending=None if in_hand is None or in_hand.order_id == pending.order_id else in_hand,
            )
        )

    def _said_of_another(self, row: ReceivedRow, rows: Sequence[ReceivedRow]) -> str:
        """Return what is said of a pack that cannot be told from one received before; mostly nothing."""
        alike = alike_packs(row, rows)
        if len(alike) < 2:
            return ""
        packs = sum(other.fact.packs for other in alike)
        said = f"Another pack of {row.title}, lot {row.fact.lot}: {packs} packs in this delivery."
        self._given.notices.say(Notice(Level.NOTE, said, inline=True))
        return said

    def _refused(self, pending: Pending, refusal: Refusal) -> None:
        in_hand = self.state.pending
        if not self.state.rows:
            self._started_at = None  # nothing was received yet
        if in_hand is not None and in_hand.order_id != pending.order_id:
            self._given.notices.say(Notice.of(refusal))  # the next pack is in hand already
            return
        self._given.notices.say(Notice.of(refusal, inline=True))
        known = pending.known
        if isinstance(refusal, PackSizeUnconfirmed) and known is not None:
            pending = replace(pending, known=replace(known, pack=None))
        problem = Problem(kind_of(refusal), refusal.said, refusal.remedy)
        self._now(replace(self.state, pending=replace(pending, problem=problem), note=""))

    # --- the rest -------------------------------------------------------------------------------------

    def _fresh(self) -> Pending:
        return Pending(order_id=self._given.desk.new_order_id())

    def _change(self, **fields: Any) -> None:
        pending = self.state.pending
        if pending is not None:
            kept = pending.problem if pending.problem and pending.problem.kind is ProblemKind.STOP else None
            self._now(replace(self.state, pending=replace(pending, problem=kept, **fields)))

    def _choose(self, known: Known | None) -> None:
        if known is None:
            return
        if self.state.pending is not None and self.state.pending.known is not None:
            self._say_unfinished()
            return
        pending = self.state.pending or self._fresh()
        place = pending.place or self.state.head.place or known.home
        self._now(replace(self.state, pending=replace(pending, known=known, place=place), asked="", hits=()))

    def _arrive(self, arrival: Arrival) -> None:
        scan = arrival.scan
        if scan is None:
            self.choose(arrival.product)
            return
        meaning = read_scan(scan.text, today=self._given.desk.today(), profile=scan.profile)

        def begin(known: Known | None) -> None:
            self._choose(known)
            pending = self.state.pending
            both = None if pending is None else self._merged(pending, meaning)
            if both is not None:
                self._now(replace(self.state, pending=both))

        reads = self._given.desk.reads
        self._given.ask(lambda: known_of(reads, arrival.product), begin)

    def _read_again(self) -> None:
        if self._scan is not None:
            self._look_up(self._scan)

    def _say_unfinished(self) -> None:
        pending = self.state.pending
        name = "A pack" if pending is None or pending.known is None else pending.known.title
        self._given.notices.say(
            Notice(
                Level.REFUSED,
                f"{name} is not finished yet; the new pack was not received.",
                "Say what is missing, or press Esc to set it aside; then scan again.",
            )
        )

    def _searched(self, asked: str, rows: tuple[HitRow, ...]) -> None:
        self._now(replace(self.state, asked=asked, hits=rows))

    def _show_link(self, link: LinkState | None) -> None:
        self._now(replace(self.state, link=link))

    def _show_rows(self, rows: tuple[ReceivedRow, ...]) -> None:
        self._now(replace(self.state, rows=rows))

    def _take_up(
        self, places: Sequence[PlaceRow], draft: Draft, rows: tuple[ReceivedRow, ...], known: Known | None
    ) -> None:
        self._know_places(places)
        if self.state.rows or self.state.pending is not None:
            return  # something was opened or scanned before the answer came; it is newer
        self._started_at = draft.started_at
        self._kept = msgspec.json.encode(draft).decode()
        self._now(replace(self.state, head=head_of(draft), rows=rows, pending=pending_of(draft, known)))

    def _know_places(self, rows: Sequence[PlaceRow]) -> None:
        active = [row.place for row in rows if row.place.active]
        self._quarantine = next((place.place for place in active if place.kind is PlaceKind.QUARANTINE), None)
        words = tuple((place.place, place.name or PLACE_KIND_NAMES[place.kind]) for place in active)
        self._now(replace(self.state, places=words))

    def _person(self) -> PersonId | None:
        person = self._given.session.person
        return None if person is None else person.person

    def _now(self, state: ReceiveState) -> None:
        self.state = state
        self._view.show(state)
        self._keep()

    def _keep(self) -> None:
        """Keep what is typed, at once: a crash loses nothing of it."""
        person, save = self._person(), self._given.desk.keeping.save_draft
        draft = draft_of(self.state, self._started_at)
        text = "" if draft == Draft() else msgspec.json.encode(draft).decode()
        if self._opened and person is not None and text != self._kept:
            self._kept = text
            self._given.ask(lambda: save(person, SCREEN, text), lambda _: None)


_NO_PACK: Final = Notice(
    Level.REFUSED,
    "The code names no pack and no place; nothing was received.",
    "Scan the code on the pack, or the label of the place.",
)
