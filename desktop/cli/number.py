"""``number``: how the program reads a telephone number. Needs no data and opens none."""

import argparse
import json
import sys
from typing import Any

from desktop.cli.verb import Verbs
from desktop.domain.errors import Refused
from desktop.domain.numbers import NumberReading, NumberStatus, display, read_number

NO_REGION = ("", "ZZ", "001")
"""Regions with no national numbers of their own: only international forms are read."""


def add(verbs: Verbs) -> None:
    """Add ``number TEXT… [--region US]``."""
    verb = verbs.add_parser("number", help="how the program reads a phone number")
    verb.add_argument("text", nargs="+", metavar="TEXT", help="a number as typed or pasted")
    verb.add_argument(
        "--region", default="US", metavar="US", help="the country whose numbers are meant"
    )
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print one reading for each text: 0, or 1 when any is unreadable."""
    region = _region(arguments.region)
    readings = [read_number(text, region) for text in arguments.text]
    if arguments.json:
        print(json.dumps([_as_json(reading) for reading in readings], indent=2))
    else:
        for reading in readings:
            _print_line(reading, region)
            for other in reading.more:
                _print_line(other, region)
    return int(any(reading.status is NumberStatus.UNREADABLE for reading in readings))


def _region(name: str) -> str:
    from phonenumbers import SUPPORTED_REGIONS

    region = name.upper()
    if region not in SUPPORTED_REGIONS and region not in NO_REGION:
        raise Refused(f"There is no country “{name}”. Use two letters, such as US or GB.")
    return region


def _as_json(reading: NumberReading) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "raw": reading.raw,
        "e164": reading.e164,
        "extension": reading.extension,
        "status": reading.status.value,
        "zones": list(reading.zones),
    }
    if reading.more:
        answer["more"] = [_as_json(other) for other in reading.more]
    return answer


def _print_line(reading: NumberReading, region: str) -> None:
    e164 = reading.e164 or "-"
    shown = display(reading.e164, reading.extension, region) if reading.e164 else "-"
    zones = ", ".join(reading.zones) or "-"
    raw = "".join(c if c.isprintable() else " " for c in reading.raw)
    line = f"{reading.status.value:<11}{e164:<17}{shown:<26}{zones:<22}{raw}"
    # A terminal that cannot show a character gets its code instead of a traceback.
    encoding = sys.stdout.encoding or "utf-8"
    print(line.encode(encoding, "backslashreplace").decode(encoding))
