"""The one door for whoever works on RxDesk: `python3 installer/dev.py COMMAND`.

  run [ARGUMENT ...]   make the environment if need be, then start RxDesk with the arguments
  test [--fast]        every check there is; --fast leaves out the run without Qt
  bench [ARGUMENT ...] the benchmark of an act against raw SQLite
  lock [--upgrade]     write the lock files again from pyproject.toml

Needs nothing but Python 3.11, 3.12 or 3.13 with pip. What it installs goes into `.venv` and `.venv-noqt`
here; on Debian as root it also installs the system libraries that Qt loads, and otherwise says how to.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(f"RxDesk needs Python 3.11, 3.12 or 3.13; this is {sys.version.split()[0]}.")

from dev_environment import (  # after the version is known: it imports what older Pythons do not have
    BUILD_LOCK,
    DEV,
    DEV_LOCK,
    ROOT,
    RUN,
    RUN_LOCK,
    WITHOUT_QT,
    SetUpFailed,
    dependencies_digest,
    provide_qt_libraries,
    stale_locks,
)

NO_SCREEN = """\
There is no screen here: neither DISPLAY nor WAYLAND_DISPLAY is set, so RxDesk cannot open its window.
To have the window of the sample pharmacy drawn into a picture instead:
  python3 installer/dev.py run --sample --screenshot window.png"""

WITHOUT_QT_TESTS = ["tests/unit", "tests/db", "tests/devices"]


@dataclass(frozen=True)
class Check:
    """One thing that must hold: a sentence, and the command that exits with 0 when it does."""

    sentence: str
    command: list[str]


def run(arguments: list[str]) -> int:
    """Start RxDesk in its environment; on POSIX this process becomes it."""
    environment = dict(os.environ)
    picture, window = _asks_for_picture(arguments), asks_for_window(arguments)
    if picture:
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    elif window and not _has_screen(environment):
        print(NO_SCREEN, file=sys.stderr)
        return 1
    RUN.make()
    if picture or window:  # the command line needs none of Qt
        provide_qt_libraries(screen=window)
    command = [str(RUN.python), "-m", "rxdesk", *arguments]
    if os.name == "posix":
        sys.stdout.flush()
        os.execve(command[0], command, environment)  # noqa: S606  # no shell is wanted
    return subprocess.run(command, env=environment, check=False).returncode


def test(arguments: list[str]) -> int:
    """Run every check, whether or not an earlier one failed, and end with one line for each."""
    if arguments not in ([], ["--fast"]):
        print("The only option of test is --fast.", file=sys.stderr)
        return 2
    started = time.monotonic()
    DEV.make(also_satisfies=(RUN,))
    provide_qt_libraries(screen=False)
    checks = _checks(with_qt=True)
    if not arguments:
        WITHOUT_QT.make()
        checks += _checks(with_qt=False)
    results = [(time.monotonic() - started, True, "the environment is there")]
    results += [_timed(check) for check in checks]
    stale = [lock.name for lock in stale_locks()]
    if stale:
        print(f"\npyproject.toml has changed since {', '.join(stale)}: python3 installer/dev.py lock")
    results.append((0.0, not stale, "the lock files match pyproject.toml"))
    print("\nChecks")
    for seconds, holds, sentence in results:
        print(f"  {'holds ' if holds else 'FAILED'}  {seconds:6.1f} s  {sentence}")
    return 0 if all(holds for _, holds, _ in results) else 1


def bench(arguments: list[str]) -> int:
    """Run the benchmark of an act against the same rows written by raw SQLite."""
    RUN.make()
    script = ROOT / "tests" / "bench" / "dispense.py"
    return subprocess.run([str(RUN.python), str(script), *arguments], cwd=ROOT, check=False).returncode


def lock(arguments: list[str]) -> int:
    """Write the lock files from pyproject.toml: every platform, hashes, no hosts.

    Versions already locked stay unless `--upgrade` is given; a release younger than seven days is never
    taken, so that a bad one is found by others first.
    """
    if arguments not in ([], ["--upgrade"]):
        print("The only option of lock is --upgrade.", file=sys.stderr)
        return 2
    uv = DEV.python.with_name("uv.exe" if os.name == "nt" else "uv")
    if not uv.exists():
        DEV.make(also_satisfies=(RUN,))
    compile_lock = [
        *(str(uv), "pip", "compile", "--quiet", *arguments),
        *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-build"),
        *("--exclude-newer", "P7D"),
        *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
    ]
    for path, sources in {
        RUN_LOCK: ["pyproject.toml"],
        BUILD_LOCK: ["--group", "build"],
        DEV_LOCK: ["pyproject.toml", "--group", "dev", "--constraint", str(RUN_LOCK.relative_to(ROOT))],
    }.items():
        command = [*compile_lock, *sources, "--output-file", str(path.relative_to(ROOT))]
        if subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False).returncode != 0:
            return 1
        _head(path)
    return 0


# Options of the window that take a value; the value is no command.
OPTIONS_WITH_VALUE = frozenset({"--data", "--screen", "--theme", "--size", "--scale", "--text", "--open"})


def asks_for_window(arguments: list[str]) -> bool:
    """Return whether RxDesk, given these arguments, opens its window: no command and no question is among them."""
    remaining = iter(arguments)
    for argument in remaining:
        if argument in OPTIONS_WITH_VALUE:
            next(remaining, None)
        elif argument in {"-h", "--help", "--version"} or not argument.startswith("-"):
            return False
    return not _asks_for_picture(arguments)


def _asks_for_picture(arguments: list[str]) -> bool:
    return any(argument.split("=")[0] == "--screenshot" for argument in arguments)


def _has_screen(environment: dict[str, str]) -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _checks(*, with_qt: bool) -> list[Check]:
    pytest = ["-m", "pytest", "-p", "no:cacheprovider", "--numprocesses", str(min(os.cpu_count() or 1, 4))]
    if not with_qt:
        # What --cov measures stands in pyproject.toml; it comes last, or it would take a folder for its value.
        command = [str(WITHOUT_QT.python), *pytest, *WITHOUT_QT_TESTS, "--cov"]
        return [Check("knowledge, storage and wires pass where Qt is not installed", command)]
    python = str(DEV.python)
    return [
        Check("the code is clean (ruff check)", [python, "-m", "ruff", "check"]),
        Check("the code is formatted (ruff format)", [python, "-m", "ruff", "format", "--check"]),
        Check("the types hold (basedpyright)", [python, "-m", "basedpyright"]),
        Check("the layers hold (lint-imports)", [str(DEV.python.with_name("lint-imports")), "--no-logo"]),
        Check("the tests pass (pytest)", [python, *pytest]),
    ]


def _timed(check: Check) -> tuple[float, bool, str]:
    print(f"\n=== {check.sentence}", flush=True)
    # A path of the person's own could bring Qt into the environment that must be without it.
    environment = {
        name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONHOME"}
    }
    environment["QT_QPA_PLATFORM"] = "offscreen"
    started = time.monotonic()
    finished = subprocess.run(check.command, cwd=ROOT, env=environment, check=False)
    return time.monotonic() - started, finished.returncode == 0, check.sentence


def _head(path: Path) -> None:
    """Say at the top of a lock file where it comes from, so that a stale one is noticed."""
    head = (
        "# Written by `python3 installer/dev.py lock` from pyproject.toml; change it there.\n"
        f"# dependencies: sha256:{dependencies_digest()}\n"
    )
    body = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    path.write_text(head + "\n".join(body) + "\n", encoding="utf-8")


COMMANDS = {"run": run, "test": test, "bench": bench, "lock": lock}


def main() -> int:
    """Obey one command and return its exit code."""
    command, *arguments = sys.argv[1:] or ["--help"]
    if command not in COMMANDS:
        print(__doc__)
        return 0 if command in {"-h", "--help"} else 2
    try:
        return COMMANDS[command](arguments)
    except SetUpFailed as failure:
        print(failure, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
