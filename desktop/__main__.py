"""The one door: a window without a verb, the command line with one."""

import argparse
import gc
import sys
from collections.abc import Sequence

from desktop.cli.carry_out import carry_out
from desktop.cli.parser import parse


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``ketwell-desk`` with these words (``sys.argv`` when ``None``); returns the exit code."""
    if (sys.argv[1:] if argv is None else argv) == ["--read-workbook"]:
        # An installed program is not Python and starts itself to open a workbook aside.
        from desktop.connectors.files.workbook_process import main as read_workbook

        return read_workbook()
    arguments = parse(argv)
    return carry_out(arguments.run or draw, arguments)


def draw(arguments: argparse.Namespace) -> int:
    """What needs Qt: the window, and the verbs that draw. Only here, so the rest starts fast."""
    if arguments.verb == "screens":
        from desktop.ui.screens import draw_screens

        return draw_screens(arguments.out)
    gc.disable()  # a start makes much and drops little; the opened desk enables it again
    from desktop.ui.start import open_window

    return open_window(arguments)


if __name__ == "__main__":
    sys.exit(main())
