"""Files come into the real database, on both engines: matched, merged, promised, taken back."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from desktop.domain.vocabulary import CallOutcome, Permission
from desktop.paths import resources
from desktop.services import receiving_many
from desktop.services.changes import Writing
from desktop.services.danger_words import DangerWords, shipped_words
from desktop.services.import_batches import ImportIntake
from desktop.services.import_plan import ImportCounts, ImportDone
from desktop.services.importing import Importing
from desktop.services.people import NewPerson, People
from desktop.services.receiving import Receiving
from desktop.storage import tables
from tests.services.world import World

CALLS = "Call ID,Call time,From,To,Direction,Status,Talk time"
LEADS = "Name,Phone,Email,Message,Submitted at"


class Importer:
    """Imports texts as Wren, and looks at what became of them."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self._folder = folder
        words = DangerWords(world.database, world.ledger, shipped_words(resources()))
        receiving = Receiving(world.database, world.ledger, words)
        self.importing = Importing(ImportIntake(world.database, world.ledger, receiving))

    def again(self) -> "Importer":
        """Another program: it knows of an import what the database knows."""
        return Importer(self.world, self._folder)

    def add_sorrel(self) -> UUID:
        """Sorrel Vale, (312) 555-0199."""
        people = People(self.world.database, self.world.ledger, self.world.clock)
        added = people.add(
            self.world.wren, NewPerson("Sorrel Vale", number_text="312-555-0199"), uuid4()
        )
        assert added.value is not None
        return added.value

    def run(self, text: str, stopped: Callable[[], bool] | None = None) -> ImportDone:
        path = self._folder / "file.csv"
        path.write_text(text, encoding="utf-8")
        return self.importing.commit(
            self.world.wren, self.importing.plan(self.world.wren, path), stopped=stopped
        )

    def rows(self, name: str) -> list[dict[str, Any]]:
        with self.world.database.read() as conn:
            found = conn.execute(select(tables.metadata.tables[name])).mappings()
            return [dict(row) for row in found]

    def count(self, name: str) -> int:
        with self.world.database.read() as conn:
            counted = select(func.count()).select_from(tables.metadata.tables[name])
            return int(conn.execute(counted).scalar_one())


@pytest.fixture
def importer(world: World, tmp_path: Path) -> Importer:
    return Importer(world, tmp_path)


def call(importer: Importer, n: int, status: str = "Answered", hours: int = 2, to: str = "") -> str:
    at = importer.world.clock() - timedelta(hours=hours, minutes=n)
    number = to or f"31255501{n % 100:02}"
    return f"c{n},{at.isoformat()},{number},8555389355,Inbound,{status},{30 * (status != 'Missed')}"


def calls(*rows: str) -> str:
    return "\n".join([CALLS, *rows]) + "\n"


def test_calls_are_matched_with_the_one_person_of_their_number(importer: Importer) -> None:
    person_id = importer.add_sorrel()

    done = importer.run(calls(call(importer, 99), call(importer, 98)))

    assert done.counts == ImportCounts(created=2)
    unknown, known = sorted(importer.rows("call"), key=lambda row: row["started_at"], reverse=True)
    assert (known["speaker_id"], known["subject_id"]) == (person_id, person_id)
    assert unknown["speaker_id"] is None
    assert known["talked_seconds"] == 30


def test_the_same_file_twice_changes_nothing(importer: Importer) -> None:
    text = calls(*(call(importer, n) for n in range(60)))
    importer.run(text)
    before = importer.rows("call"), importer.rows("phone_number"), importer.rows("callback")

    again = importer.run(text)

    assert again.counts == ImportCounts(unchanged=60)
    assert (
        importer.rows("call"),
        importer.rows("phone_number"),
        importer.rows("callback"),
    ) == before


def test_later_news_is_merged_in_whatever_order(importer: Importer) -> None:
    importer.run(calls(call(importer, 1, "Missed")))
    done = importer.run(calls(call(importer, 1, "Answered")))

    assert done.counts == ImportCounts(updated=1)
    (row,) = importer.rows("call")
    assert (row["disposition"], row["outcome"]) == ("answered", None)
    importer.run(calls(call(importer, 1, "Missed")))
    (row,) = importer.rows("call")
    assert row["disposition"] == "answered"


def test_a_missed_call_is_rung_back_once(importer: Importer) -> None:
    importer.run(
        calls(
            call(importer, 1, "Missed"),
            call(importer, 2, "Missed", to="3125550101"),
            call(importer, 4, "Answered"),
            call(importer, 5, "Missed", to="anonymous"),
        )
    )

    (promise,) = importer.rows("callback")
    (number,) = [n for n in importer.rows("phone_number") if n["id"] == promise["number_id"]]
    assert number["e164"] == "+13125550101"
    hidden = [row for row in importer.rows("call") if row["withheld"]]
    assert [row["number_text"] for row in hidden] == ["anonymous"]
    assert hidden[0]["outcome"] == CallOutcome.MISSED


def test_cancel_takes_everything_back(importer: Importer) -> None:
    names = ("call", "phone_number", "callback", "incoming_key", "lead", "lead_contact")
    before = [importer.count(name) for name in names]
    rows = [call(importer, n, "Missed" if n % 9 == 0 else "Answered") for n in range(400)]

    done = importer.run(calls(*rows), stopped=lambda: importer.count("call") > 150)

    assert done.cancelled
    assert [importer.count(name) for name in names] == before
    assert [row["state"] for row in importer.rows("import_batch")] == ["cancelled"]


def test_what_was_worked_on_since_stays(importer: Importer) -> None:
    done = importer.run(calls(call(importer, 1), call(importer, 2)))
    first = max(importer.rows("call"), key=lambda row: row["started_at"])
    wren = importer.world.wren

    def note(writing: Writing) -> None:
        writing.update("call", first["id"], {"notes": "She will ring again."})

    importer.world.ledger.write(wren, "correct_call", Permission.LOG_CALLS, uuid4(), note)
    importer.again().importing.take_back(wren, done.import_id)

    assert [row["id"] for row in importer.rows("call")] == [first["id"]]
    numbers = {row["e164"] for row in importer.rows("phone_number")}
    assert "+13125550101" in numbers
    assert "+13125550102" not in numbers


def test_leads_are_kept_with_who_they_may_be(importer: Importer) -> None:
    person_id = importer.add_sorrel()
    sent = importer.world.clock().isoformat()
    text = (
        f"{LEADS}\nSorrel Vale,(312) 555-0199,s@example.com,Please ring,{sent}\n"
        f"Fern Moss,mobile,,,{sent}\nIvy Vine,,ivy@example.com,By mail,{sent}\n"
    )

    done = importer.run(text)
    again = importer.run(text)

    assert done.counts == ImportCounts(created=2, rejected=1)
    assert again.counts == ImportCounts(unchanged=2, rejected=1)
    sorrel, ivy = sorted(importer.rows("lead"), key=lambda row: row["name"], reverse=True)
    assert sorrel["suggested_id"] == person_id
    assert (ivy["suggested_id"], ivy["callback_id"]) == (None, None)
    (promise,) = importer.rows("callback")
    assert sorrel["callback_id"] == promise["id"]
    contacts = [row for row in importer.rows("lead_contact") if row["lead_id"] == sorrel["id"]]
    assert sorted((c["position"], c["kind"], c["contact_key"]) for c in contacts) == [
        (0, "number", "+13125550199"),
        (1, "email", "s@example.com"),
    ]


def test_a_contact_that_is_here_learns_and_a_new_one_is_added(importer: Importer) -> None:
    person_id = importer.add_sorrel()
    before = importer.count("person")
    text = (
        "First Name,Last Name,Mobile Phone,E-mail Address,Home City\n"
        "Sorrel,Vale,312-555-0199,sorrel@example.com,Chicago\n"
        "Reed,Bank,312-555-0198,reed@example.com,\n"
    )

    done = importer.run(text)
    again = importer.run(text)

    assert done.counts == ImportCounts(created=1, updated=1)
    assert again.counts == ImportCounts(unchanged=2)
    assert importer.count("person") == before + 1
    emails = {row["person_id"]: row["email"] for row in importer.rows("person_email")}
    assert emails[person_id] == "sorrel@example.com"


def test_looking_writes_nothing(importer: Importer, tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text(calls(*(call(importer, n, "Missed") for n in range(40))), encoding="utf-8")
    wren = importer.world.wren
    names = ("call", "phone_number", "callback", "change", "incoming_key", "call_quarter")
    before = [importer.rows(name) for name in names]

    staged = importer.importing.stage(wren, importer.importing.plan(wren, path))

    assert staged is not None
    assert staged.counts == ImportCounts(created=40)
    assert [importer.rows(name) for name in names] == before


def test_a_file_that_was_imported_whole_is_known_again(importer: Importer, tmp_path: Path) -> None:
    done = importer.run(calls(call(importer, 1)))
    (batch,) = importer.rows("import_batch")

    assert batch["id"] == done.import_id
    assert (batch["state"], batch["rows"], batch["created"]) == ("done", 1, 1)
    assert importer.importing.was_read(batch["digest"])
    assert not importer.importing.was_read("0" * 64)


def test_the_short_way_writes_what_the_long_way_writes(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    importer.add_sorrel()
    rows = [call(importer, n, "Missed" if n % 5 == 0 else "Answered") for n in range(60)]
    rows += [call(importer, 60, to="anonymous"), call(importer, 61, to="101"), rows[3]]
    rows += [call(importer, 62, to="3125550199"), call(importer, 63, to="3125550147")]
    text = calls(*rows)

    def told() -> tuple[list[dict[str, Any]], list[str]]:
        left_out = ("id", "seq", "number_id", "entered_at")
        numbers = {row["id"]: row["e164"] for row in importer.rows("phone_number")}
        found = [
            {name: value for name, value in row.items() if name not in left_out}
            | {"e164": numbers.get(row["number_id"])}
            for row in importer.rows("call")
        ]
        found.sort(key=lambda row: (row["started_at"], row["number_text"]))
        return found, sorted(row["key"] for row in importer.rows("incoming_key"))

    short = importer.run(text)
    by_short = told()
    importer.importing.take_back(importer.world.wren, short.import_id)
    assert importer.count("call") == 0
    monkeypatch.setattr(receiving_many, "FEWEST", 10_000)
    long = importer.run(text)

    assert short.counts == long.counts
    assert short.counts.created > 50
    assert told() == by_short


def test_who_asked_not_to_be_called_and_rings_from_elsewhere_holds_no_file_up(
    importer: Importer,
) -> None:
    def work(writing: Writing) -> UUID:
        row = {"person_id": importer.world.hazel, "number_id": None, "reason": "She said so."}
        return writing.insert("do_not_call", {**row, "purpose": "all", "set_at": writing.now})

    importer.world.ledger.write(importer.world.wren, "test", Permission.RECEIVE, uuid4(), work)
    first = call(importer, 1, "Missed", to="3035550112")
    # The same call once more, from a number that nobody has heard of.
    second = call(importer, 1, "Missed", to="6025550188")

    done = importer.run(calls(first, second))

    assert (done.counts.created, done.counts.updated) == (1, 1)
    assert importer.rows("callback") == []


@pytest.mark.parametrize("together", [2, 10_000])
def test_calls_missed_long_ago_are_history(
    importer: Importer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, together: int
) -> None:
    monkeypatch.setattr(receiving_many, "FEWEST", together)
    path = tmp_path / "calls.csv"
    path.write_text(
        calls(
            call(importer, 1, "Missed", hours=60),
            call(importer, 2, "Missed", hours=2),
            call(importer, 3, "Missed", hours=80),
        ),
        encoding="utf-8",
    )
    wren = importer.world.wren
    yesterday = importer.world.clock().date() - timedelta(days=1)

    done = importer.importing.commit(
        wren, importer.importing.plan(wren, path, missed_since=yesterday)
    )

    assert done.counts == ImportCounts(created=3)
    assert {row["outcome"] for row in importer.rows("call")} == {CallOutcome.MISSED}
    (promise,) = importer.rows("callback")
    (number,) = [n for n in importer.rows("phone_number") if n["id"] == promise["number_id"]]
    assert number["e164"] == "+13125550102"
