"""Who may post here, and what became of what they posted."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop.domain.incoming import SetAside, Take


class Brings(StrEnum):
    """What a source brings: also the first part of its address."""

    LEADS = "leads"
    CALLS = "cti"
    POPS = "pop"
    """Callers that another program announces."""


@dataclass(frozen=True, slots=True)
class WebSource:
    """One sender. ``name`` stands in its address (``/leads/<name>``, ``/cti/<name>``) and in what
    is set aside; ``vendor`` says how it signs, is answered and is read ("" for leads: whatever form
    it is); ``zone`` is the IANA zone of its times without one. ``secret`` is the vendor's signing
    key where it signs, else the secret both sides share: a source without one is refused.
    ``public`` is what its address begins with outside ("https://desk.example.org"): Twilio signs
    it, sipgate is told it. ``take`` and ``set_aside`` hand in what came."""

    name: str
    brings: Brings
    vendor: str
    zone: str
    take: Take = field(repr=False)
    set_aside: SetAside = field(repr=False)
    secret: str = field(default="", repr=False)
    public: str = ""

    @property
    def path(self) -> str:
        """Its address on this computer, without the host."""
        return f"/{self.brings}/{self.name}"


@dataclass(frozen=True, slots=True)
class SourceState:
    """What one source has sent since the listener started: records ``taken``, messages that were
    none of ours (``ignored``), ``set_aside`` for a person to look at, and requests ``refused``
    for a wrong secret or signature or for a body that is not taken, the last of them with the
    reason in ``refusal``."""

    last_event: datetime | None = None
    taken: int = 0
    ignored: int = 0
    set_aside: int = 0
    refused: int = 0
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class ListenerState:
    """The listener as Settings → Connections shows it. ``trouble`` is the sentence of what keeps
    it from listening or from handing in; "" when all is well. ``waiting`` posts were told to come
    again and are tried again from here as well."""

    running: bool = False
    host: str = ""
    port: int = 0
    trouble: str = ""
    last_event: datetime | None = None
    taken: int = 0
    set_aside: int = 0
    refused: int = 0
    waiting: int = 0
    sources: dict[str, SourceState] = field(default_factory=dict)
