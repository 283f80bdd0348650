"""Secrets where there is no keyring: sealed, in a file that its owner alone may read."""

import os
import stat
from pathlib import Path
from uuid import UUID

import keyring
import pytest

from desktop.domain.errors import StorageProblem
from desktop.storage.engine import Database
from desktop.storage.secrets import FileSecrets, KeyringSecrets, find_secrets, secrets_file
from desktop.storage.secrets_key import secrets_key
from tests.storage.keyrings import MemoryKeyring

ONE, OTHER = UUID(int=1), UUID(int=2)
SECRET = "correct horse battery"


def _key() -> bytes:
    return bytes(range(32))


def test_a_secret_is_sealed_for_its_source_alone(tmp_path: Path) -> None:
    path = tmp_path / "desk.secrets"
    store = FileSecrets(path, _key)
    assert store.get(ONE) == ""
    store.put(ONE, SECRET)
    store.put(OTHER, SECRET)

    text = path.read_text()

    assert SECRET not in text
    assert SECRET.encode().hex() not in text
    assert FileSecrets(path, _key).get(ONE) == SECRET
    # The same secret is sealed otherwise, and one put in the place of another opens nothing.
    swapped = text.replace(ONE.hex, "x").replace(OTHER.hex, ONE.hex).replace("x", OTHER.hex)
    path.write_text(swapped)
    with pytest.raises(StorageProblem, match="does not belong"):
        store.get(ONE)


def test_forgotten_is_gone_from_the_file(tmp_path: Path) -> None:
    store = FileSecrets(tmp_path / "desk.secrets", _key)
    store.put(ONE, SECRET)
    store.drop(ONE)
    store.drop(ONE)
    assert store.get(ONE) == ""
    assert ONE.hex not in (tmp_path / "desk.secrets").read_text()


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_its_owner_alone_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "server.secrets"
    store = FileSecrets(path, _key)
    store.put(ONE, SECRET)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o640)
    with pytest.raises(StorageProblem, match=r"chmod 600 server\.secrets"):
        store.get(ONE)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"sealed": 3}', "nothing"])
def test_a_file_that_holds_something_else_says_what_to_do(tmp_path: Path, text: str) -> None:
    (tmp_path / "desk.secrets").touch(0o600)
    (tmp_path / "desk.secrets").write_text(text)
    with pytest.raises(StorageProblem, match="fill the secrets in again"):
        FileSecrets(tmp_path / "desk.secrets", _key).get(ONE)


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    FileSecrets(tmp_path / "desk.secrets", _key).put(ONE, SECRET)
    with pytest.raises(StorageProblem, match="Fill the secrets in again"):
        FileSecrets(tmp_path / "desk.secrets", lambda: bytes(32)).get(ONE)


def test_the_key_is_made_once_and_lies_with_the_data(database: Database) -> None:
    first = secrets_key(database)
    assert len(first) == 32
    assert secrets_key(database) == first


def test_where_there_is_a_keyring_it_is_used_and_nothing_is_to_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "get_keyring", MemoryKeyring)
    store = find_secrets(tmp_path / "a.secrets", _key, key_in_file=False)
    assert isinstance(store, KeyringSecrets)
    assert store.warning == ""
    kept = find_secrets(tmp_path / "a.secrets", _key, key_in_file=True)
    assert isinstance(kept, FileSecrets)


def test_a_server_without_a_keyring_keeps_them_in_the_file_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from keyring.backends.fail import Keyring

    monkeypatch.setattr(keyring, "get_keyring", Keyring)
    path = secrets_file("postgresql://desk:hush@db.example:5432/clinic", tmp_path)
    store = find_secrets(path, _key, key_in_file=False)
    store.put(ONE, SECRET)
    assert store.get(ONE) == SECRET
    assert path.parent == tmp_path
    assert path.name in store.warning
    # The same data, whoever signs in to the server; other data, another file.
    same = secrets_file("postgresql://other:word@db.example:5432/clinic", tmp_path)
    assert same == path
    assert secrets_file("postgresql://desk@db.example:5432/demo", tmp_path) != path
    assert secrets_file(tmp_path / "desk", tmp_path) == tmp_path / "desk.secrets"
