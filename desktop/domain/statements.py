"""Which approved words hold: exactly one version for a clinic and a language, or none.

The rule, at a moment:

- A version counts from ``effective_from``, without one from its approval. It ends at
  ``effective_until``, once ``until_milestone`` has happened, or when it is withdrawn.
- Of the versions of one scope that count, the one from the latest time on takes the place of all
  before it, for good: what it has replaced never comes back when it ends itself.
- A clinic's own words go before those for every clinic. Where a clinic's own have ended as
  planned, those for every clinic hold again; where they were withdrawn, only words approved after
  that do: somebody has to have looked.

Nothing here needs a job that runs at midnight: what a version is follows from its times. A clock
that was set back does not bring old words back, see :func:`not_before`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from desktop.domain.vocabulary import (
    Language,
    MilestoneKind,
    StatementStanding,
    StatementState,
)

Happened = Callable[[MilestoneKind, UUID | None], bool]
"""Whether a step has happened; for a closure, at which site (None: at any)."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What the rule needs of one version. ``site_id`` None is for every clinic."""

    id: UUID
    number: int
    site_id: UUID | None
    language: Language
    state: StatementState
    approved_at: datetime | None
    effective_from: datetime | None
    effective_until: datetime | None
    until_milestone: MilestoneKind | None
    withdrawn_at: datetime | None

    @property
    def since(self) -> datetime | None:
        """From when it counts; None while it is not approved."""
        return (self.effective_from or self.approved_at) if self.approved_at else None

    @property
    def scope(self) -> tuple[UUID | None, Language]:
        """Whom it is for."""
        return self.site_id, self.language

    def begun(self, now: datetime) -> bool:
        """Whether it has come to count by ``now``, whatever became of it since. One that counts
        from its approval does so whatever the clock says."""
        if self.approved_at is None:
            return False
        if self.effective_from is None:
            return True
        withdrawn_first = self.withdrawn_at is not None and self.withdrawn_at < self.effective_from
        return self.effective_from <= now and not withdrawn_first

    def over(self, now: datetime, happened: Happened) -> bool:
        """Whether its own time is over, or it was withdrawn."""
        if self.state is StatementState.WITHDRAWN:
            return True
        if self.effective_until is not None and self.effective_until <= now:
            return True
        return self.until_milestone is not None and happened(self.until_milestone, self.site_id)


def current(
    editions: Iterable[Edition],
    site_id: UUID | None,
    language: Language,
    now: datetime,
    happened: Happened,
) -> Edition | None:
    """The version that holds for a clinic (None: for every clinic) in a language, or None."""
    theirs = [each for each in editions if each.language is language]
    withdrawn_at: datetime | None = None
    if site_id is not None:
        own = latest(each for each in theirs if each.site_id == site_id and each.begun(now))
        if own is not None and not own.over(now, happened):
            return own
        if own is not None and own.state is StatementState.WITHDRAWN:
            withdrawn_at = own.withdrawn_at
    general = latest(each for each in theirs if each.site_id is None and each.begun(now))
    if general is None or general.over(now, happened):
        return None
    looked = withdrawn_at is None or (
        general.approved_at is not None and general.approved_at > withdrawn_at
    )
    return general if looked else None


def latest(editions: Iterable[Edition]) -> Edition | None:
    """The one that counts from the latest time on; of two the newer edition."""
    return max(editions, key=_order, default=None)


def standing(
    edition: Edition, editions: Sequence[Edition], now: datetime, happened: Happened
) -> StatementStanding:
    """What a version is at a moment, among those of its scope."""
    if edition.state is StatementState.WITHDRAWN:
        return StatementStanding.WITHDRAWN
    if edition.approved_at is None:
        reviewed = edition.state is StatementState.REVIEWED
        return StatementStanding.REVIEWED if reviewed else StatementStanding.DRAFT
    if not edition.begun(now):
        return StatementStanding.PLANNED
    newest = latest(e for e in editions if e.scope == edition.scope and e.begun(now))
    if newest is not None and newest.id != edition.id:
        return StatementStanding.SUPERSEDED
    over = edition.over(now, happened)
    return StatementStanding.ENDED if over else StatementStanding.CURRENT


def ended_at(edition: Edition, editions: Sequence[Edition], now: datetime) -> datetime | None:
    """Since when a version no longer holds, where a time tells: what replaced it, its own end, or
    when it was withdrawn. None for one that holds, or that a milestone ended."""
    if edition.since is None:
        return edition.withdrawn_at
    times = [edition.withdrawn_at] if edition.state is StatementState.WITHDRAWN else []
    times += [
        each.since
        for each in editions
        if each.scope == edition.scope and each.begun(now) and _order(each) > _order(edition)
    ]
    if edition.effective_until is not None and edition.effective_until <= now:
        times.append(edition.effective_until)
    return min((at for at in times if at is not None), default=None)


def words_language(spoken: str) -> Language:
    """In which language the words are shown to whoever speaks ``spoken`` ("Spanish"). Whoever
    interprets reads the English ones."""
    return Language.SPANISH if spoken.strip().casefold() == "spanish" else Language.ENGLISH


def next_turn(
    editions: Iterable[Edition], site_id: UUID | None, language: Language, now: datetime
) -> datetime | None:
    """When the clock alone may next change what holds for a clinic in a language: a version that
    is approved for later begins, or one ends."""
    times = (
        at
        for each in editions
        if each.scope in ((None, language), (site_id, language))
        and each.state is StatementState.APPROVED
        for at in (each.effective_from, each.effective_until)
    )
    return min((at for at in times if at is not None and at > now), default=None)


def not_before(now: datetime, known: Iterable[datetime | None]) -> datetime:
    """``now``, or the latest of the times that are known to have been: a clock that was set back
    does not make words that ended count again."""
    return max((now, *(at for at in known if at is not None)))


def _order(edition: Edition) -> tuple[datetime, int, UUID]:
    since = edition.since
    if since is None:
        raise ValueError("a version that is not approved has no time")
    return since, edition.number, edition.id
