"""Builds the pages of what comes in, over the services."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.app import App, phone_links
from desktop.storage.backup import computer_time
from desktop.ui.audit.audit_section import AuditSection
from desktop.ui.first_run.zone_choices import computer_zone
from desktop.ui.imports.import_page import ImportPage
from desktop.ui.settings.backups_section import BackupsSection
from desktop.ui.settings.computer_section import (
    PHONE_LINKS,
    SHOW_CALLERS,
    ComputerSection,
    Held,
)
from desktop.ui.settings.connections_section import ConnectionsSection
from desktop.ui.settings.danger_section import DangerSection
from desktop.ui.settings.desks_section import DesksSection
from desktop.ui.settings.lock_section import LockSection
from desktop.ui.settings.outsiders_section import OutsidersSection
from desktop.ui.settings.settings_page import SettingsPage
from desktop.ui.settings.transition_section import TransitionSection
from desktop.ui.settings.users_section import UsersSection
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme


def import_page(theme: Theme, tasks: Tasks, app: App) -> ImportPage:
    """The import screen."""
    return ImportPage(
        theme=theme,
        tasks=tasks,
        imports=app.services.importing,
        maps=app.services.column_maps,
        rejects=app.services.rejects,
        clock=app.clock,
    )


def settings_page(theme: Theme, tasks: Tasks, app: App) -> SettingsPage:
    """The settings with their sections."""
    services = app.services

    def connections(_page: SettingsPage) -> QWidget:
        return ConnectionsSection(
            theme=theme,
            tasks=tasks,
            connections=services.connections,
            running=app.connectors,
            sites=services.places.sites,
            set_asides=services.set_asides,
            clock=app.clock,
        )

    def backups(page: SettingsPage) -> QWidget:
        section = BackupsSection(
            theme,
            tasks,
            services.backups,
            computer_time,
            computer_zone(),
            put_back=app.database.dialect == "sqlite",
        )
        section.put_back_requested.connect(page.put_back_requested)
        return section

    def audit(page: SettingsPage) -> QWidget:
        section = AuditSection(theme, tasks, services, app.clock)
        page.trail_wanted.connect(section.show_person)
        section.export_requested.connect(page.audit_export_requested)
        return section

    def computer(page: SettingsPage) -> QWidget:
        section = ComputerSection(theme, tasks, _switches(app))
        section.switched.connect(page.switched)
        return section

    def lock(page: SettingsPage) -> QWidget:
        section = LockSection(theme, tasks, services.computer)
        section.minutes_known.connect(page.lock_minutes)
        return section

    sections: dict[str, Callable[[SettingsPage], QWidget]] = {
        "connections": connections,
        "danger": lambda _page: DangerSection(theme, tasks, services.danger_words),
        "deal": lambda _page: TransitionSection(theme, tasks, services.transition_settings),
        "outsiders": lambda _page: OutsidersSection(theme, tasks, services.outsiders),
        "users": lambda _page: UsersSection(theme, tasks, services.users),
        "desks": lambda _page: DesksSection(theme, tasks, services.desks, services.users),
        "audit": audit,
        "backups": backups,
        "computer": computer,
        "lock": lock,
    }
    page = SettingsPage(theme, sections)

    def run_sources() -> None:
        # Not on the database's worker: a connector that ends may take a moment.
        tasks.run_network(
            app.connectors.refresh,
            lambda _none: page.read_again("connections"),
            lambda problem: page.troubled.emit(str(problem)),
        )

    page.sources_changed.connect(run_sources)
    return page


def _switches(app: App) -> dict[str, Held]:
    kept, links = app.services.computer, phone_links(app)
    held = {
        SHOW_CALLERS: Held(
            lambda: kept.is_on(SHOW_CALLERS, start=True),
            lambda on: kept.switch(SHOW_CALLERS, on=on),
        )
    }
    if links is not None:
        held[PHONE_LINKS] = Held(links.are_ours, lambda on: links.switch(on=on))
    return held
