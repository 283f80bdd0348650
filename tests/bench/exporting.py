"""Export every call to CSV, against the ``sqlite3`` shell's ``.mode csv`` of the same query.

The shell reads a plain copy of the data (``sqlcipher_export``) with the same page cache and writes
to the same disk. Ours is the service as the window and the command line call it: the encrypted
file, local times, the formula rule, fsync and the Change. The memory is the most that a process of
its own ever held (``VmHWM``), for all of the calls and for a tenth of them.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from sqlalchemy.dialects import sqlite

from desktop.app import App
from desktop.services.call_filter import CallFilter
from desktop.services.exporting import EXPORTABLE, Order, statement
from desktop.storage.sqlite_connection import CACHE_KIB
from desktop.storage.sqlite_engine import Compiler
from tests.bench import raw
from tests.bench.sides import Result, in_turns

MOST = 2.0
MOST_MEMORY = 1.15
"""All of the calls against a tenth of them: "constant", with room for what an allocator keeps."""
ROUNDS = 3
_OURS = r"""
import json, re, resource, sys
from pathlib import Path
from uuid import uuid4
from desktop import app as composition
from desktop.services.exporting import Order
from desktop.services.call_filter import CallFilter
app = composition.build(Path(sys.argv[1]))
lark = app.demo.actor("Lark Moor")
most = int(sys.argv[3])
done = [0]
def told(rows):
    done[0] = rows
columns = tuple(sys.argv[4].split())
asked = Order("calls", CallFilter(), Path(sys.argv[2]), "The monthly count", columns)
# A tenth is measured by stopping there: the same rows, read by the same walk.
saved = app.services.exporting.export(
    lark, asked, uuid4(), told=told, stopped=lambda: 0 < most <= done[0]
)
app.close()
# On Linux ru_maxrss begins with what the process held that started this one.
status = Path("/proc/self/status")
if status.exists():
    kib = int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1])
else:
    kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"rows": done[0], "kib": kib}))
"""


def measure(app: App, data: Path, folder: Path) -> Iterator[Result]:
    """Time, then memory; says so where there is no shell to measure against."""
    source = EXPORTABLE["calls"]
    keys = " ".join(column.key for column in source.columns)
    out = folder / "ours.csv"

    assert app.demo is not None
    lark = app.demo.actor("Lark Moor")
    order = Order("calls", CallFilter(), out, "The monthly count", tuple(keys.split()))

    def ours(_number: int) -> None:
        app.services.exporting.export(lark, order, uuid4())

    def held(most: int) -> dict[str, int]:
        command = [sys.executable, "-c", _OURS, str(data), str(out), str(most), keys]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        answer: dict[str, int] = json.loads(done.stdout)
        return answer

    shell = shutil.which("sqlite3")
    if shell is None:
        print("export: no sqlite3 shell here (Debian: sqlite3), so nothing to measure against")
    else:
        plain = plain_copy(data, folder)
        whole = statement(source, source.columns, "sqlite").limit(None)
        dialect = sqlite.dialect()
        dialect.statement_compiler = Compiler
        sql = whole.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
        script = (
            f"PRAGMA cache_size = -{CACHE_KIB};\n.headers on\n.mode csv\n"
            f".output {folder / 'theirs.csv'}\n{sql};\n"
        )

        def theirs(_number: int) -> None:
            subprocess.run([shell, "-batch", str(plain)], input=script, text=True, check=True)

        yield in_turns(
            "export every call to CSV | sqlite3 shell, plain copy",
            ours,
            theirs,
            ROUNDS,
            MOST,
            warm=1,
        )
    everything = held(0)
    tenth = held(everything["rows"] // 10)
    yield Result(
        f"memory of it (MiB): {everything['rows']:,} calls | {tenth['rows']:,}",
        everything["kib"] / 1024,
        tenth["kib"] / 1024,
        everything["kib"] / 1024,
        MOST_MEMORY,
    )


def plain_copy(data: Path, folder: Path) -> Path:
    """The data without encryption, made once in ``folder``."""
    plain = folder / "plain.db"
    if plain.exists():
        return plain
    connection = raw.connect(data, read_only=False)
    try:
        connection.execute("ATTACH DATABASE ? AS plain KEY ''", (str(plain),))
        connection.execute("SELECT sqlcipher_export('plain')").fetchall()
        connection.execute("DETACH DATABASE plain")
    finally:
        connection.close()
    return plain
