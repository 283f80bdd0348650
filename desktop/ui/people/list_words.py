"""What the list says of a person: the second line, the last contact, the tags. Pure."""

from datetime import datetime

from desktop.domain.local_time import local_day
from desktop.domain.number_display import display
from desktop.domain.wording import moment, spoken_day
from desktop.services.people_list import PersonListRow
from desktop.ui.tag_words import TagWords
from desktop.ui.words import PURPOSE_WORDS, RESTRICTION_WORDS

_WHERE = {
    "note": "in their notes",
    "call": "in the notes of a call",
    "callback": "in a promise",
}


def second_line(row: PersonListRow) -> str:
    """ "Patient · Chicago"; where something else than the name was found, that too."""
    place = row.city or "city not set"
    found = _WHERE.get(row.found_by, "")
    if row.found_by == "number" and row.shown:
        found = display(row.shown)
    elif row.found_by == "email":
        found = row.shown
    return " · ".join(part for part in (row.kind, place, found) if part)


def last_contact(row: PersonListRow, here: str, now: datetime) -> str:
    """ "Today 2:14 pm", "Nov 10"; of somebody nobody spoke to yet, when they were added."""
    at = row.last_contact or row.since
    day, today = local_day(at, here), local_day(now, here)
    return moment(at, here, now) if day == today else spoken_day(day, today)


def tags(row: PersonListRow) -> tuple[TagWords, ...]:
    """What is to know before anything is done, what binds the desk first."""
    found = [
        TagWords(
            f"Do not call: {PURPOSE_WORDS[purpose].lower().removesuffix(' calls')}", "late", "ban"
        )
        for purpose in row.do_not_call
    ]
    found += [
        TagWords(RESTRICTION_WORDS[kind][0], "late", RESTRICTION_WORDS[kind][1])
        for kind in row.restrictions
    ]
    if row.looks_same:
        found.append(TagWords("Looks the same", "soon", "copy"))
    found += [
        TagWords(f"May speak for {name.split()[0]}", "", "handshake") for name in row.speaks_for
    ]
    if row.interpreter or row.language != "English":
        words = f"{row.language} · interpreter" if row.interpreter else row.language
        found.append(TagWords(words, "", "languages"))
    return tuple(found)
