"""What the list of a closure says of somebody. Pure."""

from collections.abc import Mapping

from desktop.domain.request_rules import TITLES
from desktop.domain.vocabulary import Heard
from desktop.domain.wording import money_words
from desktop.services.closures import ToTell
from desktop.ui.people.concern_words import series_words
from desktop.ui.transition.transition_words import counted

HEARD_WORDS: Mapping[Heard, str] = {
    Heard.CURRENT: "Told",
    Heard.EARLIER: "Earlier words",
    Heard.NOTHING: "Not told",
}


def owed_words(row: ToTell) -> tuple[str, ...]:
    """ "2 infusions to come", "$300.00 paid ahead", "Records", "1 open callback"; one empty text
    for nothing."""
    parts = []
    if row.series_left:
        parts.append(series_words(row.series_left))
    if row.prepaid_cents:
        parts.append(f"{money_words(row.prepaid_cents)} paid ahead")
    parts += [TITLES[kind] for kind in row.requests]
    if row.open_callbacks:
        parts.append(counted(row.open_callbacks, "open callback", "open callbacks"))
    return tuple(parts) or ("",)


def where_words(row: ToTell) -> str:
    """The postal address with the city, on one line."""
    address = ", ".join(part.strip() for part in row.address.splitlines() if part.strip())
    if row.city and row.city.casefold() not in address.casefold():
        return f"{address}, {row.city}" if address else row.city
    return address


def keeper_line(custodian: str, contact: str) -> str:
    """Who keeps the records, and how they are reached."""
    if not custodian:
        return "Nobody is named yet who keeps the records."
    return f"{custodian} keeps the records{f': {contact}' if contact else ''}."
