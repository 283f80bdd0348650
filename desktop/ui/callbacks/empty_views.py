"""What an empty view says: one fact, one next step."""

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.local_time import local_day
from desktop.domain.wording import clock, in_sentence, moment
from desktop.services.queue_row import QueueCounts, ViewFilter

NEW, ALL = "New callback", "See all callbacks"
"""The next steps."""


@dataclass(frozen=True, slots=True)
class EmptyWords:
    """Icon, fact, detail, the next step and the tone of the icon."""

    icon: str
    fact: str
    detail: str
    next_step: str
    tone: str = "text-3"


def empty_words(view: ViewFilter, counts: QueueCounts, here: str, now: datetime) -> EmptyWords:
    """For a view with no rows; ``here`` is the desk's zone."""
    if view.text:
        return EmptyWords("search-x", f"Nothing found for “{view.text}”", "", ALL)
    if view.who == "closed":
        return EmptyWords("circle-check-big", "No promise is closed yet", "", ALL)
    if counts.all == 0:
        detail = "What is promised in Intake stands here."
        return EmptyWords("circle-check-big", "No promise is open", detail, NEW, "ok")
    facts = {
        "due": "No callbacks are due",
        "mine": "You keep no promise now",
        "team": "Your team has nothing to take up",
        "waiting": "Nothing waits on a milestone",
    }
    detail = ""
    if counts.next_due_at is not None and counts.next_name:
        at = counts.next_due_at
        today = local_day(at, here) == local_day(now, here)
        when = f"at {clock(at, here)}" if today else in_sentence(moment(at, here, now))
        detail = f"The next one is {when}, {counts.next_name}."
    fact = facts.get(view.who, "No callbacks stand here")
    return EmptyWords("circle-check-big", fact, detail, ALL, "ok")
