"""Every service that sends leads, one line each: the listener finds its reader here by name."""

from collections.abc import Sequence
from typing import Final

from desktop.connectors.files.format import NO
from desktop.connectors.files.leads.callrail_forms import CallRailForms
from desktop.connectors.files.leads.elementor import Elementor
from desktop.connectors.files.leads.formstack import Formstack
from desktop.connectors.files.leads.google_ads import GoogleAds
from desktop.connectors.files.leads.gravity_forms import GravityForms
from desktop.connectors.files.leads.jotform import Jotform
from desktop.connectors.files.leads.lead_format import LeadReader
from desktop.connectors.files.leads.mautic import Mautic
from desktop.connectors.files.leads.meta import MetaLead, MetaWebhook
from desktop.connectors.files.leads.netlify import Netlify
from desktop.connectors.files.leads.plain_form import PlainForm
from desktop.connectors.files.leads.salesforce import Salesforce
from desktop.connectors.files.leads.submissions import Body
from desktop.connectors.files.leads.typeform import Typeform
from desktop.connectors.files.leads.webflow import Webflow
from desktop.connectors.files.leads.wufoo import Wufoo

SERVICES: Final[Sequence[LeadReader]] = (
    MetaWebhook(),
    MetaLead(),
    GoogleAds(),
    Typeform(),
    Elementor(),
    Netlify(),
    Webflow(),
    Wufoo(),
    Formstack(),
    GravityForms(),
    Jotform(),
    Mautic(),
    CallRailForms(),
    Salesforce(),
    PlainForm(),
)


def service_of(body: Body, source: str = "") -> LeadReader | None:
    """The reader that is surest of ``body``, among those of ``source`` where one is named; None
    where none knows it."""
    readers = [each for each in SERVICES if source in ("", each.source, each.name)]
    sure = [(reader.recognise(body), reader) for reader in readers]
    confidence, reader = max(sure, key=lambda each: each[0], default=(NO, None))
    return reader if confidence > NO else None
