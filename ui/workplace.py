"""The workplace: the window and everything between it and the desk, put together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from rxdesk.desk import Desk, Posted
from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.errors import Trouble
from rxdesk.domain.identity import EntryId, PersonId
from rxdesk.domain.people import SIGNERS
from rxdesk.domain.records import Person
from rxdesk.ports.found import Found as ScanFound
from rxdesk.ports.found import FoundPerson
from rxdesk.ports.rows import PersonRow
from rxdesk.ports.scanner import Scan
from ui.bridge import Bridge
from ui.choices import PERSON_SETTING, ChosenWindow, PersonChoices
from ui.collecting import Collector
from ui.context import Context, GoesBack, SearchesAsTyped
from ui.elsewhere import Elsewhere
from ui.finding import product_finder
from ui.frame.parts import Found, Page
from ui.frame.window import Frame
from ui.hearing import Hearing
from ui.idle import IdleWatch
from ui.kit.sounds import Sound, Sounds
from ui.kit.theme import dress
from ui.kit.tones import Tone
from ui.lastaction import LastActions, Reversible
from ui.notices import Level, Notice, Notices
from ui.opening import Opening, ScreenEntry, Wishes, read_opening
from ui.overlay import Covers
from ui.posting import Posting
from ui.preview import Preview
from ui.reason_panel import ReasonPanel
from ui.rooms import Rooms
from ui.saving import Saving
from ui.scans import ScanRouter
from ui.screens.first_run.screen import FirstRunPage
from ui.screens.sign_in.screen import SignInPage
from ui.session import StationSession
from ui.signing import SignaturePanel
from ui.statusline import BACKUP, KEYBOARD, SCANNER
from ui.telling import Telling

LOOK_UP: Final = "scan"
SETTINGS: Final = "settings"
_TICK_MS: Final = 1_000
_EVERYTHING: Final = Changes(topics=frozenset(Topic))
_COUNTED: Final = frozenset({Topic.STOCK, Topic.PRODUCTS, Topic.ON_ORDER, Topic.HOLDS})
_RIBBON: Final = "Sample pharmacy: nothing here is a record or a clinical source"


class Workplace(QObject):
    """Everything that lives as long as the window.

    Args:
        app: Qt's application.
        desk: All a person can ask for.
        entries: The screens of the navigation, in order.
        wishes: What was asked for on the command line.
    """

    def __init__(self, app: QApplication, desk: Desk, entries: Sequence[ScreenEntry], wishes: Wishes) -> None:
        super().__init__()
        self._app, self._desk, self._wishes = app, desk, wishes
        self._entries = tuple(entries)
        self.notices = Notices()
        self.bridge = Bridge(self.notices)
        self._ask = self.bridge.ask
        self._collector = Collector()
        self._session = StationSession()
        self._choices: dict[PersonId, PersonChoices] = {}
        self._typed_in: tuple[PersonId | None, QWidget | None] = (None, None)
        self._day = desk.today()
        self._opened = False
        self._closed = False
        self._first = (wishes.screen or "", wishes.subject)

    @property
    def session(self) -> StationSession:
        """Return who is signed in."""
        return self._session

    def begin(self) -> None:
        """Read what has to be known first, then show the window."""
        self._ask(lambda: read_opening(self._desk), self._open, troubled=self._open_in_trouble)

    def close(self) -> None:
        """Keep what people chose, hear and watch no more, and finish what was asked."""
        if self._closed:
            return
        self._closed = True
        for choices in self._choices.values():
            choices.flush()
        if self._opened:
            self._ticking.stop()
            self._idle.stop()
            self.hearing.stop()
        self.bridge.close()
        self._collector.stop()

    def _open_in_trouble(self, _: Trouble) -> None:
        self._open(Opening())

    def _open(self, opening: Opening) -> None:
        wishes, station = self._wishes, opening.station
        dress(self._app, wishes.theme or station.theme, wishes.text or station.text)
        self._sounds = Sounds(audible=wishes.sound)
        self._rooms = Rooms(self._entries, self._context_of)
        self.frame = Frame(self._pages(), pharmacy="" if opening.pharmacy is None else opening.pharmacy.name)
        self._covers = Covers(self.frame, self.frame)
        self.window_choices = ChosenWindow(
            self._app, self._desk, self._ask, station=station, changed=self._choices_changed
        )
        self._idle = IdleWatch(self._app, now=self._desk.now, limit=timedelta(minutes=station.idle_minutes))
        self._telling = Telling(
            self.frame,
            self._desk,
            self._ask,
            session=self._session,
            idle=self._idle,
            sounds=self._sounds,
            last_backup_at=opening.last_backup_at,
        )
        self._elsewhere = Elsewhere(
            self._desk, self._ask, changed=self._changed_elsewhere, backed_up=self._note_backup
        )
        self._router = ScanRouter(
            self.notices,
            heard=self._heard,
            dialog_is_open=lambda: QApplication.activeModalWidget() is not None,
        )
        self._router.listen(self._take_scan)
        self.hearing = Hearing(
            self._app,
            desk=self._desk,
            inward=self.bridge.inward,
            router=self._router,
            notices=self.notices,
            badge=self._badge_scanned,
            changed=self._show_statuses,
        )
        self._make_panels()
        self._connect()
        self.hearing.listen_to_keys(on=station.keyboard_scanner)
        self.hearing.use(opening.scanners)
        self._opened = True
        self.frame.resize(*wishes.size)
        self._step_in(opening)
        self.frame.show()

    def _make_panels(self) -> None:
        desk, ask, covers = self._desk, self._ask, self._covers
        self._signing = SignaturePanel(
            covers,
            desk=desk,
            ask=ask,
            router=self._router,
            signed_in=lambda: None if self._session.person is None else self._session.person.person,
        )
        self._posting = Posting(
            ask,
            desk.post,
            person=lambda: self._session.person,
            sign=self._signing.ask_signature,
            posted=self._posted,
            notices=self.notices,
            written=self._note_write,
        )
        self._reasons = ReasonPanel(
            covers, desk=desk, ask=ask, post=self._posting, open_entry=partial(self._go, "journal")
        )
        self._saving = Saving(self.frame, ask=ask, notices=self.notices, preferences=self._preferences)
        self._preview = Preview(
            covers, desk=desk, ask=ask, preferences=self._preferences, save_file=self._saving
        )
        self._sign_in = SignInPage(desk=desk, ask=ask, signed_in=self._signed_in)
        self._last = LastActions(desk, ask, show=self.frame.show_action, person=lambda: self._session.person)

    def _connect(self) -> None:
        frame = self.frame
        frame.page_changed.connect(self._page_changed)
        frame.scan_typed.connect(self._typed)
        frame.scan_edited.connect(self._typing)
        frame.results_wanted.connect(self._results_wanted)
        frame.find_chosen.connect(self._found)
        frame.reverse_wanted.connect(self._reverse_last)
        frame.theme_wanted.connect(self.window_choices.next_theme)
        frame.lock_wanted.connect(partial(self._lock, "asked", ""))
        frame.back_wanted.connect(self._back)
        frame.status_pressed.connect(self._status_pressed)
        frame.closing.connect(self.close)
        frame.find_in([product_finder(self._desk, self._ask)])
        self.notices.listen(self._telling.tell_notice)
        self._ticking = QTimer(self, interval=_TICK_MS)
        self._ticking.timeout.connect(self._tick)
        self._ticking.start()
        self._tick()

    # --- stepping in and out ------------------------------------------------------------------------

    def _step_in(self, opening: Opening) -> None:
        if opening.pharmacy is None:
            first_run = FirstRunPage(
                desk=self._desk,
                ask=self._ask,
                router=self._router,
                opened=self._pharmacy_opened,
                try_sample=self._wishes.try_sample,
            )
            self._first_run: FirstRunPage | None = first_run
            self._covers.lay(first_run)
            first_run.begin()
            self._be_ready()
            return
        self._first_run = None
        self._know_pharmacy(opening.pharmacy.name, sample=opening.pharmacy.sample)
        if self._wishes.without_pin and opening.pharmacy.sample:
            self._ask(self._desk.reads.people, self._step_in_first)
        else:
            self._show_sign_in(None, "")
            self._be_ready()

    def _step_in_first(self, people: Sequence[PersonRow]) -> None:
        here = [row.person for row in people if row.person.active]
        self._signed_in(next((person for person in here if person.role in SIGNERS), here[0]))

    def _pharmacy_opened(self, pharmacy: str, person: Person) -> None:
        if self._first_run is not None:
            self._covers.lift(self._first_run)
            self._first_run.deleteLater()
            self._first_run = None
        self._know_pharmacy(pharmacy, sample=False)
        self._signed_in(person)

    def _know_pharmacy(self, name: str, *, sample: bool) -> None:
        self.frame.show_pharmacy(name)
        self.frame.show_ribbon(_RIBBON if sample else "")

    def _show_sign_in(self, wanted: PersonId | None, why: str) -> None:
        self._covers.lay(self._sign_in)
        self._sign_in.begin(wanted, why)

    def _signed_in(self, person: Person) -> None:
        def chosen(kept: str | None) -> None:
            if person.person not in self._choices:
                self._choices[person.person] = PersonChoices(kept, partial(self._keep_choices, person.person))
            self._welcome(person)

        self._ask(lambda: self._desk.reads.setting(person.person, PERSON_SETTING), chosen)

    def _keep_choices(self, person: PersonId, text: str) -> None:
        self._ask(
            lambda: self._desk.keeping.set_setting(person, PERSON_SETTING, text),
            lambda _: self._note_write(None),
            troubled=self._note_write,
        )

    def _welcome(self, person: Person) -> None:
        self._idle.touch()
        self._session.sign_in(person)
        if self._wishes.theme is None and self._wishes.text is None:
            self.window_choices.belong_to(self._choices[person.person])
        self._covers.lift(self._sign_in)
        self._telling.tell_person()
        self._last.read()
        self._telling.count()
        key, subject = self._first
        self._first = ("", None)
        self._go(key or self.frame.current_page, subject)
        self._give_keys(person.person)
        self._be_ready()

    def _give_keys(self, person: PersonId) -> None:
        """Put the keys where this person had them before the lock, or into the scan bar."""
        owner, field = self._typed_in
        if owner == person and field is not None and field.isVisible():
            field.setFocus()
        else:
            self.frame.focus_scan_bar()

    def _be_ready(self) -> None:
        if self._wishes.ready is not None:
            self._wishes.ready(self.frame)

    def _lock(self, cause: str, why: str, wanted: PersonId | None = None) -> None:
        person = self._session.person
        if person is None:
            return
        self._rooms.leave()
        self._choices[person.person].flush()
        self._covers.lift_all()
        self._typed_in = (person.person, QApplication.focusWidget())
        self._session.lock()
        self._telling.tell_person()
        self._show_sign_in(wanted or person.person, why)
        self._ask(lambda: self._desk.doors.lock(person.person, cause), lambda _: None)

    # --- what screens are given -----------------------------------------------------------------------

    def _context_of(self, person: PersonId) -> Context:
        return Context(
            desk=self._desk,
            ask=self._ask,
            post=self._posting,
            session=self._session,
            notices=self.notices,
            preferences=self._choices[person],
            go=self._go,
            preview=self._preview.show_document,
            save_file=self._saving,
            reverse=self._reasons.begin,
            inward=self.bridge.inward,
            window=self.window_choices,
            scanners=self.hearing,
            announce=self._announce,
        )

    def _preferences(self) -> PersonChoices:
        person = self._session.person
        if person is None:
            return PersonChoices(None, lambda _: None)
        return self._choices[person.person]

    def _go(self, key: str, subject: object | None = None) -> None:
        person = self._session.person
        if person is None:
            return
        self.frame.show_page(key)
        self._rooms.enter(person.person, key)
        if subject is not None:
            self._rooms.screen_of(person.person, key).open(subject)

    def _page_changed(self, key: str) -> None:
        if self._session.person is not None:
            self._rooms.enter(self._session.person.person, key)

    def _posted(self, posted: Posted) -> None:
        self._last.posted(posted)
        self._announce(posted.outcome.changes)

    def _announce(self, changes: Changes) -> None:
        self._rooms.announce(changes)
        if changes.topics & _COUNTED:
            self._telling.count()

    # --- scans, words and wishes ----------------------------------------------------------------------

    def _heard(self, _: Scan) -> None:
        self._idle.touch()
        self._sounds.play(Sound.HEARD)
        self.frame.flash_scan(Tone.INFO)

    def _take_scan(self, scan: Scan) -> bool:
        if self._session.person is None:
            if self._covers.top is self._sign_in:
                self._sign_in.scanned(scan.text)
                return True
            return False
        if self._covers.top is not None:
            return False
        if self._rooms.scanned(scan):
            return True
        if self._rooms.front_key == LOOK_UP:
            return False
        self._go(LOOK_UP)
        return self._rooms.scanned(scan)

    def _badge_scanned(self, raw: str) -> None:
        if self._session.person is None or self._covers.top is self._signing:
            self._router.scanned(Scan(text=raw, device="badge", scanned_at=self._desk.now()))
            return

        def step_up(found: ScanFound) -> None:
            if isinstance(found, FoundPerson):
                self._lock("switch", "", found.person)
            else:
                self.notices.say(
                    Notice(
                        Level.REFUSED,
                        "This badge is nobody’s here any more.",
                        "Sign in with your name and PIN, and have a new badge issued under Settings, People.",
                    )
                )

        self._ask(lambda: self._desk.reads.find(raw), step_up)

    def _typed(self, text: str) -> None:
        scan = self.hearing.typed(text)
        if scan is not None:
            self._router.scanned(scan)
        else:
            self._go(LOOK_UP, text)

    def _typing(self, text: str) -> None:
        front = self._rooms.front
        if isinstance(front, SearchesAsTyped):
            front.search(text)

    def _results_wanted(self) -> None:
        front = self._rooms.front
        if isinstance(front, SearchesAsTyped):
            front.go_to_results()

    def _found(self, found: Found) -> None:
        self._go(LOOK_UP, found.subject)

    def _reverse_last(self, key: object) -> None:
        if isinstance(key, Reversible):
            self._reasons.begin(EntryId(key.entry), key.sentence)

    def _back(self) -> None:
        front = self._rooms.front
        if not (isinstance(front, GoesBack) and front.back()):
            self.frame.focus_scan_bar()

    def _status_pressed(self, key: str) -> None:
        if key.startswith(SCANNER) or key == KEYBOARD:
            self._go(SETTINGS, "scanners")
        elif key == BACKUP:
            self._go(SETTINGS, "data")

    # --- what the frame says ----------------------------------------------------------------------------

    def _pages(self) -> list[Page]:
        return [
            Page(
                key=entry.key,
                title=entry.title,
                icon=entry.icon,
                widget=self._rooms.frames[entry.key],
                group=entry.group,
                shortcut=entry.shortcut,
                at_foot=entry.at_foot,
            )
            for entry in self._entries
        ]

    def _choices_changed(self) -> None:
        self._idle.lock.allow(timedelta(minutes=self.window_choices.idle_minutes))
        self.hearing.listen_to_keys(on=self.window_choices.keyboard_scanner)
        self._show_statuses()

    def _show_statuses(self) -> None:
        self._telling.tell_statuses(self.hearing, self.window_choices)

    # --- once a second ------------------------------------------------------------------------------------

    def _tick(self) -> None:
        self._telling.tell_time()
        self._turn_over()
        if self._session.person is not None:
            if self._idle.left() <= timedelta(0):
                self._lock("idle", "The station was locked because nobody touched it. Nothing is lost.")
            else:
                self._telling.tell_person()
        self._elsewhere.look()

    def _turn_over(self) -> None:
        day, self._day = self._day, self._desk.today()
        if day != self._day:
            self._announce(_EVERYTHING)  # what expires, and what is late, is counted from today

    def _changed_elsewhere(self) -> None:
        if self._session.person is not None:
            self._announce(_EVERYTHING)
            self._last.read()

    def _note_write(self, trouble: Trouble | None) -> None:
        if self._telling.note_write(trouble):
            self._show_statuses()

    def _note_backup(self, at: datetime | None) -> None:
        if self._telling.note_backup(at):
            self._show_statuses()
