"""The one door: a window without a verb, the command line with one."""

import gc
import sys

from desktop.cli import pop

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


def main(argv: "Sequence[str] | None" = None) -> int:
    """Run ``ketwell-desk`` with these words (``sys.argv`` when ``None``); returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words == ["--read-workbook"]:
        # An installed program is not Python and starts itself to open a workbook aside.
        from desktop.connectors.files.workbook_process import main as read_workbook

        return read_workbook()
    if words == ["--read-mail"]:
        from desktop.connectors.mail_process import main as read_large_mail

        return read_large_mail()
    # Before everything else is loaded: a phone waits for the answer.
    caller = pop.asked(words)
    if caller is not None:
        code = pop.carry_out(caller)
        if code is not None:
            return code
        words = caller.options
    from desktop.cli.carry_out import carry_out
    from desktop.cli.parser import parse

    arguments = parse(words)
    arguments.link = caller.text if caller is not None else None
    return carry_out(arguments.run or draw, arguments)


def draw(arguments: "argparse.Namespace") -> int:
    """What needs Qt: the window, and the verbs that draw. Only here, so the rest starts fast."""
    if arguments.verb == "screens":
        from desktop.ui.screens import draw_screens

        return draw_screens(arguments.out)
    gc.disable()  # a start makes much and drops little; the opened desk collects by itself
    from desktop.ui.start import open_window

    return open_window(arguments)


if __name__ == "__main__":
    sys.exit(main())
