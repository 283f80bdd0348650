"""The demo in the middle of a sale: announced and signed, closing to come. Every word is marked as
demo; a new installation has none."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from desktop.domain.local_time import instant, local_day
from desktop.domain.request_rules import STEPS
from desktop.domain.transition import ALL
from desktop.domain.vocabulary import (
    Language,
    MilestoneKind,
    RequestKind,
    RequestState,
    StatementState,
)
from desktop.services.changes import Writing
from desktop.services.demo import day as demo_day
from desktop.services.demo import story
from desktop.services.demo.teller import Teller

_Event = tuple[datetime, str, Callable[[Writing], UUID | None]]

MARKED = ((MilestoneKind.ANNOUNCED, -21), (MilestoneKind.SIGNED, -5))
"""What has happened, on which day from today."""
SPANISH = (
    "KWC está en proceso de venta. La venta se anunció, pero no es definitiva. Por ahora sus citas "
    "siguen igual. Si alguna cambia, le llamamos antes. Seguimos guardando su expediente, y puede "
    "pedir una copia cuando quiera."
)
"""The demo's third version, in Spanish."""
DRAFT = (
    "KWC is being acquired by Peter/PetraMD. The agreement is signed, and the sale is to close "
    "soon. As of today, your appointments stay as they are. If one has to change, we will call you "
    "first. We still hold your records, and you can ask for a copy at any time."
)
"""The version that waits for a manager."""


@dataclass(frozen=True, slots=True)
class Concern:
    """How the sale concerns somebody: days until the next appointment and its minute of the desk's
    day, infusions to come, days since the last, dollars paid ahead, a yes or no to the handover."""

    appointment: tuple[int, int] | None = None
    series: int | None = None
    since: int | None = None
    dollars: int | None = None
    consent: str | None = None


CONCERNS = {
    "Juniper Moss": Concern((3, 570), 2, 33, consent="yes"),
    "Hazel Birch": Concern((2, 540), 3, 19),
    "Linden Ash": Concern((3, 795), dollars=2_400),
    "Poppy Reed": Concern((2, 600), 4, 12, consent="yes"),
    "Heath Barrow": Concern((7, 900), consent="yes"),
    "Laurel Dene": Concern((6, 510)),
    "Sorrel Glade": Concern((14, 630), dollars=1_200),
    "Olive Marlow": Concern(series=4, since=41, dollars=1_800),
    "Cedar Pell": Concern(dollars=3_000, consent="no"),
    "Fern Oakes": Concern(dollars=2_700),
    "Tansy Copse": Concern(series=2, since=27, dollars=900),
    "Willow Tarn": Concern((9, 570), 1, 30),
    "Ivy Larkspur": Concern((8, 840)),
    "Bracken Lea": Concern(series=3, since=16),
}
LATER_CONCERNS = {
    "Fern Moss-Hale": Concern((4, 690), 2, 22),
    "Cedar Mossley": Concern(series=3, since=38, dollars=1_500),
    "Thistle Moss": Concern(dollars=600),
    "Heather Moss": Concern((12, 600)),
}
"""Of people who come from :mod:`desktop.services.demo.moss`; nobody has promised them a call."""
TOLD = (
    ("Linden Ash", 2, -6),
    ("Laurel Dene", 1, -19),
    ("Heath Barrow", 2, -5),
    ("Sorrel Glade", 2, -7),
    ("Tansy Copse", 2, -8),
    ("Bracken Lea", 1, -18),
    ("Ivy Larkspur", 3, -2),
    ("Sage Holloway", 3, -2),
    ("Willow Tarn", 3, -3),
    ("Fern Moss-Hale", 2, -9),
    ("Cedar Mossley", 1, -16),
    ("Thistle Moss", 2, -11),
    ("Heather Moss", 2, -12),
)
"""Who else was told which version, on which day from today."""


_RUNG_ANYWAY = "They are rung about it anyway, see Callbacks."


@dataclass(frozen=True, slots=True)
class StoryRequest:
    """Something asked for; ``done`` steps are ticked, ``closed`` says how it ended. ``rung``: the
    promise that waits for the sale is its callback; the others are rung about it anyway."""

    name: str
    kind: RequestKind
    days: int
    done: int = 0
    closed: RequestState | None = None
    reason: str = ""
    rung: bool = False


REQUESTS = (
    StoryRequest("Hazel Birch", RequestKind.RECORDS, -1, 1),
    StoryRequest("Heath Barrow", RequestKind.RECORDS, -2, 2),
    StoryRequest("Myrtle Fen", RequestKind.RECORDS, -12, 3, RequestState.DONE, "Sent by post"),
    StoryRequest("Linden Ash", RequestKind.REFUND, -4, 1),
    StoryRequest("Olive Marlow", RequestKind.REFUND, -2),
    StoryRequest(
        "Alder Combe", RequestKind.REFUND, -9, 2, RequestState.REFUSED, "The course was used up"
    ),
    StoryRequest("Cedar Pell", RequestKind.REFUND, -6, 1, rung=True),
    StoryRequest("Bryony Thicket", RequestKind.RECORDS, -3, rung=True),
    StoryRequest("Marigold Heath", RequestKind.RECORDS, -7, 2, rung=True),
    StoryRequest("Ivy Larkspur", RequestKind.RESCHEDULE, -1),
    StoryRequest("Sage Holloway", RequestKind.QUESTION, -1, 1),
    StoryRequest("Yarrow Finley", RequestKind.STAY, -6, 1, RequestState.DONE, "The clinic knows"),
)


def events(teller: Teller) -> list[_Event]:
    """What happened until now, each at its time."""
    now = teller.now
    found: list[_Event] = [
        (now + timedelta(days=days, hours=-6), "mark_milestone", partial(_mark, teller, kind))
        for kind, days in MARKED
    ]
    found.append((now + timedelta(days=-4, hours=-4), "approve_statement", partial(_es, teller)))
    found.append((now + timedelta(days=-6), "edit_transition_settings", partial(_number, teller)))
    found.append((now + timedelta(hours=-3), "draft_statement", partial(_draft, teller)))
    found.append((now + timedelta(days=-20, hours=-1), "demo_concern", partial(_concern, teller)))
    found += [
        (now + timedelta(days=days, minutes=-75), "tell", partial(_told, teller, name, number))
        for name, number, days in TOLD
    ]
    # Behind the promises of the same day, which they lead to.
    found += [
        (now - timedelta(minutes=2), "open_request", partial(_request, teller, each))
        for each in REQUESTS
    ]
    return found


def concern_columns(teller: Teller, name: str) -> dict[str, object]:
    """The columns of somebody's row, none of them for most."""
    concern = CONCERNS.get(name) or LATER_CONCERNS.get(name) or Concern()
    today = local_day(teller.now, demo_day.ZONE)
    booked = None
    if concern.appointment is not None:
        days, minute = concern.appointment
        booked = instant(today + timedelta(days=days), minute, demo_day.ZONE)
    last: date | None = None if concern.since is None else today - timedelta(days=concern.since)
    return {
        "next_appointment_at": booked,
        "series_left": concern.series,
        "last_infusion_on": last,
        "prepaid_cents": concern.dollars * 100 if concern.dollars else None,
        "handover_consent": concern.consent,
    }


def _concern(teller: Teller, writing: Writing) -> UUID:
    for name in LATER_CONCERNS:
        columns = concern_columns(teller, name)
        writing.update("person", teller.id_of("person", name), columns)
    return teller.id_of("person", name)


def _mark(teller: Teller, kind: MilestoneKind, writing: Writing) -> UUID:
    return teller.keep(
        writing,
        "milestone",
        kind,
        kind=kind,
        scope=ALL,
        site_id=None,
        planned_on=None,
        happened_at=writing.now,
        note="",
        custodian="",
        custodian_contact="",
        recorded_by=teller.id_of("user_account", story.MANAGER),
        recorded_at=writing.now,
    )


def _es(teller: Teller, writing: Writing) -> UUID:
    number = story.STATEMENTS[-1][0]
    manager = teller.id_of("user_account", story.MANAGER)
    return teller.keep(
        writing,
        "statement",
        f"{number} es",
        number=number,
        scope=ALL,
        language=Language.SPANISH,
        text=SPANISH,
        state=StatementState.APPROVED,
        is_demo=True,
        drafted_by=manager,
        drafted_at=writing.now,
        approved_by=manager,
        approved_at=writing.now,
    )


def _number(teller: Teller, writing: Writing) -> UUID:
    return teller.keep(
        writing,
        "transition_setting",
        "voicemail_number",
        name="voicemail_number",
        value=json.dumps("(602) 555-0199"),
    )


def _draft(teller: Teller, writing: Writing) -> UUID:
    number = story.STATEMENTS[-1][0] + 1
    return teller.keep(
        writing,
        "statement",
        str(number),
        number=number,
        scope=ALL,
        language=Language.ENGLISH,
        text=DRAFT,
        state=StatementState.DRAFT,
        is_demo=True,
        drafted_by=teller.id_of("user_account", story.MANAGER),
        drafted_at=writing.now,
    )


def _told(teller: Teller, name: str, number: int, writing: Writing) -> UUID:
    person_id = teller.id_of("person", name)
    edition = f"{number} es" if name == "Willow Tarn" else str(number)
    return teller.keep(
        writing,
        "disclosure",
        f"{name} {number}",
        statement_id=teller.id_of("statement", edition),
        call_id=None,
        told_id=person_id,
        subject_id=person_id,
        user_id=teller.id_of("user_account", "Robin Vale"),
        told_at=writing.now,
    )


def _request(teller: Teller, asked: StoryRequest, writing: Writing) -> UUID:
    clerk = teller.id_of("user_account", story.CLERK)
    opened = writing.now + timedelta(days=asked.days)
    steps = [
        {
            "position": place,
            "text": text,
            "done_at": opened + timedelta(hours=place + 1) if place < asked.done else None,
            "done_by": clerk if place < asked.done else None,
        }
        for place, text in enumerate(STEPS[asked.kind])
    ]
    days = 30 if asked.kind is RequestKind.RECORDS else 14
    request_id = teller.new_id(writing.now)
    person_id = teller.id_of("person", asked.name)
    closed_at = opened + timedelta(days=1) if asked.closed else None
    writing.insert(
        "request",
        {
            "id": request_id,
            "kind": asked.kind,
            "state": asked.closed or RequestState.OPEN,
            "person_id": person_id,
            "asked_by_id": person_id,
            "call_id": teller.calls.get(asked.name),
            "site_id": writing.row("person", person_id)["site_id"],
            "note": "",
            "organisation": "",
            "contact": "",
            "contact_source": "",
            "due_at": opened + timedelta(days=days),
            "owner_team_id": teller.id_of("team", story.TEAM),
            "owner_user_id": clerk if asked.done else None,
            "callback_id": teller.id_of("callback", asked.name) if asked.rung else None,
            "no_callback_reason": "" if asked.rung else _RUNG_ANYWAY,
            "opened_at": opened,
            "opened_by": clerk,
            "closed_at": closed_at,
            "closed_by": clerk if asked.closed else None,
            "closed_reason": asked.reason,
        },
        steps,
    )
    return request_id
