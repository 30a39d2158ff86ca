"""Small product directories that tests write themselves, in every shape the program reads."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PRODUCT_HEADING = (
    "PRODUCTID\tPRODUCTNDC\tPRODUCTTYPENAME\tPROPRIETARYNAME\tPROPRIETARYNAMESUFFIX\tNONPROPRIETARYNAME\t"
    "DOSAGEFORMNAME\tROUTENAME\tSTARTMARKETINGDATE\tENDMARKETINGDATE\tMARKETINGCATEGORYNAME\tAPPLICATIONNUMBER\t"
    "LABELERNAME\tSUBSTANCENAME\tACTIVE_NUMERATOR_STRENGTH\tACTIVE_INGRED_UNIT\tPHARM_CLASSES\tDEASCHEDULE\t"
    "NDC_EXCLUDE_FLAG\tLISTING_RECORD_CERTIFIED_THROUGH"
)
PACKAGE_HEADING = (
    "PRODUCTID\tPRODUCTNDC\tNDCPACKAGECODE\tPACKAGEDESCRIPTION\tSTARTMARKETINGDATE\tENDMARKETINGDATE\t"
    "NDC_EXCLUDE_FLAG\tSAMPLE_PACKAGE"
)
LISINOPRIL = (
    "0143-9714_a1\t0143-9714\tHUMAN PRESCRIPTION DRUG\tLisinopril\t\tlisinopril\tTABLET\tORAL\t20020701\t\tANDA\t"
    "ANDA076180\tWest-Ward\tLISINOPRIL\t10\tmg/1\tACE Inhibitor [EPC]\t\tN\t20271231"
)
OXYCODONE = (
    "0406-8530_b2\t0406-8530\tHUMAN PRESCRIPTION DRUG\tRoxicodone\tII\toxycodone hydrochloride\tTABLET\tORAL\t"
    "20000831\t\tNDA\tNDA021011\tMallinckrodt\tOXYCODONE HYDROCHLORIDE\t30\tmg/1\tOpioid Agonist [EPC]\tCII\tN\t"
)
PACKAGES = (
    "0143-9714_a1\t0143-9714\t0143-9714-01\t100 TABLET in 1 BOTTLE (0143-9714-01)\t20020701\t\tN\tN",
    "0143-9714_a1\t0143-9714\t0143-9714-99\t47429 TABLET in 1 DRUM (0143-9714-99)\t20020701\t\tN\tN",
    "0406-8530_b2\t0406-8530\t0406-8530-01\t100 TABLET in 1 BOTTLE (0406-8530-01)\t20000831\t20280101\tN\tN",
)


def write_lines(path: Path, *lines: str, encoding: str = "utf-8", ending: str = "\n") -> Path:
    """Write a text file."""
    path.write_bytes(ending.join((*lines, "")).encode(encoding))
    return path


def write_fda(
    folder: Path, *, products: Sequence[str] = (LISINOPRIL, OXYCODONE), packages: Sequence[str] = PACKAGES
) -> tuple[Path, Path]:
    """Write `product.txt` and `package.txt`."""
    return (
        write_lines(folder / "product.txt", PRODUCT_HEADING, *products),
        write_lines(folder / "package.txt", PACKAGE_HEADING, *packages),
    )


def write_zip(path: Path, *members: tuple[str, bytes]) -> Path:
    """Write an archive with members stored under any name."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def flat_row(  # one argument per column a test may want to vary
    ndc: str,
    *,
    name: str = "Lisinopril",
    generic: str = "lisinopril",
    labeler: str = "West-Ward",
    form: str = "TABLET",
    strength: str = "10",
    text: str = "100 TABLET in 1 BOTTLE",
    schedule: str = "",
    product: str = "",
) -> dict[str, str]:
    """Return a line of a flat directory."""
    return {
        "NDCPACKAGECODE": ndc,
        "PRODUCTNDC": product,
        "PROPRIETARYNAME": name,
        "NONPROPRIETARYNAME": generic,
        "LABELERNAME": labeler,
        "DOSAGEFORMNAME": form,
        "ROUTENAME": "ORAL",
        "SUBSTANCENAME": generic.upper(),
        "ACTIVE_NUMERATOR_STRENGTH": strength,
        "ACTIVE_INGRED_UNIT": "mg/1",
        "PACKAGEDESCRIPTION": text,
        "DEA_SCHEDULE": schedule,
    }


def write_flat(path: Path, *rows: dict[str, str], delimiter: str = ",") -> Path:
    """Write a flat directory; cells hold neither quotation marks nor line ends."""
    heading = list(flat_row("x"))
    quoted = (delimiter.join(f'"{row[column]}"' for column in heading) for row in rows)
    return write_lines(path, delimiter.join(heading), *quoted)


def json_product(
    ndc: str = "0143-9714", *, packages: Sequence[str] = ("01",), **more: object
) -> dict[str, object]:
    """Return a product as openFDA writes it."""
    return {
        "product_ndc": ndc,
        "generic_name": "lisinopril",
        "brand_name": "Lisinopril",
        "labeler_name": "West-Ward",
        "dosage_form": "TABLET",
        "route": ["ORAL"],
        "active_ingredients": [{"name": "LISINOPRIL", "strength": "10 mg/1"}],
        "finished": True,
        "packaging": [
            {"package_ndc": f"{ndc}-{package}", "description": f"100 TABLET in 1 BOTTLE ({ndc}-{package}) "}
            for package in packages
        ],
        **more,
    }


def write_json(path: Path, *products: dict[str, object], indent: int | None = None) -> Path:
    """Write products as an openFDA download."""
    content = {"meta": {"last_updated": "2026-10-30"}, "results": list(products)}
    path.write_text(json.dumps(content, indent=indent), encoding="utf-8")
    return path
