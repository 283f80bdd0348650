"""What the voicemail box says. Pure."""

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.incoming_states import VoicemailState
from desktop.domain.local_time import local_day
from desktop.domain.number_display import display
from desktop.domain.numbers import NumberKind, NumberStatus
from desktop.domain.vocabulary import RestrictionKind, VoicemailRule
from desktop.domain.voicemail_ends import VoicemailEnd
from desktop.domain.wording import clock, in_sentence, short_moment, spoken_day
from desktop.services.voicemail_look import VoicemailLook
from desktop.services.voicemail_rows import VoicemailBox, VoicemailRow
from desktop.ui.intake.match_words import number_problem
from desktop.ui.tag_words import TagWords
from desktop.ui.words import PURPOSE_WORDS, REASON_WORDS, RESTRICTION_WORDS

WITHHELD = "Withheld number"
NO_WORDS = "No words came with it. Listen to it."
ASK_NUMBER = "There is no number to ring. Type the number they say, or close the message."
SAFETY_STAYS = "The safety follow-up stays due now. It is never put off."

CLOSE_WORDS = {
    VoicemailEnd.HANDLED: "Handled",
    VoicemailEnd.NOTHING_SAID: "Nothing said",
    VoicemailEnd.SPAM: "Spam",
    VoicemailEnd.DUPLICATE: "Left twice",
    VoicemailEnd.WRONG_NUMBER: "Wrong number",
}
"""On the buttons that close a message."""

_KINDS = {NumberKind.MOBILE: "Mobile", NumberKind.TOLL_FREE: "Toll-free"}


@dataclass(frozen=True, slots=True)
class Line:
    """Words with a tone and an icon."""

    text: str
    tone: str
    icon: str


def who_words(row: VoicemailRow) -> str:
    """Who left it, as far as is known."""
    return row.name if row.caller_id or row.person_id else WITHHELD


def gist(row: VoicemailRow) -> str:
    """The first words of it."""
    return " ".join(row.text.split())[:160] or NO_WORDS


def left_words(row: VoicemailRow, here: str, now: datetime) -> str:
    """When it was left, on the desk's clock: "Yesterday 6:47 pm"."""
    day = spoken_day(local_day(row.received_at, here), local_day(now, here))
    return f"{day} {clock(row.received_at, here)}"


def head_line(look: VoicemailLook, here: str, now: datetime) -> str:
    """ "Left yesterday 6:47 pm on 855-KET-WELL"."""
    said = in_sentence(left_words(look.row, here, now))
    on = f" on {look.called_line}" if look.called_line else ""
    return f"Left {said}{on}"


def done_words(row: VoicemailRow, here: str, now: datetime) -> str:
    """What became of it: "Ring back today by 2:25 pm there", "Spam · Sells ink"."""
    if row.state is VoicemailState.PROMISED:
        if row.due_at is None:
            return "Ring back"
        zone = row.zone or here
        day = spoken_day(local_day(row.due_at, zone), local_day(now, zone))
        there = " there" if clock(row.due_at, zone) != clock(row.due_at, here) else ""
        return f"Ring back {in_sentence(day)} by {clock(row.due_at, zone)}{there}"
    return row.note or "Closed"


def done_by(row: VoicemailRow, here: str) -> str:
    """ "Robin Vale, 8:06 am"."""
    at = f", {clock(row.handled_at, here)}" if row.handled_at else ""
    return f"{row.handled_by or 'Somebody'}{at}"


def tags(row: VoicemailRow) -> tuple[TagWords, ...]:
    """Danger first, then who it may be."""
    found = [TagWords("Words of danger", "safety", "life-buoy")] if row.danger else []
    if row.person_id is None and row.people:
        found.append(TagWords(either(row.people), "", "users"))
    return tuple(found)


def either(names: tuple[str, ...]) -> str:
    """ "Juniper Moss or Rowan Moss", of many the first two."""
    if len(names) > 2:
        return f"{names[0]}, {names[1]} or {len(names) - 2} more"
    return " or ".join(names)


def spoken(row: VoicemailRow, here: str, now: datetime) -> str:
    """What a screen reader says of a row."""
    state = f"{done_words(row, here, now)}, {done_by(row, here)}" if row.is_done else "waits"
    parts = (
        who_words(row),
        *(tag.text for tag in tags(row)),
        left_words(row, here, now),
        gist(row),
    )
    return ", ".join((*parts, state))


def counted(box: VoicemailBox) -> str:
    """ "2 of 9 done"."""
    return f"{box.done} of {box.all} done" if box.all else ""


def waiting_words(box: VoicemailBox, here: str, now: datetime) -> str:
    """Over the callbacks: "7 voicemails wait · since yesterday 6:11 pm"."""
    many = "1 voicemail waits" if box.waiting == 1 else f"{box.waiting} voicemails wait"
    waiting = [row for row in box.rows if not row.is_done]
    oldest = min(waiting, key=lambda row: row.received_at, default=None)
    since = f" · since {in_sentence(left_words(oldest, here, now))}" if oldest else ""
    return f"{many}{since}"


def danger_words(box: VoicemailBox) -> str:
    """ "1 with words of danger"; "" where none was found."""
    return f"{box.danger} with words of danger" if box.danger else ""


def finished_words(box: VoicemailBox, here: str, now: datetime) -> tuple[str, str]:
    """Nothing waits: how many were done, and what is next."""
    if not box.all:
        return "No message waits", "What callers leave while nobody answers shows here at once."
    closed = f"{box.closed} closed"
    if not box.promised:
        return f"{box.done} of {box.all} done", f"{closed}. Nobody has to be rung back."
    back = f"{box.promised} to ring back"
    first = box.first_due_at
    due = f" The first is due {short_moment(first, here, now)}." if first else ""
    told = f"{back}, {closed}." if box.closed else f"{back}."
    return f"{box.done} of {box.all} done", f"{told}{due}"


def listen_words(look: VoicemailLook, here: str) -> str:
    """Where the message lies: outside of this program."""
    if look.row.recording:
        return look.row.recording
    line = f" for {look.called_line}" if look.called_line else ""
    return f"The phone system’s mailbox{line}, left {clock(look.row.received_at, here)}"


def reading_line(look: VoicemailLook, now: datetime) -> Line:
    """How the number they say is read; without one, which number is going to be rung."""
    reading = look.reading
    if reading is None:
        if not look.e164:
            return Line("The number was withheld: type one to ring back", "soon", "phone-off")
        return Line("Empty: the one they rang from", "text-3", "")
    if reading.status is NumberStatus.SERVICE:
        return Line("A service number cannot be rung back", "soon", "phone-off")
    if reading.e164 is None:
        return Line("", "text-3", "")
    if look.forbidden:
        return Line("They must never be rung at this number", "late", "ban")
    there = f"{look.number_place or look.place}, {clock(now, look.candidates.zones[0])}"
    words = " · ".join(part for part in (_KINDS.get(reading.kind, ""), there) if part)
    if reading.status is NumberStatus.UNUSUAL:
        return Line(spoken_doubt(look), "soon", "info")
    if look.row.caller_id:
        same = display(reading.e164, reading.extension) == look.row.caller_id
        words = f"{'The same' if same else 'Another'} number · {words}"
    return Line(words, "ok", "check")


def spoken_problem(look: VoicemailLook) -> str:
    """What to do about the number as typed; "" where it can be rung."""
    if look.reading is None:
        return "" if look.e164 else ASK_NUMBER
    if look.reading.status is NumberStatus.SERVICE:
        return "A service number cannot be rung back. Type the person’s own."
    if look.reading.status is NumberStatus.WITHHELD:
        return "That is a hidden number. Type one that can be rung."
    if look.reading.e164 is None:
        return number_problem(look.reading, look.heard.spoken) or "This cannot be read as a number."
    return "" if look.e164 else "They must never be rung at this number. Type another one."


def spoken_doubt(look: VoicemailLook) -> str:
    """What is unusual about a number that can be rung all the same; "" where nothing is."""
    if look.reading is None or look.reading.status is not NumberStatus.UNUSUAL:
        return ""
    return number_problem(look.reading, look.heard.spoken).partition(".")[0]


def facts(look: VoicemailLook, here: str, now: datetime) -> tuple[Line, ...]:
    """What binds whoever rings back, restrictions first; then what is known."""
    person = look.person
    lines = [
        Line(f"Asked not to be called: {PURPOSE_WORDS[stop.purpose].lower()}", "late", "ban")
        for stop in look.do_not_call
    ]
    if person is None:
        known = "Nobody is named: neutral words only on their voicemail"
        return (*lines, Line(known, "text-2", "voicemail"))
    kinds = [bound.kind for bound in person.restrictions]
    lines += [
        Line(RESTRICTION_WORDS[kind][0], "late", RESTRICTION_WORDS[kind][1]) for kind in kinds
    ]
    if RestrictionKind.NO_VOICEMAIL not in kinds:
        lines.append(_voicemail(person.voicemail))
    if person.language != "English" or person.interpreter:
        helped = f"{person.language}, interpreter" if person.interpreter else person.language
        lines.append(Line(helped, "text-2", "languages"))
    for other in look.promised[:1]:
        more = f" and {len(look.promised) - 1} more" if len(look.promised) > 1 else ""
        due = short_moment(other.due_at, here, now)
        said = f"Promised already: {other.what or REASON_WORDS[other.reason]}, {due}{more}"
        lines.append(Line(said, "soon", "phone-outgoing"))
    return tuple(lines)


def _voicemail(rule: VoicemailRule) -> Line:
    if rule is VoicemailRule.NONE:
        words, icon = RESTRICTION_WORDS[RestrictionKind.NO_VOICEMAIL]
        return Line(words, "late", icon)
    if rule is VoicemailRule.NEUTRAL:
        return Line("Voicemail: neutral words only", "soon", "voicemail")
    return Line("Voicemail may be left", "ok", "voicemail")
