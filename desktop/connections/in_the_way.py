"""What keeps a source from running on this computer while another one may run it."""

from pathlib import Path
from typing import Final

from desktop.domain.connection_kinds import kind_named
from desktop.domain.connection_state import SourceToRun

NO_FOLDER: Final = "This folder cannot be read. See that it is there and may be opened."


def secret_in_the_way(source: SourceToRun) -> str:
    """Secrets lie in the keyring of one computer: the others leave the source to that one."""
    if source.secret:
        return ""
    return f"Its {kind_named(source.kind).secret.lower()} is not kept on this computer. Fill it in."


def folder_in_the_way(source: SourceToRun) -> str:
    """A folder may be there on one computer alone."""
    return "" if Path(source.option("folder")).is_dir() else NO_FOLDER
