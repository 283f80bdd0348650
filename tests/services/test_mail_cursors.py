"""How far a folder was read is known again after a restart."""

from datetime import timedelta
from uuid import uuid4

from desktop.connectors.mail.cursor import MailCursor
from desktop.services.cursors import Cursors
from desktop.storage.engine import Database
from tests.conftest import A_TUESDAY


def test_each_folder_of_each_source_has_a_place_of_its_own(database: Database) -> None:
    cursors, clinic = Cursors(database, lambda: A_TUESDAY), uuid4()
    inbox, forms = cursors.folder(clinic, "INBOX"), cursors.folder(clinic, "Forms")
    other = cursors.folder(uuid4(), "INBOX")
    assert inbox.load() is None
    first = MailCursor(4_294_967_295, 4_294_967_294, A_TUESDAY)
    later = MailCursor(7, 1, A_TUESDAY + timedelta(hours=1))
    inbox.store(first)
    forms.store(later)
    assert (inbox.load(), forms.load(), other.load()) == (first, later, None)
    inbox.store(later)
    assert Cursors(database, lambda: A_TUESDAY).folder(clinic, "INBOX").load() == later
    cursors.forget(clinic)
    assert inbox.load() is None
