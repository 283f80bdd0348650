"""What callers and phones do, as scenarios for SIPp.

A caller's identity and the line they ring stand in the file of callers, see
:mod:`tests.rig.callers`: field 0 is the whole ``From``, field 1 the line.
"""

from collections.abc import Sequence
from typing import Final

_SOUND: Final = """Content-Type: application/sdp
Content-Length: [len]

v=0
o=tests 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0
a=rtpmap:0 PCMU/8000
"""
_NO_SOUND: Final = "Content-Length: 0\n\n"
_SENT_BY: Final = "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]\n"
_MINE: Final = "Call-ID: [call_id]\nMax-Forwards: 70\nContact: <sip:me@[local_ip]:[local_port]>\n"
_ME: Final = "From: [field0];tag=[pid]c[call_number]\n"
_LINE: Final = "sip:[field1]@[remote_ip]:[remote_port]"


def caller_talks(seconds: float) -> str:
    """Is answered, speaks so long, hangs up."""
    return _scenario(*_is_answered(), _pause(seconds), _request("BYE", 2), _hears(200))


def caller_listens() -> str:
    """Is answered and stays until the other side hangs up."""
    return _scenario(*_is_answered(), _gets("BYE"), _says("200 OK"))


def caller_is_refused() -> str:
    """Rings until the phone system gives up: busy, nobody there."""
    refusals = (480, 486, 503, 603)
    heard = [f'<recv response="{code}" optional="true" next="1"/>' for code in refusals]
    return _scenario(
        _invite(), *_rings(), *heard, _hears(404), '<label id="1"/>', _done_with("ACK")
    )


def caller_gives_up(seconds: float) -> str:
    """Hears it ring so long, then hangs up."""
    rings = ['<recv response="100" optional="true"/>', _hears(180)]
    cancel = [_done_with("CANCEL"), _hears(200), _hears(487), _done_with("ACK")]
    return _scenario(_invite(), *rings, _pause(seconds), *cancel)


def phone_answers(after: float) -> str:
    """Rings so long, is taken, and stays until somebody hangs up."""
    return _scenario(*_is_taken(after), _gets("BYE"), _says("200 OK"))


def phone_hangs_up(after: float, talk: float) -> str:
    """Rings, is taken, and hangs up after so much talk."""
    ends = [_own_request("BYE", ""), _hears(200)]
    return _scenario(*_is_taken(after, keeps=True), _pause(talk), *ends)


def phone_passes_on(after: float, talk: float, to: str, asterisk: int) -> str:
    """Rings, is taken, and after so much talk the caller is passed on to another phone."""
    refer = _own_request("REFER", f"Refer-To: <sip:{to}@127.0.0.1:{asterisk}>\n")
    told = '<recv request="NOTIFY" optional="true" next="3"/>'
    again = ['<label id="3"/>', _says("200 OK", then="2")]
    return _scenario(
        *_is_taken(after, keeps=True), _pause(talk), refer, _hears(202), '<label id="2"/>', told,
        '<recv request="BYE" next="4"/>', *again, '<label id="4"/>', _says("200 OK"),
    )  # fmt: skip


def phone_rings() -> str:
    """Rings until the caller, or the phone system, gives up."""
    keep = _keep("CSeq:", 1)
    ended = _send(
        "SIP/2.0 487 Request Terminated\n[last_Via:]\n[last_From:]\n[last_To:];"
        f"tag=[pid]p[call_number]\n[last_Call-ID:]\nCSeq: [$1]\n{_NO_SOUND}"
    )
    return _scenario(
        _gets("INVITE", keep), _says("180 Ringing"), _gets("CANCEL"), _says("200 OK"), ended,
        _gets("ACK"),
    )  # fmt: skip


def phone_is_busy() -> str:
    """Somebody speaks on it."""
    return _scenario(_gets("INVITE"), _says("486 Busy Here"), _gets("ACK"))


def _scenario(*steps: str) -> str:
    body = "\n".join(steps)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="tests">\n{body}\n</scenario>\n'


def _send(text: str, more: str = "") -> str:
    return f"<send{more}><![CDATA[\n{text}]]></send>"


def _pause(seconds: float) -> str:
    return f'<pause milliseconds="{round(seconds * 1000)}"/>'


def _hears(code: int, more: str = "") -> str:
    return f'<recv response="{code}"{more}/>'


def _gets(method: str, actions: str = "") -> str:
    return f'<recv request="{method}">{actions}</recv>'


def _keep(header: str, place: int) -> str:
    act = f'<ereg regexp=".*" search_in="hdr" header="{header}" assign_to="{place}"/>'
    return f"<action>{act}</action>"


def _says(answer: str, body: str = _NO_SOUND, *, then: str = "") -> str:
    tag = ";tag=[pid]p[call_number]"
    more = f' next="{then}"' if then else ""
    return _send(
        f"SIP/2.0 {answer}\n[last_Via:]\n[last_From:]\n[last_To:]{tag}\n[last_Call-ID:]\n"
        f"[last_CSeq:]\nContact: <sip:me@[local_ip]:[local_port]>\n{body}",
        more,
    )


def _rings() -> Sequence[str]:
    return [f'<recv response="{code}" optional="true"/>' for code in (100, 180, 183)]


def _invite() -> str:
    return _send(
        f"INVITE {_LINE} SIP/2.0\n{_SENT_BY}{_ME}To: <{_LINE}>\nCSeq: 1 INVITE\n{_MINE}{_SOUND}",
        ' retrans="500"',
    )


def _is_answered() -> Sequence[str]:
    return [_invite(), *_rings(), _hears(200, ' rrs="true"'), _request("ACK", 1)]


def _request(method: str, number: int) -> str:
    """In the call that is up, from whoever began it."""
    retry = "" if method == "ACK" else ' retrans="500"'
    return _send(
        f"{method} [next_url] SIP/2.0\n{_SENT_BY}{_ME}[last_To:]\nCSeq: {number} {method}\n"
        f"{_MINE}{_NO_SOUND}",
        retry,
    )


def _done_with(method: str) -> str:
    """To the ``INVITE`` itself: the same branch as it had."""
    return _send(
        f"{method} {_LINE} SIP/2.0\n[last_Via:]\n{_ME}[last_To:]\nCSeq: 1 {method}\n"
        f"{_MINE}{_NO_SOUND}"
    )


def _is_taken(after: float, *, keeps: bool = False) -> Sequence[str]:
    """``keeps``: who rings and who is rung, for a request of its own. (What is kept and not used
    is no scenario to SIPp.)"""
    return [
        _gets("INVITE", _keep("From:", 2) if keeps else ""), _says("180 Ringing"), _pause(after),
        _says("200 OK", _SOUND), _gets("ACK", _keep("To:", 3) if keeps else ""),
    ]  # fmt: skip


def _own_request(method: str, more: str) -> str:
    """In the call that is up, from the phone that was rung."""
    return _send(
        f"{method} sip:asterisk@[remote_ip]:[remote_port] SIP/2.0\n{_SENT_BY}From: [$3]\nTo: [$2]\n"
        f"CSeq: 1 {method}\n{more}{_MINE}{_NO_SOUND}",
        ' retrans="500"',
    )
