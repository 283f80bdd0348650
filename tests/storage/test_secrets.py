"""Where the secrets of connections are kept."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keyring.core
import pytest
from keyring.backends.fail import Keyring as FailKeyring

from desktop.domain.errors import StorageProblem
from desktop.storage.engine import open_database
from desktop.storage.secrets import new_secret, secrets_of
from tests.storage.keyrings import ForgetfulKeyring, MemoryKeyring

UseKeyring = Callable[[Any], None]


@pytest.fixture
def use_keyring(monkeypatch: pytest.MonkeyPatch) -> UseKeyring:
    """Put a keyring in the place of the machine's."""
    return lambda store: monkeypatch.setattr(keyring.core, "_keyring_backend", store)


def test_secrets_go_into_the_keyring_for_each_data(tmp_path: Path, use_keyring: UseKeyring) -> None:
    store = MemoryKeyring()
    use_keyring(store)
    for name in ("here", "there"):
        open_database(tmp_path / name).database.close()
    here, there = (secrets_of(tmp_path / name, tmp_path) for name in ("here", "there"))
    here.put("twilio", "a")
    there.put("twilio", "b")
    assert (here.get("twilio"), there.get("twilio"), here.get("zoom")) == ("a", "b", "")
    here.put("twilio", "")
    assert (here.get("twilio"), here.warning) == ("", None)
    assert not list(tmp_path.glob("*.secrets"))


def test_without_a_keyring_they_lie_in_a_file_for_its_owner(
    tmp_path: Path, use_keyring: UseKeyring
) -> None:
    use_keyring(FailKeyring())  # type: ignore[no-untyped-call]
    kept = secrets_of(tmp_path / "desk", tmp_path)
    assert kept.get("twilio") == ""
    kept.put("twilio", "a")
    kept.put("zoom", "ñ")
    kept.put("gone", "c")
    kept.put("gone", "")
    file = tmp_path / "desk.secrets"
    assert str(file) in (kept.warning or "")
    assert (kept.get("twilio"), kept.get("zoom"), kept.get("gone")) == ("a", "ñ", "")
    assert "gone" not in file.read_text(encoding="utf-8")
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600
        file.chmod(0o640)
        with pytest.raises(StorageProblem, match="chmod 600"):
            kept.get("twilio")


@pytest.mark.parametrize("content", [b"", b"[1]", b"{", b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_file_is_said_and_never_overwritten(
    tmp_path: Path, use_keyring: UseKeyring, content: bytes
) -> None:
    use_keyring(FailKeyring())  # type: ignore[no-untyped-call]
    file = tmp_path / "desk.secrets"
    file.write_bytes(content)
    file.chmod(0o600)
    kept = secrets_of(tmp_path / "desk", tmp_path)
    for act in (lambda: kept.get("a"), lambda: kept.put("a", "b")):
        with pytest.raises(StorageProblem, match="cannot be read"):
            act()
    assert file.read_bytes() == content


def test_data_whose_key_lies_in_a_file_keeps_its_secrets_in_one(
    tmp_path: Path, use_keyring: UseKeyring
) -> None:
    use_keyring(MemoryKeyring())
    open_database(tmp_path / "desk", prefer_key_file=True).database.close()
    secrets_of(tmp_path / "desk", tmp_path).put("a", "b")
    assert (tmp_path / "desk.secrets").exists()


def test_those_for_a_server_do_not_depend_on_its_password(
    tmp_path: Path, use_keyring: UseKeyring
) -> None:
    use_keyring(FailKeyring())  # type: ignore[no-untyped-call]
    secrets_of("postgresql://desk:one@db.example.org/ketwell", tmp_path / "config").put("a", "b")
    again = secrets_of("postgresql://desk:two@db.example.org:5432/ketwell", tmp_path / "config")
    other = secrets_of("postgresql://desk:two@db.example.org/other", tmp_path / "config")
    assert (again.get("a"), other.get("a")) == ("b", "")
    (file,) = (tmp_path / "config").iterdir()
    assert "one" not in file.name + file.read_text(encoding="utf-8")


def test_a_keyring_that_is_locked_or_forgets_says_so(
    tmp_path: Path, use_keyring: UseKeyring
) -> None:
    store = MemoryKeyring()
    use_keyring(store)
    kept = secrets_of(tmp_path / "desk", tmp_path)
    store.locked = True
    with pytest.raises(StorageProblem, match="locked"):
        kept.get("a")
    with pytest.raises(StorageProblem, match="did not take"):
        kept.put("a", "b")
    use_keyring(ForgetfulKeyring())
    with pytest.raises(StorageProblem, match="does not keep"):
        secrets_of(tmp_path / "desk", tmp_path).put("a", "b")


def test_new_secrets_are_long_and_different() -> None:
    assert len({new_secret() for _ in range(50)}) == 50
    assert all(len(new_secret()) >= 43 for _ in range(5))
