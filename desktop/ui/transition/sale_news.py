"""Keeps the chip of the top bar true: how far the sale is, and which words hold here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, QTimer

from desktop.app import Services
from desktop.domain.errors import Problem
from desktop.domain.roles import may
from desktop.domain.vocabulary import MilestoneKind, Permission
from desktop.services.actor import Actor
from desktop.services.changes import Touched
from desktop.services.milestone_rows import MilestoneRow
from desktop.services.statement_rows import CurrentWords
from desktop.ui.changes import concerns
from desktop.ui.intake.asker import Asker
from desktop.ui.shell.sale_chip import SaleChip
from desktop.ui.tasks import Runner

_TICK_MS = 1000
_NEWS = ("statement", "milestone", "transition_setting")
_PHASES = (
    (MilestoneKind.CALLED_OFF, "Sale called off"),
    (MilestoneKind.COMPLETE, "Acquisition complete"),
    (MilestoneKind.SYSTEMS_MOVED, "Acquisition closed"),
    (MilestoneKind.CLOSING, "Acquisition closed"),
    (MilestoneKind.SIGNED, "Acquisition pending"),
    (MilestoneKind.ANNOUNCED, "Acquisition pending"),
)


@dataclass(frozen=True, slots=True)
class _News:
    phase: str
    current: CurrentWords


def phase_words(rows: Sequence[MilestoneRow]) -> str:
    """How far the sale is, in two words."""
    happened = {row.kind for row in rows if row.happened_at is not None}
    return next((said for kind, said in _PHASES if kind in happened), "Acquisition")


class SaleNews(QObject):
    """Reads for the clinic of whoever is here; what is too old to be sure of is not shown."""

    def __init__(
        self,
        chip: SaleChip,
        tasks: Runner,
        services: Services,
        clock: Callable[[], datetime],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._chip, self._services, self._clock = chip, services, clock
        self._asker = Asker(tasks, self, "sale")
        self._here = False
        self._news: _News | None = None
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.second)

    def set_actor(self, actor: Actor | None) -> None:
        """Somebody is here, or nobody."""
        self._news = None
        self._chip.hide()
        self._here = actor is not None and may(actor.role, Permission.LOG_CALLS)
        if actor is None or not self._here:
            self._timer.stop()
            return
        self._asker.set_actor(actor)
        self._timer.start()
        self._read()

    def on_changed(self, touched: frozenset[Touched]) -> None:
        """News: perhaps of the sale."""
        if self._here and concerns(touched, *_NEWS):
            self._read()

    def second(self) -> None:
        """A second has gone by."""
        if self._here and self._news is not None:
            if self._news.current.wants_reading(self._clock()):
                self._read()
            self._show()

    def _read(self) -> None:
        services = self._services

        def read(actor: Actor) -> _News:
            return _News(
                phase_words(services.milestones.all(actor)),
                services.statements.current(actor, actor.site_id),
            )

        self._asker.ask(read, self._know, self._not_read, replaces="news")

    def _know(self, news: _News) -> None:
        self._news = news
        self._show()

    def _not_read(self, _problem: Problem) -> None:
        """What was read stays until it is too old."""
        self._show()

    def _show(self) -> None:
        news = self._news
        if news is None or not self._here:
            return
        fresh = news.current.still_holds(self._clock())
        row = news.current.statement if fresh else None
        if row is not None:
            words = f"statement {row.name}"
        else:
            words = "no approved words" if fresh else "take a message"
        self._chip.show_sale(news.phase, words, may_read=row is not None)
