"""Every format of a file of leads, the surest first."""

from collections.abc import Sequence
from typing import Final

from desktop.connectors.files.format import FileFormat
from desktop.connectors.files.leads.lead_format import LeadFile
from desktop.connectors.files.leads.lead_table import LeadTable
from desktop.connectors.files.leads.mail_file import MailFile
from desktop.connectors.files.leads.mautic_table import MauticTable
from desktop.connectors.files.leads.meta_table import MetaTable
from desktop.connectors.files.leads.services import SERVICES

LEAD_FORMATS: Final[Sequence[FileFormat]] = (
    MetaTable(),
    *map(LeadFile, SERVICES),
    MauticTable(),
    MailFile(),
    LeadTable(),
)
