"""The real files of forms and ad platforms, where they lie on this computer: what each holds."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.connectors.files.content import Content
from desktop.connectors.files.registry import recognise
from desktop.domain.incoming import Consent, IncomingLead, Rejected, RowRead, Taken
from desktop.domain.numbers import read_number
from tests.connectors.readings import CHICAGO

SAMPLES = os.environ.get("KETWELL_SAMPLES")
pytestmark = pytest.mark.skipif(SAMPLES is None, reason="KETWELL_SAMPLES names no folder")


def read(name: str) -> tuple[str, list[RowRead]]:
    """The format of a sample and its rows."""
    content = Content(Path(SAMPLES or "") / name)
    found = recognise(content)
    return found[0].format.name, list(found[0].format.read(content, CHICAGO))


def leads(name: str, format_name: str, rows: int = 1) -> list[IncomingLead]:
    """All leads of a sample that holds nothing else."""
    found, read_rows = read(name)
    assert (found, len(read_rows)) == (format_name, rows)
    taken = [row.record for row in read_rows if isinstance(row, Taken)]
    records = [record for record in taken if isinstance(record, IncomingLead)]
    assert len(records) == rows
    return records


def numbers(lead: IncomingLead) -> list[str | None]:
    """How the lead's numbers are read."""
    return [read_number(number).e164 for number in lead.numbers]


def test_typeform() -> None:
    (lead,) = leads("c-leads/typeform_official_sample.json", "typeform")
    assert (lead.name, lead.emails, lead.numbers) == ("Laura", ("laura@example.com",), ())
    assert lead.message.startswith("It's cold right now!")
    assert lead.submitted_at == datetime(2018, 1, 18, 18, 17, 2, tzinfo=UTC)
    assert lead.external_id == "a3a12ec67a1365927098a606107fac15"
    assert [consent.given for consent in lead.consents] == [True]
    name, (row,) = read("c-leads/typeform_actionsflow.json")
    assert name == "typeform"
    assert isinstance(row, Rejected)
    assert "test1" in row.raw


def test_google_ads() -> None:
    (lead,) = leads("c-leads/google_ads_lead_test.json", "google-ads")
    assert (numbers(lead), lead.emails) == (["+16505550123"], ("test@example.com",))
    assert lead.is_test
    assert lead.submitted_at is None
    assert '"asd"' not in lead.payload
    (lead,) = leads("c-leads/google_ads_lead_names_only.json", "google-ads")
    assert (lead.name, lead.emails) == ("John Doe", ("john@example.com",))
    assert (lead.numbers, lead.external_id) == (("+1-555-123-4567",), "123456789")


def test_meta() -> None:
    (lead,) = leads("c-leads/facebook_leadgen_webhook.json", "meta-webhook")
    assert (lead.external_id, lead.form) == ("233370042045345", "172036835026334")
    assert lead.submitted_at == datetime(2021, 8, 27, 18, 12, 6, tzinfo=UTC)
    assert lead.is_pending
    assert (lead.name, lead.numbers, lead.emails) == ("", (), ())
    (lead,) = leads("c-leads/facebook_lead_graph_response.json", "meta-lead")
    assert (lead.name, lead.emails) == ("Joe Example", ("joe@example.com",))
    assert lead.submitted_at == datetime(2015, 2, 28, 8, 49, 14, tzinfo=UTC)
    rows = leads("c-leads/facebook_leads_export_utf8_comma.csv", "meta-table", 5)
    assert [row.external_id for row in rows] == ["3001", "3002", "3005", "7001", "7001"]
    assert [numbers(row) for row in rows[:3]] == [["+5584988880001"], [None], []]
    assert {row.submitted_at for row in rows} == {datetime(2026, 9, 10, 14, 32, 11, tzinfo=UTC)}


@pytest.mark.parametrize("ending", ["form", "json"])
def test_elementor(ending: str) -> None:
    (lead,) = leads(f"c-leads/elementor_webhook_advanced.{ending}", "elementor")
    assert (lead.name, lead.emails) == ("Teste", ("teste@gmail.com",))
    assert numbers(lead) == ["+12125550163"]
    assert lead.campaign == "acesso / direto / organico"
    assert (lead.submitted_at, lead.external_id) == (None, "")
    assert "março 30, 2026" in lead.remarks[0]


def test_webflow_and_mautic() -> None:
    (lead,) = leads("c-leads/webflow_form_submission.json", "webflow")
    assert (lead.name, lead.form, lead.emails) == ("", "Contact Form", ("test@example.com",))
    assert lead.submitted_at == datetime(2024, 1, 15, 12, tzinfo=UTC)
    (lead,) = leads("c-leads/mautic_form_on_submit.json", "mautic")
    assert (lead.emails, lead.numbers) == (("email@formsubmit.com",), ())
    rows = leads("c-leads/mautic_form_results.csv", "mautic-table", 50)
    assert all(row.name and row.emails and not row.numbers for row in rows)


def test_wufoo_and_formstack() -> None:
    (lead,) = leads("c-leads/wufoo_webhook_submission.json", "wufoo")
    assert (lead.name, lead.emails) == ("Jane", ("jane@example.com",))
    assert lead.external_id.endswith("/42")
    assert lead.zone_assumed
    assert lead.submitted_at == datetime(2026, 5, 21, 16, 8, 1, tzinfo=UTC)
    (lead,) = leads("c-leads/formstack_contact.json", "formstack")
    assert (lead.name, lead.external_id) == ("John Smith", "12345678")
    assert numbers(lead) == ["+12345556789"]
    assert lead.submitted_at is None


def test_contact_form_7() -> None:
    (lead,) = leads("c-leads/cf7_notification_old_wording.eml", "mail-form")
    assert (lead.name, lead.emails) == ("Jane Roe", ("jane@example.com",))
    assert "From: the other side -- Message Body: (injected words)" in lead.message
    assert "contact form on Example Clinic" not in lead.message


def test_salesforce() -> None:
    rows = leads("d-contacts/salesforce_leads_tree.json", "salesforce", 22)
    assert (rows[0].name, numbers(rows[0])) == ("Kristen Akin", ["+14343693100"])
    assert (rows[0].emails, rows[0].campaign) == (("kakin@athenahome.com",), "Partner Referral")


@pytest.mark.parametrize(
    "path",
    sorted(Path(SAMPLES).glob("c-*/*")) + sorted(Path(SAMPLES).glob("g-*/*")) if SAMPLES else [],
    ids=lambda path: path.name,
)
def test_no_sample_is_more_than_a_row_or_a_reason(path: Path) -> None:
    content = Content(path)
    for each in recognise(content):
        for row in each.format.read(content, CHICAGO):
            if isinstance(row, Taken) and isinstance(row.record, IncomingLead):
                assert row.record.consents == tuple(
                    Consent(consent.name, consent.given, consent.text)
                    for consent in row.record.consents
                )
            else:
                assert row.row > 0
