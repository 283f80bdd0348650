"""Builds the pages of what comes in, over the services."""

from desktop.app import App
from desktop.ui.imports.import_page import ImportPage
from desktop.ui.settings.connections_section import ConnectionsSection
from desktop.ui.settings.settings_page import SettingsPage
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme


def import_page(theme: Theme, tasks: Tasks, app: App) -> ImportPage | None:
    """The import screen; None as long as nothing takes in what a file holds."""
    imports = app.services.importing
    if imports is None:
        return None
    return ImportPage(
        theme=theme,
        tasks=tasks,
        imports=imports,
        maps=app.services.column_maps,
        clock=app.clock,
    )


def settings_page(theme: Theme, tasks: Tasks, app: App) -> SettingsPage:
    """The settings with their sections."""
    services = app.services
    connections = ConnectionsSection(
        theme=theme,
        tasks=tasks,
        connections=services.connections,
        running=app.connectors,
        sites=services.places.sites,
        set_asides=services.set_asides,
        clock=app.clock,
    )
    return SettingsPage(theme, {"connections": connections})
