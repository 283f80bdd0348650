"""What the phone system of the tests is set up with: one trunk, a few phones, one queue.

What KetWell Desk needs of it (the manager, the call records) is taken from
``docs/phone-system.md`` as it stands there, so that what IT is told is what is tried.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "phone-system.md"
USER: Final = "ketwell"
SECRET: Final = "the-kinglet-hums"
TRUNK: Final = "127.0.0.2"
"""Whoever rings from there comes over the trunk."""
PHONES: Final = "127.0.0.3"

_BLOCK: Final = re.compile(r"^ *```\n(.*?)^ *```", re.MULTILINE | re.DOTALL)

RING_GROUP: Final = "8555389355"
NOBODY: Final = "8555389356"
BUSY: Final = "8555389357"
QUEUE: Final = "8555389358"
VOICEMAIL: Final = "8555389359"
QUEUE_NOBODY: Final = "8555389360"
PASSED_ON: Final = "8555389361"
MACHINE: Final = "8555389362"
QUEUE_AFTER_MENU: Final = "8555389363"
RINGS_LONG: Final = "8555389364"

_DIALPLAN: Final = f"""
[from-trunk]
exten => {RING_GROUP},1,Dial(PJSIP/101&PJSIP/102,20)
 same => n,Hangup()
exten => {NOBODY},1,Dial(PJSIP/102,3)
 same => n,Hangup(19)
exten => {BUSY},1,Dial(PJSIP/103,10)
 same => n,Busy(1)
exten => {QUEUE},1,Queue(desk,r,,,20)
 same => n,Hangup()
exten => {VOICEMAIL},1,Dial(PJSIP/102,2)
 same => n,VoiceMail(100@default,us)
 same => n,Hangup()
exten => {QUEUE_NOBODY},1,Answer()
 same => n,Queue(nobody,r,,,20)
 same => n,Hangup()
exten => {PASSED_ON},1,Dial(PJSIP/104,20)
 same => n,Hangup()
exten => {MACHINE},1,Ringing()
 same => n,Wait(1)
 same => n,Answer()
 same => n,Wait(2)
 same => n,Hangup()
exten => {QUEUE_AFTER_MENU},1,Answer()
 same => n,Wait(2)
 same => n,Queue(desk,r,,,20)
 same => n,Hangup()
exten => {RINGS_LONG},1,Dial(PJSIP/102,60)
 same => n,Hangup()

[from-internal]
exten => _10X,1,Dial(PJSIP/${{EXTEN}},20)
 same => n,Hangup()
"""

_QUEUES: Final = """
[desk]
strategy = ringall
timeout = 15
ringinuse = yes
member => PJSIP/101
[nobody]
strategy = ringall
timeout = 15
ringinuse = yes
member => PJSIP/102
"""

_PJSIP: Final = """
[udp]
type = transport
protocol = udp
bind = 127.0.0.1:{sip}
[trunk]
type = endpoint
context = from-trunk
disallow = all
allow = ulaw
direct_media = no
media_address = 127.0.0.1
bind_rtp_to_media_address = yes
[trunk]
type = identify
endpoint = trunk
match = {trunk}
"""

_PHONE: Final = """
[{name}]
type = endpoint
context = from-internal
disallow = all
allow = ulaw
direct_media = no
media_address = 127.0.0.1
bind_rtp_to_media_address = yes
aors = {name}
[{name}]
type = aor
contact = sip:{name}@{phones}:{port}
"""

_DIRECTORIES: Final = """
[directories]
astetcdir => {base}/etc
astmoddir => /usr/lib/asterisk/modules
astvarlibdir => /var/lib/asterisk
astdbdir => {base}
astkeydir => /var/lib/asterisk
astdatadir => /usr/share/asterisk
astagidir => /usr/share/asterisk/agi-bin
astspooldir => {base}/spool
astrundir => {base}/run
astlogdir => {base}/log
astsbindir => /usr/sbin
"""

# What is not there, or would listen to more than loopback.
_WITHOUT: Final = (
    "chan_sip chan_iax2 chan_skinny chan_mgcp chan_unistim chan_ooh323 chan_motif chan_dahdi "
    "chan_alsa chan_oss chan_console chan_mobile chan_phone pbx_dundi res_http_websocket "
    "res_smdi app_adsiprog cdr_manager res_xmpp res_calendar"
)


@dataclass(frozen=True, slots=True)
class Ports:
    """On loopback, each free when the phone system was set up."""

    sip: int
    manager: int
    rtp: int


def files(base: str, ports: Ports, phones: dict[str, int]) -> dict[str, str]:
    """Asterisk's settings, by the names of their files. ``base`` is its folder as it sees it."""
    phone_texts = (
        _PHONE.format(name=name, port=port, phones=PHONES) for name, port in phones.items()
    )
    return {
        "asterisk.conf": _DIRECTORIES.format(base=base),
        "modules.conf": "[modules]\nautoload = yes\n" + _each("noload = {}.so\n", _WITHOUT.split()),
        "logger.conf": "[general]\n[logfiles]\nmessages = notice,warning,error,verbose\n",
        "extensions.conf": _DIALPLAN,
        "queues.conf": "[general]\nautofill = yes\n" + _QUEUES,
        "voicemail.conf": "[general]\nformat = wav\n[default]\n100 => 1234,Desk\n",
        "pjsip.conf": _PJSIP.format(sip=ports.sip, trunk=TRUNK) + "".join(phone_texts),
        "rtp.conf": f"[general]\nrtpstart = {ports.rtp}\nrtpend = {ports.rtp + 199}\n",
        "manager.conf": (
            f"[general]\nenabled = yes\nport = {ports.manager}\nbindaddr = 127.0.0.1\n"
            + _manager_of_document()
        ),
        "cdr.conf": _document_block("[csv]"),
        "features.conf": "[general]\n",
        "musiconhold.conf": "[default]\nmode = files\ndirectory = moh\n",
    }


def _manager_of_document() -> str:
    block = _document_block(f"[{USER}]")
    block, secrets = re.subn(r"(?m)^(secret = ).*$", rf"\g<1>{SECRET}", block)
    block, places = re.subn(r"(?m)^(permit = ).*$", r"\g<1>127.0.0.1/255.255.255.255", block)
    assert (secrets, places) == (1, 1), "the manager of docs/phone-system.md is another one by now"
    return block


def _document_block(holds: str) -> str:
    """The block of the document with a line ``holds``."""
    blocks = _BLOCK.findall(DOCUMENT.read_text(encoding="utf-8"))
    (block,) = (each for each in blocks if holds in each.split())
    return "".join(f"{line.strip()}\n" for line in block.splitlines())


def _each(text: str, values: Iterable[str]) -> str:
    return "".join(text.format(value) for value in values)
