"""What the status bar says of the key and the server, for as long as it holds."""

from desktop.storage.key_places import KEY_FILE
from desktop.storage.keys import KeySource
from desktop.ui.application import lasting_warning


def test_a_key_in_a_file_and_another_keyring_are_told_apart() -> None:
    assert lasting_warning(None, "") is None
    assert lasting_warning(KeySource("keyring", None), "") is None
    in_file = KeySource("recovery", "It lies in a file.", KEY_FILE)
    assert lasting_warning(in_file, "") == ("Key kept in a file", "It lies in a file.")
    elsewhere = KeySource("keyring", "It was in KWallet.", "keyring.backends.macOS.Keyring")
    assert lasting_warning(elsewhere, "") == ("Keyring changed", "It was in KWallet.")


def test_a_password_in_the_address_of_the_server_is_told() -> None:
    told = lasting_warning(None, "Put it into a file.")
    assert told == ("Password in the address", "Put it into a file.")
