"""Pictures of the transition: its page, versions, marking, the handover, a closure, settings."""

from datetime import timedelta
from uuid import UUID

from desktop.domain.vocabulary import HandoverGroup, MilestoneKind
from desktop.ui.screen_stage import Scene, Stage, manager_on
from desktop.ui.transition.transition_page import TransitionPage

_KEY = UUID("01930000-0000-7000-8000-00000000f0aa")


def _transition(stage: Stage) -> TransitionPage:
    """The manager looks; the next version waits as a draft."""
    stage.desk.window.welcome(manager_on(stage))
    stage.desk.window.show_page("transition")
    return stage.desk.window.transition


def _overview(stage: Stage) -> None:
    _transition(stage)


def _versions(stage: Stage) -> None:
    page = _transition(stage)
    stage.settle()
    review = next(line for line in page.words.lines if line.act.words() == "Review")
    review.act.click()
    stage.settle()


def _marking(stage: Stage) -> None:
    page = _transition(stage)
    stage.settle()
    page.milestones.mark.click()
    stage.settle()
    stage.settle()


def _handover(stage: Stage) -> None:
    """Signed off before closing."""
    page = _transition(stage)
    stage.settle()
    page.head.handover.click()
    stage.settle()
    view = page.sides.handover
    view.policy.checks[HandoverGroup.OPEN_PROMISE].setChecked(True)
    view.policy.keep.click()
    stage.settle()
    view.make.note.setText("Delic and PetraMD agreed, letter of November 12")
    view.make.sign_off.click()
    stage.settle()


def _closure(stage: Stage) -> None:
    """Chicago has closed."""
    page, services = _transition(stage), stage.desk.app.services
    lark = manager_on(stage)
    site = next(site for site in services.places.sites(lark) if site.name == "Chicago")
    services.milestones.mark(
        lark, MilestoneKind.CLOSURE, site.id, 0, _KEY, stage.desk.app.clock() - timedelta(hours=1),
        "Iron Vault Archives", "(312) 555-0100",
    )  # fmt: skip
    stage.settle()
    page.reload()
    stage.settle()
    page.sides.open_closure(site.id)
    stage.settle()


def _settings(stage: Stage) -> None:
    stage.desk.window.welcome(manager_on(stage))
    stage.desk.window.show_page("settings")
    stage.settle()
    stage.desk.window.settings.show_section("deal")


def _outsiders(stage: Stage) -> None:
    _settings(stage)
    stage.desk.window.settings.show_section("outsiders")


TRANSITION = (
    Scene("04-transition", _overview),
    Scene("04-transition-words", _versions),
    Scene("04-transition-marking", _marking),
    Scene("04-handover", _handover),
    Scene("04-closure", _closure),
    Scene("13-transition", _settings),
    Scene("13-outsiders", _outsiders),
)
