"""Every format of a file of contacts, the surest first."""

from collections.abc import Sequence
from typing import Final

from desktop.connectors.files.contacts.contact_table import ContactTable
from desktop.connectors.files.contacts.google import GoogleContacts
from desktop.connectors.files.contacts.outlook import OutlookContacts
from desktop.connectors.files.contacts.thunderbird import ThunderbirdContacts
from desktop.connectors.files.contacts.vcard import VCard
from desktop.connectors.files.format import FileFormat

CONTACT_FORMATS: Final[Sequence[FileFormat]] = (
    VCard(),
    GoogleContacts(),
    OutlookContacts(),
    ThunderbirdContacts(),
    ContactTable(),
)
