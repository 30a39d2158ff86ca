"""Draws the frame and the kit with made-up content, to be looked at beside the design pictures.

    QT_QPA_PLATFORM=offscreen python tests/ui/gallery.py FOLDER

Products and identifiers here are invented; nothing is a clinical source.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from rxdesk.domain.quantity import quantity_text, units
from tests.ui.gallery_parts import parts_page
from ui.frame.parts import Badge, LastAction, Page, ShownPerson, Side, Status
from ui.frame.window import Frame
from ui.kit import keys
from ui.kit.buttons import Button, Kind
from ui.kit.cards import EmptyState
from ui.kit.page import page_layout
from ui.kit.preferences import SessionPreferences
from ui.kit.productcard import ProductCard
from ui.kit.rows import Align, Column, RowsModel
from ui.kit.shown_product import ShownLot, ShownProduct
from ui.kit.stepper import QuantityStepper
from ui.kit.tablecard import Filter, TableCard
from ui.kit.theme import dress
from ui.kit.tokens import TextScale, Theme
from ui.kit.tones import Chip, Tone, expiry_chip, status_chip
from ui.kit.tones import Status as LotStatus
from ui.notices import Level, Notice


@dataclass(frozen=True, slots=True)
class LotRow:
    key: str
    name: str
    ndc: str
    lot: str
    expires: str
    days_left: int | None
    on_hand: int
    place: str
    statuses: tuple[Chip, ...]


_USE_FIRST = Chip("Use first", "arrow-right", Tone.INFO)
_OK = status_chip(LotStatus.AVAILABLE)
LOTS = (
    ("ondansetron ODT 4 mg", "99781-1832-30", "–", "—", None, 18, "A4-01", (status_chip(LotStatus.RECALLED),)),
    (
        "insulin glargine 100 units per mL",
        "99217-2220-05",
        "5F0194C",
        "14 Nov 2026",
        -9,
        3,
        "Fridge 1",
        (status_chip(LotStatus.QUARANTINE), status_chip(LotStatus.COLD_CHAIN)),
    ),
    ("amoxicillin 400 mg per 5 mL susp", "99093-4161-73", "TX2209", "5 Dec 2026", 12, 8, "B1-07", (_OK,)),
    ("hydrOXYzine HCl 25 mg tab", "99301-0417-01", "B7730A", "14 Dec 2026", 21, 42, "A3-02", (_USE_FIRST,)),
    (
        "oxyCODONE IR 5 mg tab",
        "99406-0552-01",
        "0K441",
        "26 Jan 2027",
        64,
        220,
        "Safe",
        (status_chip(LotStatus.CONTROLLED, "C-II"),),
    ),
    (
        "cefuroxime axetil 250 mg tab",
        "99068-0302-20",
        "E1183",
        "14 Feb 2027",
        83,
        60,
        "A1-11",
        (status_chip(LotStatus.RETURN_PENDING),),
    ),
    ("losartan 50 mg tab", "99378-0162-10", "80L5512", "13 Apr 2027", 141, 900, "A2-04", (_OK,)),
    ("albuterol HFA 90 mcg inhaler", "99173-0682-20", "7V2K", "14 Jul 2027", 233, 14, "C2-01", (status_chip(LotStatus.LOW_STOCK),)),
)  # fmt: skip
ROWS = tuple(LotRow(f"lot{number}", *lot) for number, lot in enumerate(LOTS))
COLUMNS: tuple[Column[LotRow], ...] = (
    Column(
        key="product",
        title="Product",
        text=lambda r: r.name,
        tall_man=True,
        weight=500,
        stretch=True,
        width=240,
    ),
    Column(key="ndc", title="NDC", text=lambda r: r.ndc, mono=True, muted=True, width=138),
    Column(key="lot", title="Lot", text=lambda r: r.lot, mono=True, width=98),
    Column(key="expires", title="Expires", text=lambda r: r.expires, width=112),
    Column(key="left", title="Time left", chips=lambda r: (expiry_chip(r.days_left),), width=170),
    Column(
        key="on_hand",
        title="On hand",
        text=lambda r: quantity_text(units(r.on_hand)),
        align=Align.RIGHT,
        weight=600,
        width=80,
    ),
    Column(key="place", title="Bin", text=lambda r: r.place, muted=True, width=88),
    Column(key="status", title="Status", chips=lambda r: r.statuses, width=208),
)
PRODUCT = ShownProduct(
    name="hydrOXYzine HCl",
    described="25 mg tablet · bottle of 100 · Northfield Generics",
    chips=(Chip("Rx only", "shield-check"),),
    identifiers=(("NDC", "99301-0417-01"), ("GTIN", "00399301417014")),
    place="A3-02",
    figures=(("142", "tablets on hand · 2 lots"), ("100", "minimum level")),
    look_alike="Looks like hydrALAZINE 25 mg — check strength and use.",
    lot=ShownLot(
        caption="Scanned lot",
        expiry="14 Dec 2026",
        chip=expiry_chip(21),
        lot="B7730A",
        serial="10004417",
        advice="Oldest lot — use before 80H112",
        tone=Tone.WARNING,
    ),
)


def scan_page(model: RowsModel[LotRow]) -> QWidget:
    """Return a page like the one in the design pictures."""
    page = QWidget()
    column = page_layout(page)
    card = ProductCard()
    stepper = QuantityStepper("Quantity", unit="tablets")
    stepper.show_quantity(units(30))
    card.add_act(stepper)
    for command, words, icon in (
        (keys.DISPENSE, "Pull for dispensing", "arrow-right"),
        (keys.RECEIVE, "Receive", "package-plus"),
        (keys.COUNT, "Count", "clipboard-list"),
        (keys.QUARANTINE, "Quarantine", "ban"),
        (keys.LABEL, "Label", "printer"),
    ):
        kind = Kind.PRIMARY if command is keys.DISPENSE else Kind.SECONDARY
        card.add_act(Button(words, icon, kind=kind, keys=command.keys, tall=True))
    card.show_product(PRODUCT)
    table = TableCard(
        "Lots to act on",
        model,
        name="lots",
        preferences=SessionPreferences(),
        empty=EmptyState("boxes", "Lots that need a hand appear here.", "Receive a lot"),
    )
    table.show_filters(
        [
            Filter("all", "All lots", 318),
            Filter("expired", "Expired", 1),
            Filter("d30", "Within 30 days", 3),
            Filter("d90", "Within 90 days", 9),
            Filter("none", "No date", 1),
        ],
        "all",
    )
    table.view.show_sort("left")
    table.view.select_key("lot3")
    column.addWidget(card)
    column.addWidget(table, 1)
    return page


def frame(model: RowsModel[LotRow]) -> Frame:
    """Return the frame with made-up content."""
    names = (
        ("today", "Today", "layout-dashboard", "", None),
        ("scan", "Scan & look up", "scan-barcode", "", None),
        ("receive", "Receive", "package-plus", "Stock", None),
        ("products", "Products", "pill", "Stock", None),
        ("expiring", "Expiry", "calendar-clock", "Stock", Badge(4, "lots to pull", stop=True)),
        ("counts", "Counts", "clipboard-list", "Stock", None),
        ("reorder", "Reorder", "shopping-cart", "Buying", Badge(12, "products below their level")),
        ("returns", "Returns", "undo-2", "Buying", None),
        ("controlled", "Controlled", "lock-keyhole", "Records", None),
        ("reports", "Reports", "chart-column", "Records", None),
        ("settings", "Settings", "settings", "", None),
    )
    pages = [
        Page(
            key=key,
            title=title,
            icon=icon,
            group=group,
            badge=badge,
            at_foot=key == "settings",
            shortcut=shortcut,
            widget=scan_page(model) if key == "scan" else parts_page() if key == "today" else QWidget(),
        )
        for (key, title, icon, group, badge), shortcut in zip(names, (*keys.SCREEN_KEYS, ""), strict=True)
    ]
    window = Frame(pages, pharmacy="Maple Street Pharmacy")
    window.show_page("scan")
    window.show_person(ShownPerson(name="K. Patel", role="Technician", initials="KP"), "locks in 4 min")
    window.show_scanner(Chip("Scanner ready", "cable", Tone.OK))
    window.show_action(
        LastAction(
            said="Pulled 30 tablets of hydrOXYzine 25 mg, lot B7730A. 42 left in this lot.",
            subject="hydrOXYzine 25 mg",
            at="09:41",
            person="K. Patel",
            key="entry",
        )
    )
    window.show_statuses(
        [
            Status(key="scanner", words="Scanner · Honeywell 1950g", icon="cable", tone=Tone.OK),
            Status(key="labels", words="Label printer ready", icon="printer", tone=Tone.OK),
            Status(
                key="paper", words="Receipt printer: out of paper", icon="triangle-alert", tone=Tone.WARNING
            ),
            Status(key="backup", words="Backed up 08:00", icon="database-backup", side=Side.RIGHT),
            Status(
                key="file", words="Everything is saved on this computer", icon="database", side=Side.RIGHT
            ),
        ]
    )
    window.show_clock("Mon 23 Nov 2026  09:42")
    return window


def draw(
    app: QApplication, folder: Path, name: str, theme: Theme, size: QSize, scale: TextScale, extra: str
) -> None:
    """Draw one picture."""
    dress(app, theme, scale)
    model = RowsModel(COLUMNS, ROWS)
    window = frame(model)
    window.resize(size)
    window.show()
    window.focus_scan_bar()
    if extra == "notices":
        window.show_ribbon(
            "Sample pharmacy: products are real, stock and movements are made up. Nothing here can reach your own file."
        )
        window.show_notice(
            Notice(
                Level.TROUBLE, "The receipt printer is out of paper.", "Put in a new roll and print again."
            )
        )
        window.show_notice(
            Notice(
                Level.REFUSED,
                "Lot 5F0194C expired on 14 Nov 2026.",
                "Scan another lot, or hold this one with F8.",
            )
        )
    if extra == "parts":
        window.show_page("today")
        window.focus_scan_bar()
        window.focusNextChild()
        window.focusNextChild()
    if extra == "finder":
        app.processEvents()
        window.open_finder()
    if extra == "sheet":
        app.processEvents()
        window.open_keys()
    app.processEvents()
    app.processEvents()
    window.grab().save(str(folder / f"{name}.png"))
    window.close()


def main() -> None:
    """Draw every picture into the folder that is named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    big, small = QSize(1440, 900), QSize(1280, 720)
    normal = TextScale.NORMAL
    if os.environ.get("QT_SCALE_FACTOR") == "2":
        draw(app, folder, "dark-200pct", Theme.DARK, big, normal, "")
        return
    for theme in Theme:
        draw(app, folder, theme.value, theme, big, normal, "")
    draw(app, folder, "light-1280x720", Theme.LIGHT, small, normal, "")
    draw(app, folder, "light-150", Theme.LIGHT, big, TextScale.LARGEST, "")
    draw(app, folder, "light-1280x720-150", Theme.LIGHT, small, TextScale.LARGEST, "")
    draw(app, folder, "notices", Theme.LIGHT, big, normal, "notices")
    draw(app, folder, "finder", Theme.LIGHT, big, normal, "finder")
    for theme in Theme:
        draw(app, folder, f"parts-{theme.value}", theme, big, normal, "parts")
    draw(app, folder, "sheet", Theme.DARK, big, normal, "sheet")


if __name__ == "__main__":
    main()
