"""The commands of a checkout, as far as they decide something."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import dev_environment
from dev import asks_for_window
from dev_environment import DEV_LOCK, QT_DISTRIBUTIONS, WITHOUT_QT, Environment, leave_out

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "arguments", [[], ["--sample"], ["--data", "here"], ["--data=here"], ["--sample", "--data", "check"]]
)
def test_options_alone_ask_for_the_window(arguments: list[str]) -> None:
    assert asks_for_window(arguments)


@pytest.mark.parametrize(
    "arguments",
    [["check"], ["--data", "here", "check", "--json"], ["--help"], ["--version"], ["--sample", "stock"]],
)
def test_a_command_or_a_question_asks_for_no_window(arguments: list[str]) -> None:
    assert not asks_for_window(arguments)


@pytest.mark.parametrize(
    "arguments", [["--screenshot", "window.png"], ["--sample", "--screenshot=window.png"]]
)
def test_a_picture_asks_for_no_window(arguments: list[str]) -> None:
    assert not asks_for_window(arguments)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen to offer")
def test_without_a_screen_it_says_so_and_offers_a_picture() -> None:
    answer = subprocess.run(
        [sys.executable, str(ROOT / "installer" / "dev.py"), "run"],
        env={"PATH": "/usr/bin:/bin"},
        check=False,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 1
    assert answer.stderr.startswith("There is no screen here")
    assert "--sample --screenshot" in answer.stderr


def test_an_unknown_command_shows_the_commands() -> None:
    answer = subprocess.run(
        [sys.executable, str(ROOT / "installer" / "dev.py"), "runn"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 2
    for command in ("run", "test", "bench", "lock"):
        assert re.search(rf"^  {command} ", answer.stdout, re.MULTILINE)


def test_leaving_a_distribution_out_takes_its_hashes_along() -> None:
    locked = (
        "one==1 \\\n    --hash=sha256:aa \\\n    --hash=sha256:ab\n"
        "two==2 ; sys_platform == 'win32' \\\n    --hash=sha256:ba\n"
        "three==3 \\\n    --hash=sha256:ca\n"
    )
    assert leave_out(locked, frozenset({"two", "three"})) == (
        "one==1 \\\n    --hash=sha256:aa \\\n    --hash=sha256:ab\n"
    )


def test_what_is_left_of_the_lock_without_qt_names_no_qt() -> None:
    locked = DEV_LOCK.read_text(encoding="utf-8")
    reduced = leave_out(locked, WITHOUT_QT.without)
    names = {match[1] for match in re.finditer(r"^([\w.-]+)==", reduced, re.MULTILINE)}
    assert {"sqlalchemy", "pytest"} <= names
    assert not names & QT_DISTRIBUTIONS
    assert "pyside" not in reduced.lower()


def test_an_environment_wants_something_else_when_its_lock_changes(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text("one==1\n", encoding="utf-8")
    environment = Environment(tmp_path / "environment", (lock,))
    before = environment.wanted
    lock.write_text("one==2\n", encoding="utf-8")
    assert environment.wanted != before


def test_an_environment_that_was_never_finished_is_not_ready(tmp_path: Path) -> None:
    environment = Environment(tmp_path, (DEV_LOCK,))
    environment.python.parent.mkdir(parents=True)
    environment.python.touch()
    (tmp_path / "pyvenv.cfg").write_text(f"version = {sys.version.split()[0]}\n", encoding="utf-8")
    assert not environment.is_ready()


def test_an_environment_of_another_python_is_not_ready(tmp_path: Path) -> None:
    environment = Environment(tmp_path, (DEV_LOCK,))
    environment.python.parent.mkdir(parents=True)
    environment.python.touch()
    (tmp_path / "rxdesk-stamp.txt").write_text(environment.wanted, encoding="ascii")
    (tmp_path / "pyvenv.cfg").write_text(f"version = {sys.version.split()[0]}\n", encoding="utf-8")
    assert environment.is_ready()
    (tmp_path / "pyvenv.cfg").write_text("version = 3.10.0\n", encoding="utf-8")
    assert not environment.is_ready()


def test_a_lock_that_was_written_from_other_dependencies_is_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "requirements.txt"
    for name in ("RUN_LOCK", "BUILD_LOCK", "DEV_LOCK"):
        monkeypatch.setattr(dev_environment, name, lock)
    lock.write_text(
        f"# Written\n# dependencies: sha256:{dev_environment.dependencies_digest()}\n", encoding="utf-8"
    )
    assert dev_environment.stale_locks() == []
    lock.write_text("# Written\n# dependencies: sha256:00\n", encoding="utf-8")
    assert dev_environment.stale_locks() == [lock, lock, lock]
