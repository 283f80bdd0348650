"""The log file: redacted, rotated, and never in the way."""

import logging
import sys
import threading
from pathlib import Path

import pytest

from desktop import log

desk = logging.getLogger("desktop.test")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "logs" / "ketwell-desk.log"


def test_a_line_is_written_with_its_time_and_without_the_caller(path: Path) -> None:
    with log.writing_to(path):
        desk.info("a call from %s was saved", "(312) 555-0147")
    line = path.read_text("utf-8")
    assert line.endswith("INFO desktop.test a call from ‹number› was saved\n")
    assert line[:2] == "20"


def test_nothing_is_made_before_there_is_something_to_say(path: Path) -> None:
    with log.writing_to(path):
        pass
    desk.error("after the block")
    assert not path.parent.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_folders_it_makes_are_for_their_owner_alone(tmp_path: Path) -> None:
    with log.writing_to(tmp_path / "desk" / "logs" / "ketwell-desk.log"):
        desk.info("first")
    made = [tmp_path / "desk", tmp_path / "desk" / "logs"]
    assert [folder.stat().st_mode & 0o777 for folder in made] == [0o700, 0o700]


def test_other_handlers_see_the_record_as_it_was(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with log.writing_to(path):
        desk.warning("to %s", "moss@example.org")
    assert caplog.messages == ["to moss@example.org"]


def test_a_traceback_keeps_the_way_and_loses_the_values(path: Path) -> None:
    with log.writing_to(path):
        try:
            try:
                raise ValueError("cannot read '(312) 555-0147' of 'Juniper Moss'")
            except ValueError as reason:
                raise RuntimeError("row 7") from reason
        except RuntimeError:
            desk.exception("a bug")
    text = path.read_text("utf-8")
    assert "test_a_traceback_keeps_the_way_and_loses_the_values" in text
    assert "ValueError: cannot read ‹text› of ‹text›" in text
    assert text.index("ValueError: ") < text.index("and then:") < text.index("RuntimeError: row 7")


def test_a_full_log_moves_on_and_the_oldest_goes(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "LARGEST", 100)
    with log.writing_to(path):
        for number in range(40):
            desk.info("line %d %s", number, "." * 40)
    names = sorted(file.name for file in path.parent.iterdir())
    assert names == [path.name, *(f"{path.name}.{age}" for age in (1, 2, 3))]
    assert "line 39" in path.read_text("utf-8")
    assert "line 37" in path.with_name(f"{path.name}.1").read_text("utf-8")


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    with log.writing_to(tmp_path / "logs" / "ketwell-desk.log"):
        desk.error("lost")


def test_a_crash_report_tells_what_happened_and_nothing_personal(path: Path) -> None:
    path.parent.mkdir()
    old = ["too long ago", *["x"] * (log.TAIL - 2), "sent to moss@example.org", "+1 312 555 0147"]
    path.write_text("\n".join(old), "utf-8")
    name = " ".join(["Juniper", "Moss"])
    try:
        raise KeyError(name)
    except KeyError as bug:
        report = log.crash_report(bug, path, {"KetWell Desk": "0.1.0"})
    assert report.startswith("Python: 3.")
    assert "KetWell Desk: 0.1.0" in report
    assert "KeyError: ‹text›" in report
    assert report.endswith("x\nsent to ‹address›\n‹number›")
    assert name not in report
    assert "too long ago" not in report


def test_a_missing_module_keeps_its_name(path: Path) -> None:
    report = log.crash_report(ModuleNotFoundError("No module named 'desktop.leads'"), path, {})
    assert "No module named 'desktop.leads'" in report
    assert "not readable" in report


def test_a_bug_nobody_caught_is_logged_and_told_from_any_thread(path: Path) -> None:
    told: list[BaseException] = []
    bug, other = RuntimeError("here"), RuntimeError("there")

    def fail() -> None:
        raise other

    with log.writing_to(path), log.bugs_going_to(told.append):
        sys.excepthook(RuntimeError, bug, None)
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    assert told == [bug, other]
    assert path.read_text("utf-8").count("nobody caught this") == 2
