"""Each address book's export is recognised above all others and read as it documents."""

from datetime import date

import pytest

from desktop.connectors.files.contacts.contact_table import ContactTable
from desktop.connectors.files.content import Content
from desktop.connectors.files.format import ReadOptions
from desktop.connectors.files.registry import recognise
from desktop.domain.incoming import (
    ContactNumber,
    Ignored,
    IncomingContact,
    IncomingKind,
    Rejected,
    Taken,
)
from tests.connectors.contact_fixtures import CONTACTS, MORE, VCARD_21, VCARD_30
from tests.connectors.readings import contacts_of, rows_of

BORN = date(1980, 3, 21)


@pytest.mark.parametrize("name", [*CONTACTS, *MORE])
def test_a_file_is_recognised_above_all_others(name: str) -> None:
    first, *others = recognise(Content((CONTACTS | MORE)[name]))
    assert first.format.name == name.split(maxsplit=1)[0]
    assert first.format.kind is IncomingKind.CONTACT
    assert all(other.confidence < first.confidence for other in others)


def test_google_until_2024() -> None:
    juniper, fern = contacts_of(CONTACTS["google-contacts"])
    assert juniper.name == "Juniper Moss"
    assert juniper.numbers == (
        ContactNumber("312-555-0147", "Mobile"),
        ContactNumber("312-555-0148", "Mobile"),
    )
    assert juniper.emails == ("juniper@example.com", "moss@example.com")
    assert (juniper.birthday, juniper.city, juniper.language) == (BORN, "Chicago", "Spanish")
    assert juniper.address == "1 Grove Chicago"
    assert (juniper.organisation, juniper.note) == ("The Grove", "two\t words")
    assert (fern.name, fern.birthday) == ("Fern", None)
    assert fern.numbers == (ContactNumber("312-555-0199", "Home"),)


def test_google_since_2024() -> None:
    (juniper,) = contacts_of(MORE["google-contacts new"])
    assert juniper.name == "Juniper R. Moss"
    assert juniper.numbers == (ContactNumber("(312) 555-0147", "Mobile"),)
    assert juniper.emails == ("juniper@example.com",)


def test_outlook() -> None:
    rows = rows_of(CONTACTS["outlook-contacts"])
    juniper, nobody, fern = rows
    assert isinstance(juniper, Taken)
    record = juniper.record
    assert isinstance(record, IncomingContact)
    assert (record.name, record.birthday) == ("Juniper R. Moss", BORN)
    assert record.emails == ("juniper@example.com", "moss@example.com")
    assert record.numbers == (
        ContactNumber("312-555-0101", "Business Fax"),
        ContactNumber("312-555-0102", "Business Phone"),
        ContactNumber("312-555-0147", "Home Phone"),
    )
    assert record.address == "1 Grove, Chicago, IL, 60601"
    assert record.note.splitlines() == ["line one", "line two"]
    assert isinstance(nobody, Rejected)
    assert isinstance(fern, Taken)


def test_thunderbird() -> None:
    (juniper,) = contacts_of(CONTACTS["thunderbird-contacts"])
    assert (juniper.name, juniper.birthday, juniper.city) == ("Juniper Moss", BORN, "Chicago")
    assert juniper.numbers == (
        ContactNumber("312-555-0102", "Work Phone"),
        ContactNumber("312-555-0147", "Mobile Number"),
    )
    assert juniper.emails == ("juniper@example.com", "moss@example.com")


def test_any_table() -> None:
    juniper, fern = contacts_of(CONTACTS["contact-table"])
    assert (juniper.name, juniper.birthday, juniper.city) == ("Juniper Moss", BORN, "Chicago")
    assert juniper.numbers == (ContactNumber("312-555-0147", "Celular"),)
    assert fern.name == "Fern"


def test_a_table_without_titles() -> None:
    juniper, fern = contacts_of(MORE["contact-table untitled"])
    assert (juniper.name, juniper.emails) == ("Juniper Moss", ("juniper@example.com",))
    assert fern.name == "Fern Hollow"


def test_columns_as_somebody_has_said() -> None:
    options = ReadOptions(zone="America/Chicago", columns={"name": "b", "phone": "a"})
    (row,) = ContactTable().read(
        Content(b"a;b;email\n312-555-0147;Juniper;x@example.com\n"), options
    )
    assert isinstance(row, Taken)
    assert isinstance(row.record, IncomingContact)
    assert (row.record.name, row.record.emails) == ("Juniper", ())


class TestVCards:
    """2.1, 3.0 and 4.0."""

    def test_2_1(self) -> None:
        (juniper,) = contacts_of(VCARD_21)
        assert juniper.name == "Juníper Moß"
        assert juniper.numbers == (
            ContactNumber("312-555-0147", "cell"),
            ContactNumber("312-555-0101", "work fax"),
        )
        assert juniper.note == "one\ntwo three"
        assert (juniper.birthday, juniper.city) == (BORN, "Chicago")
        assert juniper.address == "1 Grove, Chicago, IL, 60601, USA"
        assert juniper.organisation == "The Grove"
        assert "Wren" not in str(juniper)
        assert "SkZJRg" not in juniper.payload

    @pytest.mark.parametrize(
        "data", [VCARD_30, *(MORE[f"vcard {how}"] for how in ("wide", "old mac"))]
    )
    def test_3_0_in_any_line_ends_and_width(self, data: bytes) -> None:
        juniper, fern = contacts_of(data)
        assert juniper.name == "Ms. Juniper R., S. Moss Jr."
        assert juniper.numbers == (
            ContactNumber("(312) 555-0147", "cell"),
            ContactNumber("312-555-0188", "Assistant"),
        )
        assert juniper.note == "one\ntwo, three; four \\ five"
        assert (juniper.external_id, juniper.birthday) == ("u-1", BORN)
        assert (fern.name, fern.numbers) == (
            "Fern Hollow",
            (ContactNumber("312-555-0199", "work"),),
        )

    def test_carriage_returns_too_many(self) -> None:
        assert [each.name for each in contacts_of(MORE["vcard too many returns"])] == [
            "Ms. Juniper R., S. Moss Jr.",
            "Fern Hollow",
        ]

    def test_4_0_and_broken_cards_one_by_one(self) -> None:
        juniper, group, unended, unnamed, nobody, cut_off = rows_of(MORE["vcard 4"])
        assert isinstance(juniper, Taken)
        assert isinstance(juniper.record, IncomingContact)
        assert juniper.record.numbers == (ContactNumber("+1-312-555-0147;ext=102", "work"),)
        assert (juniper.record.birthday, juniper.record.language) == (None, "es")
        assert group == Ignored(2, "a group, not a person")
        assert isinstance(unended, Rejected)
        assert "does not end" in unended.reason
        assert "Fern Hollow" in unended.raw
        assert isinstance(unnamed, Taken)
        assert isinstance(unnamed.record, IncomingContact)
        assert unnamed.record.name == ""
        assert isinstance(nobody, Rejected)
        assert isinstance(cut_off, Rejected)
        assert [row.row for row in rows_of(MORE["vcard 4"])] == [1, 2, 3, 4, 5, 6]
