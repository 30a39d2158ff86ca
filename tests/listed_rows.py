"""Catalogue rows that tests make, a directory of them, and a file that can hold them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from db.catalogue.load import Staged, stage, switch, tidy
from db.catalogue.tables import CATALOGUE_DDL, CATALOGUE_METADATA
from db.engine import FileAt, maintenance_engine
from db.guard import authorize
from rxdesk.domain.catalogue import CatalogueRow, Ingredient, InnerPack, PackageState
from rxdesk.domain.ndc import Ndc
from rxdesk.domain.quantity import Quantity, Unit
from rxdesk.domain.schedule import Schedule

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from rxdesk.domain.remarks import Remarks
    from rxdesk.ports.catalogue import DirectorySource


@dataclass
class ListedRows:
    """A directory of rows that a test made."""

    rows: Sequence[CatalogueRow]
    sha256: str = "first"
    name: str = "test.csv"
    year: int | None = 2015
    expected_rows: int = field(init=False)

    def __post_init__(self) -> None:
        self.expected_rows = len(self.rows)

    def read(self, remarks: Remarks) -> Iterator[CatalogueRow]:
        yield from self.rows


def row(
    ndc: str = "0143-9714-01",
    name: str = "Lisinopril",
    *,
    generic: str = "lisinopril",
    labeler: str = "West-Ward",
    strength: str = "10 mg",
    key: str = "LISINOPRIL 1/100 g/1|TABLET|ORAL",
    inner: tuple[InnerPack, ...] = (),
    schedule: Schedule = Schedule.NONE,
    quantity: int = 100_000,
) -> CatalogueRow:
    return CatalogueRow(
        ndc=ndc,
        ndc11=Ndc.parse(ndc).ndc11 or "",
        name=name,
        generic_name=generic,
        labeler=labeler,
        form="TABLET",
        route="ORAL",
        ingredients=(Ingredient(generic.upper(), "10", "mg/1"),),
        strength=strength,
        equivalence_key=key,
        schedule=schedule,
        schedule_source="",
        product_type="HUMAN PRESCRIPTION DRUG",
        category="ANDA",
        application="ANDA076180",
        classes="",
        package_text=f"{quantity // 1000} TABLET in 1 BOTTLE ({ndc})",
        state=PackageState.STOCKABLE,
        doubt="",
        unit=Unit.EACH,
        pack_quantity=Quantity(quantity),
        inner=inner,
        started_on=date(2002, 7, 1),
        ended_on=None,
        sample=False,
        excluded=False,
        line=2,
    )


ROWS = (
    row("0143-9714-01", "Lisinopril", strength="10 mg"),
    row("0143-9713-01", "Lisinopril", strength="5 mg", key="5"),
    row("68180-513-01", "Lisinopril", labeler="Lupin", strength="2.5 mg", key="2.5"),
    row("0310-0130-10", "Zestril", labeler="AstraZeneca", strength="10 mg"),
    row(
        "0406-8530-01",
        "Roxicodone",
        generic="oxycodone hydrochloride",
        strength="30 mg",
        key="oxy",
        schedule=Schedule.II,
    ),
    row("0054-4728-25", "prednisone", generic="prednisone", labeler="Roxane", strength="5 mg", key="pred"),
    row(
        "0088-2220-33",
        "Lantus",
        generic="insulin glargine",
        labeler="Sanofi",
        strength="100 units per mL",
        key="ins",
    ),
    row(
        "0002-5123-77",
        "Effient",
        generic="prasugrel",
        labeler="Lilly",
        key="pra",
        inner=(InnerPack("0002-5123-01", Quantity(1000)), InnerPack("0002-5123-02", None)),
    ),
)


@contextmanager
def catalogue_file(folder: Path) -> Generator[Connection]:
    """Give a connection as guarded as the program's own, on a file with the catalogue's tables."""
    engine = maintenance_engine(FileAt(path=folder / "rxdesk.db"))
    with engine.begin() as making:
        CATALOGUE_METADATA.create_all(making)
        for statement in CATALOGUE_DDL:
            making.exec_driver_sql(statement)
        making.exec_driver_sql("ANALYZE")
    with engine.connect() as connected:
        driver = connected.connection.dbapi_connection
        assert isinstance(driver, dbapi2.Connection)
        driver.set_authorizer(authorize)
        yield connected
    engine.dispose()


def stage_rows(connection: Connection, source: DirectorySource, *, cancelled: bool = False) -> Staged:
    """Stage a directory, telling nobody how far it is."""
    return stage(connection, source, progress=_unheard, cancelled=lambda: cancelled)


def import_rows(connection: Connection, source: DirectorySource) -> None:
    """Stage a directory, switch to it and tidy up."""
    staged = stage_rows(connection, source)
    with connection.begin():
        switch(connection, staged)
    tidy(connection)


def gtin_of(indicator: str, digits: str = "0143971401") -> str:
    """Return the GTIN-14 that carries ten NDC digits."""
    payload = f"{indicator}03{digits}"
    weighted = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(payload)))
    return f"{payload}{-weighted % 10}"


def _unheard(_done: int, _total: int) -> None:
    """Take no note."""
