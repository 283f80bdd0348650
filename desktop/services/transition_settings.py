"""The transition's own choices: who sells, what is sold, who buys, whom to ring, and policies."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.errors import Refused
from desktop.domain.numbers import read_number
from desktop.domain.vocabulary import HandoverGroup, Permission, Reason
from desktop.services.actor import Actor
from desktop.services.changes import Ledger, Writing
from desktop.services.recorded import Recorded, record
from desktop.services.undo import Inverse, restore_images
from desktop.storage import tables
from desktop.storage.engine import Database

INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "edit_transition_settings": (Permission.RUN_TRANSITION, restore_images),
}

_setting = tables.metadata.tables["transition_setting"]
_MOST_DAYS = 365


@dataclass(frozen=True, slots=True)
class TransitionChoices:
    """Everything that can be chosen; what nobody chose has the defaults here.

    The names are those of the headline "Delic Announces Pending Acquisition of KWC by
    Peter/PetraMD". ``manager_number`` is shown where no words are approved; empty takes the manager
    on duty of the safety numbers. ``voicemail_number`` is left on machines: one that shows no
    clinic's name. ``stale_after_seconds``: so long a window that cannot read its
    server goes on showing the words. ``wait_days`` is the latest date, in days, of a promise that
    waits for a milestone, ``wait_days_by_reason`` that of some reasons. ``calls_per_hour`` is what
    one desk can ring when many become due. ``handover`` is whose data may go; ``counsel`` who
    confirmed that, "" while it is to be confirmed by counsel.
    """

    seller: str = "Delic"
    company: str = "KWC"
    acquirer: str = "Peter/PetraMD"
    headline: str = (
        "Delic Announces Pending Acquisition of KWC by Peter/PetraMD - "
        "Patients Please Contact Us For More Information"
    )
    manager_name: str = ""
    manager_number: str = ""
    voicemail_number: str = ""
    stale_after_seconds: int = 60
    records_days: int = 30
    refund_days: int = 30
    other_days: int = 14
    wait_days: int = 90
    wait_days_by_reason: Mapping[Reason, int] = field(
        default_factory=lambda: {Reason.RECORDS: 30, Reason.REFUND: 30}
    )
    calls_per_hour: int = 6
    handover: frozenset[HandoverGroup] = frozenset({HandoverGroup.CONSENTED})
    counsel: str = ""


class TransitionSettings:
    """Anybody signed in may read them; a manager changes them."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._ledger = ledger

    def choices(self) -> TransitionChoices:
        """What holds now."""
        with self._database.read() as conn:
            return read_choices(conn)

    def keep(self, actor: Actor, choices: TransitionChoices, key: UUID) -> Recorded:
        """Keep what was chosen; only what differs is written. Raises :class:`Refused` for what
        makes no sense."""
        _check(choices)

        def work(writing: Writing, said: list[str]) -> UUID:
            before = read_choices(writing.conn)
            kept = dict(writing.conn.execute(select(_setting.c.name, _setting.c.id)).all())
            last = actor.user_id
            for each in fields(TransitionChoices):
                value = getattr(choices, each.name)
                if value == getattr(before, each.name):
                    continue
                text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True)
                if each.name in kept:
                    last = kept[each.name]
                    writing.update("transition_setting", last, {"value": text})
                else:
                    last = writing.insert("transition_setting", {"name": each.name, "value": text})
            said.append("Saved." if writing.items else "Nothing was changed.")
            return last

        return record(
            self._ledger, actor, "edit_transition_settings", Permission.RUN_TRANSITION, key, work
        )


def read_choices(conn: Connection) -> TransitionChoices:
    """What holds now. A value that cannot be read counts as not chosen."""
    known = {each.name for each in fields(TransitionChoices)}
    found: dict[str, Any] = {}
    for name, text in conn.execute(select(_setting.c.name, _setting.c.value)):
        if name not in known:
            continue
        try:
            found[name] = _RICH.get(name, _as_it_is)(json.loads(text))
        except (ValueError, TypeError, AttributeError):
            continue
    return TransitionChoices(**found)


def _as_it_is(value: Any) -> Any:
    return value


_RICH: Mapping[str, Callable[[Any], Any]] = {
    "wait_days_by_reason": lambda value: {Reason(k): int(v) for k, v in value.items()},
    "handover": lambda value: frozenset(HandoverGroup(each) for each in value),
}


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    return dict(value) if isinstance(value, Mapping) else value


def _check(choices: TransitionChoices) -> None:
    for name in ("seller", "company", "acquirer"):
        if not getattr(choices, name).strip():
            raise Refused("Seller, company and buyer each need a name. Write it.")
    days = (
        choices.records_days,
        choices.refund_days,
        choices.other_days,
        choices.wait_days,
        *choices.wait_days_by_reason.values(),
    )
    if not all(1 <= each <= _MOST_DAYS for each in days):
        raise Refused("A promise waits for 1 to 365 days. Choose a number between.")
    if not 1 <= choices.calls_per_hour <= 60:
        raise Refused("One desk rings 1 to 60 people in an hour. Choose a number between.")
    if not 5 <= choices.stale_after_seconds <= 3600:
        raise Refused("Words are taken away after 5 seconds to an hour. Choose a time between.")
    for whose, number in (
        ("The manager’s number", choices.manager_number.strip()),
        ("The number to leave on machines", choices.voicemail_number.strip()),
    ):
        if number and read_number(number).e164 is None:
            raise Refused(f"{whose} cannot be rung from here. Check its digits.")
