"""Carry a command out and say how it went: an exit code, and one sentence when it did not."""

import argparse
import logging
import sys

from desktop import log
from desktop.cli.verb import Run
from desktop.domain.errors import Problem
from desktop.paths import Folders

STOPPED = 130
"""What a shell expects of a program that was stopped with Ctrl+C."""


def carry_out(run: Run, arguments: argparse.Namespace) -> int:
    """Call ``run``; a :class:`Problem` becomes its sentence on standard error and its exit code.

    Anything else is a bug: it goes to the log with its traceback, and the sentence says where
    the log is. The person never sees a traceback.
    """
    folders = Folders.of(arguments.data_dir, demo=arguments.demo)
    with log.writing_to(folders.log):
        try:
            return run(arguments)
        except Problem as problem:
            print(problem, file=sys.stderr)
            return problem.exit_code
        except KeyboardInterrupt:
            print("Stopped.", file=sys.stderr)
            return STOPPED
        except BrokenPipeError:
            # Whoever read the answer (head, less) has seen enough; Python would complain at exit.
            sys.stdout = None
            return 0
        except Exception:
            logging.getLogger(__name__).exception("a command stopped")
            print(
                f"KetWell Desk stumbled over its own code. What happened is in {folders.log}.",
                file=sys.stderr,
            )
            return Problem.exit_code
