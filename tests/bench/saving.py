"""Save a call (indexes, change, audit and all) against the driver writing the same rows, FULL."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from desktop.app import App
from desktop.domain.vocabulary import CallOutcome, Reason
from desktop.services.actor import Actor
from desktop.services.call_form import CallForm
from tests.bench import raw
from tests.bench.sides import Result, in_turns

MOST = 1.7
KNOWN = "(312) 555-0147"


def measure(app: App, actor: Actor, data: Path, rounds: int) -> Result:
    """A call of somebody known, with two reasons and notes."""
    people = app.services.numbers.match(actor, KNOWN).people
    now = app.clock()
    form = CallForm(
        started_at=now - timedelta(minutes=3),
        number_text=KNOWN,
        speaker_id=people[0].person_id,
        site_id=actor.site_id,
        reasons=(Reason.APPOINTMENT, Reason.RECORDS),
        notes="Wants Chicago to confirm the time, and a copy of her records.",
        outcome=CallOutcome.RESOLVED,
    )

    # One number has few calls within minutes: each is a day before the last.
    forms = [
        replace(form, started_at=form.started_at - timedelta(days=number))
        for number in range(rounds + 20)
    ]

    def ours(number: int = 0) -> None:
        app.services.calls.log(actor, None, forms[number], uuid4())

    ours(rounds + 19)  # the first link of a desk's chain is made once
    connection = raw.connect(data, read_only=False)
    try:
        theirs = raw.Replay(connection, raw.statements_of(ours))
        return in_turns(
            "save a call | raw, the same rows, FULL", ours, theirs, rounds, MOST, at_a_time=10
        )
    finally:
        connection.close()
