"""How a card begins: empty, with a number, with a call that is taken, with somebody to ring."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from desktop.domain.vocabulary import Direction
from desktop.services.call_form import CallForm, PromiseForm
from desktop.ui.intake.asker import Asker
from desktop.ui.intake.call_card import CallCard
from desktop.ui.intake.card_state import CardState
from desktop.ui.intake.picking import Picked
from desktop.ui.intake.side_pane import SCRIPT, SidePane
from desktop.ui.popups.taken_call import TakenCall


class CardBeginnings:
    """``show`` puts a form on the card; what is known is then entered as if it was typed, and the
    focus goes where work begins. Nothing begins while nobody is here."""

    def __init__(
        self,
        asker: Asker,
        clock: Callable[[], datetime],
        state: CardState,
        card: CallCard,
        side: SidePane,
        show: Callable[[CallForm], None],
    ) -> None:
        self._asker, self._clock, self._show = asker, clock, show
        self._state, self._card, self._side = state, card, side

    def begin(self, number_text: str = "") -> None:
        """A call that comes in; its number, where it is known."""
        if not self._fresh(self._clock()):
            return
        if number_text.strip():
            self._state.type_number(number_text)
            self._card.focus_notes()
        else:
            self._card.focus_number()

    def begin_taken(self, call: TakenCall) -> None:
        """A ringing call that somebody takes here."""
        if not self._fresh(call.started_at):
            return
        self._state.set_field(
            phone_call_id=call.call_id,
            number_text=call.number_text,
            called_line=call.line or self._state.form.called_line,
            speaker_name=call.name,
        )
        self._card.focus_notes()

    def begin_out(self, number_text: str, name: str, person_id: UUID | None) -> None:
        """A call to somebody; ``person_id`` is who they are, where that is known."""
        self.begin(number_text)
        if self._asker.actor is None:
            return
        self._state.set_field(direction=Direction.OUT)
        if person_id is not None:
            self._state.pick_speaker(Picked(person_id, name))
        else:
            self._state.type_speaker(name)

    def _fresh(self, started_at: datetime) -> bool:
        """Show an empty card, unless nobody is here."""
        actor = self._asker.actor
        if actor is None:
            return False
        promise = PromiseForm(owner_team_id=actor.team_id)
        self._show(CallForm(started_at, site_id=actor.site_id, promise=promise))
        self._side.show_tab(SCRIPT)
        return True
