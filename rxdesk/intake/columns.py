"""Columns found by name, however a copy of the directory spells them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from operator import itemgetter
from typing import Final

_NOT_WORD: Final = re.compile(r"[\W_]+")


class Column(StrEnum):
    """What a column of a directory table holds."""

    PRODUCT_ID = "product id"
    PRODUCT_NDC = "product NDC"
    PACKAGE_NDC = "package NDC"
    PACKAGE_TEXT = "package description"
    NAME = "proprietary name"
    SUFFIX = "proprietary name suffix"
    GENERIC_NAME = "nonproprietary name"
    FORM = "dosage form"
    ROUTE = "route"
    LABELER = "labeler name"
    SUBSTANCES = "substance names"
    AMOUNTS = "strengths"
    UNITS = "strength units"
    CLASSES = "pharmacologic classes"
    SCHEDULE = "DEA schedule"
    SCHEDULE_SOURCE = "source of the DEA schedule"
    PRODUCT_TYPE = "product type"
    CATEGORY = "marketing category"
    APPLICATION = "application number"
    STARTED = "start of marketing"
    ENDED = "end of marketing"
    EXCLUDED = "exclude flag"
    SAMPLE = "sample package"


_SPELLINGS: Final[dict[Column, tuple[str, ...]]] = {
    Column.PRODUCT_ID: ("PRODUCTID",),
    Column.PRODUCT_NDC: ("PRODUCTNDC",),
    Column.PACKAGE_NDC: ("NDCPACKAGECODE", "PACKAGENDC", "NDC", "NDCCODE", "NATIVENDC", "NDC11", "NDC10"),
    Column.PACKAGE_TEXT: ("PACKAGEDESCRIPTION", "PACKAGINGDESCRIPTION", "DESCRIPTION"),
    Column.NAME: ("PROPRIETARYNAME", "BRANDNAME", "TRADENAME"),
    Column.SUFFIX: ("PROPRIETARYNAMESUFFIX",),
    Column.GENERIC_NAME: ("NONPROPRIETARYNAME", "GENERICNAME"),
    Column.FORM: ("DOSAGEFORMNAME", "DOSAGEFORM"),
    Column.ROUTE: ("ROUTENAME", "ROUTE"),
    Column.LABELER: ("LABELERNAME", "LABELER", "MANUFACTURER", "MANUFACTURERNAME"),
    Column.SUBSTANCES: ("SUBSTANCENAME", "SUBSTANCENAMES", "ACTIVEINGREDIENTS"),
    Column.AMOUNTS: ("ACTIVENUMERATORSTRENGTH", "STRENGTHNUMBER"),
    Column.UNITS: ("ACTIVEINGREDUNIT", "STRENGTHUNIT"),
    Column.CLASSES: ("PHARMCLASSES", "PHARMCLASS"),
    Column.SCHEDULE: ("DEASCHEDULE", "SCHEDULE"),
    Column.SCHEDULE_SOURCE: ("DEASCHEDULESOURCE",),
    Column.PRODUCT_TYPE: ("PRODUCTTYPENAME", "PRODUCTTYPE"),
    Column.CATEGORY: ("MARKETINGCATEGORYNAME", "MARKETINGCATEGORY"),
    Column.APPLICATION: ("APPLICATIONNUMBER",),
    Column.STARTED: ("STARTMARKETINGDATE", "MARKETINGSTARTDATE"),
    Column.ENDED: ("ENDMARKETINGDATE", "MARKETINGENDDATE"),
    Column.EXCLUDED: ("NDCEXCLUDEFLAG",),
    Column.SAMPLE: ("SAMPLEPACKAGE", "SAMPLE"),
}


def bare(heading: str) -> str:
    """Return a heading without case, blanks and strokes, so that spellings compare."""
    return _NOT_WORD.sub("", heading).upper()


class Heading:
    """The heading of a table: which column stands where."""

    def __init__(self, cells: Sequence[str]) -> None:
        places = {bare(cell): place for place, cell in reversed(list(enumerate(cells)))}
        self.width = len(cells)
        self._places = {
            column: next(places[spelling] for spelling in spellings if spelling in places)
            for column, spellings in _SPELLINGS.items()
            if any(spelling in places for spelling in spellings)
        }

    def __contains__(self, column: Column) -> bool:
        return column in self._places

    def has(self, *columns: Column) -> bool:
        """Return whether every one of some columns is there."""
        return all(column in self._places for column in columns)

    def reach(self, *columns: Column) -> int:
        """Return how many cells a line needs to hold those of some columns that are there."""
        return max((self._places[column] + 1 for column in columns if column in self._places), default=0)

    def picker(self, *columns: Column) -> Callable[[list[str]], tuple[str, ...]]:
        """Return a function that takes some columns, two or more, from a line.

        Cells of columns that the table or the line lacks come out as nothing. Made once for a table, because
        a directory has a million cells.
        """
        pick = itemgetter(*(self._places.get(column, self.width) for column in columns))
        full = self.width + 1  # one blank cell beyond the last stands for every missing column

        def picked(cells: list[str]) -> tuple[str, ...]:
            return pick(cells[: self.width] + [""] * (full - min(len(cells), self.width)))

        return picked
