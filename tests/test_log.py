"""The log file: redacted, rotated, and never in the way."""

import ast
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

import desktop
from desktop import log

desk = logging.getLogger("desktop.test")
JUNIPER = " ".join(["Juniper", "Moss"])
"""Put together here, so that the lines of this file in a traceback do not have it."""
LEVELS = ("debug", "info", "warning", "error", "exception", "critical", "log")


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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_the_file_is_for_its_owner_alone_in_a_folder_that_others_see(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with log.writing_to(tmp_path / "ketwell-desk.log"):
        desk.info("first")
    assert (tmp_path / "ketwell-desk.log").stat().st_mode & 0o777 == 0o600


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
                raise ValueError(f"cannot read {JUNIPER}")
            except ValueError as reason:
                raise RuntimeError(f"row 7 of {JUNIPER}") from reason
        except RuntimeError:
            desk.exception("a bug")
    text = path.read_text("utf-8")
    assert "test_a_traceback_keeps_the_way_and_loses_the_values" in text
    assert text.index("\nValueError\n") < text.index("and then:") < text.index("\nRuntimeError\n")
    assert JUNIPER not in text


def test_each_of_several_exceptions_is_told_without_words_and_notes(path: Path) -> None:
    inner = ValueError(f"about {JUNIPER}")
    inner.add_note(f"and {JUNIPER} again")
    with log.writing_to(path):
        try:
            raise ExceptionGroup(f"of {JUNIPER}", [inner, KeyError(JUNIPER)])
        except ExceptionGroup:
            desk.exception("a bug")
    text = path.read_text("utf-8")
    assert "\nExceptionGroup\n\none of them:\nValueError\n\none of them:\nKeyError\n" in text
    assert JUNIPER not in text


def test_of_what_other_libraries_say_only_the_place_is_written(path: Path) -> None:
    with log.writing_to(path):
        logging.getLogger("mailing").warning("no folder for %s", JUNIPER)
        logging.captureWarnings(True)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("always")
                warnings.warn(JUNIPER, stacklevel=1)
        finally:
            logging.captureWarnings(False)
    text = path.read_text("utf-8")
    assert "WARNING mailing test_log.py:" in text
    assert "WARNING py.warnings warnings.py:" in text
    assert JUNIPER not in text


def _words_logged() -> Iterator[tuple[str, ast.Call]]:
    """Each place that logs something, and the call."""
    package = Path(desktop.__file__).parent
    for file in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            whose = ast.unparse(node.func.value).casefold()
            is_log = whose in ("log", "_log") or whose.startswith("logging.getlogger")
            if is_log and node.func.attr in LEVELS:
                yield f"{file.relative_to(package)}:{node.lineno}", node


MAY_BE_LOGGED = {
    "type(problem).__name__",
    "type(why)",
    "type(why).__name__",
    "row.kind",
    "self._source.kind",
    "sources[0].kind",
    "source.path",
    "posted.source.path",
}
"""Kinds of problem and of connection, and the path of a web address: nothing anybody typed in."""


def test_the_desk_logs_fixed_words_with_numbers_and_kinds() -> None:
    logged = list(_words_logged())
    assert len(logged) > 20
    for where, call in logged:
        words, *others = call.args
        assert isinstance(words, ast.Constant), where
        told = [each for each in others if ast.unparse(each) in MAY_BE_LOGGED]
        assert str(words.value).count("%s") <= len(told), where


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
    try:
        raise KeyError(JUNIPER)
    except KeyError as bug:
        report = log.crash_report(bug, path, {"KetWell Desk": "0.1.0"})
    assert report.startswith("Python: 3.")
    assert "KetWell Desk: 0.1.0" in report
    assert "\nKeyError\n" in report
    assert report.endswith("x\nsent to ‹address›\n‹number›")
    assert JUNIPER not in report
    assert "too long ago" not in report


def test_a_missing_module_keeps_its_name(path: Path) -> None:
    try:
        import desktop.no_leads  # type: ignore[import-untyped]  # noqa: F401
    except ModuleNotFoundError as bug:
        report = log.crash_report(bug, path, {})
    assert "ModuleNotFoundError: about the module desktop.no_leads" in report
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
