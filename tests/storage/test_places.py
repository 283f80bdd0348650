"""Network shares and synced folders, on the facts of all three systems."""

from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from desktop.storage.places import Danger, check_place, danger
from desktop.storage.surroundings import (
    Mount,
    Surroundings,
    linux_mounts,
    look_around,
    macos_mounts,
)

LINUX = """\
/dev/sda2 / ext4 rw,relatime 0 0
tmpfs /tmp tmpfs rw 0 0
srv:/desk /home/wren/clinic nfs4 rw,vers=4.2 0 0
//srv/front /mnt/front\\040desk cifs rw 0 0
wren@srv:/ /home/wren/far fuse.sshfs rw 0 0
/dev/sdb1 /home/wren/clinic/local ext4 rw 0 0
"""
MACOS = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
//wren@srv/Front%20Desk on /Volumes/Front Desk (smbfs, nodev, nosuid, mounted by wren)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
"""


def on_linux(path: str) -> Danger | None:
    home = PurePosixPath("/home/wren")
    return danger(PurePosixPath(path), Surroundings(home, tuple(linux_mounts(LINUX)), ()))


def on_macos(path: str) -> Danger | None:
    home = PurePosixPath("/Users/wren")
    return danger(PurePosixPath(path), Surroundings(home, tuple(macos_mounts(MACOS)), ()))


def on_windows(path: str) -> Danger | None:
    around = Surroundings(
        home=PureWindowsPath("C:/Users/wren"),
        mounts=(Mount(PureWindowsPath("N:/"), "remote"),),
        synced=((PureWindowsPath("D:/Firm/OneDrive - Clinic"), "OneDrive"),),
    )
    return danger(PureWindowsPath(path), around)


@pytest.mark.parametrize(
    "path",
    [
        "/home/wren/clinic/desk",
        "/home/wren/clinic",
        "/mnt/front desk/data",
        "/home/wren/far/desk",
    ],
)
def test_network_shares_on_linux(path: str) -> None:
    found = on_linux(path)
    assert found is not None
    assert found.kind == "network"


@pytest.mark.parametrize(
    "path",
    [
        "/home/wren/.local/share/ketwell-desk",
        "/home/wren/clinic/local/desk",
        "/home/wren/clinical",
        "/tmp/desk",  # noqa: S108 - a path to judge, nothing is written
        "/srv/Box/desk",
        "/home/wren/Boxes/desk",
        "/home/wren/work/Dropbox-notes",
    ],
)
def test_safe_places_on_linux(path: str) -> None:
    assert on_linux(path) is None


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/home/wren/Dropbox/desk", "Dropbox"),
        ("/home/wren/Nextcloud/a/b/desk", "Nextcloud"),
        ("/home/wren/OneDrive - Clinic/desk", "OneDrive"),
    ],
)
def test_synced_folders_on_linux(path: str, name: str) -> None:
    assert on_linux(path) == Danger("synced", name)


def test_places_on_a_mac() -> None:
    assert on_macos("/Users/wren/Library/Application Support/KetWell Desk") is None
    assert on_macos("/Volumes/Front Desk/data") == Danger("network", "a network share (smbfs)")
    cloud = "/Users/wren/Library/Mobile Documents/com~apple~CloudDocs/desk"
    assert on_macos(cloud) == Danger("synced", "iCloud Drive")
    assert on_macos("/Users/wren/Library/CloudStorage/Dropbox/desk") is not None


def test_places_on_windows() -> None:
    assert on_windows(r"C:\Users\wren\AppData\Local\KetWell Desk") is None
    assert on_windows(r"N:\desk") == Danger("network", "a network share (remote)")
    assert on_windows(r"\\srv\front\desk") == Danger("network", "a network share")
    assert on_windows(r"D:\Firm\OneDrive - Clinic\desk") == Danger("synced", "OneDrive")
    assert on_windows(r"C:\Users\wren\iCloudDrive\desk") == Danger("synced", "iCloud Drive")
    assert on_windows(r"D:\Firm\desk") is None


@pytest.mark.parametrize(
    ("marker", "name"),
    [(".stfolder", "Syncthing"), (".dropbox.cache", "Dropbox"), (".tmp.drivedownload", "Google")],
)
def test_a_marked_folder_is_known_from_any_depth(tmp_path: Path, marker: str, name: str) -> None:
    (tmp_path / marker).mkdir()
    found = danger(tmp_path / "a" / "b", look_around(tmp_path / "a" / "b"))
    assert found is not None
    assert found.name.startswith(name)


def test_one_drive_says_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "firm"))
    inside, beside = tmp_path / "firm" / "desk", tmp_path / "firm-desk"
    assert danger(inside, look_around(inside)) == Danger("synced", "OneDrive")
    assert danger(beside, look_around(beside)) is None


def test_dropbox_says_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path / "roaming"))
    for folder in (tmp_path / ".dropbox", tmp_path / "roaming" / "Dropbox"):
        folder.mkdir(parents=True)
    (tmp_path / ".dropbox" / "info.json").write_text("not what was expected")
    (tmp_path / "roaming" / "Dropbox" / "info.json").write_text(
        f'{{"business": {{"path": "{(tmp_path / "elsewhere").as_posix()}"}}}}'
    )
    inside: PurePath = tmp_path / "elsewhere" / "desk"
    assert danger(inside, look_around(tmp_path)) == Danger("synced", "Dropbox")


def test_an_ordinary_place_on_this_machine_is_safe(tmp_path: Path) -> None:
    check_place(tmp_path / "data")
