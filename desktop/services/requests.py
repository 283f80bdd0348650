"""What people ask of the transition: opened, worked in steps, done or refused."""

from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import case, func, or_, select

from desktop.domain.errors import NotFound, Refused
from desktop.domain.request_rules import TITLES
from desktop.domain.sensitive import fit_to_keep
from desktop.domain.vocabulary import (
    Permission,
    RequestKind,
    RequestState,
)
from desktop.services import moving
from desktop.services.actor import Actor, demand
from desktop.services.changes import Clock, Ledger, Writing
from desktop.services.recorded import Recorded, record
from desktop.services.records import KINDS
from desktop.services.request_callbacks import promise_for
from desktop.services.request_opening import (
    MOST_STEPS,
    check_request,
    is_live,
    new_step,
    open_request,
)
from desktop.services.request_rows import (
    NewRequest,
    RequestProgress,
    RequestRow,
    StepRow,
    read_requests,
    requests_query,
)
from desktop.services.undo import Inverse, restore_images
from desktop.services.who_stays import who_stays
from desktop.storage import tables
from desktop.storage.engine import Database

Which = Literal["open", "late", "closed", "all"]

__all__ = [
    "INVERSES",
    "NewRequest",
    "RequestProgress",
    "RequestRow",
    "Requests",
    "StepRow",
    "Which",
]

INVERSES: Mapping[str, tuple[Permission, Inverse]] = dict.fromkeys(
    (
        "open_request",
        "step_request",
        "assign_request",
        "finish_request",
        "refuse_request",
        "reopen_request",
    ),
    (Permission.KEEP_CALLBACKS, restore_images),
)

_request = tables.metadata.tables["request"]


class Requests:
    """Reading asks for the right to see people, writing for the right to keep callbacks."""

    def __init__(self, database: Database, ledger: Ledger, clock: Clock) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock

    def progress(self, actor: Actor) -> tuple[RequestProgress, ...]:
        """Each kind that was ever asked for, in the order of the kinds."""
        demand(actor, Permission.LOG_CALLS)
        is_open = _request.c.state == RequestState.OPEN
        late = case(((is_open) & (_request.c.due_at < self._clock()), 1), else_=0)
        query = select(
            _request.c.kind,
            func.count().label("total"),
            func.sum(case((is_open, 0), else_=1)).label("done"),
            func.sum(late).label("late"),
        ).group_by(_request.c.kind)
        with self._database.read() as conn:
            found = {row.kind: row for row in conn.execute(query)}
        return tuple(
            RequestProgress(kind, found[kind].total, int(found[kind].done), int(found[kind].late))
            for kind in RequestKind
            if kind in found
        )

    def list(
        self,
        actor: Actor,
        which: Which = "open",
        kind: RequestKind | None = None,
        limit: int = 200,
    ) -> tuple[RequestRow, ...]:
        """Requests, due first; closed ones newest first."""
        demand(actor, Permission.READ_PEOPLE)
        now = self._clock()
        query = requests_query()
        if which in ("open", "late"):
            query = query.where(_request.c.state == RequestState.OPEN)
        if which == "late":
            query = query.where(_request.c.due_at < now)
        if which == "closed":
            query = query.where(_request.c.state != RequestState.OPEN)
            query = query.order_by(_request.c.closed_at.desc(), _request.c.id.desc())
        if kind is not None:
            query = query.where(_request.c.kind == kind)
        query = query.order_by(_request.c.due_at, _request.c.id).limit(limit)
        with self._database.read() as conn:
            return read_requests(conn, query, now)

    def of_person(self, actor: Actor, person_id: UUID) -> tuple[RequestRow, ...]:
        """What was asked about or by one person, open ones first."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            who = who_stays(conn, person_id)
            query = (
                requests_query()
                .where(or_(_request.c.person_id == who, _request.c.asked_by_id == who))
                .order_by(
                    case((_request.c.state == RequestState.OPEN, 0), else_=1), _request.c.due_at
                )
            )
            return read_requests(conn, query, self._clock())

    def get(self, actor: Actor, request_id: UUID) -> RequestRow:
        """One request. Raises :class:`NotFound`."""
        demand(actor, Permission.READ_PEOPLE)
        query = requests_query().where(_request.c.id == request_id)
        with self._database.read() as conn:
            found = read_requests(conn, query, self._clock())
        if not found:
            raise NotFound("This request is not here any more. Go back to the list.")
        return found[0]

    # Writes

    def open(self, actor: Actor, new: NewRequest, key: UUID) -> Recorded:
        """Open a request; ``value`` is its identity. Raises :class:`Refused` with what is missing,
        and what a promise raises where a callback cannot be made."""
        demand(actor, Permission.KEEP_CALLBACKS)
        check_request(new)

        def work(writing: Writing, said: list[str]) -> UUID:
            request_id = open_request(writing, actor, new)
            said.append(f"{TITLES[new.kind]}: the request is open.")
            return request_id

        return record(self._ledger, actor, "open_request", Permission.KEEP_CALLBACKS, key, work)

    def step(
        self, actor: Actor, request_id: UUID, version: int, position: int, key: UUID, *, done: bool
    ) -> Recorded:
        """Tick a step (from 0), or untick it."""

        def work(writing: Writing, said: list[str]) -> UUID:
            _hold(writing, request_id, version)
            steps = _steps(writing, request_id)
            if not 0 <= position < len(steps):
                raise NotFound("This step is not here any more. Look at the request again.")
            steps[position] |= {
                "done_at": writing.now if done else None,
                "done_by": actor.user_id if done else None,
            }
            # The row itself is as it was: what changed are its steps, and its version counts them.
            writing.update("request", request_id, {}, expected=version, children=steps)
            said.append(f"{'Done' if done else 'To do again'}: {steps[position]['text']}.")
            return request_id

        return self._write(actor, "step_request", key, work)

    def add_step(
        self, actor: Actor, request_id: UUID, version: int, text: str, key: UUID
    ) -> Recorded:
        """One more thing to do."""
        text = " ".join(text.split())

        def work(writing: Writing, said: list[str]) -> UUID:
            _hold(writing, request_id, version)
            steps = _steps(writing, request_id)
            if not text:
                raise Refused("What is to be done? Write it in a few words.")
            if len(steps) >= MOST_STEPS:
                raise Refused(f"A request has at most {MOST_STEPS} steps.")
            steps.append(new_step(len(steps), text))
            writing.update("request", request_id, {}, expected=version, children=steps)
            said.append(f"Added: {text}.")
            return request_id

        return self._write(actor, "step_request", key, work)

    def assign(
        self,
        actor: Actor,
        request_id: UUID,
        version: int,
        team_id: UUID,
        user_id: UUID | None,
        key: UUID,
    ) -> Recorded:
        """Give it to a team, or to somebody in it. Its callback keeps its own owner."""

        def work(writing: Writing, said: list[str]) -> UUID:
            _hold(writing, request_id, version)
            owner = moving.owner_words(writing, actor, team_id, user_id)
            values = {"owner_team_id": team_id, "owner_user_id": user_id}
            writing.update("request", request_id, values, expected=version)
            said.append(f"The request is given to {owner}.")
            return request_id

        return self._write(actor, "assign_request", key, work)

    def finish(
        self, actor: Actor, request_id: UUID, version: int, note: str, key: UUID
    ) -> Recorded:
        """It is done. Its callback stays: somebody tells them."""
        return self._close(actor, request_id, version, RequestState.DONE, note, key)

    def refuse(
        self, actor: Actor, request_id: UUID, version: int, reason: str, key: UUID
    ) -> Recorded:
        """It is refused, and why. Its callback stays: somebody tells them."""
        return self._close(actor, request_id, version, RequestState.REFUSED, reason, key)

    def reopen(self, actor: Actor, request_id: UUID, version: int, key: UUID) -> Recorded:
        """It is open again, with a callback."""

        def work(writing: Writing, said: list[str]) -> UUID:
            row = writing.row("request", request_id)
            if row["version"] != version:
                raise writing.changed_since(request_id)
            if row["state"] == RequestState.OPEN:
                raise Refused("This request is open already.")
            values: dict[str, Any] = {
                "state": RequestState.OPEN,
                "closed_at": None,
                "closed_by": None,
                "closed_reason": "",
            }
            if not is_live(writing, row["callback_id"]) and not row["no_callback_reason"]:
                values["callback_id"] = promise_for(
                    writing,
                    actor,
                    RequestKind(row["kind"]),
                    row["person_id"],
                    row["asked_by_id"],
                    row["call_id"],
                    row["site_id"],
                    row["owner_team_id"],
                    row["owner_user_id"],
                    row["due_at"],
                )
            writing.update("request", request_id, values, expected=version)
            said.append("The request is open again.")
            return request_id

        return self._write(actor, "reopen_request", key, work)

    def _close(
        self,
        actor: Actor,
        request_id: UUID,
        version: int,
        state: RequestState,
        reason: str,
        key: UUID,
    ) -> Recorded:
        reason = fit_to_keep(" ".join(reason.split()), kept=False)
        refused = state is RequestState.REFUSED

        def work(writing: Writing, said: list[str]) -> UUID:
            row = _hold(writing, request_id, version)
            if refused and not reason:
                raise Refused("Why is it refused? Say it in a few words: the caller will ask.")
            values = {
                "state": state,
                "closed_at": writing.now,
                "closed_by": actor.user_id,
                "closed_reason": reason,
            }
            writing.update("request", request_id, values, expected=version)
            title = TITLES[RequestKind(row["kind"])]
            said.append(f"{title}: {'refused' if refused else 'done'}.")
            return request_id

        action = "refuse_request" if refused else "finish_request"
        return self._write(actor, action, key, work)

    def _write(self, actor: Actor, action: str, key: UUID, work: Any) -> Recorded:
        return record(self._ledger, actor, action, Permission.KEEP_CALLBACKS, key, work)


def _steps(writing: Writing, request_id: UUID) -> list[dict[str, Any]]:
    steps = KINDS["request"].read_children(writing.conn, request_id)
    return sorted(steps, key=lambda step: step["position"])


def _hold(writing: Writing, request_id: UUID, version: int) -> dict[str, Any]:
    row = writing.row("request", request_id)
    if row["version"] != version:
        raise writing.changed_since(request_id)
    if row["state"] != RequestState.OPEN:
        raise Refused("This request is closed. Reopen it first.")
    return row
