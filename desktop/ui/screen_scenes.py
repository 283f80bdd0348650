"""How each picture comes about: what a clerk would do to see that screen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from desktop.ui.application import Desk

Forward = Callable[[timedelta], None]
Settle = Callable[[], None]
Play = Callable[[Desk, Forward, Settle], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """``name`` is the picture's; ``play`` acts on a desk where the demo's clerk has signed in."""

    name: str
    play: Play


def _shell(desk: Desk, forward: Forward, settle: Settle) -> None:
    desk.window.show_page("intake")


def _callbacks(desk: Desk, forward: Forward, settle: Settle) -> None:
    desk.window.show_page("callbacks")


def _sign_in(desk: Desk, forward: Forward, settle: Settle) -> None:
    desk.window.lock()


SCENES = (
    Scene("00-shell", _shell),
    Scene("02-callbacks", _callbacks),
    Scene("14-sign-in", _sign_in),
)
