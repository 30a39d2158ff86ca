"""One door for everything that is said to the person."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from rxdesk.domain.errors import Refusal, Trouble
from rxdesk.paths import shipped
from ui.kit.sounds import Sound, Sounds, sound_of
from ui.notices import Level, Notice, Notices

if TYPE_CHECKING:
    import pytest

DONE = Notice(Level.DONE, "Received 100 tablets.")
NOTE = Notice(Level.NOTE, "A newer catalogue is here.", "Import it in Settings.")


def test_what_is_said_before_the_window_is_up_is_shown_when_it_comes() -> None:
    notices, heard = Notices(), list[Notice]()
    notices.say(DONE)
    notices.say(NOTE)
    notices.listen(heard.append)
    assert heard == [DONE, NOTE]


def test_what_was_kept_is_said_once() -> None:
    notices, first, second = Notices(), list[Notice](), list[Notice]()
    notices.say(DONE)
    notices.listen(first.append)
    notices.listen(second.append)
    notices.say(NOTE)
    assert first == [DONE, NOTE]
    assert second == [NOTE]


def test_a_refusal_and_a_trouble_say_what_is_so_and_what_to_do_and_stay() -> None:
    refused = Notice.of(Refusal("The lot is held.", "Release it first."))
    troubled = Notice.of(Trouble("The disk is full.", "Make room."))
    assert (refused.level, refused.words) == (Level.REFUSED, "The lot is held. Release it first.")
    assert troubled.level == Level.TROUBLE
    assert refused.stays
    assert troubled.stays
    assert not DONE.stays


def test_good_warning_and_stop_sound_different_and_a_note_is_silent() -> None:
    assert {level: sound_of(level) for level in Level} == {
        Level.DONE: Sound.DONE,
        Level.NOTE: None,
        Level.REFUSED: Sound.REFUSED,
        Level.TROUBLE: Sound.WARNING,
    }


def test_the_shipped_sounds_are_what_their_script_makes() -> None:
    script = shipped("resources", "sounds", "make_sounds.py")
    spec = importlib.util.spec_from_file_location("make_sounds", script)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert set(made.SOUNDS) == {sound.value for sound in Sound}
    for name, tones in made.SOUNDS.items():
        assert shipped("resources", "sounds", f"{name}.wav").read_bytes() == made.sound(tones)


class Station:
    """A computer with or without a player of sounds."""

    def __init__(self, players: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
        self.players = players
        self.beeps = 0
        self.started: list[tuple[str, list[str]]] = []
        monkeypatch.setattr("ui.kit.sounds.shutil.which", self.which)
        monkeypatch.setattr("ui.kit.sounds.QProcess.startDetached", self.start)
        monkeypatch.setattr("ui.kit.sounds.QApplication.beep", self.beep)
        monkeypatch.setattr("ui.kit.sounds.sys.platform", "linux")

    def which(self, name: str) -> str | None:
        return f"/usr/bin/{name}" if name in self.players else None

    def start(self, program: str, arguments: list[str]) -> None:
        self.started.append((program, arguments))

    def beep(self) -> None:
        self.beeps += 1


def test_a_station_without_a_player_beeps(monkeypatch: pytest.MonkeyPatch) -> None:
    station = Station((), monkeypatch)
    Sounds().play(Sound.DONE)
    Sounds(audible=False).play(Sound.DONE)
    assert (station.beeps, station.started) == (1, [])


def test_the_system_player_is_given_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    station = Station(("aplay",), monkeypatch)
    Sounds().play(Sound.REFUSED)
    assert station.started == [("aplay", ["-q", str(shipped("resources", "sounds", "refused.wav"))])]
    assert station.beeps == 0
