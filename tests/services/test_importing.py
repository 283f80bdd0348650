"""Importing a file: counted before anything is written, in batches, cancelled whole, read twice."""

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from desktop.connectors.files.content import Content, UnreadableFile
from desktop.domain.errors import DiskFull, Refused
from desktop.domain.incoming import Fate, Incoming, IncomingKind, Receipt, Rejected
from desktop.domain.vocabulary import Role
from desktop.services.actor import Actor
from desktop.services.import_plan import ImportAs, ImportCounts, ImportPlan, ImportProgress
from desktop.services.import_reading import rows_of
from desktop.services.import_rejects import write_rejects
from desktop.services.importing import BATCH_SECONDS, Importing

TITLES = "Name,Phone,Email,Message,Submitted at"
WREN = Actor(uuid4(), "Wren Hill", Role.STAFF, uuid4(), uuid4(), uuid4(), "America/Phoenix")


class Shelf:
    """An intake that keeps what it is given in a list, and says how long a batch takes."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], tuple[UUID, Incoming]] = {}
        self.batches: list[int] = []
        self.finished: dict[UUID, ImportCounts] = {}
        self.now = 0.0
        self.worked = 0.0
        self.row_seconds = 0.0
        self.waits = 0.0
        self.full_after: int | None = None

    def look(self, actor: Actor, records: Sequence[Incoming]) -> list[Receipt]:
        return [Receipt(self._fate(record)) for record in records]

    def begin(self, actor: Actor, plan: ImportPlan) -> UUID:
        return uuid4()

    def take(self, actor: Actor, import_id: UUID, records: Sequence[Incoming]) -> list[Receipt]:
        if self.full_after is not None and len(self.kept) >= self.full_after:
            raise DiskFull("The disk is full.")
        self.batches.append(len(records))
        self.now += self.row_seconds * len(records) + self.waits
        self.worked += self.row_seconds * len(records)
        receipts = []
        for record in records:
            receipts.append(Receipt(self._fate(record)))
            self.kept[self._key(record)] = (import_id, record)
        return receipts

    def finish(self, actor: Actor, import_id: UUID, counts: ImportCounts) -> None:
        self.finished[import_id] = counts

    def was_read(self, sha256: str) -> bool:
        return bool(self.finished)

    def take_back(self, actor: Actor, import_id: UUID) -> bool:
        mine = [key for key, (of, _) in self.kept.items() if of == import_id]
        for key in mine[:100]:
            del self.kept[key]
        return len(mine) > 100

    def _fate(self, record: Incoming) -> Fate:
        before = self.kept.get(self._key(record))
        if before is None:
            return Fate.CREATED
        return Fate.UNCHANGED if before[1] == record else Fate.UPDATED

    @staticmethod
    def _key(record: Incoming) -> tuple[str, str]:
        return record.source, record.external_id or repr(record)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def importing(shelf: Shelf) -> Importing:
    return Importing(shelf, lambda: shelf.now, lambda: shelf.worked)


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: str, name: str = "leads.csv", titles: str = TITLES) -> Path:
        path = tmp_path / name
        path.write_text("\n".join([titles, *rows]) + "\n", encoding="utf-8")
        return path

    return write


def lead(number: int, when: str = "2026-11-17 09:00:00") -> str:
    return f"Fern {number},602-555-{number:04},fern{number}@example.com,Please ring,{when}"


BAD = "Ivy Vine,mobile,,=cmd|' /C calc'!A0,2026-11-17 09:00:00"


def test_a_file_is_counted_before_anything_is_written(
    importing: Importing, shelf: Shelf, file: Callable[..., Path]
) -> None:
    plan = importing.plan(WREN, file(lead(101), lead(102), BAD, lead(101)))
    staged = importing.stage(WREN, plan)

    assert (plan.format, plan.kind, plan.zone) == (
        "lead-table",
        IncomingKind.LEAD,
        "America/Phoenix",
    )
    assert plan.titles == tuple(TITLES.split(","))
    assert plan.sample[0][0] == "Fern 101"
    assert staged is not None
    assert staged.counts == ImportCounts(created=2, duplicates=1, rejected=1)
    assert staged.counts.read == 4
    assert [refusal.row for refusal in staged.refusals] == [4]
    assert [each.name for each in staged.examples[Fate.CREATED]] == ["Fern 101", "Fern 102"]
    assert staged.examples[Fate.CREATED][0].channel == "602-555-0101"
    assert shelf.kept == {}


def test_a_time_without_a_zone_is_read_in_the_zone_that_is_said(
    importing: Importing, file: Callable[..., Path]
) -> None:
    path = file(lead(101), lead(102, "2026-11-17T09:00:00Z"))

    staged = importing.stage(WREN, importing.plan(WREN, path, zone="America/Denver"))

    assert staged is not None
    assert staged.remark_on_zone == (
        "1 row has a time without a zone. It is read as the time in Denver."
    )


def test_the_same_file_twice_changes_nothing(
    importing: Importing, shelf: Shelf, file: Callable[..., Path]
) -> None:
    plan = importing.plan(WREN, file(*map(lead, range(101, 121))))
    first = importing.commit(WREN, plan)
    kept = dict(shelf.kept)

    second = importing.commit(WREN, plan)

    assert first.counts == ImportCounts(created=20)
    assert second.counts == ImportCounts(unchanged=20)
    assert {key: record for key, (_, record) in kept.items()} == {
        key: record for key, (_, record) in shelf.kept.items()
    }
    assert first.import_id in shelf.finished


def test_batches_grow_and_shrink_with_the_time_they_take(
    importing: Importing, shelf: Shelf, file: Callable[..., Path]
) -> None:
    shelf.row_seconds = 0.0002
    importing.commit(WREN, importing.plan(WREN, file(*map(lead, range(100, 3000)))))
    assert max(shelf.batches) * shelf.row_seconds <= BATCH_SECONDS
    assert max(shelf.batches) > 100

    shelf.batches.clear()
    shelf.kept.clear()
    shelf.row_seconds = 0.002
    importing.commit(WREN, importing.plan(WREN, file(*map(lead, range(100, 1000)))))
    assert max(shelf.batches[2:]) * shelf.row_seconds <= BATCH_SECONDS


def test_on_a_busy_machine_batches_stay_worth_their_while(
    importing: Importing, shelf: Shelf, file: Callable[..., Path]
) -> None:
    shelf.row_seconds = 0.0002
    shelf.waits = 0.2
    importing.commit(WREN, importing.plan(WREN, file(*map(lead, range(100, 3000)))))

    assert min(shelf.batches[2:-1]) * shelf.row_seconds > 0.015


def test_cancel_keeps_none_of_the_file(
    importing: Importing, shelf: Shelf, file: Callable[..., Path]
) -> None:
    plan = importing.plan(WREN, file(*map(lead, range(100, 900))))

    done = importing.commit(WREN, plan, stopped=lambda: len(shelf.kept) > 300)

    assert done.cancelled
    assert done.import_id is None
    assert shelf.kept == {}
    assert shelf.finished == {}


def test_a_full_disk_keeps_none_of_the_file(
    importing: Importing, shelf: Shelf, file: Callable[..., Path]
) -> None:
    shelf.full_after = 200

    with pytest.raises(DiskFull):
        importing.commit(WREN, importing.plan(WREN, file(*map(lead, range(100, 900)))))

    assert shelf.kept == {}


def test_progress_tells_how_long_it_will_take(
    importing: Importing, shelf: Shelf, file: Callable[..., Path]
) -> None:
    shelf.row_seconds = 0.01
    told: list[ImportProgress] = []
    importing.commit(WREN, importing.plan(WREN, file(*map(lead, range(100, 3000)))), told.append)

    assert told
    assert all(0 <= each.done <= each.of for each in told)
    assert any(each.seconds_left is not None for each in told)


def test_a_file_that_changed_since_it_was_looked_at_is_refused(
    importing: Importing, shelf: Shelf, file: Callable[..., Path]
) -> None:
    plan = importing.plan(WREN, file(lead(101)))
    file(lead(102))

    with pytest.raises(Refused, match="changed since"):
        importing.commit(WREN, plan)
    assert shelf.kept == {}


def test_rejects_keep_the_layout_are_harmless_and_come_in_again(
    importing: Importing, shelf: Shelf, file: Callable[..., Path], tmp_path: Path
) -> None:
    plan = importing.plan(WREN, file(lead(101), BAD, '"Reed, the ""old""",,,again,'))
    rejects = tmp_path / "rejects.csv"

    with rejects.open("wb") as into:
        assert write_rejects(plan, into) == 2, "the titles are no row"

    written = rejects.read_text("utf-8-sig")
    assert written.splitlines()[0] == TITLES
    assert "'=cmd|" in written
    assert '"Reed, the ""old""",,,again,' in written
    mended = written.replace("mobile", "602-555-0177").replace(",,,again", ",602-555-0178,,again")
    rejects.write_text(mended, "utf-8")
    again = importing.commit(WREN, importing.plan(WREN, rejects))
    assert again.counts == ImportCounts(created=2)
    assert {record.name for _, record in shelf.kept.values()} == {"Ivy Vine", 'Reed, the "old"'}


def test_what_a_file_is_said_to_be(importing: Importing, file: Callable[..., Path]) -> None:
    path = file(lead(101))

    assert importing.plan(WREN, path, read_as=ImportAs.CONTACTS).kind is IncomingKind.CONTACT
    assert importing.plan(WREN, path, format_name="calls-table").format == "calls-table"
    with pytest.raises(Refused, match="There is no format"):
        importing.plan(WREN, path, format_name="nonsense")


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 20, b"nothing here\n"])
def test_what_is_no_list_is_refused_with_a_reason(
    importing: Importing, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(content)

    with pytest.raises(UnreadableFile):
        importing.plan(WREN, path)


def test_a_file_that_breaks_off_says_so_in_a_last_row(tmp_path: Path) -> None:
    path = tmp_path / "people.vcf"
    with path.open("wb") as file:
        file.write(b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Fern Moss\r\nEND:VCARD\r\n")
        file.truncate(65 * 1024 * 1024)
    plan = ImportPlan(path, "vcard", "vCard", IncomingKind.CONTACT, "UTC", "US")

    rows = list(rows_of(plan, Content(path)))

    (row,) = rows
    assert isinstance(row, Rejected)
    assert "larger than 64 MB" in row.reason
