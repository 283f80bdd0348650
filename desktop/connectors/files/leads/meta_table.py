"""Meta lead ads as a table (Meta calls it CSV and often writes tabs): ids with ``l:``, ``ag:``,
``as:``, ``c:`` and ``f:`` before them, numbers with ``p:``."""

from collections.abc import Iterator, Sequence
from typing import Final

from desktop.connectors.files.content import Content
from desktop.connectors.files.format import CERTAIN, NO, ReadOptions
from desktop.connectors.files.leads.columns import LeadColumns, read_rows
from desktop.connectors.files.leads.meta import SOURCE, bare_id, is_test_text
from desktop.connectors.files.titled import find_titles
from desktop.domain.incoming import IncomingKind, RowRead
from desktop.domain.lead_answers import Sheet
from desktop.domain.people_titles import PersonField, meaning_of

_NEEDED: Final = frozenset(("id", "created_time"))
_MARKS: Final = frozenset(
    [
        "ad_id",
        "ad_name",
        "adset_id",
        "adset_name",
        "campaign_id",
        "campaign_name",
        "form_id",
        "form_name",
        "is_organic",
        "platform",
    ]
)
_MEANINGS: Final = {
    **dict.fromkeys(_MARKS, PersonField.TECHNICAL),
    "id": PersonField.ID,
    "created_time": PersonField.SUBMITTED,
    "campaign_name": PersonField.CAMPAIGN,
    "form_name": PersonField.FORM,
}


def _plain(title: str) -> str:
    return title.strip().casefold().replace(" ", "_")


def _is_titles(cells: Sequence[str]) -> bool:
    titles = {_plain(cell) for cell in cells}
    # An id or the time alone stands in other tables of leads too.
    few = 1 if titles >= _NEEDED else 2
    return bool(titles & _NEEDED) and len(titles & _MARKS) > few


class MetaTable:
    """The export of the Leads Center and of the form's page."""

    name = "meta-table"
    title = "Meta lead ads (table)"
    kind = IncomingKind.LEAD

    def recognise(self, content: Content) -> int:
        """Meta's own titles."""
        return CERTAIN if find_titles(content, _is_titles) else NO

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """Every row; a lead that stands there twice comes twice, with one id."""
        titles = find_titles(content, _is_titles) or ()
        meanings = [_MEANINGS.get(_plain(title)) or meaning_of(title) for title in titles]
        columns = LeadColumns(SOURCE, titles, meanings, questions=True, finish=_finish)
        yield from read_rows(content, options, columns, titles)


def _finish(sheet: Sheet, cells: Sequence[str]) -> bool:
    if identity := sheet.said.get(PersonField.ID):
        sheet.said[PersonField.ID] = bare_id(identity)
    return is_test_text("\n".join(cells))
