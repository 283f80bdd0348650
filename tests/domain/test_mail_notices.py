"""Notices of voicemails and missed calls, as phone systems and providers word them."""

import pytest

from desktop.domain.incoming import Disposition
from desktop.domain.mail_voicemail import CallNotice, read_call_notice

V, M = Disposition.VOICEMAIL, Disposition.MISSED

NOTICES: dict[str, tuple[str, str, str, CallNotice]] = {
    "Asterisk": (
        "[PBX]: New message 3 in mailbox 200",
        (
            "Dear Desk:\n\n\tJust wanted to let you know you were just left a 0:12 long "
            "message (number "
            '3)\nin mailbox 200 from "FERN MOSS" <6025550147>, on Tuesday, November 17, 2026 at\n'
            "12:59:40 PM so you might want to check it when you get a chance.  "
            "Thanks!\n\n--Asterisk\n"
        ),
        "Asterisk PBX <asterisk@clinic.example.com>",
        CallNotice(
            V, "6025550147", "FERN MOSS", "200", "Tuesday, November 17, 2026 at 12:59:40 PM"
        ),
    ),
    "Asterisk, withheld": (
        "[PBX]: New message 4 in mailbox 200",
        (
            "Dear Desk:\n\n\tJust wanted to let you know you were just left a 0:04 long "
            "message (number "
            "4)\nin mailbox 200 from an unknown caller, on Tuesday, November 17, 2026 at "
            "12:59:40 PM so"
        ),
        "asterisk@clinic.example.com",
        CallNotice(V, "anonymous", "", "200", "Tuesday, November 17, 2026 at 12:59:40 PM"),
    ),
    "FreePBX": (
        "New VoiceMail from Fern Moss <6025550147>",
        (
            'Desk,\n\nThere is a new voicemail in mailbox 200:\n\n\tFrom:\t"Fern Moss" '
            "<6025550147>\n"
            "\tLength:\t0:35 seconds\n\tDate:\tTuesday, November 17, 2026 at 12:59:40 "
            "PM\n\nDial *98 to "
            "access your voicemail by phone."
        ),
        "voicemail@pbx.clinic.example.com",
        CallNotice(
            V, "6025550147", "Fern Moss", "200", "Tuesday, November 17, 2026 at 12:59:40 PM"
        ),
    ),
    "FreeSWITCH": (
        'Voicemail from "Fern Moss" <6025550147> 00:00:12',
        (
            "At Tuesday, November 17 2026, 12:59 PM you were left a 12 second message from "
            '"Fern Moss" '
            "<6025550147>\nto your account 1000@pbx.clinic.example.com\n"
        ),
        "1000@pbx.clinic.example.com",
        CallNotice(V, "6025550147", "Fern Moss", "1000"),
    ),
    "FusionPBX": (
        "Voicemail from Fern Moss <6025550147> 0:12",
        (
            "Voicemail from Fern Moss <6025550147>\nName: Fern Moss\nFrom: 6025550147\nTo: 200\n"
            "Received: 17 Nov 2026 12:59 PM\nLength: 0:12\nMessage: Please ring me back today.\n"
        ),
        "voicemail@pbx.clinic.example.com",
        CallNotice(
            V,
            "6025550147",
            "Fern Moss",
            "200",
            "17 Nov 2026 12:59 PM",
            "Please ring me back today.",
        ),
    ),
    "3CX": (
        "New Voicemail from 6025550147 (Fern Moss)",
        (
            "You have received a new voicemail from Fern Moss 6025550147\nReceived at: 17/11/2026 "
            "12:59:40\nDuration: 00:12\nTranscription: Hello, it is Fern. I need an appointment.\n"
        ),
        "3CX <noreply@3cx.example.net>",
        CallNotice(
            V,
            "6025550147",
            "Fern Moss",
            "",
            "17/11/2026 12:59:40",
            "Hello, it is Fern. I need an appointment.",
        ),
    ),
    "RingCentral": (
        "New Voice Message from WIRELESS CALLER (602) 555-0147 on 11/17/2026 12:59 PM",
        (
            "Dear Desk,\n\nYou Have a New Voice Message:\n\nFrom: (602) 555-0147\nReceived: "
            "Tuesday, "
            "November 17, 2026 at 12:59 PM\nLength: 00:12\nTo: (602) 555-0100\n\nVoice "
            "Message Preview:\n"
            '"Hi this is Fern, please call me."\n\nThank you for using RingCentral!\n'
        ),
        "RingCentral <notify@ringcentral.com>",
        CallNotice(
            V,
            "(602) 555-0147",
            "",
            "(602) 555-0100",
            "Tuesday, November 17, 2026 at 12:59 PM",
            "Hi this is Fern, please call me.",
        ),
    ),
    "RingCentral, missed": (
        "Missed Call from Fern Moss (602) 555-0147",
        "You have a missed call from:\nFern Moss (602) 555-0147\nDate: 11/17/2026 12:59 PM\n",
        "RingCentral <notify@ringcentral.com>",
        CallNotice(M, "(602) 555-0147", "Fern Moss", "", "11/17/2026 12:59 PM"),
    ),
    "Google Voice": (
        "New voicemail from (602) 555-0147 at 12:59 PM",
        (
            "<https://voice.google.com>\nHi this is Fern I would like to come in on Friday "
            "thanks bye.\n"
            "play message <https://voice.google.com/fwd/1>\nYOUR ACCOUNT "
            "<https://voice.google.com> HELP"
            " CENTER\nThis email was sent to you because you indicated that you'd like to receive\n"
        ),
        "Google Voice <voice-noreply@google.com>",
        CallNotice(
            V,
            "(602) 555-0147",
            message="Hi this is Fern I would like to come in on Friday thanks bye.",
        ),
    ),
    "Google Voice, a contact": (
        "New voicemail from Fern Moss at 12:59 PM",
        "<https://voice.google.com>\nUnable to transcribe this message.\nplay message\n",
        "Google Voice <voice-noreply@google.com>",
        CallNotice(V, "", "Fern Moss"),
    ),
    "Google Voice, missed": (
        "New missed call from (602) 555-0147",
        "Missed call from (602) 555-0147\nCALL BACK <https://voice.google.com>\n",
        "Google Voice <voice-noreply@google.com>",
        CallNotice(M, "(602) 555-0147"),
    ),
    "Twilio": (
        "New Voicemail from +16025550147",
        (
            "You received a new voicemail from +16025550147 to your number +16025550100.\n\n"
            "Transcription: I have a question about my visit.\n\nRecording: "
            "https://api.example.com/R.mp3"
        ),
        "Voicemail Service <voicemail@clinic.example.com>",
        CallNotice(V, "+16025550147", "", "+16025550100", "", "I have a question about my visit."),
    ),
    "OpenVBX": (
        "New voicemail",
        (
            "You have been assigned a message in the Desk group\nVoicemail from (602) 555-0147\n\n"
            "Transcription:\n\nPlease ring "
            "me.\n\n\n-----------------------------------\n\nVoicemail "
            "recorded 2026-11-17\n"
        ),
        "desk@clinic.example.com",
        CallNotice(V, "(602) 555-0147", message="Please ring me."),
    ),
    "OpenPhone": (
        "(602) 555-0147 left you a voicemail",
        (
            "Fern Moss left a voicemail on Front desk.\n\nTranscript:\nCan you move my "
            "visit?\n\nOpen in "
            "OpenPhone\n"
        ),
        "OpenPhone <notifications@openphone.com>",
        CallNotice(V, "(602) 555-0147", message="Can you move my visit?"),
    ),
    "OpenPhone, missed": (
        "You missed a call from (602) 555-0147",
        "You missed a call from (602) 555-0147 on Front desk.\n",
        "OpenPhone <notifications@openphone.com>",
        CallNotice(M, "(602) 555-0147"),
    ),
    "Vonage": (
        "Voicemail from 16025550147",
        (
            "You have a new voicemail message from 16025550147.\nCaller: "
            "16025550147\nExtension: 200\n"
            "Duration: 12 seconds\nMessage:\nIs the clinic open today?\n"
        ),
        "Vonage Business <noreply@vonage.com>",
        CallNotice(V, "16025550147", "", "200", "", "Is the clinic open today?"),
    ),
    "JustCall": (
        "New voicemail",
        (
            "You have a new voicemail from Fern Moss(6025550147) on 17 Nov 2026 12:59 PM. "
            "Here's the "
            "link to listen to this recording - https://justcall.example/r\n"
        ),
        "help@justcall.example",
        CallNotice(V, "6025550147", "Fern Moss", "", "17 Nov 2026 12:59 PM"),
    ),
    "Teams": (
        "Voice Mail (12 seconds)",
        (
            "You received a voice mail from FERN MOSS at 6025550147.\nCaller-Id: 6025550147\n"
            "Preview:\nPlease ring me.\n\nYou're receiving this as you have voicemail.\n"
        ),
        "FERN MOSS <noreply@skype.voicemail.example>",
        CallNotice(V, "6025550147", "FERN MOSS", message="Please ring me."),
    ),
    "Zoom": (
        "Voicemail from Fern Moss (602) 555-0147",
        (
            "Hi Desk,\n\nYou have a new voicemail from Fern Moss at (602) 555-0147 on Nov 17, 2026 "
            "12:59 PM.\n\nTranscript:\nIs Friday free?\n\nThank you for using Zoom Phone\n"
        ),
        "Zoom <no-reply@zoom.example>",
        CallNotice(
            V, "(602) 555-0147", "Fern Moss", "", "Nov 17, 2026 12:59 PM", "Is Friday free?"
        ),
    ),
    "Nextiva": (
        "New Voicemail Message from FERN MOSS 6025550147",
        (
            "Dear Desk,\nA new voicemail message was received from FERN MOSS 6025550147.\n"
            "Length: 12 sec\n"
        ),
        "voicemail@nextiva.example",
        CallNotice(V, "6025550147", "FERN MOSS"),
    ),
    "Grasshopper": (
        "New voicemail from (602) 555-0147 for extension 1",
        (
            "New voicemail from (602) 555-0147\nExtension: 1\nTranscription: Hi, please ring me.\n"
            "Listen: https://voicemail.example/1\n"
        ),
        "Grasshopper <notifications@grasshopper.example>",
        CallNotice(V, "(602) 555-0147", "", "1", "", "Hi, please ring me."),
    ),
    "labels alone": (
        "You have a new voicemail message",
        "You have a new voicemail message.\n\nCaller ID: 602-555-0147\nDuration: 0:12\n",
        "pbx@clinic.example.com",
        CallNotice(V, "602-555-0147"),
    ),
    "labels, values below": (
        "Voicemail received",
        "From:\n+1 602-555-0147\n\nTo:\n+1 602-555-0100\n\nMessage text:\nRing me.\n",
        "notifications@provider.example",
        CallNotice(V, "+1 602-555-0147", "", "+1 602-555-0100", "", "Ring me."),
    ),
    "forwarded subject": (
        "Fwd: New voicemail from +1 (602) 555-0147",
        "See below.\n",
        "kestrel@clinic.example.com",
        CallNotice(V, "+1 (602) 555-0147"),
    ),
    "Spanish": (
        "Nuevo mensaje de voz de Fern Moss <6025550147>",
        (
            "Hola:\n\nHa recibido un nuevo mensaje de voz de Fern Moss <6025550147> con "
            "duración 0:12.\n"
            "Fecha: 17/11/2026 12:59\n\nTranscripción:\nLlámeme por favor.\n\nGracias por usar la "
            "centralita.\n"
        ),
        "centralita@clinic.example.com",
        CallNotice(V, "6025550147", "Fern Moss", "", "17/11/2026 12:59", "Llámeme por favor."),
    ),
    "Spanish, withheld": (
        "Nuevo mensaje de voz de un número oculto",
        "Tiene un nuevo mensaje de voz de un número oculto en el buzón 200.\n",
        "centralita@clinic.example.com",
        CallNotice(V, "anonymous", "", "200"),
    ),
    "Spanish, missed": (
        "Llamada perdida de 602 555 0147",
        "Tiene una llamada perdida de 602 555 0147 el 17/11/2026 12:59.\n",
        "centralita@clinic.example.com",
        CallNotice(M, "602 555 0147", "", "", "17/11/2026 12:59"),
    ),
}


@pytest.mark.parametrize("name", NOTICES)
def test_the_notices_of_phone_systems(name: str) -> None:
    subject, text, sender, notice = NOTICES[name]
    assert read_call_notice(subject, text, sender) == notice


X = "x <noreply@provider.example>"
CALLERS = {
    "to our line": ("Missed call to (855) 555-0100", "Missed call to (855) 555-0100 from {}"),
    "on our line": ("Missed call on (855) 555-0100", "From: {}\nTo: (855) 555-0100"),
    "on a named line": ("Missed call on Main Line: {}", "Missed call on Main Line\nFrom: {}"),
    "to a named line": ("Missed call to Main Line from {}", "x"),
    "a notification": ("3CX - Missed call notification", "You have missed a call from {} at 12:59"),
    "an extension": (
        "Missed Call Email Notification",
        "Your extension 200 missed a call from {} at 1",
    ),
    "for our number": ("New voicemail for (855) 555-0100 from {}", "x"),
    "left on our number": ("New voicemail left on (855) 555-0100 by {}", "x"),
    "a number of the message": ("Voicemail 4829104738 from {}", "x"),
    "a message": ("New message from {}", "You have received a new voicemail message"),
    "Spanish": ("Llamada perdida", "Ha perdido una llamada de {} el 17/11/2026 12:59"),
    "Spanish, unanswered": ("Llamada no atendida de {}", "x"),
    "Asterisk in Spanish": (
        "[PBX]: Nuevo mensaje 3 en el buzón 200",
        'Acaban de dejarle un mensaje de 0:12 (número 3)\nen el buzón 200 de "" <{}>, el martes',
    ),
    "unanswered": ("Unanswered call from {}", "x"),
    "abandoned": ("Abandoned call: {}", "Queue: Desk\nCaller: {}"),
    "lost": ("Lost call in queue 800 (Front Desk)", "A call from {} to Queue 800 was lost."),
    "asked for": ("Callback request", "A callback was requested by {} for queue 800 at 12:59."),
    "one of several": ("Missed calls (1)", "{}, 12:59 PM"),
    "below its title": ("New Voicemail for Clinic", "Somebody called.\n\nPhone Number\n{}\n"),
    "beside its title": (
        "You have a Missed Call",
        "You missed a call\nNumber {}\nHelp: 855-555-0199",
    ),
    "a colon behind it": ("Voicemail from {}: Clinic", "x"),
    "the label of the caller": ("New voicemail", "Phone: (855) 555-0100\nCaller: {}"),
}


@pytest.mark.parametrize(
    "written", ["602-555-0147", "602\u2011555\u20110147", "\u202a602–555–0147\u202c"]
)
@pytest.mark.parametrize("name", CALLERS)
def test_who_called_is_not_the_line_of_ours(name: str, written: str) -> None:
    subject, text = (each.format(*[written] * 2) for each in CALLERS[name])
    notice = read_call_notice(subject, text, X)
    assert notice is not None
    assert (notice.caller, notice.name, notice.others) == ("602-555-0147", "", ())
    is_voicemail = any(word in subject.casefold() for word in ("voicemail", "mensaje", "message"))
    assert notice.disposition is (V if is_voicemail else M)


def test_a_name_in_the_text() -> None:
    notice = read_call_notice(
        "New voicemail from Fern Moss", 'Fern Moss 602-555-0147 left you a voicemail\n\n"Hi."\n', X
    )
    assert notice == CallNotice(V, "602-555-0147", "Fern Moss", message="Hi.")
    notice = read_call_notice("Missed call from Fern Moss", "Fern Moss<602-555-0147>", X)
    assert notice == CallNotice(M, "602-555-0147", "Fern Moss")


def test_heads_of_a_notice_are_none_of_a_mail() -> None:
    text = "From: 602-555-0147\nTo: 855-555-0100\nDate: Nov 17\nSubject: x\nTranscript: Hello\n"
    notice = read_call_notice("New voicemail", text, X)
    assert notice == CallNotice(V, "602-555-0147", "", "855-555-0100", "Nov 17", "Hello")


@pytest.mark.parametrize("label", ["From: ", "", "- "])
def test_several_missed_calls_in_one_notice(label: str) -> None:
    text = (
        f"Missed calls to (855) 555-0100:\n\n{label}(602) 555-0147\nReceived: 12:59 PM\n\n"
        f"{label}(602) 555-0148\nReceived: 1:05 PM\n\n{label}(602) 555-0147\n"
        "Questions? Call support at 855-555-0199\n"
    )
    notice = read_call_notice(
        "You have 3 missed calls", text, "RingCentral <notify@ringcentral.com>"
    )
    assert notice is not None
    assert (notice.disposition, notice.caller) == (M, "(602) 555-0147")
    assert notice.others == ("(602) 555-0148",)


def test_who_passes_a_notice_on_did_not_call() -> None:
    notice = read_call_notice(
        "Fwd: please",
        "Ring them.\nKestrel\nPhone: 602-555-0100\n\n---------- Forwarded message ---------\n"
        "From: RingCentral <notify@ringcentral.com>\nDate: Mon, Nov 16\nSubject: New voicemail\n\n"
        "From: 602-555-0147\nTranscription: call me\n",
        "Kestrel <kestrel@clinic.example.com>",
    )
    assert notice == CallNotice(V, "602-555-0147", message="call me")


OTHERS = {
    "a letter of a missed call": (
        "Hello",
        "we got a missed call from (602) 555-0100 this morning. Can you ring me?\n\nFern\n",
        "Fern Moss <fern@example.com>",
    ),
    "a letter whose subject is one": (
        "Missed call",
        "Hi, I missed your call from 602-555-0100. Please ring me at 602-555-0147.\nFern\n",
        "Fern Moss <fern@example.com>",
    ),
    "a report": ("Your missed calls this week", "Missed calls: 12. Report 2026555014733", X),
    "a text message": (
        "New message from 602-555-0147",
        "See you on Friday. Fern",
        "Provider <noreply@provider.example>",
    ),
    "a person's": (
        "About my voicemail: please call",
        "I left a voicemail on Monday from my mobile and nobody rang. Fern",
        "Fern Moss <fern@example.com>",
    ),
    "a question": ("A question", "Did you get my voicemail from Monday?", "fern@example.com"),
    "an advertisement": (
        "Your voicemail settings have changed",
        "Dear customer, your voicemail greeting was changed. Log in to see it.",
        "noreply@provider.example",
    ),
    "a fax": ("New fax from 602-555-0147", "2 pages", "noreply@provider.example"),
    "a date is no number": (
        "Voicemail: planned work on 2026-11-17",
        "The voicemail system is down on 2026-11-17 10.",
        "noreply@provider.example",
    ),
    "news": ("How to set up voicemail", "A guide from our team", "team@provider.example"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_notice(name: str) -> None:
    assert read_call_notice(*OTHERS[name]) is None
