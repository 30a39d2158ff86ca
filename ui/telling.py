"""What the frame tells all the time: who is here, how the devices are, what waits, and every notice."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

from rxdesk.desk import Desk
from rxdesk.domain.errors import Trouble
from rxdesk.domain.people import ROLE_NAMES
from ui.asking import Ask, Session
from ui.frame.parts import Badge, ShownPerson
from ui.frame.window import Frame
from ui.kit.sounds import Sounds, sound_of
from ui.kit.tones import Tone
from ui.moments import clock_words
from ui.notices import Level, Notice
from ui.session import countdown_words
from ui.statusline import scanner_chip, statuses

if TYPE_CHECKING:
    from rxdesk.ports.rows import Today
    from ui.choices import ChosenWindow
    from ui.hearing import Hearing
    from ui.idle import IdleWatch

_COUNT_AFTER_MS: Final = 150


class Telling:
    """Keeps everything around the screens true.

    Args:
        frame: Where it stands.
        desk: Counts what waits.
        ask: The way to it.
        session: Who is signed in.
        idle: How long until the station locks.
        sounds: Goes with each notice.
        last_backup_at: When the last backup was made, as known at the start.
    """

    def __init__(
        self,
        frame: Frame,
        desk: Desk,
        ask: Ask,
        *,
        session: Session,
        idle: IdleWatch,
        sounds: Sounds,
        last_backup_at: datetime | None,
    ) -> None:
        self._frame, self._desk, self._ask = frame, desk, ask
        self._session, self._idle, self._sounds = session, idle, sounds
        self._last_backup_at = last_backup_at
        self._unwritten: Trouble | None = None
        self._counting = False

    def tell_notice(self, notice: Notice) -> None:
        """Show a notice and let it be heard."""
        sound = sound_of(notice.level)
        if sound is not None:
            self._sounds.play(sound)
        if notice.level is Level.REFUSED:
            self._frame.flash_scan(Tone.DANGER)
        self._frame.show_notice(notice)

    def tell_person(self) -> None:
        """Show who is signed in, and when the station locks."""
        person = self._session.person
        if person is None:
            self._frame.show_person(None)
            return
        shown = ShownPerson(name=person.name, role=ROLE_NAMES[person.role], initials=person.initials)
        self._frame.show_person(shown, countdown_words(self._idle.left()))

    def tell_time(self) -> None:
        """Show date and time."""
        self._frame.show_clock(clock_words(self._desk.now()))

    def tell_statuses(self, hearing: Hearing, window: ChosenWindow) -> None:
        """Show scanners, backup and database."""
        told = statuses(
            hearing.reports,
            keyboard_scanner=window.keyboard_scanner,
            last_backup_at=self._last_backup_at,
            now=self._desk.now(),
            unwritten=self._unwritten,
        )
        self._frame.show_statuses(told)
        self._frame.show_scanner(scanner_chip(hearing.reports, keyboard_scanner=window.keyboard_scanner))

    def note_backup(self, at: datetime | None) -> bool:
        """Note when the last backup was made; return whether that is news."""
        news, self._last_backup_at = at != self._last_backup_at, at
        return news

    def note_write(self, trouble: Trouble | None) -> bool:
        """Note whether the last write went well; return whether that is news."""
        news, self._unwritten = trouble is not self._unwritten, trouble
        return news

    def count(self) -> None:
        """Count what waits beside the screens' names, once for any number of wishes at the same time.

        A moment later: until the row of an act is painted, the journal's thread would only be in the way.
        """
        if not self._counting:
            self._counting = True
            QTimer.singleShot(_COUNT_AFTER_MS, self._count)

    def _count(self) -> None:
        self._ask(self._desk.reads.today, self._show_counts, troubled=self._stop_counting)

    def _show_counts(self, today: Today) -> None:
        self._counting = False
        near = today.expired_lines + today.within_30_days
        self._frame.show_badge("expiring", Badge(near, "lots to pull", stop=today.expired_lines > 0))
        self._frame.show_badge("reorder", Badge(today.below_minimum, "products to order"))

    def _stop_counting(self, _: Trouble) -> None:
        self._counting = False
