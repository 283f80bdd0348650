"""Every verb of the command line, done by each of the same people over the same data."""

import argparse
import contextlib
import io
import os
import traceback
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from desktop.app import build
from desktop.cli.at_work import PASSWORD_FILE
from desktop.cli.parser import parse, whole
from desktop.domain.errors import NotAllowed, Problem
from desktop.services.listener import NAME as LISTENER
from tests.roles.cells import NAMES, PASSWORD

WORDS = {
    "import": ("password",),
    "users add": ("Finch Reed", "--password-file", "password"),
    "users disable": ("Nobody Here",),
    "users reset": ("Nobody Here", "--password-file", "password"),
    "users list": (),
    "users leaving": ("Nobody Here",),
    "export": ("calls", "--out", "calls.csv", "--reason", "The monthly count"),
    "handover plan": (),
    "handover sign-off": ("--note", "Counsel of both sides"),
    "handover export": (
        *("--out", "nowhere/kwc.ketwell", "--reason", "The sale"),
        *("--passphrase-file", "password"),
    ),
    "handover import": ("nowhere.ketwell", "--passphrase-file", "password"),
    "restore": ("no-such-backup", "--yes"),
    "rekey": ("--code-file", "password"),
    # Last: after them others stand in than did before.
    "break-glass begin": ("--reason", "The clinic closes at noon"),
    "break-glass end": (),
}
"""What stands behind each verb that asks who is there, so that it comes to nothing after that."""


def verbs() -> Iterator[str]:
    """Every verb by name, with its act where it has acts."""
    for name, parser in _choices(whole()).items():
        acts = _choices(parser)
        yield from (f"{name} {act}" for act in acts) if acts else (name,)


def asking_verbs() -> tuple[str, ...]:
    """Those that ask who is there, in the order to do them in."""
    there = set(verbs())
    return tuple(verb for verb in WORDS if verb in there)


def _choices(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


@contextlib.contextmanager
def at_the_command_line(data: Path) -> Iterator[None]:
    """In the folder of the data, with everybody's password; the stand-in stands in by the real
    clock."""
    (data.parent / "password").write_text(PASSWORD, encoding="utf-8")
    app = build(data)
    try:
        actor = app.services.users.recognise(NAMES["stand-in"], PASSWORD)
        app.services.break_glass.begin(actor, "The clinic closes at noon", uuid4())
    finally:
        app.close()
    before = os.environ.get(PASSWORD_FILE)
    os.environ[PASSWORD_FILE] = "password"
    try:
        with contextlib.chdir(data.parent):
            yield
    finally:
        os.environ.pop(PASSWORD_FILE)
        if before is not None:
            os.environ[PASSWORD_FILE] = before


def wrong_in_verb(data: Path, verb: str, who: str, may: bool) -> str:
    """Do one verb as one of them; what is wrong with what came of it, "" when nothing is."""
    words = (*verb.split(), *WORDS[verb])
    name = NAMES.get(who, LISTENER)
    arguments = parse(["--data-dir", str(data), "--user", name, *words])
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            arguments.run(arguments)
        ended = "did it"
    except NotAllowed:
        ended = ""
    except Problem as problem:
        frames = [frame.name for frame in traceback.extract_tb(problem.__traceback__)]
        ended = "" if "recognise" in frames else f"went on, and was told “{problem}”"
    if may:
        return "" if ended else f"{verb} as {who}: was not allowed, and should be"
    return f"{verb} as {who}: {ended}, and should not be allowed" if ended else ""
