"""What a promise is called in a list: the person's name, the name as heard, or the number."""

from desktop.domain.number_display import display

NOBODY = "No name yet"


def called(
    person_name: str | None, typed_name: str | None, e164: str | None, extension: str | None
) -> str:
    """The person's name, else the name typed on the call, else the number, else that there is
    none yet."""
    number = display(e164, extension or None) if e164 else ""
    return person_name or typed_name or number or NOBODY
