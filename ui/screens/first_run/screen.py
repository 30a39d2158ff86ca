"""The page of the first run: one short question after the other, each with the reason for asking."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from rxdesk.desk import Desk
from rxdesk.domain.records import Person
from ui.asking import Ask
from ui.kit.buttons import Button, Kind
from ui.kit.cards import Banner, Card, Icon
from ui.kit.fields import ChoiceField, Form, PinField, TextField
from ui.kit.labels import Label
from ui.kit.paint import VCENTER_LEFT, paint_box, paint_text, painter_on
from ui.kit.theme import look
from ui.kit.tones import Tone
from ui.screens.first_run.presenter import FirstRun
from ui.screens.first_run.state import FIRST_ROLES, STEP_TITLES, FirstPerson, ScanSeen, Step

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from rxdesk.ports.scanner import Scan
    from ui.scans import ScanRouter

_WIDTH = 720  # pixels at 100 %
_HEIGHT = 560


class StepLine(QWidget):
    """The steps as numbered marks on a line, those done and the present one filled."""

    def __init__(self) -> None:
        super().__init__()
        self._step = Step.PHARMACY
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_step(self, step: Step) -> None:
        """Show how far it has come."""
        self._step = step
        self.setAccessibleName(f"Step {step + 1} of {len(Step)}: {STEP_TITLES[step]}")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(400, look().px(34))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        color, px, painter = look().color, look().px, painter_on(self)
        width = self.width() / len(Step)
        side = px(26)
        for step in Step:
            left, done = width * step, step <= self._step
            circle = QRectF(left, (self.height() - side) / 2, side, side)
            paint_box(
                painter,
                circle,
                fill=color("primary" if done else "surface"),
                line=None if done else color("border_strong"),
                radius=side / 2,
            )
            font = look().sized_font(13, weight=600)
            ink = color("on_primary" if done else "text_muted")
            paint_text(
                painter, circle, str(step + 1), font=font, color=ink, align=Qt.AlignmentFlag.AlignCenter
            )
            words = QRectF(circle.right() + px(8), 0, width - side - px(16), self.height())
            weight = 600 if step == self._step else 400
            ink = color("text" if done else "text_muted")
            paint_text(
                painter,
                words,
                STEP_TITLES[step],
                font=look().sized_font(13, weight=weight),
                color=ink,
                align=VCENTER_LEFT,
            )
        painter.end()


class FirstRunPage(QFrame):
    """The page of the first run."""

    def __init__(
        self,
        *,
        desk: Desk,
        ask: Ask,
        router: ScanRouter,
        opened: Callable[[str, Person], None],
        try_sample: Callable[[], None] | None,
    ) -> None:
        super().__init__()
        self.setProperty("part", "page")
        self._file = str(desk.file)
        self._line = StepLine()
        self._banner = Banner()
        self._steps = QStackedWidget()
        self._card = Card(padding=28, gap=18)
        self._pharmacy = TextField("Name of the pharmacy", placeholder="Maple Street Pharmacy")
        self._pharmacy.setMaxLength(80)
        self._name = TextField("Your name", placeholder="Kiran Patel")
        self._name.setMaxLength(60)
        self._initials = TextField("Initials", placeholder="KP")
        self._initials.setMaxLength(4)
        self._initials_typed = False
        self._role = ChoiceField("Role", FIRST_ROLES)
        self._pin, self._again = PinField("PIN"), PinField("The same PIN again")
        for pin in (self._pin, self._again):
            pin.setMaxLength(12)
        self._forms: dict[str, tuple[Form, QWidget]] = {}
        self._scan_shown = Label("Nothing was scanned yet.", "mono", wrap=True)
        self._scan_meaning = Banner()
        self._back = Button("Back")
        self._next = Button("Continue", "arrow-right", kind=Kind.PRIMARY, tall=True)
        self._empty = Button("Start empty", "arrow-right", kind=Kind.PRIMARY, tall=True)
        self._sample = Button("Try the sample pharmacy", "play", tall=True)
        self._presenter = FirstRun(self, desk=desk, ask=ask, opened=opened, try_sample=try_sample)
        self._lay_out(sample=try_sample is not None)
        self._listening = router.listen(self._scanned, in_dialog=True)
        self.destroyed.connect(self._listening.release)
        self._connect()

    def begin(self) -> None:
        """Show the first step."""
        self._presenter.begin()

    def show_step(self, step: Step) -> None:
        """Show one step."""
        self._line.show_step(step)
        self._steps.setCurrentIndex(step)
        self._back.setVisible(step > Step.PHARMACY)
        self._next.setVisible(step < Step.START)
        self._next.setText("Continue" if step != Step.SCANNER else "Continue, scanner or not")
        self._empty.setVisible(step == Step.START)
        self._sample.setVisible(step == Step.START and self._sample.isEnabled())
        first = {Step.PHARMACY: self._pharmacy, Step.PERSON: self._name, Step.SCANNER: self._next}
        first.get(step, self._empty).setFocus()

    def show_complaint(self, field: str, sentence: str) -> None:
        """Say what is wrong with a field."""
        form, widget = self._forms[field]
        form.show_complaint(widget, sentence)
        if sentence and field in {"pin", "again"}:
            self._pin.clear()
            self._again.clear()

    def show_refusal(self, said: str, remedy: str) -> None:
        """Say why the file was not begun."""
        if said:
            self._banner.show_message(said, remedy)
        else:
            self._banner.hide()

    def show_scan(self, scan: ScanSeen) -> None:
        """Show what the scanner sent and what it means."""
        self._scan_shown.setText(scan.shown)
        tone = Tone.OK if scan.good else Tone.WARNING
        self._scan_meaning.show_message(f"{scan.device}: {scan.meaning}", tone=tone)

    def show_initials(self, initials: str) -> None:
        """Propose initials."""
        if not self._initials_typed:
            self._initials.setText(initials)

    def show_busy(self, *, busy: bool) -> None:
        """Take no keys while the file is being made."""
        self._empty.setEnabled(not busy)
        self._back.setEnabled(not busy)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = min(look().px(_WIDTH), self.width() - 48)
        height = min(max(look().px(_HEIGHT), self._card.minimumSizeHint().height()), self.height() - 48)
        self._card.setFixedSize(width, height)

    def _scanned(self, scan: Scan) -> bool:
        self._presenter.scanned(scan.text, scan.device)
        return True

    def _connect(self) -> None:
        self._back.clicked.connect(self._presenter.back)
        self._next.clicked.connect(self._go_on)
        self._empty.clicked.connect(self._presenter.start_empty)
        self._sample.clicked.connect(self._presenter.try_sample)
        self._name.textEdited.connect(self._presenter.propose_initials)
        self._initials.textEdited.connect(self._type_initials)
        self._pharmacy.returnPressed.connect(self._go_on)
        self._again.returnPressed.connect(self._go_on)
        for field, following in (
            (self._name, self._initials),
            (self._initials, self._role),
            (self._pin, self._again),
        ):
            field.returnPressed.connect(partial(following.setFocus, Qt.FocusReason.TabFocusReason))

    def _type_initials(self) -> None:
        self._initials_typed = bool(self._initials.text())

    def _go_on(self) -> None:
        match Step(self._steps.currentIndex()):
            case Step.PHARMACY:
                self._presenter.name_pharmacy(self._pharmacy.text())
            case Step.PERSON:
                person = FirstPerson(
                    name=self._name.text(), initials=self._initials.text(), role=self._role.key
                )
                self._presenter.name_person(person, pin=self._pin.text(), again=self._again.text())
            case Step.SCANNER:
                self._presenter.test_done()
            case Step.START:
                self._presenter.start_empty()

    def _lay_out(self, *, sample: bool) -> None:
        self._sample.setEnabled(sample)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Icon("pill-bottle", "primary", size=30))
        head.addWidget(Label("Welcome to RxDesk", "display"))
        head.addStretch(1)
        self._card.column.addLayout(head)
        self._card.column.addWidget(self._line)
        self._card.column.addWidget(self._banner)
        self._card.column.addWidget(self._steps, 1)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._back)
        row.addStretch(1)
        for button in (self._sample, self._empty, self._next):
            row.addWidget(button)
        self._card.column.addLayout(row)
        for step in (self._pharmacy_step, self._person_step, self._scanner_step, self._start_step):
            self._steps.addWidget(step())
        column = QVBoxLayout(self)
        column.addWidget(self._card, 0, Qt.AlignmentFlag.AlignCenter)

    def _pharmacy_step(self) -> QWidget:
        form = self._form([("pharmacy", "Pharmacy", self._pharmacy, "It stands on every sheet and label.")])
        return _page(
            "RxDesk keeps its data in one file on this computer and never uses a network.",
            form,
            Label(f"The file: {self._file}", "hint", wrap=True),
        )

    def _person_step(self) -> QWidget:
        form = self._form(
            [
                ("name", "Name", self._name, ""),
                ("initials", "Initials", self._initials, ""),
                ("role", "Role", self._role, ""),
                ("pin", "PIN", self._pin, "6 to 12 digits; it signs what you do, so keep it to yourself."),
                ("again", "PIN again", self._again, ""),
            ]
        )
        return _page("Everything that happens is entered with the name of who did it. Who begins?", form)

    def _scanner_step(self) -> QWidget:
        return _page(
            "Scan any package now. A scanner that types like a keyboard works at once; a serial scanner is "
            "chosen later under Settings, Scanners.",
            self._scan_shown,
            self._scan_meaning,
        )

    def _start_step(self) -> QWidget:
        words = "Start empty: import the catalogue, set up places and people, and take over the stock of the old system."
        sample = (
            "Or look around first: the sample pharmacy has about 150 products and two years of movements in a "
            "file of its own. Nothing there mixes with yours."
        )
        return _page(words, Label(sample, "muted", wrap=True))

    def _form(self, fields: list[tuple[str, str, QWidget, str]]) -> Form:
        form = Form()
        for key, words, widget, hint in fields:
            form.add_field(words, widget, hint=hint)
            self._forms[key] = (form, widget)
        return form


def _page(sentence: str, *parts: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(14)
    column.addWidget(Label(sentence, "body", wrap=True))
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return page
