"""The mailbox against a real mail server: nothing lost, nothing twice, other mail left alone."""

from dataclasses import replace
from uuid import uuid4

import pytest

from desktop.connections.mailboxes import MailHands, mailbox_maker
from desktop.connections.probes import signs_in
from desktop.connections.running import Connectors
from desktop.connectors.mail.mailbox import Pace
from desktop.domain.connection_state import Link, SourceToRun
from desktop.domain.errors import Refused
from desktop.domain.incoming import Disposition, Incoming
from desktop.domain.quoting import not_taken
from desktop.services.cursors import Cursors
from desktop.storage.engine import Database
from tests.conftest import A_TUESDAY, Clock
from tests.connectors.mail.dovecot import PASSWORD, MailServer
from tests.connectors.mail.receiving import (
    LETTER,
    VOICEMAIL,
    Desk,
    form,
    is_waiting,
    settings,
    watching,
)


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


def test_two_missed_calls_in_one_mail(server: MailServer, user: str) -> None:
    desk = Desk()
    told = (
        b"From: PBX <noreply@pbx.example>\nSubject: You have 2 missed calls\n"
        b"Message-ID: <m2@pbx>\n\n"
        b"602-555-0147 at 12:59\n602-555-0148 at 13:05\n"
    )
    server.deliver(user, told)
    with watching(desk, settings(server, user)) as box:
        desk.until(lambda: is_waiting(box))
        assert [call.caller for call in desk.calls] == ["602-555-0147", "602-555-0148"]
        assert (box.counts.leads, box.counts.calls) == (0, 2)


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
    assert first.reason == not_taken(Refused("This cannot be taken in. Call them."))
    assert "a fault of KetWell Desk" in second.reason
    assert list(desk.taken) == ["<form-3@clinic.example.com>"]


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
