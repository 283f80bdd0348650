"""The pages of the desk over the services, each built when it is first asked for."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, cast

from PySide6.QtCore import QObject, Signal

from desktop.app import App
from desktop.ui.callbacks.callbacks_page import CallbacksPage
from desktop.ui.calls.calls_page import CallsPage
from desktop.ui.imports.import_page import ImportPage
from desktop.ui.incoming_pages import import_page, settings_page
from desktop.ui.intake.intake_page import IntakePage
from desktop.ui.leads.leads_page import LeadsPage
from desktop.ui.people.people_page import PeoplePage
from desktop.ui.reference.reference_page import ReferencePage
from desktop.ui.settings.settings_page import SettingsPage
from desktop.ui.shell.page import Page
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.transition.transition_page import TransitionPage
from desktop.ui.voicemails.voicemails_page import VoicemailsPage

AT_ONCE = ("intake", "callbacks", "leads", "voicemails", "settings")
"""What the desk begins with: these pages tell of more than themselves (what is due, what is new,
how this computer is set). The others are built when they are first shown."""


class DeskPages(QObject):
    """Every page, under the key that it is shown by; those of the rail in its order."""

    page_built = Signal(str, object)
    """A page is there from now on: its key and itself."""

    def __init__(self, theme: Theme, tasks: Tasks, app: App, parent: QObject) -> None:
        super().__init__(parent)
        ordinary: dict[str, Any] = {
            "theme": theme, "tasks": tasks, "services": app.services, "clock": app.clock,
        }  # fmt: skip
        self._makers: Mapping[str, Callable[[], Page]] = {
            "intake": partial(IntakePage, **ordinary),
            "callbacks": partial(CallbacksPage, **ordinary),
            "leads": partial(LeadsPage, **ordinary),
            "calls": partial(CallsPage, **ordinary),
            "transition": partial(TransitionPage, **ordinary),
            "people": partial(PeoplePage, **ordinary),
            "reference": partial(ReferencePage, **ordinary),
            "settings": partial(settings_page, theme, tasks, app),
            "importing": partial(import_page, theme, tasks, app),
            "voicemails": partial(VoicemailsPage, **ordinary),
        }
        self.built: dict[str, Page] = {}

    @property
    def keys(self) -> tuple[str, ...]:
        """Of all pages, built or not."""
        return tuple(self._makers)

    def page(self, key: str) -> Page:
        """A page, built now if need be."""
        if key not in self.built:
            self.built[key] = self._makers[key]()
            self.page_built.emit(key, self.built[key])
        return self.built[key]

    def build(self, *keys: str) -> Iterator[None]:
        """Build these, or all, a step at a time: between two of them the window may do something
        else."""
        for key in keys or self.keys:
            if key not in self.built:
                self.page(key)
                yield

    # -- each by its kind ----------------------------------------------------------------------

    @property
    def intake(self) -> IntakePage:
        """Calls, as they come."""
        return cast("IntakePage", self.page("intake"))

    @property
    def callbacks(self) -> CallbacksPage:
        """Promises, and how they are kept."""
        return cast("CallbacksPage", self.page("callbacks"))

    @property
    def leads(self) -> LeadsPage:
        """Who wrote."""
        return cast("LeadsPage", self.page("leads"))

    @property
    def calls(self) -> CallsPage:
        """Every call there was."""
        return cast("CallsPage", self.page("calls"))

    @property
    def transition(self) -> TransitionPage:
        """Milestones, words, and who heard them."""
        return cast("TransitionPage", self.page("transition"))

    @property
    def people(self) -> PeoplePage:
        """Everybody that is known."""
        return cast("PeoplePage", self.page("people"))

    @property
    def reference(self) -> ReferencePage:
        """The article, and approved words."""
        return cast("ReferencePage", self.page("reference"))

    @property
    def settings(self) -> SettingsPage:
        """What can be set."""
        return cast("SettingsPage", self.page("settings"))

    @property
    def importing(self) -> ImportPage:
        """Files that are taken in."""
        return cast("ImportPage", self.page("importing"))

    @property
    def voicemails(self) -> VoicemailsPage:
        """Messages that were left."""
        return cast("VoicemailsPage", self.page("voicemails"))
