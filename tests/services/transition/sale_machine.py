"""A sale that goes any way it likes, and what must hold after each step."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from desktop.domain.errors import Refused
from desktop.domain.vocabulary import (
    AttemptResult,
    Language,
    MilestoneKind,
    Reason,
    RequestKind,
    Resolution,
    StatementStanding,
)
from desktop.services import spread_runs
from desktop.services.call_form import ToldWords
from desktop.services.requests import NewRequest
from desktop.services.trail import broken_links
from desktop.storage.engine import Database
from tests.conftest import Clock
from tests.services.mergers import merger_of
from tests.services.transition.deal import Deal, deal_of
from tests.services.world import build_world

SALE = tuple(MilestoneKind)[:5]
_PICK = st.integers(0, 30)
_PEOPLE = st.sampled_from(["juniper", "rowan", "alder", "hazel"])
_SITES = st.sampled_from([None, None, "chicago", "phoenix"])
_DAYS = st.one_of(st.none(), st.floats(0.1, 9))
_BEGINS = datetime(2026, 11, 17, 21, 18, tzinfo=UTC)
_LONGEST_WAIT = timedelta(days=96)
"""90 days by policy, moved on over a weekend and a holiday."""


class SaleMachine(RuleBasedStateMachine):
    """Managers and a clerk in a sale. ``fresh`` gives an empty database."""

    fresh: Callable[[], Database]

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.clock.now = _BEGINS
        self.database = type(self).fresh()
        self.deal: Deal = deal_of(build_world(self.database, self.clock))
        self.world = self.deal.world
        self.latest = self.clock.now
        self.ledger: dict[UUID, tuple[UUID, datetime]] = {}
        self.done: list[Any] = []

    @initialize(spoken=st.sets(st.sampled_from(["everywhere", "chicago", "phoenix"])))
    def begin(self, spoken: set[str]) -> None:
        """People whom the sale concerns, and words that hold already."""
        for name in ("juniper", "rowan", "alder"):
            self.deal.concern(getattr(self.world, name), series_left=2)
        self.deal.concern(self.world.rowan, language="Spanish", site_id=self.world.chicago)
        for name in ("juniper", "rowan"):
            self.deal.waits(getattr(self.world, name))
        for site in sorted(spoken):
            own = None if site == "everywhere" else getattr(self.world, site)
            self.deal.say(f"Words for {site}", site_id=own)

    # What they do

    @rule(
        site=_SITES,
        language=st.sampled_from(Language),
        starts=_DAYS,
        lasts=_DAYS,
        until=st.sampled_from([None, None, *MilestoneKind]),
    )
    def approve(
        self,
        site: str | None,
        language: Language,
        starts: float | None,
        lasts: float | None,
        until: MilestoneKind | None,
    ) -> None:
        """New words, at once or later, for good or for a while."""
        begins = None if starts is None else self.clock.now + timedelta(days=starts)
        ends = None if lasts is None else (begins or self.clock.now) + timedelta(days=lasts)
        self._try(
            lambda: self.deal.say(
                f"Words {len(self.ledger)}",
                site_id=getattr(self.world, site) if site else None,
                language=language,
                effective_from=begins,
                effective_until=ends,
                until_milestone=until,
            )
        )

    @rule(pick=_PICK)
    def withdraw(self, pick: int) -> None:
        """Words go out of use."""
        rows = self.deal.statements.versions(self.world.lark)
        if rows:
            self._try(lambda: self.deal.withdraw(rows[pick % len(rows)].id))

    @rule(pick=_PICK)
    def correct(self, pick: int) -> None:
        """Words were wrong."""
        rows = self.deal.statements.versions(self.world.lark)
        if rows:
            wrong = rows[pick % len(rows)].id
            lark = self.world.lark
            self._try(lambda: self.deal.statements.correct(lark, wrong, "Wrong", uuid4()))

    @rule(person=_PEOPLE, about=_PEOPLE, pick=_PICK)
    def tell(self, person: str, about: str, pick: int) -> None:
        """Somebody is told some version, perhaps one that holds no more."""
        rows = self.deal.statements.versions(self.world.lark)
        if rows:
            told, subject = getattr(self.world, person), getattr(self.world, about)
            statement = rows[pick % len(rows)].id
            self._try(
                lambda: self.done.append(
                    self.deal.disclosures.tell(
                        self.world.wren, statement, uuid4(), told_id=told, subject_id=subject
                    )
                )
            )

    @rule(pick=_PICK)
    def strike(self, pick: int) -> None:
        """That was a mistake."""
        rows = self.deal.stored("disclosure")
        if rows:
            row = rows[pick % len(rows)]
            self._try(
                lambda: self.deal.disclosures.strike(
                    self.world.wren, row["id"], row["version"], "Mistaken", uuid4()
                )
            )

    @rule(
        person=_PEOPLE,
        on=st.sampled_from([None, *[MilestoneKind.CLOSING] * 4, *MilestoneKind]),
        days=st.integers(0, 200),
        reason=st.sampled_from(Reason),
    )
    def promise(self, person: str, on: MilestoneKind | None, days: int, reason: Reason) -> None:
        """A call is promised, perhaps for when something happens."""
        self._try(
            lambda: self.deal.waits(
                getattr(self.world, person),
                on,
                due_at=self.clock.now + timedelta(days=days, minutes=5),
                reason=reason,
                hours_reason="They asked",
            )
        )

    @rule(pick=_PICK, how=st.sampled_from([Resolution.KEPT, Resolution.NOT_NEEDED]))
    def close(self, pick: int, how: Resolution) -> None:
        """A promise is closed."""
        row = self._callback(pick)
        if row is not None:
            which = [(row["id"], row["version"])]
            self._try(
                lambda: self.done.append(
                    self.deal.callbacks.close(self.world.wren, which, how, "", uuid4())
                )
            )

    @rule(pick=_PICK, words=_PICK, closes=st.booleans())
    def ring_back(self, pick: int, words: int, closes: bool) -> None:
        """Somebody is reached and told some version; the promise is kept, or given anew."""
        row, rows = self._callback(pick), self.deal.statements.versions(self.world.lark)
        if row is None or not rows:
            return
        told = (ToldWords(rows[words % len(rows)].id, self.clock.now),)
        self._try(
            lambda: self.done.append(
                self.deal.callbacks.record(
                    self.world.wren,
                    row["id"],
                    row["version"],
                    AttemptResult.REACHED,
                    uuid4(),
                    close=Resolution.KEPT if closes else None,
                    new_due_at=None if closes else self.clock.now + timedelta(days=2),
                    hours_reason="They asked",
                    told=told,
                )
            )
        )

    @rule(pick=_PICK, days=st.integers(1, 200))
    def postpone_or_reopen(self, pick: int, days: int) -> None:
        """Another time, or open again."""
        row = self._callback(pick)
        if row is None:
            return
        at, wren = self.clock.now + timedelta(days=days), self.world.wren
        if row["state"] == "open":
            which = [(row["id"], row["version"])]
            self._try(lambda: self.deal.callbacks.postpone(wren, which, at, "Asked", uuid4()))
        else:
            self._try(
                lambda: self.deal.callbacks.reopen(
                    wren, row["id"], row["version"], at, uuid4(), "Asked"
                )
            )

    @rule(pick=_PICK, on=st.sampled_from([None, *MilestoneKind]), days=st.integers(1, 200))
    def change_wait(self, pick: int, on: MilestoneKind | None, days: int) -> None:
        """Wait for something else, for longer, or no more."""
        row = self._callback(pick)
        if row is None:
            return
        at, wren = self.clock.now + timedelta(days=days), self.world.wren
        self._try(
            lambda: self.deal.callbacks.change_wait(
                wren, row["id"], row["version"], on, at, "Asked", uuid4()
            )
        )

    @precondition(lambda self: self.done)
    @rule(pick=_PICK)
    def undo(self, pick: int) -> None:
        """The clerk takes something back."""
        recorded = self.done[pick % len(self.done)]
        self._try(lambda: self.deal.take_back(recorded, self.world.wren))

    @rule(kind=st.sampled_from([*[MilestoneKind.CLOSING] * 3, *MilestoneKind]), site=_SITES)
    def mark(self, kind: MilestoneKind, site: str | None) -> None:
        """A step happens."""
        where = getattr(self.world, site) if site and kind is MilestoneKind.CLOSURE else None
        self._try(lambda: self.deal.mark(kind, where, custodian="Iron Vault"))

    @rule(pick=_PICK)
    def unmark(self, pick: int) -> None:
        """It did not happen after all."""
        rows = [r for r in self.deal.milestones.all(self.world.lark) if r.happened_at]
        if rows:
            row = rows[pick % len(rows)]
            assert row.id is not None
            milestone_id = row.id
            self._try(
                lambda: self.deal.milestones.unmark(
                    self.world.lark, milestone_id, row.version, uuid4()
                )
            )

    @rule(person=_PEOPLE, kind=st.sampled_from(RequestKind))
    def request(self, person: str, kind: RequestKind) -> None:
        """Something is asked for."""
        new = NewRequest(
            kind,
            person_id=getattr(self.world, person),
            organisation="Fern Clinic",
            contact="555-0100",
            contact_source="Register",
        )
        self._try(lambda: self.deal.requests.open(self.world.wren, new, uuid4()))

    @rule(pick=_PICK, done=st.booleans())
    def end_request(self, pick: int, done: bool) -> None:
        """It is done, or refused."""
        rows = self.deal.requests.list(self.world.wren, "all")
        if rows:
            row = rows[pick % len(rows)]
            act = self.deal.requests.finish if done else self.deal.requests.refuse
            self._try(lambda: act(self.world.wren, row.id, row.version, "So it is", uuid4()))

    @rule()
    def call_everybody(self) -> None:
        """The update list becomes callbacks."""
        self._try(lambda: self.deal.updates.to_callbacks(self.world.lark, uuid4(), "all"))

    @rule(one=_PEOPLE, other=_PEOPLE, apart=st.booleans())
    def merge(self, one: str, other: str, apart: bool) -> None:
        """Two are one after all, and perhaps two again."""
        merger = merger_of(self.world)
        stays, gone = getattr(self.world, one), getattr(self.world, other)

        def act() -> None:
            merged = merger.merge(stays, gone)
            if apart:
                merger.undo(merged)

        self._try(act)

    @rule(hours=st.one_of(st.integers(1, 72), st.integers(-30, -1)))
    def time(self, hours: int) -> None:
        """Time goes on; sometimes a clock is set back."""
        self.clock.forward(hours=hours)
        self.latest = max(self.latest, self.clock.now)

    # What must hold

    @invariant()
    def exactly_one_statement_or_none(self) -> None:
        """For each clinic and language, and never one that is over."""
        rows = self.deal.statements.versions(self.world.wren)
        marked = self._marked()
        for site in (None, self.world.chicago, self.world.phoenix):
            for language in Language:
                scope = [r for r in rows if (r.site_id, r.language) == (site, language)]
                current = [r for r in scope if r.standing is StatementStanding.CURRENT]
                assert len(current) <= 1
                shown = self.deal.statements.current(self.world.wren, site, language)
                held = shown.statement
                if current:
                    assert held is not None
                    assert held.id == current[0].id
                if held is None:
                    assert "Take a message" in shown.instead
                    continue
                assert held.approved_at is not None
                assert held.withdrawn_at is None
                assert held.effective_until is None or self.clock.now < held.effective_until
                until = held.until_milestone
                assert until is None or not self._happened(marked, until, held.site_id)
                assert held.language is language
                assert held.site_id in (None, site)

    @invariant()
    def nobody_waits_for_nothing(self) -> None:
        """An open promise waits for a step that can come, and not for ever."""
        marked = self._marked()
        off = self._happened(marked, MilestoneKind.CALLED_OFF, None)
        for row in self.deal.stored("callback", state="open"):
            assert row["due_at"] is not None
            if row["milestone"] is None:
                continue
            kind = MilestoneKind(row["milestone"])
            assert kind is not MilestoneKind.CALLED_OFF
            assert not self._happened(marked, kind, row["site_id"])
            assert not (off and kind in SALE)
            assert row["due_at"] <= self.latest + _LONGEST_WAIT

    @invariant()
    def the_ledger_never_shrinks(self) -> None:
        """What was written down stays: the same words, told at the same time."""
        rows = {r["id"]: (r["statement_id"], r["told_at"]) for r in self.deal.stored("disclosure")}
        for entry, said in self.ledger.items():
            assert rows[entry] == said
        self.ledger = rows

    @invariant()
    def coverage_adds_up(self) -> None:
        """The figures are those that counting one by one gives."""
        found = self.deal.coverage.coverage(self.world.wren)
        current, earlier, nothing = self._counted()
        assert (found.current, found.earlier, found.nothing) == (current, earlier, nothing)
        assert found.affected == current + earlier + nothing
        behind = self.deal.updates.page(self.world.wren, "earlier").total
        unheard = self.deal.updates.page(self.world.wren, "nothing").total
        assert (behind, unheard) == (earlier, nothing)

    @invariant()
    def each_open_request_is_rung_about(self) -> None:
        """Or says why not."""
        for row in self.deal.requests.list(self.world.wren, "open"):
            assert row.callback_id is not None or row.no_callback_reason

    def teardown(self) -> None:
        """The chain of everything that was done verifies."""
        try:
            assert list(broken_links(self.database)) == []
        finally:
            self.database.close()

    # Helpers

    def _counted(self) -> tuple[int, int, int]:
        people = {row["id"]: row for row in self.deal.stored("person")}
        affected = {
            each
            for each, row in people.items()
            if row["next_appointment_at"] or row["series_left"] or row["prepaid_cents"]
        }
        for row in self.deal.stored("callback", state="open"):
            whom = row["subject_id"] or row["person_id"]
            affected |= {whom} if whom else set()
        for row in self.deal.stored("request", state="open"):
            affected |= {row["person_id"]} if row["person_id"] else set()
        numbers = {row["id"]: row["number"] for row in self.deal.stored("statement")}
        heard: dict[UUID, set[int]] = {}
        for row in self.deal.stored("disclosure"):
            if row["told_id"] and row["struck_reason"] is None:
                heard.setdefault(row["told_id"], set()).add(numbers[row["statement_id"]])
        counts = [0, 0, 0]
        for each in affected:
            spanish = people[each]["language"] == "Spanish"
            site = people[each]["site_id"]
            meant = self.deal.words(site, Language.SPANISH) if spanish else None
            meant = meant or self.deal.words(site)
            if each not in heard:
                counts[2] += 1
            else:
                counts[0 if meant and meant.number in heard[each] else 1] += 1
        return counts[0], counts[1], counts[2]

    def _marked(self) -> list[dict[str, Any]]:
        return [row for row in self.deal.stored("milestone") if row["happened_at"]]

    def _happened(
        self, marked: list[dict[str, Any]], kind: MilestoneKind, site: UUID | None
    ) -> bool:
        return any(row["kind"] == kind and row["site_id"] in (None, site) for row in marked)

    def _callback(self, pick: int) -> dict[str, Any] | None:
        rows = self.deal.stored("callback")
        return rows[pick % len(rows)] if rows else None

    def _try(self, act: Callable[[], object]) -> None:
        """Do it, in small parts; a refusal changes nothing (the invariants see to that)."""
        with pytest.MonkeyPatch.context() as patched, suppress(Refused):
            patched.setattr(spread_runs, "PART", 2)
            act()
