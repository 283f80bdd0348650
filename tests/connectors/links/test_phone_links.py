"""Phone links become ours and are given back, on each system, and nothing else is touched."""

import configparser
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.connectors.links.phone_links import (
    CANNOT,
    LinuxLinks,
    MacLinks,
    PhoneLinks,
    WindowsLinks,
)
from desktop.domain.errors import StorageProblem

COMMAND = ("/opt/KetWell Desk/ketwell-desk", "--data-dir", "/home/wren/my $data 100%")
OTHERS = (
    "[Added Associations]\ntext/plain=editor.desktop;\n\n"
    "[Default Applications]\ntext/html=browser.desktop\n"
    "x-scheme-handler/tel=dialler.desktop;other.desktop\n\n"
    "[Removed Associations]\nx-scheme-handler/tel=gone.desktop;\n"
)


def linux(home: Path, command: Sequence[str] = COMMAND) -> LinuxLinks:
    return LinuxLinks(home / "share", home / "config", command)


def test_on_linux_they_are_ours_and_given_back(tmp_path: Path) -> None:
    links = linux(tmp_path)
    assert not links.are_ours()
    links.switch(on=True)
    assert links.are_ours()
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment, method-assign]
    entry.read(tmp_path / "share/applications/ketwell-desk-links.desktop")
    said = entry["Desktop Entry"]
    assert said["MimeType"] == "x-scheme-handler/ketwell;x-scheme-handler/tel;"
    assert said["Exec"].endswith(" %u")
    links.switch(on=False)
    assert not links.are_ours()
    assert not (tmp_path / "share/applications/ketwell-desk-links.desktop").exists()


def test_on_linux_what_others_set_stays(tmp_path: Path) -> None:
    kept = tmp_path / "config/mimeapps.list"
    kept.parent.mkdir()
    kept.write_text(OTHERS)
    links = linux(tmp_path)
    links.switch(on=True)
    links.switch(on=True)
    text = kept.read_text()
    ours = "ketwell-desk-links.desktop"
    assert f"x-scheme-handler/tel={ours};dialler.desktop;other.desktop;\n" in text
    assert text.count(f"x-scheme-handler/ketwell={ours};\n") == 1
    assert "[Removed Associations]\nx-scheme-handler/tel=gone.desktop;\n" in text
    assert "text/html=browser.desktop\n" in text
    links.switch(on=False)
    assert ours not in kept.read_text()
    assert "x-scheme-handler/tel=dialler.desktop;other.desktop;\n" in kept.read_text()


def test_on_linux_somebody_else_may_take_them(tmp_path: Path) -> None:
    links = linux(tmp_path)
    links.switch(on=True)
    kept = tmp_path / "config/mimeapps.list"
    kept.write_text(kept.read_text().replace("tel=ketwell-desk-links", "tel=dialler"))
    assert not links.are_ours()


def test_on_linux_a_list_that_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    kept = tmp_path / "config/mimeapps.list"
    kept.parent.mkdir()
    kept.write_bytes(b"\xff\xfe broken")
    with pytest.raises(StorageProblem, match="did not let KetWell Desk"):
        linux(tmp_path).switch(on=True)
    assert kept.read_bytes() == b"\xff\xfe broken"


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1))
def test_a_desktop_entry_s_command_reads_back_as_the_words(word: str) -> None:
    """As the specification reads it: the string first, then the quoted words, then the fields."""
    command = linux(Path(), (word, "--data-dir"))._text().split("Exec=")[1].split("\n")[0]
    string = command.replace("\\\\", "\0").replace("\0", "\\")
    quoted = re.findall(r'"((?:[^"\\]|\\.)*)"', string)
    words = [re.sub(r"\\(.)", r"\1", each).replace("%%", "%") for each in quoted]
    assert words == [word, "--data-dir"]
    assert string.endswith('" %u')


class Fake(dict[tuple[str, str], str]):
    """A registry in memory."""

    def __init__(self, *, closed: bool = False) -> None:
        super().__init__()
        self.closed = closed

    def get(self, key: str, name: str) -> str | None:  # type: ignore[override]
        return super().get((key, name))

    def put(self, key: str, name: str, value: str) -> None:
        if self.closed:
            raise PermissionError("Access is denied.")
        self[key, name] = value

    def drop(self, key: str) -> None:
        for each in [each for each in self if f"{each[0]}\\".startswith(f"{key}\\")]:
            del self[each]

    def forget(self, key: str, name: str) -> None:
        self.pop((key, name), None)


def test_on_windows_the_keys_are_made_and_taken_away() -> None:
    registry = Fake()
    registry.put(r"Software\RegisteredApplications", "Mail", r"Software\Mail")
    registry.put(r"Software\Classes\ketwellother", "", "theirs")
    before = dict(registry)
    links = WindowsLinks(registry, (r"C:\Program Files\KetWell Desk\KetWell Desk.exe", "--demo"))
    assert not links.are_ours()
    links.switch(on=True)
    assert links.are_ours()
    command = r'"C:\Program Files\KetWell Desk\KetWell Desk.exe" "--demo" "%1"'
    for name in ("ketwell", "KetWellDesk.PhoneLink"):
        assert registry[rf"Software\Classes\{name}", "URL Protocol"] == ""
        assert registry[rf"Software\Classes\{name}\shell\open\command", ""] == command
    capabilities = registry[r"Software\RegisteredApplications", "KetWell Desk"]
    for scheme in ("tel", "ketwell"):
        assert registry[rf"{capabilities}\URLAssociations", scheme] == "KetWellDesk.PhoneLink"
    links.switch(on=False)
    assert registry == before
    assert not links.are_ours()


class Services:
    """Launch Services that allow what ``allowed`` says."""

    def __init__(self, *, allowed: bool = True) -> None:
        self.kept, self.allowed = {"tel": "com.apple.FaceTime"}, allowed

    def default_of(self, scheme: str) -> str:
        return self.kept.get(scheme, "")

    def make_default(self, scheme: str, bundle: str) -> bool:
        if self.allowed:
            self.kept[scheme] = bundle
        return self.allowed


def test_on_macos_tel_goes_back_to_facetime() -> None:
    services = Services()
    links = MacLinks(services)
    assert not links.are_ours()
    links.switch(on=True)
    assert links.are_ours()
    assert services.kept == {"tel": MacLinks.BUNDLE, "ketwell": MacLinks.BUNDLE}
    links.switch(on=False)
    assert not links.are_ours()


def test_where_it_is_not_allowed_it_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "share").write_text("no folder")
    refused: tuple[PhoneLinks, ...] = (
        linux(tmp_path),
        WindowsLinks(Fake(closed=True), COMMAND),
        MacLinks(Services(allowed=False)),
    )
    for links in refused:
        with pytest.raises(StorageProblem) as said:
            links.switch(on=True)
        assert str(said.value) == CANNOT
