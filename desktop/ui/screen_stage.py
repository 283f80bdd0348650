"""The desk that a picture is taken of, and what is asked of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from desktop.services.actor import Actor
from desktop.ui.application import Desk


@dataclass(frozen=True, slots=True)
class Stage:
    """The desk a scene is played on; ``forward`` moves its clock, ``settle`` lets it rest,
    ``folder`` takes files that go with the desk."""

    desk: Desk
    forward: Callable[[timedelta], None]
    settle: Callable[[], None]
    folder: Path


@dataclass(frozen=True, slots=True)
class Scene:
    """``name`` is the picture's; ``play`` acts on a desk where the demo's clerk has signed in."""

    name: str
    play: Callable[[Stage], None]


def manager_on(stage: Stage) -> Actor:
    """The demo's manager."""
    demo = stage.desk.app.demo
    if demo is None:
        raise RuntimeError("the pictures are of the demo")
    return demo.actor("Lark Moor")
