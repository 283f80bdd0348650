"""How each picture comes about: what a clerk would do to see that screen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from desktop.ui.application import Desk


@dataclass(frozen=True, slots=True)
class Stage:
    """The desk a scene is played on; ``forward`` moves its clock, ``settle`` lets it rest."""

    desk: Desk
    forward: Callable[[timedelta], None]
    settle: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """``name`` is the picture's; ``play`` acts on a desk where the demo's clerk has signed in."""

    name: str
    play: Callable[[Stage], None]


def _shell(stage: Stage) -> None:
    stage.desk.window.show_page("intake")


def _callbacks(stage: Stage) -> None:
    stage.desk.window.show_page("callbacks")


def _sign_in(stage: Stage) -> None:
    stage.desk.window.lock()


SCENES = (
    Scene("00-shell", _shell),
    Scene("02-callbacks", _callbacks),
    Scene("14-sign-in", _sign_in),
)
