"""What the program can do, found by its words among the results."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.folding import words_of
from desktop.ui.keys import key_of, page_act
from desktop.ui.shell.pages import PAGES

MOST = 4
"""Actions that are shown beside other results."""
ABOUT = "new_callback_about"
"""The action that takes what was typed along."""


@dataclass(frozen=True, slots=True)
class Action:
    """``act`` names it for the window; ``words`` are other names people have for it. ``key_act``
    is whose key is shown beside it."""

    act: str
    title: str
    icon: str
    words: str = ""
    key_act: str = ""

    @property
    def kbd(self) -> str:
        """The key that does the same."""
        return key_of(self.key_act).text() if self.key_act else ""

    def answers(self, words: Sequence[str]) -> bool:
        """Whether each of ``words`` (folded) begins a word of its names."""
        names = words_of(f"{self.title} {self.words}")
        return all(any(name.startswith(word) for name in names) for word in words)


ACTIONS = (
    Action("new_call", "New call", "plus", "card intake phone ring start", "new_call"),
    Action("new_callback", "New callback", "plus", "promise ring back", "new_callback"),
    Action("new_person", "New person", "user-plus", "add patient caller", "new_person"),
    *(
        Action(
            page_act(page), f"Go to {page.title}", page.icon, "page show open list", page_act(page)
        )
        for page in PAGES
    ),
    Action(
        "voicemail_box",
        "Go to Voicemail",
        "voicemail",
        "voicemails messages box listen overnight night mailbox left page show open list",
        "voicemail_box",
    ),
    Action(
        "safety",
        "Safety card",
        "life-buoy",
        "danger suicide emergency 911 988 crisis threat hurt help",
        "safety",
    ),
    Action("lock", "Lock", "lock-keyhole", "leave away sign out log off", "lock"),
    Action(
        "switch_colours", "Switch between light and dark", "moon", "colours colors theme mode night"
    ),
    Action("text_larger", "Larger text", "a-large-small", "size zoom bigger font"),
    Action("text_smaller", "Smaller text", "a-large-small", "size zoom font"),
    Action("all_keys", "All keys", "key-round", "shortcuts keyboard help", "all_keys"),
)


def actions_for(text: str) -> tuple[Action, ...]:
    """Actions with these words, those whose title begins so first; all of them for no words."""
    words = words_of(text[:100])
    if not words:
        return () if text.strip() else ACTIONS
    found = [action for action in ACTIONS if action.answers(words)]
    found.sort(key=lambda action: not words_of(action.title)[0].startswith(words[0]))
    return tuple(found[:MOST])
