"""Opens data that is there, for a verb, and finds out who is asking."""

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.app import App, build
from desktop.domain.errors import DataLocked, NotFound, Refused, ServerLost, StorageProblem
from desktop.domain.roles import may
from desktop.domain.vocabulary import Permission
from desktop.paths import Folders
from desktop.services.actor import Actor, demand
from desktop.services.demo.desk import DemoDesk
from desktop.storage.data_files import DataFiles

PASSWORD_FILE = "KETWELL_PASSWORD_FILE"  # noqa: S105 - the name of a variable


@contextmanager
def at_work(arguments: argparse.Namespace) -> Iterator[tuple[App, Actor]]:
    """The services over the named data, and who acts: ``--user``, or in a demo its manager.

    Raises :class:`NotFound` where no data is (a verb never makes any: the recovery code that
    comes with new data is shown in the window), :class:`Refused` for a wrong password.
    """
    with opened(arguments) as app:
        yield app, _actor(app, arguments.user)


@contextmanager
def opened(arguments: argparse.Namespace) -> Iterator[App]:
    """The services over the named data, for a verb that asks nobody who they are."""
    folders = Folders.of(arguments.data_dir, demo=arguments.demo)
    app = build(_target(arguments), server_safe=folders.server)
    if app.opened.address_warning:
        print(app.opened.address_warning, file=sys.stderr)
    try:
        yield app
    finally:
        app.close()


def administrator_if_it_opens(arguments: argparse.Namespace) -> Actor | None:
    """The administrator who asks, for a verb that puts the whole data at stake. None where there is
    no data that opens: whoever has the key and the file may then do what they like.

    Raises :class:`NotAllowed` for anybody else, :class:`DataLocked` while it is being upgraded.
    """
    try:
        with opened(arguments) as app:
            needs_nobody = app.demo is None and app.services.users.needs_first_manager()
            actor = None if needs_nobody else _actor(app, arguments.user, Permission.RUN_SYSTEM)
    except (DataLocked, ServerLost):
        raise
    except (StorageProblem, NoDataHere):
        return None
    if actor is not None:
        demand(actor, Permission.RUN_SYSTEM)
    return actor


def data_folder(arguments: argparse.Namespace) -> Path:
    """The data directory that is named, whether it has data or not."""
    return Folders.of(arguments.data_dir, demo=arguments.demo).data


class NoDataHere(NotFound):
    """There is no data yet."""


def read_secret(prompt: str, file: Path | None) -> str:
    """A password: the first line of ``file``, else asked for at the terminal without showing it.

    Raises :class:`Refused` where there is neither.
    """
    if file is not None:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise Refused(f"The password file {file} cannot be read. Look at its name.") from error
        return lines[0] if lines else ""
    if not sys.stdin.isatty():
        raise Refused("There is no terminal to ask for the password. Put it into a file.")
    return getpass.getpass(prompt)


def _target(arguments: argparse.Namespace) -> Path | str:
    if arguments.database:
        return str(arguments.database)
    data = data_folder(arguments)
    if not DataFiles.of(data).database.exists():
        raise NoDataHere(
            f"There is no data in {data}. Open KetWell Desk once to set it up, "
            "or name another folder with --data-dir."
        )
    return data


def _actor(app: App, name: str | None, needs: Permission = Permission.EXPORT) -> Actor:
    if app.demo is not None:
        return app.demo.actor(name or _who_may(app.demo, needs))
    if app.services.users.needs_first_manager():
        raise NotFound("Nobody is set up here yet. Open KetWell Desk and follow its first steps.")
    if not name:
        raise Refused("Say who is asking: put --user and your name before the command.")
    file = os.environ.get(PASSWORD_FILE)
    password = read_secret(f"Password of {name}: ", Path(file) if file else None)
    return app.services.users.recognise(name, password)


def _who_may(demo: DemoDesk, needs: Permission) -> str:
    return next(user.name for user in demo.users() if may(user.role, needs))
