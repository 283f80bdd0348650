"""The reading against a large collection of numbers in odd forms, where there is one."""

import csv
import os
from pathlib import Path

import pytest

from desktop.domain.numbers import NumberStatus, read_number

SAMPLES = os.environ.get("KETWELL_SAMPLES")

JUDGED_OTHERWISE: dict[tuple[str, str], tuple[NumberStatus, str | None]] = {
    # What a desk's own telephone rings inside the house: never a number to ring outside.
    ("12345", "US"): (NumberStatus.SERVICE, None),
    ("1234", "JP"): (NumberStatus.SERVICE, None),
    ("8123", "BY"): (NumberStatus.SERVICE, None),
    ("011", "AU"): (NumberStatus.SERVICE, None),
    ("000", "AU"): (NumberStatus.SERVICE, None),
    ("0000", "AU"): (NumberStatus.SERVICE, None),
    # Too short or too long for any E.164 number.
    ("253-000", "US"): (NumberStatus.UNREADABLE, None),
    ("650x2531234", "US"): (NumberStatus.UNREADABLE, None),
    ("+81 *2345", "JP"): (NumberStatus.UNREADABLE, None),
    ("0012 16502530000", "AU"): (NumberStatus.UNREADABLE, None),
    # A form filler; the collection has this text twice, once each way.
    ("123-456-7890", "US"): (NumberStatus.UNREADABLE, None),
    # An over-long vanity number reaches whom its first seven letters reach.
    ("1800 six-flags", "US"): (NumberStatus.UNUSUAL, "+18007493524"),
    ("1800 SIX FLAGS", "US"): (NumberStatus.UNUSUAL, "+18007493524"),
    ("800 six-flags", "US"): (NumberStatus.UNUSUAL, "+18007493524"),
    # The 1 of Mexican mobiles went away in 2019.
    ("+52 1 33 1234-5678", "MX"): (NumberStatus.VALID, "+523312345678"),
}


@pytest.mark.skipif(SAMPLES is None, reason="KETWELL_SAMPLES names no folder")
def test_the_collection_is_read_as_judged() -> None:
    path = Path(SAMPLES or "") / "e-phone" / "phone_torture.tsv"
    wrong = []
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        raw, region, expected = row["raw"], row["region"], row["expected_e164"]
        reading = read_number(raw, region)
        judged = JUDGED_OTHERWISE.get((raw, region))
        if judged:
            right = (reading.status, reading.e164) == judged
        elif expected == "WITHHELD":
            right = reading.status is NumberStatus.WITHHELD
        elif expected == "INVALID":
            right = reading.status in (NumberStatus.UNREADABLE, NumberStatus.SERVICE)
        else:
            right = (reading.e164, reading.extension or "") == (expected, row["extension"])
            # A few rows call "valid" what the library only finds long enough.
            doubted = row["note"] == "computed"
            if row["status"] == "valid" and not doubted:
                right = right and reading.status is NumberStatus.VALID
        if not right:
            wrong.append(f"{raw!r} in {region}: {reading.status} {reading.e164}; {row['note']}")
    assert len(rows) > 250
    assert wrong == []
