"""The menu of what else can be done with the promises that are picked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QMenu, QWidget

from desktop.domain.roles import may
from desktop.domain.vocabulary import CallbackKind, Permission
from desktop.services.queue_row import QueueRow
from desktop.ui.callbacks.colleagues import Colleagues
from desktop.ui.callbacks.decision_strip import DECISIONS, SAFETY_DECISIONS
from desktop.ui.theme import Theme
from desktop.ui.widgets.menus import plain


@dataclass(frozen=True, slots=True)
class MenuActs:
    """What the entries do."""

    call: Callable[[], None]
    release: Callable[[], None]
    reassign: Callable[[UUID, UUID | None], None]
    postpone: Callable[[], None]
    close: Callable[[], None]
    reopen: Callable[[], None]
    give_number: Callable[[], None]
    name_person: Callable[[], None]
    decide: Callable[[str], None]
    strike: Callable[[UUID], None]


def owner_menu(
    parent: QWidget,
    colleagues: Colleagues,
    give: Callable[[UUID, UUID | None], None],
) -> QMenu:
    """Whom to give the picked promises to."""
    menu = QMenu("Give to", parent)
    menu.setAccessibleName("Give to")
    for words, team_id, user_id in colleagues.choices():
        action = menu.addAction(plain(words))
        action.triggered.connect(lambda _on=False, t=team_id, u=user_id: give(t, u))
    return menu


class PromiseMenu(QMenu):
    """The menu for one promise, or for several."""

    def __init__(
        self,
        parent: QWidget,
        theme: Theme,
        rows: Sequence[QueueRow],
        colleagues: Colleagues,
        acts: MenuActs,
    ) -> None:
        super().__init__(parent)
        self._theme, self._acts, self._colleagues = theme, acts, colleagues
        one = len(rows) == 1
        self.setAccessibleName("More with this promise" if one else "With the picked ones")
        if all(row.resolution is None for row in rows):
            if one:
                self._add_for_one(rows[0])
            self._add_for_all(rows)
        elif one:
            self._add("Open again…", "undo-2", acts.reopen)

    def _add_for_one(self, row: QueueRow) -> None:
        acts = self._acts
        if row.e164 is not None:
            self._add("Call", "phone-outgoing", acts.call)
        if row.lease_by == self._colleagues.actor.name:
            self._add("Let it go for others", "lock-keyhole-open", acts.release)
        safety = row.kind is CallbackKind.SAFETY
        if row.needs_decision:
            self.addSeparator()
            for what, words, icon in SAFETY_DECISIONS if safety else DECISIONS:
                self._add(words, icon, partial(acts.decide, what))
            self._add("Go on trying", "refresh-cw", partial(acts.decide, "again"))
        if row.person_id is None:
            self._add("Who is it for…", "user-plus", acts.name_person)
        self._add("Another number…", "phone", acts.give_number)
        if safety and may(self._colleagues.actor.role, Permission.APPROVE_WORDS):
            self._add("The Safety card was a mistake…", "eye-off", partial(acts.strike, row.id))
        self.addSeparator()

    def _add_for_all(self, rows: Sequence[QueueRow]) -> None:
        acts, actor = self._acts, self._colleagues.actor
        if not all(row.is_mine for row in rows):
            take = partial(acts.reassign, actor.team_id, actor.user_id)
            self._add("I take it" if len(rows) == 1 else "I take them", "user-plus", take)
        give = owner_menu(self, self._colleagues, acts.reassign)
        give.setIcon(self._theme.icon("users"))
        self.addMenu(give)
        self._add("Another time…", "calendar-clock", acts.postpone)
        self._add("Close…", "circle-check", acts.close)

    def _add(self, words: str, icon: str, act: Callable[[], None]) -> None:
        action = self.addAction(self._theme.icon(icon), plain(words))
        action.triggered.connect(lambda _on=False: act())
