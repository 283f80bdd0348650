"""Who rang whom, by what Asterisk says of a channel: its numbers, its context and its name."""

from desktop.domain.call_sides import is_code, is_extension, is_outside
from desktop.domain.vocabulary import Direction

FROM_OUTSIDE = (
    "from-trunk",
    "from-did",
    "from-pstn",
    "from-extern",
    "from-sip-external",
    "from-outside",
    "from-dahdi",
    "from-zaptel",
    "from-digital",
    "from-analog",
    "from-provider",
    "from-voip",
    "ext-did",
    "incoming",
    "inbound",
)
"""How the contexts begin into which trunks lead."""
VOICEMAIL = frozenset(("voicemail", "vm", "voicemailmain", "minivm"))
WAITING = frozenset(("queue", "background", "waitexten"))
"""What answers a call while no one of ours speaks: a queue, a menu."""
_PLAYING = frozenset(
    (
        "playback",
        "controlplayback",
        "playtones",
        "busy",
        "congestion",
        "musiconhold",
        "read",
        "directory",
    )
)
MENUS = ("ivr-", "app-announcement", "app-blackhole")
"""How FreePBX's contexts begin in which nobody is rung."""
_END_OF_MENUS = frozenset(("hangup", "wait"))
_FOLLOWING = "from-internal"
_LEADS_OUT = ("outbound", "outgoing", "outrt")
"""How the contexts begin from which only the world outside is rung."""
_TRUNKS = ("trunk", "provider", "carrier", "gateway", "pstn")
"""Words in the names of lines to the world outside."""


def channel_direction(
    src: str, dst: str, context: str, channel: str, far: str = ""
) -> Direction | None:
    """The direction of the call that ``channel`` began, from ``src`` to ``dst``; ``far`` is the
    channel at its other end. None between two extensions, and for a code of the phone system."""
    if context.startswith(FROM_OUTSIDE):
        return Direction.IN
    if is_code(dst):
        return None
    if is_extension(src):
        return Direction.OUT if is_outside(dst) else None
    if is_outside(dst):
        own = has_extension(channel)
        if own or (context == _FOLLOWING and not has_extension(far)):
            return Direction.OUT
        if context.startswith(_LEADS_OUT) and _may_be_phone(channel, far):
            return Direction.OUT
    return Direction.IN


def plays(app: str, context: str) -> bool:
    """Whether a step of the dial plan only plays something to the caller, or ends a menu that did:
    when it is the last one, the caller heard a machine. ``app`` is in lower case."""
    return app in _PLAYING or (app in _END_OF_MENUS and context.startswith(MENUS))


def has_extension(channel: str) -> bool:
    """``PJSIP/101-000004e1`` belongs to an extension, ``PJSIP/trunk-…`` does not."""
    return is_extension(_end_of(channel))


def _may_be_phone(channel: str, far: str) -> bool:
    """Whether ``channel`` may be a phone of ours by name. A caller from outside who is led on to
    another number outside comes from a trunk: as a rule from the one that leads out again."""
    end = _end_of(channel)
    if not end or channel.startswith("Local/") or is_outside(end) or end == _end_of(far):
        return False
    return not any(word in end.casefold() for word in _TRUNKS)


def _end_of(channel: str) -> str:
    return channel.partition("/")[2].partition("@")[0].rpartition("-")[0]
