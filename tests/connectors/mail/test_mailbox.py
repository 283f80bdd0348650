"""The mailbox against a real mail server: nothing lost, nothing twice, other mail left alone."""

import imaplib
import json
import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from desktop.connections.mailboxes import MailHands, mailbox_maker
from desktop.connections.probes import signs_in
from desktop.connections.running import Connectors
from desktop.connectors.mail.mailbox import Mailbox, Pace
from desktop.connectors.mail.settings import MailSettings, Protection
from desktop.connectors.mail.troubles import trouble_of
from desktop.domain.connection_state import Link, SourceToRun
from desktop.domain.errors import Refused, ServerLost
from desktop.domain.incoming import Disposition, Incoming
from desktop.services.cursors import Cursors
from desktop.storage.engine import Database
from tests.conftest import A_TUESDAY, Clock
from tests.connectors.mail.dovecot import PASSWORD, MailServer
from tests.connectors.mail.receiving import LETTER, VOICEMAIL, Desk, form, mailbox, settings
from tests.cut_line import line_to


@contextmanager
def watching(desk: Desk, how: MailSettings, **more: Pace) -> Iterator[Mailbox]:
    box = mailbox(desk, how, **more)
    box.start()
    try:
        yield box
    finally:
        box.stop()


def is_waiting(box: Mailbox) -> bool:
    return box.standing.link is Link.WORKING


def test_what_is_there_and_what_comes_while_it_waits(server: MailServer, user: str) -> None:
    desk = Desk()
    server.deliver(user, form(1), LETTER, VOICEMAIL)
    with watching(desk, settings(server, user)) as box:
        desk.until(lambda: is_waiting(box))
        (lead,), (call,) = desk.leads, desk.calls
        assert (lead.name, lead.emails) == ("Fern Moss", ("fern1@example.com",))
        assert (call.caller, call.disposition) == ("6025550147", Disposition.VOICEMAIL)
        assert (server.seen(user), server.unseen(user)) == ([1, 3], [2])
        server.deliver(user, form(2))
        # IDLE: it would not be asked for within this test otherwise.
        desk.until(lambda: box.counts.leads == 2)
        assert (box.counts.calls, box.counts.left_alone, box.counts.put_aside) == (1, 1, 0)
        assert box.standing.last_event_at == A_TUESDAY
    assert server.seen(user) == [1, 3, 4]
    assert box.standing.link is Link.OFF


def test_a_server_that_does_not_tell_is_asked(server: MailServer, user: str) -> None:
    desk = Desk()
    pace = Pace(first=0.01, most=0.05, waiting=0.05)
    with watching(desk, settings(server, user), pace=pace) as box:
        desk.until(lambda: is_waiting(box))
        server.deliver(user, form(1))
        desk.until(lambda: box.counts.leads == 1)


def test_a_second_start_reads_only_what_came_since(server: MailServer, user: str) -> None:
    desk = Desk()
    server.deliver(user, form(1))
    with watching(desk, settings(server, user)) as box:
        desk.until(lambda: is_waiting(box))
    server.deliver(user, form(2), flags=r"(\Seen)")
    with watching(desk, settings(server, user)) as box:
        # Somebody opened it in between: it is new to the desk all the same.
        desk.until(lambda: box.counts.leads == 1 and is_waiting(box))
    assert list(desk.taken) == ["<form-1@clinic.example.com>", "<form-2@clinic.example.com>"]
    assert desk.again == []


def test_the_first_time_only_unread_mail_is_taken(server: MailServer, user: str) -> None:
    desk = Desk()
    server.deliver(user, form(1), flags=r"(\Seen)")
    server.deliver(user, form(2))
    with watching(desk, settings(server, user)) as box:
        desk.until(lambda: is_waiting(box))
    assert list(desk.taken) == ["<form-2@clinic.example.com>"]


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


def test_numbers_that_begin_anew_count_nothing_twice(server: MailServer, user: str) -> None:
    desk = Desk()
    server.make_folder(user, "Forms")
    server.deliver(user, form(1), form(2), folder="Forms")
    how = settings(server, user, "Forms")
    with watching(desk, how) as box:
        desk.until(lambda: is_waiting(box))
    before = desk.cursor
    assert before is not None
    server.make_folder(user, "Forms", anew=True)
    server.deliver(user, form(2), form(1), form(3), folder="Forms")
    with watching(desk, how) as box:
        desk.until(lambda: is_waiting(box))
    assert desk.cursor is not None
    assert desk.cursor.uid_validity != before.uid_validity
    assert len(desk.taken) == 3
    assert sorted(desk.again) == ["<form-1@clinic.example.com>", "<form-2@clinic.example.com>"]


def test_numbers_that_begin_anew_while_it_waits(server: MailServer, user: str) -> None:
    desk = Desk()
    server.make_folder(user, "Forms")
    server.deliver(user, form(1), folder="Forms")
    with watching(desk, settings(server, user, "Forms")) as box:
        desk.until(lambda: is_waiting(box))
        server.make_folder(user, "Forms", anew=True)
        server.deliver(user, form(1), form(2), folder="Forms")
        desk.until(lambda: len(desk.taken) == 2)


def test_two_mailboxes_at_once(server: MailServer, user: str) -> None:
    desks = [Desk(), Desk()]
    for number, name in enumerate((user, user + "2")):
        server.deliver(name, form(number))
    with (
        watching(desks[0], settings(server, user)) as one,
        watching(desks[1], settings(server, user + "2")) as other,
    ):
        desks[0].until(lambda: is_waiting(one))
        desks[1].until(lambda: is_waiting(other))
        server.deliver(user, form(5))
        server.deliver(user + "2", form(6))
        desks[0].until(lambda: one.counts.leads == 2)
        desks[1].until(lambda: other.counts.leads == 2)
    assert not desks[0].taken.keys() & desks[1].taken.keys()


def test_a_mail_that_is_deleted_before_it_is_fetched(server: MailServer, user: str) -> None:
    def somebody_deletes_the_next(record: Incoming) -> None:
        if record.external_id == "<form-1@clinic.example.com>":
            server.remove(user, 2)

    desk = Desk(somebody_deletes_the_next)
    server.deliver(user, form(1), form(2), form(3))
    with watching(desk, settings(server, user)) as box:
        desk.until(lambda: is_waiting(box) and len(desk.taken) >= 2)
    # The server may still hand out what another program has deleted, until it is told.
    assert "<form-3@clinic.example.com>" in desk.taken
    assert desk.aside == {}


def test_nobody_s_mail_is_deleted_that_was_only_marked_so(server: MailServer, user: str) -> None:
    desk = Desk()
    server.deliver(user, LETTER, flags=r"(\Deleted)")
    server.deliver(user, form(1))
    with watching(desk, settings(server, user)) as box:
        desk.until(lambda: is_waiting(box) and box.counts.leads == 1)
    assert server.unseen(user) == [1]


NO_WAY_BACK = (
    b"From: Clinic <wordpress@clinic.example.com>\nSubject: A question\n"
    b"Message-ID: <nobody@clinic.example.com>\n\nName: Fern Moss\nMessage: Ring me\n"
)


def test_a_mail_that_cannot_be_read_is_put_aside_and_the_next_is_taken(
    server: MailServer, user: str
) -> None:
    desk = Desk()
    many = b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 3000
    server.deliver(user, NO_WAY_BACK, many, form(1))
    with watching(desk, settings(server, user)) as box:
        desk.until(lambda: is_waiting(box))
    nobody, parts = desk.aside.values()
    assert "nobody can be reached" in nobody.reason
    assert b"Name: Fern Moss" in nobody.raw
    assert "more parts" in parts.reason
    assert (box.counts.put_aside, box.counts.leads) == (2, 1)
    assert (server.unseen(user), server.seen(user)) == ([1, 2], [3])


def test_large_mail_is_read_as_far_as_its_words(server: MailServer, user: str) -> None:
    desk = Desk()
    sound = (
        b"Content-Type: audio/wav\nContent-Transfer-Encoding: base64\n\n"
        + (b"QUJD" * 19 + b"\n") * 33_000
    )
    heads, _, words = VOICEMAIL.partition(b"\n\n")
    many = b'\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n'
    text = b"Content-Type: text/plain\n\n" + words
    behind = heads + many + text + b"\n--b\n" + sound + b"\n--b--\n"
    before = heads + many + sound + b"\n--b\n" + text + b"\n--b--\n"
    server.deliver(user, behind, before.replace(b"Asterisk-3", b"Asterisk-4"))
    with watching(desk, settings(server, user)) as box:
        desk.until(lambda: is_waiting(box))
    (call,) = desk.calls
    assert (call.caller, call.called) == ("6025550147", "200")
    (aside,) = desk.aside.values()
    assert aside.reason.startswith("This mail is large")


def test_what_the_desk_can_never_take_is_put_aside(server: MailServer, user: str) -> None:
    def refuses(record: Incoming) -> None:
        if record.external_id == "<form-1@clinic.example.com>":
            raise Refused("This cannot be taken in. Call them.")
        if record.external_id == "<form-2@clinic.example.com>":
            raise ZeroDivisionError

    desk = Desk(refuses)
    server.deliver(user, form(1), form(2), form(3))
    with watching(desk, settings(server, user)) as box:
        desk.until(lambda: is_waiting(box))
    first, second = desk.aside.values()
    assert first.reason == "This cannot be taken in. Call them."
    assert "a fault of KetWell Desk" in second.reason
    assert list(desk.taken) == ["<form-3@clinic.example.com>"]


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


def test_a_thousand_mails(server: MailServer, user: str) -> None:
    desk = Desk()
    server.deliver(user, *(form(number) if number % 2 else LETTER for number in range(1000)))
    with watching(desk, settings(server, user)) as box:
        desk.until(lambda: box.counts.leads + box.counts.left_alone >= 500)
        server.deliver(user, form(1001))
        desk.until(lambda: is_waiting(box) and box.counts.leads == 501)
    assert (len(desk.taken), desk.again, box.counts.left_alone) == (501, [], 500)
    assert len(server.unseen(user)) == 500


def test_a_folder_in_which_nothing_may_be_marked(server: MailServer, user: str) -> None:
    desk = Desk()
    server.deliver(user, form(1))
    folder = server.base / "mail" / user
    for each in (folder, folder / "cur", folder / "new"):
        each.chmod(0o555)
    try:
        with watching(desk, settings(server, user)) as box:
            desk.until(lambda: len(desk.taken) == 1 and is_waiting(box))
    finally:
        for each in (folder, folder / "cur", folder / "new"):
            each.chmod(0o755)


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


def test_trying_a_mailbox_says_what_is_there_and_changes_nothing(
    server: MailServer, user: str
) -> None:
    server.deliver(user, form(1), form(2))
    server.deliver(user, form(3), flags=r"(\Seen)")
    options = {
        "host": "localhost",
        "port": str(server.tls),
        "user": user,
        "ca_file": server.certificate,
    }
    source = SourceToRun(
        uuid4(), "mailbox", "clinic", tuple(options.items()), "America/Phoenix", PASSWORD
    )
    assert signs_in(source, ()) == (
        "Signed in at localhost. INBOX holds 3 messages, 2 unread; the server tells of new mail at "
        "once. Nothing was changed."
    )
    assert server.unseen(user) == [1, 2]
    with pytest.raises(Refused, match="does not accept the name and password"):
        signs_in(replace(source, secret="another"), ())
    with pytest.raises(Refused, match="port is no number"):
        signs_in(replace(source, options=(*source.options, ("port", "99999"))), ())


def test_a_mailbox_is_a_connection_of_the_desk(
    server: MailServer, user: str, database: Database
) -> None:
    desk = Desk()
    server.deliver(user, form(1))
    options = (
        ("host", "localhost"),
        ("port", str(server.tls)),
        ("user", user),
        ("ca_file", server.certificate),
    )
    source = SourceToRun(uuid4(), "mailbox", "clinic", options, "America/Phoenix", PASSWORD)
    hands = MailHands(
        lambda _: desk.take_and_tell,
        lambda _: desk.set_aside,
        Cursors(database, Clock(A_TUESDAY)).folder,
        Clock(A_TUESDAY),
    )
    for number in (1, 2):
        connectors = Connectors(lambda: [source], [mailbox_maker(hands)], Clock(A_TUESDAY))
        connectors.refresh()
        try:
            desk.until(lambda number=number: len(desk.taken) == number)  # type: ignore[misc]
        finally:
            connectors.close()
        assert connectors.standing(source.id).link is Link.OFF
        server.deliver(user, form(number + 1))
    assert {lead.source for lead in desk.leads} == {"clinic"}


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
