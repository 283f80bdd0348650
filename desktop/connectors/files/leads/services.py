"""Every service that sends leads, one line each: the listener finds its reader here by name."""

from collections.abc import Iterator, Sequence
from typing import Final

from desktop.connectors.files.content import Content
from desktop.connectors.files.format import NO, ReadOptions
from desktop.connectors.files.leads.callrail_forms import CallRailForms
from desktop.connectors.files.leads.elementor import Elementor
from desktop.connectors.files.leads.formstack import Formstack
from desktop.connectors.files.leads.google_ads import GoogleAds
from desktop.connectors.files.leads.gravity_forms import GravityForms
from desktop.connectors.files.leads.jotform import Jotform
from desktop.connectors.files.leads.lead_format import LeadReader, read_submissions
from desktop.connectors.files.leads.mautic import Mautic
from desktop.connectors.files.leads.meta import MetaLead, MetaWebhook
from desktop.connectors.files.leads.netlify import Netlify
from desktop.connectors.files.leads.plain_form import PlainForm
from desktop.connectors.files.leads.salesforce import Salesforce
from desktop.connectors.files.leads.submissions import Body, Broken, submissions
from desktop.connectors.files.leads.typeform import Typeform
from desktop.connectors.files.leads.webflow import Webflow
from desktop.connectors.files.leads.wufoo import Wufoo
from desktop.domain.incoming import Rejected, RowRead
from desktop.domain.originals import kept

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


_UNKNOWN: Final = (
    "No form that is known here sends this. See Settings → Connections for the address of each."
)


def read_post(
    body: bytes, content_type: str, options: ReadOptions, source: str = ""
) -> Iterator[RowRead]:
    """What was posted, read by the service ``source`` or, where none is named, by the one that is
    surest of it. Whatever comes, there is a row for it."""
    content = Content(body)
    first = next(iter(submissions(content, content_type)), None)
    reader = service_of(first, source) if first and not isinstance(first, Broken) else None
    if reader is None:
        yield Rejected(1, _UNKNOWN, kept(content.head_text))
        return
    yield from read_submissions(reader, content, options, content_type)


def service_of(body: Body, source: str = "") -> LeadReader | None:
    """The reader that is surest of ``body``, among those of ``source`` where one is named; None
    where none knows it."""
    readers = [each for each in SERVICES if source in ("", each.source, each.name)]
    sure = [(reader.recognise(body), reader) for reader in readers]
    confidence, reader = max(sure, key=lambda each: each[0], default=(NO, None))
    return reader if confidence > NO else None
