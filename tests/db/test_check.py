"""What `check` sees of tampering with the file itself, and what it says it cannot see."""

from __future__ import annotations

import pytest
from sqlcipher3 import dbapi2

from db.check import CheckReport, check
from db.rebuild import ChainBroken, rebuild
from db.schema import TRIGGERS
from rxdesk.domain.chain import HASHED_FIELDS, entry_hash, stored_bytes
from rxdesk.domain.identity import LotNumber, OrderId
from rxdesk.domain.orders import DispenseItem, ReceiveLot
from rxdesk.domain.quantity import units
from rxdesk.ports.work import Stamp
from tests.db_files import HYDROXYZINE, SHELF, Bench


@pytest.fixture
def worked(bench: Bench) -> Bench:
    bench.post(
        ReceiveLot(
            id=bench.order_id(),
            product=HYDROXYZINE,
            lot=LotNumber("B7730A"),
            expiry="2027-12",
            packs=2,
            place=SHELF,
        )
    )
    for number in range(3):
        bench.post(
            DispenseItem(
                id=bench.order_id(), product=HYDROXYZINE, quantity=units(30), rx_number=f"70010{number}"
            )
        )
    return bench


def _tamper(bench: Bench, *statements: str) -> CheckReport:
    """Do what somebody with the file and another tool would do, guards put back behind them."""
    connection = dbapi2.connect(str(bench.file.path), isolation_level=None)
    for name in TRIGGERS:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for statement in TRIGGERS.values():
        connection.execute(statement)
    connection.close()
    return check(bench.file)


def _failing(report: CheckReport) -> set[str]:
    return {finding.name for finding in report.findings if not finding.holds}


def test_an_untouched_file_holds(worked: Bench) -> None:
    report = check(worked.file)
    assert report.holds
    assert report.entries > 10
    assert len(report.head) == 64


@pytest.mark.parametrize("field", HASHED_FIELDS)
def test_a_changed_field_of_an_entry_is_seen(worked: Bench, field: str) -> None:
    numbers = {"order_part", "epoch", "station_seq", "version", "utc_offset_min"}
    if field in numbers:
        change = f"{field} = {field} + 1"
    elif field == "order_digest":
        change = f"{field} = zeroblob(32)"
    elif field == "payload":
        change = "payload = replace(payload, '700102', '700109')"
    else:
        change = f"{field} = coalesce({field}, '') || '~'"
    report = _tamper(worked, f"UPDATE entry SET {change} WHERE seq = (SELECT max(seq) FROM entry)")
    assert "chain" in _failing(report)


def test_one_changed_byte_in_a_payload_is_seen_and_named(worked: Bench) -> None:
    report = _tamper(
        worked,
        "UPDATE entry SET payload = replace(payload, '700101', '700109') WHERE payload LIKE '%700101%'",
    )
    assert "chain" in _failing(report)
    chain = next(finding for finding in report.findings if finding.name == "chain")
    assert any("is not what was written" in sentence for sentence in chain.sentences)


def test_a_deleted_entry_is_seen(worked: Bench) -> None:
    report = _tamper(worked, "DELETE FROM entry WHERE seq = (SELECT max(seq) - 1 FROM entry)")
    assert "chain" in _failing(report)
    chain = next(finding for finding in report.findings if finding.name == "chain")
    assert any("an entry before it is missing" in sentence for sentence in chain.sentences)


def test_an_entry_rewritten_with_a_fitting_hash_of_its_own_is_seen(worked: Bench) -> None:
    connection = dbapi2.connect(str(worked.file.path), isolation_level=None)
    columns = ", ".join(HASHED_FIELDS)
    row = connection.execute(
        f"SELECT prev_hash, {columns} FROM entry WHERE payload LIKE '%700100%'"
    ).fetchone()
    connection.close()
    values = dict(zip(HASHED_FIELDS, row[1:], strict=True))
    values["payload"] = values["payload"].replace("30000", "10000")
    forged = entry_hash(row[0], (stored_bytes(values[name]) for name in HASHED_FIELDS))
    report = _tamper(
        worked,
        "UPDATE entry SET payload = replace(payload, '30000', '10000'), "
        f"hash = x'{forged.hex()}' WHERE payload LIKE '%700100%'",
    )
    chain = next(finding for finding in report.findings if finding.name == "chain")
    assert not chain.holds
    assert any("does not continue the entry before it" in sentence for sentence in chain.sentences)


def test_a_missing_guard_is_seen(worked: Bench) -> None:
    connection = dbapi2.connect(str(worked.file.path), isolation_level=None)
    connection.execute("DROP TRIGGER movement_is_never_deleted")
    connection.close()
    assert _failing(check(worked.file)) == {"triggers", "schema"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stock SET quantity = quantity + 1000 WHERE place = 'A3-02'",
        "UPDATE movement SET quantity = quantity + 1000",
        "UPDATE lot SET expiry = '2029-12', usable_through = '2029-12-31'",
        "UPDATE person SET role = 'pharmacist'",
        "DELETE FROM fill",
    ],
)
def test_a_projection_that_is_not_what_the_journal_says_is_seen(worked: Bench, statement: str) -> None:
    assert "projections" in _failing(_tamper(worked, statement))


def test_a_tail_that_was_cut_off_is_not_seen_and_the_check_says_so(worked: Bench) -> None:
    cut = "(SELECT max(seq) FROM entry)"
    worked_before = check(worked.file)
    connection = dbapi2.connect(str(worked.file.path), isolation_level=None)
    last = connection.execute("SELECT kind FROM entry ORDER BY seq DESC LIMIT 1").fetchone()[0]
    connection.close()
    assert last == "ItemDispensed"
    report = _tamper(
        worked,
        f"DELETE FROM movement WHERE entry_seq = {cut}",
        f"DELETE FROM fill WHERE entry = (SELECT id FROM entry WHERE seq = {cut})",
        "UPDATE stock SET quantity = quantity + 30000, last_seq = last_seq - 1 WHERE place = 'A3-02'",
        "UPDATE stock SET quantity = quantity - 30000, last_seq = last_seq - 1 WHERE place = '@patient'",
        f"DELETE FROM entry WHERE seq = {cut}",
    )
    assert report.holds
    assert report.head != worked_before.head
    anchors = next(finding for finding in report.findings if finding.name == "anchors")
    assert "would not be seen here" in anchors.sentences[0]


def test_a_damaged_file_is_named_as_damaged(worked: Bench) -> None:
    worked.close()
    path = worked.file.path
    content = path.read_bytes()
    page = content.index(b'"rx_number":"700101"') // 4096 * 4096
    path.write_bytes(content[:page] + bytes(4096) + content[page + 4096 :])
    report = check(worked.file)
    assert _failing(report) == {"integrity"}
    assert "damaged" in report.findings[0].sentences[0]


def _stamp(bench: Bench, order: str = "rebuild") -> Stamp:
    now = bench.clock.now()
    return Stamp(
        order_id=OrderId(order),
        order_digest=b"",
        happened_at=now,
        recorded_at=now,
        utc_offset_min=0,
        person=None,
    )


def test_a_rebuild_mends_projections_and_journals_which_had_differed(worked: Bench) -> None:
    _tamper(worked, "UPDATE stock SET quantity = quantity + 1000 WHERE place = 'A3-02'")
    assert rebuild(worked.file, worked.ledger.writer, _stamp(worked)) == ("stock",)
    assert check(worked.file).holds
    assert rebuild(worked.file, worked.ledger.writer, _stamp(worked, "rebuild-again")) == ()


def test_a_rebuild_refuses_a_broken_chain_and_changes_nothing(worked: Bench) -> None:
    _tamper(worked, "UPDATE entry SET reason = 'none' WHERE seq = 3")
    before = worked.file.path.read_bytes()
    with pytest.raises(ChainBroken):
        rebuild(worked.file, worked.ledger.writer, _stamp(worked))
    assert worked.file.path.read_bytes() == before
