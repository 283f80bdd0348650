"""Grandstream UCM: what its CDR API answers (JSON trees or flat records) and the same as CSV."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop.connectors.files.calls.asterisk_csv import read_legs
from desktop.connectors.files.calls.asterisk_legs import (
    COLUMNS,
    CallerNames,
    Leg,
    Texts,
    call_of,
    leg_of,
)
from desktop.connectors.files.content import Content
from desktop.connectors.files.format import CERTAIN, NO, ReadOptions
from desktop.connectors.files.headed import find_titles, titled_rows, titles_of
from desktop.connectors.files.rows import BadRow, NotOurs, first_text, shortened
from desktop.domain.call_sides import says_internal
from desktop.domain.incoming import Ignored, IncomingCall, IncomingKind, Rejected, RowRead, Taken
from desktop.domain.time_reading import TimeReader, UnreadableTime

_REQUIRED = ("acctid", "src", "dst", "start", "disposition")


class GrandstreamCdr:
    """``cdr_root``: a main record with its sub-records is one call."""

    name = "grandstream"
    title = "Grandstream UCM CDR"
    kind = IncomingKind.CALL

    def recognise(self, content: Content) -> int:
        """By its root."""
        whole = content.json
        return CERTAIN if isinstance(whole, dict) and "cdr_root" in whole else NO

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """A call for each top-level record; flat ones of one session are one."""
        reader = TimeReader(options.zone)
        whole = content.json
        root = whole.get("cdr_root") if isinstance(whole, dict) else None
        calls: OrderedDict[str, list[tuple[int, Mapping[str, Any]]]] = OrderedDict()
        for number, record in enumerate(root if isinstance(root, list) else (), start=1):
            if not isinstance(record, dict):
                yield Rejected(number, "This is no record.", shortened(str(record)))
                continue
            main = record.get("main_cdr")
            session = first_text(main if isinstance(main, dict) else record, "session")
            calls.setdefault(session or f"#{number}", []).append((number, record))
        for records in calls.values():
            number = records[0][0]
            try:
                yield Taken(number, self._call([record for _, record in records], reader))
            except NotOurs as why:
                yield Ignored(number, str(why))
            except (BadRow, UnreadableTime) as why:
                for each, record in records:
                    yield Rejected(each, str(why), shortened(str(record)))

    def _call(self, records: Sequence[Mapping[str, Any]], reader: TimeReader) -> IncomingCall:
        main: Mapping[str, Any] | None = None
        legs: list[Leg] = []
        far_told = True
        for record in records:
            inside = record.get("main_cdr")
            subs: list[Mapping[str, Any]] = [
                each
                for name, each in record.items()
                if name.startswith("sub_cdr") and isinstance(each, dict)
            ]
            if isinstance(inside, dict):
                main = main or inside
            # The sub-records tell what happened; a record without any tells it itself.
            own = subs or [inside if isinstance(inside, dict) else record]
            far_told &= all("dstchannel" in each for each in own)
            legs.extend(leg_of(_texts(each), reader) for each in own if first_text(each, "start"))
        if not legs:
            raise BadRow("This record has no start time.")
        fields = main or records[0]
        if main is not None and all(says_internal(leg.texts.userfield) for leg in legs):
            raise NotOurs("internal call")
        call = call_of(legs, self.name, CallerNames(), far_told=far_told)
        begun = reader.read(first_text(fields, "start")) if main is not None else None
        session = first_text(fields, "session")
        row_id = "/".join(
            text for text in (first_text(fields, "uniqueid"), first_text(fields, "AcctId")) if text
        )
        return replace(
            call,
            caller=first_text(fields, "src") or call.caller,
            called=first_text(fields, "dst") or call.called,
            started_at=begun.at if begun else call.started_at,
            external_id=session or row_id,
        )


class GrandstreamCsv:
    """The same records as CSV; those of one session are one call."""

    name = "grandstream-csv"
    title = "Grandstream UCM CDR (CSV)"
    kind = IncomingKind.CALL

    def recognise(self, content: Content) -> int:
        """By its titles."""
        return CERTAIN if find_titles(content, _REQUIRED) is not None else NO

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """One call for each session, else for each row."""
        titles = find_titles(content, _REQUIRED) or []
        places = titles_of(titles)
        places["linkedid"] = places.get("session", -1)
        places["sequence"] = places.get("acctid", -1)
        places["cnam"] = places.get("callername", -1)
        lines = (row.line for row in titled_rows(content, titles))
        yield from read_legs(lines, content, places, TimeReader(options.zone), self.name)


def _texts(record: Mapping[str, Any]) -> Texts:
    names = {"cnam": "caller_name", "linkedid": "session", "did": "did"}
    return Texts._make(first_text(record, names.get(column, column)) for column in COLUMNS)
