"""A mailbox in trouble: the line is cut, the way is barred, the desk is away; nothing is lost."""

import imaplib
import json
import os
import ssl
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.connectors.mail.settings import MailSettings, Protection
from desktop.connectors.mail.troubles import trouble_of
from desktop.domain.connection_state import Link
from desktop.domain.errors import Refused, ServerLost
from desktop.domain.incoming import Incoming, RowRead
from desktop.domain.mail_reading import OUR_FAULT, read_mail
from tests.connectors.mail.dovecot import MailServer
from tests.connectors.mail.receiving import (
    Desk,
    form,
    is_waiting,
    settings,
    watching,
)
from tests.cut_line import line_to


@pytest.mark.parametrize("after", [60_000, 400_000])
def test_a_line_that_is_cut_in_the_middle_of_a_mail(
    server: MailServer, user: str, after: int
) -> None:
    desk = Desk()
    server.deliver(user, form(1), form(2, "word " * 150_000), form(3))
    with line_to(server.tls) as line:
        line.cut_after(after)
        with watching(desk, settings(server, user, port=line.port)) as box:
            desk.until(lambda: is_waiting(box) and len(desk.taken) == 3)
        assert line.cuts == 1
    assert desk.again == []
    assert server.seen(user) == [1, 2, 3]


def test_a_line_that_is_cut_while_it_waits(server: MailServer, user: str) -> None:
    desk = Desk()
    reasons: list[str] = []
    with (
        line_to(server.tls) as line,
        watching(desk, settings(server, user, port=line.port)) as box,
    ):
        desk.also = lambda: reasons.append(box.standing.reason)
        desk.until(lambda: is_waiting(box))
        server.deliver(user, form(1))
        desk.until(lambda: box.counts.leads == 1 and is_waiting(box))
        line.cut_now()
        desk.until(lambda: any(reason.endswith("It is tried again.") for reason in reasons))
        server.deliver(user, form(2))
        desk.until(lambda: box.counts.leads == 2 and is_waiting(box))
        assert box.standing.reason == ""
    assert desk.again == []


def test_a_mail_that_always_breaks_the_line_is_put_aside(server: MailServer, user: str) -> None:
    desk = Desk()
    server.deliver(user, form(1))
    with (
        line_to(server.tls) as line,
        watching(desk, settings(server, user, port=line.port)) as box,
    ):
        desk.until(lambda: is_waiting(box))
        line.cut_after(100_000, always=True)
        server.deliver(user, form(2, "word " * 150_000))
        desk.until(lambda: box.counts.put_aside == 1)
        server.deliver(user, form(3))
        desk.until(lambda: box.counts.leads == 2)
    (aside,) = desk.aside.values()
    assert aside.reason.startswith("The connection broke each time")
    assert server.unseen(user) == [2]


def test_nothing_moves_on_while_the_desk_is_out_of_reach(server: MailServer, user: str) -> None:
    gone = [True]

    def out_of_reach(record: Incoming) -> None:
        if gone[0]:
            raise ServerLost("The clinic server cannot be reached.")

    desk = Desk(out_of_reach)
    tries: list[Link] = []
    server.deliver(user, form(1), form(2))
    with watching(desk, settings(server, user)) as box:
        desk.also = lambda: tries.append(box.standing.link)
        # Many times: a mail that is not taken for that is no bad mail.
        desk.until(lambda: tries.count(Link.RETRYING) > 8)
        assert box.standing.reason.startswith("The clinic server cannot be reached")
        assert (server.seen(user), desk.cursor, desk.aside) == ([], None, {})
        gone[0] = False
        desk.until(lambda: is_waiting(box))
    assert len(desk.taken) == 2
    assert server.seen(user) == [1, 2]


WRONG = {
    "password": ({"password": "not-this"}, "does not accept the name and password"),
    "folder": ({"folder": "Nowhere"}, "There is no folder “Nowhere”"),
    "certificate": ({"ca_file": ""}, "The certificate of localhost cannot be trusted"),
    "name": ({"host": "ip6-localhost"}, "ip6-localhost"),
    "nobody there": ({"port": 1}, "Nobody answers at localhost, port 1"),
    "no such computer": ({"host": "nowhere.invalid"}, "nowhere.invalid cannot be found"),
    "no file": ({"ca_file": "/nowhere.pem"}, "The file with the clinic's own certificate"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_in_the_way_is_said(server: MailServer, user: str, wrong: str) -> None:
    changes, sentence = WRONG[wrong]
    desk = Desk()
    how = replace(settings(server, user), **changes)  # type: ignore[arg-type]
    with watching(desk, how) as box:
        desk.until(lambda: box.standing.reason != "")
        assert sentence in box.standing.reason
        assert box.standing.link in (Link.REFUSED, Link.RETRYING)
    assert desk.taken == {}


@pytest.mark.parametrize(
    "lost",
    [
        ssl.SSLEOFError(8, "EOF occurred in violation of protocol"),
        ConnectionResetError(),
        imaplib.IMAP4.abort("socket error: EOF"),
    ],
)
def test_a_line_that_breaks_is_tried_again_soon(lost: Exception) -> None:
    how = MailSettings("mail", "imap.clinic.example", "desk", "x")
    assert not trouble_of(lost, how).needs_somebody


def test_starttls_and_a_plain_port_that_is_taken_for_an_encrypted_one(
    server: MailServer, user: str
) -> None:
    desk = Desk()
    server.deliver(user, form(1))
    how = replace(settings(server, user), port=server.plain)
    with watching(desk, how) as box:
        desk.until(lambda: box.standing.link is Link.REFUSED)
        assert "does not speak TLS" in box.standing.reason
    with watching(desk, replace(how, protection=Protection.STARTTLS)) as box:
        desk.until(lambda: is_waiting(box))
    assert len(desk.taken) == 1


def test_a_password_never_goes_out_unencrypted() -> None:
    with pytest.raises(Refused, match="not read unencrypted"):
        MailSettings("mail", "imap.clinic.example", "desk", "x", protection=Protection.NONE)


def test_killed_between_taking_and_marking(server: MailServer, user: str, tmp_path: Path) -> None:
    """A process that dies there for real. The mail is handed in once more, by the same id."""
    server.deliver(user, *map(form, range(1, 7)))
    kept = tmp_path / "kept"
    kept.write_text("")
    how = {
        "source": "mail",
        "host": "localhost",
        "user": user,
        "password": settings(server, user).password,
        "port": server.tls,
        "ca_file": server.certificate,
    }

    def run(die_at: str) -> int:
        plan = json.dumps({"how": how, "die_at": die_at})
        words = [sys.executable, "-m", "tests.connectors.mail.at_work", str(kept), plan]
        return subprocess.run(words, timeout=60, check=False, env=dict(os.environ)).returncode

    name = "<form-{}@clinic.example.com>".format
    assert run(name(3)) == 9
    assert server.seen(user) == [1, 2]
    assert run(name(5)) == 9
    server.deliver(user, form(7), form(8))
    assert run(name(8)) == 9
    assert run("") == 0
    assert server.seen(user) == [1, 2, 3, 4, 5, 6, 7, 8]
    lines = [json.loads(line) for line in kept.read_text().splitlines()]
    taken = [line["taken"] for line in lines if "taken" in line]
    assert set(taken) == {name(number) for number in range(1, 9)}
    assert sorted(each for each in set(taken) if taken.count(each) > 1) == [
        name(3),
        name(5),
        name(8),
    ]


def test_a_mail_over_which_the_program_stumbles_keeps_no_other_back(
    server: MailServer, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(raw: bytes, source: str, zone: str) -> RowRead:
        if b"form-1@" in raw:
            raise ZeroDivisionError
        return read_mail(raw, source, zone)

    monkeypatch.setattr("desktop.connectors.mail_process.read_mail", stumble)
    desk = Desk()
    server.deliver(user, form(1), form(2))
    with watching(desk, settings(server, user)) as box:
        desk.until(lambda: is_waiting(box))
    (aside,) = desk.aside.values()
    assert aside.reason == OUR_FAULT
    assert list(desk.taken) == ["<form-2@clinic.example.com>"]
    assert (server.unseen(user), server.seen(user)) == ([1], [2])
