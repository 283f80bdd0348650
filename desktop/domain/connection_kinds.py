"""The kinds of connections there are and what each asks to be filled in, declared as data.

The settings page draws its form from these, the service checks by them what was filled in, and the
composition looks a connector up by them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class OptionLook(StrEnum):
    """How an option is asked for."""

    TEXT = "text"
    WHOLE = "whole"
    """A whole number."""
    CHOICE = "choice"
    SWITCH = "switch"
    """``yes`` or ``no``."""
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class OptionSpec:
    """One thing to fill in. ``start`` is what stands there at first; ``choices`` are (value, words)
    of a CHOICE; ``needed`` ones may not be blank; a WHOLE lies between ``least`` and ``most``."""

    name: str
    label: str
    look: OptionLook = OptionLook.TEXT
    start: str = ""
    help: str = ""
    placeholder: str = ""
    needed: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    least: int = 0
    most: int = 65535

    def trouble(self, value: str) -> str:
        """What to do about ``value``, "" when it may stand so."""
        text = value.strip()
        if not text:
            return f"Fill in {self.label.lower()}." if self.needed else ""
        if self.look is OptionLook.WHOLE:
            whole = text.isascii() and text.isdecimal() and len(text) < 8
            if not whole or not self.least <= int(text) <= self.most:
                return f"{self.label} is a whole number from {self.least} to {self.most}."
        if self.look is OptionLook.CHOICE and text not in [each for each, _ in self.choices]:
            return f"Choose {self.label.lower()} from the list."
        return ""


@dataclass(frozen=True, slots=True)
class ConnectionKind:
    """``name`` is what is stored, ``title`` what the screen calls it, ``does`` what it is for.

    ``working`` says that it works ("Listening"). ``secret`` is what its secret is called, "" for a
    kind that has none; ``makes_secret``: the desk makes it, shows it once and the other side is
    given it; else somebody types in what the other side gave. ``path`` comes before the source's
    name in the listener's address.
    """

    name: str
    title: str
    does: str
    icon: str
    working: str
    options: tuple[OptionSpec, ...]
    secret: str = ""
    makes_secret: bool = False
    path: str = ""
    has_zone: bool = True
    """Whether times without a zone come from it."""

    def troubles(self, options: Mapping[str, str]) -> dict[str, str]:
        """What to do about each option that may not stand so, by the option's name."""
        found = {
            each.name: each.trouble(options.get(each.name, each.start)) for each in self.options
        }
        return {name: trouble for name, trouble in found.items() if trouble}


_SIGNED = OptionSpec(
    "signature",
    "Signature",
    OptionLook.CHOICE,
    start="secret",
    help="How the other side shows that a message is its own",
    choices=(
        ("secret", "The secret, in each message"),
        ("meta", "Meta (X-Hub-Signature-256)"),
        ("typeform", "Typeform (Typeform-Signature)"),
        ("callrail", "CallRail (Signature)"),
        ("twilio", "Twilio (X-Twilio-Signature)"),
        ("zoom", "Zoom (x-zm-signature)"),
    ),
)
_LISTENER = ConnectionKind(
    "listener",
    "Web listener",
    "Takes what web forms and phone systems post to this desk.",
    "server",
    "Listening",
    (
        OptionSpec(
            "host",
            "Listens at",
            start="127.0.0.1",
            help="127.0.0.1 is this computer alone",
            needed=True,
        ),
        OptionSpec("port", "Port", OptionLook.WHOLE, start="8443", needed=True, least=1),
    ),
    has_zone=False,
)
_WEB_FORM = ConnectionKind(
    "web_form",
    "Web form",
    "Requests that a web form, an advertisement or a form service posts.",
    "globe",
    "Listening",
    (_SIGNED,),
    secret="Secret",  # noqa: S106 - what it is called
    makes_secret=True,
    path="/leads/",
)
_CTI = ConnectionKind(
    "cti",
    "Phone system that posts its calls",
    "Ringing, answer and hang-up, as sipgate, Placetel, Twilio, Zoom and others post them.",
    "phone-forwarded",
    "Listening",
    (_SIGNED,),
    secret="Secret",  # noqa: S106 - what it is called
    makes_secret=True,
    path="/cti/",
)
_MAILBOX = ConnectionKind(
    "mailbox",
    "Mailbox",
    "Form notices and voicemail notices that come by e-mail.",
    "mail",
    "Connected",
    (
        OptionSpec("host", "Mail server", placeholder="imap.clinic.example", needed=True),
        OptionSpec("port", "Port", OptionLook.WHOLE, start="993", needed=True, least=1),
        OptionSpec(
            "security",
            "Protection",
            OptionLook.CHOICE,
            start="tls",
            choices=(("tls", "TLS from the start"), ("starttls", "STARTTLS"), ("none", "None")),
        ),
        OptionSpec("user", "Name to sign in with", needed=True),
        OptionSpec("folder", "Mail folder", start="INBOX", needed=True),
    ),
    secret="Password",  # noqa: S106 - what it is called
)
_ASTERISK = ConnectionKind(
    "asterisk",
    "Asterisk phone system",
    "Tells who is ringing, and logs each call, by Asterisk's manager interface.",
    "phone-call",
    "Connected",
    (
        OptionSpec("host", "Phone system", start="127.0.0.1", needed=True),
        OptionSpec("port", "Port", OptionLook.WHOLE, start="5038", needed=True, least=1),
        OptionSpec("user", "Manager name", needed=True, help="As in manager.conf"),
        OptionSpec(
            "cdr_file",
            "Call records",
            OptionLook.TEXT,
            placeholder="/var/log/asterisk/cdr-csv/Master.csv",
            help="To catch up after a gap; may be left out",
        ),
    ),
    secret="Manager password",  # noqa: S106 - what it is called
)
_FOLDER = ConnectionKind(
    "folder",
    "Watched folder",
    "Files of calls, leads and contacts that other programs put there.",
    "folder-input",
    "Watching",
    (OptionSpec("folder", "Folder", OptionLook.FOLDER, needed=True),),
)

KINDS: Final = (_LISTENER, _WEB_FORM, _CTI, _MAILBOX, _ASTERISK, _FOLDER)
LISTENER: Final = _LISTENER
ADDABLE: Final = tuple(kind for kind in KINDS if kind is not LISTENER)
"""What somebody may add; there is one listener, which is there from the first."""
_BY_NAME: Final = {kind.name: kind for kind in KINDS}


def kind_named(name: str) -> ConnectionKind:
    """The kind of that name; KeyError where there is none."""
    return _BY_NAME[name]
