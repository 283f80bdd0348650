"""Images and commitments are written out by hand for speed; they are the JSON they stand for."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.folding import fold
from desktop.domain.vocabulary import Direction
from desktop.services.chain import canonical, commitment
from desktop.services.images import columns_to_json, to_json
from desktop.services.records import KINDS, storable

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
_ZONES = st.sampled_from([UTC, timezone(timedelta(hours=-7))])
_VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | _TEXTS
    | st.sampled_from(Direction)
    | st.uuids()
    | st.dates()
    | st.builds(
        lambda after, zone: (datetime(1971, 1, 1, tzinfo=UTC) + after).astimezone(zone),
        st.timedeltas(timedelta(), timedelta(days=36_500)),
        _ZONES,
    )
)
_NAMES = st.sampled_from(["id", "notes", "version", "seq", "pin_hash", "raw", "started_at", "zone"])


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


@given(
    row=st.dictionaries(_NAMES, _VALUES), children=st.lists(st.fixed_dictionaries({"a": _TEXTS}))
)
def test_an_image_is_plain_json(row: dict[str, Any], children: list[dict[str, str]]) -> None:
    kept = {k: _plain(v) for k, v in row.items() if k not in ("seq", "pin_hash", "raw")}
    if children:
        kept["children"] = sorted(children, key=lambda child: json.dumps(child, ensure_ascii=False))
    said = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert to_json(row, children) == said


_FEW = st.sampled_from(["", "100 %s %%", 'a "b"', "Ærø\\n"])


@given(
    rows=st.lists(
        st.fixed_dictionaries({"id": st.uuids(), "100%": _VALUES, "notes": _FEW, "raw": _TEXTS}),
        min_size=1,
    ),
    data=st.data(),
)
def test_the_images_of_many_are_those_of_each(rows: list[dict[str, Any]], data: Any) -> None:
    below = st.lists(st.fixed_dictionaries({"a": _FEW, "place": st.integers(0, 2)}), max_size=3)
    children = data.draw(
        st.just([]) | st.lists(below, min_size=len(rows), max_size=len(rows)), "children"
    )
    columns = {name: [row[name] for row in rows] for name in rows[0]}

    each = [to_json(row, children[at] if children else ()) for at, row in enumerate(rows)]
    assert columns_to_json(columns, children) == each


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["notes", "promise", "reason"]),
            st.text() | st.sampled_from(Direction) | st.none() | st.just("a\0b\ud800"),
        ),
        min_size=1,
    )
)
def test_rows_by_their_columns_are_as_storable(rows: list[dict[str, Any]]) -> None:
    kind = KINDS["callback"]
    columns = kind.columns(rows)
    whole = [{name: values[at] for name, values in columns.items()} for at in range(len(rows))]
    names = dict.fromkeys(set[str]().union(*rows))
    assert whole == [storable(kind.whole({**names, **row})) for row in rows]
    assert all(type(v) is str or v is None for row in whole for v in row.values())


@given(st.binary(max_size=16), _TEXTS, st.uuids(), st.none() | _TEXTS, st.none() | _TEXTS)
def test_a_commitment_is_to_canonical_json(
    salt: bytes, record: str, record_id: UUID, before: str | None, after: str | None
) -> None:
    body = {"record": record, "id": record_id.hex, "before": before, "after": after}

    expected = hashlib.sha256(salt + canonical(body)).digest()
    assert commitment(salt, record, record_id, before, after) == expected


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_letters_are_folded_as_all_others_are(text: str) -> None:
    # The accent sends it the long way, and leaves nothing behind.
    assert fold(text) == fold(text + "\u0301")
