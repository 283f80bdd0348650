"""Every file format, one line each, and which of them a file is."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.connectors.files.calls.asterisk_cel import AsteriskCel
from desktop.connectors.files.calls.asterisk_csv import AsteriskMaster, FreePbx
from desktop.connectors.files.calls.callrail import CallRailCalls, CallRailCsv
from desktop.connectors.files.calls.cisco import CiscoCdr
from desktop.connectors.files.calls.cti import GenericCti
from desktop.connectors.files.calls.dialpad import DialpadCalls
from desktop.connectors.files.calls.freeswitch import FreeSwitchCsv, FreeSwitchTitled
from desktop.connectors.files.calls.general import GeneralCalls
from desktop.connectors.files.calls.google_voice import GoogleVoice
from desktop.connectors.files.calls.grandstream import GrandstreamCdr, GrandstreamCsv
from desktop.connectors.files.calls.openphone import OpenPhoneCalls
from desktop.connectors.files.calls.plivo import PlivoCalls
from desktop.connectors.files.calls.ringcentral import RingCentralLog, RingCentralNotices
from desktop.connectors.files.calls.ringcentral_csv import RingCentralCsv
from desktop.connectors.files.calls.threecx import ThreeCxCdr, ThreeCxJournal, ThreeCxReport
from desktop.connectors.files.calls.twilio import TwilioCalls
from desktop.connectors.files.calls.twilio_csv import TwilioCsv
from desktop.connectors.files.calls.vonage import VonageCalls
from desktop.connectors.files.calls.zoom import ZoomPhone
from desktop.connectors.files.contacts.formats import CONTACT_FORMATS
from desktop.connectors.files.content import Content
from desktop.connectors.files.format import NO, FileFormat
from desktop.connectors.files.leads.formats import LEAD_FORMATS

FORMATS: Sequence[FileFormat] = (
    AsteriskMaster(),
    FreePbx(),
    AsteriskCel(),
    TwilioCalls(),
    TwilioCsv(),
    RingCentralLog(),
    RingCentralNotices(),
    RingCentralCsv(),
    ThreeCxReport(),
    ThreeCxCdr(),
    ThreeCxJournal(),
    CallRailCalls(),
    CallRailCsv(),
    FreeSwitchTitled(),
    FreeSwitchCsv(),
    VonageCalls(),
    OpenPhoneCalls(),
    DialpadCalls(),
    PlivoCalls(),
    CiscoCdr(),
    GrandstreamCdr(),
    GrandstreamCsv(),
    GoogleVoice(),
    ZoomPhone(),
    GenericCti(),
    GeneralCalls(),
    *LEAD_FORMATS,
    *CONTACT_FORMATS,
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A format a file may be, and how sure that is (1 to 100)."""

    format: FileFormat
    confidence: int


def recognise(content: Content) -> tuple[Recognised, ...]:
    """The formats that ``content`` may be, the surest first; of equals the first of the list."""
    found = [Recognised(each, each.recognise(content)) for each in FORMATS]
    return tuple(
        sorted((each for each in found if each.confidence > NO), key=lambda each: -each.confidence)
    )


def named(name: str) -> FileFormat | None:
    """The format of that name."""
    return next((each for each in FORMATS if each.name == name), None)
