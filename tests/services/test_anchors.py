"""The ends of the chains outside the database show what no chain can show of itself."""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, update

from desktop.domain.audit import Event
from desktop.domain.backup_rules import BackupKind
from desktop.domain.vocabulary import Permission
from desktop.services import chain, safekeeping
from desktop.services.anchors import EVERY_LINKS, NAME, Anchors, _last_signature
from desktop.services.changes import Ledger, Writing
from desktop.services.desk_chains import Linked
from desktop.services.safekeeping import broken_trail, check_all, note_restore
from desktop.services.trail import BrokenLink
from desktop.storage import tables
from desktop.storage.data_files import DataFiles
from desktop.storage.engine import Database, open_database
from desktop.storage.restore import prepare_restore
from tests.conftest import Clock
from tests.services.world import World, build_world

_event = tables.metadata.tables["audit_event"]
_change = tables.metadata.tables["change"]
_desk_chain = tables.metadata.tables["desk_chain"]
_head = tables.metadata.tables["chain_head"]


class Desk:
    """A desk whose chain is anchored in a folder."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world, self.folder = world, folder
        self.anchors = Anchors(folder)
        self.ledger = Ledger(world.database, world.clock, anchored=self.anchors.note)

    def work(self, times: int = 1) -> None:
        """So many entries, a minute apart."""
        for _ in range(times):
            self.world.clock.forward(minutes=1)
            self.ledger.note(Event.SIGN_IN, self.world.wren)

    def stop(self) -> None:
        self.anchors.close()

    def broken(self) -> list[BrokenLink]:
        with self.world.database.read() as conn:
            return list(broken_trail(conn, self.folder))

    def tamper(self, *statements: Any) -> None:
        with self.world.database.write() as conn:
            for statement in statements:
                conn.execute(statement)

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.folder / NAME).read_text().splitlines()]


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    """Ten entries, and the end anchored."""
    folder = tmp_path / "ends"
    folder.mkdir()
    one = Desk(world, folder)
    one.work(10)
    one.stop()
    return one


def test_lines_come_every_two_minutes_and_at_the_close_and_name_nobody(desk: Desk) -> None:
    assert [line["number"] for line in desk.lines()] == [1, 3, 5, 7, 9, 10]
    assert set(desk.lines()[0]) == {"v", "desk", "number", "hash", "at", "restored", "signature"}
    assert desk.broken() == []


def test_many_at_once_get_a_line_as_well(desk: Desk) -> None:
    for _ in range(EVERY_LINKS):
        desk.ledger.note(Event.SIGN_IN, desk.world.wren)
    assert desk.lines()[-1]["number"] == 10 + EVERY_LINKS


def end_at(desk: Desk, number: int) -> Sequence[Any]:
    """What somebody with the database in their hands does to make it end earlier."""
    with desk.world.database.read() as conn:
        last = conn.execute(select(_event).where(_event.c.chain_number == number)).one()
    return (
        delete(_event).where(_event.c.chain_number > number),
        update(_desk_chain)
        .where(_desk_chain.c.desk_id == desk.world.desk)
        .values(number=number, hash=last.hash, at=last.at),
        update(_head).values(seq=last.seq),
    )


def test_an_end_that_was_cut_off_with_the_heads_is_found_and_the_first_missing_entry_named(
    desk: Desk,
) -> None:
    desk.tamper(*end_at(desk, 6))
    (found,) = desk.broken()
    assert found.number == 7
    assert "cut off, or an older copy was put back: entry 7 was here" in found.what


def test_a_chain_made_anew_with_its_key_is_found(desk: Desk) -> None:
    """Somebody has everything: they change entry 6 and make all links behind it anew."""
    with desk.world.database.write() as conn:
        end = conn.execute(
            select(_desk_chain).where(_desk_chain.c.desk_id == desk.world.desk)
        ).one()
        rows = conn.execute(select(_event).order_by(_event.c.seq)).all()
        previous = bytes(rows[4].hash)
        for row in rows[5:]:
            user = desk.world.robin.user_id if row.chain_number == 6 else row.user_id
            header = chain.Header(
                row.id, row.at, user, row.desk_id, row.action, None, None, "event"
            )
            new = chain.link(
                bytes(end.key),
                previous,
                header,
                (row.seq, row.chain_number),
                None,
                [bytes(row.commitment)],
            )
            conn.execute(
                update(_event)
                .where(_event.c.seq == row.seq)
                .values(user_id=user, previous_hash=previous, hash=new)
            )
            previous = new
        conn.execute(
            update(_desk_chain)
            .where(_desk_chain.c.desk_id == desk.world.desk)
            .values(hash=previous)
        )
    (found,) = desk.broken()
    assert found.number == 6
    assert "made anew from here on" in found.what


@pytest.mark.parametrize("harm", ["edited", "taken out", "nonsense"])
def test_lines_that_were_touched_are_found(desk: Desk, harm: str) -> None:
    path = desk.folder / NAME
    lines = path.read_text().splitlines(keepends=True)
    if harm == "edited":
        lines[2] = lines[2].replace('"number": 5', '"number": 4')
    elif harm == "taken out":
        del lines[2]
    else:
        lines[2] = "nonsense\n"
    path.write_text("".join(lines))
    (found, *_) = desk.broken()
    assert "line 3 of the ends that are kept outside is not as it was written" in found.what


def test_a_window_and_a_listener_add_lines_at_once(desk: Desk, monkeypatch: Any) -> None:
    """Each is over the line that was the last when it looked."""
    before = _last_signature(desk.folder / NAME, desk.world.desk)
    monkeypatch.setattr("desktop.services.anchors._last_signature", lambda *_: before)
    listener = Desk(desk.world, desk.folder)
    desk.work()
    listener.work()
    desk.stop()
    listener.stop()
    assert sorted(line["number"] for line in desk.lines()[-2:]) == [11, 12]
    assert desk.broken() == []


def test_a_line_that_a_crash_cut_in_two_is_no_tampering(desk: Desk) -> None:
    path = desk.folder / NAME
    path.write_text(path.read_text() + '{"v": 1, "desk"')
    assert desk.broken() == []


def test_a_desk_whose_chain_is_gone_is_found(desk: Desk) -> None:
    desk.tamper(delete(_event), delete(_desk_chain).where(_desk_chain.c.desk_id == desk.world.desk))
    assert "the chain of a desk is gone" in [each.what for each in desk.broken()]


def test_a_folder_that_takes_no_lines_does_not_stop_the_desk(world: World, tmp_path: Path) -> None:
    desk = Desk(world, tmp_path / "nowhere")
    desk.work(3)
    desk.stop()
    assert desk.broken() == []


@pytest.fixture
def data(sqlite_data: Path) -> Iterator[tuple[Path, Database, Desk]]:
    """A desk in its own data directory."""
    opened = open_database(sqlite_data)
    anchors = Anchors(sqlite_data)
    desk = Desk(build_world(opened.database, Clock(), anchors.note), sqlite_data)
    desk.work(4)
    yield sqlite_data, opened.database, desk
    opened.database.close()


def test_an_older_copy_put_back_by_hand_is_found_and_a_restore_is_not(
    data: tuple[Path, Database, Desk],
) -> None:
    folder, database, desk = data
    files = DataFiles.of(folder)
    opened = open_database(folder)
    backup = opened.safe().take(BackupKind.BY_HAND)
    opened.database.close()
    desk.work(8)
    desk.stop()
    database.close()

    shutil.copy(files.database, folder / "newest.db")
    shutil.copy(backup.files.database, files.database)
    opened = open_database(folder)
    (sentence,) = check_all(opened).trail
    opened.database.close()
    assert sentence.startswith("Desk “Desk 1”, entry 5: the end was cut off")

    shutil.copy(folder / "newest.db", files.database)
    ready = prepare_restore(folder, backup)
    ready.swap()
    ready.close()
    with closing(open_database(folder).database) as again:
        anchors = Anchors(folder)
        ledger = Ledger(again, desk.world.clock, anchored=anchors.note)
        note_restore(ledger, anchors, again, desk.world.it, backup, ready.leavers)
        anchors.close()
    opened = open_database(folder)
    found = check_all(opened)
    opened.database.close()
    assert found.is_well, found


def test_a_check_reads_file_trail_and_backups(data: tuple[Path, Database, Desk]) -> None:
    folder, _, desk = data
    opened = open_database(folder)
    backup = opened.safe().take(BackupKind.BY_HAND)

    def work(writing: Writing) -> None:
        writing.update("person", desk.world.hazel, {"name": "Hazel Reed"})

    desk.ledger.write(desk.world.wren, "edit", Permission.EDIT_PEOPLE, uuid4(), work)
    found = check_all(opened)
    assert found.is_well
    assert (found.changes, found.backups_checked) == (6, 1)
    desk.tamper(update(_change).where(_change.c.action == "edit").values(action="other"))
    whole = bytearray(backup.files.database.read_bytes())
    whole[9_000] ^= 1
    backup.files.database.write_bytes(whole)
    found = check_all(opened)
    opened.database.close()
    assert found.data == ()
    assert found.trail == ("Desk “Desk 1”, entry 5: the link was altered.",)
    assert found.backups == (f"The backup {backup.name} is damaged: its file is not as it was.",)


def test_a_file_of_ends_that_was_taken_away_is_missed_also_when_a_new_one_was_begun(
    data: tuple[Path, Database, Desk],
) -> None:
    folder, database, desk = data
    desk.stop()

    def trail() -> tuple[str, ...]:
        opened = open_database(folder)
        with closing(opened.database):
            return check_all(opened).trail

    database.close()
    assert trail() == ()
    (folder / NAME).unlink()
    gone = "entry 1: lines of the ends that are kept outside (chain-ends.jsonl) are missing."
    assert trail() == (f"The desk of the set-up, {gone}", f"Desk “Desk 1”, {gone}")

    with closing(open_database(folder).database) as again:
        anchors = Anchors(folder)
        Ledger(again, desk.world.clock, anchored=anchors.note).note(Event.SIGN_IN, desk.world.wren)
        anchors.close()
    assert (folder / NAME).exists()
    assert f"Desk “Desk 1”, {gone}" in trail()


def test_a_whole_folder_that_was_put_back_is_shown_by_a_backup(
    data: tuple[Path, Database, Desk],
) -> None:
    folder, database, desk = data
    desk.stop()
    files = DataFiles.of(folder)
    earlier = open_database(folder)
    earlier.safe().take(BackupKind.BY_HAND)
    earlier.database.close()
    desk.work(4)
    desk.stop()
    database.close()
    kept = (files.database.read_bytes(), (folder / NAME).read_bytes())
    with closing(open_database(folder).database) as again:
        anchors = Anchors(folder)
        ledger = Ledger(again, desk.world.clock, anchored=anchors.note)
        for _ in range(3):
            ledger.note(Event.SIGN_IN, desk.world.wren)
        anchors.close()
    opened = open_database(folder)
    newest = opened.safe().take(BackupKind.BY_HAND)
    assert check_all(opened).is_well
    opened.database.close()

    files.database.write_bytes(kept[0])
    (folder / NAME).write_bytes(kept[1])
    opened = open_database(folder)
    found = check_all(opened)
    without = check_all(opened, backups=False)
    opened.database.close()
    (sentence,) = found.trail
    assert sentence == (
        "Desk “Desk 1”, entry 9: the end was cut off, or an older copy was put back: "
        f"entry 11 is in the backup {newest.name}."
    )
    assert (found.backups, without.trail) == ((), ())

    # Working on does not hide it: what is written anew is not what the backup has.
    with closing(open_database(folder).database) as again:
        anchors = Anchors(folder)
        ledger = Ledger(again, desk.world.clock, anchored=anchors.note)
        for _ in range(5):
            ledger.note(Event.SIGN_OUT, desk.world.wren)
        anchors.close()
    opened = open_database(folder)
    (sentence,) = check_all(opened).trail
    opened.database.close()
    assert sentence == (
        "Desk “Desk 1”, entry 11: the chain was made anew: entry 11 is not the one in the backup "
        f"{newest.name}."
    )


def test_records_that_were_altered_beside_the_trail_are_named(
    data: tuple[Path, Database, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _, desk = data
    desk.stop()
    people = tables.metadata.tables["person"]
    desk.tamper(update(people).where(people.c.id == desk.world.hazel).values(notes="forged"))
    opened = open_database(folder)
    found = check_all(opened)
    assert found.trail == (
        "The desk of the set-up, entry 1: a record (person) that it wrote last was altered since.",
    )
    monkeypatch.setattr(safekeeping, "_TOLD_AT_MOST", 1)
    desk.tamper(update(people).values(notes="forged", version=9))
    found = check_all(opened)
    opened.database.close()
    assert len(found.trail) == 2
    assert found.trail[1] == "So it is with 4 more records."


def test_the_key_of_a_chain_never_shows() -> None:
    linked = Linked(uuid4(), 1, 1, b"", b"", Clock()(), b"k" * 32)
    assert "kkk" not in repr(linked)
