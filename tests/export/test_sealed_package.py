"""The sealed package: whole or not at all."""

import io
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.errors import Refused
from desktop.export import sealed_package
from desktop.export.sealed_package import MAGIC, fingerprint, new_signing_key, seal, unseal

FILES = {"cover.txt": b"Handover", "person.jsonl": b'{"name":"Juniper"}\n' * 40}
WORDS = "plain words of a passphrase"
KEY = new_signing_key()


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return seal(FILES, WORDS, KEY)


def test_what_goes_in_comes_out(sealed: bytes) -> None:
    opened = unseal(sealed, WORDS)
    assert opened.files == FILES
    assert len(opened.signer.split()) == 16
    assert unseal(sealed, "  plain words of   a passphrase ").files == FILES
    assert b"Juniper" not in sealed


def test_a_wrong_passphrase_says_so(sealed: bytes) -> None:
    with pytest.raises(Refused, match="passphrase does not open"):
        unseal(sealed, "another one altogether")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"{}", MAGIC[:-2]])
def test_a_foreign_file_says_so(data: bytes) -> None:
    with pytest.raises(Refused, match="no handover package"):
        unseal(data, WORDS)


@settings(max_examples=40)
@given(st.data())
def test_one_changed_byte_anywhere_refuses_it_whole(data: st.DataObject) -> None:
    whole = bytearray(_ONE)
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Refused):
        unseal(bytes(whole), WORDS)


@settings(max_examples=30)
@given(st.integers(0, 3_000))
def test_a_part_of_it_is_refused(length: int) -> None:
    with pytest.raises(Refused):
        unseal(_ONE[: min(length, len(_ONE) - 1)], WORDS)


def test_another_key_signs_with_another_fingerprint(sealed: bytes) -> None:
    other = seal(FILES, WORDS, new_signing_key())
    assert unseal(other, WORDS).signer != unseal(sealed, WORDS).signer
    assert fingerprint(b"x") == fingerprint(b"x")


def test_what_would_fill_the_memory_is_not_unpacked(
    sealed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed_package, "MOST_BYTES", 100)
    with pytest.raises(Refused, match="no handover package"):
        unseal(sealed, WORDS)


_ONE = seal(FILES, WORDS, KEY)


@pytest.mark.parametrize("spoilt", ["deflated", "locked"])
def test_an_archive_that_does_not_unpack_is_refused(spoilt: str) -> None:
    """Sealed by somebody who has the passphrase, and damaged before that."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("people.jsonl", b"fern " * 1_000)
    data = bytearray(packed.getvalue())
    if spoilt == "deflated":
        start = 30 + len("people.jsonl")
        data[start : start + 4] = b"\xff\xff\xff\xff"
    else:
        data[data.index(b"PK\x01\x02") + 8] |= 1
        data[6] |= 1
    with pytest.raises(Refused, match=re.escape(sealed_package.DAMAGED)):
        sealed_package._unpacked(bytes(data))
