"""Text as it can be kept: whole characters."""


def whole_text(text: str) -> str:
    """Trimmed, without NUL and halves of characters, which no database takes."""
    if "\0" in text:
        text = text.replace("\0", "")
    return text.strip() if text.isascii() else text.encode("utf-8", "replace").decode().strip()
