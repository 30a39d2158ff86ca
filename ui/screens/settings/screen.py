"""The settings screen: a strip of sections, one of them shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QStackedWidget, QWidget

from rxdesk.domain.changes import Changes, Topic
from rxdesk.ports.scanner import Scan
from ui.context import Context
from ui.kit.page import page_layout
from ui.parts.tabs import Tab, TabStrip
from ui.screens.settings.sections.data import DataSection
from ui.screens.settings.sections.display import DisplaySection
from ui.screens.settings.sections.go_live import GoLiveSection
from ui.screens.settings.sections.people import PeopleSection
from ui.screens.settings.sections.places import PlacesSection
from ui.screens.settings.sections.scanners import ScannersSection
from ui.screens.settings.state import SECTION_TITLES, Section

_TOPICS: Mapping[Section, frozenset[Topic]] = {
    Section.PLACES: frozenset({Topic.PLACES, Topic.STOCK}),
    Section.PEOPLE: frozenset({Topic.PEOPLE}),
    Section.DATA: frozenset({Topic.CATALOGUE}),
}


AnySection = PlacesSection | PeopleSection | ScannersSection | DisplaySection | DataSection | GoLiveSection

_MAKERS: Mapping[Section, Callable[[Context], AnySection]] = {
    Section.PLACES: PlacesSection,
    Section.PEOPLE: PeopleSection,
    Section.SCANNERS: ScannersSection,
    Section.DISPLAY: DisplaySection,
    Section.DATA: DataSection,
    Section.GO_LIVE: GoLiveSection,
}


class SettingsScreen:
    """The screen; see `ui.context.Screen`."""

    def __init__(self, context: Context) -> None:
        self._page = QWidget()
        self._tabs = TabStrip("Sections of the settings")
        self._stack = QStackedWidget()
        self._section = Section.PLACES
        self._front = False
        self._context = context
        self._sections: dict[Section, AnySection] = {}
        page = page_layout(self._page)
        page.addWidget(self._tabs)
        page.addWidget(self._stack, 1)
        self._tabs.chosen.connect(self._choose)
        self._show_tabs()

    @property
    def widget(self) -> QWidget:
        """Return what is shown."""
        return self._page

    def shown(self) -> None:
        """Ask for what the section in front shows."""
        self._front = True
        self._read()

    def hidden(self) -> None:
        """The screen went to the back."""
        self._front = False

    def changed(self, changes: Changes) -> None:
        """Refresh the section in front when it is concerned; the others are read when they are shown."""
        if self._front and changes.topics & _TOPICS.get(self._section, frozenset()):
            self._read()

    def scanned(self, scan: Scan) -> bool:
        """Test a scan while the scanners are shown; otherwise it is looked up."""
        section = self._sections.get(self._section)
        if not isinstance(section, ScannersSection):
            return False
        section.scanned(scan)
        return True

    def open(self, subject: object) -> None:
        """Show a section by its name."""
        if isinstance(subject, str) and subject in set(Section):
            self._choose(subject)

    def _choose(self, key: str) -> None:
        self._section = Section(key)
        self._show_tabs()
        if self._front:
            self._read()

    def _read(self) -> None:
        section = self._sections.get(self._section)
        if section is None:  # a section nobody opens is never built
            section = self._sections[self._section] = _MAKERS[self._section](self._context)
            self._stack.addWidget(section)
        self._stack.setCurrentWidget(section)
        section.read()

    def _show_tabs(self) -> None:
        self._tabs.show_tabs(
            [Tab(section.value, SECTION_TITLES[section]) for section in Section], self._section.value
        )


def build(context: Context) -> SettingsScreen:
    """Return the screen."""
    return SettingsScreen(context)
