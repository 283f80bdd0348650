"""What the status bar says of the place of the key, for as long as it holds."""

from desktop.storage.key_places import KEY_FILE
from desktop.storage.keys import KeySource
from desktop.ui.application import key_warning


def test_a_key_in_a_file_and_another_keyring_are_told_apart() -> None:
    assert key_warning(None) is None
    assert key_warning(KeySource("keyring", None)) is None
    in_file = KeySource("recovery", "It lies in a file.", KEY_FILE)
    assert key_warning(in_file) == ("Key kept in a file", "It lies in a file.")
    elsewhere = KeySource("keyring", "It was in KWallet.", "keyring.backends.macOS.Keyring")
    assert key_warning(elsewhere) == ("Keyring changed", "It was in KWallet.")
