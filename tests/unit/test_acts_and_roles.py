"""Every act with every role; the shape of orders; and every refusal in two sentences."""

from __future__ import annotations

import ast
import inspect
import pkgutil
import textwrap
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rxdesk
from rxdesk.cli.acts import schemas
from rxdesk.domain.errors import Refusal, Trouble
from rxdesk.domain.orders import AnyOrder, Order, order_bytes
from rxdesk.domain.people import PERMISSIONS, ROLE_NAMES, SIGNERS, Permission, Role
from rxdesk.usecases.post import RULES

TECHNICIAN, INTERN, PHARMACIST = Role.TECHNICIAN, Role.INTERN, Role.PHARMACIST
IN_CHARGE, MANAGER, INTEGRATION = Role.PHARMACIST_IN_CHARGE, Role.MANAGER, Role.INTEGRATION
AT_THE_BENCH = {TECHNICIAN, INTERN, PHARMACIST, IN_CHARGE}

MAY: dict[str, set[Role]] = {
    "add_person": {IN_CHARGE, MANAGER},
    "change_person": {IN_CHARGE, MANAGER},
    "set_up_place": AT_THE_BENCH | {MANAGER},
    "set_up_product": AT_THE_BENCH | {MANAGER},
    "set_levels": AT_THE_BENCH | {MANAGER},
    "link_code": AT_THE_BENCH | {MANAGER, INTEGRATION},
    "unlink_code": AT_THE_BENCH | {MANAGER, INTEGRATION},
    "receive_lot": AT_THE_BENCH | {INTEGRATION},
    "dispense_item": AT_THE_BENCH | {INTEGRATION},
    "move_stock": AT_THE_BENCH,
    "hold_lot": AT_THE_BENCH | {MANAGER, INTEGRATION},
    "release_lot": {PHARMACIST, IN_CHARGE},
    "count_lot": AT_THE_BENCH,
    "settle_difference": {PHARMACIST, IN_CHARGE},
    "mark_ordered": AT_THE_BENCH | {MANAGER, INTEGRATION},
    "load_opening_stock": {IN_CHARGE, MANAGER},
    "reverse_entry": AT_THE_BENCH,
}
"""Who may do what, written out once more by hand."""


def _act(kind: type[Order]) -> str:
    return str(kind.__struct_config__.tag)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", RULES, ids=_act)
def test_a_role_may_do_what_is_written_and_nothing_else(kind: type[Order], role: Role) -> None:
    permission = RULES[kind].permission
    if permission is None:
        assert _act(kind) == "open_pharmacy"
    else:
        assert (permission in PERMISSIONS[role]) == (role in MAY[_act(kind)])


def test_every_order_has_its_rule() -> None:
    assert set(RULES) == set(Order.__subclasses__())
    assert {_act(kind) for kind in RULES} == {*MAY, "open_pharmacy"}


def test_every_role_has_a_name_and_permissions() -> None:
    assert set(ROLE_NAMES) == set(PERMISSIONS) == set(Role)
    assert frozenset[Permission]().union(*PERMISSIONS.values()) == set(Permission)


def test_only_pharmacists_sign() -> None:
    assert {PHARMACIST, IN_CHARGE} == SIGNERS


# --- orders ---------------------------------------------------------------------------------------


def test_every_order_is_in_the_schema_under_its_act() -> None:
    described = schemas()
    defined = described["$defs"]
    acts = {
        defined[option["$ref"].rpartition("/")[2]]["properties"]["act"]["enum"][0]
        for option in described["orders"]["anyOf"]
    }
    assert acts == {_act(kind) for kind in RULES}


def test_every_order_refuses_fields_nobody_knows() -> None:
    for described in schemas()["$defs"].values():
        if "act" in described.get("properties", {}):
            assert described["additionalProperties"] is False


@given(st.text(max_size=20), st.text(max_size=20))
def test_two_orders_have_the_same_bytes_only_when_they_are_the_same(first: str, second: str) -> None:
    def order(reason: str) -> Order:
        return msgspec.convert({"act": "unlink_code", "id": "o", "code": "c", "reason": reason}, AnyOrder)

    assert (order_bytes(order(first)) == order_bytes(order(second))) == (first == second)


@pytest.mark.parametrize(
    "order",
    [
        {"act": "unlink_code", "code": "c"},
        {"act": "unlink_code", "id": "", "code": "c"},
        {"act": "unlink_code", "id": "o", "code": ""},
        {"act": "eat_lot", "id": "o"},
        {"act": "receive_lot", "id": "o", "product": "p", "place": "A", "quantity": -1},
        {"act": "receive_lot", "id": "o", "product": "p", "place": "A", "quantity": 10**12 + 1},
        {"act": "receive_lot", "id": "o", "product": "p", "place": "A", "quantity": 1.5},
        {"act": "dispense_item", "id": "o", "product": "p", "quantity": 0, "rx_number": "1"},
        {"act": "set_up_place", "id": "o", "place": "A", "walk_order": 2**70},
        {"act": "set_up_product", "id": "o", "product": "a name"},
        {"act": "set_up_product", "id": "o", "product": ""},
        {"act": "mark_ordered", "id": "o", "lines": []},
    ],
)
def test_an_order_that_cannot_be_is_not_read(order: dict[str, Any]) -> None:
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(msgspec.json.encode(order), type=AnyOrder)


# --- sentences ------------------------------------------------------------------------------------


def _name(failure: type[Exception]) -> str:
    return failure.__name__


def _failures() -> Iterator[type[Refusal | Trouble]]:
    for root, prefix in ((rxdesk, "rxdesk."), (import_module("db"), "db.")):
        for module in pkgutil.walk_packages(root.__path__, prefix):
            if module.name == "rxdesk.__main__":
                continue
            for found in vars(import_module(module.name)).values():
                if (
                    inspect.isclass(found)
                    and issubclass(found, (Refusal, Trouble))
                    and found.__module__ == module.name
                ):
                    yield found


FAILURES = sorted(_failures(), key=_name)


@pytest.mark.parametrize("failure", FAILURES, ids=_name)
def test_a_failure_says_what_is_so_and_what_to_do_in_whole_sentences(
    failure: type[Refusal | Trouble],
) -> None:
    if "__init__" not in vars(failure):
        assert failure.__subclasses__() or failure.__mro__[1] not in {Refusal, Trouble}
        return
    calls = [
        node
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(failure))))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "__init__"
    ]
    texts = [_written(argument) for call in calls for argument in call.args[:2]]
    for text in texts:
        if text and not text.endswith(
            "{…}"
        ):  # a sentence that ends in one composed elsewhere ends as that does
            assert text[-1] in ".?", f"{failure.__name__}: {text}"
            assert text[0].isupper() or text[0] in "“{", f"{failure.__name__}: {text}"


def test_no_two_failures_share_a_name() -> None:
    names = [_name(failure) for failure in FAILURES]
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)


def _written(node: ast.expr) -> str:
    """Return a text as it stands in the source; nothing when it is put together elsewhere."""
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.JoinedStr(values=values):
            return "".join(
                _written(value) if isinstance(value, ast.Constant) else "{…}" for value in values
            ).replace("{…}{…}", "{…}")
        case _:
            return ""
