"""What was found, in the words of the results: pure, from the rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from desktop.domain.folding import words_of
from desktop.domain.marking import Span, digit_marks, excerpt, marks
from desktop.domain.number_display import display
from desktop.domain.number_search import search_digits
from desktop.domain.vocabulary import CallOutcome, Direction, DueGroup
from desktop.domain.wording import after_milestone, due_words, moment
from desktop.services.found import (
    FindKind,
    FoundAtOnce,
    FoundCall,
    FoundCallback,
    FoundInNotes,
    FoundLine,
    FoundNumber,
    FoundPerson,
)
from desktop.services.numbers import digits_typed
from desktop.ui.callbacks.queue_columns import GROUPS
from desktop.ui.search.actions import ABOUT, Action, actions_for
from desktop.ui.words import OUTCOME_WORDS, REASON_WORDS

ACTION = "action"
DIAL = "dial"
_DO = "Do"
_QUOTED = 56
"""Characters of what was said that fit beside a name."""
_ABOUT = 40
_READ_ALOUD = "Scripts you may read aloud"


@dataclass(frozen=True, slots=True)
class Hit:
    """One result. ``kind`` says what opens it, ``key`` which it is: an identity, a number, the
    name of an act. ``lead`` stands before ``text`` in weight 600; what was looked for is marked in
    both. ``said`` is what a screen reader says."""

    kind: str
    key: UUID | str
    icon: str
    tone: str
    lead: str
    text: str
    said: str
    lead_marks: tuple[Span, ...] = ()
    text_marks: tuple[Span, ...] = ()
    right: str = ""
    right_tone: str = "text-3"
    kbd: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Results of one kind under their head."""

    title: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything found for one text so far, in the order in which it is shown."""

    groups: tuple[Group, ...] = ()
    more: bool = False
    hits: tuple[Hit, ...] = field(init=False)

    def __post_init__(self) -> None:
        every = tuple(hit for group in self.groups for hit in group.hits)
        object.__setattr__(self, "hits", every)

    @property
    def words(self) -> str:
        """ "18 matches"; with others that are not shown "More than 18 matches". What can be done is
        no match where nothing else is."""
        count = len(self.hits)
        if not any(group.hits for group in self.groups if group.title != _DO):
            return "Nothing found"
        said = "1 match" if count == 1 else f"{count} matches"
        return f"More than {said}" if self.more else said


class Wording:
    """Says rows for one text; ``here`` is the desk's zone, ``openable`` what can be done with a
    number besides taking a call from it."""

    def __init__(self, text: str, here: str, now: datetime, openable: frozenset[str]) -> None:
        self._text, self._here, self._now, self._openable = text, here, now, openable
        cut = text[:100]
        self._words = words_of(cut)
        self._is_number = digits_typed(cut) is not None
        self._digits = (search_digits(cut) or "") if self._is_number else ""

    def results(self, at_once: FoundAtOnce | None, in_notes: FoundInNotes | None = None) -> Results:
        """Numbers come first where one was typed, scripts where words were."""
        quick, noted = at_once or FoundAtOnce(), in_notes or FoundInNotes()
        numbers = Group("Numbers", tuple(self._numbers(quick)))
        people = Group("People", tuple(map(self.person, quick.people)))
        written = (
            Group(_scripts_title(noted.lines), tuple(map(self.line, noted.lines))),
            Group("Callbacks", tuple(map(self.callback, noted.callbacks))),
            Group("Calls", tuple(map(self.call, noted.calls))),
        )
        do = Group(_DO, tuple(self._actions()))
        order = (
            (numbers, people, *written, do) if self._is_number else (*written, people, numbers, do)
        )
        return Results(tuple(group for group in order if group.hits), quick.more or noted.more)

    def line(self, found: FoundLine) -> Hit:
        """Words to read aloud."""
        text = f"{found.title} · “{excerpt(found.text, self._words, _QUOTED)}”"
        icon, tone = ("badge-check", "plan") if found.approved else ("file-pen-line", "soon")
        return Hit(
            FindKind.LINE, found.id, icon, tone, "", text, text, (), marks(text, self._words),
            "" if found.approved else "To be approved", "soon",
        )  # fmt: skip

    def callback(self, found: FoundCallback) -> Hit:
        """An open promise and how it stands."""
        _, icon, tone = GROUPS[found.group]
        about = f"about {found.subject_name}" if found.subject_name else ""
        reason, promise = REASON_WORDS[found.reason], excerpt(found.promise, self._words, _QUOTED)
        if promise and (marks(promise, self._words) or not marks(reason, self._words)):
            reason = ""
        text = " · ".join(part for part in (reason, promise, about, found.place) if part)
        stands = self._stands(found)
        return Hit(
            FindKind.CALLBACK, found.id, icon, tone, found.name, text,
            f"{found.name}, {text}, {stands}", marks(found.name, self._words),
            marks(text, self._words), stands, tone,
        )  # fmt: skip

    def call(self, found: FoundCall) -> Hit:
        """A call and what was said on it."""
        icon = "phone-outgoing" if found.direction is Direction.OUT else "phone-incoming"
        if found.outcome is CallOutcome.MISSED:
            icon = OUTCOME_WORDS[found.outcome][1]
        about = f"about {found.subject_name}" if found.subject_name else ""
        notes = excerpt(found.notes, self._words, _QUOTED)
        outcome = OUTCOME_WORDS[found.outcome][0] if found.outcome else ""
        said = f"“{notes}”" if notes else outcome
        text = " · ".join(part for part in (about, said) if part)
        when = moment(found.started_at, self._here, self._now)
        return Hit(
            FindKind.CALL, found.id, icon, "text-3", found.name, text,
            f"{found.name}, {text}, {when}", marks(found.name, self._words),
            marks(text, self._words), when,
        )  # fmt: skip

    def person(self, found: FoundPerson) -> Hit:
        """Somebody with their number."""
        number = display(found.e164, found.extension) if found.e164 else ""
        text = " · ".join(part for part in (found.kind, found.city or "", number) if part)
        # The number stands last: what is found in it is marked there.
        at = len(text) - len(number)
        spans = tuple((at + start, length) for start, length in digit_marks(number, self._digits))
        return Hit(
            FindKind.PERSON, found.person_id, "users", "text-3", found.name, text,
            f"{found.name}, {text}", marks(found.name, self._words), spans,
        )  # fmt: skip

    def _numbers(self, found: FoundAtOnce) -> Iterator[Hit]:
        known = {(number.e164, number.extension) for number in found.numbers}
        if found.number is not None and found.number not in known:
            shown = display(*found.number)
            yield _number_act(FindKind.NUMBER, shown, "phone-incoming", f"New call from {shown}")
        for number in found.numbers:
            yield self._number(number)
        if found.number is not None and DIAL in self._openable:
            shown = display(*found.number)
            yield _number_act(DIAL, shown, "phone-outgoing", f"Call {shown}")

    def _number(self, found: FoundNumber) -> Hit:
        shown = display(found.e164, found.extension)
        who = ", ".join(found.names)
        return Hit(
            FindKind.NUMBER, shown, "phone", "text-3", shown, who,
            f"New call from {shown}, {who}" if who else f"New call from {shown}",
            digit_marks(shown, self._digits), (), "New call",
        )  # fmt: skip

    def _actions(self) -> Iterator[Hit]:
        for action in actions_for(self._text):
            yield _action_hit(action, action.title, marks(action.title, self._words))
        about = " ".join(self._text.split())
        if about and not self._is_number and len(about) <= _ABOUT and about.isprintable():
            title = f"New callback about {about}"
            new = Action(ABOUT, title, "plus", key_act="new_callback")
            yield _action_hit(new, title, ())

    def _stands(self, found: FoundCallback) -> str:
        if found.group is DueGroup.WAITING and found.milestone is not None:
            return after_milestone(found.milestone)
        if found.group in (DueGroup.OVERDUE, DueGroup.SOON):
            return due_words(found.due_at, found.zone, self._now)
        return moment(found.due_at, found.zone, self._now)


def _scripts_title(lines: Sequence[FoundLine]) -> str:
    return _READ_ALOUD if all(line.approved for line in lines) else "Scripts"


def _number_act(kind: str, number: str, icon: str, words: str) -> Hit:
    return Hit(kind, number, icon, "text-3", "", words, words)


def _action_hit(action: Action, title: str, spans: tuple[Span, ...]) -> Hit:
    tone = "safety" if action.act == "safety" else "text-3"
    return Hit(ACTION, action.act, action.icon, tone, "", title, title, (), spans, kbd=action.kbd)
