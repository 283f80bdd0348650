"""Somebody is rung: the program has no phone of its own, so a hand dials."""

from PySide6.QtWidgets import QApplication

from desktop.domain.number_display import display
from desktop.services.lead_rows import LeadDetail
from desktop.ui.popups.taken_call import TakenCall
from desktop.ui.shell.notices import NoticeBar
from desktop.ui.ways import Ways


class HandDialling:
    """Gets a number ready to dial, and the card of the call where one is wanted."""

    def __init__(self, notices: NoticeBar, ways: Ways) -> None:
        self._notices, self._ways = notices, ways

    def ring(self, number: str) -> None:
        """The number is copied, for the phone to dial."""
        QApplication.clipboard().setText(number)
        self._notices.say(
            f"{number} is copied. Dial it on your phone, then say how the call went.", "phone", "ok"
        )

    def take(self, call: TakenCall) -> None:
        """Somebody who rings is taken; somebody a link names is rung, on a card of a call out."""
        if call.to_dial:
            self.ring(call.number_text)
            self._ways.call_out(call.number_text, call.name, None)
        else:
            self._ways.take_call(call)

    def ring_lead(self, lead: LeadDetail) -> None:
        """Somebody who wrote is rung: their number is ready to dial, their card is open."""
        self.ring(display(lead.e164, lead.extension or None))
        self._ways.call_out(lead.e164, lead.caller_name, lead.caller_id)
