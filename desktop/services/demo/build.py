"""Writes the story into fresh data, as Changes of the people who would have made them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import Connection, insert

from desktop.domain.folding import fold, words_of
from desktop.domain.local_time import instant, local_day
from desktop.domain.numbers import reversed_digits
from desktop.domain.vocabulary import (
    CallbackKind,
    CallbackState,
    Direction,
    Language,
    NumberKind,
    Relation,
    RestrictionKind,
    Source,
    StatementState,
    VoicemailRule,
)
from desktop.domain.wording import promise_line
from desktop.domain.work_days import us_holidays
from desktop.services import call_form, sign_in_state
from desktop.services.changes import Clock, Ledger, Writing
from desktop.services.demo import day as demo_day
from desktop.services.demo import (
    day_calls,
    desk,
    leads,
    moss,
    safety,
    story,
    story_calls,
    transition,
    voicemails,
    words,
)
from desktop.services.demo.teller import Teller
from desktop.services.this_desk import keep_this_desk
from desktop.storage import tables
from desktop.storage.engine import Database

_MON_TO_FRI = 0b0011111
_Event = tuple[datetime, str, Callable[[Writing], UUID | None]]
_DRAFTS = tables.metadata.tables["draft"]


@dataclass(frozen=True, slots=True)
class DemoHashes:
    """What opens the demo's accounts; hashing is the caller's, it is slow on purpose."""

    password: str
    pin: str


def build(
    database: Database, now: datetime, hashes: DemoHashes, make_ledger: Callable[[Clock], Ledger]
) -> None:
    """Fill fresh data with the story as of ``now``; the same ``now`` gives the same data."""
    held = [now]
    teller = Teller(make_ledger(lambda: held[0]), now, lambda at: held.__setitem__(0, at))
    start = now - timedelta(days=60)
    events: list[_Event] = [
        (start, "demo_places", lambda w: _places(teller, w)),
        (start, "demo_users", lambda w: _users(teller, w, hashes)),
        (start, "demo_people", lambda w: _people(teller, w)),
        *moss.events(teller, now),
    ]
    events += [
        (
            now + timedelta(days=days, hours=-5),
            "approve_statement",
            partial(_statement, teller, number, text),
        )
        for number, days, text in story.STATEMENTS
    ]
    events.append((now + words.APPROVED, "approve_line", lambda w: _approve_words(teller, w)))
    events += [
        (_past(now, past.days, past.minute), "log_call", partial(_call, teller, past, index))
        for index, past in enumerate(story_calls.PAST_CALLS)
    ]
    events += day_calls.events(teller)
    events += leads.events(teller)
    events += voicemails.events(teller)
    events += [
        (now + timedelta(days=days, minutes=-90), "tell", partial(_told, teller, name, number))
        for name, number, days in story.TOLD
    ]
    events += safety.events(teller)
    events += transition.events(teller)
    for promise in story.PROMISES:
        events.append(
            (
                now + timedelta(minutes=promise.promised),
                "promise",
                partial(_promise, teller, promise),
            )
        )
        events += [
            (
                now - timedelta(minutes=t.minutes),
                "record_attempt",
                partial(_attempt, teller, promise, t),
            )
            for t in promise.tries
        ]
    for at, action, work in sorted(events, key=lambda event: event[0]):
        teller.change(at, action, work)
    with database.write() as conn:
        _working_state(teller, conn)


def _past(now: datetime, days: int, minute: int) -> datetime:
    return instant(local_day(now, demo_day.ZONE) - timedelta(days=days), minute, demo_day.ZONE)


def _places(teller: Teller, writing: Writing) -> None:
    for city, zone, opens, closes in story.SITES:
        teller.zones[city] = zone
        teller.keep(
            writing,
            "site",
            city,
            name=city,
            city=city,
            zone=zone,
            opens=opens,
            closes=closes,
            work_days=_MON_TO_FRI,
        )
    year = local_day(teller.now, demo_day.ZONE).year
    for day, name in {**us_holidays(year), **us_holidays(year + 1)}.items():
        if name in story.HOLIDAYS:
            teller.keep(writing, "holiday", day.isoformat(), site_id=None, day=day, name=name)
    phoenix = teller.id_of("site", "Phoenix")
    team = teller.keep(writing, "team", story.TEAM, name=story.TEAM, site_id=phoenix)
    teller.keep(
        writing,
        "desk",
        story.DESK,
        name=story.DESK,
        site_id=phoenix,
        team_id=team,
        created_at=writing.now,
    )


def _users(teller: Teller, writing: Writing, hashes: DemoHashes) -> None:
    team = teller.id_of("team", story.TEAM)
    for user in story.USERS:
        teller.keep(
            writing,
            "user_account",
            user.name,
            name=user.name,
            name_key=fold(user.name),
            role=user.role,
            password_hash=hashes.password,
            pin_hash=hashes.pin if user.has_pin else None,
            team_id=team,
            active=True,
            created_at=writing.now,
        )


def _people(teller: Teller, writing: Writing) -> None:
    for person in story.PEOPLE:
        person_id = teller.new_id(writing.now)
        teller.ids[("person", person.name)] = person_id
        writing.insert(
            "person",
            {
                "id": person_id,
                "name": person.name,
                "name_key": fold(person.name),
                "kind": person.kind,
                "date_of_birth": person.born,
                "language": person.language,
                "interpreter": person.interpreter,
                "city": person.city,
                "zone": teller.zones[person.city],
                "hours_from": None,
                "hours_to": None,
                "prefers": person.prefers,
                "voicemail": VoicemailRule.FULL,
                "site_id": teller.id_of("site", person.city),
                "notes": "",
                "created_at": writing.now,
                **transition.concern_columns(teller, person.name),
            },
            [{"word": word} for word in words_of(person.name)],
        )
        if ("phone_number", person.number) not in teller.ids:
            teller.keep(
                writing,
                "phone_number",
                person.number,
                e164=person.number,
                extension="",
                reversed_digits=reversed_digits(person.number),
                unusual=False,
                place=person.city,
            )
        teller.keep(
            writing,
            "person_number",
            person.name,
            person_id=person_id,
            number_id=teller.id_of("phone_number", person.number),
            kind=NumberKind.MOBILE,
            position=0,
        )
    for name in story.NEVER_RING_HOME:
        teller.keep(
            writing,
            "restriction",
            name,
            person_id=teller.id_of("person", name),
            kind=RestrictionKind.NEVER_RING_HOME,
            note="",
        )
    today = local_day(teller.now, demo_day.ZONE)
    for given in story.PERMISSIONS:
        until = (today.replace(day=1) + timedelta(days=31 * (given.months + 1))).replace(day=1)
        teller.keep(
            writing,
            "permission_to_speak",
            given.speaker,
            speaker_id=teller.id_of("person", given.speaker),
            subject_id=teller.id_of("person", given.subject),
            relation=given.relation,
            scope=given.scope,
            source=given.source,
            until=until - timedelta(days=1),
            revoked_at=None,
        )


def _statement(teller: Teller, number: int, text: str, writing: Writing) -> None:
    teller.keep(
        writing,
        "statement",
        str(number),
        number=number,
        scope="all",
        language=Language.ENGLISH,
        text=text,
        state=StatementState.APPROVED,
        is_demo=True,
        approved_by=teller.id_of("user_account", story.MANAGER),
        approved_at=writing.now,
    )


def _call(teller: Teller, past: story_calls.StoryCall, index: int, writing: Writing) -> UUID:
    name = past.name
    person = next(p for p in story.PEOPLE if p.name == name)
    subject = next((g.subject for g in story.PERMISSIONS if g.speaker == name), name)
    relation = next((g.relation for g in story.PERMISSIONS if g.speaker == name), Relation.PATIENT)
    staff = (story.CLERK, "Robin Vale", "Jay Marsh")[index % 3]
    call_id = teller.new_id(writing.now)
    teller.calls[name] = call_id
    writing.insert(
        "call",
        {
            "id": call_id,
            "direction": Direction.IN,
            "number_id": teller.id_of("phone_number", person.number),
            "number_text": "",
            "withheld": False,
            "called_line": "855-KET-WELL",
            "speaker_id": teller.id_of("person", name),
            "subject_id": teller.id_of("person", subject),
            "relation": relation,
            "identity_check": None,
            "identity_checked_at": None,
            "started_at": writing.now,
            "answered_at": writing.now + timedelta(seconds=6),
            "ended_at": writing.now + timedelta(minutes=3 + index % 5),
            "late_entry": False,
            "entered_at": writing.now + timedelta(minutes=3 + index % 5),
            "zone": teller.zones[person.city],
            "user_id": teller.id_of("user_account", staff),
            "desk_id": teller.id_of("desk", story.DESK),
            "site_id": teller.id_of("site", person.city),
            "outcome": past.outcome,
            "language": person.language,
            "interpreter": person.interpreter,
            "notes": past.notes,
            "source": Source.DESK,
            "external_id": None,
        },
        [{"reason": reason, "position": n} for n, reason in enumerate(past.reasons)],
    )
    if name in story_calls.READ_TO and past.days == 0:
        words.note_read(writing, call_id, teller.id_of("user_account", staff))
    return call_id


def _approve_words(teller: Teller, writing: Writing) -> None:
    words.approve_words(writing, teller.id_of("user_account", story.MANAGER))


def _told(teller: Teller, name: str, number: int, writing: Writing) -> None:
    person_id = teller.id_of("person", name)
    teller.keep(
        writing,
        "disclosure",
        name,
        statement_id=teller.id_of("statement", str(number)),
        call_id=None,
        told_id=person_id,
        subject_id=person_id,
        user_id=teller.id_of("user_account", "Jay Marsh"),
        told_at=writing.now,
        struck_reason=None,
    )


def _promise(teller: Teller, promise: story.StoryPromise, writing: Writing) -> UUID:
    person = next(p for p in story.PEOPLE if p.name == promise.name)
    zone = teller.zones[person.city]
    due = teller.now + timedelta(minutes=promise.due)
    if promise.wall is not None:
        days, minute = promise.wall
        due = instant(local_day(teller.now, zone) + timedelta(days=days), minute, zone)
    owner = teller.id_of("user_account", promise.owner) if promise.owner else None
    return teller.keep(
        writing,
        "callback",
        promise.name,
        kind=CallbackKind.SERVICE,
        state=CallbackState.OPEN,
        call_id=teller.calls.get(promise.name),
        number_id=teller.id_of("phone_number", person.number),
        person_id=teller.id_of("person", promise.name),
        subject_id=teller.id_of("person", promise.subject or promise.name),
        site_id=teller.id_of("site", person.city),
        reason=promise.reason,
        promise=promise.what,
        promised_at=writing.now,
        promised_by=teller.id_of("user_account", promise.by),
        promised_wall=promise_line(due, zone, zone, "", writing.now),
        promised_zone=zone,
        zone_certain=True,
        first_due_at=due,
        due_at=due,
        milestone=promise.milestone,
        owner_team_id=teller.id_of("team", story.TEAM),
        owner_user_id=owner,
        attempts=0,
        last_result=None,
        last_attempt_at=None,
        needs_decision=False,
        asks_number=False,
        hours_reason=None,
        resolution=None,
        resolution_note="",
        closed_at=None,
        closed_by=None,
    )


def _attempt(
    teller: Teller, promise: story.StoryPromise, tried: story.StoryTry, writing: Writing
) -> UUID:
    callback_id = teller.id_of("callback", promise.name)
    number = promise.tries.index(tried) + 1
    writing.insert(
        "attempt",
        {
            "id": teller.new_id(writing.now),
            "callback_id": callback_id,
            "call_id": None,
            "user_id": teller.id_of("user_account", tried.by),
            "at": writing.now,
            "result": tried.result,
            "note": tried.note,
            "hours_reason": None,
            "next_due_at": None,
        },
    )
    values: Mapping[str, object] = {
        "attempts": number,
        "last_result": tried.result,
        "last_attempt_at": writing.now,
        "needs_decision": promise.decide and number == len(promise.tries),
    }
    writing.update("callback", callback_id, values)
    return callback_id


def _working_state(teller: Teller, conn: Connection) -> None:
    """The card set aside, who is signed in, which desk this is, and that it is a demo."""
    name, minutes, notes = story.SET_ASIDE
    at = teller.now - timedelta(minutes=minutes)
    person = next(p for p in story.PEOPLE if p.name == name)
    form = call_form.CallForm(
        started_at=at - timedelta(minutes=2),
        number_text=person.number,
        speaker_id=teller.id_of("person", name),
        speaker_name=name,
        site_id=teller.id_of("site", person.city),
        notes=notes,
    )
    conn.execute(
        insert(_DRAFTS).values(
            id=teller.new_id(at),
            user_id=teller.id_of("user_account", story.CLERK),
            desk_id=teller.id_of("desk", story.DESK),
            payload=call_form.to_json(form),
            started_at=form.started_at,
            updated_at=at,
            set_aside_at=at,
        )
    )
    for name, ago, left in story.SIGNED_IN:
        sign_in_state.enter(
            conn,
            teller.id_of("user_account", name),
            teller.id_of("desk", story.DESK),
            teller.now - timedelta(minutes=ago),
            teller.now + timedelta(minutes=left),
        )
    keep_this_desk(conn, teller.id_of("desk", story.DESK))
    desk.mark(conn, teller.now)
