"""The real files of address books, where they lie on this computer: what each holds."""

import os
from datetime import date
from pathlib import Path

import pytest

from desktop.connectors.files.content import Content
from desktop.connectors.files.registry import recognise
from desktop.domain.incoming import IncomingContact, Rejected, RowRead, Taken
from tests.connectors.readings import CHICAGO

SAMPLES = os.environ.get("KETWELL_SAMPLES")
pytestmark = pytest.mark.skipif(SAMPLES is None, reason="KETWELL_SAMPLES names no folder")

COUNTS = {
    "google_contacts_2024_header.csv": ("google-contacts", 0),
    "google_contacts_header_only.csv": ("google-contacts", 0),
    "outlook_contacts_basic.csv": ("outlook-contacts", 1),
    "roundcube_apple.vcf": ("vcard", 1),
    "roundcube_email.csv": ("thunderbird-contacts", 4),
    "roundcube_gmail.csv": ("google-contacts", 1),
    "roundcube_johndoe.vcf": ("vcard", 1),
    "roundcube_outlook.csv": ("outlook-contacts", 1),
    "roundcube_tb_plain.csv": ("thunderbird-contacts", 1),
    "roundcube_thebat.vcf": ("vcard", 1),
    "thunderbird_basic_addressbook.csv": ("thunderbird-contacts", 1),
    "thunderbird_basic_csv_addressbook.csv": ("thunderbird-contacts", 2),
    "thunderbird_basic_vcard_addressbook.vcf": ("vcard", 2),
    "thunderbird_csv_no_header.csv": ("contact-table", 2),
    "thunderbird_csv_semicolon.csv": ("thunderbird-contacts", 2),
    "thunderbird_dos_vcard_addressbook.vcf": ("vcard", 1),
    "thunderbird_export.csv": ("thunderbird-contacts", 2),
    "thunderbird_export.txt": ("thunderbird-contacts", 2),
    "thunderbird_export.vcf": ("vcard", 2),
    "thunderbird_shiftjis_addressbook.csv": ("thunderbird-contacts", 1),
    "vcf/ezvcard_John_Doe_ANDROID.vcf": ("vcard", 6),
    "vcf/ezvcard_John_Doe_EVOLUTION.vcf": ("vcard", 1),
    "vcf/ezvcard_John_Doe_GMAIL.vcf": ("vcard", 1),
    "vcf/ezvcard_John_Doe_LOTUS_NOTES.vcf": ("vcard", 1),
    "vcf/ezvcard_John_Doe_MAC_ADDRESS_BOOK.vcf": ("vcard", 1),
    "vcf/ezvcard_fullcontact.vcf": ("vcard", 1),
    "vcf/ezvcard_gmail-list.vcf": ("vcard", 3),
    "vcf/ezvcard_gmail-single2.vcf": ("vcard", 1),
    "vcf/ezvcard_issue114.vcf": ("vcard", 1),
    "vcf/ezvcard_outlook-2003.vcf": ("vcard", 1),
    "vcf/ezvcard_rfc2426-example.vcf": ("vcard", 2),
    "vcf/ezvcard_rfc6350-example.vcf": ("vcard", 1),
    "vcf/horde_bug_9207.vcf": ("vcard", 1),
    "vcf/horde_export_30.vcf": ("vcard", 1),
    "vcf/horde_foo.vcf": ("vcard", 2),
    "vcf/horde_multiple.vcf": ("vcard", 2),
    "vcf/horde_test.vcf": ("vcard", 1),
    "vcf/nextcloud_forrest-gump.vcf": ("vcard", 1),
    "vcf/nuovo_Example.vcf": ("vcard", 1),
    "vcf/nuovo_Example3.0.vcf": ("vcard", 1),
    "vcf/sabre_issue153.vcf": ("vcard", 1),
}
"""File → its format and the contacts in it, of files that hold nothing else."""


def read(name: str) -> tuple[str, list[RowRead]]:
    """The format of a sample and its rows."""
    content = Content(Path(SAMPLES or "") / "d-contacts" / name)
    found = recognise(content)
    return found[0].format.name, list(found[0].format.read(content, CHICAGO))


def contacts(name: str) -> list[IncomingContact]:
    """The contacts of a sample."""
    records = [row.record for row in read(name)[1] if isinstance(row, Taken)]
    return [record for record in records if isinstance(record, IncomingContact)]


@pytest.mark.parametrize("name", COUNTS)
def test_each_sample_is_recognised_and_read_whole(name: str) -> None:
    found, rows = read(name)
    assert (found, len(rows)) == COUNTS[name]
    assert len(contacts(name)) == len(rows)


def test_a_card_that_is_only_a_picture_is_nobody() -> None:
    name, (row,) = read("vcf/sabre_issue64.vcf")
    assert name == "vcard"
    assert isinstance(row, Rejected)


def test_cells_with_words_are_no_numbers() -> None:
    for name in ("roundcube_gmail.csv", "roundcube_tb_plain.csv", "vcf/ezvcard_outlook-2003.vcf"):
        (contact,) = contacts(name)
        assert contact.numbers == ()
        assert contact.emails


def test_google() -> None:
    (contact,) = contacts("roundcube_gmail.csv")
    assert contact.name == "Prefix Firstname Middle Lastname Suffix"
    assert contact.emails == (
        "home@aaa.pl",
        "work@email.pl",
        "unknown@email.com",
        "other@email.com",
    )
    assert (contact.birthday, contact.city) == (date(1975, 12, 12), "home_city")
    assert contact.note == 'note"note'


def test_outlook_and_thunderbird() -> None:
    (contact,) = contacts("outlook_contacts_basic.csv")
    assert contact.name.startswith("John A Doe")
    assert [number.text for number in contact.numbers] == ["555-1234"]
    assert contact.birthday == date(1980, 1, 2)
    (contact,) = contacts("thunderbird_shiftjis_addressbook.csv")
    assert contact.name == "名無しの権兵衛"
    for name in ("thunderbird_csv_semicolon.csv", "thunderbird_csv_no_header.csv"):
        john, jane = contacts(name)
        assert (john.name, john.emails) == ("John Doe", ("john@doe.invalid",))
        assert (jane.name, jane.emails) == ("Jane Doe", ("jane@doe.invalid",))
    exported = [contacts(f"thunderbird_export.{ending}") for ending in ("csv", "txt", "vcf")]
    assert [[(each.name, each.emails, each.note) for each in file] for file in exported] == [
        [
            ("contact number one", ("contact1@invalid",), ""),
            ("contact number two", ("contact2@invalid",), "here's some unicode text…"),
        ]
    ] * 3


def test_cards_of_phones_and_programs() -> None:
    (mac,) = contacts("vcf/ezvcard_John_Doe_MAC_ADDRESS_BOOK.vcf")
    labels = [(number.text, number.label) for number in mac.numbers]
    assert labels[0] == ("905-777-1234", "work")
    assert labels[-1] == ("905-222-1234", "AssistantPhone")
    assert len(labels) == 7
    android = contacts("vcf/ezvcard_John_Doe_ANDROID.vcf")
    assert [len(each.numbers) for each in android] == [0, 0, 1, 4, 1, 1]
    assert android[2].name == "Ñ Ñ Ñ Ñ Ñ"
    (simon,) = contacts("vcf/ezvcard_rfc6350-example.vcf")
    assert simon.numbers[0].text == "+1-418-656-9254;ext=102"
    assert (simon.birthday, simon.language, simon.city) == (None, "fr", "Quebec")
    (evolution,) = contacts("vcf/ezvcard_John_Doe_EVOLUTION.vcf")
    assert evolution.numbers[1].text == "905-555-1234"
    assert evolution.emails == ("john.doe@ibm.com",)
    (latin,) = contacts("roundcube_johndoe.vcf")
    assert latin.name == "John Doë"
    assert [number.text for number in latin.numbers] == ["+123456789", "+987654321"]


@pytest.mark.parametrize("name", ["vcf/nuovo_Example.vcf", "vcf/nuovo_Example3.0.vcf"])
def test_an_agent_is_somebody_else(name: str) -> None:
    (contact,) = contacts(name)
    assert [number.text for number in contact.numbers] == [
        "(111) 555-1212",
        "(404) 555-1212",
        "(404) 555-1213",
    ]
    assert [number.label for number in contact.numbers] == ["work", "home", "home"]
