"""What the columns of an old system's stock list hold, proposed from their headings and contents."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from rxdesk.intake.columns import bare


class Field(StrEnum):
    """What a column of an old stock list may hold."""

    NDC = "ndc"
    NAME = "name"
    LOT = "lot"
    EXPIRY = "expiry"
    QUANTITY = "quantity"
    MEASURE = "measure"
    BIN = "bin"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    PRICE = "price"


FIELD_TITLES: Final[dict[Field, str]] = {
    Field.NDC: "NDC",
    Field.NAME: "Name",
    Field.LOT: "Lot number",
    Field.EXPIRY: "Expiry",
    Field.QUANTITY: "Quantity on hand",
    Field.MEASURE: "Counted in packs or units",
    Field.BIN: "Bin or place",
    Field.MINIMUM: "Minimum",
    Field.MAXIMUM: "Maximum",
    Field.PRICE: "Price",
}

_SPELLINGS: Final[dict[Field, frozenset[str]]] = {
    Field.NDC: frozenset(
        {"NDC", "NDC11", "NDC10", "NDCNUMBER", "NDCNO", "NDCCODE", "DRUGNDC", "ITEMNDC", "PRODUCTID"}
    ),
    Field.NAME: frozenset(
        {
            "NAME",
            "DRUG",
            "DRUGNAME",
            "NDCDESCRIPTION",
            "ITEM",
            "ITEMNAME",
            "DESCRIPTION",
            "PRODUCT",
            "PRODUCTNAME",
        }
    ),
    Field.LOT: frozenset({"LOT", "LOTNO", "LOTNUMBER", "LOTNUM", "BATCH", "BATCHNO", "BATCHNUMBER"}),
    Field.EXPIRY: frozenset(
        {"EXP", "EXPIRY", "EXPIRES", "EXPDATE", "EXPIRYDATE", "EXPIRATION", "EXPIRATIONDATE"}
    ),
    Field.QUANTITY: frozenset(
        {"QTY", "QUANTITY", "QTYONHAND", "ONHAND", "QUANTITYONHAND", "QOH", "BALANCE", "STOCK", "COUNT", "OH"}
        | {"PACKS", "UNITS", "UNITSONHAND", "PACKSONHAND", "INSTOCK", "CURRENTQTY"}
    ),
    Field.MEASURE: frozenset({"UOM", "UNIT", "UNITOFMEASURE", "MEASURE", "COUNTEDIN", "QTYUNIT", "UM"}),
    Field.BIN: frozenset(
        {"BIN", "LOCATION", "LOC", "SHELF", "PLACE", "BINLOCATION", "SHELFLOCATION", "BINNO"}
    ),
    Field.MINIMUM: frozenset(
        {"MIN", "MINIMUM", "REORDERPOINT", "ROP", "MINQTY", "MINLEVEL", "PAR", "PARLEVEL"}
    ),
    Field.MAXIMUM: frozenset({"MAX", "MAXIMUM", "MAXQTY", "MAXLEVEL", "ORDERUPTO"}),
    Field.PRICE: frozenset(
        {"PRICE", "COST", "UNITCOST", "UNITPRICE", "ACQCOST", "AAC", "AWP", "NADAC", "NADACPERUNIT"}
    ),
}
_LOOKS_LIKE_NDC: Final = re.compile(r"\d{4,6}-\d{3,4}-\d{1,2}|\d{10,11}", re.ASCII)


def recognised(heading: Sequence[str]) -> int:
    """Return how many cells of a line are headings that are known: titles above a table have none."""
    return len(propose_mapping(heading, ()))


def propose_mapping(heading: Sequence[str], samples: Sequence[Sequence[str]]) -> dict[Field, int]:
    """Return which column likely holds each field; a person confirms it.

    Args:
        heading: The headings.
        samples: Some lines below them, which tell an NDC column that is called otherwise.
    """
    mapping: dict[Field, int] = {}
    for place, cell in enumerate(heading):
        for field, spellings in _SPELLINGS.items():
            if field not in mapping and bare(cell) in spellings:
                mapping[field] = place
                break
    if Field.NDC not in mapping and samples:
        taken = set(mapping.values())
        for place in range(len(heading)):
            cells = [line[place].strip() for line in samples if place < len(line) and line[place].strip()]
            fitting = sum(1 for cell in cells if _LOOKS_LIKE_NDC.fullmatch(cell))
            if place not in taken and cells and fitting * 5 >= len(cells) * 4:
                mapping[Field.NDC] = place
                break
    return mapping


def places_of(mapping: Mapping[str, str], heading: Sequence[str]) -> dict[Field, int]:
    """Return a mapping that a person gave, field to heading, as columns; unknown names are left out."""
    columns = {cell: place for place, cell in reversed(list(enumerate(heading)))}
    return {
        Field(field): columns[cell]
        for field, cell in mapping.items()
        if field in set(Field) and cell in columns
    }
