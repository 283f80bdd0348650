"""The original of a record, as it is kept for the desk to look at: without secrets, bounded."""

import json
from collections.abc import Mapping
from typing import Any, Final

from desktop.domain.lead_secrets import text_without_secrets, without_secrets

PAYLOAD_AT_MOST: Final = 64 * 1024
"""Characters of an original that are kept."""
_json: Final = json.JSONEncoder(ensure_ascii=False, separators=(",\n ", ": ")).encode
_CUT_OFF: Final = "\n… (the original is longer than 64 KB; the rest of it was not kept)"


def kept_body(body: Mapping[str, Any]) -> str:
    """The original for the desk to look at: JSON, without secrets, of bounded length."""
    return written(without_secrets(body))


def written(fields: object) -> str:
    """What has no secrets any more as JSON, a line for each field. (With an indent it would be
    written by Python itself, which takes twenty times as long.)"""
    return _bounded(_json(fields))


def kept(text: str) -> str:
    """Any other ``text`` as it is kept."""
    shortened = len(text) > PAYLOAD_AT_MOST
    text = text_without_secrets(text[:PAYLOAD_AT_MOST])
    return _bounded(text + _CUT_OFF if shortened else text)


def _bounded(text: str) -> str:
    """Without NULs and halves of characters, not longer than is kept."""
    if len(text) > PAYLOAD_AT_MOST + len(_CUT_OFF):
        text = text[:PAYLOAD_AT_MOST] + _CUT_OFF
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()
    return text.replace("\0", "")
