"""Makes this program the one that opens phone links, and takes that back: for whoever is signed in
to the computer, and for nobody else.

What the system holds is the truth: nothing is kept of it anywhere else.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

from desktop.domain.errors import StorageProblem

SCHEMES: Final = ("ketwell", "tel")
NAME: Final = "KetWell Desk"
CANNOT: Final = (
    "This computer did not let KetWell Desk change what opens phone links. Ask IT to set it."
)


class PhoneLinks(Protocol):
    """Phone links on one kind of system."""

    def are_ours(self) -> bool:
        """Whether this program opens them."""

    def switch(self, *, on: bool) -> None:
        """Open them from now on, or leave them to others. Raises
        :class:`desktop.domain.errors.StorageProblem` where the system does not allow it."""


class LinuxLinks:
    """An entry among the person's own applications, and their ``mimeapps.list``, as ``xdg-mime``
    writes it. ``data`` and ``config`` are XDG_DATA_HOME and XDG_CONFIG_HOME."""

    _ENTRY: Final = "ketwell-desk-links.desktop"
    _GROUP: Final = "[Default Applications]"

    def __init__(self, data: Path, config: Path, command: Sequence[str]) -> None:
        self._entry = data / "applications" / self._ENTRY
        self._list = config / "mimeapps.list"
        self._command = tuple(command)

    def are_ours(self) -> bool:
        """See :class:`PhoneLinks`."""
        lines = self._lines()
        return self._entry.exists() and all(
            any(line.startswith(f"{_mime(each)}={self._ENTRY}") for line in lines)
            for each in SCHEMES
        )

    def switch(self, *, on: bool) -> None:
        """See :class:`PhoneLinks`."""
        try:
            if on:
                self._write(self._entry, self._text())
            self._write(self._list, self._defaults(on=on))
            if not on:
                self._entry.unlink(missing_ok=True)
        except (OSError, UnicodeError) as problem:
            raise StorageProblem(CANNOT) from problem

    def _text(self) -> str:
        command = " ".join(_quoted(word) for word in self._command)
        types = "".join(f"{_mime(each)};" for each in SCHEMES)
        return (
            "[Desktop Entry]\nType=Application\n"
            f"Name={NAME}\nComment=Shows who a phone link is about\n"
            f"Exec={command} %u\nMimeType={types}\nNoDisplay=true\nTerminal=false\n"
        )

    def _lines(self) -> list[str]:
        try:
            return self._list.read_text("utf-8").splitlines()
        except (OSError, UnicodeError):
            return []

    def _defaults(self, *, on: bool) -> str:
        """The person's list with ours in front, or without it; every other line as it stands."""
        lines = self._list.read_text("utf-8").splitlines() if self._list.exists() else []
        begin = next((n for n, line in enumerate(lines) if line.strip() == self._GROUP), None)
        if begin is None:
            lines += [*([""] if lines else []), self._GROUP]
            begin = len(lines) - 1
        rest = lines[begin + 1 :]
        end = next((n for n, line in enumerate(rest) if line.startswith("[")), len(rest))
        group, after = rest[:end], rest[end:]
        for scheme in SCHEMES:
            group = self._of_scheme(group, scheme, on=on)
        return "".join(f"{line}\n" for line in (*lines[: begin + 1], *group, *after))

    def _of_scheme(self, group: list[str], scheme: str, *, on: bool) -> list[str]:
        begins = f"{_mime(scheme)}="
        kept = [line for line in group if not line.startswith(begins)]
        found = [line.removeprefix(begins) for line in group if line.startswith(begins)]
        others = [each for each in ";".join(found).split(";") if each not in ("", self._ENTRY)]
        ours = [self._ENTRY, *others] if on else others
        return [begins + "".join(f"{each};" for each in ours), *kept] if ours else kept

    def _write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.part")
        part.write_text(text, "utf-8")
        part.replace(path)


class Registry(Protocol):
    """The branch of Windows' registry that belongs to whoever is signed in."""

    def get(self, key: str, name: str) -> str | None:
        """A value; None where there is none. The name "" is the key's own."""

    def put(self, key: str, name: str, value: str) -> None:
        """Keep a value; the key is made where it is missing."""

    def drop(self, key: str) -> None:
        """Remove a key with all under it; nothing where there is none."""

    def forget(self, key: str, name: str) -> None:
        """Remove a value; nothing where there is none."""


class WindowsLinks:
    """Keys under HKEY_CURRENT_USER. ``ketwell:`` is ours from then on. For ``tel:``, which others
    open too, Windows lets only the person choose: KetWell Desk is among the choices, and Windows
    asks with the next link."""

    _CLASS: Final = "KetWellDesk.PhoneLink"
    _CAPABILITIES: Final = rf"Software\{NAME}\Capabilities"
    _CLASSES: Final = r"Software\Classes"
    _REGISTERED: Final = r"Software\RegisteredApplications"

    def __init__(self, registry: Registry, command: Sequence[str]) -> None:
        self._registry, self._command = registry, tuple(command)

    def are_ours(self) -> bool:
        """See :class:`PhoneLinks`."""
        asked = self._registry.get(rf"{self._CLASSES}\ketwell\shell\open\command", "")
        return asked == self._line()

    def switch(self, *, on: bool) -> None:
        """See :class:`PhoneLinks`."""
        try:
            if on:
                self._register()
            else:
                self._unregister()
        except OSError as problem:
            raise StorageProblem(CANNOT) from problem

    def _register(self) -> None:
        put = self._registry.put
        for name in ("ketwell", self._CLASS):
            key = rf"{self._CLASSES}\{name}"
            put(key, "", f"URL:{NAME}")
            put(key, "URL Protocol", "")
            put(rf"{key}\shell\open\command", "", self._line())
        put(self._CAPABILITIES, "ApplicationName", NAME)
        put(self._CAPABILITIES, "ApplicationDescription", "Shows who a phone link is about")
        for scheme in SCHEMES:
            put(rf"{self._CAPABILITIES}\URLAssociations", scheme, self._CLASS)
        put(self._REGISTERED, NAME, self._CAPABILITIES)

    def _unregister(self) -> None:
        self._registry.forget(self._REGISTERED, NAME)
        for key in (
            rf"{self._CLASSES}\ketwell",
            rf"{self._CLASSES}\{self._CLASS}",
            rf"Software\{NAME}",
        ):
            self._registry.drop(key)

    def _line(self) -> str:
        # In quotes, one word; what is in it is read behind the scheme and is never an option.
        return " ".join(f'"{word}"' for word in (*self._command, "%1"))


class LaunchServices(Protocol):
    """What macOS keeps of who opens which scheme."""

    def default_of(self, scheme: str) -> str:
        """The bundle that opens it; "" for none."""

    def make_default(self, scheme: str, bundle: str) -> bool:
        """Let ``bundle`` open it; whether that was allowed."""


class MacLinks:
    """Launch Services. What opens a scheme can be changed there and not be taken away: switched
    off, ``tel:`` goes back to FaceTime."""

    BUNDLE: Final = "com.ketwell.desk"
    _FACETIME: Final = "com.apple.facetime"

    def __init__(self, services: LaunchServices) -> None:
        self._services = services

    def are_ours(self) -> bool:
        """See :class:`PhoneLinks`."""
        return self._services.default_of("tel").casefold() == self.BUNDLE

    def switch(self, *, on: bool) -> None:
        """See :class:`PhoneLinks`."""
        wanted = {"tel": self.BUNDLE if on else self._FACETIME}
        if on:
            wanted["ketwell"] = self.BUNDLE
        allowed = [self._services.make_default(*each) for each in wanted.items()]
        if not all(allowed):
            raise StorageProblem(CANNOT)


def _mime(scheme: str) -> str:
    return f"x-scheme-handler/{scheme}"


def _quoted(word: str) -> str:
    """A word of a desktop entry's command, as its specification has it."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("`", "\\`").replace("$", "\\$")
    # The whole line is a string of the file as well, and a percent sign begins a field.
    return '"' + escaped.replace("\\", "\\\\").replace("%", "%%") + '"'
