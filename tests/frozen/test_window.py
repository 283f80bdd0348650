"""The window of the frozen program, by keys."""

from collections.abc import Iterator
from contextlib import contextmanager

from desktop import app as composition
from desktop.app import App
from desktop.domain.vocabulary import CallOutcome, Reason
from desktop.services.actor import Actor
from desktop.services.call_rows import CallRow
from desktop.ui.frame import TITLE
from desktop.ui.start import DEMO_CLERK
from tests.frozen.conftest import Program
from tests.frozen.screen import PATIENCE, Screen, until

NUMBER, E164 = "6025550155", "+16025550155"
ANOTHER = "6025550156"
NOTES = "Asks for a copy of her records."


class Looking:
    """Looks into the data beside the program, as another process of this computer may."""

    def __init__(self, app: App) -> None:
        self._services = app.services
        assert app.demo is not None
        self._actor: Actor = app.demo.actor(DEMO_CLERK)

    def has_card(self, number: str, notes: str = "") -> bool:
        """Whether a card with this number and these notes is open or set aside."""
        forms = [draft.form for draft in self._services.drafts.open_drafts(self._actor)]
        return any(number in _digits(form.number_text) and notes in form.notes for form in forms)

    def calls(self) -> tuple[CallRow, ...]:
        """The calls from the number."""
        number_id = self._services.numbers.match(self._actor, E164).number_id
        return (
            self._services.calls.recent_for_number(self._actor, number_id, 9) if number_id else ()
        )


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


@contextmanager
def looking(program: Program) -> Iterator[Looking]:
    """Open the data with its key file."""
    app = composition.build(program.data)
    try:
        yield Looking(app)
    finally:
        app.close()


@contextmanager
def at_the_desk(program: Program, screen: Screen) -> Iterator[None]:
    """Open the window; afterwards close it by its cross. It has to end by itself, and well."""
    running = program.open(screen)
    try:
        until(lambda: running.poll() is not None or bool(screen.focus(TITLE)), "the window")
        yield
        window = screen.focus(TITLE)
        assert window, "the window is gone"
        screen.close(window)
        assert running.wait(timeout=PATIENCE) == 0
    finally:
        running.kill()
        running.wait()
    assert not any(word in program.log for word in ("ERROR", "CRITICAL", "Traceback"))


def test_a_call_logged_by_keys_is_found_after_a_restart(demo: Program, screen: Screen) -> None:
    with looking(demo) as look:
        assert not look.calls()
        with at_the_desk(demo, screen):
            # The first picture keeps what is typed, but not the key that opens the card.
            screen.write(NUMBER)
            screen.press_until("Return", lambda: look.has_card(NUMBER), "a card for the number")
            screen.write(NOTES)
            screen.press("alt+r")
            screen.write("3")
            screen.press("alt+1")
            screen.press("ctrl+Return")
            until(lambda: bool(look.calls()), "the call in the data")
    with looking(demo) as look:
        (call,) = look.calls()
        assert call.notes.strip() == NOTES
        assert call.outcome is CallOutcome.RESOLVED
        assert call.reasons == (Reason.RECORDS,)

        with at_the_desk(demo, screen):
            screen.write(ANOTHER)
            screen.press_until(
                "Return", lambda: look.has_card(ANOTHER), "a card for another number"
            )
            screen.press_until("ctrl+z", lambda: not look.calls(), "the call taken back")
            until(lambda: look.has_card(NUMBER, NOTES), "its card on the desk again")
