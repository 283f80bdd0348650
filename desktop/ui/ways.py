"""The ways to the pages: where each kind of thing is worked on."""

from collections.abc import Callable
from uuid import UUID

from desktop.services.changes import Written
from desktop.ui.desk_pages import DeskPages
from desktop.ui.popups.taken_call import TakenCall
from desktop.ui.promise_wanted import PromiseWanted


class Ways:
    """Each way brings its page to the front with ``show_page``, then asks the page."""

    def __init__(self, show_page: Callable[[str], None], pages: DeskPages) -> None:
        self._show_page, self._pages = show_page, pages

    def new_call(self) -> None:
        """F2 from anywhere: an empty card."""
        self._show_page("intake")
        self._pages.intake.new_call()

    def new_call_of(self, number: str) -> None:
        """A card for a caller whose number is known."""
        self._show_page("intake")
        self._pages.intake.new_call_of(number)

    def take_call(self, call: TakenCall) -> None:
        """A card for the caller who rings."""
        self._show_page("intake")
        self._pages.intake.take_call(call)

    def call_out(self, number: str, name: str, person_id: UUID | None) -> None:
        """A card for somebody who is being rung."""
        self._show_page("intake")
        self._pages.intake.call_out(number, name, person_id)

    def new_person(self) -> None:
        """Somebody new, on the card that is open, else on an empty one."""
        self._show_page("intake")
        self._pages.intake.new_person()

    def back_to(self, written: Written) -> None:
        """Work was taken back: a call that was logged comes back as a card."""
        records = {touched.record for touched in written.touched}
        if "call" in records and "call_correction" not in records:
            self._show_page("intake")
        self._pages.intake.on_undone(written)

    def new_callback(self, about: str = "") -> None:
        """Ctrl+Shift+B from anywhere; ``about`` is what it is going to be about."""
        self._show_page("callbacks")
        self._pages.callbacks.new_callback(about)

    def promise_for(self, wanted: PromiseWanted) -> None:
        """A call on which a promise was made that is not written down."""
        self._show_page("callbacks")
        self._pages.callbacks.new_callback_for(wanted)

    def show_callback(self, callback_id: UUID) -> None:
        """A promise in its queue."""
        self._show_page("callbacks")
        self._pages.callbacks.show_callback(callback_id)

    def show_waiting(self) -> None:
        """The promises that wait for a milestone."""
        self._show_page("callbacks")
        self._pages.callbacks.show_view("waiting")

    def show_call(self, call_id: UUID) -> None:
        """A call in the list of calls."""
        self._show_page("calls")
        self._pages.calls.show_call(call_id)

    def show_person(self, person_id: UUID) -> None:
        """Somebody's page."""
        self._show_page("people")
        self._pages.people.show_person(person_id)

    def show_line(self, line_id: UUID) -> None:
        """Words to read aloud."""
        self._show_page("reference")
        self._pages.reference.show_line(line_id)
