"""The hash chain: every change, loss, exchange and insertion of an entry is seen; an untouched one holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from rxdesk.domain.chain import GENESIS, HASHED_FIELDS, Link, breaks, entry_hash, stored_bytes

values = (
    st.none()
    | st.integers(min_value=-(2**63), max_value=2**63 - 1)
    | st.text(max_size=8)
    | st.binary(max_size=8)
)
rows = st.lists(
    st.lists(values, min_size=len(HASHED_FIELDS), max_size=len(HASHED_FIELDS)), min_size=1, max_size=6
)


def _chained(
    contents: Sequence[Sequence[str | int | bytes | None]], station: str = "s", epoch: int = 1
) -> list[Link]:
    links: list[Link] = []
    head = GENESIS
    for number, content in enumerate(contents, start=1):
        fields = tuple(stored_bytes(value) for value in content)
        digest = entry_hash(head, fields)
        links.append(
            Link(
                seq=number,
                station=station,
                epoch=epoch,
                station_seq=number,
                prev_hash=head,
                hash=digest,
                fields=fields,
            )
        )
        head = digest
    return links


@given(rows)
def test_an_untouched_chain_holds(contents: list[list[str | int | bytes | None]]) -> None:
    assert list(breaks(_chained(contents))) == []


@given(rows, st.data())
def test_every_changed_field_is_seen_at_its_entry(
    contents: list[list[str | int | bytes | None]], data: st.DataObject
) -> None:
    links = _chained(contents)
    at = data.draw(st.integers(min_value=0, max_value=len(links) - 1))
    field = data.draw(st.integers(min_value=0, max_value=len(HASHED_FIELDS) - 1))
    changed = data.draw(st.none() | st.binary(max_size=8))
    fields = list(links[at].fields)
    assume(fields[field] != changed)
    fields[field] = changed
    links[at] = replace(links[at], fields=tuple(fields))
    assert links[at].seq in {broken.seq for broken in breaks(links)}


@given(rows, st.data())
def test_a_lost_entry_is_seen_unless_it_was_the_last(
    contents: list[list[str | int | bytes | None]], data: st.DataObject
) -> None:
    links = _chained(contents)
    at = data.draw(st.integers(min_value=0, max_value=len(links) - 1))
    rest = links[:at] + links[at + 1 :]
    assert bool(list(breaks(rest))) == (at != len(links) - 1)


@given(rows, st.data())
def test_two_exchanged_entries_are_seen(
    contents: list[list[str | int | bytes | None]], data: st.DataObject
) -> None:
    assume(len(contents) > 1)
    links = _chained(contents)
    at = data.draw(st.integers(min_value=0, max_value=len(links) - 2))
    links[at], links[at + 1] = links[at + 1], links[at]
    assert list(breaks(links))


@given(rows)
def test_an_entry_that_hashes_itself_anew_is_seen_at_the_next(
    contents: list[list[str | int | bytes | None]],
) -> None:
    assume(len(contents) > 1)
    links = _chained(contents)
    fields = (b"forged", *links[0].fields[1:])
    links[0] = replace(links[0], fields=fields, hash=entry_hash(GENESIS, fields))
    assert links[1].seq in {broken.seq for broken in breaks(links)}


@given(rows, rows)
def test_chains_of_two_epochs_lie_side_by_side_in_one_file(
    first: list[list[str | int | bytes | None]], second: list[list[str | int | bytes | None]]
) -> None:
    assert list(breaks([*_chained(first), *_chained(second, epoch=2)])) == []


def test_neighbouring_fields_never_run_together() -> None:
    assert entry_hash(GENESIS, [b"ab", b"c"]) != entry_hash(GENESIS, [b"a", b"bc"])
    assert entry_hash(GENESIS, [None, b""]) != entry_hash(GENESIS, [b"", None])
    assert entry_hash(GENESIS, [b"-"]) != entry_hash(GENESIS, [None])
    assert entry_hash(GENESIS, [b"1:a"]) != entry_hash(GENESIS, [b"1:a", b""])


def test_the_hash_of_an_entry_is_what_it_was_when_the_first_file_was_written() -> None:
    fields = [stored_bytes(value) for value in ("id", 1, None, b"\x00\xff", "é")]
    assert entry_hash(GENESIS, fields).hex() == (
        "1c64bac68652c714c12d038c949000e3743cc9b554f186a90da8b9bb8285d835"
    )
