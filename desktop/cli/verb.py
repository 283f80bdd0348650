"""What every verb of the command line is made of."""

import argparse
import re
from collections.abc import Callable
from typing import NoReturn, TypeAlias

Run: TypeAlias = Callable[[argparse.Namespace], int]
"""Carries a verb out and returns the exit code: 0 done, 1 some rows rejected or a check found
something. Raises :class:`desktop.domain.errors.Problem` when refused (2) or the world failed (3).
"""


class Parser(argparse.ArgumentParser):
    """An argument parser that answers a wrong command line with one plain sentence."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong on standard error, point at ``--help`` and leave with 2."""
        self.exit(2, f"{plain(message)} See {self.prog} --help.\n")


def plain(message: str) -> str:
    """Put argparse's own message into a sentence of ours."""
    unknown = re.match(r"argument VERB: invalid choice: '?([^' ]*)'?", message)
    if unknown:
        return f"There is no command “{unknown[1]}”."
    message = re.sub(r"invalid choice: (.+?) \(choose from (.+)\)", r"\1 is not one of \2", message)
    message = re.sub(r"invalid \w+ value: (.+)", r"\1 does not fit", message)
    return message[:1].upper() + message[1:] + "."


Verbs: TypeAlias = "argparse._SubParsersAction[Parser]"
"""What a verb's ``add`` is given; ``verbs.add_parser(name, help=...)`` makes its parser."""
