"""Writes the story into fresh data, as Changes of the people who would have made them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import Connection, insert

from desktop.domain.local_time import instant, local_day
from desktop.domain.vocabulary import Direction, Language, Relation, Source, StatementState
from desktop.services import call_form, sign_in_state
from desktop.services.changes import Clock, Ledger, Writing
from desktop.services.demo import day as demo_day
from desktop.services.demo import (
    day_calls,
    desk,
    leads,
    moss,
    people,
    places,
    promises,
    safety,
    story,
    story_calls,
    transition,
    voicemails,
    words,
)
from desktop.services.demo.places import DemoHashes
from desktop.services.demo.teller import Teller
from desktop.services.this_desk import keep_this_desk
from desktop.storage import tables
from desktop.storage.engine import Database

_Event = tuple[datetime, str, Callable[[Writing], UUID | None]]
_DRAFTS = tables.metadata.tables["draft"]


def build(
    database: Database, now: datetime, hashes: DemoHashes, make_ledger: Callable[[Clock], Ledger]
) -> None:
    """Fill fresh data with the story as of ``now``; the same ``now`` gives the same data."""
    held = [now]
    teller = Teller(make_ledger(lambda: held[0]), now, lambda at: held.__setitem__(0, at))
    start = now - timedelta(days=60)
    events: list[_Event] = [
        (start, "demo_places", lambda w: places.write_places(teller, w)),
        (start, "demo_users", lambda w: places.write_users(teller, w, hashes)),
        (start, "demo_people", lambda w: people.write_people(teller, w)),
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
    events += promises.events(teller)
    for at, action, work in sorted(events, key=lambda event: event[0]):
        teller.change(at, action, work)
    with database.write() as conn:
        _working_state(teller, conn)


def _past(now: datetime, days: int, minute: int) -> datetime:
    return instant(local_day(now, demo_day.ZONE) - timedelta(days=days), minute, demo_day.ZONE)


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
