"""Appointments, series and balances come in with a table of contacts and its map."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from desktop.connectors.files.contacts.contact_table import ContactTable
from desktop.connectors.files.content import Content
from desktop.connectors.files.format import ReadOptions
from desktop.domain.incoming import Fate, IncomingContact, Rejected, Taken
from desktop.paths import resources
from desktop.services.danger_words import DangerWords, shipped_words
from desktop.services.receiving import Receiving
from tests.services.transition.deal import Deal

MAP = {
    "name": "Patient",
    "phone": "Tel",
    "clinic": "Where",
    "next_appointment": "Booked",
    "series_left": "To come",
    "last_infusion": "Last",
    "prepaid": "Paid",
    "handover_consent": "May go",
}
TITLES = "Patient,Tel,Where,Booked,To come,Last,Paid,May go"


def read(folder: Path, *rows: str) -> list[object]:
    file = folder / "patients.csv"
    file.write_text("\n".join((TITLES, *rows)) + "\n", encoding="utf-8")
    options = ReadOptions("America/Phoenix", "US", MAP)
    return list(ContactTable().read(Content(file), options))


def test_they_stand_on_the_person(deal: Deal, tmp_path: Path) -> None:
    world = deal.world
    (row,) = read(
        tmp_path, 'Juniper Moss,(312) 555-0147,Chicago,11/20/2026 9:00,3,11/1/2026,"$1,200",yes'
    )
    assert isinstance(row, Taken)
    words = DangerWords(world.database, deal.ledger, shipped_words(resources()))
    receiving = Receiving(world.database, deal.ledger, words)
    receipt = receiving.take(world.lark, row.record)
    assert (receipt.fate, receipt.record_id) == (Fate.UPDATED, world.juniper)
    person = deal.one("person", world.juniper)
    assert person["next_appointment_at"] == datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
    assert (person["series_left"], person["last_infusion_on"]) == (3, date(2026, 11, 1))
    assert (person["prepaid_cents"], person["handover_consent"]) == (120_000, "yes")
    assert person["site_id"] == world.chicago
    assert deal.coverage.coverage(world.wren).affected == 1
    (later,) = read(tmp_path, "Juniper Moss,(312) 555-0147,,,0,,0,")
    assert isinstance(later, Taken)
    assert isinstance(later.record, IncomingContact)
    receiving.take(world.lark, later.record)
    person = deal.one("person", world.juniper)
    assert (person["series_left"], person["prepaid_cents"]) == (None, None)
    assert person["next_appointment_at"] is not None, "what was not said stays"


@pytest.mark.parametrize(
    "bad", ["someday,3,,,", "11/20/2026,three,,,", ",,,about 9,", ",,,,perhaps"]
)
def test_what_cannot_be_read_turns_the_row_away_with_a_sentence(tmp_path: Path, bad: str) -> None:
    (row,) = read(tmp_path, f"Juniper Moss,(312) 555-0147,Chicago,{bad}")
    assert isinstance(row, Rejected)
    assert row.reason.endswith("Correct it and import the row again.")
