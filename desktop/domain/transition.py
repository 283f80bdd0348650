"""The steps of the transition: their order, what still may come, and who owns the clinics when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from desktop.domain.vocabulary import MilestoneKind

STEPS = (
    MilestoneKind.ANNOUNCED,
    MilestoneKind.SIGNED,
    MilestoneKind.CLOSING,
    MilestoneKind.SYSTEMS_MOVED,
    MilestoneKind.COMPLETE,
)
"""In the order in which they come."""

TITLES: Mapping[MilestoneKind, str] = {
    MilestoneKind.ANNOUNCED: "Announced",
    MilestoneKind.SIGNED: "Agreement signed",
    MilestoneKind.CLOSING: "Closing",
    MilestoneKind.SYSTEMS_MOVED: "Systems moved",
    MilestoneKind.COMPLETE: "Complete",
    MilestoneKind.CALLED_OFF: "Called off",
    MilestoneKind.CLOSURE: "Closure",
}

ALL = "all"
"""The scope of what is for every clinic."""


def scope_of(site_id: UUID | None) -> str:
    """How a scope is stored: "all", or the hex identity of a site."""
    return ALL if site_id is None else site_id.hex


@dataclass(frozen=True, slots=True)
class Step:
    """What is known of one milestone. ``site_id`` is that of a closure, None for all."""

    kind: MilestoneKind
    site_id: UUID | None
    planned_on: date | None
    happened_at: datetime | None


class Course:
    """How far the transition is."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = steps

    def happened(self, kind: MilestoneKind, site_id: UUID | None = None) -> bool:
        """Whether a step has happened. A closure of all closes each site; asked without a site,
        only that one counts."""
        return any(
            each.kind is kind
            and each.happened_at is not None
            and (each.site_id is None or each.site_id == site_id)
            for each in self._steps
        )

    def closed_at(self, site_id: UUID) -> datetime | None:
        """When a clinic closed, by itself or with all others."""
        found = (
            each.happened_at
            for each in self._steps
            if each.kind is MilestoneKind.CLOSURE and each.site_id in (None, site_id)
        )
        return min((at for at in found if at is not None), default=None)

    def once(self, kind: MilestoneKind, site_id: UUID | None, at: datetime) -> "Course":
        """How far it is once this step has happened."""
        return Course([*self._steps, Step(kind, site_id, None, at)])

    @property
    def called_off(self) -> bool:
        """Whether the sale does not happen any more."""
        return self.happened(MilestoneKind.CALLED_OFF)

    def live(self, kind: MilestoneKind, site_id: UUID | None = None) -> bool:
        """Whether a promise may wait for this step: it has not happened and still can."""
        if kind is MilestoneKind.CALLED_OFF or self.happened(kind, site_id):
            return False
        return kind is MilestoneKind.CLOSURE or not self.called_off

    def ends_waiting_for(self, kind: MilestoneKind) -> tuple[MilestoneKind, ...]:
        """What a promise may have waited for that becomes due when ``kind`` happens."""
        return STEPS if kind is MilestoneKind.CALLED_OFF else (kind,)

    def skipped(self, kind: MilestoneKind) -> tuple[MilestoneKind, ...]:
        """Steps before this one that are not marked."""
        if kind not in STEPS:
            return ()
        return tuple(each for each in STEPS[: STEPS.index(kind)] if not self.happened(each))

    @property
    def next(self) -> MilestoneKind | None:
        """The first step that has not happened; None at the end, and once it is called off."""
        if self.called_off:
            return None
        done = [STEPS.index(each) for each in STEPS if self.happened(each)]
        behind = STEPS[max(done) + 1 :] if done else STEPS
        return next(iter(behind), None)

    def asked_on(self, today: date) -> tuple[Step, ...]:
        """Steps whose planned day is over without a word: somebody has to be asked."""
        return tuple(
            each
            for each in self._steps
            if each.planned_on is not None
            and each.planned_on < today
            and each.happened_at is None
            and self.live(each.kind, each.site_id)
        )

    def phases(self) -> tuple["Phase", ...]:
        """The stretches of time between the steps that happened, in order: first the one before
        all of them. Two steps at the same time make one phase, named after the later."""
        marked = sorted(
            (
                (each.happened_at, _place(each.kind), each.kind)
                for each in self._steps
                if each.happened_at is not None and each.kind is not MilestoneKind.CLOSURE
            ),
        )
        phases = [Phase(None, None, sold=False)]
        sold = False
        for at, _, kind in marked:
            sold = sold or kind in _SOLD
            if phases[-1].since == at:
                phases.pop()
            phases.append(Phase(kind, at, sold))
        return tuple(phases)


_SOLD = frozenset({MilestoneKind.CLOSING, MilestoneKind.SYSTEMS_MOVED, MilestoneKind.COMPLETE})
"""From closing on the clinics are the acquirer's."""


@dataclass(frozen=True, slots=True)
class Phase:
    """From one step until the next. ``since`` None: from the beginning. ``sold``: the clinics
    belong to the one who bought them."""

    kind: MilestoneKind | None
    since: datetime | None
    sold: bool

    @property
    def title(self) -> str:
        """ "Before the announcement", "After Closing"."""
        if self.kind is None:
            return "Before the first step"
        return f"Since {TITLES[self.kind]}"


def owner_words(phase: Phase, seller: str, company: str, acquirer: str) -> str:
    """Under which company something happened: "KWC (Delic)", after closing "KWC
    (Peter/PetraMD)"."""
    owner = acquirer if phase.sold else seller
    return f"{company} ({owner})" if owner else company


def due_because(kind: MilestoneKind, sale: str = "The sale") -> str:
    """Why a promise that waited is due, for the desk to read: "Closing has happened."."""
    if kind is MilestoneKind.CALLED_OFF:
        return f"{sale} was called off."
    if kind is MilestoneKind.CLOSURE:
        return "The clinic has closed."
    return f"{TITLES[kind]}: it has happened."


def _place(kind: MilestoneKind) -> int:
    return STEPS.index(kind) if kind in STEPS else len(STEPS)
