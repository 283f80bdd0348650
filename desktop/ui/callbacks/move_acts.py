"""Promises closed, put off, given to others, opened again, rung elsewhere: one or several."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

from PySide6.QtCore import QObject

from desktop.domain.local_time import local_day
from desktop.domain.vocabulary import CallbackKind, MilestoneKind, Resolution
from desktop.domain.wording import whole_day
from desktop.services.actor import Actor
from desktop.services.callback_detail import CallbackDetail
from desktop.services.callbacks import Callbacks
from desktop.services.queue_row import QueueRow
from desktop.services.resolving import Decision
from desktop.ui.callbacks.asking import Asking
from desktop.ui.callbacks.close_dialog import CloseDialog
from desktop.ui.callbacks.decision_strip import WELFARE
from desktop.ui.callbacks.number_dialog import NumberDialog
from desktop.ui.callbacks.time_choice import TimeFacts, time_facts
from desktop.ui.callbacks.when_dialog import WhenDialog
from desktop.ui.callbacks.writes import Work
from desktop.ui.own_time import WAITING_AHEAD


class MoveActs(QObject):
    """Everything but a try."""

    def __init__(self, asking: Asking, callbacks: Callbacks) -> None:
        super().__init__(asking)
        self._asking, self._callbacks = asking, callbacks

    def decide(self, row: QueueRow, decision: str) -> None:
        """What happens after the fourth try; "unreachable" asks for a word first."""
        ask = self._asking
        callbacks, what = self._callbacks, cast("Decision", decision)
        if decision == WELFARE:
            self._decide_welfare_check(row)
            return
        if decision == "unreachable":
            title = f"Close {row.name} as unreachable?"
            dialog = ask.dialog(
                "unreachable",
                row.id,
                lambda: CloseDialog(
                    ask.theme,
                    ask.window,
                    title,
                    "Close as unreachable",
                    Resolution.UNREACHABLE,
                ),
            )

            def work(actor: Actor, key: UUID) -> Work:
                note, kept = dialog.note.text(), dialog.note.kept
                return lambda _why: callbacks.decide(
                    actor, row.id, row.version, what, key, note, sensitive_kept=kept
                )

            ask.ask(dialog, (row,), work)
            return
        actor, key = ask.actor, uuid4()
        ask.run((row,), lambda _why: callbacks.decide(actor, row.id, row.version, what, key))

    def close(self, rows: Sequence[QueueRow]) -> None:
        """Close one or several."""
        ask = self._asking
        callbacks, which = self._callbacks, _versions(rows)
        title = (
            f"Close the promise to {rows[0].name}?"
            if len(rows) == 1
            else f"Close {len(rows)} promises?"
        )
        # What holds for one of them holds for all that are closed together.
        safety = any(row.kind is CallbackKind.SAFETY for row in rows)
        act = "Close the promise" if len(rows) == 1 else f"Close {len(rows)} promises"
        dialog = ask.dialog(
            f"close {len(rows)}",
            rows[0].id,
            lambda: CloseDialog(ask.theme, ask.window, title, act, safety=safety),
        )

        def work(actor: Actor, key: UUID) -> Work:
            end, note, kept = dialog.end, dialog.note.text(), dialog.note.kept
            return lambda _why: callbacks.close(actor, which, end, note, key, sensitive_kept=kept)

        ask.ask(dialog, rows, work)

    def _decide_welfare_check(self, row: QueueRow) -> None:
        """Somebody is sent to see them: who decided it, and why."""
        ask, callbacks, which = self._asking, self._callbacks, _versions((row,))
        dialog = ask.dialog(
            "welfare",
            row.id,
            lambda: CloseDialog(
                ask.theme,
                ask.window,
                f"A welfare check for {row.name}?",
                "Close with a welfare check",
                Resolution.WELFARE_CHECK,
                safety=True,
            ),
        )

        def work(actor: Actor, key: UUID) -> Work:
            note = dialog.note.text()
            return lambda _why: callbacks.close(actor, which, Resolution.WELFARE_CHECK, note, key)

        ask.ask(dialog, (row,), work)

    def postpone(self, rows: Sequence[QueueRow], facts: TimeFacts) -> None:
        """Move one or several to another time; ``facts`` hold for all of them."""
        ask = self._asking
        callbacks, which, one = self._callbacks, _versions(rows), len(rows) == 1
        title = f"When to ring {rows[0].name}?" if one else f"When to ring these {len(rows)}?"
        body = _keeps(facts, ask.clock()) if one else ""
        act = "Move the promise" if one else f"Move {len(rows)} promises"
        dialog = ask.dialog(
            f"postpone {len(rows)}",
            rows[0].id,
            lambda: WhenDialog(ask.theme, ask.window, ask.clock, title, act, body),
        )
        dialog.when.show_facts(facts)

        def work(actor: Actor, key: UUID) -> Work:
            due_at, reason = _chosen(dialog), dialog.when.hours_reason
            return lambda why: callbacks.postpone(actor, which, due_at, reason or why, key)

        ask.ask(dialog, rows, work)

    def change_wait(self, row: QueueRow, milestone: MilestoneKind, facts: TimeFacts) -> None:
        """Move one that waits: for something else, no longer than another day, or no more."""
        ask, callbacks = self._asking, self._callbacks
        title, body = f"When to ring {row.name}?", _keeps(facts, ask.clock())

        def make() -> WhenDialog:
            made = WhenDialog(
                ask.theme, ask.window, ask.clock, title, "Move the promise", body, waits=True
            )
            made.when.wait_for(milestone, row.due_at)
            return made

        dialog = ask.dialog(f"wait {milestone}", row.id, make)
        # A time that waits for nothing is held to no policy.
        dialog.when.show_facts(replace(facts, waits=False))
        dialog.show_promise()

        def work(actor: Actor, key: UUID) -> Work:
            due_at, waits_on = _chosen(dialog), dialog.when.milestone
            reason = dialog.when.hours_reason
            return lambda why: callbacks.change_wait(
                actor, row.id, row.version, waits_on, due_at, reason or why, key
            )

        ask.ask(dialog, (row,), work)

    def reopen(self, detail: CallbackDetail) -> None:
        """Open a closed one again."""
        ask = self._asking
        row, callbacks = detail.row, self._callbacks
        dialog = ask.dialog(
            "reopen",
            row.id,
            lambda: WhenDialog(
                ask.theme,
                ask.window,
                ask.clock,
                f"When to ring {row.name} again?",
                "Open the promise again",
            ),
        )
        dialog.when.show_facts(time_facts(detail, ask.actor.zone))

        def work(actor: Actor, key: UUID) -> Work:
            due_at, reason = _chosen(dialog), dialog.when.hours_reason
            return lambda why: callbacks.reopen(
                actor, row.id, row.version, due_at, key, reason or why
            )

        ask.ask(dialog, (row,), work)

    def give_number(self, detail: CallbackDetail) -> None:
        """Ring another number from now on."""
        ask = self._asking
        row, callbacks = detail.row, self._callbacks
        dialog = ask.dialog(
            "number",
            row.id,
            lambda: NumberDialog(
                ask.theme,
                ask.window,
                f"Which number to ring for {row.name}?",
                "Ring this number",
                may_wait=False,
            ),
        )
        dialog.show_others(detail.other_numbers)

        def work(actor: Actor, key: UUID) -> Work:
            text = dialog.number.text()
            return lambda _why: callbacks.give_number(actor, row.id, row.version, text, key)

        ask.ask(dialog, (row,), work)

    def reassign(self, rows: Sequence[QueueRow], team_id: UUID, user_id: UUID | None) -> None:
        """Give one or several to a team, or to somebody in it."""
        ask = self._asking
        actor, key, callbacks, which = ask.actor, uuid4(), self._callbacks, _versions(rows)
        ask.run(
            rows,
            lambda _why: callbacks.reassign(actor, which, team_id, user_id, key),
        )


def _keeps(facts: TimeFacts, now: datetime) -> str:
    """What stays as it is when a promise is put off; one that waits does not wait for ever."""
    said = "What was promised stays as it was said."
    if facts.limit is None:
        return said
    there = facts.candidates, facts.hours, facts.site
    latest = facts.limit.latest(now + WAITING_AHEAD, now, *there)
    return f"{said} It waits no longer than {whole_day(local_day(latest, there[0].zones[0]))}."


def _versions(rows: Sequence[QueueRow]) -> list[tuple[UUID, int]]:
    return [(row.id, row.version) for row in rows]


def _chosen(dialog: WhenDialog) -> datetime:
    due_at = dialog.when.due_at
    if due_at is None:
        raise RuntimeError("the time choice always holds a time")
    return due_at
