"""What every verb of the command line is made of."""

import argparse
from collections.abc import Callable
from typing import TypeAlias

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""What a verb's ``add`` is given; ``verbs.add_parser(name, help=...)`` makes its parser."""

Run: TypeAlias = Callable[[argparse.Namespace], int]
"""Carries a verb out and returns the exit code: 0 done, 1 some rows rejected or a check found
something. Raises :class:`desktop.domain.errors.Problem` when refused (2) or the world failed (3).
"""
