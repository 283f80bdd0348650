"""One byte of the file is turned over, on every page in turn; it is found, and the page named."""

import random
import re
from contextlib import closing
from pathlib import Path

from desktop.domain.errors import DamagedFile
from desktop.storage.copying import check_file
from desktop.storage.data_files import DataFiles
from tests.drills.desk import Worker, make_desk
from tests.drills.frame import Tally, raw_key

PAGE = 4096


def run(count: int, seed: int, planted: bool, folder: Path) -> Tally:
    """Every page, ``count`` times."""
    tally, chance = Tally(), random.Random(seed)
    data = folder / "desk"
    world = make_desk(data)
    with closing(Worker(data, world)) as worker:
        for number in range(20):
            worker.act(number)
    database, raw = DataFiles.of(data).database, raw_key(data)
    whole = database.read_bytes()
    check_file(database, raw)
    for _ in range(count):
        for page in range(len(whole) // PAGE):
            at = page * PAGE + chance.randrange(PAGE)
            with database.open("r+b") as file:
                file.seek(at)
                file.write(bytes([whole[at] ^ (1 << chance.randrange(8))]))
                if planted:
                    file.seek(at)
                    file.write(whole[at : at + 1])
            _judge(tally, database, raw, page + 1)
            with database.open("r+b") as file:
                file.seek(at)
                file.write(whole[at : at + 1])
            if planted:
                return tally
    check_file(database, raw)
    tally.note = f"{len(whole) // PAGE} pages, {count} times"
    return tally


def _judge(tally: Tally, database: Path, raw: bytes, page: int) -> None:
    tally.tried += 1
    try:
        check_file(database, raw)
    except DamagedFile as damaged:
        named = re.search(r"page (\d+)", str(damaged))
        # Without the first page nothing opens, so none is named.
        good = page == 1 or (named is not None and int(named[1]) == page)
        tally.expect(good, f"page {page}: {damaged}")
    else:
        tally.fail(f"page {page}: not found")
