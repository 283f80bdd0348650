"""A watched folder: every file once, when it is whole."""

from pathlib import Path
from threading import Event

import pytest

from desktop.connectors.files.content import UnreadableFile
from desktop.connectors.files.watched import WatchedFolder
from desktop.domain.errors import DataLocked
from desktop.domain.incoming import Unreadable


class Desk:
    """What a folder hands over to."""

    def __init__(self) -> None:
        self.read: list[tuple[str, bytes]] = []
        self.aside: list[Unreadable] = []
        self.digests: set[str] = set()
        self.locked = False
        self.came = Event()

    def take(self, path: Path) -> None:
        if self.locked:
            raise DataLocked("Another program holds the data.")
        content = path.read_bytes()
        if b"\0" in content:
            raise UnreadableFile("This is no table.")
        if content == b"bug\n":
            raise LookupError
        self.read.append((path.name, content))
        self.came.set()


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    return made


def watched(folder: Path, desk: Desk, done: Path | None = None) -> WatchedFolder:
    return WatchedFolder(
        folder, "Phone records", desk.take, desk.aside.append, desk.digests.__contains__, done, 0.01
    )


def test_a_file_is_read_once_when_it_is_whole(folder: Path, desk: Desk) -> None:
    watch = watched(folder, desk)
    (folder / "calls.csv").write_bytes(b"one\n")

    assert watch.look() == 0
    (folder / "calls.csv").write_bytes(b"one\ntwo\n")  # it is still being written
    assert watch.look() == 0
    assert watch.look() == 1
    assert [watch.look() for _ in range(3)] == [0, 0, 0]

    assert desk.read == [("calls.csv", b"one\ntwo\n")]
    assert (folder / "calls.csv").exists()


def test_what_grows_later_is_read_again(folder: Path, desk: Desk) -> None:
    watch = watched(folder, desk)
    (folder / "Master.csv").write_bytes(b"one\n")
    for _ in range(2):
        watch.look()
    (folder / "Master.csv").write_bytes(b"one\ntwo\n")
    for _ in range(3):
        watch.look()

    assert [content for _, content in desk.read] == [b"one\n", b"one\ntwo\n"]


def test_what_was_imported_before_is_not_read_after_a_restart(folder: Path, desk: Desk) -> None:
    (folder / "calls.csv").write_bytes(b"one\n")
    desk.digests.add("2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806")

    watch = watched(folder, desk)
    for _ in range(3):
        watch.look()

    assert desk.read == []


def test_an_unreadable_file_is_set_aside_with_the_reason(folder: Path, desk: Desk) -> None:
    (folder / "picture.csv").write_bytes(b"\0\1")
    (folder / "calls.csv").write_bytes(b"one\n")
    watch = watched(folder, desk)
    for _ in range(3):
        watch.look()

    (aside,) = desk.aside
    assert (aside.source, aside.raw) == ("Phone records", b"\0\1")
    assert aside.reason == "“picture.csv”: This is no table."
    assert [name for name, _ in desk.read] == ["calls.csv"]


def test_a_file_that_a_reader_stumbles_over_keeps_back_no_other(folder: Path, desk: Desk) -> None:
    (folder / "a.csv").write_bytes(b"bug\n")
    (folder / "b.csv").write_bytes(b"one\n")
    watch = watched(folder, desk)
    for _ in range(4):
        watch.look()

    assert [name for name, _ in desk.read] == ["b.csv"]
    (aside,) = desk.aside
    assert aside.raw == b"bug\n"
    assert aside.reason.startswith("“a.csv”: KetWell Desk stumbled")


def test_a_desk_out_of_reach_is_tried_again(folder: Path, desk: Desk) -> None:
    (folder / "calls.csv").write_bytes(b"one\n")
    watch = watched(folder, desk)
    desk.locked = True
    for _ in range(3):
        watch.look()
    assert watch.trouble == "Another program holds the data."
    desk.locked = False

    watch.look()

    assert [name for name, _ in desk.read] == ["calls.csv"]


def test_files_are_moved_only_when_a_folder_is_named(folder: Path, desk: Desk) -> None:
    done = folder.parent / "done"
    done.mkdir()
    (done / "calls.csv").write_bytes(b"older\n")
    (folder / "calls.csv").write_bytes(b"one\n")
    watch = watched(folder, desk, done)
    for _ in range(3):
        watch.look()

    assert not (folder / "calls.csv").exists()
    assert (done / "calls.csv").read_bytes() == b"older\n"
    assert (done / "calls-2.csv").read_bytes() == b"one\n"


def test_a_file_that_cannot_be_moved_is_told_without_its_name(folder: Path, desk: Desk) -> None:
    done = folder.parent / "done"
    done.write_bytes(b"no folder")
    (folder / "Juniper Moss.csv").write_bytes(b"one\n")
    watch = watched(folder, desk, done)
    for _ in range(2):
        watch.look()

    assert "could not be moved" in watch.trouble
    assert "Juniper" not in watch.trouble


def test_unfinished_hidden_and_empty_files_are_passed_over(folder: Path, desk: Desk) -> None:
    for name in (".hidden.csv", "~$calls.xlsx", "calls.csv.part"):
        (folder / name).write_bytes(b"one\n")
    (folder / "empty.csv").write_bytes(b"")
    (folder / "below").mkdir()
    (folder / "link.csv").symlink_to(folder / "calls.csv.part")
    watch = watched(folder, desk)

    assert [watch.look() for _ in range(3)] == [0, 0, 0]


def test_a_folder_that_is_gone_is_told_and_waited_for(folder: Path, desk: Desk) -> None:
    folder.rmdir()
    watch = watched(folder, desk)
    watch.look()
    assert watch.trouble
    folder.mkdir()
    (folder / "calls.csv").write_bytes(b"one\n")
    for _ in range(2):
        watch.look()

    assert not watch.trouble
    assert [name for name, _ in desk.read] == ["calls.csv"]


def test_the_thread_looks_by_itself_and_ends(folder: Path, desk: Desk) -> None:
    (folder / "calls.csv").write_bytes(b"one\n")
    watch = watched(folder, desk)
    watch.start()
    assert desk.came.wait(20)
    watch.stop()

    assert len(desk.read) == 1
