"""What must hold of a desk's promises after each step, whatever was done."""

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis.stateful import invariant

from desktop.domain.vocabulary import AttemptResult, CallbackKind, DueGroup, Resolution
from desktop.services.open_promise import NO_COMMON_HOUR
from desktop.services.queue_row import QueueRow, ViewFilter
from desktop.services.resolving import SAFETY_ENDS
from tests.services.promise_model import Data, PromiseModel

_QUARTER = timedelta(minutes=15)


class PromiseInvariants(PromiseModel):
    """Held against what is stored."""

    @invariant()
    def everything_holds(self) -> None:
        """After each step; see each part."""
        data, queue = self._data(), self.desk.queue()
        self._none_is_lost(data, queue)
        self._the_queue_is_in_order_and_counted(queue)
        self._none_is_placed_outside_hours_without_a_reason(data)
        self._no_safety_follow_up_is_held_back(data)
        self._who_asked_not_to_be_called_is_not(data)

    def _none_is_lost(self, data: Data, queue: list[QueueRow]) -> None:
        """Each is open and in the queue once, or closed with a resolution, or undone by whoever
        made it; tries are counted. Every missed call that was promised for still is."""
        assert {row["id"] for row in data.callbacks} == set(self.made)
        for _, theirs in self.missed.values():
            assert theirs & set(self.made), "a missed call that nobody rings back"
        is_open = sorted(row["id"] for row in data.callbacks if row["state"] == "open")
        assert sorted(row.id for row in queue) == is_open
        closed = {row.id for row in self.desk.queue(ViewFilter("closed"))}
        tries = Counter(each["callback_id"] for each in data.attempts)
        for row in data.callbacks:
            assert tries[row["id"]] == row["attempts"]
            if row["state"] == "closed":
                assert row["id"] in closed
                assert row["resolution"]
                assert row["closed_at"]
                assert not row["needs_decision"]
            else:
                assert row["resolution"] is row["closed_at"] is row["closed_by"] is None

    def _the_queue_is_in_order_and_counted(self, queue: list[QueueRow]) -> None:
        """Groups in their order; what is late and has time left asks for a decision; the tabs'
        counts are the rows'."""
        order = list(DueGroup)
        groups = [order.index(row.group) for row in queue if row.group is not None]
        assert groups == sorted(groups)
        assert len(groups) == len(queue)
        late = [row for row in queue if row.group is DueGroup.OVERDUE]
        assert all(row.needs_decision for row in late if row.due_at > self.clock.now)
        counts = self._callbacks.counts(self.world.wren)
        soon = sum(row.group is DueGroup.SOON for row in queue)
        assert (counts.overdue, counts.soon, counts.all) == (len(late), soon, len(queue))
        assert counts.due_now == len(late) + soon
        assert counts.mine == sum(row.is_mine or row.asks_me for row in queue)
        assert counts.waiting == sum(row.group is DueGroup.WAITING for row in queue)

    def _none_is_placed_outside_hours_without_a_reason(self, data: Data) -> None:
        """No open promise is due then; marketing is not, whatever the reason."""
        for row in data.callbacks:
            if row["state"] != "open" or row["kind"] == CallbackKind.SAFETY:
                continue
            if not self._in_hours(data, row, row["due_at"]):
                assert row["hours_reason"], "due outside their hours without a reason"
                if row["kind"] == CallbackKind.MARKETING:
                    assert row["hours_reason"] == NO_COMMON_HOUR

    def _no_safety_follow_up_is_held_back(self, data: Data) -> None:
        """Open until it is kept or decided with a note; due within a quarter of an hour of what was
        done last, or when the person agreed to."""
        for row in data.callbacks:
            if row["kind"] != CallbackKind.SAFETY:
                continue
            if row["state"] == "closed":
                assert row["resolution"] != Resolution.DO_NOT_CALL
                assert row["resolution"] in SAFETY_ENDS
                assert row["resolution"] == Resolution.KEPT or row["resolution_note"]
                continue
            self._climbs(data, row)
            made = self.made[row["id"]]
            assert row["due_at"] <= made.written_at + _QUARTER or row["due_at"] in made.agreed

    def _climbs(self, data: Data, row: Any) -> None:
        """A quarter of an hour without contact asks the team, told by the clock and the tries: each
        of them has it among what they are to do. Nobody sits with the other team of this world, so
        what it keeps is everybody's, from the first where nobody is named."""
        talks = [
            each["at"]
            for each in data.attempts
            if each["callback_id"] == row["id"] and each["result"] == AttemptResult.REACHED
        ]
        waited = self.clock.now - max([row["first_due_at"], *talks])
        for actor in (self.world.wren, self.world.lark):
            mine = {each.id: each for each in self.desk.queue(ViewFilter("mine"), actor)}
            owns = row["owner_user_id"] in (None, actor.user_id)
            assert (row["id"] in mine) == (owns or waited >= _QUARTER)

    def _who_asked_not_to_be_called_is_not(self, data: Data) -> None:
        """No open promise that a do-not-call in force stops, except safety follow-ups."""
        in_force = [wish for wish in data.wishes if wish["lifted_at"] is None]
        for row in data.callbacks:
            if row["state"] != "open" or row["kind"] == CallbackKind.SAFETY:
                continue
            for wish in in_force:
                about = wish["purpose"] in ("all", row["kind"])
                same_person = wish["person_id"] in (None, row["person_id"])
                same_number = wish["number_id"] in (None, row["number_id"])
                assert not (about and same_person and same_number)
