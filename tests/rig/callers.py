"""Callers and phones: real SIP, each a SIPp of its own."""

import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.rig.asterisk import free_port
from tests.rig.settings import PHONES, TRUNK

WITHHELD = '"Anonymous" <sip:anonymous@anonymous.invalid>'


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who rings: their number as the trunk sends it ("" withholds it), their name, and
    the line they ring."""

    number: str
    line: str
    name: str = ""

    @property
    def shown(self) -> str:
        """How the trunk shows them."""
        return f'"{self.name}" <sip:{self.number}@{TRUNK}>' if self.number else WITHHELD


class Group:
    """Callers who all do the same. :meth:`wait` until they have hung up."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path) -> None:
        self._process, self._folder = process, folder

    def wait(self, *, all_well: bool = True) -> None:
        """``all_well``: each call went as its scenario says."""
        code = self._process.wait(90)
        assert not all_well or code == 0, self.told

    @property
    def told(self) -> str:
        """What went another way than the scenario says."""
        return "\n".join(each.read_text("utf-8", "replace") for each in self._folder.glob("*.log"))

    def end(self) -> None:
        """Whatever it is at."""
        self._process.kill()
        self._process.wait()


class Crowd:
    """Everybody who rings, and the phones; all are gone at the end."""

    def __init__(self, folder: Path, sip_port: int) -> None:
        self._folder, self._sip_port = folder, sip_port
        self._groups: list[Group] = []

    def call(self, scenario: str, callers: Sequence[Caller], *, each: float = 0.5) -> Group:
        """They ring one after the other, ``each`` seconds apart, and may speak at once."""
        rows = [f"{caller.shown};{caller.line};\n" for caller in callers]
        return self._start(
            scenario, TRUNK, free_port(socket.SOCK_DGRAM),
            ["-m", str(len(rows)), "-r", "1", "-rp", str(round(each * 1000)), "-l", "100"],
            "".join(["SEQUENTIAL\n", *rows]),
        )  # fmt: skip

    def phone(self, scenario: str, port: int) -> Group:
        """A phone that does this whenever it is rung."""
        return self._start(scenario, PHONES, port, [], "")

    def close(self) -> None:
        for group in self._groups:
            group.end()

    def _start(
        self, scenario: str, address: str, port: int, how: Sequence[str], rows: str
    ) -> Group:
        folder = self._folder / str(len(self._groups))
        folder.mkdir()
        (folder / "scenario.xml").write_text(scenario, encoding="utf-8")
        if rows:
            (folder / "callers.csv").write_text(rows, encoding="utf-8")
            how = [*how, "-inf", "callers.csv"]
        program = shutil.which("sipp")
        assert program is not None
        process = subprocess.Popen(
            [
                program, f"127.0.0.1:{self._sip_port}", "-sf", "scenario.xml", "-i", address,
                "-p", str(port), "-mi", address, "-mp", str(free_port(socket.SOCK_DGRAM)),
                "-nostdin", "-trace_err", "-error_file", "errors.log", *how,
            ],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        group = Group(process, folder)
        self._groups.append(group)
        return group


@contextmanager
def crowd(sip_port: int) -> Iterator[Crowd]:
    """Nobody rings any more at its end."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="ketwell-callers-")))
        made = Crowd(folder, sip_port)
        stack.callback(made.close)
        yield made
