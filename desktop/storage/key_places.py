"""Where the key of the data is kept, by the name that ``data.json`` has of it, and what to say when
that is another place than before: somebody may have put a weaker one in between.
"""

KEY_FILE = "key file"
_KNOWN = {
    "keyring.backends.SecretService": "the Secret Service of this computer",
    "keyring.backends.libsecret": "the Secret Service of this computer",
    "keyring.backends.kwallet": "KWallet",
    "keyring.backends.macOS": "the Keychain",
    "keyring.backends.Windows": "the Windows Credential Manager",
}


def changed_place(before: str, now: str) -> str:
    """What to say when the key was in the keyring ``before`` and is in ``now``; "" where nothing
    is: the name of older data is not known, and out of a file it can only get safer."""
    if before in ("", KEY_FILE, now):
        return ""
    return (
        f"The key to the data was kept in {_named(before)} and is now in {_named(now)}. If nobody "
        "here changed that, ask IT. A new key (ketwell-desk rekey) ends the one before."
    )


def lost_place(before: str, now: str) -> str:
    """Why the key may be gone: it was in the keyring ``before``, and ``now`` is the one that is
    asked ("" where there is none that protects a key). "" where that is the same."""
    if before in ("", KEY_FILE, now):
        return ""
    asked = _named(now) if now else "no keyring that protects a key"
    return f"It was kept in {_named(before)}, and this computer now has {asked}. "


def _named(place: str) -> str:
    if place == KEY_FILE:
        return "a file"
    module, _, _ = place.rpartition(".")
    return _KNOWN.get(module, f"another keyring ({module.rpartition('.')[2] or place})")
