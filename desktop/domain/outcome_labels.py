"""What stands on the seven buttons of a try, and the words to leave with somebody else."""

from collections.abc import Sequence
from datetime import datetime

from desktop.domain.calling_hours import CallingHours
from desktop.domain.next_try import Tried, next_try
from desktop.domain.vocabulary import AttemptResult, CallbackKind
from desktop.domain.wording import again_words
from desktop.domain.work_days import SiteCalendar
from desktop.domain.zones import Candidates

_NAMES = {
    AttemptResult.REACHED: "Reached",
    AttemptResult.VOICEMAIL: "Left voicemail",
    AttemptResult.SOMEONE_ELSE: "Reached someone else",
    AttemptResult.NO_ANSWER: "No answer",
    AttemptResult.BUSY: "Busy",
    AttemptResult.WRONG_NUMBER: "Wrong number",
    AttemptResult.DO_NOT_CALL: "Do not call",
}
_FIXED = {
    AttemptResult.REACHED: "Close or promise",
    AttemptResult.WRONG_NUMBER: "Ask for a new one",
    AttemptResult.DO_NOT_CALL: "Confirm first",
}


def result_words(result: AttemptResult) -> str:
    """The name of a result: first line of its button, and in the timeline."""
    return _NAMES[result]


def outcome_labels(
    tried: Sequence[Tried],
    now: datetime,
    kind: CallbackKind,
    candidates: Candidates,
    hours: CallingHours,
    site: SiteCalendar,
    first_due_at: datetime | None = None,
) -> dict[AttemptResult, str]:
    """Second line of each button, by what :func:`~desktop.domain.next_try.next_try` would do
    now: "Tomorrow 10:00 am", "Again 4:30 pm", "Again in 15 min". Times are the person's."""
    labels = dict.fromkeys(AttemptResult, "")
    for result in AttemptResult:
        follows = next_try(result, tried, now, kind, candidates, hours, site, first_due_at)
        if result in _FIXED:
            labels[result] = _FIXED[result]
        elif follows.needs_decision and kind is not CallbackKind.SAFETY:
            labels[result] = "Then decide"
        elif follows.due_at is not None:
            labels[result] = again_words(follows.due_at, candidates.zones[0], site.zone, now)
    return labels


def neutral_words(first_name: str, staff_first_name: str) -> str:
    """What may be said to somebody else: "Please ask Hazel to ring Wren."

    Never the clinic, a reason or the toll-free line. Without a name there is nobody to ask for.
    """
    if not first_name.strip():
        return f"This is {staff_first_name.strip()}. I will try again another time."
    return f"Please ask {first_name.strip()} to ring {staff_first_name.strip()}."
