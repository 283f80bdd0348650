"""Keeps who rings, looks them up, and shows them where it is not in the way."""

import sys
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from uuid import UUID

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.errors import Problem
from desktop.domain.incoming import Fate, Receipt, Take
from desktop.domain.numbers import NumberStatus
from desktop.domain.pop_link import read_pop
from desktop.domain.ringing_callers import (
    Callers,
    Ringing,
    RingNews,
    heard,
    put_away,
    taken,
    without_stale,
)
from desktop.services.actor import Actor
from desktop.services.caller_glance import CallerGlance, CallerGlances
from desktop.services.changes import Touched
from desktop.ui.changes import concerns
from desktop.ui.popups import pop_words
from desktop.ui.popups.door_notice import DoorNotice
from desktop.ui.popups.doorway import Doorway
from desktop.ui.popups.pop_bar import PopBar, PopLine
from desktop.ui.popups.taken_call import TakenCall
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce

POP_SOURCE = "pop"
"""The source of callers that the ``pop`` verb and links tell of."""
LINKS_ARE_EVENTS = sys.platform == "darwin"
"""Elsewhere links come on the command line; no event of the program has to be looked at for one."""
_TICK_MS = 1000
_SHOWN = ("person", "person_number", "callback", "call")


class PopDesk(QObject):
    """``is_quiet`` says that nothing may be shown now (the Safety card is open); ``take`` writes
    down a caller that the ``pop`` verb or a link tells of; ``live`` reads who rings by now and how
    the calls of these identities stand (see :class:`desktop.services.live_calls.LiveCalls`)."""

    missed_topic = "missed"
    """Of the notice on who reached nobody, for :meth:`on_put_away`."""

    wanted_switch = "show_callers"

    taken = Signal(object)
    """A :class:`TakenCall`: somebody takes it here."""
    missed = Signal(str)
    """A sentence: who rang and reached nobody, all of them that nobody has put away yet."""

    def __init__(
        self,
        theme: Theme,
        tasks: Runner,
        glances: CallerGlances,
        clock: Callable[[], datetime],
        parent: QObject,
        is_quiet: Callable[[], bool],
        take: Take | None = None,
        live: Callable[[Collection[UUID]], Sequence[RingNews]] | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._glances, self._clock = tasks, glances, clock
        self._is_quiet, self._take_in, self._live = is_quiet, take, live
        self._actor: Actor | None = None
        self._callers = Callers()
        self._known: dict[str, CallerGlance] = {}
        self._announced: set[str] = set()
        self._missed: list[tuple[RingNews, CallerGlance | None]] = []
        self._told = 0
        self._wanted = True
        self._back: QWidget | None = None
        self.doorway = Doorway(self)
        self.doorway.heard.connect(self.hear)
        self.doorway.popped.connect(self._pop)
        self.bar = PopBar(theme)
        self.bar.take_requested.connect(self.take)
        self.bar.put_away_requested.connect(self.put_away)
        self.door_notice = DoorNotice(theme)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self.second)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            if LINKS_ARE_EVENTS:
                application.installEventFilter(self.doorway)
            application.focusChanged.connect(self._focus_moved)

    # -- what the window asks ---------------------------------------------------------------------

    def set_actor(self, actor: Actor | None) -> None:
        """Somebody is here, or nobody any more: then no name is shown."""
        self._actor, self._known = actor, {}
        self._look_up_all()
        self._show()

    def on_changed(self, touched: frozenset[Touched]) -> None:
        """News: what is known of a caller may have changed."""
        if self._callers.shown and concerns(touched, *_SHOWN):
            self._look_up_all()

    def on_switched(self, switch: str, on: bool) -> None:
        """A switch of this computer: whether callers who ring are shown here at all."""
        if switch != self.wanted_switch:
            return
        self._wanted = on
        if not on:
            self._missed, self._told = [], 0
        self._show()

    def on_stirred(self) -> None:
        """Something was written, perhaps by another program: somebody may ring."""
        live = self._live
        if live is None:
            return
        known = (each.news.call_id for each in (*self._callers.shown, *self._callers.away))
        ids = tuple(each for each in known if each is not None)
        self._tasks.run_network(lambda: live(ids), self._hear_all, _quiet)

    def _hear_all(self, news: Sequence[RingNews]) -> None:
        for each in news:
            self.hear(each)

    def second(self) -> None:
        """A second has gone by (a timer calls it)."""
        self._callers = without_stale(self._callers, self._clock())
        self._show()

    # -- who rings --------------------------------------------------------------------------------

    def hear(self, news: RingNews) -> None:
        """Something was heard of a call."""
        told = heard(self._callers, news, self._clock())
        if told.callers == self._callers:
            return  # heard before, from another program's writing or another source
        self._callers = told.callers
        if told.new is not None:
            self._look_up(told.new)
        if told.left is not None and self._wanted:
            self._missed.append((told.left.news, self._known.get(_number(told.left))))
        self._show()

    def take(self, key: str) -> None:
        """This caller is taken here: a card begins."""
        ringing = self._callers.of(key)
        if ringing is None or self._actor is None:
            return
        self._callers = taken(self._callers, key, self._clock())
        self._show()
        self._back = None  # the card has the focus now
        news, glance = ringing.news, self._known.get(_number(ringing))
        known = glance is not None and bool(glance.match.people)
        withheld = news.reading.status is NumberStatus.WITHHELD
        self.taken.emit(
            TakenCall(
                number_text="" if withheld else pop_words.number_words(news.reading),
                line=news.line,
                name="" if known else pop_words.sent_name(news),
                call_id=news.call_id,
                started_at=ringing.since,
                to_dial=news.to_dial,
            )
        )

    def put_away(self, key: str) -> None:
        """This caller goes on ringing without being shown."""
        self._callers = put_away(self._callers, key)
        self._show()

    def _pop(self, text: str) -> None:
        request = read_pop(text)
        if request is None:
            return
        if request.to_dial:
            self.doorway.dial(request)
            return
        call = request.call(POP_SOURCE, self._clock())
        take = self._take_in
        if take is None:
            self.doorway.ringing(call, Receipt(Fate.CREATED))
            return

        def written(receipt: Receipt) -> None:
            self.doorway.ringing(call, receipt)

        def not_written(_problem: Problem) -> None:
            # The caller rings whether or not it can be written down now.
            self.doorway.ringing(call, Receipt(Fate.CREATED))

        self._tasks.run(lambda: take(call), written, not_written)

    def on_put_away(self, topic: str) -> None:
        """Somebody has read a notice and put it away."""
        if topic == self.missed_topic:
            self._missed, self._told = self._missed[self._told :], 0

    # -- who it is --------------------------------------------------------------------------------

    def _look_up_all(self) -> None:
        for ringing in self._callers.shown:
            self._look_up(ringing)

    def _look_up(self, ringing: Ringing) -> None:
        actor, number = self._actor, _number(ringing)
        if actor is None:
            return

        def known(glance: CallerGlance) -> None:
            if self._actor is actor:
                self._known[number] = glance
                self._show()

        # Beside the database's worker: a caller does not wait for a list that is being read.
        self._tasks.run_network(lambda: self._glances.of(actor, number), known, _quiet)

    # -- what is shown ----------------------------------------------------------------------------

    def _show(self) -> None:
        shown, actor = self._callers.shown, self._actor
        still = {key for ringing in shown for key in ringing.keys}
        self._announced &= still
        waiting = sum(not (each.is_answered or each.news.to_dial) for each in shown)
        self.door_notice.show_waiting(
            waiting if actor is None and self._wanted and not self._is_quiet() else 0
        )
        if shown or self._callers.away or len(self._missed) > self._told:
            self._tick.start()
        else:
            self._tick.stop()
        if actor is None or self._is_quiet() or not self._wanted:
            self._show_lines(())
            return
        now = self._clock()
        self._show_lines(tuple(self._line(ringing, actor, now) for ringing in shown))
        self._announce(shown)
        if len(self._missed) > self._told:
            self._told = len(self._missed)
            self.missed.emit(pop_words.missed_words(self._missed))

    def _line(self, ringing: Ringing, actor: Actor, now: datetime) -> PopLine:
        glance = self._known.get(_number(ringing))
        return PopLine(
            key=ringing.keys[0],
            caller=pop_words.caller_words(ringing.news, glance),
            number=pop_words.number_beside(ringing.news, glance),
            facts=pop_words.fact_words(glance, actor.zone, now),
            state=pop_words.state_words(ringing, now),
            answered=ringing.is_answered,
            to_dial=ringing.news.to_dial,
        )

    def _show_lines(self, lines: tuple[PopLine, ...]) -> None:
        focus = QApplication.focusWidget()
        leaving = not lines and focus is not None and self.bar.isAncestorOf(focus)
        self.bar.show_lines(lines)
        if leaving and self._back is not None and shiboken6.isValid(self._back):
            self._back.setFocus()

    def _announce(self, shown: tuple[Ringing, ...]) -> None:
        """Once for each caller, when it is known who it is or that nobody knows."""
        for ringing in shown:
            glance = self._known.get(_number(ringing))
            if glance is not None and not self._announced.intersection(ringing.keys):
                self._announced.update(ringing.keys)
                announce(self.bar, pop_words.spoken_words(ringing, glance))

    def _focus_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        """Where the focus goes back to when the bar that has it leaves."""
        if now is None or before is None or not shiboken6.isValid(before):
            return
        if self.bar.isAncestorOf(now) and not self.bar.isAncestorOf(before):
            self._back = before


def _number(ringing: Ringing) -> str:
    return ringing.news.number


def _quiet(_problem: Problem) -> None:
    """The caller is shown with the number; who it is comes with the next look."""
