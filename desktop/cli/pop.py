"""``pop``, and links: hands a ringing caller to the window that is open, and ends at once.

A soft phone waits for this, so it comes before everything else and loads next to nothing. What
stands behind the word ``pop``, or in a link, is text from anywhere: never an option.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from desktop.cli.verb import Verbs

_SCHEMES = ("ketwell:", "tel:", "callto:", "sip:", "sips:")
_WITH_VALUE = ("--data-dir", "--database", "--user")
_ALONE = ("--json", "--demo", "--safe-mode")
_NO_CALLER = "No phone number was found there. Give the number that rings, such as 602-555-0147."
_NOBODY = "KetWell Desk is not open, so nobody was shown this caller. Open it and sign in."


class Asked:
    """A caller to hand over. ``options`` stood before it."""

    def __init__(self, options: "list[str]", text: str, *, by_link: bool) -> None:
        self.options, self.text, self.by_link = options, text, by_link

    @property
    def given(self) -> str | None:
        """The data directory that was named."""
        found: str | None = None
        for place, word in enumerate(self.options):
            name, equals, value = word.partition("=")
            if name == "--data-dir":
                found = value if equals else self.options[place + 1]
        return found

    @property
    def data(self) -> str:
        """The data directory of the window that is meant."""
        from pathlib import Path

        from desktop.paths import Folders

        given = None if self.given is None else Path(self.given)
        return str(Folders.of(given, demo="--demo" in self.options).data)

    @property
    def quick_data(self) -> str:
        """The same where nothing is out of the ordinary, without loading what reads folders."""
        if self.given is not None:
            return os.path.join(os.getcwd(), os.path.expanduser(self.given)).rstrip(os.sep)  # noqa: PTH109, PTH111, PTH118
        if sys.platform == "win32":
            parts = (os.environ.get("LOCALAPPDATA", ""), "KetWell Desk")
        elif sys.platform == "darwin":
            parts = (os.path.expanduser("~/Library/Application Support"), "KetWell Desk")  # noqa: PTH111
        else:
            home = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")  # noqa: PTH111
            parts = (home, "ketwell-desk")
        return os.path.join(*parts, "demo" if "--demo" in self.options else "desk")  # noqa: PTH118


def asked(words: "Sequence[str]") -> Asked | None:
    """The caller in a command line: behind the verb, or a link. None for every other line."""
    place = 0
    while place < len(words):
        word = words[place]
        options, rest = list(words[:place]), list(words[place + 1 :])
        if word == "pop":
            if rest in ([], ["-h"], ["--help"]):
                return None
            return Asked(options, " ".join(rest), by_link=False)
        if word.lower().startswith(_SCHEMES):
            return Asked(options, " ".join((word, *rest)), by_link=True)
        if word in _WITH_VALUE and rest:
            place += 2
        elif word in _ALONE or word.startswith(tuple(f"{each}=" for each in _WITH_VALUE)):
            place += 1
        else:
            return None
    return None


def carry_out(caller: Asked) -> int | None:
    """Hand it over: 0 when the window has it, 2 when there is no caller in it, 3 when no window is
    open. None for a link while no window is open: whoever follows a link wants one."""
    from desktop.connectors.telephony.pop_place import NO_CALLER, NOBODY, SHOWN, hand_over

    became = hand_over(caller.quick_data, caller.text)
    if became == NOBODY:
        became = hand_over(caller.data, caller.text)
    if became == SHOWN:
        return 0
    if became != NO_CALLER and caller.by_link:
        from desktop.domain.pop_link import read_pop

        if read_pop(caller.text) is not None:
            return None
        became = NO_CALLER
    if sys.stderr is not None:
        print(_NO_CALLER if became == NO_CALLER else _NOBODY, file=sys.stderr)
    return 2 if became == NO_CALLER else 3


def add(verbs: "Verbs") -> None:
    """Add ``pop NUMBER…``, for the help; :func:`asked` comes first and reads it."""
    verb = verbs.add_parser("pop", help="hand a ringing caller to the window that is open")
    verb.add_argument(
        "number", nargs="+", metavar="NUMBER", help="as the phone gives it, or a link"
    )
    verb.set_defaults(run=run)


def run(arguments: "argparse.Namespace") -> int:
    """What :func:`carry_out` does, for a line that was read by the parser."""
    options = [] if arguments.data_dir is None else ["--data-dir", str(arguments.data_dir)]
    options += ["--demo"] if arguments.demo else []
    return carry_out(Asked(options, " ".join(arguments.number), by_link=False)) or 0
