"""The product card shows one product whole, whatever the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel

from ui.kit.buttons import Button
from ui.kit.labels import Identifier, Metric
from ui.kit.productcard import LotCard, ProductCard
from ui.kit.shown_product import ShownLot, ShownProduct
from ui.kit.tones import Tone, expiry_chip

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

LOT = ShownLot(
    caption="Scanned lot", expiry="14 Dec 2026", chip=expiry_chip(21), lot="B7730A", tone=Tone.WARNING
)
PRODUCT = ShownProduct(
    name="hydrOXYzine HCl",
    described="25 mg tablet, bottle of 100",
    identifiers=(("NDC", "99301-0417-01"),),
    figures=(("142", "tablets on hand"),),
    look_alike="Looks like hydrALAZINE 25 mg. Check strength and use.",
    lot=LOT,
)


@pytest.fixture
def card(qtbot: QtBot) -> ProductCard:
    made = ProductCard()
    qtbot.addWidget(made)
    for number in range(5, 10):
        made.add_act(Button(f"Act {number}", keys=f"F{number}", tall=True))
    made.show_product(PRODUCT)
    made.resize(1180, 300)
    made.show()
    QApplication.processEvents()
    return made


def test_a_lot_is_spoken_whole(card: ProductCard) -> None:
    lot = card.findChildren(LotCard)[0]
    assert "Scanned lot B7730A, 14 Dec 2026, 21 days left" in lot.accessibleName()


def test_another_product_leaves_nothing_of_the_one_before(card: ProductCard, qtbot: QtBot) -> None:
    card.show_product(ShownProduct(name="losartan", described="50 mg tablet"))
    qtbot.waitUntil(lambda: not card.findChildren(Metric))
    assert card.findChildren(Identifier) == card.findChildren(LotCard)[0].findChildren(Identifier)
    assert card.findChildren(LotCard)[0].isHidden()
    assert not any("hydrALAZINE" in label.text() for label in card.findChildren(QLabel) if label.isVisible())


def test_below_its_width_the_lot_goes_below_the_product_instead_of_shrinking(card: ProductCard) -> None:
    lot = card.findChildren(LotCard)[0]
    beside = lot.mapTo(card, QPoint(0, 0))
    card.resize(700, 600)
    QApplication.processEvents()
    below = lot.mapTo(card, QPoint(0, 0))
    assert beside.y() < 60
    assert below.y() > 150
    assert lot.width() >= lot.minimumSizeHint().width()


@pytest.mark.parametrize("width", [640, 800, 1000, 1300])
def test_every_act_keeps_its_words_and_its_keycap(card: ProductCard, width: int) -> None:
    card.resize(width, 700)
    QApplication.processEvents()
    for act in card.findChildren(Button):
        if act.isVisible():
            assert act.width() >= act.minimumSizeHint().width()
            assert act.geometry().right() <= card.width()
