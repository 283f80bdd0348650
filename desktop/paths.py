"""Where things are on this computer."""

import sys
from pathlib import Path
from typing import NamedTuple, Self


def resources() -> Path:
    """The folder with the article, scripts, icons and fonts: in the checkout, or in the installed
    program (PyInstaller unpacks them at ``sys._MEIPASS``)."""
    unpacked = getattr(sys, "_MEIPASS", None)
    return (Path(unpacked) if unpacked else Path(__file__).parent.parent) / "resources"


# A tuple: every start loads this, and a dataclass takes five times as long to make.
class Folders(NamedTuple):
    """The folders of one desk. None is made here: whoever writes first makes its folder."""

    data: Path
    """The encrypted database and its lock. Its key file, if there is one, lies beside it."""
    config: Path
    """Settings of this computer, nothing about people."""
    logs: Path

    @classmethod
    def of(cls, data_dir: Path | None = None, *, demo: bool = False) -> Self:
        """The folders of a data directory; with none given, of this person on this computer.

        A given directory holds everything, so that it can be carried or thrown away whole. The
        demo has a data directory of its own and never touches the real one.
        """
        if data_dir is not None:
            whole = data_dir.expanduser().absolute()
            return cls(data=whole, config=whole / "config", logs=whole / "logs")
        from platformdirs import PlatformDirs

        # Data stays on this computer (not roaming): SQLite must not lie in a synced profile.
        name = "ketwell-desk" if sys.platform.startswith("linux") else "KetWell Desk"
        here = PlatformDirs(name, appauthor=False, roaming=False)
        return cls(
            data=here.user_data_path / ("demo" if demo else "desk"),
            config=here.user_config_path,
            logs=here.user_log_path,
        )

    @property
    def server(self) -> Path:
        """What this computer keeps of a clinic server: backups, and the ends of the trail."""
        whole = self.config.parent == self.data
        return self.data / "server" if whole else self.data.with_name("server")

    @property
    def log(self) -> Path:
        """The log file that is being written; older ones end in ``.1``, ``.2``, …"""
        return self.logs / "ketwell-desk.log"
