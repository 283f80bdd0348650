"""What a mail is to the desk: forms of many plugins, notices of calls, other mail."""

import base64
from datetime import UTC, datetime

import pytest

from desktop.domain.incoming import (
    Disposition,
    Ignored,
    IncomingCall,
    IncomingLead,
    Rejected,
    Taken,
)
from desktop.domain.mail_reading import NO_WORDS, SEVERAL, read_mail

ZONE = "America/Phoenix"
HEADS = (
    "From: Clinic <wordpress@clinic.example.com>\nTo: desk@clinic.example.com\n"
    "Subject: New entry: Contact\nDate: Tue, 17 Nov 2026 20:00:00 +0000\n"
    "Message-ID: <entry-1@clinic.example.com>\nMIME-Version: 1.0\n"
)


def lead_of(mail: str | bytes) -> IncomingLead:
    row = read_mail(mail.encode() if isinstance(mail, str) else mail, "mail", ZONE)
    assert isinstance(row, Taken), row
    assert isinstance(row.record, IncomingLead)
    return row.record


def call_of(mail: str) -> IncomingCall:
    row = read_mail(mail.encode(), "mail", ZONE)
    assert isinstance(row, Taken), row
    assert isinstance(row.record, IncomingCall)
    return row.record


PLAIN = "Name: Fern Moss\nPhone: (602) 555-0147\nEmail: fern@example.com\nMessage: Ring me"
TABLE = (
    "<html><head><style>td{color:red}</style><title>x</title></head><body><table>"
    "<tr><td><b>Name</b></td><td>Fern Moss</td></tr>"
    "<tr><td><b>Phone</b></td><td><a href='tel:6025550147'>(602) 555-0147</a></td></tr>"
    "<tr><td><b>Email</b></td><td>fern@example.com</td></tr>"
    "<tr><td><b>Message</b></td><td>Ring me<img src='https://tracker.example/p.gif'></td></tr>"
    "</table><script>fetch('https://evil.example')</script></body></html>"
)
BELOW = (
    "<table><tr bgcolor='#EAF2FA'><td colspan=2><strong>Name</strong></td></tr>"
    "<tr><td width=20>&nbsp;</td><td>Fern Moss</td></tr>"
    "<tr><td colspan=2><strong>Phone</strong></td></tr>"
    "<tr><td>&nbsp;</td><td>(602) 555-0147</td></tr>"
    "<tr><td colspan=2><strong>Email</strong></td></tr>"
    "<tr><td>&nbsp;</td><td><a href='mailto:fern@example.com'>fern@example.com</a></td></tr>"
    "<tr><td colspan=2><strong>Message</strong></td></tr>"
    "<tr><td>&nbsp;</td><td>Ring me</td></tr></table>"
)
BREAKS = (
    "Name: Fern Moss<br>Phone: (602) 555-0147<br />E-mail: fern@example.com<br>Message:<br>Ring me"
)
BOTH = (
    'Content-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
    "Your mail program shows no HTML.\n--b\nContent-Type: text/html; charset=utf-8\n\n"
    f"{TABLE}\n--b--\n"
)
FORMS = {
    "plain": f"Content-Type: text/plain; charset=utf-8\n\n{PLAIN}",
    "two cells": f"Content-Type: text/html; charset=utf-8\n\n{TABLE}",
    "values below": f"Content-Type: text/html; charset=utf-8\n\n{BELOW}",
    "breaks": f"Content-Type: text/html; charset=utf-8\n\n{BREAKS}",
    "no plain text worth it": BOTH,
    "base64": "Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
    + base64.encodebytes(TABLE.encode()).decode(),
    "quoted-printable": "Content-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: quoted-printable\n\n"
    "Name: Fern=20Moss\nPhone: (602)=\n 555-0147\nEmail: fern=40example.com\nMessage: Ring me",
    "bold labels": "Content-Type: text/plain\n\n*Name:* Fern Moss\n*Phone:* (602) 555-0147\n"
    "*Email:* fern@example.com\n*Message:* Ring me",
    "channels alone": "Content-Type: text/plain\n\n"
    "Phone: (602) 555-0147\nEmail: fern@example.com\nName: Fern Moss\nMessage: Ring me",
    "a number below the message": "Content-Type: text/plain\n\nName: Fern Moss\n"
    "Message: Ring me\nPhone: (602) 555-0147\nEmail: fern@example.com\n",
    "Spanish, with what a plugin adds": "Content-Type: text/plain; charset=utf-8\n\n"
    "De: Fern Moss <fern@example.com>\nAsunto: Cita\nTeléfono móvil: (602) 555-0147\n\n"
    "Cuerpo del mensaje:\nRing me\n\n-- \nEste mensaje se ha enviado desde un formulario de "
    "contacto en Clínica (https://clinic.example.com)\n",
    "Spanish, a question": "Content-Type: text/html; charset=utf-8\n\n<p><b>Nombre completo</b>: "
    "Fern Moss</p><p><b>Celular</b>: (602) 555-0147</p><p><b>Correo</b>: fern@example.com</p>"
    "<p><b>Su consulta</b>:<br>Ring me</p>",
    "Spanish": "Content-Type: text/plain; charset=utf-8\n\nNombre y apellidos: Fern Moss\n"
    "Teléfono: (602) 555-0147\nCorreo electrónico: fern@example.com\nMensaje: Ring me",
    "Spanish, more": "Content-Type: text/plain; charset=iso-8859-1\n"
    "Content-Transfer-Encoding: quoted-printable\n\nSu nombre: Fern Moss\n"
    "N=FAmero de tel=E9fono: (602) 555-0147\nSu correo: fern@example.com\nSu mensaje: Ring me",
    "quoted by a forward": "Content-Type: text/plain\n\nfyi\n\n---------- Forwarded message ------"
    "---\nFrom: Clinic <wordpress@clinic.example.com>\nDate: Tue, Nov 17, 2026\nSubject: "
    "New entry\n"
    f"To: desk@clinic.example.com\n\n{PLAIN}",
    "forwarded with marks": "Content-Type: text/plain\n\n-----Original Message-----\n"
    "> From: Clinic <wordpress@clinic.example.com>\n> Sent: Tuesday\n> To: desk\n> Subject: New\n\n"
    + "\n".join(f"> {line}" for line in PLAIN.splitlines()),
    "attached": 'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
    "For you.\n--b\nContent-Type: message/rfc822\n\nFrom: Clinic <wordpress@clinic.example.com>\n"
    "Date: Tue, 17 Nov 2026 20:00:00 +0000\nMessage-ID: <entry-1@clinic.example.com>\n"
    f"Subject: New entry: Contact\nContent-Type: text/plain\n\n{PLAIN}\n--b--\n",
}


@pytest.mark.parametrize("name", FORMS)
def test_forms(name: str) -> None:
    lead = lead_of(HEADS + FORMS[name])
    assert lead.name == "Fern Moss"
    assert [number.replace("  ", " ") for number in lead.numbers] == ["(602) 555-0147"]
    assert lead.emails == ("fern@example.com",)
    assert lead.message.removesuffix("\n\nSubject: Cita").strip() == "Ring me"
    assert lead.submitted_at == datetime(2026, 11, 17, 20, tzinfo=UTC)
    assert lead.external_id == "<entry-1@clinic.example.com>"


CHARSETS = ("utf-8", "iso-8859-1", "windows-1252", "iso-8859-15", "utf-16", "utf-7", "x-unknown")


@pytest.mark.parametrize("charset", CHARSETS)
def test_the_languages_of_forms(charset: str) -> None:
    codec = "utf-8" if charset == "x-unknown" else charset
    words = "Nombre: Peña Álamo\nTeléfono: 602 555 0147\nMensaje: ¿Podría llamarme mañana?"
    body = base64.encodebytes(words.encode(codec)).decode()
    lead = lead_of(
        f"{HEADS}Content-Type: text/plain; charset={charset}\n"
        f"Content-Transfer-Encoding: base64\n\n{body}"
    )
    assert (lead.name, lead.message) == ("Peña Álamo", "¿Podría llamarme mañana?")


@pytest.mark.parametrize(
    ("codec", "words"),
    [
        ("gb18030", "请给我回电话"),
        ("shift_jis", "電話をください"),
        ("koi8-r", "Позвоните мне"),
        ("windows-1256", "اتصل بي"),
        ("big5", "請回電"),
        ("euc-kr", "전화해 주세요"),
    ],
)
def test_messages_in_other_letters(codec: str, words: str) -> None:
    text = f"Phone: 602-555-0147\nMessage: {words}".encode(codec)
    heads = f"{HEADS}Content-Type: text/plain; charset={codec}\nContent-Transfer-Encoding: 8bit\n\n"
    assert lead_of(heads.encode() + text).message == words


def test_the_person_is_who_an_answer_goes_to() -> None:
    text = "Content-Type: text/plain\n\nName: Fern Moss\nMessage: Ring me"
    assert lead_of(f"{HEADS}Reply-To: Fern <fern@example.com>\n{text}").emails == (
        "fern@example.com",
    )
    for nobody in ("noreply@clinic.example.com", "wordpress@clinic.example.com"):
        row = read_mail(f"{HEADS}Reply-To: {nobody}\n{text}".encode(), "mail", ZONE)
        assert isinstance(row, Rejected)
        assert "nobody can be reached" in row.reason


def test_a_mail_without_a_message_id_is_known_by_what_it_says() -> None:
    heads = HEADS.replace("Message-ID: <entry-1@clinic.example.com>\n", "")
    first, again = (lead_of(f"{heads}\n{PLAIN}") for _ in range(2))
    other = lead_of(f"{heads}\n{PLAIN} today")
    assert first.external_id == again.external_id
    assert first.external_id.startswith("sha256:")
    assert first.external_id != other.external_id


def test_a_notice_of_a_voicemail() -> None:
    call = call_of(
        "From: 3CX <noreply@3cx.example.net>\nSubject: New Voicemail from 6025550147 (Fern Moss)\n"
        "Date: Tue, 17 Nov 2026 20:00:00 +0000\nMessage-ID: <v1@pbx>\nReply-To: noreply@3cx.example"
        "\n\nFrom: 6025550147\nDuration: 0:12\nTranscription: I want to die.\n"
    )
    assert (call.caller, call.name, call.message) == ("6025550147", "Fern Moss", "I want to die.")
    assert (call.disposition, call.external_id) == (Disposition.VOICEMAIL, "<v1@pbx>")
    assert call.started_at == datetime(2026, 11, 17, 20, tzinfo=UTC)


def test_a_notice_whose_mail_has_no_date_has_that_of_its_words() -> None:
    call = call_of(
        "Subject: Voicemail from 6025550147\n\nFrom: 6025550147\nReceived: 2026-11-17 13:00\n"
    )
    assert call.started_at == datetime(2026, 11, 17, 20, tzinfo=UTC)
    assert call.zone_assumed


def test_each_of_several_missed_calls_is_a_call() -> None:
    mail = (
        "From: RingCentral <notify@ringcentral.com>\nSubject: You have 2 missed calls\n"
        "Message-ID: <m2@pbx>\n\n602-555-0147 at 12:59 PM\n602-555-0148 at 1:05 PM\n"
    )
    row = read_mail(mail.encode(), "mail", ZONE)
    assert isinstance(row, Taken)
    calls = [each for each in (row.record, *row.more) if isinstance(each, IncomingCall)]
    assert [(each.caller, each.external_id) for each in calls] == [
        ("602-555-0147", "<m2@pbx>"),
        ("602-555-0148", "<m2@pbx> 2"),
    ]
    assert {each.disposition for each in calls} == {Disposition.MISSED}


def test_letters_in_a_subject_that_are_sent_as_they_are() -> None:
    call = call_of(
        "From: noreply@pbx.example\nSubject: Voicemail from José Álamo 602‑555‑0147\n\nx\n"
    )
    assert (call.name, call.caller) == ("José Álamo", "602-555-0147")
    lead = lead_of(f"Subject: Información\nFrom: x <x@y.example>\n\n{PLAIN}")
    assert lead.form == "Información"


def test_a_form_in_which_somebody_writes_of_a_call_stays_a_form() -> None:
    lead = lead_of(
        f"{HEADS}\nName: Fern Moss\nPhone: 602-555-0147\n"
        "Message: we had a missed call from 480-555-0100, was it you?"
    )
    assert lead.numbers == ("602-555-0147",)


KILL = "I want to kill myself"
PAGES = {
    "questions in cells": "<table><tr><td>Question</td><td>Answer</td></tr><tr><td>What is your "
    "name?</td><td>Fern Moss</td></tr><tr><td>What is your phone number?</td><td>602-555-0147"
    "</td></tr><tr><td>How do you feel?</td><td>{}</td></tr></table>",
    "a line each": "<pre>Name: Fern Moss\nPhone: 602-555-0147\nMessage: {}\n</pre>",
    "bold labels": "<p><strong>Name</strong> <span>Fern Moss</span></p><p><strong>Phone</strong> "
    "<span>602-555-0147</span></p><p><strong>Message</strong> <span>{}</span></p>",
    "titles above": "<table><tr><th>Name</th><th>Phone</th><th>Message</th></tr><tr><td>Fern Moss"
    "</td><td>602-555-0147</td><td>{}</td></tr></table>",
    "rows that are counted": "<table><tr><th>#</th><th>Field</th><th>Value</th></tr><tr><td>1</td>"
    "<td>Name</td><td>Fern Moss</td></tr><tr><td>2</td><td>Phone</td><td>602-555-0147</td></tr>"
    "<tr><td>3</td><td>Message</td><td>{}</td></tr></table>",
    "two pairs in a row": "<table><tr><td>Name</td><td>Fern Moss</td><td>Phone</td><td>"
    "602-555-0147</td></tr><tr><td colspan=4>Message: {}</td></tr></table>",
    "headings": "<h4>Name</h4><div>Fern Moss</div><h4>Phone</h4><div>602-555-0147</div>"
    "<h4>Anything else we should know before we call you?</h4><div>{}</div>",
}


@pytest.mark.parametrize("name", PAGES)
def test_forms_in_html(name: str) -> None:
    lead = lead_of(f"{HEADS}Content-Type: text/html\n\n{PAGES[name].format(KILL)}")
    assert (lead.name, lead.numbers) == ("Fern Moss", ("602-555-0147",))
    assert lead.message.rpartition(": ")[2] == KILL


def parts_of(kind: str, *parts: str) -> str:
    inside = "".join(f"--b\nContent-Type: {part}\n" for part in parts)
    return f'{HEADS}Content-Type: multipart/{kind}; boundary="b"\n\n{inside}--b--\n'


def test_a_text_that_a_mail_server_put_before_the_form() -> None:
    mail = parts_of("mixed", "text/plain\n\nCAUTION: from outside.", f"text/plain\n\n{PLAIN}")
    assert lead_of(mail).numbers == ("(602) 555-0147",)


def test_the_text_that_tells_more() -> None:
    short = "text/plain\n\nName: Fern Moss\nPhone: (602) 555-0147\n(The rest is in HTML)"
    assert lead_of(parts_of("alternative", short, f"text/html\n\n{BREAKS}")).message == "Ring me"


def test_a_form_that_is_attached_in_base64() -> None:
    inner = base64.encodebytes(f"{HEADS}\n{PLAIN}".encode()).decode()
    attached = f"message/rfc822\nContent-Transfer-Encoding: base64\n\n{inner}"
    lead = lead_of(parts_of("mixed", "text/plain\n\nFor you.", attached))
    assert lead.external_id == "<entry-1@clinic.example.com>"


@pytest.mark.parametrize(
    "text",
    [
        f"Subject: {KILL}\n\n{PLAIN}",
        f"\n{PLAIN}\n\n-- \nThis e-mail was sent from a contact form on Clinic\n\nMood: {KILL}",
        f"\nName: Fern\nPhone: (602) 555-0147 {KILL}",
        f"\nName: Fern\nPhone: (602) 555-0147\nReferrer: {KILL}",
    ],
)
def test_nothing_of_a_mail_is_left_out_of_what_is_looked_through(text: str) -> None:
    lead = lead_of(f"From: Clinic <wordpress@clinic.example.com>\n{text}")
    assert KILL not in lead.message
    assert KILL in lead.left_out
    assert lead.left_out.count("\nRing me") == 0


def test_a_visitor_may_write_re_into_a_subject() -> None:
    heads = HEADS.replace("Subject: New entry: Contact", "Subject: Re: my appointment")
    assert lead_of(f"{heads}\n{PLAIN}").name == "Fern Moss"
    for answered in ("In-Reply-To: <x@y>", "References: <x@y>"):
        assert isinstance(read_mail(f"{heads}{answered}\n\n{PLAIN}".encode(), "m", ZONE), Ignored)


RETURNED = (
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\n'
    "Content-Type: message/rfc822\n"
)
MACHINES = (
    RETURNED,
    "From: Mail Delivery System <MAILER-DAEMON@clinic.example.com>\n",
    "Auto-Submitted: auto-replied\n",
)


@pytest.mark.parametrize("heads", MACHINES)
def test_what_a_machine_answers_is_nobody_s_news(heads: str) -> None:
    assert isinstance(read_mail(f"{heads}\n{PLAIN}\n".encode(), "mail", ZONE), Ignored)


@pytest.mark.parametrize("zone", ["", " AKST", " (CST)"])
def test_a_date_without_a_zone_that_is_known_is_of_ours(zone: str) -> None:
    heads = HEADS.replace("20:00:00 +0000", f"13:00:00{zone}")
    lead = lead_of(f"{heads}\n{PLAIN}")
    assert lead.submitted_at == datetime(2026, 11, 17, 20, tzinfo=UTC)
    assert lead.zone_assumed
    call = call_of(f"{heads.replace('New entry: Contact', 'Voicemail from 602-555-0147')}\nx\n")
    assert (call.started_at, call.zone_assumed) == (lead.submitted_at, True)
    heads = HEADS.replace("+0000", "-0000")
    lead = lead_of(f"{heads}\n{PLAIN}")
    assert (lead.submitted_at, lead.zone_assumed) == (datetime(2026, 11, 17, 20, tzinfo=UTC), False)


OTHERS = {
    "a letter": "Hello all,\n\nlunch: at noon.\nSoup: yes.\n",
    "a signature": "Please see attached.\n\nKestrel\nPhone: 602-555-0100\n",
    "a longer signature": "Please see attached.\n\nKestrel\nPhone: 602-555-0100\n"
    "Fax: 602-555-0101\nEmail: kestrel@clinic.example.com\n",
    "a signature in a table": "See you.\n\nPhone\n602-555-0100\nEmail\nk@clinic.example.com\n",
    "a question": "Can you ring me? I cannot find your number.\n\nFern\n",
}


def test_an_answer_to_a_form_or_a_notice_is_nobody_s_news() -> None:
    quoted = "\n".join(f"> {line}" for line in PLAIN.splitlines())
    for subject in ("Re: New entry", "RE: Voicemail from 602-555-0147", "AW: New entry"):
        mail = f"From: fern@example.com\nSubject: {subject}\n\nThanks!\n\n{quoted}\n"
        assert isinstance(read_mail(mail.encode(), "mail", ZONE), Ignored)


@pytest.mark.parametrize("name", OTHERS)
def test_other_mail_is_left_alone(name: str) -> None:
    row = read_mail(f"From: fern@example.com\nSubject: Hi\n\n{OTHERS[name]}".encode(), "mail", ZONE)
    assert isinstance(row, Ignored)
    assert row.reason != NO_WORDS


@pytest.mark.parametrize("quoted", ["> come at nine\n", "> you wrote: come at nine\n"])
def test_somebody_may_answer_with_a_form(quoted: str) -> None:
    form = "Name: Fern Moss\nPhone: 602-555-0147\nMessage: you said\n"
    lead = lead_of(f"Subject: Re: my visit\n\n{form}{quoted}I cannot\n")
    assert (lead.name, lead.numbers) == ("Fern Moss", ("602-555-0147",))
    assert quoted.strip() in lead.message


def test_who_answers_a_form_did_not_fill_it_in() -> None:
    quoted = "\n".join(f"> {line}" for line in PLAIN.splitlines())
    mail = f"Subject: Re: New entry\n\nName: Wren\nPhone: 602-555-0100\n\nYou wrote:\n{quoted}\n"
    assert isinstance(read_mail(mail.encode(), "mail", ZONE), Ignored)


def test_a_list_of_people_is_set_aside_and_says_why() -> None:
    titles = "<tr><th>Name</th><th>Phone</th><th>Message</th></tr>"
    one = "<tr><td>Fern Moss</td><td>602-555-0147</td><td>Ring me</td></tr>"
    two = "<tr><td>Alder Birch</td><td>602-555-0148</td><td>Me too</td></tr>"
    html = f"Content-Type: text/html\n\n<table>{titles}{one}%s</table>"
    row = read_mail((HEADS + html % two).encode(), "mail", ZONE)
    assert isinstance(row, Rejected)
    assert row.reason == SEVERAL
    assert "Alder Birch" in row.raw
    assert lead_of(HEADS + html % "").numbers == ("602-555-0147",)


def test_a_bug_of_ours_is_no_damage_of_the_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object) -> None:
        raise TypeError

    monkeypatch.setattr("desktop.domain.mail_reading.lead_of", stumble)
    with pytest.raises(TypeError):
        read_mail((HEADS + FORMS["plain"]).encode(), "mail", ZONE)
