"""What became of a call, in the words of phone systems: a missed call is rarely called "missed"."""

from desktop.domain.folding import fold
from desktop.domain.incoming import Disposition
from desktop.domain.vocabulary import Direction

_ANSWERED = (
    "answered",
    "answer",
    "accepted",
    "call accepted",
    "call connected",
    "connected",
    "completed",
    "complete",
    "in-progress",
    "in progress",
    "success",
    "successful",
    "talked",
    "picked up",
    "succeeded",
    "received",
    "ok",
    "yes",
    "true",
    "1",
    "si",
    "contestada",
    "contestado",
    "atendida",
    "atendido",
    "completada",
)
_UNANSWERED = (
    "missed",
    "missed call",
    "unanswered",
    "not answered",
    "notanswered",
    "no answer",
    "no-answer",
    "noanswer",
    "abandoned",
    "cancel",
    "canceled",
    "cancelled",
    "hang up",
    "hangup",
    "hung up",
    "busy",
    "rejected",
    "declined",
    "failed",
    "fail",
    "timeout",
    "timed out",
    "unavailable",
    "congestion",
    "noroute",
    "no route",
    "wrong number",
    "not found",
    "notfound",
    "no calls",
    "stopped",
    "ring timeout",
    "ip phone offline",
    "answered not accepted",
    "reply",
    "call failed",
    "call failure",
    "internal error",
    "poor line quality",
    "restricted number",
    "suspended account",
    "international disabled",
    "international restricted",
    "no calling credit",
    "not connected",
    "unconnected",
    "overflowed",
    "service unavailable",
    "invalid key",
    "invalid operation",
    "call cancel",
    "disconnected",
    "caller hung up",
    "no",
    "false",
    "0",
    "perdida",
    "perdido",
    "no contesta",
    "no contestada",
    "no atendida",
    "sin respuesta",
    "ocupado",
    "ocupada",
    "fallida",
    "fallido",
    "cancelada",
    "cancelado",
    "rechazada",
    "abandonada",
)
_VOICEMAIL = (
    "voicemail",
    "voice mail",
    "left voicemail",
    "sent to voicemail",
    "vm",
    "buzon",
    "buzon de voz",
)
_BLOCKED = ("blocked", "system blocked", "block", "spam", "blacklisted", "bloqueada", "bloqueado")
_RINGING = ("ringing", "queued", "initiated", "started", "proceeding", "setup", "sonando")

_WORDS = {
    **dict.fromkeys(_ANSWERED, Disposition.ANSWERED),
    **dict.fromkeys(_UNANSWERED, Disposition.MISSED),
    **dict.fromkeys(_VOICEMAIL, Disposition.VOICEMAIL),
    **dict.fromkeys(_BLOCKED, Disposition.BLOCKED),
    **dict.fromkeys(_RINGING, Disposition.RINGING),
}


def disposition_in(text: str, direction: Direction) -> Disposition:
    """What a status or result says of a call of this direction; unknown words say nothing."""
    return of_direction(_WORDS.get(fold(text).replace("_", " "), Disposition.UNKNOWN), direction)


def of_direction(disposition: Disposition, direction: Direction) -> Disposition:
    """A call out that nobody took was not missed but not reached."""
    if direction is Direction.OUT and disposition is Disposition.MISSED:
        return Disposition.NOT_REACHED
    return disposition
