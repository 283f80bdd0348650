"""What is kept of a person reads as words, whichever column it stands in."""

from datetime import UTC, date, datetime

import pytest

from desktop.domain.kept_words import RECORDS, has_title, kept_title, kept_words, records_title
from desktop.services.records import KINDS

KEPT = sorted(RECORDS.keys() & KINDS.keys() - {"not_same", "person_merge"})


@pytest.mark.parametrize("record", KEPT)
def test_every_column_has_a_title_or_is_left_out(record: str) -> None:
    kind = KINDS[record]
    own = {column.name for column in kind.table.c}
    children = kind.children if kind.name not in ("person", "person_email") else None
    below = {column.name for column in children.c} if children is not None else set()
    below -= {kind.parent_column}
    assert [name for name in sorted(own | below) if not has_title(name)] == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("prepaid_cents", 120_050, "Paid ahead: $1,200.50"),
        ("e164", "+13125550147", "Number: (312) 555-0147"),
        ("started_at", datetime(2026, 11, 17, 21, 18, tzinfo=UTC), "Began: Nov 17, 2026, 2:18 pm"),
        ("date_of_birth", date(1984, 5, 6), "Born: May 6, 1984"),
        ("withheld", False, "Number withheld: No"),
        ("late_entry", True, "Written down later: Yes"),
        ("hours_from", 570, "Ring from: 9:30 am"),
        ("talked_seconds", 252, "Talked: 04:12"),
        ("promised_zone", "America/Los_Angeles", "On the clock of: Los Angeles time"),
        ("direction", "in", "Who rang: They rang us"),
        ("reason 2", "new_patient", "Reason 2: New patient"),
        ("reason", "asked_by_mail on Monday", "Reason: asked_by_mail on Monday"),
        ("source", "Signed form, Chicago", "Where it is from: Signed form, Chicago"),
        (
            "consents",
            '[{"name": "SMS", "given": true, "text": ""}]',
            "What they agreed to: SMS, yes",
        ),
        ("remarks", "no list", "Remarks: no list"),
        ("series_left", 3, "Infusions to come: 3"),
    ],
)
def test_what_stands_there_is_said_plainly(name: str, value: object, said: str) -> None:
    assert f"{kept_title(name)}: {kept_words(name, value, 'America/Phoenix')}" == said


@pytest.mark.parametrize("value", [None, "", "[]"])
def test_what_says_nothing_is_left_out(value: object) -> None:
    assert kept_words("remarks", value, "UTC") == ""


def test_the_heads_of_records() -> None:
    assert records_title("person") == "Details"
    assert records_title("safety_event") == "Safety cards"
    assert records_title("attempt") == "Tries"
