"""What a phone system is reached by, and how patient we are with it."""

from dataclasses import dataclass, field
from pathlib import Path

from desktop.domain.connection_state import SourceToRun
from desktop.domain.errors import Refused


@dataclass(frozen=True, slots=True)
class LineSettings:
    """One Asterisk. ``source`` is what its records say they come from. The secret goes over the
    wire as an MD5 answer to a challenge; ``plain`` sends it as it is to a phone system that knows
    no challenge. ``records`` is its ``Master.csv`` as seen from here, None where it is out of
    reach."""

    source: str
    host: str
    user: str
    secret: str = field(repr=False)
    port: int = 5038
    records: Path | None = None
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. ``answer``: for a connection or an answer; ``quiet``: without a word before asking
    whether it is still there, ``dead`` before it is given up; ``first``, ``most``: between tries,
    doubled each time; ``settle``: after a call's end for its record; ``records``: between looks at
    the records; ``refused``: between tries once the secret was refused."""

    answer: float = 10.0
    quiet: float = 30.0
    dead: float = 75.0
    first: float = 1.0
    most: float = 60.0
    settle: float = 60.0
    records: float = 2.0
    refused: float = 300.0

    def before_try(self, failed: int, chance: float) -> float:
        """Seconds before the next try after ``failed`` ones, half of it by ``chance`` (0 to 1), so
        that many desks do not come back to a restarted phone system at once."""
        longest = min(self.most, self.first * 2.0 ** min(max(failed - 1, 0), 30))
        return longest / 2 + longest / 2 * chance


def settings_of(source: SourceToRun) -> LineSettings:
    """From what was filled in on the Connections page. Raises Refused with what to do."""
    port = source.option("port", "5038").strip()
    if not (port.isascii() and port.isdecimal() and 0 < int(port[:9]) < 65_536):
        raise Refused("The phone system's port is no number. It is 5038 as a rule.")
    host, user = source.option("host").strip(), source.option("user").strip()
    if not (host and user):
        raise Refused("The phone system has no address or no manager name. Fill both in.")
    records = source.option("cdr_file").strip()
    return LineSettings(
        source.name, host, user, source.secret, int(port), Path(records) if records else None
    )
