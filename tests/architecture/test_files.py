"""What must be true of the files of this checkout, whatever they say."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("rxdesk", "ui", "devices", "db")
CHARTERS = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("__init__.py"))]
LOCKS = sorted((ROOT / "installer").glob("requirements*.txt"))
# Where a checkout or a temporary file may lie on somebody's machine.
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:work|root|tmp|home|Users)/\w")


def _files(suffix: str = "") -> list[Path]:
    """Return the files of the checkout; git is not asked, for it need not be installed."""
    found: list[Path] = []
    for folder, inside, names in os.walk(ROOT):
        inside[:] = [
            name for name in inside if name == ".ci" or not re.match(r"\.|__pycache__$|(dist|build)$", name)
        ]
        found += [Path(folder, name) for name in names if name.endswith(suffix)]
    return found


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", CHARTERS, ids=_name)
def test_the_package_holds_its_charter_and_nothing_else(path: Path) -> None:
    module = ast.parse(path.read_text(encoding="utf-8"))
    charter = ast.get_docstring(module)
    assert charter is not None
    assert len(module.body) == 1
    starts = [line.split(":")[0] for line in charter.splitlines()[2:] if re.match(r"[A-Z][\w ]*: ", line)]
    assert starts == ["Owns", "May import", "Never"]


def test_every_folder_with_code_in_it_is_a_package() -> None:
    folders = {path.parent for package in PACKAGES for path in (ROOT / package).rglob("*.py")}
    assert [_name(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_no_folder_of_tests_is_a_package() -> None:
    # tests/db/__init__.py would make pytest import that folder as `db` and hide the real one.
    assert [_name(path) for path in (ROOT / "tests").rglob("__init__.py")] == []


def test_no_source_file_has_more_than_500_lines() -> None:
    long = {_name(path): path.read_text(encoding="utf-8").count("\n") for path in _files(".py")}
    assert {name: lines for name, lines in long.items() if lines > 500} == {}


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    named: dict[str, str] = {}
    for path in _files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a font
        if place := MACHINE_PATH.search(text):
            named[_name(path)] = place[0]
    assert named == {}


@pytest.mark.parametrize("lock", LOCKS, ids=_name)
def test_the_lock_file_names_no_host(lock: Path) -> None:
    lines = lock.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "://" in line or line.startswith("-")] == []


@pytest.mark.parametrize("lock", LOCKS, ids=_name)
def test_the_lock_file_pins_and_hashes_everything(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    requirements = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert requirements
    assert [
        line for line in requirements if not re.match(r"[\w.-]+==[\w.]+( ;.*?)? +--hash=sha256:", line)
    ] == []


def test_no_other_lock_file_says_the_same_again() -> None:
    assert [_name(path) for path in _files(".lock")] == []
