"""The locks pin everything with hashes and name no place to fetch from."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent / "requirements"
LOCKS = sorted(FOLDER.glob("*.lock"))


def pins(lock: Path) -> list[str]:
    """The requirements of a lock, each with its continuation lines."""
    text = re.sub(r"^\s*#.*\n", "", lock.read_text("utf-8"), flags=re.MULTILINE)
    return [pin for pin in re.split(r"\n(?=\S)", text) if pin.strip()]


def test_there_is_a_lock_for_each_need() -> None:
    assert [lock.stem for lock in LOCKS] == ["build", "dev", "freeze", "run"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_pin_has_an_exact_version_and_hashes(lock: Path) -> None:
    for pin in pins(lock):
        assert re.match(r"[a-z0-9-]+==\S+( ; [^\\]+)? \\\n\s+--hash=sha256:[0-9a-f]{64}", pin)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_no_lock_names_an_index_or_a_file(lock: Path) -> None:
    assert not re.search(r"://|file:|@|--(index|extra|find)", lock.read_text("utf-8"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_what_is_asked_for_is_locked(lock: Path) -> None:
    asked = re.findall(r"^[A-Za-z][\w-]*", lock.with_suffix(".in").read_text(), re.MULTILINE)
    locked = {pin.split("==")[0] for pin in pins(lock)}
    assert {name.lower().replace("_", "-") for name in asked} <= locked


def test_run_and_dev_agree_on_what_they_share() -> None:
    run, dev = (
        dict(pin.split()[0].split("==") for pin in pins(FOLDER / f"{name}.lock"))
        for name in ("run", "dev")
    )
    shared = run.keys() & dev.keys()
    assert {name: run[name] for name in shared} == {name: dev[name] for name in shared}
