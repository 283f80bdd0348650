"""The cards that wait, as they are shown: on the page between two calls and on the open card."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from desktop.services.drafts import DraftRow
from desktop.ui.intake.call_card import CallCard
from desktop.ui.intake.ready_page import ReadyPage
from desktop.ui.intake.set_aside_reminder import SetAsideReminder

REMINDER = "A card you set aside has waited two minutes. It is at the top of Intake."


class WaitingCards:
    """``open_card`` gives the identity of the card that is open, None when none is: that one does
    not wait."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        ready: ReadyPage,
        card: CallCard,
        open_card: Callable[[], UUID | None],
    ) -> None:
        self._ready, self._card, self._open_card = ready, card, open_card
        self._reminder = SetAsideReminder(clock)
        self._drafts: tuple[DraftRow, ...] = ()

    def forget(self) -> None:
        """Somebody else is at the desk."""
        self._drafts = ()
        self._reminder.forget()
        self.show()

    def know(self, rows: tuple[DraftRow, ...]) -> None:
        """Every card there is."""
        here = self._open_card()
        self._drafts = tuple(row for row in rows if row.id != here)
        self._reminder.watch(self._drafts)
        self.show()

    def take_out(self, draft_id: UUID) -> None:
        """This one is going to be opened."""
        self._drafts = tuple(each for each in self._drafts if each.id != draft_id)

    def show(self) -> None:
        """Show them where they are looked for now."""
        self._ready.show_drafts(self._drafts)
        if self._open_card() is not None:
            self._card.show_waiting(self._drafts)

    def due(self) -> bool:
        """Whether to say :data:`REMINDER`: one has just waited two minutes."""
        return self._reminder.due()
