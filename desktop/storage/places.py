"""Where data may lie: never on a network share, never in a folder that is copied elsewhere.

SQLite's locks do not hold on network file systems, and a sync program copies the file and its
``-wal`` apart: both end in a damaged database. :func:`danger` decides, on facts that
``surroundings`` gathers, so that every system's cases are tested on any of them.
"""

from pathlib import Path, PurePath
from typing import NamedTuple

from desktop.domain.errors import UnsafePlace
from desktop.storage.surroundings import Surroundings, look_around

NETWORK_KINDS = frozenset(
    {
        "9p",
        "afpfs",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "gfs2",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "prl_fs",
        "remote",
        "smb2",
        "smb3",
        "smbfs",
        "sshfs",
        "vboxsf",
        "webdav",
        "fuse.ceph",
        "fuse.curlftpfs",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.gvfsd-fuse",
        "fuse.mfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.smbnetfs",
        "fuse.sshfs",
        "fuse.vmhgfs-fuse",
    }
)
"""File systems that live on another machine; ``remote`` is what Windows calls a mapped drive."""

_HOME_FOLDERS = {
    "box": "Box",
    "box sync": "Box",
    "creative cloud files": "Creative Cloud",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "icloud drive": "iCloud Drive",
    "iclouddrive": "iCloud Drive",
    "my drive": "Google Drive",
    "nextcloud": "Nextcloud",
    "onedrive": "OneDrive",
    "owncloud": "ownCloud",
    "pclouddrive": "pCloud",
}
_LIBRARY = {
    "mobile documents": "iCloud Drive",
    "cloudstorage": "a cloud folder",
}


class Danger(NamedTuple):
    """Why a place is unsafe: a network share, or the folder of the sync program ``name``."""

    kind: str
    name: str


def danger(path: PurePath, around: Surroundings) -> Danger | None:
    """What makes ``path`` (absolute, links resolved) an unsafe place for data; None if safe."""
    if str(path).startswith(("\\\\", "//")):
        return Danger("network", "a network share")
    mounts = [mount for mount in around.mounts if path.is_relative_to(mount.point)]
    if mounts:
        nearest = max(mounts, key=lambda mount: len(mount.point.parts))
        if nearest.kind in NETWORK_KINDS:
            return Danger("network", f"a network share ({nearest.kind})")
    for folder, name in around.synced:
        if path.is_relative_to(folder):
            return Danger("synced", name)
    usual = _name_below_home(path, around.home)
    return None if usual is None else Danger("synced", usual)


def check_place(data_dir: Path) -> None:
    """Raise UnsafePlace, with the reason, for a directory in which data would get damaged."""
    found = danger(data_dir, look_around(data_dir))
    if found is None:
        return
    if found.kind == "network":
        raise UnsafePlace(
            f"{data_dir} is on {found.name}, where a data file gets damaged. "
            "Choose a folder on this computer, or let IT connect the desk to the clinic server."
        )
    raise UnsafePlace(
        f"{data_dir} is copied elsewhere by {found.name}, and a data file in use gets damaged "
        "by that. Choose a folder that is not copied."
    )


def _name_below_home(path: PurePath, home: PurePath) -> str | None:
    """The sync program whose usual folder below ``home`` holds ``path``."""
    if not path.is_relative_to(home):
        return None
    parts = [part.lower() for part in path.relative_to(home).parts]
    if not parts:
        return None
    first = parts[0]
    if first.startswith(("onedrive - ", "dropbox (")):
        return "OneDrive" if first.startswith("onedrive") else "Dropbox"
    if first == "library" and len(parts) > 1:
        return _LIBRARY.get(parts[1])
    return _HOME_FOLDERS.get(first)
