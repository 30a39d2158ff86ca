"""The layers of the house, one test for each contract in pyproject.toml, named by the contract's sentence."""

from __future__ import annotations

import ast
from copy import deepcopy
from pathlib import Path
from typing import Any, cast

import grimp
import pytest
from importlinter import api
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract

ROOT = Path(__file__).resolve().parents[2]
READ = api.read_configuration(str(ROOT / "pyproject.toml"))  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # typed as a bare dict
CONFIGURATION = cast("dict[str, Any]", READ)
CONTRACTS: list[dict[str, Any]] = CONFIGURATION["contracts_options"]
KINDS = {"layers": LayersContract, "forbidden": ForbiddenContract, "independence": IndependenceContract}
PACKAGES = ("rxdesk", "ui", "devices", "db")


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    return grimp.build_graph(*PACKAGES, include_external_packages=True, cache_dir=None)


@pytest.mark.parametrize("options", [pytest.param(options, id=options["name"]) for options in CONTRACTS])
def test_the_contract_holds(options: dict[str, Any], imports: grimp.ImportGraph) -> None:
    kind = KINDS[options["type"]]
    contract = kind(
        name=options["name"], session_options=CONFIGURATION["session_options"], contract_options=options
    )
    check = contract.check(deepcopy(imports), verbose=False)
    if not check.kept:
        contract.render_broken_contract(check)  # says which imports, in the report of the failed test
    assert check.kept


def _patterns() -> list[str]:
    values = [value for options in CONTRACTS for value in options.values()]
    entries = [
        str(entry) for value in values if isinstance(value, list) for entry in cast("list[Any]", value)
    ]
    return sorted({entry for entry in entries if "*" in entry})


@pytest.mark.parametrize("pattern", _patterns())
def test_the_pattern_finds_a_module(pattern: str, imports: grimp.ImportGraph) -> None:
    # import-linter lets a pattern that matches nothing pass in silence, and the rule with it.
    assert imports.find_matching_modules(pattern)


def test_the_table_model_knows_no_widgets() -> None:
    # import-linter sees PySide6 as one package; a row model that draws is one that cannot be tested as rows.
    modules = _imported(ROOT / "ui" / "kit" / "rows.py")
    assert modules
    assert not {module for module in modules if module.startswith("PySide6.QtWidgets")}


def test_everything_is_swallowed_only_at_the_bridge_and_on_device_threads() -> None:
    swallowing = [
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if _swallows_everything(path)
    ]
    elsewhere = [name for name in swallowing if name != "ui/bridge.py" and not name.startswith("devices/")]
    assert elsewhere == []


def _imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{name.name}" for name in node.names}
    return found


def _swallows_everything(path: Path) -> bool:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            catches = any(
                kind is None or ast.unparse(kind) in {"Exception", "BaseException"} for kind in kinds
            )
            if catches and not isinstance(node.body[-1], ast.Raise):
                return True
    return False
