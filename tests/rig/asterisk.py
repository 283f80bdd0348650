"""A real Asterisk in a folder of its own, on loopback, that can be killed and started again.

The program comes from a Debian release that still has it, into a folder of the user's cache that
the runs share; what belongs to one run lies in a folder of that run.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import platformdirs

from tests.rig.settings import Ports, files

_RELEASE: Final = "bullseye"
"""The last one that has it; Asterisk 16."""
_PACKAGES: Final = "asterisk,asterisk-config,asterisk-modules,asterisk-voicemail"
_PATH: Final = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"


class NotToBeHad(Exception):
    """Why there is no phone system here."""


def program() -> Path:
    """The folder with Asterisk in it, made when there is none (a minute or two). Raises
    NotToBeHad."""
    if sys.platform != "linux" or os.getuid() != 0:
        raise NotToBeHad("a real Asterisk needs Linux and root (it runs in a chroot)")
    if shutil.which("sipp") is None:
        raise NotToBeHad("no callers are here: apt-get install sip-tester")
    chosen = os.environ.get("KETWELL_RIG")
    cache = Path(chosen) if chosen else Path(platformdirs.user_cache_dir("ketwell-desk-tests"))
    root = cache / f"asterisk-{_RELEASE}"
    if (root / "usr/sbin/asterisk").exists():
        return root
    debootstrap = shutil.which("debootstrap", path=_PATH)
    if debootstrap is None:
        raise NotToBeHad("Asterisk cannot be fetched: apt-get install debootstrap")
    cache.mkdir(parents=True, exist_ok=True)
    # Beside its place until it is whole; another run may be at it as well.
    making = Path(tempfile.mkdtemp(prefix="making-", dir=cache))
    try:
        made = subprocess.run(
            [debootstrap, "--variant=minbase", f"--include={_PACKAGES}", _RELEASE, str(making)],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise NotToBeHad("debootstrap cannot fetch Asterisk: " + made.stdout[-300:].strip())
        shutil.rmtree(making / "var/cache/apt", ignore_errors=True)
        making.chmod(0o755)
        # It looks its own name up now and then: at once and in vain, and nowhere else.
        (making / "etc/resolv.conf").write_text("nameserver 127.0.0.1\n", encoding="ascii")
        if not root.exists():
            making.rename(root)
    finally:
        if making.exists():
            shutil.rmtree(making, ignore_errors=True)
    return root


class Asterisk:
    """One that is set up; it runs from :meth:`start` until :meth:`kill` or :meth:`stop`."""

    def __init__(self, root: Path, base: Path, phones: dict[str, int]) -> None:
        self._root, self._base = root, base
        rtp = free_port(socket.SOCK_DGRAM)
        self.ports = Ports(
            sip=free_port(socket.SOCK_DGRAM),
            manager=free_port(socket.SOCK_STREAM),
            rtp=min(rtp, 65_000) // 2 * 2,
        )
        self._process: subprocess.Popen[bytes] | None = None
        inside = "/" + str(base.relative_to(root))
        for folder in ("etc", "spool", "run", "log/cdr-csv"):
            (base / folder).mkdir(parents=True)
        for name, text in files(inside, self.ports, phones).items():
            (base / "etc" / name).write_text(text, encoding="utf-8")
        self._settings = f"{inside}/etc/asterisk.conf"

    @property
    def records(self) -> Path:
        """Its ``Master.csv``."""
        return self._base / "log/cdr-csv/Master.csv"

    @property
    def told(self) -> str:
        """Its own log, for whoever looks why it does not do as it should."""
        log = self._base / "log/messages"
        return log.read_text("utf-8", "replace") if log.exists() else ""

    def start(self) -> None:
        """Start it; returns when it has come up whole."""
        self._process = subprocess.Popen(
            ["chroot", self._root, "/usr/sbin/asterisk", "-f", "-C", self._settings],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
        )
        last = time.monotonic() + 60
        while "fully booted" not in self.console("core waitfullybooted"):
            assert self._process.poll() is None, self.told
            assert time.monotonic() < last, self.told
            time.sleep(0.2)

    def console(self, command: str) -> str:
        """What it answers on its console."""
        return subprocess.run(
            ["chroot", self._root, "/usr/sbin/asterisk", "-C", self._settings, "-rx", command],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=60,
        ).stdout

    def kill(self) -> None:
        """As when the power goes."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End it, whatever state it is in."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()


@contextmanager
def set_up(root: Path, phones: dict[str, int]) -> Iterator[Asterisk]:
    """A phone system that rings these phones; nothing of it is left at the end."""
    base = Path(tempfile.mkdtemp(prefix="ketwell-", dir=root / "srv"))
    system = Asterisk(root, base, phones)
    try:
        yield system
    finally:
        system.stop()
        shutil.rmtree(base, ignore_errors=True)


def free_port(kind: socket.SocketKind) -> int:
    """One that nobody uses now."""
    with socket.socket(socket.AF_INET, kind) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
